"""Charts that a campaign declares (:class:`xj_analysis.county.narrative.View`); none of a single number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from ... import metrics
from ...county.model import County, Indicator
from ...county.narrative import View
from ...document.blocks import Chart, Omission
from ...document.pieces import Parts
from ...metrics.columns.coded_text import encode_text
from ...metrics.columns.matching import period_spans
from ...metrics.columns.row_selection import latest, period_order, records
from ...quantity import periods
from ...quantity.conventions import Convention
from ...quantity.figures import Figure
from ...quantity.hedges import Hedge
from .. import charts
from ..figure_wording import constant

_FEWEST_NUMBERS = 2
_YEARS, _DECEMBER = 3, 12
_BASE = 100
_LINES = 14  # of labels, one above the other, in the height of a chart
_CHANGE_SUFFIX = re.compile(r"(减少|提高|增长|下降|缩短)(幅度|额|数)?$")


def draw_view(view: View, frame: pd.DataFrame, county: County) -> Chart | Omission:
    """Return the chart of a view; where fewer than two numbers are known, why there is none.

    Parameters
    ----------
    view
        Kind of chart, title and indicators.
    frame
        Current, undoubted observations and derived rows, with ``text``.
    county
        Declares the indicators and areas.
    """
    drawers: dict[str, Callable[[View, pd.DataFrame, County], Chart | None]] = {
        "composition": _composition,
        "comparison": _comparison,
        "timeline": _timeline,
        "months": _months,
        "before_after": _before_after,
        "part": _part,
    }
    rows = frame[frame["indicator"].isin(view.indicators) & frame["value"].notna()]
    chart = drawers[view.kind](view, rows, county)
    return chart or Omission(what=f"图“{view.title}”", reason=_lack(view, rows, county))


def _lack(view: View, rows: pd.DataFrame, county: County) -> str:
    """Why a view cannot be drawn: indicators without a number, or numbers that do not stand side by side."""
    known = set(rows["indicator"])
    missing = [county.by_slug[slug].name for slug in view.indicators if slug not in known]
    if missing:
        return f"没有可用的数：{'、'.join(missing)}。"
    period = periods.parse(view.period).label if view.period else "地区和期间"
    return f"查到{len(rows)}个数，但{period}对得上、能画在一张图里的不足两个。"


def _county_rows(view: View, frame: pd.DataFrame, county: County) -> pd.DataFrame:
    """Rows of the county, in the order of the view's indicators: of its period, else the latest."""
    rows = frame[(frame["area"] == county.code) & (view.period is None or frame["period"] == view.period)]
    rows = rows if view.period is not None else latest(rows)
    return rows.iloc[np.argsort(encode_text(rows["indicator"]).positions_in(view.indicators), kind="stable")]


def _one_each(view: View, frame: pd.DataFrame, county: County) -> pd.DataFrame:
    rows = _county_rows(view, frame, county)
    return rows[~rows["indicator"].duplicated()]


def _title(view: View, rows: list[dict[str, Any]]) -> Parts:
    codes = {row["period"] for row in rows}
    label = periods.parse(codes.pop()).label if len(codes) == 1 else ""
    return (f"{view.title}（{label}）",) if label and label != "时点不详" else (view.title,)


def _composition(view: View, frame: pd.DataFrame, county: County) -> Chart | None:
    rows = _one_each(view, frame, county)
    if len(rows) < max(_FEWEST_NUMBERS, len(view.indicators)) or rows["period"].nunique() != 1:
        return None
    shares = records(metrics.composition(rows, [county.by_slug[slug] for slug in view.indicators]))
    drawn = records(rows)
    labels = [county.figure(share) for share in shares]
    names = [row["label"] for row in drawn]
    return charts.bars(
        _title(view, drawn),
        drawn,
        names,
        labels=labels,
        note=view.note,
        rounding=county.rounding,
        proper_names=county.proper_names,
    )


def _comparison(view: View, frame: pd.DataFrame, county: County) -> Chart | None:
    if view.by == "area":
        rows = frame[
            (frame["indicator"] == view.indicators[0]) & frame["area"].isin(county.peers) & (frame["subject"] == "")
        ]
        rows = rows[rows["period"] == view.period]
        rows = rows.iloc[np.argsort(-rows["value"].to_numpy(), kind="stable")]
        names = [county.area_names[code] for code in rows["area"]]
    elif view.by == "period":
        rows = frame[(frame["indicator"] == view.indicators[0]) & (frame["area"] == county.code)]
        rows = rows.iloc[np.argsort(period_order(rows), kind="stable")]
        names = [periods.parse(code).label for code in rows["period"]]
    elif view.by == "subject":
        rows = frame[frame["indicator"].isin(view.indicators) & frame["area"].str.startswith(county.code)]
        names = [
            subject or county.area_names[area] for subject, area in zip(rows["subject"], rows["area"], strict=True)
        ]
    else:
        rows = _county_rows(view, frame, county)
        names = list(rows["label"])
    if len(rows) < _FEWEST_NUMBERS:
        return None
    drawn = records(rows)
    title = _title(view, drawn)
    return charts.bars(
        title,
        drawn,
        names,
        highlight=county.name,
        note=view.note,
        rounding=county.rounding,
        proper_names=county.proper_names,
    )


def _timeline(view: View, frame: pd.DataFrame, county: County) -> Chart | None:
    rows = records(frame[(frame["area"] == county.code) & (frame["subject"] == "")])
    dated = [row for row in rows if periods.parse(row["period"]).window is not None]
    series = {county.by_slug[slug].name: [row for row in dated if row["indicator"] == slug] for slug in view.indicators}
    series = {name: points for name, points in series.items() if points}
    if sum(map(len, series.values())) < _FEWEST_NUMBERS:
        return None
    breaks = [year for slug in view.indicators for year in county.by_slug[slug].breaks]
    return charts.timeline(
        view.title, series, breaks=breaks, note=view.note, rounding=county.rounding, proper_names=county.proper_names
    )


def _months(view: View, frame: pd.DataFrame, county: County) -> Chart | None:
    """The 累计 of the latest years, by the month of their ends."""
    rows = frame[(frame["indicator"] == view.indicators[0]) & (frame["area"] == county.code) & (frame["subject"] == "")]
    span = period_spans(rows["period"])
    rows = rows.assign(_year=span["year"], _month=span["last"])[(span["first"] == 1) & (rows["nature"] == "actual")]
    rows = rows.drop_duplicates(["_year", "_month"]).sort_values(["_year", "_month"])
    rows = rows[rows["_year"] > rows["_year"].max() - _YEARS]
    if rows["_month"].nunique() < _FEWEST_NUMBERS:
        return None
    first = rows["_year"] != rows["_year"].shift()
    gap = ~first & (rows["_month"] - rows["_month"].shift() > 1)
    ends, whole = first.shift(-1, fill_value=True), rows["_month"] == _DECEMBER
    alike = rows.groupby("_month")["value"]
    highest = rows["value"] == alike.transform("max")
    apart = _apart(rows["value"][ends & whole], rows["value"].max() / _LINES).reindex(rows.index)
    side = highest.map({True: "above", False: "below"}).mask(whole, "right")
    rows = rows.assign(
        _run=(first | gap).cumsum(), _ends=ends, _side=side,
        _place=apart.fillna(rows["value"].where(highest, alike.transform("min"))),  # below all lines, or above them
    )  # fmt: skip
    marks = records(rows)
    name = {"label": county.by_slug[view.indicators[0]].name}
    drawn = [county.figure(row).model_copy(update=name) for row in marks]
    points = [
        {
            "year": f"{row['_year']}年", "month": row["_month"], "run": row["_run"], "value": row["value"],
            "label": figure.bare if row["_ends"] else "", "side": row["_side"], "place": row["_place"],
        }
        for row, figure in zip(marks, drawn, strict=True)
    ]  # fmt: skip
    notes = "；".join(filter(None, [view.note.rstrip("。"), "没有数据的月份留空，不连线" if gap.any() else ""]))
    return charts.months(view.title, points, marks, drawn, note=notes, proper_names=county.proper_names)


def _apart(heights: pd.Series, least: float) -> pd.Series:
    """Heights of labels that do not touch: each its own, or `least` above the label below it."""
    ordered = heights.sort_values()
    steps = pd.Series(range(len(ordered)), index=ordered.index) * least
    return (ordered - steps).cummax() + steps


def _before_after(view: View, frame: pd.DataFrame, county: County) -> Chart | None:
    reported = records(_county_rows(view, frame, county))
    if not reported:
        return None
    base = constant(_BASE, "", "改造前指数", Convention.BASE)
    indices = [_index(row, county.by_slug[row["indicator"]], county) for row in reported]
    return charts.before_after(
        (f"{view.title}（改造前=", base, "）"),
        reported,
        indices,
        base,
        note=view.note,
        proper_names=county.proper_names,
    )


def _index(row: dict[str, Any], indicator: Indicator, county: County) -> Figure:
    """The index after a change in %, the base being one hundred."""
    sign = -1 if indicator.falls else 1
    low, high = sorted(_BASE + sign * row[end] for end in ("low", "high"))
    moved = {"value": _BASE + sign * row["value"], "low": low, "high": high, "unit": "", "reported": "", "decimals": 0}
    formula = f"基期{'－' if indicator.falls else '＋'}{row['text']}"
    label = _CHANGE_SUFFIX.sub("", row["label"]) + "（改造后）"
    # a fall turns 以上 into 以下: the bounds decide
    hedge = Hedge.EXACT if row["hedge"] == Hedge.EXACT else Hedge.ABOUT
    return county.figure({**row, **moved, "label": label, "formula": formula, "hedge": hedge})


def _part(view: View, frame: pd.DataFrame, county: County) -> Chart | None:
    both = _one_each(view, frame, county).iloc[::-1]
    if len(both) < len(view.indicators):
        return None
    drawn = records(both)
    part = county.by_slug[view.indicators[0]]
    proportion = part.model_copy(update={"name": f"{part.name}占比", "unit": "%", "decimals": 1})
    share = records(metrics.share(both.iloc[-1:], both.iloc[-2:-1], proportion))
    whole = constant(100, "%", drawn[0]["label"], Convention.WHOLE)
    labels = [whole, *(county.figure(row) for row in share)]
    names = [row["label"] for row in drawn]
    return charts.bars(
        _title(view, drawn),
        drawn,
        names,
        labels=labels,
        note=view.note,
        rounding=county.rounding,
        proper_names=county.proper_names,
    )

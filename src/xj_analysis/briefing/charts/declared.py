"""Charts that a campaign declares (:class:`xj_analysis.county.narrative.View`); none of a single number."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from ... import metrics
from ...county.model import County
from ...county.narrative import View
from ...document.blocks import Chart, Omission
from ...document.pieces import Parts
from ...metrics.columns.coded_text import encode_text
from ...metrics.columns.matching import period_spans
from ...metrics.columns.row_selection import latest, period_order, records
from ...quantity import periods
from ...quantity.conventions import Convention
from ...quantity.figure_array import FigureArray
from ...quantity.period_labels import PeriodLabel
from .. import charts
from ..figure_wording import constant, label_of

_FEWEST_NUMBERS = 2
_NO_PAIRS = "改造前后两个数不再作图，请在笔记本里写一句话。"
Drawn = Chart | Omission | None


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
    if view.kind == "before_after":
        return Omission(what=f"图“{view.title}”", reason=_NO_PAIRS)
    drawers: dict[str, Callable[[View, pd.DataFrame, County], Drawn]] = {
        "composition": _composition,
        "comparison": _comparison,
        "timeline": _timeline,
        "months": _months,
        "part": _part,
    }
    rows = frame[frame["indicator"].isin(view.indicators) & frame["value"].notna()]
    chart = drawers[view.kind](view, rows, county)
    return chart if isinstance(chart, Chart) else Omission(what=f"图“{view.title}”", reason=_lack(view, rows, county))


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


def _title(view: View, rows: pd.DataFrame) -> Parts:
    codes = set(rows["period"])
    label = periods.parse(codes.pop()).label if len(codes) == 1 else ""
    return (f"{view.title}（{label}）",) if label and label != "时点不详" else (view.title,)


def _figures(rows: pd.DataFrame, county: County, names: Iterable[str]) -> pd.Series:
    """Rows as a column of figures with these names."""
    index = pd.Index(list(names), dtype=object)
    return pd.Series(FigureArray.from_frame(rows, rounding=county.rounding), index=index)


def _composition(view: View, frame: pd.DataFrame, county: County) -> Drawn:
    rows = _one_each(view, frame, county)
    if len(rows) < max(_FEWEST_NUMBERS, len(view.indicators)) or rows["period"].nunique() != 1:
        return None
    drawn = _figures(rows, county, rows["label"])
    return charts.bars(drawn, _title(view, rows), labels=metrics.share(drawn), note=view.note)


def _comparison(view: View, frame: pd.DataFrame, county: County) -> Drawn:
    names: Iterable[str]
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
        names = map(PeriodLabel, rows["period"])
    elif view.by == "subject":
        rows = frame[frame["indicator"].isin(view.indicators) & frame["area"].str.startswith(county.code)]
        names = [
            subject or county.area_names[area] for subject, area in zip(rows["subject"], rows["area"], strict=True)
        ]
        rows = rows.assign(label=[label_of(row, county) for row in records(rows)])
    else:
        rows = _county_rows(view, frame, county)
        names = rows["label"]
    drawn = _figures(rows, county, names)
    own = county.name if county.name in drawn.index else ""
    return charts.bars(drawn, _title(view, rows), highlight=own, note=view.note)


def _timeline(view: View, frame: pd.DataFrame, county: County) -> Drawn:
    rows = _own_whole(frame, county)
    rows = rows[[periods.parse(code).window is not None for code in rows["period"]]]
    if rows.empty:
        return None
    of_each = {slug: rows[rows["indicator"] == slug] for slug in view.indicators}
    lines = {
        county.by_slug[slug].name: _figures(own, county, map(PeriodLabel, own["period"]))
        for slug, own in of_each.items() if len(own)
    }  # fmt: skip
    breaks = [year for slug in view.indicators for year in county.by_slug[slug].breaks]
    return charts.timeline(pd.DataFrame(lines), view.title, breaks=breaks, note=view.note)


def _months(view: View, frame: pd.DataFrame, county: County) -> Drawn:
    rows = _own_whole(frame, county)
    rows = rows[rows["nature"] == "actual"]
    spans = period_spans(rows["period"])
    rows = rows[~spans.duplicated(["year", "first", "last"]) & (spans["first"] == 1)]
    return charts.months(_figures(rows, county, map(PeriodLabel, rows["period"])), view.title, note=view.note)


def _part(view: View, frame: pd.DataFrame, county: County) -> Drawn:
    both = _one_each(view, frame, county).iloc[::-1]
    if len(both) < len(view.indicators):
        return None
    drawn = _figures(both, county, both["label"])
    whole = constant(100, "%", drawn.index[0], Convention.WHOLE)
    share = metrics.share(drawn.iloc[1:], drawn.iloc[:1].set_axis(drawn.index[1:]))
    labels = pd.Series([whole, *share], index=drawn.index, dtype=object)
    return charts.bars(drawn, _title(view, both), labels=labels, note=view.note)


def _own_whole(frame: pd.DataFrame, county: County) -> pd.DataFrame:
    return frame[(frame["area"] == county.code) & (frame["subject"] == "")]

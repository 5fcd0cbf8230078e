"""Tables that put things side by side: two periods, this county and others, the 三量."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ... import metrics
from ...county.model import County
from ...document.blocks import Sentence, Table
from ...document.pieces import Cell, Column, Part
from ...metrics.columns import row_selection as frames
from ...quantity import figures, periods
from ...quantity.figures import Figure
from ...store.observations import KEY
from .. import tables
from ..prose import say
from .verification import constant


def change_table(frame: pd.DataFrame, county: County, slugs: Sequence[str]) -> Table | None:
    """Return each series' latest two values, with the change or why there is none; None where no series has two.

    Parameters
    ----------
    frame
        The county's sound rows, with ``text``.
    county
        Declares the indicators.
    slugs
        The indicators, in the order printed.
    """
    pairs = frames.latest(metrics.changes(frames.ordered(frame, slugs), county.indicators)) if len(frame) else frame
    if pairs.empty:
        return None
    columns = (
        Column(name="指标", width=2.0),
        Column(name="前期", width=2.0),
        Column(name="数值", align="right", width=1.35),
        Column(name="本期", width=2.0),
        Column(name="数值", align="right", width=1.35),
        Column(name="变化", align="right", width=1.5),
        Column(name="来源", align="center", width=0.8),
    )
    note = "注：“窗口不同”“可比口径”“性质不同”的只并列数值：统计起止不一，或增速按可比口径公布、不能由两期数值重算。"
    body = [_change_row(row, county) for row in frames.records(frames.ordered(pairs, slugs))]
    return tables.table("前后对照", columns, body, notes=((note,),))


def _change_row(row: dict[str, Any], county: County) -> list[Cell | Part]:
    about = {"label": row["now_label"]}
    then = figures.phrase_figure(row["then_text"], period=row["then_period"], origins=row["then_origins"], **about)
    now = figures.phrase_figure(row["now_text"], period=row["period"], origins=row["now_origins"], **about)
    return [
        tables.label_of({**row, "label": row["now_label"]}, county),
        periods.parse(row["then_period"]).label,
        then,
        periods.parse(row["period"]).label,
        now,
        directed(figures.figure_from_row(row, county.rounding)),
        Cell(sources=tuple(dict.fromkeys(row["sources"]))),
    ]


def directed(figure: Figure) -> Figure:
    """Return a change with its direction in words, by the printed value: a fall is 下降3.1%, never 增长-3.1%.

    Examples
    --------
    >>> from decimal import Decimal
    >>> [directed(figures.reported_figure(Decimal(change), "%")).text for change in ("-3.1", "0.0")]
    ['下降3.1%', '持平']
    """
    if figure.value is None:
        return figure
    up, down = ("提高", "降低") if figure.unit == "个百分点" else ("增长", "下降")
    if figure.value == 0:
        return figure.model_copy(update={"text": "持平"})
    word = up if figure.value > 0 else down
    return figure.model_copy(update={"text": word + figure.text.replace("-", "", 1)})


def peer_tables(frame: pd.DataFrame, county: County, slugs: Sequence[str]) -> list[Table | Sentence]:
    """Return the city and its other counties beside this one: how complete the picture is, then the table.

    No rank is given where a county is missing. Empty where nothing is known of any other.

    Parameters
    ----------
    frame
        Sound rows of all areas, with ``text``.
    county
        Declares the areas.
    slugs
        The indicators, in the order printed; derived ones are left out.
    """
    reported = [slug for slug in slugs if county.by_slug[slug].op is None]
    rows = frames.ordered(frame[frame["subject"] == ""], reported)
    others = rows[~rows["area"].str.startswith(county.code)]
    if others.empty:
        return []
    chosen = frames.widest(others)
    sections = set(zip(chosen["indicator"], chosen["period"], strict=True))
    ours = rows[rows["area"] == county.code]
    beside = [section in sections for section in zip(ours["indicator"], ours["period"], strict=True)]
    shown = pd.concat([chosen, ours[beside]])
    columns = (
        Column(name="指标", width=2.2),
        Column(name="期间", width=1.6),
        Column(name="地区", width=1.2),
        Column(name="数值", align="right", width=1.2),
        Column(name="单位", width=0.9),
        Column(name="来源", align="center", width=0.7),
    )
    body: list[list[Cell | Part]] = []
    for row in frames.records(frames.ordered(shown, reported)):
        area = county.area_names[row["area"]]
        figure = figures.figure_from_row({**row, "label": f"{area}{row['label']}"}, county.rounding)
        body.append([row["label"], periods.parse(row["period"]).label, area, tables.without_unit(figure), row["unit"],
                     Cell(sources=row["sources"])])  # fmt: skip
    table = tables.table("全市及其他县（市、区）", columns, body)
    return [*_coverage(shown, county), table]


def _coverage(rows: pd.DataFrame, county: County) -> list[Sentence]:
    covered = metrics.coverage(rows, county.peers)
    if covered.empty or bool(covered["complete"].all()):
        return []
    best = covered[covered["known"] == covered["known"].max()].iloc[-1]  # of all indicators, that of most counties
    everyone = constant(len(county.peers), "个", f"{county.city}所辖县（市、区）数", "按行政区划逐一计数")
    counted = constant(int(best["known"]), "个", "有数据的县（市、区）数", "按有数据的县（市、区）逐一计数")
    known = counted.model_copy(update={"origins": best["origins"], "period": best["period"]})
    words = "{city}所辖{everyone}县（市、区）中，数据最全的一项也只找到{known}，横截面不完整，因此不排位。"
    return [say(words, city=county.city, everyone=everyone, known=known)]


def since_previous_table(
    before: pd.DataFrame, now: pd.DataFrame, known: tuple[pd.DataFrame, pd.DataFrame], county: County
) -> Table | None:
    """Return what an issue prints otherwise than the one before it, and why; None where nothing is otherwise.

    Parameters
    ----------
    before, now
        The current rows of either issue, reported and derived, with ``text``, in the order printed.
    known
        The observations known at either time, each with its ``status``.
    county
        Declares the indicators.
    """
    then, here = _by_key(before), _by_key(now)
    columns = (
        Column(name="指标", width=2.4),
        Column(name="期间", width=1.5),
        Column(name="上期", align="right", width=1.5),
        Column(name="本期", align="right", width=1.5),
        Column(name="缘由", width=1.0),
        Column(name="来源", align="center", width=0.7),
    )
    body: list[list[Cell | Part]] = []
    for key in dict.fromkeys([*here, *then]):
        rows = (then.get(key), here.get(key))
        row = rows[1] or rows[0] or {}
        was, this = (
            _shown(one, county) if one else CONTESTED if _contested(row, seen) else tables.NONE
            for one, seen in zip(rows, known, strict=True)
        )
        if isinstance(was, Figure) and isinstance(this, Figure) and was.text == this.text:
            continue
        body.append([
            tables.label_of(row, county), periods.parse(row["period"]).label, was, this, _why(*rows, known),
            Cell(sources=tuple(dict.fromkeys(row["sources"]))),
        ])  # fmt: skip
    return tables.table("较上期的变化", columns, body, notes=(_SINCE,)) if body else None


CONTESTED = "见待核实"
_SINCE = (
    "注：“新发布”为上一期以后公布的，“修订”为原发布者改数，“更正”为核对后改正，“矛盾”为出现不同说法；“—”为无此项。",
)


def _by_key(frame: pd.DataFrame) -> dict[tuple[str, ...], dict[str, Any]]:
    """The rows by what they are about; a rank without a value is something else than the value."""
    return {
        (*(row[name] for name in KEY), "" if pd.isna(row["value"]) else "value"): row for row in frames.records(frame)
    }


def _shown(row: dict[str, Any], county: County) -> Figure:
    about = {**row, "label": tables.label_of(row, county)}
    standing = tables.ranking_text(about) if pd.isna(row["value"]) and not row["formula"] else None
    return standing or figures.figure_from_row(about, county.rounding)


def _about(row: dict[str, Any], observations: pd.DataFrame) -> pd.DataFrame:
    """The observations of a row's key, and those it was computed from."""
    same = (observations[KEY] == [row[name] for name in KEY]).all(axis=1)
    return observations[same | observations["id"].isin(row["origins"])]


def _contested(row: dict[str, Any], observations: pd.DataFrame) -> bool:
    return bool((_about(row, observations)["status"] == "conflict").any())


def _why(old: dict[str, Any] | None, new: dict[str, Any] | None, known: tuple[pd.DataFrame, pd.DataFrame]) -> str:
    """Why two issues differ in a row: from the observations that came, and what became of those there were."""
    earlier, observations = known
    row = new or old or {}
    came = _about(row, observations[~observations["id"].isin(earlier["id"])])
    if bool((came["corrects"] != "").any()):
        return "更正"
    if new is None:
        return "矛盾"
    went = observations[observations["id"].isin(set(old["origins"]) - set(new["origins"]))] if old else came.iloc[:0]
    revised = bool((went["status"] == "revised").any()) or (old is None and _contested(row, earlier))
    return "修订" if revised else "新发布"


def headline_table(frame: pd.DataFrame, county: County) -> Table:
    """Return the 三量: every value known, with growth as published (indicator ``<slug>_growth``), not recomputed."""
    columns = (
        Column(name="三量", width=0.9),
        Column(name="指标", width=2.2),
        Column(name="期间", width=1.9),
        Column(name="数值", align="right", width=1.2),
        Column(name="单位", width=0.8),
        Column(name="公布增速", align="right", width=1.1),
        Column(name="来源", align="center", width=0.7),
    )
    rates = frame[(frame["area"] == county.code) & frame["indicator"].str.endswith("_growth")]
    growth = {(row["indicator"].removesuffix("_growth"), row["period"]): row for row in frames.records(rates)}
    body: list[list[Cell | Part]] = []
    for row in frames.records(metrics.headlines(frame, county.quantities, county.code)):
        quoted = growth.get((row["indicator"], row["period"]))
        body.append([
            row["quantity"], row["label"], periods.parse(row["period"]).label,
            tables.without_unit(figures.figure_from_row(row, county.rounding)), row["unit"],
            figures.figure_from_row(quoted, county.rounding) if quoted else tables.NONE, Cell(sources=row["sources"]),
        ])  # fmt: skip
    note = "注：增速照来源转引；地区生产总值及三次产业按可比价格计算，不能由两期现价数值重算。“—”为来源没有给出。"
    return tables.table("“三量”指标", columns, body, notes=((note,),))

"""Comparison tables: a series' latest two values, this county beside its peers, the 三量 with published growth."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ... import metrics
from ...county.model import County
from ...document.blocks import Sentence, Table
from ...metrics.columns import row_selection
from ...metrics.columns.row_selection import records
from ...quantity import figures
from ...quantity.conventions import Convention
from ...quantity.figures import Figure
from .. import tables
from ..figure_wording import constant, label_of, with_direction, without_unit
from ..prose import say
from ..tables import ColumnSpec, Row, period_column, source_column


def change_table(frame: pd.DataFrame, county: County, slugs: Sequence[str]) -> Table | None:
    """Return the latest two values of each series, with the change or why there is none; None where no series has two.

    Of an indicator with results these are compared, and not its targets.

    Parameters
    ----------
    frame
        The county's sound rows, with ``text``.
    county
        Declares the indicators.
    slugs
        The indicators, in the order printed.
    """
    if frame.empty:
        return None
    changes = metrics.changes(row_selection.ordered(frame, slugs), county.indicators)
    with_results = frame.loc[frame["nature"] == "actual", "indicator"]
    changes = changes[(changes["nature"] == "actual") | ~changes["indicator"].isin(with_results)]
    pairs = row_selection.ordered(row_selection.latest(changes), slugs)
    if pairs.empty:
        return None
    columns: list[ColumnSpec[Row]] = [
        ColumnSpec(name="指标", width=2.0, cell=lambda row: label_of({**row, "label": row["now_label"]}, county)),
        period_column(2.0, name="前期", key="then_period"),
        ColumnSpec(name="数值", align="right", width=1.35, cell=lambda row: _quoted(row, "then", row["then_period"])),
        period_column(2.0, name="本期"),
        ColumnSpec(name="数值", align="right", width=1.35, cell=lambda row: _quoted(row, "now", row["period"])),
        ColumnSpec(name="变化", align="right", width=1.5, cell=lambda row: with_direction(county.figure(row))),
        source_column(0.8),
    ]
    note = "注：“窗口不同”“可比口径”的只并列数值：统计起止不一，或增速按可比口径公布、不能由两期数值重算。"
    return tables.tabulate("前后对照", columns, records(pairs), notes=[note])


def _quoted(row: Row, side: str, period: str) -> Figure:
    """The value of one side of a pair, as its row prints it."""
    origins = row[f"{side}_origins"]
    return figures.phrase_figure(row[f"{side}_text"], label=row["now_label"], period=period, origins=origins)


def peer_tables(frame: pd.DataFrame, county: County, slugs: Sequence[str]) -> list[Table | Sentence]:
    """Return the city and its other counties beside this one: how complete the cross-section is, then the table.

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
    rows = row_selection.ordered(frame[frame["subject"] == ""], reported)
    others = rows[~rows["area"].str.startswith(county.code)]
    if others.empty:
        return []
    others = row_selection.widest(others)
    sections = set(zip(others["indicator"], others["period"], strict=True))
    county_rows = rows[rows["area"] == county.code]
    comparable = [section in sections for section in zip(county_rows["indicator"], county_rows["period"], strict=True)]
    shown = pd.concat([others, county_rows[comparable]])

    def figure(row: Row) -> Figure:
        return county.figure({**row, "label": f"{county.area_names[row['area']]}{row['label']}"})

    columns: list[ColumnSpec[Row]] = [
        ColumnSpec(name="指标", width=2.2, cell=lambda row: row["label"]),
        period_column(1.6),
        ColumnSpec(name="地区", width=1.2, cell=lambda row: county.area_names[row["area"]]),
        ColumnSpec(name="数值", align="right", width=1.2, cell=lambda row: without_unit(figure(row))),
        ColumnSpec(name="单位", width=0.9, cell=lambda row: row["unit"]),
        source_column(0.7),
    ]
    table = tables.tabulate("全市及其他县（市、区）", columns, records(row_selection.ordered(shown, reported)))
    return [*_coverage(shown, county), table]


def _coverage(rows: pd.DataFrame, county: County) -> list[Sentence]:
    coverage = metrics.coverage(rows, county.peers)
    if coverage.empty or bool(coverage["complete"].all()):
        return []
    best = coverage[coverage["known"] == coverage["known"].max()].iloc[-1]  # of all indicators, that of most counties
    everyone = constant(len(county.peers), "个", f"{county.city}所辖县（市、区）数", Convention.COUNTED_AREAS)
    counted = constant(int(best["known"]), "个", "有数据的县（市、区）数", "按有数据的县（市、区）逐一计数")
    available = counted.model_copy(update={"origins": best["origins"], "period": best["period"]})
    words = "{city}所辖{everyone}县（市、区）中，数据最全的一项也只找到{available}，横截面不完整，因此不排位。"
    return [say(words, names=county.proper_names, city=county.city, everyone=everyone, available=available)]


def headline_table(frame: pd.DataFrame, county: County) -> Table:
    """Return the 三量: every value known, with its growth as published (``Indicator.growth``), never recomputed."""
    carriers = [indicator.growth for indicator in county.indicators if indicator.growth]
    published = frame[(frame["area"] == county.code) & frame["indicator"].isin(carriers)]
    rates = {(row["indicator"], row["period"]): row for row in records(published)}

    def published_growth(row: Row) -> Figure | str:
        rate = rates.get((county.by_slug[row["indicator"]].growth, row["period"]))
        return county.figure(rate) if rate else tables.NONE

    columns: list[ColumnSpec[Row]] = [
        ColumnSpec(name="三量", width=1.2, cell=lambda row: row["quantity"]),
        ColumnSpec(name="指标", width=2.2, cell=lambda row: row["label"]),
        period_column(1.9),
        ColumnSpec(name="数值", align="right", width=1.2, cell=lambda row: without_unit(county.figure(row))),
        ColumnSpec(name="单位", width=0.8, cell=lambda row: row["unit"]),
        ColumnSpec(name="公布增速", align="right", width=1.1, cell=published_growth),
        source_column(0.7),
    ]
    rows = records(metrics.headlines(frame, county.quantities, county.code))
    note = "注：增速照来源转引；地区生产总值及三次产业按可比价格计算，不能由两期现价数值重算。“—”为来源没有给出。"
    return tables.tabulate("“三量”指标", columns, rows, notes=[note])

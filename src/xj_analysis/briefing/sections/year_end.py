"""Year-end section (全年推算): projections of the whole year beside targets; never a result, never in a 完成率."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import log10

import pandas as pd

from ... import metrics
from ...county.model import County
from ...document.blocks import Table
from ...document.pieces import Cell, Part, Parts
from ...metrics import projection
from ...metrics.columns.row_selection import records
from ...quantity import figures, units
from ...quantity.conventions import Convention
from ...quantity.figures import Figure
from ...quantity.hedges import Hedge, Statement, as_decimal, rounded
from .. import tables
from ..figure_wording import constant, without_unit
from ..tables import ColumnSpec, Row
from ..year_progress import YearProgress
from .progress_section import reader_amounts

_DIGITS = 3
_TOO_FEW = "不足"  # complete earlier years
_OUTWARD = {"low": ROUND_FLOOR, "high": ROUND_CEILING}


def projection_table(progress: YearProgress) -> Table | None:
    """Return the projections of the county's own flows beside their targets; None where there are none."""
    county = progress.county
    flows = [pace for pace in progress.of(county.code) if county.by_slug[pace.indicator].kind == "flow"]
    if not flows:
        return None
    months = pd.concat([progress.months(pace.indicator) for pace in flows], ignore_index=True)
    last = progress.period.end.month if progress.period.end else 0
    in_period = (months["_year"] < progress.year) | (months["_year"] == progress.year) & (months["_month"] <= last)
    projected = {row["indicator"]: row for row in records(metrics.project_year(months[in_period], county.indicators))}
    amounts = reader_amounts(progress.of(county.code))
    rows = [_in_unit_of({**projected[p.indicator], "pace": p}, amounts[p.indicator]["target"]) for p in flows]
    columns: list[ColumnSpec[Row]] = [
        ColumnSpec(name="指标", width=2.3, cell=lambda row: row["pace"].done["label"]),
        ColumnSpec(name="单位", width=0.8, cell=lambda row: row["unit"]),
        ColumnSpec(name="年度目标", align="right", width=1.4, cell=lambda row: without_unit(row["target"])),
        ColumnSpec(name="全年推算", align="right", width=1.4, cell=lambda row: _whole_year(row, county)),
        ColumnSpec(name="推算区间", align="right", width=2.55, cell=_by_share(lambda row: _interval(row, county))),
        ColumnSpec(name="与目标比", align="center", width=1.4, cell=_by_share(_against_target)),
        ColumnSpec(name="往年", align="center", width=0.8, cell=_by_share(_earlier_years, _TOO_FEW)),
        ColumnSpec(name="回测误差", align="right", width=1.4, cell=_by_share(lambda row: _error(row, county))),
    ]
    note = _note({row["basis"] for row in rows if not row["reason"]})
    return tables.tabulate("全年推算", columns, rows, notes=[note])


def _in_unit_of(row: Row, target: Figure) -> Row:
    """A projection in the unit that its target is printed in, with the target."""
    own = row["pace"].done["unit"]
    if target.unit == own:
        return {**row, "unit": own, "target": target}
    per = float(units.ratio(target.unit, own))
    scaled = {name: row[name] / per for name in ("value", "low", "high")}
    return {**row, **scaled, "unit": target.unit, "target": target, "decimals": row["decimals"] + round(log10(per))}


def _note(bases: set[str]) -> Parts:
    """The method of the projections, for the bases that the table uses."""
    note: Parts = ("注：推算不是实绩，不计入完成率，都是约数。",)
    if projection.BY_SHARE in bases:
        sure = constant(projection.CONFIDENCE, "%", "推算区间的把握", Convention.CONFIDENCE)
        note += (
            "全年推算＝本年累计÷往年同期累计占全年的比重：每个完整的往年（“往年”栏为年数）推算一次，取平均。推算区间由各年推算的离散程度定，把握约为",
            sure,
            "。回测误差：把每个往年依次当作未知，用其余往年推算，与实际全年相差百分之几的平均。",
        )
    if projection.BY_RUN_RATE in bases:
        note += (f"“{_TOO_FEW}”：完整的往年不足两年，按月均推算（本年累计÷已过月数×全年月数），没有区间和回测误差。",)
    return note


def _by_share(cell: Callable[[Row], Cell | Part], otherwise: str = tables.NONE) -> Callable[[Row], Cell | Part]:
    """A cell of a projection from earlier years; `otherwise` by the run rate, and the mark for none without either."""

    def chosen(row: Row) -> Cell | Part:
        if row["reason"]:
            return tables.NONE
        return otherwise if row["basis"] == projection.BY_RUN_RATE else cell(row)

    return chosen


def _whole_year(row: Row, county: County) -> Figure:
    return county.figure(row) if row["reason"] else _rough(row, "value", "", county)


def _interval(row: Row, county: County) -> Cell:
    low = _rough(row, "low", "下限", county)
    if row["high"] == float("inf"):  # an input was a lower bound
        return Cell(parts=(low, "以上"))
    return Cell(parts=(low, "—", _rough(row, "high", "上限", county)))


def _rough(row: Row, side: str, name: str, county: County) -> Figure:
    """A side of a projection in three significant digits, bounds rounded outwards: more would feign precision."""
    formula = row["formula"] if side == "value" else row["bounds_formula"]
    about = {"period": row["period"], "nature": row["nature"], "origins": row["origins"], "formula": formula}
    value = as_decimal(row[side]) or Decimal(0)
    places = min(row["decimals"], _DIGITS - 1 - value.adjusted())
    if side in _OUTWARD:
        value = value.quantize(Decimal(1).scaleb(-places), rounding=_OUTWARD[side])
    statement = Statement(rounded(value, places, county.rounding), max(places, 0), Hedge.EXACT)
    return without_unit(figures.figure_from_statement(statement, row["unit"], label=f"{row['label']}{name}", **about))


def _against_target(row: Row) -> str:
    target = float(row["target"])
    if row["pace"].lower:  # a ceiling
        if row["high"] <= target:
            return "可望不超"
        return "恐将超过" if row["low"] > target else "尚难判断"
    if row["low"] >= target:
        return "可望达到"
    return "难以达到" if row["high"] < target else "尚难判断"


def _earlier_years(row: Row) -> Figure:
    return figures.reported_figure(
        Decimal(row["cases"]), "年", label=f"{row['label']}所用往年", period=row["period"], origins=row["origins"],
        formula="全年和同期都有数的往年",
    )  # fmt: skip


def _error(row: Row, county: County) -> Figure:
    flat = dict.fromkeys(("value", "low", "high"), row["mape"])
    about = {
        "label": f"{row['label']}回测误差",
        "unit": "%",
        "decimals": 1,
        "hedge": "exact",
        "formula": "各往年由其余往年推算的绝对百分比误差的平均",
    }
    return county.figure({**row, **flat, **about})

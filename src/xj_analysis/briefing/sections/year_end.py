"""Where the year is heading: the whole year projected, never a result, and never in a 完成率."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import pandas as pd

from ... import metrics
from ...document.blocks import Sentence, Table
from ...document.pieces import Cell, Column, Part, Parts
from ...metrics import projection
from ...metrics.columns.row_selection import records
from ...quantity import figures
from ...quantity.figures import Figure
from ...quantity.hedges import Hedge, Statement, as_decimal, rounded
from .. import tables
from ..prose import say
from ..year_progress import IndicatorProgress, YearProgress

_DIGITS = 3
_FEW = "不足"  # too few earlier years
_OUTWARD = {"low": ROUND_FLOOR, "high": ROUND_CEILING}


def projection_table(progress: YearProgress) -> Table | Sentence:
    """Return the whole year of each of the county's own flows as projected, beside its target."""
    flows = [p for p in progress.of(progress.county.code) if progress.county.by_slug[p.indicator].kind == "flow"]
    if not flows:
        return say("没有分月的数，不作推算。")
    months = pd.concat([progress.months(pace.indicator) for pace in flows], ignore_index=True)
    last = progress.period.end.month if progress.period.end else 0
    known = (months["_year"] < progress.year) | (months["_year"] == progress.year) & (months["_month"] <= last)
    rows = records(metrics.project_year(months[known], progress.county.indicators))
    projected = {row["indicator"]: row for row in rows}
    columns = (
        Column(name="指标", width=2.3),
        Column(name="单位", width=0.8),
        Column(name="年度目标", align="right", width=1.4),
        Column(name="全年推算", align="right", width=1.4),
        Column(name="推算区间", align="right", width=2.55),
        Column(name="与目标比", align="center", width=1.4),
        Column(name="往年", align="center", width=0.8),
        Column(name="回测误差", align="right", width=1.4),
    )
    body = [_row(p, projected[p.indicator], progress.county.rounding) for p in flows]
    return tables.table("全年推算", columns, body, notes=(_note({row["basis"] for row in rows if not row["reason"]}),))


def _note(bases: set[str]) -> Parts:
    """How the whole year is reckoned, for the ways that the table uses."""
    note: Parts = ("注：推算不是实绩，不计入完成率，都是约数。",)
    if projection.BY_SHARE in bases:
        sure = figures.reported_figure(Decimal(projection.CONFIDENCE), "%", label="推算区间的把握", formula="约定")
        note += (
            "全年推算＝本年累计÷往年同期累计占全年的比重：每个完整的往年（“往年”栏为年数）推算一次，取平均。推算区间由各年推算的离散程度定，把握约为",
            sure,
            "。回测误差：把每个往年依次当作未知，用其余往年推算，与实际全年相差百分之几的平均。",
        )
    if projection.BY_RUN_RATE in bases:
        note += (f"“{_FEW}”：完整的往年不足两年，按月均推算（本年累计÷已过月数×全年月数），没有区间和回测误差。",)
    return note


def _row(pace: IndicatorProgress, row: dict[str, Any], rounding: str) -> list[Cell | Part]:
    target = pace.figure("target")
    head: list[Cell | Part] = [pace.done["label"], pace.done["unit"], tables.without_unit(target)]
    if row["reason"]:
        return [*head, figures.figure_from_row(row, rounding), *(tables.NONE,) * 4]
    whole = _rough(row, "value", "", rounding)
    if row["basis"] == projection.BY_RUN_RATE:
        return [*head, whole, tables.NONE, tables.NONE, _FEW, tables.NONE]
    years = figures.reported_figure(
        Decimal(row["cases"]), "年", label=f"{row['label']}所用往年", period=row["period"], origins=row["origins"],
        formula="全年和同期都有数的往年",
    )  # fmt: skip
    return [*head, whole, _interval(row, rounding), _against(row, target), years, _error(row, rounding)]


def _interval(row: dict[str, Any], rounding: str) -> Cell:
    low = _rough(row, "low", "下限", rounding)
    if row["high"] == float("inf"):  # an input was a lower bound
        return Cell(parts=(low, "以上"))
    return Cell(parts=(low, "—", _rough(row, "high", "上限", rounding)))


def _rough(row: dict[str, Any], side: str, name: str, rounding: str) -> Figure:
    """A side of a projection in three significant digits: nobody knows more of what is to come; bounds go outwards."""
    formula = row["formula"] if side == "value" else row["bounds_formula"]
    about = {"period": row["period"], "nature": row["nature"], "origins": row["origins"], "formula": formula}
    value = as_decimal(row[side]) or Decimal(0)
    places = min(row["decimals"], _DIGITS - 1 - value.adjusted())
    if side in _OUTWARD:
        value = value.quantize(Decimal(1).scaleb(-places), rounding=_OUTWARD[side])
    statement = Statement(rounded(value, places, rounding), max(places, 0), Hedge.EXACT)
    return tables.without_unit(
        figures.figure_from_statement(statement, row["unit"], label=f"{row['label']}{name}", **about)
    )


def _against(row: dict[str, Any], target: Figure) -> str:
    goal = float(target.value or 0)
    if row["low"] >= goal:
        return "可望达到"
    return "难以达到" if row["high"] < goal else "尚难判断"


def _error(row: dict[str, Any], rounding: str) -> Figure:
    flat = dict.fromkeys(("value", "low", "high"), row["mape"])
    about = {
        "label": f"{row['label']}回测误差",
        "unit": "%",
        "decimals": 1,
        "hedge": "exact",
        "formula": "各往年由其余往年推算的绝对百分比误差的平均",
    }
    return figures.figure_from_row({**row, **flat, **about}, rounding)

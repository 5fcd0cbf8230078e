"""Where the year is heading, by two ways of reckoning; never a result, and never in a 完成率."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from ... import metrics
from ...document.blocks import Sentence, Table
from ...document.pieces import Cell, Column, Part
from ...metrics.columns.selection import records
from ...quantity import figures
from ...quantity.figures import Figure
from ...quantity.hedges import Hedge, Statement, as_decimal, rounded
from .. import tables
from ..prose import say
from ..year_progress import Pace, Progress

_SURE = 80  # how often in a hundred the interval is to hold
_DIGITS = 3


def table(progress: Progress) -> Table | Sentence:
    """Return the whole year of each of the county's own flows as projected, beside its target."""
    flows = [p for p in progress.of(progress.county.code) if progress.county.by_slug[p.indicator].kind == "flow"]
    months = pd.concat([progress.months(pace.indicator) for pace in flows]) if flows else progress.frame.iloc[:0]
    single = metrics.single(months.reset_index(drop=True), progress.county.indicators)
    single = single[single["value"].notna()].reset_index(drop=True)  # the first month has none before it
    this_year = single[single["_year"] == progress.year].reset_index(drop=True)
    if this_year.empty:
        return say("没有分月的数，不作预测。")
    plain = {row["indicator"]: row for row in records(metrics.run_rate(this_year, progress.county.indicators))}
    fitted = metrics.seasonal(single, progress.county.indicators, level=_SURE / 100)
    model = {row["indicator"]: row for row in records(fitted)}
    columns = (
        Column(name="指标", width=2.0),
        Column(name="单位", width=0.9),
        Column(name="年度目标", align="right", width=1.1),
        Column(name="按已过月份推算", align="right", width=1.3),
        Column(name="按季节预测", align="right", width=1.2),
        Column(name="预测区间", align="right", width=1.9),
        Column(name="与目标比", width=1.1),
        Column(name="回测误差", align="right", width=1.0),
    )
    body = [
        _row(p, plain[p.indicator], model[p.indicator], progress.county.rounding) for p in flows if p.indicator in model
    ]
    sure = figures.reported(Decimal(_SURE), "%", label="预测区间的把握", formula="约定")
    note = (
        "注：推算和预测都不是实绩，不计入完成率，都是约数。推算把已过月份的平均数乘满全年；季节预测用指数平滑（含季节），区间的把握为",
        sure,
        "；回测误差为用最近几个月试算的平均误差。",
    )
    return tables.table("全年推算与预测", columns, body, notes=(note,))


def _row(pace: Pace, plain: dict[str, Any], model: dict[str, Any], rounding: str) -> list[Cell | Part]:
    target = pace.figure("target")
    head = [pace.done["label"], pace.done["unit"], tables.bare(target), _rough(plain, "value", "", rounding)]
    if model["reason"]:
        return [*head, figures.of_row(model, rounding), *(tables.NONE,) * 3]
    low, middle, high = (
        _rough(model, side, name, rounding) for side, name in (("low", "下限"), ("value", ""), ("high", "上限"))
    )
    return [*head, middle, Cell(parts=(low, "—", high)), _against(model, target), _error(model, rounding)]


def _rough(row: dict[str, Any], side: str, name: str, rounding: str) -> Figure:
    """A side of a projection in three significant digits: nobody knows more of what is to come."""
    about = {"period": row["period"], "nature": row["nature"], "origins": row["origins"], "formula": row["formula"]}
    value = as_decimal(row[side])
    if row["reason"] or value is None:
        return figures.missing(row["reason"] or "无数据", label=row["label"], **about)
    places = min(row["decimals"], _DIGITS - 1 - value.adjusted())
    statement = Statement(rounded(value, places, rounding), max(places, 0), Hedge.EXACT)
    return tables.bare(figures.stated(statement, row["unit"], label=f"{row['label']}{name}", **about))


def _against(model: dict[str, Any], target: Figure) -> str:
    goal = float(target.value or 0)
    if model["low"] >= goal:
        return "可望达到"
    return "难以达到" if model["high"] < goal else "尚难判断"


def _error(model: dict[str, Any], rounding: str) -> Figure | str:
    if pd.isna(model["mape"]):
        return tables.NONE
    flat = dict.fromkeys(("value", "low", "high"), model["mape"])
    about = {
        "label": f"{model['label']}回测误差",
        "unit": "%",
        "decimals": 1,
        "hedge": "exact",
        "formula": "平均绝对误差",
    }
    return figures.of_row({**model, **flat, **about}, rounding)

"""专项资金: what is paid against the time that has passed, alarms, and amounts that contradict each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from ..county.alarm_limits import FundLimits
from ..quantity.figures import Figure, missing_figure, reported_figure
from ..quantity.hedges import rounded
from .alarms import beyond, unjudged, worst_first
from .ledger_rows import days_since, has
from .tallies import NO_ROWS, amount, count, share

__all__ = ["BALANCE", "BEHIND_TIME", "CONTRADICTIONS", "KINDS", "NOT_PAID", "PAID_MORE", "fund_alarms", "fund_figures",
           "funds_total", "with_pace"]  # fmt: skip
__dir__ = __all__.copy

INSTRUMENT = "funds"
BEHIND_TIME, NOT_PAID, BALANCE, PAID_MORE = "支付滞后", "到期未付清", "结余不符", "拨付超过安排"
KINDS = (NOT_PAID, BEHIND_TIME, PAID_MORE, BALANCE)
CONTRADICTIONS = (PAID_MORE, BALANCE)
"""Amounts of a row that contradict each other: 待核, with both values."""
UNIT = "万元"
_NOISE = 9
_CENT = 0.005


def with_pace(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return funds with what is paid against the time that has passed on a day.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).

    Returns
    -------
    The rows with ``rate``, what is paid in % of what is arranged; ``passed``, the share of the days from the first to
    the last that have passed, 0 to 100; ``behind``, the second less the first, in points; ``late``, days since the
    last; missing where it is not known.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"arranged": [200.0], "paid": [50.0], "begins": day(["2025-01-01"]),
    ...                      "due": day(["2025-01-11"])})
    >>> with_pace(rows, date(2025, 1, 6))[["rate", "passed", "behind", "late"]].values.tolist()
    [[25.0, 50.0, 25.0, -5.0]]
    """
    arranged = rows["arranged"].where(rows["arranged"] > 0)
    rate = 100 * rows["paid"] / arranged
    unknown = pd.Series(np.nan, index=rows.index)
    passed, late = unknown, days_since(rows["due"], as_of) if has(rows, "due") else unknown
    if has(rows, "begins", "due"):
        length = (rows["due"].dt.normalize() - rows["begins"].dt.normalize()).dt.days.astype("float64")
        passed = (100 * days_since(rows["begins"], as_of) / length.where(length > 0)).clip(0, 100)
    return rows.assign(rate=rate, passed=passed, behind=(passed - rate).round(_NOISE), late=late)


def fund_alarms(rows: pd.DataFrame, as_of: date, limits: FundLimits) -> pd.DataFrame:
    """Return the alarms of funds on a day, the worst first.

    支付滞后 is of funds that are not due yet, 到期未付清 of those that are. 待核 is what cannot be judged for want of
    an amount or a day, and a contradiction: more paid than arranged, or a balance that is not what is left. Of a
    contradiction ``value`` is what the ledger states, ``limit`` what it should be.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`), all amounts in 万元.

    Returns
    -------
    A frame with :data:`~.alarms.COLUMNS`, ``deadline`` the last day where it is still to come.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["Z1", "Z2"], "origin": ["a", "b"], "arranged": [100.0, 80.0], "paid": [40.0, 90.0],
    ...                      "begins": day(["2025-01-01"] * 2), "due": day(["2025-12-31"] * 2)})
    >>> fund_alarms(rows, date(2025, 9, 30), FundLimits())[["key", "kind", "light", "value"]].round(1).values.tolist()
    [['Z1', '支付滞后', '红', 34.7], ['Z2', '拨付超过安排', '待核', 90.0]]
    """
    funds = with_pace(rows, as_of)
    over = funds["paid"] > funds["arranged"] + _CENT
    settled = over | ((funds["arranged"] > 0) & (funds["paid"] >= funds["arranged"]))
    found = [_contradiction(funds[over], PAID_MORE, "paid", funds["arranged"])]
    if has(rows, "balance"):
        left = funds["arranged"] - funds["paid"]
        wrong = ~over & ((funds["balance"] - left).abs() > _CENT)
        found.append(_contradiction(funds[wrong], BALANCE, "balance", left))
    if has(rows, "due"):
        owing = funds["rate"].notna() & ~settled
        found.append(beyond(funds, INSTRUMENT, NOT_PAID, funds["late"].where(owing), limits.overdue, unit="天",
                            since=funds["due"]))  # fmt: skip
        ahead = ~(funds["late"] > 0)
        if has(rows, "begins"):
            behind = funds["behind"].where(owing & ahead)
            found.append(beyond(funds, INSTRUMENT, BEHIND_TIME, behind, limits.behind_time, unit="个百分点",
                                since=as_of))  # fmt: skip
            found.append(unjudged(funds[~settled & ahead & funds["behind"].isna()], INSTRUMENT, BEHIND_TIME))
        unknown = funds["rate"].isna() & ~ahead if has(rows, "begins") else (funds["rate"] + funds["late"]).isna()
        found.append(unjudged(funds[~settled & unknown], INSTRUMENT, NOT_PAID))
    worst = worst_first(found, KINDS)
    if worst.empty or not has(rows, "due"):
        return worst
    due = pd.Series(funds["due"].where(~(funds["late"] > 0)).to_numpy(), index=funds["key"])
    return worst.assign(deadline=worst["key"].map(due[~due.index.duplicated()]).astype("datetime64[s]"))


def fund_figures(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the figures of each fund by number: amounts, 支付率, time passed, and by how much it is behind.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["Z1"], "origin": ["a"], "arranged": [100.0], "paid": [40.0],
    ...                      "begins": day(["2025-01-01"]), "due": day(["2025-12-31"])})
    >>> fund_figures(rows, date(2025, 9, 30)).map(str).loc["Z1"].tolist()
    ['100万元', '40万元', '（台账没有这一列）', '40.0%', '74.7%', '34.7个百分点']
    """
    funds = with_pace(rows, as_of)
    lines = {}
    for at, key in enumerate(funds["key"]):
        one = funds.iloc[[at]]
        money = {
            column: amount(f"{key}{said}", one, column, UNIT)
            if has(one, column) else missing_figure("台账没有这一列", unit=UNIT, label=f"{key}{said}")
            for column, said in {"arranged": "安排", "paid": "拨付", "balance": "结余"}.items()
        }  # fmt: skip
        lines[at] = money | {
            "rate": _one(f"{key}支付率", one, "rate", "%", "拨付÷安排"),
            "passed": _one(f"{key}时间进度", one, "passed", "%", "起到止的天数中已过的比例"),
            "behind": _one(f"{key}落后", one, "behind", "个百分点", "时间进度-支付率"),
        }
    found = pd.DataFrame.from_dict(lines, orient="index", dtype=object)
    return found.set_axis(funds["key"].tolist(), axis="index") if lines else found


def funds_total(rows: pd.DataFrame) -> dict[str, Figure]:
    """Return the number of funds, what is arranged and paid, and 支付率 of those that state both."""
    known = rows[rows["arranged"].notna() & rows["paid"].notna()]
    return {
        "number": count("专项资金", rows, "项"), "arranged": amount("安排资金", rows, "arranged", UNIT),
        "paid": amount("拨付资金", rows, "paid", UNIT),
        "rate": share("支付率", known, known, column="paid", of="arranged"),
    }  # fmt: skip


def _one(label: str, row: pd.DataFrame, column: str, unit: str, formula: str) -> Figure:
    value = row[column].iloc[0]
    if pd.isna(value):
        return missing_figure(NO_ROWS, unit=unit, label=label)
    number = rounded(Decimal(repr(float(value))), 1, "half_even")
    return reported_figure(number, unit, label=label, origins=tuple(row["origin"]), formula=formula)


def _contradiction(rows: pd.DataFrame, kind: str, column: str, expected: pd.Series) -> pd.DataFrame:
    stated, right = rows[column].to_numpy(), expected.reindex(rows.index).to_numpy()
    return unjudged(rows, INSTRUMENT, kind).assign(value=stated, limit=right, over=stated - right, unit=UNIT)

"""Rates of leads (四率), sizes of contracts, and what became of what was signed: by quarter, event and team."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from ..county.alarm_limits import LeadLimits
from ..quantity.figures import Figure, missing_figure, reported_figure
from ..quantity.periods import parse
from .lead_stages import grouped, groups_of, reached
from .ledger_rows import days_since, happened, has, origins
from .tallies import amount, count, share

__all__ = ["RATES", "SIZES", "cohorts", "commitments", "rates", "sizes", "tallied"]
__dir__ = __all__.copy

RATES = {
    "履约率": "已签约的项目中已开工的个数占比",
    "开工率": "签约已超过开工时限的项目中已开工的个数占比",
    "投产率": "已开工的项目中已投产的个数占比",
    "资金到位率": "已签约的项目到位资金占签约额的比例",
}
"""四率, each with its definition as printed."""
SIZES = (1, 5, 10)
"""Sizes of contracts in 亿元, each with all that are larger (亿元以上)."""
_TEN_THOUSANDS = 10_000  # 万元 in 亿元
_COMMITTED = ("place", "origin", "amount", "paid", "started_on")
"""Columns that :func:`commitments` reads."""


def rates(leads: pd.DataFrame, as_of: date, limits: LeadLimits) -> dict[str, Figure]:
    """Return 履约率, 开工率, 投产率 and 资金到位率 by name.

    履约率: of the leads that are signed, those that have started. 开工率: of those signed longer ago than the limit of
    签约未开工, those that have started; the others are its alarms. 投产率: of those started, those running. 资金到位率:
    of the amount signed, what has been paid in, of the leads that state both. All but the last count leads.

    Parameters
    ----------
    leads
        Of :func:`~.lead_stages.staged`.

    Examples
    --------
    >>> from .lead_stages import staged
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"lead_on": day(["2024-01-05"] * 2), "signed_on": day(["2024-03-01", "2025-03-01"]),
    ...                      "started_on": day(["2024-09-01", None]), "amount": [300.0, 100.0], "paid": [90.0, 10.0],
    ...                      "origin": ["a", "b"]})
    >>> found = rates(staged(rows, date(2025, 3, 31)), date(2025, 3, 31), LeadLimits())
    >>> {name: figure.text for name, figure in found.items()}
    {'履约率': '50.0%', '开工率': '100.0%', '投产率': '（台账没有这一列）', '资金到位率': '25.0%'}
    """
    signed, started, running = (reached(leads, field) for field in ("signed_on", "started_on", "running_on"))
    due = signed[days_since(happened(signed["signed_on"], as_of), as_of) > limits.signed_not_started]
    return {
        "履约率": _rate("履约率", leads, "started_on", started, signed),
        "开工率": _rate("开工率", leads, "started_on", reached(due, "started_on"), due),
        "投产率": _rate("投产率", leads, "running_on", running, started),
        "资金到位率": _paid("资金到位率", signed),
    }


def sizes(leads: pd.DataFrame, unit: str = "万元") -> pd.DataFrame:
    """Return the signed leads by the size of their contracts: 亿元以上 and more, each class with those above it.

    Parameters
    ----------
    leads
        Of :func:`~.lead_stages.staged`, amounts in 万元; a contract of exactly the limit is of the class.

    Returns
    -------
    Figures, a row a class of :data:`SIZES`: ``least``, its limit, and those of :func:`commitments`.

    Examples
    --------
    >>> from .lead_stages import staged
    >>> rows = pd.DataFrame({"signed_on": pd.to_datetime(["2024-03-01"] * 2), "amount": [10000.0, 50000.0],
    ...                      "origin": ["a", "b"]})
    >>> sizes(staged(rows, date(2025, 3, 31)))["signed"].map(str).to_dict()
    {1: '2个', 5: '1个', 10: '0个'}
    """
    signed = reached(leads, "signed_on")
    about: dict[str, Any] = {"label": "规模下限", "origins": origins(signed), "formula": "分档的下限"}
    lines = {
        size: {"least": reported_figure(Decimal(size), "亿元", **about)}
        | commitments(f"{size}亿元以上", signed[signed["amount"] >= size * _TEN_THOUSANDS], unit)
        for size in SIZES
    }
    return pd.DataFrame.from_dict(lines, orient="index", dtype=object)


def commitments(name: str, leads: pd.DataFrame, unit: str = "万元") -> dict[str, Figure]:
    """Return what is signed of some leads, and what became of it: number, amount, started, running, two rates."""
    read = leads[[name for name in _COMMITTED if name in leads]]  # rows of all columns take many times as long
    signed, started, running = (reached(read, field) for field in ("signed_on", "started_on", "running_on"))
    return {
        "signed": count(f"{name}已签约", signed, "个"), "amount": amount(f"{name}签约额", signed, "amount", unit),
        "started": count(f"{name}已开工", started, "个"), "running": count(f"{name}已投产", running, "个"),
        "kept": _rate(f"{name}履约率", read, "started_on", started, signed),
        "paid": _paid(f"{name}资金到位率", signed),
    }  # fmt: skip


def tallied(
    leads: pd.DataFrame, column: str, tally: Callable[[str, pd.DataFrame], dict[str, Figure]] = commitments
) -> pd.DataFrame:
    """Return figures of each group of leads and of all: by 来源活动, 招商组团, 产业链.

    Parameters
    ----------
    leads
        Of :func:`~.lead_stages.staged`; those that have reached no stage are left out.
    column
        The groups; leads without one are a group of their own.
    tally
        Makes the figures of a group of its name and rows.

    Examples
    --------
    >>> from .lead_stages import staged
    >>> rows = pd.DataFrame({"signed_on": pd.to_datetime(["2024-03-01"] * 2), "amount": [10.0, 5.0],
    ...                      "event": ["推介会", None], "origin": ["a", "b"]})
    >>> tallied(staged(rows, date(2025, 3, 31)), "event")["amount"].map(str).to_dict()
    {'推介会': '10万元', '未填': '5万元', '合计': '15万元'}
    """
    known = leads[leads["place"] >= 0]
    lines = {name: tally(name, rows) for name, rows in grouped(known, groups_of(known, column)).items()}
    return pd.DataFrame.from_dict(lines, orient="index", dtype=object)


def cohorts(leads: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return what became of what was signed in each quarter; of leads whose day of signing is missing, in the last row.

    Examples
    --------
    >>> from .lead_stages import staged
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"signed_on": day(["2024-03-01", "2024-05-01"]), "started_on": day(["2024-09-01", None]),
    ...                      "amount": [300.0, 100.0], "origin": ["a", "b"]})
    >>> cohorts(staged(rows, date(2025, 3, 31)), date(2025, 3, 31))["started"].map(str).to_dict()
    {'2024年一季度': '1个', '2024年二季度': '0个', '合计': '1个'}
    """
    signed = reached(leads, "signed_on")
    quarters = happened(signed["signed_on"], as_of).dt.to_period("Q").astype(str)
    labels = {code: parse(code).label for code in quarters.dropna().unique()}
    found = tallied(
        signed.assign(quarter=quarters), "quarter", lambda name, rows: commitments(labels.get(name, name), rows)
    )
    return found.rename(index=labels)


def _rate(label: str, leads: pd.DataFrame, field: str, part: pd.DataFrame, whole: pd.DataFrame) -> Figure:
    return share(label, part, whole) if has(leads, field) else missing_figure("台账没有这一列", unit="%", label=label)


def _paid(label: str, signed: pd.DataFrame) -> Figure:
    if not has(signed, "paid"):
        return missing_figure("台账没有这一列", unit="%", label=label)
    known = signed[signed["paid"].notna() & signed["amount"].notna()]
    return share(label, known, known, column="paid", of="amount")

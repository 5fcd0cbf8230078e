"""产业链 (6+1): revenue against the year's target and the share of the year that has passed, growth, alarms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd

from ..county.alarm_limits import ChainLimits
from ..quantity.figures import Figure, missing_figure, reported_figure
from ..quantity.hedges import rounded
from ..quantity.periods import MONTHS
from .alarms import beyond, unjudged, worst_first
from .ledger_rows import happened, has, origins
from .tallies import NO_ROWS, amount, count, share

__all__ = ["BEHIND", "KINDS", "chain_alarms", "chain_figures", "chains_by_key", "paced"]
__dir__ = __all__.copy

INSTRUMENT = "chains"
BEHIND = "营收滞后"
KINDS = (BEHIND,)
_TOLD = ("revenue", "revenue_last_year", "firms", "large_projects")


def paced(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return chains with ``pace`` (share of the year passed, in %), ``rate`` (of the target, in %) and ``behind``.

    What a row tells is of the year up to its day (``updated``), and so is its pace; a row whose day is later than
    `as_of`, or missing, tells nothing of the day. In a ledger without such a column the months that are over count.

    Examples
    --------
    >>> rows = pd.DataFrame({"target": [100.0, 0.0], "revenue": [70.0, 5.0],
    ...                      "updated": pd.to_datetime(["2025-09-30", "2025-09-30"])})
    >>> paced(rows, date(2025, 10, 20))[["pace", "rate", "behind"]].values.tolist()
    [[75.0, 70.0, 5.0], [75.0, nan, nan]]
    """
    if has(rows, "updated"):
        days = happened(rows["updated"], as_of)
        told = rows.assign(**{name: rows[name].where(days.notna()) for name in _TOLD if has(rows, name)})
        pace = 100 * (days.dt.month - 1 + days.dt.day / days.dt.days_in_month) / MONTHS
    else:
        day = pd.Timestamp(as_of)
        told, months = rows, day.month if day.is_month_end else day.month - 1
        pace = pd.Series(100 * months / MONTHS, index=rows.index)
    rate = 100 * told["revenue"] / told["target"].where(told["target"] > 0)
    return told.assign(pace=pace, rate=rate, behind=pace - rate)


def chain_alarms(rows: pd.DataFrame, as_of: date, limits: ChainLimits) -> pd.DataFrame:
    """Return the alarms of chains on a day, the worst first: revenue behind the share of the year that has passed.

    待核 is a chain without a target or a revenue by the day.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).

    Returns
    -------
    A frame with :data:`~.alarms.COLUMNS`.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["甲链"], "origin": ["a"], "target": [100.0], "revenue": [60.0]})
    >>> chain_alarms(rows, date(2025, 9, 30), ChainLimits())[["kind", "light", "value", "over"]].values.tolist()
    [['营收滞后', '红', 15.0, 10.0]]
    """
    known = paced(rows, as_of)
    since = happened(known["updated"], as_of) if has(known, "updated") else as_of
    late = beyond(known, INSTRUMENT, BEHIND, known["behind"].round(9), limits.behind_pace, unit="个百分点", since=since)
    return worst_first([late, unjudged(known[known["behind"].isna()], INSTRUMENT, BEHIND)], KINDS)


def chain_figures(rows: pd.DataFrame, as_of: date, unit: str, of: str = "") -> dict[str, Figure]:
    """Return the figures of chains on a day by name; those of fields that the ledger has not are left out.

    目标, 营收, 同比, 企业数, 亿元项目: of the rows that have them. 完成率: of those with a target and a revenue.
    序时: the share of the year that has passed; missing where the rows are of several days.

    Parameters
    ----------
    unit
        Of the amounts.
    of
        What they are of, the beginning of their labels.

    Examples
    --------
    >>> rows = pd.DataFrame({"origin": ["a", "b"], "target": [100.0, 50.0], "revenue": [70.0, 41.0]})
    >>> {name: each.text for name, each in chain_figures(rows, date(2025, 9, 30), "亿元").items()}
    {'链数': '2条', '目标': '150亿元', '营收': '111亿元', '完成率': '74.0%', '序时': '75.0%'}
    """
    return _figures(paced(rows, as_of), unit, of)


def chains_by_key(rows: pd.DataFrame, as_of: date, unit: str) -> pd.DataFrame:
    """Return the same of each chain by its number, the furthest behind first, those that cannot be judged last."""
    known = paced(rows, as_of)
    known = known.sort_values(["behind", "key"], ascending=[False, True], kind="stable", na_position="last")
    names = known["name"].where(known["name"] != "", known["key"])
    found = [_figures(known.loc[[row]], unit, name) for row, name in names.items()]
    return pd.DataFrame(found, index=known["key"].tolist()).drop(columns="链数", errors="ignore")


def _figures(known: pd.DataFrame, unit: str, of: str) -> dict[str, Figure]:
    judged = known[known["rate"].notna()]
    named = {
        "链数": count(f"{of}产业链", known, "条"),
        "目标": amount(f"{of}年度目标", known, "target", unit),
        "营收": amount(f"{of}营业收入", known, "revenue", unit),
        "完成率": share(f"{of}完成率", judged, judged, column="revenue", of="target"),
        "序时": _pace(f"{of}序时进度", known[known["pace"].notna()]),
    }
    if has(known, "revenue_last_year"):
        named["同比"] = _growth(f"{of}营业收入同比", known)
    for name, field, counted in (("企业数", "firms", "家"), ("亿元项目", "large_projects", "个")):
        if has(known, field):
            named[name] = amount(f"{of}{name}", known, field, counted, decimals=0)
    return named


def _pace(label: str, known: pd.DataFrame) -> Figure:
    if known["pace"].nunique() != 1:
        reason = "各行截至日不同" if len(known) else NO_ROWS
        return missing_figure(reason, unit="%", label=label)
    passed = rounded(Decimal(repr(float(known["pace"].iloc[0]))), 1, "half_even")
    return reported_figure(passed, "%", label=label, origins=origins(known), formula="当年已过去的部分")


def _growth(label: str, known: pd.DataFrame) -> Figure:
    both = known[known["revenue"].notna() & known["revenue_last_year"].notna()]
    now, before = float(both["revenue"].sum()), float(both["revenue_last_year"].sum())
    if not before > 0:
        return missing_figure(NO_ROWS, unit="%", label=label)
    change = rounded(100 * Decimal(repr(now)) / Decimal(repr(before)) - 100, 1, "half_even")
    return reported_figure(change, "%", label=label, origins=origins(both), formula=f"{now:.10g}÷{before:.10g}－1")

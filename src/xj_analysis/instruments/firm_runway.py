"""Way of firms to the line of 规上: what is missing by the month of entering, and whether they may reach it.

The rolling revenue of twelve months moves, each month, by what the month brings more than the same month of the year
before. Two paces of that are known: the mean of the year so far, revenue of twelve months less that of last year by the
months that have passed; and that of the last four weeks, the firm's mean month times the change of its daily output
against the days before. Carried on to the month of entering they give two ends of an interval:

- 可望: both ends reach the line; 难以: neither does; 尚难判断: one does.
- Where one pace alone is known, the other end is the revenue as it stands; without any, or without a revenue, it is
  尚难判断. In a month that has passed the revenue as it stands is both ends.
"""

from __future__ import annotations

import calendar
from datetime import date

import numpy as np
import pandas as pd

from ..county.alarm_limits import FirmLimits
from ..quantity.periods import MONTHS
from .firm_days import MONTH, Monitored
from .firms import in_pool
from .ledger_rows import has
from .projects import year_share

__all__ = ["HARDLY", "LIKELY", "UNDECIDED", "VERDICTS", "due_month", "runway"]
__dir__ = __all__.copy

LIKELY, UNDECIDED, HARDLY = "可望", "尚难判断", "难以"
VERDICTS = (LIKELY, UNDECIDED, HARDLY)
_MONTH = r"(?:(?P<year>\d{4})\s*[-年./]\s*)?(?P<month>1[0-2]|0?[1-9])\s*月?(?:\D.*)?$"
"""A month as people write it: 2025-11, 2025年11月, 11月."""


def due_month(words: pd.Series, as_of: date) -> pd.Series:
    """Return the first day of the month that is written; December of the year for none, or what cannot be read.

    Examples
    --------
    >>> due_month(pd.Series(["2026-01", "2025年11月", "11月", ""]), date(2025, 9, 30)).dt.strftime("%Y-%m").tolist()
    ['2026-01', '2025-11', '2025-11', '2025-12']
    """
    found = words.astype("str").str.strip().str.extract(f"^{_MONTH}")
    year = found["year"].fillna(str(as_of.year)).where(found["month"].notna(), str(as_of.year))
    month = found["month"].fillna(str(MONTHS)).str.zfill(2)
    return pd.to_datetime(year + "-" + month + "-01").astype("datetime64[s]")


def runway(rows: pd.DataFrame, told: Monitored | None, as_of: date, limits: FirmLimits) -> pd.DataFrame:
    """Return the way to the line of each firm that is to enter.

    Parameters
    ----------
    rows
        Rows of the register, revenue in 万元.
    told
        What its firms have reported of days; None where that is not monitored.

    Returns
    -------
    Their rows, with ``due`` (the month's first day), ``months`` left, ``missing`` to the line, ``needed`` a month
    beyond the same month of the year before, ``low`` and ``high`` of the interval in that month, ``verdict``, and
    ``origins``: the rows it comes from.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["Q1"], "origin": ["a"], "state": ["拟培育"], "revenue_12m": [1910.0],
    ...                      "revenue_last_year": [1640.0]})
    >>> found = runway(rows, None, date(2025, 9, 30), FirmLimits())
    >>> found[["missing", "months", "needed", "low", "high", "verdict"]].values.tolist()
    [[90.0, 3.0, 30.0, 1910.0, 2000.0, '尚难判断']]
    """
    pool = rows[in_pool(rows, as_of)]
    revenue = pool["revenue_12m"]
    due = due_month(pool["due"] if has(pool, "due") else pd.Series("", index=pool.index), as_of)
    length = calendar.monthrange(as_of.year, as_of.month)[1]
    months = (due.dt.year - as_of.year) * MONTHS + due.dt.month - as_of.month + 1 - as_of.day / length
    months = months.clip(lower=0).astype("float64")
    missing = (limits.line - revenue).clip(lower=0)
    paces = pd.DataFrame({"year": _pace_of_year(pool, as_of), "weeks": _pace_of_weeks(pool, told)})
    ends = paces.mul(months, axis=0).add(revenue, axis=0).clip(lower=0)
    ends = ends.assign(now=revenue.where((paces.notna().sum(axis="columns") == 1) | (months == 0)))
    low, high = ends.min(axis="columns"), ends.max(axis="columns")
    verdict = np.select([low >= limits.line, high < limits.line], [LIKELY, HARDLY], UNDECIDED)
    return pool.assign(
        due=due, months=months, missing=missing, needed=missing / months.where(months > 0), low=low, high=high,
        verdict=verdict, origins=_origins(pool, told, paces["weeks"]),
    )  # fmt: skip


def _pace_of_year(pool: pd.DataFrame, as_of: date) -> pd.Series:
    """What a month of this year has brought more than the same one of last year; unknown in its first month."""
    passed = MONTHS * year_share(as_of) / 100
    if passed < 1 or not has(pool, "revenue_last_year"):
        return pd.Series(np.nan, index=pool.index)
    pace: pd.Series = (pool["revenue_12m"] - pool["revenue_last_year"]) / passed
    return pace


def _pace_of_weeks(pool: pd.DataFrame, told: Monitored | None) -> pd.Series:
    """What a month at the output of the last four weeks brings more than the mean month."""
    if told is None:
        return pd.Series(np.nan, index=pool.index)
    change = told.trend("output").reindex(pool["key"]).to_numpy() - 1
    pace: pd.Series = pool["revenue_12m"] / MONTHS * change
    return pace


def _origins(pool: pd.DataFrame, told: Monitored | None, pace: pd.Series) -> pd.Series:
    """The row of the register of each firm, and what it has reported of the last four weeks."""
    own = pd.Series([(origin,) for origin in pool["origin"]], index=pool.index, dtype=object)
    if told is None:
        return own
    first = pd.Timestamp(told.last) - pd.Timedelta(days=MONTH - 1)
    days = told.origins(pd.Index(pool["key"]), first).set_axis(pool.index)
    return own.add(days.where(pace.notna(), pd.Series([()] * len(pool), index=pool.index, dtype=object)))

"""Working days (工作日) by the calendar of the State Council: weekdays, without holidays, with days made up for them.

The calendar is that of the package ``chinesecalendar``, which has each year's notice (国务院办公厅放假通知) from 2004.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from ..base.errors import DataError

__all__ = ["is_workday", "workday_numbers", "workday_of", "workdays", "workdays_after"]
__dir__ = __all__.copy

_FIRST_YEAR = 2004
_MISSING = "没有这一年的放假安排，不能数工作日"


def is_workday(days: pd.Series) -> pd.Series:
    """Return whether each day is worked; False for a missing one.

    Parameters
    ----------
    days
        Datetimes; the time of day does not matter.

    Raises
    ------
    DataError
        A year has no calendar: it is named.

    Examples
    --------
    >>> is_workday(pd.Series(pd.to_datetime(["2025-09-28", "2025-10-01", None]))).tolist()  # a Sunday made up
    [True, False, False]
    """
    numbers, known = _numbers(days)
    worked = np.zeros(len(days), bool)
    if known.any():
        table, first = _worked(*_years(numbers[known]))
        worked[known] = table[numbers[known] - first]
    return pd.Series(worked, index=days.index)


def workdays_after(days: pd.Series, until: date) -> pd.Series:
    """Return the number of working days after each day, up to another and with it.

    Parameters
    ----------
    days
        Datetimes.
    until
        A day later than this counts below zero: the working days from it on.

    Returns
    -------
    Int64, missing where the day is.

    Raises
    ------
    DataError
        A year has no calendar: it is named.

    Examples
    --------
    >>> workdays_after(pd.Series(pd.to_datetime(["2025-09-26", "2025-10-09", None])), date(2025, 9, 30)).tolist()
    [3, -1, <NA>]
    """
    numbers, known = _numbers(days)
    counted = pd.Series(pd.NA, index=days.index, dtype="Int64")
    if known.any():
        last = _numbers(pd.Series([pd.Timestamp(until)]))[0]
        table, first = _worked(*_years(np.concatenate([numbers[known], last])))
        sums = table.cumsum()
        counted[known] = sums[last[0] - first] - sums[numbers[known] - first]
    return counted


def workday_numbers(days: pd.Series) -> pd.Series:
    """Return the number of each day among working days: of a day off, that of the last one before it.

    The difference of two is the number of working days after the first, up to the second and with it.

    Parameters
    ----------
    days
        Datetimes; the time of day does not matter.

    Returns
    -------
    float, missing where the day is.

    Raises
    ------
    DataError
        A year has no calendar: it is named.

    Examples
    --------
    >>> days = pd.Series(pd.to_datetime(["2025-09-26", "2025-09-27", "2025-09-28", None]))
    >>> (workday_numbers(days) - workday_numbers(days)[0]).tolist()
    [0.0, 0.0, 1.0, nan]
    """
    numbers, known = _numbers(days)
    found = np.full(len(days), np.nan)
    if known.any():
        table, first = _worked(_FIRST_YEAR, _years(numbers[known])[1])
        if numbers[known].min() < first:
            raise DataError("工作日", _MISSING, str(_years(numbers[known])[0]), "请核对日期。")
        found[known] = np.cumsum(table)[numbers[known] - first]
    return pd.Series(found, index=days.index)


def workday_of(numbers: pd.Series) -> pd.Series:
    """Return the working day of each number (:func:`workday_numbers`); missing beyond the years that have a calendar.

    Examples
    --------
    >>> days = pd.Series(pd.to_datetime(["2025-09-27", "2025-09-30"]))
    >>> workday_of(workday_numbers(days) + 1).dt.strftime("%m-%d").tolist()
    ['09-28', '10-09']
    """
    from chinese_calendar import constants

    table, first = _worked(_FIRST_YEAR, max(day.year for day in constants.holidays if day.month == 1))
    worked = np.flatnonzero(table)
    known = (numbers.notna() & (numbers >= 1) & (numbers <= len(worked))).to_numpy()
    found = np.full(len(numbers), np.datetime64("NaT", "s"))
    days = worked[numbers.to_numpy()[known].astype(np.int64) - 1] + first
    found[known] = days.astype("datetime64[D]").astype("datetime64[s]")
    return pd.Series(found, index=numbers.index)


def workdays(first: date, last: date) -> pd.DatetimeIndex:
    """Return the working days from one day to another, both included.

    Raises
    ------
    DataError
        A year has no calendar: it is named.

    Examples
    --------
    >>> workdays(date(2025, 9, 27), date(2025, 10, 9)).strftime("%m-%d").tolist()
    ['09-28', '09-29', '09-30', '10-09']
    """
    every = pd.date_range(first, last).as_unit("s")
    return every[is_workday(every.to_series()).to_numpy()]


def _numbers(days: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Days as numbers since 1970, and which are known."""
    known = days.notna().to_numpy()
    return days.to_numpy().astype("datetime64[D]").astype(np.int64), known


def _years(numbers: np.ndarray) -> tuple[int, int]:
    years = np.array([numbers.min(), numbers.max()]).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    return int(years[0]) + 1970, int(years[1]) + 1970


@cache
def _worked(first_year: int, last_year: int) -> tuple[np.ndarray, int]:
    """Whether each day of some years is worked, and the number of the first."""
    from chinese_calendar import constants

    for year in (first_year, last_year):
        if not _FIRST_YEAR <= year <= max(day.year for day in constants.holidays if day.month == 1):
            raise DataError("工作日", _MISSING, str(year), "请更新 chinesecalendar，或核对日期。")
    days = pd.date_range(date(first_year, 1, 1), date(last_year, 12, 31))
    weekdays = (days.day_of_week < 5).copy()  # noqa: PLR2004 - Monday to Friday
    start = int(days[0].to_datetime64().astype("datetime64[D]").astype(np.int64))
    for declared, is_worked in ((constants.holidays, False), (constants.workdays, True)):
        for day in declared:
            if first_year <= day.year <= last_year:
                weekdays[(day - days[0].date()).days] = is_worked
    return weekdays, start

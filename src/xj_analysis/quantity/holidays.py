"""Holidays (节假日) by the calendar of the State Council: name, first and last day, and which day of it each day is.

A holiday is a run of days off with at least one that the notice (国务院办公厅放假通知) names: weekends beside it belong
to it (与周末连休), holidays that follow one another are one (国庆节、中秋节). It is of the year of its last day.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import pandas as pd

from ..base.errors import DataError
from .workdays import workdays

__all__ = ["holiday_before", "holiday_days", "holidays"]
__dir__ = __all__.copy

_NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节", "National Day": "国庆节", "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}  # fmt: skip
"""Names as the notices have them, in the order in which a holiday of several names has them."""
_NATIONAL, _MID_AUTUMN = "国庆节", "中秋节"
_MID_AUTUMN_SINCE = 2008
"""The first year in which 中秋节 is a holiday."""
_FIRST_YEAR = 2004


def holidays(first: date, last: date) -> pd.DataFrame:
    """Return the holidays that have a day between two days, in their order.

    Returns
    -------
    A frame with ``name``, ``year``, ``first``, ``last`` (datetimes) and ``length``, the number of days.

    Raises
    ------
    DataError
        A year has no calendar: the day is named.

    Examples
    --------
    >>> found = holidays(date(2025, 5, 1), date(2025, 10, 8))
    >>> found[["name", "length"]].values.tolist()
    [['劳动节', 5], ['端午节', 3], ['国庆节、中秋节', 8]]
    """
    days = holiday_days(first, last)
    return days[["name", "year", "first", "last", "length"]].drop_duplicates("first").reset_index(drop=True)


def holiday_days(first: date, last: date) -> pd.DataFrame:
    """Return the days of holidays between two days, a row a day.

    Returns
    -------
    A frame with ``day``, ``number``, from 1, and the columns of :func:`holidays`.

    Raises
    ------
    DataError
        A year has no calendar: the day is named.

    Examples
    --------
    >>> holiday_days(date(2024, 1, 1), date(2024, 2, 10))[["name", "day", "number"]].astype(str).values.tolist()
    [['元旦', '2024-01-01', '3'], ['春节', '2024-02-10', '1']]
    """
    ends = _years_known()
    for day in (last, first):
        if not ends[0] <= day.year <= ends[1]:
            raise DataError("节假日", "没有这一年的放假安排", day.isoformat(), "请更新 chinesecalendar，或核对日期。")
    # a holiday may begin in the year before, or end in the next
    every = _between(max(first.year - 1, ends[0]), min(last.year + 1, ends[1]))
    return every[every["day"].between(pd.Timestamp(first), pd.Timestamp(last))].reset_index(drop=True)


def holiday_before(holiday: pd.Series) -> pd.Series | None:
    """Return the same holiday of the year before: that of the same first name, wherever it lies; None without one.

    国庆节 is the same as 国庆节、中秋节 of a year in which they are one; 中秋节 alone is not.

    Parameters
    ----------
    holiday
        A row of :func:`holidays`.

    Examples
    --------
    >>> spring = holidays(date(2025, 1, 28), date(2025, 1, 28)).iloc[0]
    >>> f"{holiday_before(spring)['first']:%Y-%m-%d}"
    '2024-02-10'
    """
    year = int(holiday["year"]) - 1
    if year < _years_known()[0]:
        return None
    found = holidays(date(year, 1, 1), date(year, 12, 31))
    same = found[(found["year"] == year) & (found["name"].str.split("、").str[0] == holiday["name"].split("、")[0])]
    return same.iloc[0] if len(same) else None


@cache
def _years_known() -> tuple[int, int]:
    from chinese_calendar import constants

    return _FIRST_YEAR, max(day.year for day in constants.holidays if day.month == 1)


@cache
def _between(first_year: int, last_year: int) -> pd.DataFrame:
    """The days of all holidays of some years."""
    from chinese_calendar import constants

    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    off = pd.date_range(first, last).as_unit("s").difference(workdays(first, last))
    days = pd.DataFrame({"day": off, "named": [_NAMES.get(constants.holidays.get(day.date()), "") for day in off]})
    by_run = days.groupby((days["day"].diff() != pd.Timedelta(1, "D")).cumsum())
    known = days.assign(
        number=by_run.cumcount() + 1, name=by_run["named"].transform(_joined), first=by_run["day"].transform("min"),
        last=by_run["day"].transform("max"), length=by_run["day"].transform("size"),
    )  # fmt: skip
    known = known[known["name"] != ""].assign(year=known["last"].dt.year)
    alone = (known["name"] == _NATIONAL) & (known["year"] >= _MID_AUTUMN_SINCE)
    told = known["year"][known["name"].str.contains(_MID_AUTUMN)]
    both = alone & ~known["year"].isin(told)  # 中秋节 was on a day of 国庆节
    known["name"] = known["name"].mask(both, f"{_NATIONAL}、{_MID_AUTUMN}")
    return known[["day", "number", "name", "year", "first", "last", "length"]].reset_index(drop=True)


def _joined(named: pd.Series) -> str:
    """The names of a run of days off, joined."""
    held = set(named)
    return "、".join(name for name in _NAMES.values() if name in held)

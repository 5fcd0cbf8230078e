"""Days: the last of a month, and a date as official documents write it."""

from __future__ import annotations

import calendar
from datetime import date

__all__ = ["date_label", "month_end"]
__dir__ = __all__.copy


def month_end(year: int, month: int) -> date:
    """Return the last day of a month.

    Examples
    --------
    >>> month_end(2024, 2)
    datetime.date(2024, 2, 29)
    """
    return date(year, month, calendar.monthrange(year, month)[1])


def date_label(value: date) -> str:
    """Return a date as official documents write it, without leading zeros (GB/T 9704).

    Examples
    --------
    >>> date_label(date(2024, 6, 5))
    '2024年6月5日'
    """
    return f"{value.year}年{value.month}月{value.day}日"

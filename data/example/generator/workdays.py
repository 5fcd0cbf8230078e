"""Working days of 2025 by the notice of the State Council: weekdays, but for holidays, and days off that are worked."""

from __future__ import annotations

from datetime import date, timedelta

_HOLIDAYS = (((1, 1), 1), ((1, 28), 8), ((4, 4), 3), ((5, 1), 5), ((5, 31), 3), ((10, 1), 8))
"""First day and number of days of each."""
_OFF = {date(2025, *first) + timedelta(n) for first, number in _HOLIDAYS for n in range(number)}
_WORKED = {date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11)}


def is_working(day: date) -> bool:
    """Tell whether a day is worked."""
    return day in _WORKED or (day.weekday() < 5 and day not in _OFF)


def working_days(first: date, last: date) -> list[date]:
    """Return the working days from one day to another, both included."""
    return [day for n in range((last - first).days + 1) if is_working(day := first + timedelta(n))]

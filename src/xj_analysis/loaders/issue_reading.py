"""Reading of a store for an issue: which period's results it tells of, as known on which day; of a week the latest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ..quantity import periods
from ..quantity.periods import Period
from ..store.store import Store

__all__ = ["IssueReading", "day_of", "dispatch_day", "reading_of"]
__dir__ = __all__.copy


@dataclass(frozen=True)
class IssueReading:
    """What an issue reads of a store.

    Parameters
    ----------
    period
        The period of its results.
    known_at
        The day: what was published later does not exist.
    week
        The week of a weekly issue (周调度); None of others. Its results are the latest 累计 before its Friday.
    """

    period: Period
    known_at: date
    week: Period | None = None


def day_of(asked: Period, known_at: date | None) -> date | None:
    """Return the day of an issue as far as it is asked for: that of a week is its Friday, or earlier.

    Examples
    --------
    >>> day_of(periods.parse("2025-W39"), None), day_of(periods.parse("2025-09"), None)
    (datetime.date(2025, 9, 26), None)
    """
    if asked.form != "week":
        return known_at
    friday = dispatch_day(asked)
    return min(known_at or friday, friday)


def reading_of(store: Store, asked: Period, known_at: date | None) -> IssueReading:
    """Return what an issue about a period reads, asked for as of a day or not.

    A week is told by its ledgers on its Friday, or on the day asked for where that is earlier; beside them stand the
    results to the end of the last month that had been reported by then.

    Raises
    ------
    UsageError
        No result had been published by then.
    """
    day = day_of(asked, known_at) or store.latest
    if asked.form != "week":
        return IssueReading(asked, day)
    last = store.reported_by(day)
    code = f"{last.year}-01" if last.month == 1 else f"{last.year}-01/{last.year}-{last.month:02d}"
    return IssueReading(periods.parse(code), day, asked)


def dispatch_day(week: Period) -> date:
    """Return the day on which a week is dispatched (周调度): its Friday.

    Examples
    --------
    >>> str(dispatch_day(periods.parse("2025-W39")))
    '2025-09-26'
    """
    return (week.start or date.min) + timedelta(days=4)

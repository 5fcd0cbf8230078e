"""Periods of statistics: year, quarter, months, week, days, or 「以来」 with an open end; codes, labels and order."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from ..base.errors import DataError, UsageError

__all__ = ["MONTHS", "Form", "Period", "date_label", "month_end", "parse", "parse_option"]
__dir__ = __all__.copy

Form = Literal["year", "quarter", "month", "week", "day", "range", "since", "longterm", "circa", "undated"]

MONTHS = 12
_QUARTERS = "一二三四"
_FORMS: dict[int, Form] = {4: "year", 7: "month", 10: "day"}
_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_CIRCA = re.compile(r"~([0-9]{4})")
_QUARTER = re.compile(r"([0-9]{4})Q([1-4])")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_SINCE = re.compile(r"(?:([0-9-]+)/)?([0-9]{4})-YTD")
_HINT = "可写：2023、2024Q1、2023-11、2025-W39、2024-05-01、2023-01/2023-06、2024-YTD、longterm、~2010，或留空。"


@dataclass(frozen=True, slots=True)
class Period:
    """A period as the source states it.

    Parameters
    ----------
    code
        In data files: ``2024Q1``, ``2023-01/2023-06``, ``2024-YTD``; empty when not stated.
    form
        Kind of period; ``since`` has no stated end, ``undated`` and ``longterm`` no dates.
    start, end
        First and last day; None if not stated.
    """

    code: str
    form: Form
    start: date | None = None
    end: date | None = None

    @property
    def label(self) -> str:
        """The period in Chinese.

        Examples
        --------
        >>> [parse(code).label for code in ("2024Q1", "2023-01/2023-06", "2024-YTD", "")]
        ['2024年一季度', '2023年1—6月', '2024年以来', '时点不详']
        """
        match self.form:
            case "undated":
                return "时点不详"
            case "longterm":
                return "多年平均"
            case "circa":
                return f"约{self._start.year}年"
            case "year":
                return f"{self._start.year}年"
            case "quarter":
                return f"{self._start.year}年{_QUARTERS[self._start.month // 3]}季度"
            case "month":
                return f"{self._start.year}年{self._start.month}月"
            case "day":
                return date_label(self._start)
            case "since":
                month = f"{self._start.month}月" if self._start.month > 1 else ""
                return f"{self._start.year}年{month}以来"
            case _:
                return self._range_label()

    @property
    def _start(self) -> date:
        return self.start or date.min

    @property
    def by_months(self) -> bool:
        """True for a range of months, as of 累计.

        Examples
        --------
        >>> [parse(code).by_months for code in ("2023-01/2023-06", "2023-01-01/2023-05-15", "2023")]
        [True, False, False]
        """
        return self.form == "range" and len(self.code.partition("/")[0]) == len("2023-01")

    def _range_label(self) -> str:
        start, end = self._start, self.end or date.max
        if self.by_months:
            last = f"{end.year}年{end.month}月" if start.year != end.year else f"{end.month}月"
            return f"{start.year}年{start.month}{'月' if start.year != end.year else ''}—{last}"
        if start.year != end.year:
            return f"{date_label(start)}—{date_label(end)}"
        last = f"{end.day}日" if start.month == end.month else f"{end.month}月{end.day}日"
        return f"{start.year}年{start.month}月{start.day}{'日' if start.month != end.month else ''}—{last}"

    @property
    def reach(self) -> date:
        """The last day it can cover: its end, of an open one (以来) the end of the year in its code.

        Examples
        --------
        >>> [str(parse(code).reach) for code in ("2024Q1", "2023-01/2024-YTD")]
        ['2024-03-31', '2024-12-31']
        """
        open_year = int(self.code[-len("2024-YTD") :][:4]) if self.form == "since" else 1
        return self.end or date(open_year, 12, 31)

    def begins_after(self, other: Period) -> bool:
        """Return whether this starts after the end of `other`; a period without dates never does.

        Examples
        --------
        >>> parse("2024Q1").begins_after(parse("2023")), parse("").begins_after(parse("2023"))
        (True, False)
        """
        return self.start is not None and other.end is not None and self.start > other.end

    def end_by(self, other: Period) -> bool:
        """Return whether this ends no later than `other`, as far as stated.

        Examples
        --------
        >>> parse("2023-01/2023-06").end_by(parse("2023-01/2023-05")), parse("2023-YTD").end_by(parse("2023Q1"))
        (False, True)
        """
        return self.end is None or other.end is None or self.end <= other.end

    def overlaps(self, other: Period) -> bool:
        """Return whether both have a day in common, as far as stated.

        Examples
        --------
        >>> parse("2024").overlaps(parse("2024-YTD")), parse("2024").overlaps(parse(""))
        (True, False)
        """
        if self.start is None or other.start is None:
            return False
        return not self.begins_after(other) and not other.begins_after(self)

    def reports(self, other: Period) -> bool:
        """Return whether a result of this is one of `other`: it lies in it, or is the 累计 to its end.

        A week has no 累计: the month that it ends in is not about it.

        Examples
        --------
        >>> months = parse("2025-01/2025-09")
        >>> [months.reports(parse(code)) for code in ("2025", "2025-09", "2025-09-30", "2025-09-24/2025-09-30")]
        [True, True, True, False]
        """
        if not self.overlaps(other) or self.reach > other.reach:
            return False
        within = self.start is not None and other.start is not None and self.start >= other.start
        week = other.form == "week" or (other.form == "range" and not other.by_months)
        return within or (self.reach == other.reach and not week)

    def same_window(self, other: Period) -> bool:
        """Return whether both cover the same part of their years, so that values may be compared.

        An open end (以来) matches nothing, not even itself of another year.

        Examples
        --------
        >>> parse("2023").same_window(parse("2024")), parse("2023Q1").same_window(parse("2023"))
        (True, False)
        >>> parse("2024-YTD").same_window(parse("2023-YTD"))
        False
        """
        return self.window is not None and self.window == other.window

    @property
    def window(self) -> tuple[int, int, int, int, int] | None:
        """The part of the year it covers, with its length in years; None for an open or undated period."""
        if self.form in ("since", "circa") or self.start is None or self.end is None:
            return None
        leap_safe = 28 if (self.end.month, self.end.day) == (2, 29) else self.end.day  # two whole Februaries are alike
        return self.end.year - self.start.year, self.start.month, self.start.day, self.end.month, leap_safe

    def sort_key(self) -> tuple[date, date, str]:
        """Return the key for sorting periods: end, then start; undated ones first.

        Examples
        --------
        >>> sorted(["2024Q1", "2023", ""], key=lambda code: parse(code).sort_key())
        ['', '2023', '2024Q1']
        """
        start = self.start or date.min
        end = self.end or (date(start.year, 12, 31) if self.form == "since" else start)
        return end, start, self.code


@lru_cache(maxsize=4096)  # a briefing names few periods, each of them hundreds of times
def parse(code: str) -> Period:
    """Return the period of a code.

    Raises
    ------
    DataError
        The code has none of the forms, or names a day that does not exist.

    Examples
    --------
    >>> parse("2023-11").end
    datetime.date(2023, 11, 30)
    >>> parse("2023-01/2024-YTD").form
    'since'
    """
    try:
        return _parse(code)
    except ValueError as error:
        raise DataError("期间", "期间写法不认识", code, _HINT) from error


def parse_option(code: str) -> Period:
    """Return the period of a command-line option or notebook parameter.

    Raises
    ------
    UsageError
        The code has none of the forms.

    Examples
    --------
    >>> parse_option("2024").label
    '2024年'
    """
    try:
        return parse(code)
    except DataError as error:
        raise UsageError("period", error.fault.what, code, error.fault.do) from None


def _parse(code: str) -> Period:
    if code in ("", "longterm"):
        return Period(code, "longterm" if code else "undated")
    if match := _CIRCA.fullmatch(code):
        return Period(code, "circa", date(int(match[1]), 1, 1), date(int(match[1]), 12, 31))
    if match := _QUARTER.fullmatch(code):
        year, last = int(match[1]), int(match[2]) * 3
        return Period(code, "quarter", date(year, last - 2, 1), month_end(year, last))
    if match := _WEEK.fullmatch(code):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return Period(code, "week", monday, monday + timedelta(days=6))
    if match := _SINCE.fullmatch(code):
        start = _point(match[1])[0] if match[1] else date(int(match[2]), 1, 1)
        if start.year > int(match[2]):
            raise ValueError(code)
        return Period(code, "since", start)
    if "/" in code:
        left, right = code.split("/")
        start, end = _point(left)[0], _point(right)[1]
        if start > end or len(left) != len(right):
            raise ValueError(code)
        return Period(code, "range", start, end)
    start, end = _point(code)
    return Period(code, _FORMS[len(code)], start, end)


def _point(text: str) -> tuple[date, date]:
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, dom = match.groups()
    if dom:
        only = date(int(year), int(month), int(dom))
        return only, only
    if month:
        return date(int(year), int(month), 1), month_end(int(year), int(month))
    return date(int(year), 1, 1), date(int(year), 12, 31)


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

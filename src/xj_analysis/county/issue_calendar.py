"""Calendar of issues: which periods have an issue, and its number (第N期), whatever the day it is made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from pydantic import ValidationInfo, field_validator, model_validator

from ..base.errors import DataError
from ..quantity import periods
from ..quantity.periods import MONTHS, Period
from .schema import Count, PeriodCode, StrictModel

__all__ = ["IssueCalendar", "IssueNumber"]
__dir__ = __all__.copy

_STEPS = {"month": 1, "quarter": 3}
_EVERY_YEAR = re.compile(r"(0[1-9]|1[0-2])(?:/(0[1-9]|1[0-2]))?")
_HINT = "每年如此写“01/02”，只有一年如此写“2025-01/2025-02”"
_NO_YEAR = 0  # a year that no entry names


class _Months(NamedTuple):
    """Months of a year, from the first to the last."""

    first: int
    last: int


class IssueNumber(NamedTuple):
    """The number of an issue.

    Parameters
    ----------
    number
        Within the year, or since the first issue.
    year
        None where numbers do not begin again each year.
    total
        Since the first issue; None where it is not printed.

    Examples
    --------
    >>> IssueNumber(9, 2025).label, IssueNumber(9, 2025, 33).label, IssueNumber(33).label
    ('2025年第9期', '2025年第9期（总第33期）', '第33期')
    """

    number: int
    year: int | None = None
    total: int | None = None

    @property
    def label(self) -> str:
        """The number as printed."""
        year = "" if self.year is None else f"{self.year}年"
        return f"{year}第{self.number}期" + ("" if self.total is None else f"（总第{self.total}期）")


class IssueCalendar(StrictModel):
    """A calendar of monthly or quarterly issues.

    Parameters
    ----------
    rhythm
        An issue each month, or each quarter.
    combined
        Months with one issue together: ``01/02`` in every year, ``2025-01/2025-02`` in one.
    skipped
        Issues that do not appear, written likewise: ``07``, ``2025-07``.
    first
        Period of the first issue.
    first_number, first_total
        Its number, and its number in all (总第N期); None: no such number is printed.
    restart
        Whether numbers begin again with each year.

    Examples
    --------
    >>> calendar = IssueCalendar(first="2024-03", combined=("01/02",), first_total=25)
    >>> [calendar.number_of(periods.parse(code)).label for code in ("2024-03", "2025-01/2025-09")]
    ['2024年第1期（总第25期）', '2025年第8期（总第42期）']
    """

    rhythm: Literal["month", "quarter"] = "month"
    combined: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    first: PeriodCode
    first_number: Count = 1
    first_total: Count | None = None
    restart: bool = True

    @field_validator("combined")
    @classmethod
    def _check_combined(cls, combined: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if rhythm := info.data.get("rhythm"):
            for year in _years(combined):
                spans = _spans(year, rhythm, combined)
                if set(_single(rhythm)) & set(_of_year(combined, year)):
                    raise ValueError("合并的须不止一期")
                if any(one.last + 1 != next_one.first for one, next_one in pairwise(spans)):
                    raise ValueError("合并的各期有重叠，或拆开了一期")
        return combined

    @field_validator("skipped")
    @classmethod
    def _check_skipped(cls, skipped: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.keys() >= {"rhythm", "combined"}:
            combined = info.data["combined"]
            for year in _years((*combined, *skipped)):
                if set(_of_year(skipped, year)) - set(_spans(year, info.data["rhythm"], combined)):
                    raise ValueError("不出的须是整整一期；几个月合出的一期要写全")
        return skipped

    @field_validator("first")
    @classmethod
    def _check_first(cls, first: str, info: ValidationInfo) -> str:
        if info.data.keys() >= {"rhythm", "combined", "skipped"}:
            period = periods.parse(first)
            year, months = _months_of(period)
            issues = _issues(year, info.data["rhythm"], info.data["combined"], info.data["skipped"]) if months else ()
            if months not in issues:
                raise ValueError("第一期的期间须是出刊的一期，按月的如“2025-01”")
        return first

    @model_validator(mode="after")
    def _check_total(self) -> IssueCalendar:
        if self.first_total is not None and not self.restart:
            raise ValueError("期号不按年重编，就没有另外的总期号：first_total 与 restart = false 不能同时写")
        return self

    def number_of(self, period: Period) -> IssueNumber | None:
        """Return the number of the issue about a period; None for one that has no issue.

        Parameters
        ----------
        period
            The months of an issue, or the 累计 from January to their end. A week or a whole year has no issue.

        Examples
        --------
        >>> calendar = IssueCalendar(first="2025-01")
        >>> codes = ("2025-09", "2025-01/2025-09", "2025", "2025-09-22/2025-09-28", "2024-12")
        >>> [number and number.label for number in map(calendar.number_of, map(periods.parse, codes))]
        ['2025年第9期', '2025年第9期', None, None, None]
        """
        year, months = _months_of(period)
        issues = self._issues_of(year) if months else []
        about = [n for n, issue in enumerate(issues, start=1) if months in (issue, _Months(1, issue.last))]
        if not about:
            return None
        begin, _ = _months_of(periods.parse(self.first))
        earlier = sum(len(self._issues_of(each)) for each in range(begin, year))
        if not self.restart:
            return IssueNumber(earlier + about[0] + self.first_number - 1)
        number = about[0] + (self.first_number - 1 if year == begin else 0)
        total = None if self.first_total is None else earlier + about[0] + self.first_total - 1
        return IssueNumber(number, year, total)

    def month_before(self, year: int, month: int) -> int:
        """Return the last month of the issue before that of a month, in the same year; 0 where there is none.

        Examples
        --------
        >>> calendar = IssueCalendar(first="2025-01", combined=("08/09",), skipped=("06",))
        >>> [calendar.month_before(2025, month) for month in (1, 7, 8, 9, 10)]
        [0, 5, 7, 7, 9]
        >>> IssueCalendar(first="2025Q1", rhythm="quarter").month_before(2025, 9)
        6
        """
        issues = self._issues_of(year)
        begin = next((issue.first for issue in issues if issue.first <= month <= issue.last), month)
        return max((issue.last for issue in issues if issue.last < begin), default=0)

    def _issues_of(self, year: int) -> list[_Months]:
        """The issues of a year, none before the first."""
        begin, months = _months_of(periods.parse(self.first))
        issues = _issues(year, self.rhythm, self.combined, self.skipped)
        return [issue for issue in issues if months and (year, issue) >= (begin, months)]


def _months_of(period: Period) -> tuple[int, _Months | None]:
    """The year and the months of a period; no months where it is none of months of one year."""
    whole = period.form in ("month", "quarter") or period.by_months
    if not whole or period.start is None or period.end is None or period.start.year != period.end.year:
        return _NO_YEAR, None
    return period.end.year, _Months(period.start.month, period.end.month)


def _entry(text: str) -> tuple[int | None, _Months]:
    """The year and the months of an entry; no year for one of every year."""
    if match := _EVERY_YEAR.fullmatch(text):
        first, last = int(match[1]), int(match[2] or match[1])
        if first <= last:
            return None, _Months(first, last)
    try:
        year, months = _months_of(periods.parse(text))
    except DataError:
        months = None
    if months is None:
        raise ValueError(f"“{text}”不是一年里的一个月或几个月：{_HINT}")
    return year, months


def _years(entries: Iterable[str]) -> set[int]:
    """The years that entries name, and one that none names."""
    return {_NO_YEAR, *(year for year, _ in map(_entry, entries) if year is not None)}


def _of_year(entries: Iterable[str], year: int) -> list[_Months]:
    return [months for own, months in map(_entry, entries) if own in (None, year)]


def _single(rhythm: str) -> Iterator[_Months]:
    """The issues of a year by its rhythm alone."""
    step = _STEPS[rhythm]
    return (_Months(month, month + step - 1) for month in range(1, MONTHS + 1, step))


def _spans(year: int, rhythm: str, combined: Iterable[str]) -> list[_Months]:
    """The issues of a year, those that do not appear among them."""
    joined = _of_year(combined, year)
    apart = (one for one in _single(rhythm) if all(one.last < both.first or both.last < one.first for both in joined))
    return sorted((*joined, *apart))


def _issues(year: int, rhythm: str, combined: Iterable[str], skipped: Iterable[str]) -> list[_Months]:
    left_out = _of_year(skipped, year)
    return [one for one in _spans(year, rhythm, combined) if one not in left_out]

"""Cells as days and moments, however people write them, and as the months, quarters and years they write instead."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from .grid import GridCell

__all__ = ["NO_YEAR", "TWO_MONTHS", "CellDate", "read_date", "shows_no_day"]
__dir__ = __all__.copy

NO_YEAR, TWO_MONTHS = "没有写年份", "可能是1月，也可能是10月"
"""Problems of a cell that holds a date."""

_FIRST_DAY = datetime(1899, 12, 30)
_SERIALS = range(32_874, 58_440)
"""Numbers of the days from 1990 to 2059; another one is no date."""
_YEARS = range(1900, 2101)
_LONGEST = 40
_HALF, _LAST = 6, 12
_CLOCK = r"(?:[T ]?(?P<hour>[0-9]{1,2})[:时](?P<minute>[0-9]{2})(?:分|:[0-9]{2}(?:\.0+)?)?)?"
_DAY = re.compile(rf"(?P<year>[0-9]{{4}})[-./年](?P<month>[0-9]{{1,2}})[-./月](?P<day>[0-9]{{1,2}})[日号]?{_CLOCK}")
_DIGITS = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])")
_DAY_OF_YEAR = re.compile(r"(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]?")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_YEAR = r"(?:(?P<year>[0-9]{4})年)?"
_SPANS = [re.compile(pattern) for pattern in (
    r"(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})",
    r"(?P<year>20(?:1[3-9]|[2-9][0-9]))(?P<month>[01][0-9])",  # no day of a year of two digits
    r"(?:(?P<year>[0-9]{4})[-./年])?(?P<month>[0-9]{1,2})月份?(?P<part>[上中下]旬|底|末)?",
    rf"{_YEAR}第?(?P<quarter>[一二三四1-4])季度?[底末]?",
    rf"{_YEAR}(?P<half>[上下])半年[底末]?",
    r"(?:(?P<year>[0-9]{4})年(?:年?[底末内])?|年[底末内])",
)]  # fmt: skip
_SPACED = re.compile(r"\s*([年月日号./-])\s*(?=[0-9])|\s+(?=[年月日号底末上中下前])")
_BEFORE = re.compile(r"(?:之?前|以前)$")
_NO_DAY = re.compile(r"[0-9]{4}\s*[-./年]\s*[0-9]{1,2}月?|[0-9]{2}年[0-9]{1,2}月|[A-Z][a-z]{2,8}[- ][0-9]{2,4}")
_UNSHOWN = re.compile(r'\[[^\]]*\]|"[^"]*"')
_PARTS = {"": (1, 31), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}
_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class CellDate:
    """What a cell says of a day.

    Parameters
    ----------
    first, last
        The first and the last day (or moment) that are meant: the same for a day, those of a month for a month. No
        first one where the words set an end alone (9月底前); neither with a problem.
    problem
        In Chinese; empty for a sound cell.
    """

    first: datetime | None = None
    last: datetime | None = None
    problem: str = ""

    @property
    def is_day(self) -> bool:
        """True for one day (or moment)."""
        return self.first is not None and self.first == self.last


def read_date(cell: GridCell, *, year: int | None = None, serials: bool = True) -> CellDate | None:
    """Return the day, or the span of days, that a cell names; None where it is no date.

    Parameters
    ----------
    year
        That of a date written without one; None makes it a problem.
    serials
        False where a bare number is not taken for a day, as in a workbook that counts days from 1904.

    Examples
    --------
    >>> written = ["2025年9月30日", "２０２５.9.30", "20250930", "45930", "9月30日", "2025-02-30"]
    >>> [found and f"{found.last:%F}" for found in (read_date(GridCell(words), year=2025) for words in written)]
    ['2025-09-30', '2025-09-30', '2025-09-30', '2025-09-30', '2025-09-30', None]

    A month is not a day, and what sets an end alone has no first day:

    >>> spans = [read_date(GridCell(words)) for words in ("2025年9月", "2025年9月上旬", "2025年三季度", "2025年底前")]
    >>> [(str(span.first and span.first.date()), str(span.last.date())) for span in spans]
    [('2025-09-01', '2025-09-30'), ('2025-09-01', '2025-09-10'), ('2025-07-01', '2025-09-30'), ('None', '2025-12-31')]
    >>> read_date(GridCell("9月底")).problem, read_date(GridCell("12345"))
    ('没有写年份', None)
    """
    if cell.kind == "date" and cell.number is not None:
        return _of_date_cell(cell)
    if cell.kind not in ("text", "date", "number") or len(cell.text) > _LONGEST:
        return None
    text = _SPACED.sub(lambda match: match[1] or "", " ".join(unicodedata.normalize("NFKC", cell.text).split()))
    if cell.kind == "number" and re.fullmatch(r"[0-9]{4}\.10*", text):
        return CellDate(problem=TWO_MONTHS)
    if serials and _SERIAL.fullmatch(text) and int(float(text)) in _SERIALS:
        return _moment(_FIRST_DAY + timedelta(seconds=round(float(text) * 86_400)))
    ended = _BEFORE.sub("", text)
    found = next(_readings(ended, year), None)
    if found is None or found.problem or ended == text:
        return found
    return CellDate(None, found.last)


def shows_no_day(cell: GridCell) -> bool:
    """Return whether a date cell shows its year and month alone: the day that is stored is none of the sender's.

    Examples
    --------
    >>> [shows_no_day(GridCell(words, "date", 45901.0)) for words in ("2025年9月", "Sep-25", "2025/9/1", "9月1日")]
    [True, True, False, False]
    """
    return bool(_NO_DAY.fullmatch(cell.text.strip())) and "d" not in _UNSHOWN.sub("", cell.code).lower()


def _of_date_cell(cell: GridCell) -> CellDate | None:
    try:
        when = _FIRST_DAY + timedelta(seconds=round((cell.number or 0.0) * 86_400))
    except OverflowError:
        return None
    return _days(when.year, when.month, when.month) if shows_no_day(cell) else _moment(when)


def _moment(when: datetime) -> CellDate:
    return CellDate(when, when)


def _readings(text: str, year: int | None) -> Iterator[CellDate]:
    """Yield what the words name; nothing for a day that no calendar has."""
    try:
        for pattern in (_DAY, _DIGITS, _DAY_OF_YEAR):
            if match := pattern.fullmatch(text):
                yield _day({name: int(part) for name, part in match.groupdict().items() if part}, year)
                return
        for pattern in _SPANS:
            if match := pattern.fullmatch(text):
                own = match.groupdict()
                of = int(own["year"]) if own["year"] else year
                if of is None:
                    yield CellDate(problem=NO_YEAR)
                elif of in _YEARS:
                    yield _span(of, own)
                return
    except ValueError:  # no such day or month
        return


def _day(parts: dict[str, int], year: int | None) -> CellDate:
    of = parts.get("year", year)
    if of is None:
        return CellDate(problem=NO_YEAR)
    return _moment(datetime(of, parts["month"], parts["day"], parts.get("hour", 0), parts.get("minute", 0)))


def _span(year: int, own: dict[str, str | None]) -> CellDate:
    if own.get("month"):
        first = datetime(year, int(own["month"] or 0), 1)
        begin, end = (min(day, calendar.monthrange(year, first.month)[1]) for day in _PARTS[own.get("part") or ""])
        return CellDate(first.replace(day=begin), first.replace(day=end))
    if quarter := own.get("quarter"):
        number = int(quarter) if quarter.isdigit() else _QUARTERS.index(quarter) + 1
        return _days(year, 3 * number - 2, 3 * number)
    if half := own.get("half"):
        return _days(year, *((1, _HALF) if half == "上" else (_HALF + 1, _LAST)))
    return _days(year, 1, _LAST)


def _days(year: int, first: int, last: int) -> CellDate:
    if not 1 <= last <= _LAST:
        raise ValueError(last)
    return CellDate(datetime(year, first, 1), datetime(year, last, calendar.monthrange(year, last)[1]))

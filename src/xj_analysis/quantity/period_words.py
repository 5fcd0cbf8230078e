"""Periods named in titles, headings and file names: 2025年1—9月, 上半年, 202509, 2023年度; never a single day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from . import periods
from .periods import Period

_DASHES = str.maketrans(dict.fromkeys("—–―‒−－~～", "-"))
_UNTIL = re.compile(r"(?<=[\d月])[至到](?=\d)")
_YEAR = r"(?<!\d)(?:19|20)\d\d"
_DAYS = (
    rf"{_YEAR}([-./])\d{{1,2}}\2\d{{1,2}}(?![\d月])|(?:{_YEAR}年)?\d{{1,2}}月\d{{1,2}}[日号]"
    rf"|{_YEAR}[01]\d[0-3]\d(?!\d)|{_YEAR}年?\(?(?:不变|可比)?价"
)
"""Texts that look like a period and are none: single days, and the base year of constant prices."""
_WORDS = {
    "上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "前三季": (1, 9), "前2季度": (1, 6), "前两季度": (1, 6),
    "全年": (1, 12), "年度": (1, 12),
} | {f"{prefix}{name}季{suffix}": (3 * n + 1, 3 * n + 3) for n, names in enumerate(("一1", "二2", "三3", "四4"))
     for name in names for prefix in ("第", "") for suffix in ("度", "")}  # fmt: skip
_PATTERN = re.compile(
    rf"(?P<day>{_DAYS})"
    rf"|(?:(?P<year>{_YEAR})[年.\-/]?)?(?:"
    r"(?:(?<!\d)(?P<first>\d{1,2})月?-)?(?<!\d)(?P<last>\d{1,2})月份?(?!\d{1,2}[日号])"
    rf"|(?P<words>{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    r")"
    rf"|(?P<year2>{_YEAR})(?:[-./](?P<month2>0?[1-9]|1[0-2])(?![\d.万亿元%])|(?P<month3>0[1-9]|1[0-2])(?!\d))"
    rf"|(?P<year4>{_YEAR})(?:年?Q(?P<quarter>[1-4])|年)"
)


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """A period as words name it, perhaps without its year or without its months.

    Parameters
    ----------
    text
        The words.
    year
        None where only months are named.
    first, last
        Months, from 1; None where only a year is named. Alike for a single month.
    annual
        True where the words say that it is the whole year: 年度, 全年.
    """

    text: str
    year: int | None = None
    first: int | None = None
    last: int | None = None
    annual: bool = False

    def agrees(self, other: PeriodWords) -> bool:
        """Return whether both can name the same 累计 period: the same year and last month, as far as named.

        Examples
        --------
        >>> words = [find_period(text) for text in ("2025年1—9月", "9月", "2025年", "2025年10月")]
        >>> [words[0].agrees(other) for other in words]
        [True, True, True, False]
        """
        return all(one is None or two is None or one == two
                   for one, two in ((self.year, other.year), (self.last, other.last)))  # fmt: skip

    def completed(self, other: PeriodWords) -> PeriodWords:
        """Return these words with the year and months that only `other` names.

        Examples
        --------
        >>> find_period("9月").completed(find_period("2025年")).code
        '2025-01/2025-09'
        """
        months = self if self.last is not None else other
        return replace(self, year=self.year if self.year is not None else other.year,
                       first=months.first, last=months.last, annual=months.annual)  # fmt: skip

    @property
    def code(self) -> str:
        """Code of the period, a month as the 累计 period that ends in it; '' where a year or its months are unnamed.

        Examples
        --------
        >>> [find_period(text).code for text in ("2025年9月", "2025年二季度", "2023年度", "2025年", "9月")]
        ['2025-01/2025-09', '2025Q2', '2023', '', '']
        """
        if self.year is None or self.first is None or self.last is None:
            return ""
        if self.annual:
            return str(self.year)
        first = 1 if self.first == self.last else self.first
        if self.last == first + 2 and first % 3 == 1 and first > 1:
            return f"{self.year}Q{self.last // 3}"
        return f"{self.year}-{first:02d}/{self.year}-{self.last:02d}"

    @property
    def single_month(self) -> str:
        """Code of the last month alone; '' where the year or month is unnamed.

        Examples
        --------
        >>> find_period("2025年1—9月").single_month
        '2025-09'
        """
        return f"{self.year}-{self.last:02d}" if self.year is not None and self.last is not None else ""


def find_periods(text: str) -> list[PeriodWords]:
    """Return the periods that a text names, in their order.

    Examples
    --------
    >>> [words.code or words.text for words in find_periods("2025年1—10月（2024年同期）填报日期2025年11月8日")]
    ['2025-01/2025-10', '2024年']
    >>> [find_periods(text)[0].code for text in ("接待情况202509", "2025年上半年", "截至2025年9月底")]
    ['2025-01/2025-09', '2025-01/2025-06', '2025-01/2025-09']
    >>> find_periods("产值（2020年价）"), find_periods("2025-10-08"), find_periods("签约12个月")
    ([], [], [])
    """
    return list(_matches(_plain(text)))


def find_period(text: str) -> PeriodWords | None:
    """Return the first period a text names, completed by a year or months that follow; None where it names none.

    Examples
    --------
    >>> find_period("示例县２０２５年旅游接待情况（9月）").code
    '2025-01/2025-09'
    """
    words = find_periods(text)
    if not words:
        return None
    first = words[0]
    for other in words[1:]:
        if (first.year is None or first.last is None) and first.agrees(other):
            first = first.completed(other)
    return first


def without_periods(text: str) -> str:
    """Return a text without the periods it names, spaces and dashes normalized.

    Examples
    --------
    >>> without_periods("2025年1—9月累计"), without_periods("2023年"), without_periods("产值（2020年价）")
    ('累计', '', '产值(2020年价)')
    """
    plain = _plain(text)
    if re.fullmatch(_YEAR, plain):
        return ""
    return _PATTERN.sub(lambda match: match[0] if match["day"] or _words(match) is None else "", plain)


def words_of(period: Period) -> PeriodWords:
    """Return a period of a year, of months or of a quarter as words.

    Examples
    --------
    >>> words_of(periods.parse("2025-01/2025-09")).agrees(find_period("2025年9月"))
    True
    """
    if period.start is None or period.end is None:
        return PeriodWords(period.label)
    annual = period.form == "year"
    return PeriodWords(period.label, period.end.year, period.start.month, period.end.month, annual)


def _plain(text: str) -> str:
    return _UNTIL.sub("-", "".join(unicodedata.normalize("NFKC", text).split()).translate(_DASHES))


def _matches(text: str) -> Iterator[PeriodWords]:
    if re.fullmatch(_YEAR, text):  # the heading of a column
        yield PeriodWords(text, int(text))
        return
    for match in _PATTERN.finditer(text):
        words = None if match["day"] else _words(match)
        if words is not None:
            yield words


def _words(match: re.Match[str]) -> PeriodWords | None:
    """The period of a match; None where a month does not exist."""
    year = next((int(match[name]) for name in ("year", "year2", "year4") if match[name]), None)
    if match["words"]:
        first, last = _WORDS[match["words"]]
        return PeriodWords(match[0], year, first, last, match["words"] in ("全年", "年度"))
    if match["quarter"]:
        last = 3 * int(match["quarter"])
        return PeriodWords(match[0], year, last - 2, last)
    named = match["last"] or match["month2"] or match["month3"]
    if named is None:
        return PeriodWords(match[0], year)
    last = int(named)
    first = int(match["first"] or last)
    return PeriodWords(match[0], year, first, last) if 1 <= first <= last <= periods.MONTHS else None

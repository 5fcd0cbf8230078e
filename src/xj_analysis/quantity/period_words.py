"""Periods named in titles, headings and file names: 2025年1—9月, 上半年, 202509, 2023年度; never a single day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from . import periods
from .periods import Period

_DASHES = str.maketrans(dict.fromkeys("—–―‒−－~～", "-"))
_YEAR = r"(?<!\d)(?:19|20)\d\d"
_SEPARATOR = r"[年.\-/]"
_DAYS = (
    rf"{_YEAR}(?P<sep>[-./])\d{{1,2}}(?P=sep)\d{{1,2}}(?![\d月])|(?:{_YEAR}年)?\d{{1,2}}月\d{{1,2}}[日号]"
    rf"|{_YEAR}[01]\d[0-3]\d(?!\d)|{_YEAR}年?\(?(?:不变|可比)?价"
)
"""Texts that look like a period and are none: single days, and the base year of constant prices."""
_DATE = rf"(?:{_YEAR}(?:[-./年]\d{{1,2}}[-./月]\d{{1,2}}[日号]?|[01]\d[0-3]\d(?!\d))|\d{{1,2}}月\d{{1,2}}[日号])"
_JANUARY = rf"(?:{_YEAR}(?:[-./年]0?1[-./月]0?1[日号]?|0101)|0?1月0?1[日号])"
"""A day, and the first of January: 截至2025.9.30, 2025年1月1日—9月30日 are the months up to September."""
_QUARTER = r"季度?"
_WORDS = {
    "半年度": (1, 6),
    "前半年": (1, 6),
    "H1": (1, 6),
    "上半年": (1, 6),
    "下半年": (7, 12),
    "全年": (1, 12),
    "年度": (1, 12),
}
_PATTERN = re.compile(
    rf"(?:截[至止]?-?(?:目前)?|{_JANUARY}-)(?P<until>{_DATE})"
    rf"|(?P<day>{_DAYS})"
    rf"|(?P<year1>{_YEAR}){_SEPARATOR}?(?P<month1>0?[1-9]|1[0-2])月?-(?P<year2>{_YEAR}){_SEPARATOR}?"
    r"(?P<month2>0?[1-9]|1[0-2])(?:月份?|(?!\d))"
    rf"|(?P<from>{_YEAR})年?-(?P<to>{_YEAR})(?:年|(?![\d月.\-/]))"
    rf"|(?:(?P<year>{_YEAR}){_SEPARATOR}?(?:度)?)?(?:"
    r"前(?P<months>\d{1,2})个月|"
    r"(?:(?<!\d)(?P<first>\d{1,2})(?:月(?:份|起|以来)?)?-)?(?<!\d)(?P<last>\d{1,2})月份?(?!\d{1,2}[日号])"
    rf"|第?(?:(?P<q1>[1-4前])-?)?(?P<q2>[1-4])个?{_QUARTER}|Q(?P<q3>[1-4])(?!\d)"
    rf"|(?P<words>{'|'.join(_WORDS)})"
    r")"
    rf"|(?P<nyear>{_YEAR})(?:[-./](?P<nmonth>0?[1-9]|1[0-2])(?![\d.万亿元%])|(?P<nmonth2>0[1-9]|1[0-2])(?!\d))"
    rf"|(?P<only>{_YEAR})年"
)
_HAN = "一二三四五六七八九"
_HAN_NUMBERS = (*_HAN, "十", "十一", "十二")
_HAN_MONTH = r"十[一二]|十|[一二三四五六七八九]"
_HAN_MONTHS = re.compile(rf"(?<![{_HAN}十])({_HAN_MONTH})(?=(?:[-至到](?:{_HAN_MONTH}))?(?:个?月|个?季度))")
_HAN_YEAR = re.compile(rf"二[〇零○][{_HAN}〇零○]{{2}}(?=年)")
_SHORT_YEAR = re.compile(r"(?<![\d近前第满约去])(2\d|3[0-5])年(?!以|内|期|来|间|的)")
_UNTIL = re.compile(r"(?<=[\d月日号年份起来])[至到](?=\d)")
_APART = re.compile(r"(?:(?<=19\d\d)|(?<=20\d\d))[_\s]+(?=\d)")
_SPACED = re.compile(r"(?<=\d)[_\s]+(?=\d)")


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """A period as words name it, perhaps without its year or without its months.

    Parameters
    ----------
    text
        The words.
    year
        Year of its end; None where only months are named.
    first, last
        Months, from 1; None where only a year is named. Alike for a single month.
    annual
        True where the words say that it is the whole year: 年度, 全年.
    quarter
        True for a single quarter: 三季度, which as a title may stand for the year so far.
    since
        Year of its beginning, where that is another one.
    """

    text: str
    year: int | None = None
    first: int | None = None
    last: int | None = None
    annual: bool = False
    quarter: bool = False
    since: int | None = None

    def agrees(self, other: PeriodWords) -> bool:
        """Return whether both can name the same 累计 period, as far as they name it.

        A single month, and a quarter, may stand for the months of the year up to its end.

        Examples
        --------
        >>> words = [find_period(text) for text in ("2025年1—9月", "9月", "2025年", "2025年三季度", "2025年7—9月")]
        >>> [words[0].agrees(other) for other in words]
        [True, True, True, True, False]
        """
        named = ((self.year, other.year), (self.last, other.last), (self._begins, other._begins))
        return all(one is None or two is None or one == two for one, two in named) and self.since == other.since

    @property
    def _begins(self) -> int | None:
        return 1 if self.quarter or self.first == self.last else self.first

    def completed(self, other: PeriodWords) -> PeriodWords:
        """Return these words with the year and months that only `other` names.

        Examples
        --------
        >>> find_period("9月").completed(find_period("2025年")).code
        '2025-01/2025-09'
        """
        months = self if self.last is not None else other
        return replace(self, year=self.year if self.year is not None else other.year, first=months.first,
                       last=months.last, annual=months.annual, quarter=months.quarter, since=self.since)  # fmt: skip

    @property
    def code(self) -> str:
        """Code of the 累计 period: the year, or its months up to the end of these words.

        '' where a year or its months are unnamed, or the months neither begin with January nor are a month or quarter.

        Examples
        --------
        >>> [find_period(text).code for text in ("2025年9月", "2025年二季度", "2023年度", "2025年", "2025年7—9月")]
        ['2025-01/2025-09', '2025-01/2025-06', '2023', '', '']
        """
        if self.year is None or self.last is None or self.since is not None or self._begins != 1:
            return ""
        return str(self.year) if self.annual else f"{self.year}-01/{self.year}-{self.last:02d}"

    @property
    def own_code(self) -> str:
        """Code of just these months: a month, a quarter, a year, any span; '' where a year is unnamed.

        Examples
        --------
        >>> [find_period(text).own_code for text in ("2025年9月", "2025年二季度", "2025年", "2011—2015年", "下半年")]
        ['2025-09', '2025Q2', '2025', '2011/2015', '']
        """
        if self.year is None:
            return ""
        if self.first is None or self.last is None:
            return str(self.year) if self.since is None else f"{self.since}/{self.year}"
        if self.annual:
            return str(self.year)
        if self.quarter:
            return f"{self.year}Q{self.last // 3}"
        month = f"{self.year}-{self.last:02d}"
        begins = f"{self.since or self.year}-{self.first:02d}"
        return month if begins == month else f"{begins}/{month}"

    @property
    def last_code(self) -> str:
        """Code of the last month of the 累计 period, or of the quarter; '' where the year or month is unnamed.

        Examples
        --------
        >>> find_period("2025年1—9月").last_code, find_period("2025年三季度").last_code
        ('2025-09', '2025Q3')
        """
        if self.year is None or self.last is None:
            return ""
        return self.own_code if self.quarter else f"{self.year}-{self.last:02d}"


def find_periods(text: str) -> list[PeriodWords]:
    """Return the periods that a text names, in their order.

    Examples
    --------
    >>> [words.code or words.text for words in find_periods("2025年1—10月（2024年同期）填报日期2025年11月8日")]
    ['2025-01/2025-10', '2024年']
    >>> [find_periods(text)[0].code for text in ("接待情况202509", "2025年一至三季度", "截至2025年9月30日", "24年九月")]
    ['2025-01/2025-09', '2025-01/2025-09', '2025-01/2025-09', '2024-01/2024-09']
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
        if (first.year is None or first.last is None) and first.since is None and first.agrees(other):
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
    since = period.start.year if period.start.year != period.end.year else None
    return PeriodWords(period.label, period.end.year, period.start.month, period.end.month,
                       annual=period.form == "year", quarter=period.form == "quarter", since=since)  # fmt: skip


def _plain(text: str) -> str:
    apart = _SPACED.sub("|", _APART.sub("-", unicodedata.normalize("NFKC", text).strip()))
    joined = "".join(apart.split()).translate(_DASHES)
    dated = _HAN_YEAR.sub(lambda match: "".join(str(_HAN.find(sign) + 1) for sign in match[0]), joined)
    while (told := _HAN_MONTHS.sub(lambda match: str(_HAN_NUMBERS.index(match[1]) + 1), dated)) != dated:
        dated = told
    return _SHORT_YEAR.sub(r"20\1年", _UNTIL.sub("-", dated))


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
    text = match[0]
    if match["until"]:
        digits = re.sub(r"[^0-9]+", " ", match["until"]).split()
        compact = len(digits) == 1
        month = digits[0][4:6] if compact else digits[-2]
        return _months(text, next(iter(re.findall(_YEAR, text)), None), 1, int(month))
    if match["months"]:
        return _months(text, match["year"], 1, int(match["months"]))
    if match["year1"]:
        since, until = int(match["year1"]), int(match["year2"])
        words = _months(text, match["year2"], 1 if since < until else int(match["month1"]), int(match["month2"]))
        return words and replace(words, first=int(match["month1"]), since=since if since < until else None)
    if match["from"]:
        return PeriodWords(text, int(match["to"]), since=int(match["from"]))
    if match["only"]:
        return PeriodWords(text, int(match["only"]))
    year = match["year"] or match["nyear"]
    if match["words"]:
        first, last = _WORDS[match["words"]]
        words = _months(text, year, first, last)
        return words and replace(words, annual=match["words"] in ("全年", "年度"))
    if quarter := match["q2"] or match["q3"]:
        begins = 1 if match["q1"] == "前" else int(match["q1"] or quarter)
        words = _months(text, year, 3 * begins - 2, 3 * int(quarter))
        return words and replace(words, quarter=not match["q1"])
    last = int(match["last"] or match["nmonth"] or match["nmonth2"])
    return _months(text, year, int(match["first"] or last), last)


def _months(text: str, year: str | None, first: int, last: int) -> PeriodWords | None:
    sound = 1 <= first <= last <= periods.MONTHS
    return PeriodWords(text, int(year) if year else None, first, last) if sound else None

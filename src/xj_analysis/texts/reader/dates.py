"""Time expressions and their period codes; relative ones (今年, 1—5月) are resolved from the date of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ...quantity.periods import month_end


@dataclass(frozen=True, slots=True)
class Anchor:
    """Reference date of a text, from which 今年 is resolved.

    Parameters
    ----------
    year
        Year; None where it is unknown.
    day
        Date of the text, where it has one.
    how
        Origin: ``given``, ``dated`` (a dateline), ``latest`` (the latest past year in the text), '' where unknown.
    """

    year: int | None = None
    day: date | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Time expression of a text.

    Parameters
    ----------
    start, end
        Slice of the text.
    code
        Period code as in data files; '' where it is unknown.
    year
        Year, for later expressions without one.
    compared
        True for a base of comparison only (比上年, 较2020年).
    since
        True for 以来, which holds until the next heading.
    """

    start: int
    end: int
    code: str
    year: int | None
    compared: bool = False
    since: bool = False


_YEAR = r"(?:19|20)[0-9]{2}"
_NAMED = {"今年": 0, "本年": 0, "当年": 0, "本年度": 0, "去年": -1, "上年": -1, "上年度": -1, "前年": -2, "明年": 1}
_FESTIVALS = {
    "元旦": "New Year's Day", "春节": "Spring Festival", "清明": "Tomb-sweeping Day", "五一": "Labour Day",
    "端午": "Dragon Boat Festival", "中秋": "Mid-autumn Festival", "国庆": "National Day",
}  # fmt: skip
_DASH = r"\s?[-—~至到]{1,2}\s?"
_PART = (
    rf"(?P<m1>[0-9]{{1,2}})月(?P<d1>[0-9]{{1,2}})[日号]?{_DASH}(?:(?P<m2>[0-9]{{1,2}})月)?(?P<d2>[0-9]{{1,2}})[日号]"
    r"|(?P<dm>[0-9]{1,2})月(?P<dd>[0-9]{1,2})[日号]"
    rf"|(?P<r1>[0-9]{{1,2}})(?:月份?)?(?:{_DASH}|、)(?P<r2>[0-9]{{1,2}})月份?(?![0-9])"
    r"|(?P<month>[0-9]{1,2})月份?(?P<late>[底末])?"
    r"|前(?P<nq>[一二三123])个?季度|第?(?P<q>[一二三四1234])季度|(?P<half>[上下])半年"
    r"|前(?P<nm>[0-9]{1,2})个月|(?P<whole>全年)(?![总]?(?:任务|目标|计划|预期|预算))|(?P<end>年末|年底)"
    r"|[“\"]?(?P<feast>元旦|春节|清明|五一|端午|中秋|国庆)(?:节)?[”\"]?(?:小长假|假期|黄金周|假日|长假|期间|节日)"
)
_WITH_YEAR = re.compile(
    rf"(?P<years>{_YEAR})\s?年?{_DASH}(?P<yeare>{_YEAR})\s?年(?:度|间)?(?:期间)?"
    rf"|(?:(?P<year>{_YEAR})\s?年(?:度)?|(?P<named>今年|本年度?|当年|去年|上年度?|前年|明年))"
    rf"(?P<same>同期)?(?P<point>底|末|初)?(?:\s?，?(?:{_PART}))?(?P<since>以来|来(?=[，：]))?"
    rf"|[“\"](?P<plan>十[二三四五]五)[”\"](?:期|末|规划|时期|以来|前)?"
)
_WITHOUT_YEAR = re.compile(rf"(?<![0-9.年])(?:{_PART})(?P<since>以来)?|(?P<newyear>年初)(?P<newsince>以来)")
_COMPARED = re.compile(r"(?:比|较|与|同|于|相当于|超过?|恢复到|恢复至|达到)$")
_TIMES = re.compile(r"的?(?:同期|水平|相比|[0-9.]+倍|[0-9.]+%?$)|增|减|下|提|上升|翻|相比|多|少|扩大|净增")
_FUTURE = re.compile(r"(?:到|至|力争|争取|截至|预计|计划|—|-)$")
_PLANS = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
_DATELINE = re.compile(rf"^[（(]?\s*({_YEAR})\s?年\s?([0-9]{{1,2}})\s?月\s?([0-9]{{1,2}})\s?日\s*[)）]?$", re.MULTILINE)
_SHORT = 40
_OPENING = 3
_MONTHS = 12


def find_anchor(text: str, day: date | None = None) -> Anchor:
    """Return the reference date of a text: `day`, else its dateline, else the latest past year in it.

    Parameters
    ----------
    text
        From :func:`xj_analysis.quantity.mentions.masks.normalize_characters`.
    day
        Date of the text, where the caller knows it.

    Examples
    --------
    >>> find_anchor("2023年完成，到2025年达到"), find_anchor("某通报" + chr(10) + "2024年6月5日").day
    (Anchor(year=2023, day=None, how='latest'), datetime.date(2024, 6, 5))
    """
    if day is not None:
        return Anchor(day.year, day, "given")
    datelines = [line for match in _DATELINE.finditer(text) if (line := _day(*map(int, match.groups())))]
    if datelines:
        return Anchor(datelines[-1].year, datelines[-1], "dated")
    years = [
        int(match[0]) for match in re.finditer(rf"(?<![0-9.]){_YEAR}(?=\s?年)", text)
        if not _FUTURE.search(text[max(0, match.start() - 2) : match.start()])
    ]  # fmt: skip
    return Anchor(max(years), None, "latest") if years else Anchor()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def topic_year(text: str, anchor: Anchor) -> int | None:
    """Return the year of the title (a bulletin of 2023 appears in 2024), else that of the anchor."""
    for line in [line for line in text.split("\n") if line.strip()][:_OPENING]:
        if len(line) <= _SHORT and (match := re.search(rf"({_YEAR})\s?年(?![0-9]{{1,2}}月[0-9]{{1,2}}日)", line)):
            return int(match[1])
    return anchor.year


def find_dates(text: str, anchor: Anchor) -> list[TimeExpression]:
    """Return the time expressions of a text, in order of their place.

    Examples
    --------
    >>> [time.code for time in find_dates("今年一季度新增15家，去年以来30家，1—5月", Anchor(2024))]
    ['2024Q1', '2023-01/2024-YTD', '2024-01/2024-05']
    """
    topic = topic_year(text, anchor)
    with_year = [_with_year(text, match, anchor, topic) for match in _WITH_YEAR.finditer(text)]
    covered = bytearray(len(text) + 1)
    for time in with_year:
        covered[time.start : time.end] = b"\1" * (time.end - time.start)
    matches = [match for match in _WITHOUT_YEAR.finditer(text) if not any(covered[match.start() : match.end()])]
    without_year = _without_year(text, matches, with_year, topic, anchor)
    return sorted([*with_year, *without_year], key=lambda time: time.start)


def _with_year(text: str, match: re.Match[str], anchor: Anchor, topic: int | None) -> TimeExpression:
    if match["plan"]:
        first, last = _PLANS[match["plan"]]
        return TimeExpression(*match.span(), code=f"{first}-01/{last}-12", year=last)
    if match["years"]:
        code = f"{match['years']}-01/{match['yeare']}-12"
        return TimeExpression(*match.span(), code=code, year=int(match["yeare"]))
    if match["year"]:
        year: int | None = int(match["year"])
    else:
        base = topic if match["named"] in ("上年", "上年度", "本年", "当年", "本年度") else anchor.year
        year = base + _NAMED[match["named"]] if base is not None else None
    left, right = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 12]
    compared = bool(match["same"]) or bool(_COMPARED.search(left) and (match["named"] or _TIMES.match(right)))
    compared |= bool(re.match(r"的[0-9.]+倍", right)) or (match["named"] in ("上年", "上年度") and not match["since"])
    compared |= left.endswith(("比", "较"))
    code = _code(match, year, anchor) if year is not None else ""
    return TimeExpression(*match.span(), code=code, year=year, compared=compared, since=bool(match["since"]))


def _without_year(
    text: str,
    matches: Sequence[re.Match[str]],
    with_year: Sequence[TimeExpression],
    topic: int | None,
    anchor: Anchor,
) -> Iterator[TimeExpression]:
    """Yield expressions without a year, which take that of their sentence, else the topic year."""
    place = 0
    for match in matches:
        while place < len(with_year) and with_year[place].start < match.start():
            place += 1
        year = topic
        before = with_year[place - 1] if place else None
        if before and not (before.compared or before.since):
            year = topic if re.search(r"[。！？\n]", text[before.end : match.start()]) else before.year
        if match["newyear"]:
            year = anchor.year
            yield TimeExpression(*match.span(), code=f"{year}-YTD" if year else "", year=year, since=True)
            continue
        left = text[max(0, match.start() - 3) : match.start()]
        compared = left.endswith(("比", "较")) or text[match.end() : match.end() + 2] == "同期"
        code = _code(match, year, anchor) if year else ""
        yield TimeExpression(*match.span(), code=code, year=year, compared=compared, since=bool(match["since"]))


def _code(match: re.Match[str], year: int, anchor: Anchor) -> str:
    """Return the period code of a match of `_PART` in `year`; '' for a date or month that does not exist."""
    part = match.groupdict()
    if part.get("point") in ("底", "末") or part["end"]:
        return f"{year}-12-31"
    months = _months(part)
    if months and not (1 <= months[0] <= months[1] <= _MONTHS):
        return ""
    if part["since"]:
        start = f"{year}-{months[0]:02d}" if months else f"{year}-01"
        if part["dm"] and (first := _day(year, int(part["dm"]), int(part["dd"]))):
            start = first.isoformat()
        last = max(year, anchor.year or year)
        return f"{last}-YTD" if start == f"{last}-01" else f"{start}/{last}-YTD"
    if part["feast"]:
        return _festival(year, _FESTIVALS[part["feast"]])
    if part["m1"]:
        first = _day(year, int(part["m1"]), int(part["d1"]))
        second = _day(year, int(part["m2"] or part["m1"]), int(part["d2"]))
        return f"{first}/{second}" if first and second and first < second else ""
    if part["dm"]:
        only = _day(year, int(part["dm"]), int(part["dd"]))
        return only.isoformat() if only else ""
    if part["late"] and months:
        return month_end(year, months[0]).isoformat()
    if part["q"]:
        return f"{year}Q{'一二三四1234'.index(part['q']) % 4 + 1}"
    if months is None:
        return str(year)
    begin, end = (f"{year}-{month:02d}" for month in months)
    return begin if begin == end else f"{begin}/{end}"


def _months(part: dict[str, str | None]) -> tuple[int, int] | None:
    if part["month"]:
        return int(part["month"]), int(part["month"])
    if part["r1"] and part["r2"]:
        return int(part["r1"]), int(part["r2"])
    if part["nm"]:
        return 1, int(part["nm"])
    if part["nq"]:
        return 1, 3 * ("一二三123".index(part["nq"]) % 3 + 1)
    if part["half"]:
        return (1, 6) if part["half"] == "上" else (7, 12)
    return None


@cache
def _festival(year: int, name: str) -> str:
    """Return the days off around a festival, as published by the State Council; '' for a year not yet published."""
    import chinese_calendar

    try:
        days = [
            day for day in (date(year, 1, 1) + timedelta(days=n) for n in range(366))
            if day.year == year and chinese_calendar.get_holiday_detail(day) == (True, name)
        ]  # fmt: skip
    except NotImplementedError:
        return ""
    return f"{days[0]}/{days[-1]}" if days else ""

"""When: the periods a text speaks of, relative ones reckoned from the text's own date."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a text's 今年 is.

    Parameters
    ----------
    year
        The year; None where nothing tells it.
    day
        The text's own date, where there is one.
    how
        ``given``; ``dated`` (a dateline); ``latest`` (the latest year the text looks back on); '' where unknown.
    """

    year: int | None = None
    day: date | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """One expression of time.

    Parameters
    ----------
    start, end
        The slice of the text.
    code
        The period as data files write it; '' where it cannot be told.
    year
        Its year, for what follows without one.
    compared
        True where it is only what something is compared with (比上年, 较2020年).
    since
        True for 以来, which goes on until the next heading.
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
_WHEN = re.compile(
    rf"(?P<years>{_YEAR})\s?年?{_DASH}(?P<yeare>{_YEAR})\s?年(?:度|间)?(?:期间)?"
    rf"|(?:(?P<year>{_YEAR})\s?年(?:度)?|(?P<named>今年|本年度?|当年|去年|上年度?|前年|明年))"
    rf"(?P<same>同期)?(?P<point>底|末|初)?(?:\s?，?(?:{_PART}))?(?P<since>以来|来(?=[，：]))?"
    rf"|[“\"](?P<plan>十[二三四五]五)[”\"](?:期|末|规划|时期|以来|前)?"
)
_BARE = re.compile(rf"(?<![0-9.年])(?:{_PART})(?P<since>以来)?|(?P<newyear>年初)(?P<newsince>以来)")
_COMPARED = re.compile(r"(?:比|较|与|同|于|相当于|超过?|恢复到|恢复至|达到)$")
_TIMES = re.compile(r"的?(?:同期|水平|相比|[0-9.]+倍|[0-9.]+%?$)|增|减|下|提|上升|翻|相比|多|少|扩大|净增")
_FUTURE = re.compile(r"(?:到|至|力争|争取|截至|预计|计划|—|-)$")
_PLANS = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
_DATELINE = re.compile(rf"^[（(]?\s*({_YEAR})\s?年\s?([0-9]{{1,2}})\s?月\s?([0-9]{{1,2}})\s?日\s*[)）]?$", re.MULTILINE)
_SHORT = 40
_OPENING = 3
_MONTHS = 12


def find_anchor(text: str, given: date | None = None) -> Anchor:
    """Return the date a text's 今年 is reckoned from: the one given, its dateline, or the latest year it looks back on.

    Parameters
    ----------
    text
        From :func:`xj_analysis.texts.reader.masks.normalize_characters`.
    given
        The text's date, where the caller knows it.

    Examples
    --------
    >>> find_anchor("2023年完成，到2025年达到"), find_anchor("某通报" + chr(10) + "2024年6月5日").day
    (Anchor(year=2023, day=None, how='latest'), datetime.date(2024, 6, 5))
    """
    if given is not None:
        return Anchor(given.year, given, "given")
    dated = [day for match in _DATELINE.finditer(text) if (day := _day(*map(int, match.groups())))]
    if dated:
        return Anchor(dated[-1].year, dated[-1], "dated")
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
    """Return the year a text is about: that of its title (a bulletin of 2023 appears in 2024), else its own."""
    for line in [line for line in text.split("\n") if line.strip()][:_OPENING]:
        if len(line) <= _SHORT and (match := re.search(rf"({_YEAR})\s?年(?![0-9]{{1,2}}月[0-9]{{1,2}}日)", line)):
            return int(match[1])
    return anchor.year


def find_dates(text: str, anchor: Anchor) -> list[TimeExpression]:
    """Return the expressions of time of a text, in order.

    Examples
    --------
    >>> [when.code for when in find_dates("今年一季度新增15家，去年以来30家，1—5月", Anchor(2024))]
    ['2024Q1', '2023-01/2024-YTD', '2024-01/2024-05']
    """
    about = topic_year(text, anchor)
    found = [_dated(text, match, anchor, about) for match in _WHEN.finditer(text)]
    taken = bytearray(len(text) + 1)
    for when in found:
        taken[when.start : when.end] = b"\1" * (when.end - when.start)
    bare = [match for match in _BARE.finditer(text) if not any(taken[match.start() : match.end()])]
    whens: list[TimeExpression] = sorted(found, key=lambda when: when.start)
    return sorted([*whens, *_undated(text, bare, whens, about, anchor)], key=lambda when: when.start)


def _dated(text: str, match: re.Match[str], anchor: Anchor, about: int | None) -> TimeExpression:
    if match["plan"]:
        first, last = _PLANS[match["plan"]]
        return TimeExpression(*match.span(), f"{first}-01/{last}-12", last)
    if match["years"]:
        return TimeExpression(*match.span(), f"{match['years']}-01/{match['yeare']}-12", int(match["yeare"]))
    if match["year"]:
        year: int | None = int(match["year"])
    else:
        base = about if match["named"] in ("上年", "上年度", "本年", "当年", "本年度") else anchor.year
        year = base + _NAMED[match["named"]] if base is not None else None
    left, right = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 12]
    compared = bool(match["same"]) or bool(_COMPARED.search(left) and (match["named"] or _TIMES.match(right)))
    compared |= bool(re.match(r"的[0-9.]+倍", right)) or (match["named"] in ("上年", "上年度") and not match["since"])
    compared |= left.endswith(("比", "较"))
    code = _code(match, year, anchor) if year is not None else ""
    return TimeExpression(*match.span(), code, year, compared=compared, since=bool(match["since"]))


def _undated(
    text: str, bare: Sequence[re.Match[str]], whens: Sequence[TimeExpression], about: int | None, anchor: Anchor
) -> Iterator[TimeExpression]:
    """Expressions without a year take that of the sentence, else the one the text is about."""
    place = 0
    for match in bare:
        while place < len(whens) and whens[place].start < match.start():
            place += 1
        year = about
        before = whens[place - 1] if place else None
        if (
            before
            and not before.compared
            and not before.since
            and not re.search(r"[。！？\n]", text[before.end : match.start()])
        ):
            year = before.year
        if match["newyear"]:
            year = anchor.year
            yield TimeExpression(*match.span(), f"{year}-YTD" if year else "", year, since=True)
            continue
        left = text[max(0, match.start() - 3) : match.start()]
        compared = left.endswith(("比", "较")) or text[match.end() : match.end() + 2] == "同期"
        since = bool(match["since"])
        yield TimeExpression(
            *match.span(), _code(match, year, anchor) if year else "", year, compared=compared, since=since
        )


def _code(match: re.Match[str], year: int, anchor: Anchor) -> str:
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
        return date(year, months[0], calendar.monthrange(year, months[0])[1]).isoformat()
    if part["q"]:
        return f"{year}Q{'一二三四1234'.index(part['q']) % 4 + 1}"
    if months is None:
        return str(year)
    first_month, last_month = months
    return (
        f"{year}-{first_month:02d}"
        if first_month == last_month
        else f"{year}-{first_month:02d}/{year}-{last_month:02d}"
    )


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
    """The days off around a festival, as the State Council set them; '' for a year it has not published."""
    import chinese_calendar

    try:
        days = [
            day for day in (date(year, 1, 1) + timedelta(days=n) for n in range(366))
            if day.year == year and chinese_calendar.get_holiday_detail(day) == (True, name)
        ]  # fmt: skip
    except NotImplementedError:
        return ""
    return f"{days[0]}/{days[-1]}" if days else ""

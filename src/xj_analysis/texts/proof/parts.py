"""Rules about a whole and its parts: sums, shares, and items with two values."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from ...quantity import hedges
from ..reader.reading import Mention
from .draft import Alarm, Draft, DraftSentence
from .printed_intervals import Interval, comparable, interval_in_unit_of, interval_of, printed_like, share_of

_AMONG = re.compile(r"其中")
_BRACKET = re.compile(
    r"[（(](?!其中|含|不含|约|比|较|占|增|同)[^，。；（()）0-9]{1,12}$"
)  # 床位50张（甲院30张、乙院20张）
_SHARE = re.compile(r"^[，、]?(?:占|占比|占总数的?|占比为|占比达)$")
_THREE_SECTORS = re.compile(r"第一产业|第二产业|第三产业")
_WHOLES = (  # names of the parts, and how many there are
    (_THREE_SECTORS, 3),
    (re.compile(r"^(?:出口|进口)(?:总?[额值])?$"), 2),
    (re.compile(r"^(?:男性|女性)(?:人口)?$"), 2),
)
_RATIO = re.compile(
    r"(?<![0-9.:])([0-9]+(?:\.[0-9]+)?)\s?[:：]\s?([0-9]+(?:\.[0-9]+)?)\s?[:：]\s?([0-9]+(?:\.[0-9]+)?)(?![0-9:：])"
)
_STRUCTURE = re.compile(r"(?:结构|产业|构成|比重|占比|比例)[^。！？\n]{0,40}$")
_SHARES = re.compile(r"(?:占比|比重|占[^，。；]{0,8}的比重)分别(?:为|是|达|占)?$|分别占[^，。；]{0,8}的?$")
_ABOUT_WHOLE = (Decimal(95), Decimal(105))
_AND = re.compile(r"\s?(?:、|和|与|及)\s?")
_LABEL = 4
_NEARBY = 9
_WHOLE_LABEL = 6
_HUNDRED = Decimal(100)


def sums(draft: Draft) -> Iterator[Alarm]:
    """Yield alarms for parts that exceed their total, and for complete parts that do not add up to it."""
    for sentence in draft.sentences:
        yield from _exceeding_parts(sentence)
    yield from _complete_sums(draft)


def _exceeding_parts(sentence: DraftSentence) -> Iterator[Alarm]:
    """Yield an alarm where a part after 其中, or a list of parts, is larger than the whole before it."""
    for place, whole in enumerate(sentence.mentions[:-1]):
        following = sentence.mentions[place + 1]
        between = sentence.between(whole, following)
        if not (_AMONG.search(between) or _BRACKET.match(between)) or whole.unit in ("%", "个百分点") or whole.change:
            continue
        total = interval_of(whole)
        if total is None:
            continue
        parts = list(_listed_parts(sentence, place + 1, whole))
        if len(parts) == 1 and not _AMONG.search(between):
            continue  # one number in brackets may be anything
        first = interval_in_unit_of(parts[0], whole) if parts else None
        should = f"不超过{whole.text}"
        if first and first.low > total.high:
            yield Alarm.at("sum", parts[0], f"分项{parts[0].text}大于总数{whole.text}", should)
        elif len(parts) > 1 and (together := _sum(parts, whole)) and together.low > total.high:
            listed = "+".join(part.text for part in parts)
            problem = f"各项{listed}合计{printed_like(together.value, whole)}，超过总数{whole.text}"
            yield Alarm.at("sum", parts, problem, should, sure="likely")


def _listed_parts(sentence: DraftSentence, place: int, whole: Mention) -> Iterator[Mention]:
    """Yield the parts that follow one another in the list after 其中."""
    last: Mention | None = None
    for mention in itertools.islice(sentence.mentions, place, None):
        if last is not None and not re.match(r"[、和，]", sentence.between(last, mention)):
            return
        if last is not None and re.search(r"[；：]|其中|同比|增长|比上年|总|合计|共", sentence.between(last, mention)):
            return
        if not comparable(mention, whole) or mention.unit == "%" or mention.change:
            return
        if last is not None and "，" in sentence.between(last, mention):
            return
        yield mention
        last = mention


def _sum(parts: list[Mention], whole: Mention) -> Interval | None:
    total = Interval.exact(0)
    for part in parts:
        interval = interval_in_unit_of(part, whole)
        if interval is None:
            return None
        total = total.plus(interval)
    return total


def _complete_sums(draft: Draft) -> Iterator[Alarm]:
    """Yield an alarm where all parts of a whole are given (三次产业, 进出口, 男女) and do not add up to it."""
    mentions = draft.reading.mentions
    for pattern, count in _WHOLES:
        for place in range(len(mentions)):
            parts = _complete_parts(draft, mentions[place : place + 3 * count], pattern, count)
            whole = _whole_before(draft, mentions, place, parts)
            if not parts or whole is None:
                continue
            total, together = interval_of(whole), _sum(parts, whole)
            if total and together and not together.overlaps(total):
                listed = "+".join(part.text for part in parts)
                should = printed_like(together.value, whole)
                yield Alarm.at("sum", whole, f"{listed}={should}，总数写作{whole.text}", should, sure="likely")


def _complete_parts(draft: Draft, mentions: tuple[Mention, ...], pattern: re.Pattern[str], count: int) -> list[Mention]:
    """Return the parts of a whole that follow one another, without growth rates between; none if one is missing."""
    first = mentions[0]
    if first.unit == "%" or first.change or not pattern.search(first.measured):
        return []
    parts: list[Mention] = []
    for mention in mentions:
        if "\n" in draft.plain[first.start : mention.start] or mention.period != first.period:
            break
        if mention.unit == "%" or mention.change or not comparable(mention, first):
            continue
        if not pattern.search(mention.measured) or mention.measured in [part.measured for part in parts]:
            break
        parts.append(mention)
        if len(parts) == count:
            return parts
    return []


def _whole_before(draft: Draft, mentions: tuple[Mention, ...], place: int, parts: list[Mention]) -> Mention | None:
    """Return the nearest quantity of the unit and period of the parts, with 其中 between them."""
    for mention in reversed(mentions[max(0, place - 3) : place] if parts else ()):
        between = draft.plain[mention.end : parts[0].start]
        if "\n" in between or not comparable(mention, parts[0]) or mention.change or mention.unit == "%":
            continue
        return mention if "其中" in between and mention.period == parts[0].period else None
    return None


def shares(draft: Draft) -> Iterator[Alarm]:
    """Yield alarms for shares that do not add up to 100 %, or that contradict their values."""
    for match in _RATIO.finditer(draft.plain):
        if not _STRUCTURE.search(draft.plain[max(0, match.start() - 48) : match.start()]):
            continue
        printed = [Decimal(match[n]) for n in (1, 2, 3)]
        tolerance = sum(map(hedges.half_last_digit, printed), Decimal(0))
        total = sum(printed, Decimal(0))
        if not _ABOUT_WHOLE[0] <= total <= _ABOUT_WHOLE[1]:
            continue
        if abs(total - _HUNDRED) > tolerance:
            problem = f"{match[0]}合计{total}，不是100"
            yield Alarm("share", *match.span(), problem=problem, should="合计100", sure="likely")
        yield from _sector_shares(draft, match, printed)
    for sentence in draft.sentences:
        yield from _shares_of_values(sentence)
        yield from _listed_shares(sentence)


def _sector_shares(draft: Draft, match: re.Match[str], printed: list[Decimal]) -> Iterator[Alarm]:
    """Yield an alarm where the ratio of the three sectors contradicts their values in the same paragraph.

    Of two ratios (由 … 调整为 …) the later counts.
    """
    if re.match(r"[^。\n]{0,12}(?:调整|优化|变|转变|演变)(?:为|到|成)", draft.plain[match.end() : match.end() + 16]):
        return
    begin, end = draft.plain.rfind("\n", 0, match.start()) + 1, draft.plain.find("\n", match.end())
    inside = tuple(m for m in draft.reading.mentions if begin <= m.start < (end if end >= 0 else len(draft.plain)))
    for place in range(len(inside)):
        parts = _complete_parts(draft, inside[place : place + _NEARBY], _THREE_SECTORS, 3)
        if not parts:
            continue
        together = _sum(parts, parts[0])
        for part, share in zip(parts, printed, strict=True):
            value = interval_in_unit_of(part, parts[0])
            computed = value.percent_of(together) if value and together else None
            half = hedges.half_last_digit(share)
            if computed and not computed.overlaps(Interval(share, share - half, share + half)):
                should = f"{computed.value:.{hedges.decimals_of(share)}f}"
                problem = f"{part.measured}{part.text}占{should}%，比例写作{share}"
                yield Alarm("share", *match.span(), problem=problem, should=should)
        return


def _shares_of_values(sentence: DraftSentence) -> Iterator[Alarm]:
    """Yield an alarm where a printed share is not part ÷ whole (T，其中V，占P%)."""
    for whole, part, share in zip(sentence.mentions, sentence.mentions[1:], sentence.mentions[2:], strict=False):
        if share.unit != "%" or part.unit == "%" or not comparable(whole, part) or whole.change or part.change:
            continue
        if not _AMONG.search(sentence.between(whole, part)) or not _SHARE.match(sentence.between(part, share)):
            continue
        computed, printed = share_of(part, whole), interval_of(share)
        if computed and printed and not computed.overlaps(printed):
            should = printed_like(computed.value, share)
            yield Alarm.at(
                "share", share, f"{part.text}÷{whole.text}={should}，写作{share.text}", should, sure="likely"
            )  # fmt: skip


def _listed_shares(sentence: DraftSentence) -> Iterator[Alarm]:
    """Yield an alarm where the shares after 占比分别为 exceed 100 %."""
    for place, mention in enumerate(sentence.mentions):
        if mention.unit != "%" or not _SHARES.search(sentence.before(mention)):
            continue
        listed = [mention]
        for following in sentence.mentions[place + 1 :]:
            if following.unit != "%" or not _AND.fullmatch(sentence.between(listed[-1], following)):
                break
            listed.append(following)
        total = _sum(listed, mention)
        if len(listed) > 1 and total and total.low > _HUNDRED:
            problem = f"各项占比合计{total.value}%，超过100%"
            yield Alarm.at("share", listed, problem, "合计不超过100%", sure="likely")


def repeated_items(draft: Draft) -> Iterator[Alarm]:
    """Yield alarms for an item with two values, in one list or of one period anywhere in the text."""
    mentions = draft.reading.mentions
    for first, second in itertools.pairwise(mentions):
        between = draft.plain[first.end : second.start]
        listed = re.fullmatch(r"[、，和](?P<name>[^，。；、]+)", between)
        before = draft.plain[max(0, first.start - 40) : first.start]
        if listed and len(name := listed["name"]) >= _LABEL and before.endswith(name) and _contradict(first, second):
            yield _repeated(first, second, name)
    yield from _repeated_totals(draft)


def _contradict(first: Mention, second: Mention) -> bool:
    """Return whether two quantities of the same thing cannot both hold."""
    one, other = interval_in_unit_of(first, second), interval_of(second)
    same = first.period == second.period and first.nature == second.nature and first.change == second.change
    return bool(same and comparable(first, second) and one and other and not one.overlaps(other))


def _repeated(first: Mention, second: Mention, name: str) -> Alarm:
    problem = f"“{name}”出现两次，一处{first.text}，一处{second.text}，请核对"
    return Alarm.at("twice", second, problem, sure="likely")


def _repeated_totals(draft: Draft) -> Iterator[Alarm]:
    """Yield an alarm where two sentences give a total of the same name, period, area and subject two values."""
    totals: dict[tuple[str, ...], Mention] = {}
    for sentence in draft.sentences:
        for mention in sentence.mentions:
            named = mention.measured and mention.measured in sentence.before(mention)
            plain = not (mention.change or mention.rank or mention.against or mention.hedge != "exact")
            if not named or not plain or len(mention.measured) < _WHOLE_LABEL or mention.period_from != "stated":
                continue
            if "其中" in sentence.text[: mention.start - sentence.start] or mention.text.endswith(("%", "个百分点")):
                continue
            key = (mention.measured, mention.period, mention.area, mention.subject, mention.nature)
            earlier = totals.setdefault(key, mention)
            if earlier is not mention and earlier.end < sentence.start and _contradict(earlier, mention):
                yield _repeated(earlier, mention, mention.measured)

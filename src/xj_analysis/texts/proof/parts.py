"""Rules about a whole and its parts: sums, shares, and the same item given twice."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from ..reader.reading import Mention
from .draft import Alarm, Draft, DraftSentence, Interval, comparable, interval_in_unit_of, interval_of, printed_like

_AMONG = re.compile(r"其中")
_BRACKET = re.compile(
    r"[（(](?!其中|含|不含|约|比|较|占|增|同)[^，。；（()）0-9]{1,12}$"
)  # 床位50张（甲院30张、乙院20张）
_SHARE = re.compile(r"^[，、]?(?:占|占比|占总数的?|占比为|占比达)$")
_SECTORS = re.compile(r"第?[一二三](?:、|次)?产业?")
_WHOLES = (
    ("三次产业", re.compile(r"第一产业|第二产业|第三产业")),
    ("进出口", re.compile(r"^(?:出口|进口)(?:总?[额值])?$")),
    ("男女", re.compile(r"^(?:男性|女性)(?:人口)?$")),
)
_COUNT_OF = {"三次产业": 3, "进出口": 2, "男女": 2}
_RATIO = re.compile(
    r"(?<![0-9.:])([0-9]+(?:\.[0-9]+)?)\s?[:：]\s?([0-9]+(?:\.[0-9]+)?)\s?[:：]\s?([0-9]+(?:\.[0-9]+)?)(?![0-9:：])"
)
_STRUCTURE = re.compile(r"(?:结构|产业|构成|比重|占比|比例)[^。！？\n]{0,40}$")
_SHARES = re.compile(r"(?:占比|比重|占[^，。；]{0,8}的比重)分别(?:为|是|达|占)?$|分别占[^，。；]{0,8}的?$")
_ABOUT_WHOLE = (Decimal(95), Decimal(105))
_TENTH = Decimal("0.1")
_LABEL = 4
_NEARBY = 9
_WHOLE_LABEL = 6
_HUNDRED = Decimal(100)


def sums(draft: Draft) -> Iterator[Alarm]:
    """Parts that exceed their total, and the parts of a known whole that miss it."""
    for sentence in draft.sentences:
        yield from _over(sentence)
    yield from _known_wholes(draft)


def _over(sentence: DraftSentence) -> Iterator[Alarm]:
    """其中 a part that is larger than the whole before it, or listed parts that are together."""
    for place, whole in enumerate(sentence.mentions[:-1]):
        following = sentence.mentions[place + 1]
        between = sentence.between(whole, following)
        if not (_AMONG.search(between) or _BRACKET.match(between)) or whole.unit in ("%", "个百分点") or whole.change:
            continue
        total = interval_of(whole)
        if total is None:
            continue
        parts = list(_list(sentence, place + 1, whole))
        if len(parts) == 1 and not _AMONG.search(between):
            continue  # in brackets it may be anything
        if parts and (large := _larger(parts[0], whole, total)):
            yield large
        elif len(parts) > 1:
            together = _added(parts, whole)
            if together and together.low > total.high:
                listed = "+".join(part.text for part in parts)
                should = f"不超过{whole.text}"
                said = f"各项{listed}合计{printed_like(together.value, whole)}，超过总数{whole.text}"
                yield Alarm("sum", parts[0].start, parts[-1].end, said, should, "likely")


def _list(sentence: DraftSentence, place: int, whole: Mention) -> Iterator[Mention]:
    """The parts that follow 其中, one after another in one list."""
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


def _larger(part: Mention, whole: Mention, total: Interval) -> Alarm | None:
    one = interval_in_unit_of(part, whole)
    if one is None or one.low <= total.high:
        return None
    return Alarm("sum", part.start, part.end, f"分项{part.text}大于总数{whole.text}", f"不超过{whole.text}")


def _added(parts: list[Mention], whole: Mention) -> Interval | None:
    spans = [interval_in_unit_of(part, whole) for part in parts]
    if any(each is None for each in spans):
        return None
    total = Interval(Decimal(0), Decimal(0), Decimal(0))
    for each in spans:
        total = total.plus(each) if each else total
    return total


def _known_wholes(draft: Draft) -> Iterator[Alarm]:
    """The three sectors make the total; exports and imports the trade: they must add up, but for rounding."""
    mentions = draft.reading.mentions
    for name, pattern in _WHOLES:
        count = _COUNT_OF[name]
        for place in range(len(mentions)):
            parts = _complete(draft, mentions[place : place + 3 * count], pattern, count)
            whole = _whole_of(draft, mentions, place, parts)
            if not parts or whole is None:
                continue
            total, together = interval_of(whole), _added(parts, whole)
            if total and together and not together.meets(total):
                listed = "+".join(part.text for part in parts)
                should = printed_like(together.value, whole)
                said = f"{listed}={should}，总数写作{whole.text}"
                yield Alarm("sum", whole.start, whole.end, said, should, "likely")


def _complete(draft: Draft, mentions: tuple[Mention, ...], pattern: re.Pattern[str], count: int) -> list[Mention]:
    """The parts of a whole that follow one another, growth rates between them left out; none if not all are there."""
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


def _whole_of(draft: Draft, mentions: tuple[Mention, ...], place: int, parts: list[Mention]) -> Mention | None:
    """The nearest quantity before the parts, of their unit and time, with 其中 or nothing larger between them."""
    for mention in reversed(mentions[max(0, place - 3) : place] if parts else ()):
        between = draft.plain[mention.end : parts[0].start]
        if "\n" in between or not comparable(mention, parts[0]) or mention.change or mention.unit == "%":
            continue
        return mention if "其中" in between and mention.period == parts[0].period else None
    return None


def shares(draft: Draft) -> Iterator[Alarm]:
    """Shares that do not make a hundred, or that contradict the values they are of."""
    for match in _RATIO.finditer(draft.plain):
        if not _STRUCTURE.search(draft.plain[max(0, match.start() - 48) : match.start()]):
            continue
        told = [Decimal(match[n]) for n in (1, 2, 3)]
        slack = sum((_unit(part) for part in told), Decimal(0)) / 2
        total = sum(told, Decimal(0))
        if not _ABOUT_WHOLE[0] <= total <= _ABOUT_WHOLE[1]:
            continue
        if abs(total - _HUNDRED) > slack:
            said = f"{match[0]}合计{total}，不是100"
            yield Alarm("share", match.start(), match.end(), said, "合计100", "likely")
        yield from _contradicted(draft, match, told)
    for sentence in draft.sentences:
        yield from _of_values(sentence)
        yield from _listed_shares(sentence)


def _unit(number: Decimal) -> Decimal:
    """One of the last digit of a number as printed."""
    return Decimal(1).scaleb(int(number.as_tuple().exponent))


def _contradicted(draft: Draft, match: re.Match[str], told: list[Decimal]) -> Iterator[Alarm]:
    """A ratio of the three sectors against their values in the same paragraph; the later of two ratios counts."""
    if re.match(r"[^。\n]{0,12}(?:调整|优化|变|转变|演变)(?:为|到|成)", draft.plain[match.end() : match.end() + 16]):
        return
    begin, end = draft.plain.rfind("\n", 0, match.start()) + 1, draft.plain.find("\n", match.end())
    inside = tuple(m for m in draft.reading.mentions if begin <= m.start < (end if end >= 0 else len(draft.plain)))
    for place in range(len(inside)):
        parts = _complete(draft, inside[place : place + _NEARBY], _WHOLES[0][1], 3)
        if not parts:
            continue
        together = _added(parts, parts[0])
        for part, share in zip(parts, told, strict=True):
            one = interval_in_unit_of(part, parts[0])
            whole = one.percent_of(together) if one and together else None
            half = _unit(share) / 2
            if whole and not whole.meets(Interval(share, share - half, share + half)):
                should = f"{whole.value:.{max(0, -int(share.as_tuple().exponent))}f}"
                said = f"{part.measured}{part.text}占{should}%，比例写作{share}"
                yield Alarm("share", match.start(), match.end(), said, should)
        return


def _of_values(sentence: DraftSentence) -> Iterator[Alarm]:
    """T，其中V，占P%: P must be V ÷ T."""
    for whole, part, share in zip(sentence.mentions, sentence.mentions[1:], sentence.mentions[2:], strict=False):
        if share.unit != "%" or part.unit == "%" or not comparable(whole, part) or whole.change or part.change:
            continue
        if not _AMONG.search(sentence.between(whole, part)) or not _SHARE.match(sentence.between(part, share)):
            continue
        one, total, told = interval_in_unit_of(part, whole), interval_of(whole), interval_of(share)
        made = one.percent_of(total) if one and total else None
        if made and told and not made.meets(told):
            should = printed_like(made.value, share)
            said = f"{part.text}÷{whole.text}={should}，写作{share.text}"
            yield Alarm("share", share.start, share.end, said, should, "likely")


def _listed_shares(sentence: DraftSentence) -> Iterator[Alarm]:
    """占比分别为 …: shares of one whole do not exceed it."""
    for place, mention in enumerate(sentence.mentions):
        if mention.unit != "%" or not _SHARES.search(sentence.before(mention)):
            continue
        run = [mention]
        for following in sentence.mentions[place + 1 :]:
            if following.unit != "%" or not re.fullmatch(
                r"\s?(?:、|和|与|及)\s?", sentence.between(run[-1], following)
            ):
                break
            run.append(following)
        spans = [interval_of(each) for each in run]
        low = sum((each.low for each in spans if each), Decimal(0))
        if len(run) > 1 and all(spans) and low > _HUNDRED:
            total = sum((each.value for each in run), Decimal(0))
            yield Alarm(
                "share", run[0].start, run[-1].end, f"各项占比合计{total}%，超过100%", "合计不超过100%", "likely"
            )


def repeated_items(draft: Draft) -> Iterator[Alarm]:
    """The same item with two values: in one list, or at one time anywhere in the text."""
    mentions = draft.reading.mentions
    for first, second in itertools.pairwise(mentions):
        between = draft.plain[first.end : second.start]
        listed = re.fullmatch(r"[、，和](?P<name>[^，。；、]+)", between)
        own = draft.plain[max(0, first.start - 40) : first.start]
        if listed and len(name := listed["name"]) >= _LABEL and own.endswith(name) and _differ(first, second):
            yield _two(first, second, name)
    yield from _elsewhere(draft)


def _differ(first: Mention, second: Mention) -> bool:
    """Whether two quantities of the same thing cannot both hold."""
    one, other = interval_in_unit_of(first, second), interval_of(second)
    same = first.period == second.period and first.nature == second.nature and first.change == second.change
    return bool(same and comparable(first, second) and one and other and not one.meets(other))


def _two(first: Mention, second: Mention, name: str) -> Alarm:
    said = f"“{name}”出现两次，一处{first.text}，一处{second.text}，请核对"
    return Alarm("twice", second.start, second.end, said, sure="likely")


def _elsewhere(draft: Draft) -> Iterator[Alarm]:
    """A total named in full in two sentences, of the same stated time, place and subject."""
    seen: dict[tuple[str, ...], Mention] = {}
    for sentence in draft.sentences:
        for mention in sentence.mentions:
            own = mention.measured and mention.measured in sentence.before(mention)
            plain = not (mention.change or mention.rank or mention.against or mention.hedge != "exact")
            if not own or not plain or len(mention.measured) < _WHOLE_LABEL or mention.period_from != "stated":
                continue
            if "其中" in sentence.text[: mention.start - sentence.start] or mention.text.endswith(("%", "个百分点")):
                continue
            key = (mention.measured, mention.period, mention.area, mention.subject, mention.nature)
            before = seen.setdefault(key, mention)
            if before is not mention and before.end < sentence.start and _differ(before, mention):
                yield _two(before, mention, mention.measured)

"""Rules of arithmetic within a sentence: completion (完成率), pace (时序进度), growth, doubling (翻番)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ...base.errors import DataError
from ...quantity import hedges, periods
from ..reader import clauses
from ..reader.reading import Mention
from .draft import Alarm, Certainty, Draft, DraftSentence
from .printed_intervals import (
    Interval,
    comparable,
    interval_in_unit_of,
    interval_of,
    is_twice_rounded,
    printed_like,
    share_of,
)

_TARGET = re.compile(r"(?:目标|计划|任务|预算)(?:数|任务|目标|总投资|投资)?(?:为|是|的|数|：)?[^，。；]{0,4}$")
_DONE = re.compile(r"完成|实现|达到?|到位|实际|累计|已")
_SHARE = re.compile(
    r"^(?:的|，?(?:已)?完成率(?:为|达|达到)?|，?占比(?:为|达)?|，?完成(?:年度|全年)?(?:目标|任务|计划)(?:任务)?的)$"
)
_LINK = re.compile(r"占|为|完成|是|达")
_PACE = re.compile(
    r"(?P<word>快于|高于|超过?|超出|领先|优于|慢于|低于|落后于?|滞后于?)(?:同期)?(?:时序|序时|时间|均衡)进度(?:要求|目标)?(?P<gap>约)?$"
)
_PACE_ALONE = re.compile(
    r"(?P<word>快于|高于|超过?|领先|优于|慢于|低于|落后于?|滞后于?)(?:同期)?(?:时序|序时|时间|均衡)进度(?:要求|目标)?(?![^，。；]{0,6}[0-9])"
)
_BEHIND = ("慢于", "低于", "落后", "落后于", "滞后", "滞后于")
_RATE_OF_PLAN = re.compile(
    r"(?:计划|目标|任务|预算|总任务|总投资)(?:任务|目标|数|投资)?的$|完成率(?:为|达|达到)?$|完成预算(?:的)?$|完成进度(?:为|达)?$"
)
_INCOMPARABLE = re.compile(r"可比|不变价|年均|平均增|同口径|扣除|剔除|两年")
_PRICED = re.compile(r"生产总值|GDP|增加值|产值|投资|零售|营业收入|营收|利润|销售额|进出口|价格|可支配")
_FROM = re.compile(r"(?:由|从)[^，。；]{0,24}$")
_TO = re.compile(r"(?:到|至|为)(?:了)?(?:目前的|现在的|[0-9年]{0,6}的?)$")
_CHANGED = re.compile(
    r"，?(?:同比|比上年|较上年|累计|共|净)?(?:提高|增长|下降|上升|增加|降低|减少|提升|回落|降|升|增)(?:了)?"
)
_BEFORE = re.compile(r"(?:去年同期|上年同期|上年|去年)(?:数)?(?:为|是|只有|仅)?$")
_MORE = re.compile(r"(?:比上年|较上年|比去年|较去年|同比)(?:同期)?(?:净?增加|增收|净增|多|减少|减收|少)(?:了)?$")
_MULTIPLES = {"翻番": 2, "翻一番": 2, "翻了一番": 2, "翻了番": 2, "翻两番": 4, "翻了两番": 4, "翻三番": 8}
_HUNDRED = Decimal(100)
_YEAR = Decimal(12)
_NEAR = Decimal("0.1")


def completion(draft: Draft) -> Iterator[Alarm]:
    """Yield an alarm where 完成率 is not actual ÷ target, all three in one sentence."""
    for sentence in draft.sentences:
        for actual, target, rate in _plans(sentence):
            computed, printed = share_of(actual, target), interval_of(rate)
            if computed and printed and not computed.overlaps(printed):
                yield _wrong_rate(computed, actual, target, rate)


def _triples(sentence: DraftSentence) -> Iterator[tuple[Mention, Mention, Mention]]:
    """Yield each three quantities that follow one another."""
    return zip(sentence.mentions, sentence.mentions[1:], sentence.mentions[2:], strict=False)


def _plans(sentence: DraftSentence) -> Iterator[tuple[Mention, Mention, Mention]]:
    """Yield actual, target and rate: V，占年度计划T的R; 目标T，完成V，完成率R."""
    for first, second, rate in _triples(sentence):
        if rate.unit != "%" or not comparable(first, second) or first.unit == "%":
            continue
        middle, last = sentence.between(first, second), sentence.between(second, rate)
        if _TARGET.search(middle) and _LINK.search(middle) and last == "的":
            yield first, second, rate
        elif _TARGET.search(sentence.before(first)) and _DONE.search(middle) and _SHARE.match(last) and last != "的":
            yield second, first, rate


def _wrong_rate(computed: Interval, actual: Mention, target: Mention, rate: Mention) -> Alarm:
    should = printed_like(computed.value, rate)
    problem = f"{actual.text}÷{target.text}={should}，写作{rate.text}"
    if is_twice_rounded(computed.value, rate):
        return Alarm.at("rounding", rate, problem + "，似是舍入了两次", should, sure="likely")
    sure: Certainty = "certain" if actual.hedge == target.hedge == rate.hedge else "likely"
    return Alarm.at("completion", rate, problem, should, sure=sure)


def pace(draft: Draft) -> Iterator[Alarm]:
    """Yield an alarm where 快于/慢于时序进度 does not follow from completion rate and month."""
    for sentence in draft.sentences:
        unrounded = dict(_unrounded_rates(sentence))
        for place, rate in enumerate(sentence.mentions):
            completed = unrounded.get(rate.start) or interval_of(rate)
            if rate.unit != "%" or not (rate.start in unrounded or _RATE_OF_PLAN.search(sentence.before(rate))):
                continue
            elapsed = _elapsed_percent(rate.period)
            if elapsed is None or completed is None:
                continue
            lead = completed.minus(Interval.exact(elapsed))
            following = sentence.mentions[place + 1] if place + 1 < len(sentence.mentions) else None
            match = _PACE.search(sentence.between(rate, following)) if following else None
            if following is not None and match and following.unit in ("个百分点", "百分点", "%"):
                yield from _wrong_gap(rate, lead, elapsed, following, match["word"])
            else:
                yield from _wrong_direction(sentence, rate, lead)


def _unrounded_rates(sentence: DraftSentence) -> Iterator[tuple[int, Interval]]:
    """Yield start and unrounded value of each completion rate that agrees with actual and target beside it."""
    for actual, target, rate in _plans(sentence):
        computed, printed = share_of(actual, target), interval_of(rate)
        if computed and printed and computed.overlaps(printed):  # others are alarms of `completion`
            yield rate.start, computed


def _elapsed_percent(code: str) -> Decimal | None:
    """Return the share of the year elapsed at the end of a period that begins with it, in %; None for others."""
    if not code:
        return None
    try:
        period = periods.parse(code)
    except DataError:
        return None
    end = period.end
    from_january = period.start is not None and (period.start.month, period.start.day) == (1, 1)
    if period.form == "day" and end is not None and end == periods.month_end(end.year, end.month):
        from_january = True
    if end is None or not from_january or period.form == "year" or (period.start and period.start.year != end.year):
        return None
    return Decimal(end.month) / _YEAR * _HUNDRED


def _wrong_gap(rate: Mention, lead: Interval, elapsed: Decimal, gap: Mention, word: str) -> Iterator[Alarm]:
    """Yield an alarm where the printed gap is wrong (快于时序进度7.3个百分点)."""
    sign = -1 if word in _BEHIND else 1
    printed = interval_of(gap)
    if printed is None or lead.overlaps(printed.times(Decimal(sign))):
        return
    should = ("快于" if lead.value >= 0 else "慢于") + printed_like(abs(lead.value), gap)
    problem = f"完成率{rate.text}，与时序进度相差应为{should}，写作{word}{gap.text}"
    if (rate.value - hedges.rounded(elapsed, hedges.decimals_of(rate.value))) * sign == gap.value:
        yield Alarm.at("rounding", gap, problem + "：先各自舍入再相减，舍入了两次", should)
    else:
        yield Alarm.at("pace", gap, problem, should)


def _wrong_direction(sentence: DraftSentence, rate: Mention, lead: Interval) -> Iterator[Alarm]:
    """Yield an alarm where 快于 stands for 慢于时序进度 or the reverse, without a printed gap."""
    match = _PACE_ALONE.search(sentence.after(rate))
    if match is None:
        return
    ahead = match["word"] not in _BEHIND
    if (ahead and lead.high < 0) or (not ahead and lead.low > 0):
        should = "慢于时序进度" if ahead else "快于时序进度"
        problem = f"完成率{rate.text}，{should}，写作{match['word']}"
        yield Alarm("pace", rate.end + match.start(), rate.end + match.end(), problem=problem, should=should)


def growth(draft: Draft) -> Iterator[Alarm]:
    """Yield an alarm where growth contradicts the two printed values; not at comparable prices or like for like."""
    for sentence in draft.sentences:
        if _INCOMPARABLE.search(sentence.text):
            continue
        for old, new, rate in _changes(sentence):
            yield from _wrong_change(old, new, rate)
        for value, increase, rate in _triples(sentence):
            yield from _wrong_increase(sentence, value, increase, rate)


def _changes(sentence: DraftSentence) -> Iterator[tuple[Mention, Mention, Mention]]:
    """Yield old value, new value and rate: 由A到B，增长R; B，去年同期A，增长R."""
    for first, second, rate in _triples(sentence):
        if clauses.is_rise(rate.change) is None or not comparable(first, second):
            continue
        if (first.unit == "%") != (rate.unit in ("个百分点", "百分点")):
            continue
        if rate.unit not in ("%", "个百分点", "百分点") or not _CHANGED.fullmatch(sentence.between(second, rate)):
            continue
        middle = sentence.between(first, second)
        if _FROM.search(sentence.before(first)) and _TO.search(middle):
            yield first, second, rate
        elif _BEFORE.search(middle) and not _PRICED.search(first.measured):
            yield second, first, rate


def _wrong_change(old: Mention, new: Mention, rate: Mention) -> Iterator[Alarm]:
    before, after, printed = interval_in_unit_of(old, new), interval_of(new), interval_of(rate)
    if before is None or after is None or printed is None:
        return
    sign = 1 if clauses.is_rise(rate.change) else -1
    if rate.unit == "%":
        if _PRICED.search(new.measured) or _PRICED.search(old.measured):
            return
        ratio = after.percent_of(before)
        if ratio is None:
            return
        change, rise = ratio.minus(Interval.exact(100)), "增长"
    else:
        change, rise = after.minus(before), "提高"
    if not change.overlaps(printed.times(Decimal(sign))):
        should = (rise if change.value >= 0 else "下降") + printed_like(abs(change.value), rate)
        problem = f"由{old.text}到{new.text}，应为{should}，写作{rate.change}{rate.text}"
        yield Alarm.at("growth", rate, problem, should)


def _wrong_increase(sentence: DraftSentence, value: Mention, increase: Mention, rate: Mention) -> Iterator[Alarm]:
    """Yield an alarm where the rate is not D ÷ (V − D) (V，比上年增加D，增长P)."""
    rises = clauses.is_rise(rate.change)
    between = sentence.between(value, increase)
    if rate.unit != "%" or rises is None or increase.unit == "%":
        return
    if not _CHANGED.fullmatch(sentence.between(increase, rate)) or not _MORE.search(between) or "，" not in between:
        return
    if not comparable(value, increase) or _PRICED.search(value.measured):
        return
    now, difference, printed = interval_of(value), interval_in_unit_of(increase, value), interval_of(rate)
    if now is None or difference is None or printed is None:
        return
    change = difference.percent_of(now.minus(difference) if rises else now.plus(difference))
    if change and not change.overlaps(printed):
        should = printed_like(change.value, rate)
        problem = f"{value.text}，{'增加' if rises else '减少'}{increase.text}，变化应为{should}，写作{rate.text}"
        yield Alarm.at("growth", rate, problem, should)


def doubling(draft: Draft) -> Iterator[Alarm]:
    """Yield an alarm where 翻番 stands with two printed values that are not double."""
    for sentence in draft.sentences:
        for start, end in draft.reading.doublings:
            if not sentence.start <= start < sentence.end:
                continue
            word = draft.plain[start:end]
            pair = [mention for mention in sentence.mentions if mention.end <= start][-2:]
            if len(pair) < 2 or not _FROM.search(sentence.before(pair[0])):  # noqa: PLR2004 — two values
                continue
            old, new = interval_in_unit_of(pair[0], pair[1]), interval_of(pair[1])
            percent = new.percent_of(old) if old and new else None
            multiple = _MULTIPLES.get(word)
            if percent and multiple and abs(percent.value / _HUNDRED - multiple) > multiple * _NEAR * 2:
                ratio = f"{percent.value / _HUNDRED:.2f}倍"
                problem = f"{pair[0].text}到{pair[1].text}是{ratio}，不是{word}"
                yield Alarm("doubling", start, end, problem=problem, should=f"为原来的{ratio}")

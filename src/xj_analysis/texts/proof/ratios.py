"""Rules of arithmetic within a sentence: completion, pace, growth, doubling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ...base.errors import DataError
from ...quantity import hedges, periods
from ..reader import clauses
from ..reader.reading import Mention
from .draft import (
    Alarm,
    Certainty,
    Draft,
    DraftSentence,
    Interval,
    comparable,
    interval_in_unit_of,
    interval_of,
    is_twice_rounded,
    printed_like,
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
_BEFORE = re.compile(r"(?:去年同期|上年同期|上年|去年)(?:数)?(?:为|是|只有|仅)?$")
_MORE = re.compile(r"(?:比上年|较上年|比去年|较去年|同比)(?:同期)?(?:净?增加|增收|净增|多|减少|减收|少)(?:了)?$")
_TIMES = {"翻番": 2, "翻一番": 2, "翻了一番": 2, "翻了番": 2, "翻两番": 4, "翻了两番": 4, "翻三番": 8}
_HUNDRED = Decimal(100)
_YEAR = Decimal(12)
_NEAR = Decimal("0.1")


def completion(draft: Draft) -> Iterator[Alarm]:
    """完成率 that is not actual ÷ target, the three of them in one sentence."""
    for sentence in draft.sentences:
        for actual, target, rate in _plans(sentence):
            done, whole, told = interval_in_unit_of(actual, target), interval_of(target), interval_of(rate)
            share = done.percent_of(whole) if done and whole else None
            if share and told and not share.meets(told):
                yield _not_the_rate(share, actual, target, rate)


def _plans(sentence: DraftSentence) -> Iterator[tuple[Mention, Mention, Mention]]:
    """Actual, target and rate: V，占年度计划T的R; 目标T，完成V，完成率R."""
    for first, second, rate in zip(sentence.mentions, sentence.mentions[1:], sentence.mentions[2:], strict=False):
        if rate.unit != "%" or not comparable(first, second) or first.unit == "%":
            continue
        middle, last = sentence.between(first, second), sentence.between(second, rate)
        if _TARGET.search(middle) and _LINK.search(middle) and last == "的":
            yield first, second, rate
        elif _TARGET.search(sentence.before(first)) and _DONE.search(middle) and _SHARE.match(last) and last != "的":
            yield second, first, rate


def _not_the_rate(share: Interval, actual: Mention, target: Mention, rate: Mention) -> Alarm:
    should = printed_like(share.value, rate)
    said = f"{actual.text}÷{target.text}={should}，写作{rate.text}"
    if is_twice_rounded(share.value, rate):
        return Alarm("rounding", rate.start, rate.end, said + "，似是舍入了两次", should, "likely")
    sure: Certainty = "certain" if actual.hedge == target.hedge == rate.hedge else "likely"
    return Alarm("completion", rate.start, rate.end, said, should, sure)


def pace(draft: Draft) -> Iterator[Alarm]:
    """快于/慢于时序进度 that does not follow from the completion and the month."""
    for sentence in draft.sentences:
        exact = dict(_exact_rates(sentence))
        for place, rate in enumerate(sentence.mentions):
            told = exact.get(rate.start) or interval_of(rate)
            if rate.unit != "%" or not (rate.start in exact or _RATE_OF_PLAN.search(sentence.before(rate))):
                continue
            gone = _gone(rate.period)
            if gone is None or told is None:
                continue
            lead = Interval(told.value - gone, told.low - gone, told.high - gone)
            following = sentence.mentions[place + 1] if place + 1 < len(sentence.mentions) else None
            match = _PACE.search(sentence.between(rate, following)) if following else None
            if following is not None and match and following.unit in ("个百分点", "百分点", "%"):
                yield from _led_by(rate, lead, gone, following, match["word"])
            else:
                yield from _led(sentence, rate, lead)


def _exact_rates(sentence: DraftSentence) -> Iterator[tuple[int, Interval]]:
    """Completions unrounded, where actual and target stand beside them, by where the rate begins."""
    for actual, target, rate in _plans(sentence):
        done, whole, told = interval_in_unit_of(actual, target), interval_of(target), interval_of(rate)
        share = done.percent_of(whole) if done and whole else None
        if share and told and share.meets(told):  # one that does not is an alarm of its own
            yield rate.start, share


def _gone(code: str) -> Decimal | None:
    """How much of the year is gone at the end of a period that begins with it, in %."""
    if not code:
        return None
    try:
        period = periods.parse(code)
    except DataError:
        return None
    end = period.end
    whole = period.start is not None and (period.start.month, period.start.day) == (1, 1)
    if period.form == "day" and end is not None and _month_ends(end):
        whole = True
    if end is None or not whole or period.form == "year" or (period.start and period.start.year != end.year):
        return None
    return Decimal(end.month) / _YEAR * _HUNDRED


def _month_ends(day: date) -> bool:
    return day.month != date.fromordinal(day.toordinal() + 1).month


def _led_by(rate: Mention, lead: Interval, gone: Decimal, gap: Mention, word: str) -> Iterator[Alarm]:
    """快于时序进度7.3个百分点: the gap that is printed."""
    sign = -1 if word in _BEHIND else 1
    told = interval_of(gap)
    if told is None or lead.meets(told.times(Decimal(sign))):
        return
    should = ("快于" if lead.value >= 0 else "慢于") + printed_like(abs(lead.value), gap)
    said = f"完成率{rate.text}，与时序进度相差应为{should}，写作{word}{gap.text}"
    if (rate.value - hedges.rounded(gone, hedges.decimals_of(rate.value))) * sign == gap.value:
        yield Alarm("rounding", gap.start, gap.end, said + "：先各自舍入再相减，舍入了两次", should)
    else:
        yield Alarm("pace", gap.start, gap.end, said, should)


def _led(sentence: DraftSentence, rate: Mention, lead: Interval) -> Iterator[Alarm]:
    """快于时序进度, by how much is not said."""
    match = _PACE_ALONE.search(sentence.after(rate))
    if match is None:
        return
    ahead = match["word"] not in _BEHIND
    if (ahead and lead.high < 0) or (not ahead and lead.low > 0):
        start = rate.end + match.start()
        should = "慢于时序进度" if ahead else "快于时序进度"
        yield Alarm("pace", start, rate.end + match.end(), f"完成率{rate.text}，{should}，写作{match['word']}", should)


def growth(draft: Draft) -> Iterator[Alarm]:
    """Growth that the two printed values contradict; growth at comparable prices or like for like is left alone."""
    for sentence in draft.sentences:
        if _INCOMPARABLE.search(sentence.text):
            continue
        for old, new, rate in _moves(sentence):
            yield from _moved(sentence, old, new, rate)
        for whole, more, rate in zip(sentence.mentions, sentence.mentions[1:], sentence.mentions[2:], strict=False):
            yield from _added(sentence, whole, more, rate)


def _moves(sentence: DraftSentence) -> Iterator[tuple[Mention, Mention, Mention]]:
    for first, second, rate in zip(sentence.mentions, sentence.mentions[1:], sentence.mentions[2:], strict=False):
        told = clauses.is_rise(rate.change)
        if (
            told is None
            or not comparable(first, second)
            or (first.unit == "%") != (rate.unit in ("个百分点", "百分点"))
        ):
            continue
        if rate.unit not in ("%", "个百分点", "百分点") or not _short(sentence.between(second, rate)):
            continue
        middle = sentence.between(first, second)
        if _FROM.search(sentence.before(first)) and re.search(
            r"(?:到|至|为)(?:了)?(?:目前的|现在的|[0-9年]{0,6}的?)$", middle
        ):
            yield first, second, rate
        elif _BEFORE.search(middle) and not _PRICED.search(first.measured):
            yield second, first, rate


def _short(words: str) -> bool:
    return (
        re.fullmatch(
            r"，?(?:同比|比上年|较上年|累计|共|净)?(?:提高|增长|下降|上升|增加|降低|减少|提升|回落|降|升|增)(?:了)?",
            words,
        )
        is not None
    )


def _moved(sentence: DraftSentence, old: Mention, new: Mention, rate: Mention) -> Iterator[Alarm]:
    before, after, told = interval_in_unit_of(old, new), interval_of(new), interval_of(rate)
    if before is None or after is None or told is None:
        return
    sign = 1 if clauses.is_rise(rate.change) else -1
    if rate.unit == "%":
        if _PRICED.search(new.measured) or _PRICED.search(old.measured):
            return
        ratio = after.percent_of(before)
        if ratio is None:
            return
        change = Interval(ratio.value - 100, ratio.low - 100, ratio.high - 100)
    else:
        change = after.less(before)
    if not change.meets(told.times(Decimal(sign))):
        word = "增长" if change.value >= 0 else "下降"
        word = word if rate.unit == "%" else {"增长": "提高", "下降": "下降"}[word]
        should = word + printed_like(abs(change.value), rate)
        said = f"由{old.text}到{new.text}，应为{should}，写作{rate.change}{rate.text}"
        yield Alarm("growth", rate.start, rate.end, said, should)


def _added(sentence: DraftSentence, whole: Mention, more: Mention, rate: Mention) -> Iterator[Alarm]:
    """V，比上年增加D，增长P: P must be D ÷ (V − D)."""
    told = clauses.is_rise(rate.change)
    moved = sentence.between(whole, more)
    if rate.unit != "%" or told is None or more.unit == "%" or not _short(sentence.between(more, rate)):
        return
    if not _MORE.search(moved) or "，" not in moved or not comparable(whole, more) or _PRICED.search(whole.measured):
        return
    now, gap, said = interval_of(whole), interval_in_unit_of(more, whole), interval_of(rate)
    if now is None or gap is None or said is None:
        return
    before = now.less(gap) if told else now.plus(gap)
    change = gap.percent_of(before)
    if change and not change.meets(said):
        should = printed_like(change.value, rate)
        words = f"{whole.text}，{'增加' if told else '减少'}{more.text}，变化应为{should}，写作{rate.text}"
        yield Alarm("growth", rate.start, rate.end, words, should)


def doubling(draft: Draft) -> Iterator[Alarm]:
    """翻番 of two printed values that are not double."""
    for sentence in draft.sentences:
        for start, end in draft.reading.doublings:
            if not sentence.start <= start < sentence.end:
                continue
            word = draft.plain[start:end]
            pair = [mention for mention in sentence.mentions if mention.end <= start][-2:]
            if len(pair) < 2 or not _FROM.search(sentence.before(pair[0])):  # noqa: PLR2004 — two values
                continue
            old, new = interval_in_unit_of(pair[0], pair[1]), interval_of(pair[1])
            times = new.percent_of(old) if old and new else None
            wanted = _TIMES.get(word)
            if times and wanted and abs(times.value / _HUNDRED - wanted) > wanted * _NEAR * 2:
                ratio = f"{times.value / _HUNDRED:.2f}倍"
                yield Alarm(
                    "doubling", start, end, f"{pair[0].text}到{pair[1].text}是{ratio}，不是{word}", f"为原来的{ratio}"
                )

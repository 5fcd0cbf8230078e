"""Lists and ranges: several numbers that share a unit, and at times a hedge (12、15和18家; 约3—5亿元)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..hedges import Hedge
from . import lexicon
from .amounts import UNIT_MISSING, NumberMention

_JOIN = re.compile(r"\s?(?:、|和|与|及|以及|至|到|或|[-—~]{1,2})\s?$")
_DASH = re.compile(r"[-—~至到]\s?$")
_BUILDINGS = ("栋", "幢")  # 1—12栋 is an address
_LOOSE = (Hedge.ABOUT, Hedge.UNDER)


def share_units(text: str, numbers: list[NumberMention]) -> list[NumberMention]:
    """Give each number of a list or range its unit from a later one, and the hedge that all of them share.

    Parameters
    ----------
    text
        From :func:`xj_analysis.quantity.mentions.masks.mask_non_quantities`.
    numbers
        Mentions in order; those with :data:`xj_analysis.quantity.mentions.amounts.UNIT_MISSING` outside a list are
        dropped.

    Examples
    --------
    >>> from xj_analysis.quantity.mentions.quantities import find_quantities
    >>> [(str(q.value), q.unit, str(q.hedge)) for q in find_quantities("约3—5亿元，15和18家")]
    [('3', '亿元', 'about'), ('5', '亿元', 'about'), ('15', '家', 'exact'), ('18', '家', 'exact')]
    """
    backwards: list[NumberMention] = []
    following: NumberMention | None = None
    for number in reversed(numbers):
        if number.unit in _BUILDINGS and _DASH.search(text[max(0, number.start - 3) : number.start]):
            following = None
            continue
        following = _with_later_unit(text, number, following)
        if following is not None:
            backwards.append(following)
    return list(_with_earlier_hedge(text, backwards[::-1]))


def _with_later_unit(text: str, number: NumberMention, following: NumberMention | None) -> NumberMention | None:
    """Return a number with unit and hedge from the one that follows; None where neither has a unit for it."""
    if following is None or not _JOIN.fullmatch(text[number.end : following.start]):
        return None if number.unit == UNIT_MISSING else number
    hedge = number.hedge
    if hedge is Hedge.EXACT and _is_range(text, number, following):
        hedge = lexicon.hedge_before(text, number.start) or following.hedge
    if number.unit == UNIT_MISSING:
        return replace(number, unit=following.unit, hedge=lexicon.hedge_before(text, number.start) or hedge)
    if number.unit in ("万", "亿") and following.unit.startswith(number.unit):  # 12万～15万人
        return replace(number, unit=following.unit, hedge=hedge)
    return replace(number, hedge=hedge)


def _is_range(text: str, first: NumberMention, second: NumberMention) -> bool:
    return any(sign in text[first.end : second.start] for sign in "-—~至到或")


def _with_earlier_hedge(text: str, numbers: list[NumberMention]) -> Iterator[NumberMention]:
    """Carry a hedge through a range (约3—5亿元), a list after 分别, and a bound through a list (突破5亿元、10亿元)."""
    last: NumberMention | None = None
    bound = Hedge.EXACT  # holds for the rest of a list
    for number in numbers:
        hedge = lexicon.hedge_before(text, number.start)
        joined = last is not None and _JOIN.fullmatch(text[last.end : number.start]) is not None
        if not joined or (last is not None and number.unit != last.unit):
            bound = Hedge.EXACT
        if hedge and (hedge not in _LOOSE or "分别" in text[max(0, number.start - lexicon.WINDOW) : number.start]):
            bound = hedge
        carried = last.hedge if last and joined and _is_range(text, last, number) and not last.embedded else bound
        last = replace(number, hedge=carried) if joined and not hedge and number.hedge is Hedge.EXACT else number
        yield last

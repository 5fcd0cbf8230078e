"""Lists and ranges: one unit, and at times one hedge, for several numbers (12、15和18家; 约3—5亿元)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ...quantity.hedges import Hedge
from . import lexicon
from .amounts import NumberMention

_JOIN = re.compile(r"\s?(?:、|和|与|及|以及|至|到|或|[-—~]{1,2})\s?$")
_SPAN = re.compile(r"[-—~至到]\s?$")
_BUILDINGS = ("栋", "幢")  # 1—12栋 is an address
_LOOSE = (Hedge.ABOUT, Hedge.UNDER)


def share_units(text: str, found: list[NumberMention]) -> list[NumberMention]:
    """Give numbers whose unit stands with a later one that unit, and all of a range or list the hedge it shares.

    Parameters
    ----------
    text
        From :func:`xj_analysis.texts.reader.masks.mask_non_quantities`.
    found
        Quantities in order; those without a unit have ``?``, and are dropped where they stand in no list.

    Examples
    --------
    >>> from xj_analysis.texts.reader.quantities import find_quantities
    >>> [(str(q.value), q.unit, str(q.hedge)) for q in find_quantities("约3—5亿元，15和18家")]
    [('3', '亿元', 'about'), ('5', '亿元', 'about'), ('15', '家', 'exact'), ('18', '家', 'exact')]
    """
    made: list[NumberMention] = []
    following: NumberMention | None = None
    for quantity in reversed(found):
        if quantity.unit in _BUILDINGS and _SPAN.search(text[max(0, quantity.start - 3) : quantity.start]):
            following = None
            continue
        following = _before(text, quantity, following)
        if following is not None:
            made.append(following)
    return list(_carried(text, made[::-1]))


def _before(text: str, quantity: NumberMention, following: NumberMention | None) -> NumberMention | None:
    """A quantity with what it takes from the one that follows it; None where it has no unit of either."""
    if following is None or not _JOIN.fullmatch(text[quantity.end : following.start]):
        return None if quantity.unit == "?" else quantity
    hedge = quantity.hedge
    if hedge is Hedge.EXACT and _range(text, quantity, following):
        hedge = lexicon.hedge_before(text, quantity.start) or following.hedge
    if quantity.unit == "?":
        hedge = lexicon.hedge_before(text, quantity.start) or hedge
        return replace(quantity, unit=following.unit, listed=True, hedge=hedge)
    if quantity.unit in ("万", "亿") and following.unit.startswith(quantity.unit):  # 12万～15万人
        return replace(quantity, unit=following.unit, listed=True, hedge=hedge)
    return replace(quantity, hedge=hedge)


def _range(text: str, first: NumberMention, second: NumberMention) -> bool:
    return any(sign in text[first.end : second.start] for sign in "-—~至到或")


def _carried(text: str, found: list[NumberMention]) -> Iterator[NumberMention]:
    """A hedge holds on for a range (约3—5亿元), for a list after 分别, and a bound for a list (突破5亿元、10亿元)."""
    last: NumberMention | None = None
    bound = Hedge.EXACT  # what holds for the rest of a list
    for quantity in found:
        own = lexicon.hedge_before(text, quantity.start)
        joined = last is not None and _JOIN.fullmatch(text[last.end : quantity.start]) is not None
        if not joined or (last is not None and quantity.unit != last.unit):
            bound = Hedge.EXACT
        if own and (own not in _LOOSE or "分别" in text[max(0, quantity.start - lexicon.WINDOW) : quantity.start]):
            bound = own
        reach = last.hedge if last and joined and _range(text, last, quantity) and not last.inner else bound
        last = replace(quantity, hedge=reach) if joined and not own and quantity.hedge is Hedge.EXACT else quantity
        yield last

"""Grammar of quantities: Arabic and Chinese numerals with scale, unit and hedge, shares in words, lists and ranges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ..hedges import Hedge
from . import chinese_numerals, lexicon, lists, shares
from .amounts import UNIT_MISSING, NumberMention, number_mention, parse_ending
from .masks import mask_non_quantities, reading_text

_ARABIC = r"[1-9][0-9]{0,2}(?:[,，][0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?"
_HAN = lexicon.NUMERALS
_NUMBER = re.compile(
    rf"(?P<arabic>(?<![0-9_.])(?:(?<![A-Za-z])|(?<=GDP)|(?<=[CP]PI)|(?<=PMI))(?:{_ARABIC}))|(?P<han>[{_HAN}]+(?:点[{_HAN}]+)?)"
)
_COMPOUND = re.compile(r"亿([0-9]{1,4})(千?)(万)|万([0-9]{1,4})(?=[^0-9.,%万亿])")
_INDEX = re.compile(
    r"(?:指数|系数|得分|性别比|商值)(?:[（(][^）)]{1,30}[）)])?(?:分别)?(?:达到|达|为|是|升至|降至|提高到|降到|下降到)?\s?$"
)
_COMMAS = str.maketrans("", "", ",，")


def find_quantities(text: str, names: Iterable[str] = ()) -> list[NumberMention]:
    """Return the quantities of a text, in order of their place.

    Parameters
    ----------
    text
        Running text.
    names
        Names with digits that are no quantities (“5+2”), where their form does not tell.

    Examples
    --------
    >>> [(q.value, q.unit, str(q.hedge)) for q in find_quantities("接待游客约75万人次，收入4800万元，带动30多家企业")]
    [(Decimal('75'), '万人次', 'about'), (Decimal('4800'), '万元', 'exact'), (Decimal('30'), '家', 'over')]
    """
    plain, places = reading_text(text)
    return placed(quantities_in_masked(mask_non_quantities(plain, names)), places)


def placed(mentions: Iterable[NumberMention], places: Sequence[int]) -> list[NumberMention]:
    """Return mentions read from :func:`.masks.reading_text` at their places in the text itself."""
    return [replace(each, start=places[each.start], end=places[each.end - 1] + 1) for each in mentions]


def quantities_in_masked(plain: str) -> list[NumberMention]:
    """Return the quantities of a text from :func:`.masks.mask_non_quantities`, in order."""
    mentions = sorted([*shares.find_shares(plain), *_numbers(plain)], key=lambda mention: mention.start)
    apart = [mention for n, mention in enumerate(mentions) if n == 0 or mention.start >= mentions[n - 1].end]
    return lists.share_units(plain, apart)


def _numbers(text: str) -> Iterator[NumberMention]:
    end = 0
    for match in _NUMBER.finditer(text):
        if match.start() < end:
            continue
        parse = _parse_arabic if match["arabic"] else chinese_numerals.parse_chinese_numeral
        mention = parse(text, *match.span())
        if mention is not None:
            end = mention.end
            yield mention


def _parse_arabic(text: str, start: int, end: int) -> NumberMention | None:
    value = Decimal(text[start:end].translate(_COMMAS))
    signed = text[start - 1 : start] == "-" and _is_minus(text, start - 1)
    if text[start - 1 : start] in ("+", "/", "×") and text[start - 2 : start - 1].isdigit():
        return None
    if compound := _COMPOUND.match(text, end):
        low = (compound[1] or compound[4]) + "000" * bool(compound[2])
        unit = compound[3] or ""
        ending = parse_ending(text, compound.end(), unit)
        if ending is not None and (unit or ending.unit):
            return number_mention(text, start, ending, value * 10**4 + Decimal(low), signed=signed)
    ending = parse_ending(text, end)
    if ending is not None:
        return number_mention(text, start, ending, value, signed=signed)
    if _INDEX.search(text[max(0, start - 44) : start]) and not text[end : end + 1].isalnum():
        unit, hedge = "", lexicon.hedge_before(text, start) or Hedge.EXACT
    elif not text[end : end + 1].isascii() or not text[end : end + 1].isalnum():
        unit, hedge = UNIT_MISSING, Hedge.EXACT
    else:
        return None
    return NumberMention(start=start - signed, end=end, value=-value if signed else value, unit=unit, hedge=hedge)


def _is_minus(text: str, place: int) -> bool:
    """Return whether a dash is a minus sign: it follows nothing that could begin a range."""
    left = text[:place].rstrip(" ")[-1:]
    return not (left.isascii() and left.isalnum()) and left not in tuple("%‰元万亿点人个家日月年级℃-—\0")

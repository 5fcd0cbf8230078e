"""The grammar of a quantity: a number, its scale and unit, and the hedge before, inside or after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ...quantity.hedges import Hedge
from . import chinese_numerals, lexicon, lists, shares
from .amounts import NumberMention, number_mention, parse_ending
from .masks import mask_non_quantities, normalize_characters

_ARABIC = r"[1-9][0-9]{0,2}(?:[,，][0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?"
_HAN = "零〇一二两三四五六七八九十百千万亿"
_NUMBER = re.compile(
    rf"(?P<arabic>(?<![0-9_.])(?:(?<![A-Za-z])|(?<=GDP)|(?<=[CP]PI)|(?<=PMI))(?:{_ARABIC}))|(?P<han>[{_HAN}]+(?:点[{_HAN}]+)?)"
)
_COMPOUND = re.compile(r"亿([0-9]{1,4})(千?)(万)|万([0-9]{1,4})(?=[^0-9.,%万亿])")
_INDEX = re.compile(
    r"(?:指数|系数|得分|性别比|商值)(?:[（(][^）)]{1,30}[）)])?(?:分别)?(?:达到|达|为|是|升至|降至|提高到|降到|下降到)?\s?$"
)
_COMMAS = str.maketrans("", "", ",，")


def find_quantities(text: str, names: Iterable[str] = ()) -> list[NumberMention]:
    """Return the quantities of a text, in order.

    Parameters
    ----------
    text
        Running text.
    names
        Names with digits that are none, besides those that can be told by their form.

    Examples
    --------
    >>> [(q.value, q.unit, str(q.hedge)) for q in find_quantities("接待游客约75万人次，收入4800万元，带动30多家企业")]
    [(Decimal('75'), '万人次', 'about'), (Decimal('4800'), '万元', 'exact'), (Decimal('30'), '家', 'over')]
    """
    return quantities_in_masked(mask_non_quantities(normalize_characters(text), names))


def quantities_in_masked(plain: str) -> list[NumberMention]:
    """Return the quantities of a text from :func:`xj_analysis.texts.reader.masks.mask_non_quantities`, in order."""
    found = sorted([*shares.find_shares(plain), *_numbers(plain)], key=lambda quantity: quantity.start)
    clear = [q for n, q in enumerate(found) if n == 0 or q.start >= found[n - 1].end]
    return lists.share_units(plain, clear)


def _numbers(text: str) -> Iterator[NumberMention]:
    done = 0
    for match in _NUMBER.finditer(text):
        if match.start() < done:
            continue
        found = (_arabic if match["arabic"] else chinese_numerals.parse_chinese_numeral)(
            text, match.start(), match.end()
        )
        if found is not None:
            done = found.end
            yield found


def _arabic(text: str, start: int, end: int) -> NumberMention | None:
    value = Decimal(text[start:end].translate(_COMMAS))
    signed = text[start - 1 : start] == "-" and _minus(text, start - 1)
    if text[start - 1 : start] in ("+", "/", "×") and text[start - 2 : start - 1].isdigit():
        return None
    if compound := _COMPOUND.match(text, end):
        low = (compound[1] or compound[4]) + "000" * bool(compound[2])
        unit = compound[3] or ""
        ending = parse_ending(text, compound.end(), unit)
        if ending is not None and (unit or ending[1]):
            return number_mention(text, start, ending, value * 10**4 + Decimal(low), signed=signed)
    ending = parse_ending(text, end)
    if ending is not None:
        return number_mention(text, start, ending, value, signed=signed)
    if _INDEX.search(text[max(0, start - 44) : start]) and not text[end : end + 1].isalnum():
        return NumberMention(
            start - signed, end, -value if signed else value, "", lexicon.hedge_before(text, start) or Hedge.EXACT
        )
    if not text[end : end + 1].isascii() or not text[end : end + 1].isalnum():
        return NumberMention(start - signed, end, -value if signed else value, "?", Hedge.EXACT)  # may share a unit
    return None


def _minus(text: str, place: int) -> bool:
    """Whether a dash is a sign: nothing it could reach from stands before it."""
    left = text[:place].rstrip(" ")[-1:]
    return not (left.isascii() and left.isalnum()) and left not in tuple("%‰元万亿点人个家日月年级℃-—\0")

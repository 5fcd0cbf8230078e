"""A number with what follows it: embedded hedge, scale and unit; and the hedge around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ...quantity.hedges import Hedge
from . import lexicon


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number with its unit, where it stands in a text.

    Parameters
    ----------
    start, end
        The slice of the text: number and unit, a hedge only where it is embedded (30多家).
    value
        The number in `unit`, with the sign that is written.
    unit
        As written, the scale in it (万人次), without an embedded hedge; '' for an index.
    hedge
        How the number is meant.
    listed
        True where its unit stands with a later number of a list or range (3—5家, 12、15和18家).
    inner
        True where the hedge is embedded.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    hedge: Hedge
    listed: bool = False
    inner: bool = False


_HUNDRED_MILLIONS = re.compile(r"\s?个(亿|万亿)(?=元|[^\u4e00-\u9fff]|左右|以[上下内]|的|$)")
_SCALE = re.compile(r"\s?(万亿|百万|千万|亿|万|千|百)")
_EMBEDDED = re.compile(r"\s?(多|余|来|几)")
_MONTHS = re.compile(r"个(多|半)(月|小时|星期|百分点)")
_PAST = re.compile(r"(?<![超通经不度渡越路走穿跨翻])过$|(?<![突侦打爆攻识])破$")
OPEN_QUOTE = re.compile(r"[“‘「『\"]([^”’」』\"，。；！？\n]{0,16})$")
"""An opening quotation mark, not far back and in the same clause."""
_NOT_YEARS = re.compile(r"年(?:代|级|度|[底末初中](?!期)|生人|夜|货|会|报|鉴)")

Ending = tuple[int, str, Hedge | None]
"""Where number, scale and unit end; the unit without hedge; the hedge inside."""


def hedge_around(text: str, start: int, end: int, unit: str, plain: Hedge = Hedge.EXACT) -> Hedge:
    """Return the hedge before or after a number, else `plain`.

    Examples
    --------
    >>> hedge_around("近30%", 1, 4, "%"), hedge_around("30%以上", 0, 3, "%")
    (<Hedge.UNDER: 'under'>, <Hedge.OVER: 'over'>)
    """
    return lexicon.hedge_before(text, start) or lexicon.hedge_after(text, end, unit) or plain


def parse_ending(text: str, end: int, scale: str = "") -> Ending | None:
    """Return what follows a number that ends at `end`; None where it has no unit, nor a scale to stand for one.

    Examples
    --------
    >>> parse_ending("3200余万元", 4), parse_ending("75万人次", 2), parse_ending("3号楼", 1)
    ((7, '万元', <Hedge.OVER: 'over'>), (5, '万人次', None), None)
    """
    inside: Hedge | None = None
    place = end
    for _ in range(2):  # 3200余万元, 1.2万余人
        if inside is None and (hedge := _EMBEDDED.match(text, place)):
            inside, place = lexicon.EMBEDDED[hedge[1]], hedge.end()
        if not scale and (match := _HUNDRED_MILLIONS.match(text, place)):
            scale, place = match[1], match.end()
        if scale in ("", "百", "千") and not lexicon.unit_at(text, place) and (match := _SCALE.match(text, place)):
            scale, place = scale + match[1], match.end()
    if months := _MONTHS.match(text, place):
        return months.end(), scale + "个" + months[2], inside or (Hedge.OVER if months[1] == "多" else None)
    place += text[place : place + 1] == " "
    unit = lexicon.unit_at(text, place)
    if unit == "年" and _NOT_YEARS.match(text, place):
        return None
    if unit:
        return place + len(unit), scale + unit, inside
    if text.startswith("日", place) and re.match(r"日(?:内|以内|之内)", text[place : place + 3]) and not scale:
        return place + 1, "日", inside
    if scale.endswith(("万", "亿")) and text[place : place + 1] not in ("级", "亩", "元", "分"):
        return place, scale, inside
    return None


def number_mention(
    text: str, start: int, ending: Ending, value: Decimal, *, signed: bool = False
) -> NumberMention | None:
    """Return the quantity of a number, what follows it, and the hedges; None where it is a name.

    Examples
    --------
    >>> found = number_mention("约75万人次", 1, (6, "万人次", None), Decimal(75))
    >>> (found.start, found.end, str(found.hedge)) if found else None
    (1, 6, 'about')
    """
    end, unit, inside = ending
    if "个半" in text[start:end]:
        value += Decimal("0.5")  # 1个半小时
    if unit == "条" and text[end : end + 1] == "”" and OPEN_QUOTE.search(text[max(0, start - 18) : start]):
        return None  # “稳增长30条” is a name
    hedge = inside or hedge_around(text, start - signed, end, unit)
    if (
        hedge is Hedge.EXACT
        and lexicon.base_unit(unit) in lexicon.MONEY
        and _PAST.search(text[max(0, start - 2) : start])
    ):
        hedge = Hedge.OVER
    inner = inside is not None
    return NumberMention(start - signed, end, -value if signed else value, unit, hedge, inner=inner)

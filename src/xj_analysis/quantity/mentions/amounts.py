"""Number mentions: a number with its scale, its unit, and the hedge before, inside or after them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ..hedges import Hedge
from . import lexicon


@dataclass(frozen=True, slots=True)
class NumberMention:
    """Number with its unit, at its place in a text.

    Parameters
    ----------
    start, end
        Slice of the text: number and unit; a hedge only where it is embedded (30多家).
    value
        Number in `unit`, with its written sign.
    unit
        Unit as written, with its scale (万人次), without an embedded hedge; '' for an index.
    hedge
        Hedge of the number.
    embedded
        True where the hedge is embedded.
    interval
        Least and greatest number it may be, in `unit`, where its words say more than `value` and `hedge` (数百家).
    """

    start: int
    end: int
    value: Decimal
    unit: str
    hedge: Hedge
    embedded: bool = False
    interval: tuple[Decimal, Decimal] | None = None


class Ending(NamedTuple):
    """End of number, scale and unit; the unit with its scale; the embedded hedge."""

    end: int
    unit: str
    hedge: Hedge | None


UNIT_MISSING = "?"
"""Unit of a number that has none of its own, but may share that of a later one (12、15和18家)."""

_HUNDRED_MILLIONS = re.compile(r"\s?个(亿|万亿)(?=元|[^\u4e00-\u9fff]|左右|以[上下内]|的|$)")
_SCALE = re.compile(r"\s?(万亿|百万|千万|亿|万|千|百)")
_EMBEDDED = re.compile(rf"\s?({'|'.join(lexicon.EMBEDDED)})")
_MONTHS = re.compile(r"个(多|半)(月|小时|星期|百分点)")
_PAST = re.compile(r"(?<![超通经不度渡越路走穿跨翻])过$|(?<![突侦打爆攻识])破$")
OPEN_QUOTE = re.compile(r"[“‘「『\"]([^”’」』\"，。；！？\n]{0,16})$")
"""Opening quotation mark shortly before a place, in the same clause."""
_NOT_YEARS = re.compile(r"年(?:代|级|度|[底末初中](?!期)|生人|夜|货|会|报|鉴)")


def hedge_around(text: str, start: int, end: int, unit: str, plain: Hedge = Hedge.EXACT) -> Hedge:
    """Return the hedge before or after a number; `plain` where there is none.

    Examples
    --------
    >>> hedge_around("近30%", 1, 4, "%"), hedge_around("30%以上", 0, 3, "%")
    (<Hedge.UNDER: 'under'>, <Hedge.OVER: 'over'>)
    """
    return lexicon.hedge_before(text, start) or lexicon.hedge_after(text, end, unit) or plain


def parse_ending(text: str, end: int, scale: str = "") -> Ending | None:
    """Return scale, unit and embedded hedge after a number that ends at `end`; None without unit or 万, 亿.

    Examples
    --------
    >>> parse_ending("3200余万元", 4)
    Ending(end=7, unit='万元', hedge=<Hedge.OVER: 'over'>)
    >>> parse_ending("75万人次", 2), parse_ending("3号楼", 1)
    (Ending(end=5, unit='万人次', hedge=None), None)
    """
    hedge: Hedge | None = None
    place = end
    for _ in range(2):  # 3200余万元, 1.2万余人
        if hedge is None and (match := _EMBEDDED.match(text, place)):
            hedge, place = lexicon.EMBEDDED[match[1]], match.end()
        if not scale and (match := _HUNDRED_MILLIONS.match(text, place)):
            scale, place = match[1], match.end()
        if scale in ("", "百", "千") and not lexicon.unit_at(text, place) and (match := _SCALE.match(text, place)):
            scale, place = scale + match[1], match.end()
    if months := _MONTHS.match(text, place):
        return Ending(months.end(), scale + "个" + months[2], hedge or (Hedge.OVER if months[1] == "多" else None))
    place += text[place : place + 1] == " "
    unit = lexicon.unit_at(text, place)
    if unit == "年" and _NOT_YEARS.match(text, place):
        return None
    if unit:
        return Ending(place + len(unit), scale + unit, hedge)
    if text.startswith("日", place) and re.match(r"日(?:内|以内|之内)", text[place : place + 3]) and not scale:
        return Ending(place + 1, "日", hedge)
    if scale.endswith(("万", "亿")) and text[place : place + 1] not in ("级", "亩", "元", "分"):
        return Ending(place, scale, hedge)
    return None


def number_mention(
    text: str, start: int, ending: Ending, value: Decimal, *, signed: bool = False
) -> NumberMention | None:
    """Return the mention of a number with its ending and hedges; None where it is part of a name.

    Parameters
    ----------
    text
        Masked text.
    start
        First character of the number, without its sign.
    ending
        From :func:`parse_ending`.
    value
        The number without its sign.
    signed
        True where a minus sign stands before `start`.

    Examples
    --------
    >>> mention = number_mention("约75万人次", 1, Ending(6, "万人次", None), Decimal(75))
    >>> (mention.start, mention.end, str(mention.hedge)) if mention else None
    (1, 6, 'about')
    """
    end, unit, embedded = ending
    if "个半" in text[start:end]:
        value += Decimal("0.5")  # 1个半小时
    if unit == "条" and text[end : end + 1] == "”" and OPEN_QUOTE.search(text[max(0, start - 18) : start]):
        return None  # “稳增长30条” is a name
    hedge = embedded or hedge_around(text, start - signed, end, unit)
    money = lexicon.base_unit(unit) in lexicon.MONEY
    if hedge is Hedge.EXACT and money and _PAST.search(text[max(0, start - 2) : start]):
        hedge = Hedge.OVER
    return NumberMention(
        start=start - signed, end=end, value=-value if signed else value, unit=unit, hedge=hedge,
        embedded=embedded is not None,
    )  # fmt: skip

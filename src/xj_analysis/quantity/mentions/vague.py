"""Vague amounts, with the least and the greatest number they may be: 数百家, 十几个, 三五户, 成千上万."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .. import numerals
from ..hedges import Hedge
from . import lexicon
from .amounts import NumberMention, parse_ending

_ONES = "一二两三四五六七八九"
_MORE = "[多余来]?"
_SEVERAL = re.compile(rf"(?<![{lexicon.NUMERALS}])(?:好几|[数几])(?P<scale>[十百千万亿]+){_MORE}")
_TEENS = re.compile(rf"(?<![{lexicon.NUMERALS}数几])(?P<tens>[{_ONES}]?十)几(?P<scale>[万亿]?)")
_EITHER = re.compile(
    rf"(?<![{lexicon.NUMERALS}数几第])(?P<tens>[{_ONES}]?十)?(?P<low>[{_ONES}])(?P<high>[{_ONES}])(?P<scale>[十百千]?[万亿]?){_MORE}"
    rf"(?![{lexicon.NUMERALS}])"
)
_ABOUT = re.compile(r"(?P<number>百八十|千八百|百十来|[百千万]把)")
_ROUND_ABOUT = {"百八十": 100, "百十来": 100, "千八百": 1000, "百把": 100, "千把": 1000, "万把": 10000}
_MANY = re.compile(r"成百上千|成千上万|成千成万|上千上万|千千万万|数以(?P<scale>十|百|千|万|亿|十万|百万|千万)计")
_LEAST = {"成百上千": 100}
_RAISED = re.compile(
    rf"(?:(?<![以线网山路马早晚加迈登站踏升跃攀百千之])上|(?<![通经不])过|(?<![突侦打])破|[近逾超约]|突破){lexicon.LINK}(?P<number>[百千万亿]{{1,3}}){_MORE}"
)
_TIMES = re.compile(r"(?:成百上千|[数几多成]|(?:上|[近逾超])[十百千万])倍(?![率镜频数])")
_TEN = 10
_CLOSE = re.compile(r"[，。；、！？：:,;)）”’」』\s\0]|$|以[上下内]|左右|之[多众]")


def find_vague(text: str) -> Iterator[NumberMention]:
    """Yield the vague amounts of a masked text; stretches of years and days (数十年, 两三天) are none.

    Examples
    --------
    >>> [(q.unit, *map(str, q.interval)) for q in find_vague("数百家，十几万元，三五户，两三成，成千上万人")]
    [('家', '200', '999'), ('万元', '11', '20'), ('户', '3', '5'), ('%', '20', '30'), ('人', '1000', 'Infinity')]
    """
    for match in _SEVERAL.finditer(text):
        scale = numerals.parse_chinese(match["scale"])
        if scale:
            yield from _mention(text, match, (scale * 2, scale * 10), open_above=True)
    for match in _TEENS.finditer(text):
        tens = numerals.parse_chinese(match["tens"])
        if tens:
            factor = _factor(match["scale"])
            yield from _mention(text, match, ((tens + 1) * factor, (tens + 10) * factor), open_above=True)
    for match in _EITHER.finditer(text):
        low, high = (numerals.parse_chinese(match[part]) for part in ("low", "high"))
        if low and high and (high == low + 1 or f"{low}{high}" == "35"):
            tens = numerals.parse_chinese(match["tens"] or "零") or Decimal(0)
            factor = _factor(match["scale"])
            yield from _mention(
                text, match, ((tens + low) * factor, (tens + high) * factor), unit_needed=not match["scale"]
            )
    for match in _ABOUT.finditer(text):
        about = Decimal(_ROUND_ABOUT[match["number"]])
        yield from _mention(text, match, (about / 2, about * 2), unit_needed=True)
    for match in _MANY.finditer(text):
        least = _factor(match["scale"] or "") if match["scale"] else Decimal(_LEAST.get(match[0], 1000))
        yield from _mention(text, match, (least, Decimal("Infinity")), any_end=True)
    for match in _RAISED.finditer(text):
        value = numerals.parse_chinese(match["number"])
        if value and _CLOSE.match(text, match.end()):
            hedge = lexicon.hedge_before(text, match.start("number")) or Hedge.OVER
            yield NumberMention(match.start("number"), match.end(), value=value, unit="", hedge=hedge)
    for match in _TIMES.finditer(text):
        yield NumberMention(
            *match.span(), value=Decimal(2), unit="倍", hedge=Hedge.AT_LEAST, interval=(Decimal(2), Decimal("Infinity"))
        )


def _factor(scale: str) -> Decimal:
    return (numerals.parse_chinese(scale) if scale else None) or Decimal(1)


def _mention(
    text: str, match: re.Match[str], interval: tuple[Decimal, Decimal], *, open_above: bool = False,
    unit_needed: bool = False, any_end: bool = False,
) -> Iterator[NumberMention]:  # fmt: skip
    """Yield the amount of a match, where a unit follows or its clause ends.

    `open_above`: the greatest is the first number that is too many; of things that are counted, the one before it.
    """
    end = match.end()
    if text.startswith("成", end) and (share := _tenths(text, match, interval)):
        yield share
        return
    written = re.sub("[多余来]$", "", match[0])
    scale = "" if any_end else next((word for word in ("万亿", "亿", "万") if written.endswith(word)), "")
    ending = parse_ending(text, match.start() + len(written) - len(scale))
    unit, stop = (ending.unit, ending.end) if ending else ("", end)
    base = lexicon.base_unit(unit)
    if unit in lexicon.DURATIONS or unit in ("年", "日") or base in lexicon.NEVER_CHINESE:
        return
    ends = _CLOSE.match(text, stop) or lexicon.COUNTED_WITHOUT_UNIT.match(text, stop)
    if (not unit or unit == scale) and not any_end and (unit_needed or not ends):
        return
    low, high = (_scaled(bound, unit, base) for bound in interval)
    counted = base in lexicon.COUNTS and unit == base
    high -= 1 if open_above and counted else 0
    yield NumberMention(match.start(), stop, value=low, unit=unit, hedge=Hedge.AT_LEAST, interval=(low, high))


def _scaled(number: Decimal, unit: str, base: str) -> Decimal:
    """Return a number in its unit: 200000 of 万元 is 20."""
    scale = unit.removesuffix(base) if base else unit
    value = numerals.parse_chinese(scale) if scale else None
    return number if value is None or not number.is_finite() else _plain(number / value)


def _plain(number: Decimal) -> Decimal:
    return Decimal(f"{number.normalize():f}")


def _tenths(text: str, match: re.Match[str], interval: tuple[Decimal, Decimal]) -> NumberMention | None:
    """Return two or three tenths (两三成) as a share."""
    low, high = interval
    if high >= _TEN or text[match.end() + 1 : match.end() + 2] in ("群", "功", "员", "本", "果"):
        return None
    return NumberMention(
        match.start(), match.end() + 1, value=low * 10, unit="%", hedge=Hedge.AT_LEAST, interval=(low * 10, high * 10)
    )

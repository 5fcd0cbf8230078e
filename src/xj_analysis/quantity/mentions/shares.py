"""Shares in words: 百分之三十五, 三分之二, 七成半, 一半, ½."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from .. import numerals
from ..hedges import Hedge
from . import lexicon
from .amounts import NumberMention, hedge_around

_NUMERAL = lexicon.NUMERALS + "点"
_PER = re.compile(rf"(?P<of>[百千万])分之(?P<part>[0-9]+(?:\.[0-9]+)?|[{_NUMERAL}]+)")
_FRACTION = re.compile(rf"(?P<of>[{lexicon.NUMERALS}]{{1,9}})分之(?P<part>[{lexicon.NUMERALS}]+)")
_WHOLE = re.compile(r"百分百")
_VULGAR = re.compile(r"(?<![0-9])[\u00bc-\u00be\u2150-\u215e\u2189]")
_TENTHS = re.compile(
    r"(?P<tens>[一二两三四五六七八九1-9])成(?P<units>[一二三四五六七八九半]?)(?![为本果立效熟员交功长都品分型县片群千百规]|不变)"
)
_HALF = re.compile(r"(?<![统第唯同划专单])一半(?![径导岛年程成天])|半数")


def find_shares(text: str) -> Iterator[NumberMention]:
    """Yield the shares written in words, in % or ‰; halves, fractions and tenths without a hedge are 约.

    Examples
    --------
    >>> [(str(q.value), q.unit, str(q.hedge)) for q in find_shares("百分之三十五，三分之二，近七成")]
    [('35', '%', 'exact'), ('66.67', '%', 'about'), ('70', '%', 'under')]
    """
    for match in _HALF.finditer(text):
        yield _round(text, match, Decimal(50))
    for match in _WHOLE.finditer(text):
        yield NumberMention(*match.span(), value=Decimal(100), unit="%", hedge=Hedge.EXACT)
    for match in _VULGAR.finditer(text):
        percent = Decimal(f"{unicodedata.numeric(match[0]) * 100:.2f}").normalize()
        yield _round(text, match, Decimal(f"{percent:f}"))
    for match in _PER.finditer(text):
        value = Decimal(match["part"]) if match["part"][0].isdigit() else numerals.parse_chinese(match["part"])
        if value is not None:
            unit = "‰" if match["of"] == "千" else "%"
            share = value / (100 if match["of"] == "万" else 1)
            hedge = hedge_around(text, *match.span(), unit)
            yield NumberMention(*match.span(), value=share, unit=unit, hedge=hedge)
    for match in _FRACTION.finditer(text):
        of, part = numerals.parse_chinese(match["of"]), numerals.parse_chinese(match["part"])
        if of and part and part < of and match["of"] not in ("百", "千", "万"):
            share = (part * 100 / of).quantize(Decimal("0.01")).normalize()
            yield _round(text, match, Decimal(f"{share:f}"))
    for match in _TENTHS.finditer(text):
        if text[match.start() - 1 : match.start()] not in (*_NUMERAL, *"0123456789."):
            units = "5" if match["units"] == "半" else match["units"] or "0"
            yield _round(text, match, _digit(match["tens"]) * 10 + _digit(units))


def _round(text: str, match: re.Match[str], value: Decimal) -> NumberMention:
    hedge = hedge_around(text, *match.span(), "%", Hedge.ABOUT)
    return NumberMention(*match.span(), value=value, unit="%", hedge=hedge)


def _digit(written: str) -> Decimal:
    return Decimal(written) if written.isascii() else numerals.parse_chinese(written) or Decimal(0)

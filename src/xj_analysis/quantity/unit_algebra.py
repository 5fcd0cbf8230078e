"""Units of products and quotients: 万元 ÷ 万人次 is 元/人次, a % of 亿元 is 亿元."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from ..base.errors import DataError
from . import units
from .intervals import Intervals

_NUMBERS = ("比率", "倍数", "无量纲")
"""Dimensions that multiply like plain numbers."""
_KEPT = {Fraction(units.SCALES[prefix]): prefix for prefix in ("万", "亿")}
"""Scales that a quotient keeps: 261.6亿元 by 24个 is 10.9亿元/个."""


@cache
def quotient(above: str, below: str) -> tuple[str, Fraction]:
    """Return the unit of a quotient, and the number of it in one `above` for one `below`.

    Raises
    ------
    DataError
        The two cannot be divided: one of them is a quotient already.

    Examples
    --------
    >>> quotient("万元", "万人次"), quotient("亿元", "万元"), quotient("亿元", "家")
    (('元/人次', Fraction(1, 1)), ('', Fraction(10000, 1)), ('亿元/家', Fraction(1, 1)))
    >>> quotient("元", "%")
    ('元', Fraction(100, 1))
    """
    one, other = units.unit(above), units.unit(below)
    if other.dimension in _NUMBERS:
        return ("", one.factor / other.factor) if one.dimension in _NUMBERS else (above, 1 / other.factor)
    if one.dimension == other.dimension:
        return "", one.factor / other.factor
    if "/" in above or "/" in below or one.dimension in _NUMBERS:
        raise DataError("单位", f"{above or '数'}不能除以{below}", do="请先换算，或用 metrics 里的函数。")
    (numerator, scale), (denominator, scale_2) = _unscaled(above), _unscaled(below)
    prefix = _KEPT.get(scale / scale_2, "")
    return f"{prefix}{numerator}/{denominator}", Fraction(1) if prefix else scale / scale_2


@cache
def product(left: str, right: str) -> tuple[str, Fraction]:
    """Return the unit of a product, and the number of it in one `left` times one `right`.

    Raises
    ------
    DataError
        The two cannot be multiplied: neither is a number, or a quotient by the other.

    Examples
    --------
    >>> product("亿元", "%"), product("元/人次", "万人次"), product("", "家")
    (('亿元', Fraction(1, 100)), ('元', Fraction(10000, 1)), ('家', Fraction(1, 1)))
    """
    one, other = units.unit(left), units.unit(right)
    if other.dimension in _NUMBERS:
        return ("", one.factor * other.factor) if one.dimension in _NUMBERS else (left, other.factor)
    if one.dimension in _NUMBERS:
        return right, one.factor
    for quotient_unit, unit in ((left, other), (right, one)):
        above, slash, below = quotient_unit.partition("/")
        if slash and units.unit(below).dimension == unit.dimension:
            return above, unit.factor / units.unit(below).factor
    raise DataError("单位", f"{left}不能乘以{right}", do="只能乘以数、百分比，或单位能约去的量。")


def times(intervals: Intervals, factor: Fraction) -> Intervals:
    """Return intervals in another unit; one division where the factor is below one, so that decimals stay exact.

    Examples
    --------
    >>> import numpy as np
    >>> float(times(Intervals(*np.full((3, 1), 4863.0)), Fraction(1, 10_000)).value[0])
    0.4863
    """
    above, below = float(factor.numerator), float(factor.denominator)
    return intervals if factor == 1 else Intervals(*(bound * above / below for bound in intervals))


def _unscaled(symbol: str) -> tuple[str, Fraction]:
    """A unit without its 万 or 亿, and the number of it in one `symbol`."""
    for prefix in sorted(units.SCALES, key=len, reverse=True):
        base = symbol.removeprefix(prefix)
        if base != symbol and units.find_unit(base):
            return base, Fraction(units.SCALES[prefix])
    return symbol, Fraction(1)

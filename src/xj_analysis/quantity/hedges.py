"""Hedges (约, 余, 近, 以内 …): the interval of a hedged number, rounding, and the hedge and print of a result.

A published value stands for an interval (:func:`published_interval`; of columns,
:func:`xj_analysis.quantity.interval_columns.published_intervals`); arithmetic moves the interval (metrics do that on
whole columns); :func:`state_interval` turns value and interval back into the most precise statement that is still true.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum


class Hedge(StrEnum):
    """Kind of a number: exact, approximate, or a bound."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


PRINTED_PREFIXES = {
    Hedge.EXACT: "", Hedge.ABOUT: "约", Hedge.OVER: "超", Hedge.UNDER: "近", Hedge.AT_LEAST: "至少",
    Hedge.AT_MOST: "不超过",
}  # fmt: skip
"""Hedge words printed before a number."""
PREFIXES = {
    "大约": Hedge.ABOUT, "约": Hedge.ABOUT, "≈": Hedge.ABOUT,
    "将近": Hedge.UNDER, "接近": Hedge.UNDER, "近": Hedge.UNDER, "不足": Hedge.UNDER, "不到": Hedge.UNDER,
    "低于": Hedge.UNDER, "少于": Hedge.UNDER, "小于": Hedge.UNDER, "<": Hedge.UNDER,
    "超过": Hedge.OVER, "超": Hedge.OVER, "突破": Hedge.OVER, "逾": Hedge.OVER, "高于": Hedge.OVER,
    "多于": Hedge.OVER, "大于": Hedge.OVER, ">": Hedge.OVER,
    "至少": Hedge.AT_LEAST, "最少": Hedge.AT_LEAST, "不少于": Hedge.AT_LEAST, "不低于": Hedge.AT_LEAST,
    "不小于": Hedge.AT_LEAST, "大于等于": Hedge.AT_LEAST, "≥": Hedge.AT_LEAST, ">=": Hedge.AT_LEAST,
    "不超过": Hedge.AT_MOST, "不高于": Hedge.AT_MOST, "不大于": Hedge.AT_MOST, "最多": Hedge.AT_MOST,
    "小于等于": Hedge.AT_MOST, "≤": Hedge.AT_MOST, "<=": Hedge.AT_MOST,
}  # fmt: skip
"""Hedge words before a number, as people write them in cells; one may begin another."""
INFIXES = {"余": Hedge.OVER, "多": Hedge.OVER}
"""Hedge words between number, scale and unit: 2500余人, 9.5万余人."""
SUFFIXES = {"左右": Hedge.ABOUT, "上下": Hedge.ABOUT, "以上": Hedge.OVER, "以内": Hedge.AT_MOST}
"""Hedge words after the unit."""
LOWER = frozenset({Hedge.OVER, Hedge.AT_LEAST})
UPPER = frozenset({Hedge.UNDER, Hedge.AT_MOST})

Rounding = str
"""``half_even`` (GB/T 8170) or ``half_up`` (四舍五入)."""

_MODES = {"half_even": ROUND_HALF_EVEN, "half_up": ROUND_HALF_UP}
_WIDE = Context(prec=60)
_COARSEST = -15
_SUPPORTED = Decimal("2.5")  # greatest distance of the truth from an unhedged result, in units of its last digit


@dataclass(frozen=True, slots=True)
class Statement:
    """A printable number: rounded value, decimals and hedge; without a value, the reason in Chinese."""

    value: Decimal | None
    decimals: int
    hedge: Hedge
    reason: str = ""


def rounded(value: Decimal, decimals: int, rounding: Rounding = "half_even") -> Decimal:
    """Return `value` rounded once, in decimal: half to even on an exact tie, or 四舍五入.

    Examples
    --------
    >>> [str(rounded(Decimal(x), 1)) for x in ("1.050", "0.35", "-0.25")]
    ['1.0', '0.4', '-0.2']
    >>> str(rounded(Decimal("10.5002"), 0)), str(rounded(Decimal("8.53459"), 2))
    ('11', '8.53')
    >>> str(rounded(Decimal("1.25"), 1, "half_up"))
    '1.3'
    """
    return _quantize(value, decimals, _MODES[rounding])


def _quantize(value: Decimal, decimals: int, mode: str) -> Decimal:
    result = value.quantize(Decimal(1).scaleb(-decimals), rounding=mode, context=_WIDE)
    return abs(result) if result == 0 else result


def decimals_of(value: Decimal) -> int:
    """Return the number of decimals `value` is written with.

    Examples
    --------
    >>> decimals_of(Decimal("261.60")), decimals_of(Decimal("3E+3"))
    (2, 0)
    """
    return max(0, -int(value.as_tuple().exponent))


def half_last_digit(value: Decimal) -> Decimal:
    """Return half a unit of the last digit of a number, at the exponent it is stored with.

    Examples
    --------
    >>> half_last_digit(Decimal("261.60")), half_last_digit(Decimal("8E+2"))
    (Decimal('0.005'), Decimal('5E+1'))
    """
    return Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)


def published_interval(value: Decimal, hedge: Hedge, *, counted: bool) -> tuple[Decimal, Decimal]:
    """Return the interval of a published number: the lowest and the highest true value it allows.

    Parameters
    ----------
    value
        The number as printed, digits kept (``Decimal("261.60")``).
    hedge
        Its hedge. A one-sided hedge on a positive number is bounded by zero on the open side below.
    counted
        True for counted units (27家 is exactly 27); otherwise ± half the last decimal printed.

    Examples
    --------
    >>> published_interval(Decimal("27"), Hedge.EXACT, counted=True)
    (Decimal('27'), Decimal('27'))
    >>> published_interval(Decimal("75"), Hedge.ABOUT, counted=False)
    (Decimal('74.5'), Decimal('75.5'))
    >>> published_interval(Decimal("800"), Hedge.OVER, counted=True)
    (Decimal('800'), Decimal('Infinity'))
    """
    if hedge in LOWER:
        return value, Decimal("Infinity")
    if hedge in UPPER:
        return (Decimal(0) if value >= 0 else Decimal("-Infinity")), value
    if hedge is Hedge.EXACT and counted and value == value.to_integral_value():
        return value, value
    half = half_last_digit(value.normalize() if hedge is Hedge.ABOUT else value)  # 约800 is known to the hundreds
    return value - half, value + half


def said_interval(value: Decimal, hedge: Hedge, *, counted: bool) -> tuple[Decimal, Decimal]:
    """Return the interval of which a person says a number: as published, but a one-sided hedge is near its number.

    超, 逾, 余 and 至少 reach from the number to the next one at its digits (30余家 to 40), at most half of it further
    (100余万 to 150万); 近, 不足 and 不超过 half as far below it, from where it is the rounded number.

    Parameters
    ----------
    value, hedge, counted
        As in :func:`published_interval`.

    Examples
    --------
    >>> [str(each) for each in said_interval(Decimal(200), Hedge.UNDER, counted=False)]
    ['150', '200']
    >>> [str(each) for each in said_interval(Decimal(30), Hedge.OVER, counted=True)]
    ['30', '40']
    """
    reach = min(half_last_digit(value.normalize()) * 2, abs(value) / 2)
    if hedge in LOWER:
        return value, value + reach
    if hedge in UPPER:
        return value - reach / 2, value
    return published_interval(value, hedge, counted=counted)


def state_interval(
    value: Decimal | None,
    low: Decimal,
    high: Decimal,
    *,
    hedged: bool,
    decimals: int,
    rounding: Rounding = "half_even",
) -> Statement:
    """Return the most precise true statement about a computed number.

    Parameters
    ----------
    value
        The unrounded result from the published values.
    low, high
        The interval of the true result, given the hedges and digits of all inputs.
    hedged
        True if any input is hedged. Otherwise the statement is about the published values: it is rounded plainly, to
        digits of which the last is at most two and a half units from the truth (as offices accept for sums of rounded
        parts).
    decimals
        Maximum decimals to print (the indicator's).

    Examples
    --------
    4800万元 ÷ 约75万人次:

    >>> state_interval(Decimal(64), Decimal("63.57"), Decimal("64.44"), hedged=True, decimals=2)
    Statement(value=Decimal('64'), decimals=0, hedge=<Hedge.ABOUT: 'about'>, reason='')

    24个项目共261.6亿元:

    >>> state_interval(Decimal("10.9"), Decimal("10.898"), Decimal("10.902"), hedged=False, decimals=1).value
    Decimal('10.9')
    """
    if value is None or value.is_nan():
        return Statement(None, decimals, Hedge.EXACT, "无数据")
    lower, upper = low.is_finite(), high.is_finite()
    if not lower or (not upper and low <= 0):  # printed, an upper bound reads as one on the size
        return Statement(None, decimals, Hedge.EXACT, "只有界限，不能确定")
    if not upper:
        return Statement(_quantize(low, decimals, ROUND_FLOOR), decimals, Hedge.OVER)
    if hedged and low == 0 < high == value:
        return Statement(_quantize(high, decimals, ROUND_CEILING), decimals, Hedge.UNDER)
    for places in range(decimals, _COARSEST, -1):
        result, last_unit = rounded(value, places, rounding), Decimal(1).scaleb(-places)
        reach = last_unit / 2 if hedged else last_unit * _SUPPORTED
        if result == 0 and places < 0:
            break  # 约0 reads as less than one
        if result - reach <= low and high <= result + reach:
            return Statement(result, max(places, 0), Hedge.ABOUT if hedged else Hedge.EXACT)
    return Statement(None, decimals, Hedge.EXACT, "精度不足，不能给出一个数")


def plain_digits(value: Decimal, decimals: int) -> str:
    """Return a number as printed: no exponent, no thousands separator, fixed decimals.

    Examples
    --------
    >>> plain_digits(Decimal("3E+3"), 0), plain_digits(Decimal("-0.8"), 2)
    ('3000', '-0.80')
    """
    return f"{value:.{decimals}f}"


def phrase(number: str, unit: str, hedge: Hedge) -> str:
    """Return number and unit with the hedge word in its Chinese place.

    余 follows a round number with a counted or measured unit; other lower bounds take 以上.

    Examples
    --------
    >>> phrase("64", "元", Hedge.ABOUT), phrase("10", "亿元", Hedge.UNDER), phrase("7", "个工作日", Hedge.AT_MOST)
    ('约64元', '近10亿元', '7个工作日以内')
    >>> phrase("2500", "人", Hedge.OVER), phrase("50", "%", Hedge.OVER), phrase("3.4", "万人", Hedge.AT_LEAST)
    ('2500余人', '50%以上', '至少3.4万人')
    """
    match hedge:
        case Hedge.OVER:
            round_number = number.endswith("0") and "." not in number and unit not in ("%", "")
            return f"{number}余{unit}" if round_number else f"{number}{unit}以上"
        case Hedge.AT_MOST:
            return f"{number}{unit}以内"
        case _:
            return f"{PRINTED_PREFIXES[hedge]}{number}{unit}"


def as_decimal(value: float) -> Decimal | None:
    """Return a float as decimal, to 15 significant digits; None for NaN.

    Binary noise below the fifteenth digit would break decimal ties (0.35 must round as 0.35).

    Examples
    --------
    >>> as_decimal(0.1 + 0.2), as_decimal(float("nan")), as_decimal(float("inf"))
    (Decimal('0.3'), None, Decimal('Infinity'))
    """
    if math.isnan(value):
        return None
    return Decimal("Infinity") * (1 if value > 0 else -1) if math.isinf(value) else Decimal(f"{value:.15g}")

"""Values of a wrong magnitude: amounts in another unit, rates written as fractions or a hundred times too large."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from ..county.model import Indicator
from ..quantity import units
from ..quantity.cell_values import CellValue
from ..quantity.hedges import decimals_of, plain_digits

FARTHEST = 30.0
"""Ratio (or inverse ratio) to the same months of the year before beyond which the unit is in doubt."""
STEEPEST = 6.0
"""Ratio to the latest 累计 of the same year beyond which the unit is in doubt."""
FEW = 20
"""Counts below this may leap without a doubt about the unit."""
NEAR, VERY_NEAR = 3.0, 1.25
"""Greatest factor between two rates of one series, with and without a sign of the slip in the number itself."""
HIGH = 20.0
"""A rate from here on is a level, which never falls to a fifth of itself, nor rises to five times."""

_ALIKE = 5  # greatest factor between values of one series that the same unit explains
_SHARES = ("比率", "百分点")
_WHOLE, _TENTH = 100, 10
_MORE = 2  # decimals more than declared that tell a fraction without any other value
_SLIPS = {
    "元": ("万元", "亿元", "千元"), "人次": ("万人次",), "人": ("万人",), "亩": ("万亩", "公顷"), "吨": ("万吨",),
    "平方米": ("亩", "万平方米"),
}  # fmt: skip


@dataclass(frozen=True)
class Earlier:
    """Values that one is compared with, in the unit of the indicator.

    Parameters
    ----------
    month
        The latest 累计 of the same year; None without one.
    year
        The same months of the year before; None without one.
    neighbours
        Values of other areas in the same report.
    """

    month: float | None = None
    year: float | None = None
    neighbours: Sequence[CellValue] = field(default=())


@dataclass(frozen=True)
class Doubt:
    """A doubt about the magnitude of a value: what is wrong, and what to do."""

    what: str
    do: str


def is_share(indicator: Indicator) -> bool:
    """Return whether an indicator is in %, ‰ or percentage points, where a fraction may stand for it."""
    return units.unit(indicator.unit).dimension in _SHARES


def find_doubt(entry: CellValue, indicator: Indicator, earlier: Earlier, shown: str = "") -> Doubt | None:
    """Return the doubt about the magnitude of a value; None for one that is plausible.

    Parameters
    ----------
    entry
        A number.
    earlier
        Values to compare it with; without any, only the decimals of a change may raise a doubt.
    shown
        The words of its cell, '' for a number: a rate that names its unit there (0.1%) is meant so.

    Examples
    --------
    >>> rate = Indicator(slug="quality", name="达标率", unit="%", kind="rate", decimals=1)
    >>> doubt = find_doubt(CellValue("0.956", "%"), rate, Earlier(month=95.7))
    >>> doubt.what, doubt.do
    ('像是分数写法，上期是95.7%', '请按%填（95.6）；确是0.956%的，请把这一格设成文本，写“0.956%”。')
    >>> find_doubt(CellValue("0.956", "%"), rate, Earlier(month=1.1)) is None
    True
    """
    if is_share(indicator):
        return None if entry.unit and entry.unit in shown else _share_doubt(entry, indicator, earlier)
    return _unit_doubt(entry, indicator, earlier) if indicator.kind in ("flow", "stock") else None


def _share_doubt(entry: CellValue, indicator: Indicator, earlier: Earlier) -> Doubt | None:
    value, amount = Decimal(entry.digits), _amount(entry, indicator)
    moves = indicator.kind == "change"  # one may fall to 0.1 or jump to 80 without a slip
    known = [(then, whose) for then, whose in ((earlier.month, "上期"), (earlier.year, "上年同期")) if then]
    more = _decimals(value) - _usual_decimals(indicator, earlier, [then for then, _ in known])
    if not known and len(earlier.neighbours) > 1:
        median = statistics.median(_amount(part, indicator) for part in earlier.neighbours)
        known = [(median, "其他地区多")] if median else []
    tiny = moves and 0 < abs(amount) < 1 and more >= (1 if known else _MORE)
    if not tiny and (not amount or not known or any(_within(amount, other, NEAR) for other, _ in known)):
        return None
    if not moves and (places := _tenfold(amount, known[0][0])):
        what, meant = f"像是小数点{'左' if places > 0 else '右'}移了一位", value.scaleb(places)
    elif tiny or _is_fraction(amount, known[0][0], moves=moves, longer=more > 0):
        what, meant = "像是分数写法", value.scaleb(2)
    elif _is_whole(amount, known[0][0], moves=moves):
        what, meant = "像是大了一百倍", value.scaleb(-2)
    else:
        return None
    unit, kept = entry.unit, f"{entry.digits}{entry.unit}"
    do = f"请按{unit}填（{plain_digits(meant, _decimals(meant))}）；确是{kept}的，请把这一格设成文本，写“{kept}”。"
    beside = f"{known[0][1]}是{known[0][0]:.15g}{indicator.unit}" if known else f"有{_decimals(value)}位小数"
    return Doubt(f"{what}，{beside}", do)


def _usual_decimals(indicator: Indicator, earlier: Earlier, known: Sequence[float]) -> int:
    """Decimals that a series has: those declared, those of its earlier values, those of neighbours of one or more."""
    numbers = [Decimal(repr(then)) for then in known]
    numbers += [number for part in earlier.neighbours if abs(number := Decimal(part.digits)) >= 1]
    return max([indicator.decimals, *map(_decimals, numbers)])


def _is_fraction(amount: float, then: float, *, moves: bool, longer: bool) -> bool:
    """Whether a rate is likelier the hundredth of one: 95.6% has two decimals more as a fraction, 95% may have none."""
    if longer and abs(amount) * _TENTH <= abs(then):  # its hundredfold is as near, or nearer
        return True
    if _within(amount * _WHOLE, then, NEAR):
        return longer or (not moves and (_is_level(amount, then) or _within(amount * _WHOLE, then, VERY_NEAR)))
    return False


def _is_whole(amount: float, then: float, *, moves: bool) -> bool:
    """Whether a rate is likelier the hundredfold of one."""
    far = abs(amount) > _WHOLE and _within(amount / _WHOLE, then, NEAR)
    return far or (not moves and _within(amount / _WHOLE, then, VERY_NEAR))


def _tenfold(amount: float, then: float) -> int:
    """Places by which the point of a level has slipped: 1 for 9.56 beside 95.7, -1 for 957; 0 for none."""
    if not _is_level(amount, then):
        return 0
    return next((places for places in (1, -1) if _within(amount * 10.0**places, then, VERY_NEAR)), 0)


def _is_level(amount: float, then: float) -> bool:
    """Whether one of two rates is a level that the other is too far from."""
    return max(abs(amount), abs(then)) >= HIGH and not _within(amount, then, _ALIKE)


def _amount(entry: CellValue, indicator: Indicator) -> float:
    return float(Fraction(entry.digits) * units.ratio(entry.unit, indicator.unit))


def _decimals(value: Decimal) -> int:
    """Decimals of a number without its last noughts."""
    return decimals_of(value.normalize())


def _within(one: float, other: float, factor: float) -> bool:
    """Whether two numbers have one sign, and differ by no more than a factor."""
    return one * other > 0 and 1 / factor <= one / other <= factor


def alike(amount: float, then: float) -> bool:
    """Return whether two amounts of one series are of one unit."""
    return _within(amount, then, _ALIKE)


def other_units(unit: str) -> list[str]:
    """Return units that one may be mistaken for, the likeliest first.

    Examples
    --------
    >>> other_units("千元")
    ['元', '万元', '亿元', '百元', '百万元', '千万元', '万亿元']
    >>> other_units("亩")[:3]
    ['万亩', '公顷', '亿亩']
    """
    base = units.unscaled(unit)
    scales = ("万", "亿", *units.SCALES)
    known = dict.fromkeys([base, *_SLIPS.get(base, ()), *(scale + base for scale in scales)])
    return [symbol for symbol in known if symbol != unit and units.find_unit(symbol)]


def _unit_doubt(entry: CellValue, indicator: Indicator, earlier: Earlier) -> Doubt | None:
    amount, month = _amount(entry, indicator), earlier.month
    then = earlier.year or month
    if not then or amount * then <= 0 or (month and _within(amount, month, STEEPEST)):
        return None
    if units.unit(indicator.unit).counted and max(abs(amount), abs(then)) < FEW:
        return None
    times = amount / then
    if 1 / FARTHEST <= times <= FARTHEST and not (month and amount / month > STEEPEST):
        return None
    size = f"约为上年同期或上期的{times:.0f}倍" if times > 1 else f"不到上年同期或上期的{math.ceil(times * 100)}%"
    return Doubt(f"数量级不对，{size}，疑单位填错", _unit_remedy(entry, then, indicator))


def _unit_remedy(entry: CellValue, then: float, indicator: Indicator) -> str:
    """Remedy that names the unit in which the value would resemble the earlier ones."""
    base = units.unscaled(indicator.unit)
    candidates = [symbol for symbol in (base, *_SLIPS.get(base, ())) if symbol != entry.unit]
    for symbol in candidates:
        if units.convertible(symbol, indicator.unit):
            amount = float(Fraction(entry.digits) * units.ratio(symbol, indicator.unit))
            if alike(amount, then):
                return f"这个数像是以{symbol}为单位；请按{indicator.unit}填。"
    return f"读作{entry.digits}{entry.unit}，请核对数和单位。"

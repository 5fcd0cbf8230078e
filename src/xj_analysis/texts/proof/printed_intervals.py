"""Intervals of printed numbers: the true values that digits and hedge allow, and arithmetic on them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ...quantity import hedges, units
from ...quantity.hedges import Hedge
from ..reader.reading import Mention

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Interval:
    """Interval arithmetic on one printed number: the number, and the bounds of its true value.

    Columns of intervals are in :mod:`xj_analysis.quantity.intervals`; these are decimals, exact to the digit.
    """

    value: Decimal
    low: Decimal
    high: Decimal

    @classmethod
    def exact(cls, value: Decimal | int) -> Interval:
        """Return the interval that is a single number."""
        return cls(Decimal(value), Decimal(value), Decimal(value))

    def times(self, factor: Decimal) -> Interval:
        """Return the interval multiplied by a factor of any sign."""
        return Interval(self.value * factor, *sorted((self.low * factor, self.high * factor)))

    def plus(self, other: Interval) -> Interval:
        """Return the sum of two intervals."""
        return Interval(self.value + other.value, self.low + other.low, self.high + other.high)

    def minus(self, other: Interval) -> Interval:
        """Return the difference of two intervals."""
        return Interval(self.value - other.value, self.low - other.high, self.high - other.low)

    def percent_of(self, whole: Interval) -> Interval | None:
        """Return the share of `whole` in %; None where `whole` may be zero or one of them negative."""
        if whole.low <= 0 or self.low < 0:
            return None
        return Interval(
            self.value / whole.value * _HUNDRED, self.low / whole.high * _HUNDRED, self.high / whole.low * _HUNDRED
        )

    def overlaps(self, other: Interval) -> bool:
        """Return whether both can stand for the same number."""
        return self.low <= other.high and other.low <= self.high


def interval_of(mention: Mention) -> Interval | None:
    """Return the interval that digits and hedge of a quantity allow; None where one side has no bound.

    Examples
    --------
    >>> from xj_analysis.texts.reader import read_text
    >>> interval_of(read_text("增长5.2%").mentions[0])
    Interval(value=Decimal('5.2'), low=Decimal('5.15'), high=Decimal('5.25'))
    """
    if mention.hedge not in (Hedge.EXACT, Hedge.ABOUT):
        return None
    unit = units.find_unit(mention.unit)
    counted = unit is not None and unit.counted
    return Interval(mention.value, *hedges.published_interval(mention.value, mention.hedge, counted=counted))


def interval_in_unit_of(mention: Mention, other: Mention) -> Interval | None:
    """Return the interval of a quantity in the unit of another; None where the units do not convert."""
    interval = interval_of(mention)
    if interval is None or mention.unit == other.unit:
        return interval
    return interval.times(conversion_factor(mention.unit, other.unit)) if comparable(mention, other) else None


def share_of(part: Mention, whole: Mention) -> Interval | None:
    """Return part ÷ whole in %; None where the units do not convert or a bound is missing."""
    numerator, denominator = interval_in_unit_of(part, whole), interval_of(whole)
    return numerator.percent_of(denominator) if numerator and denominator else None


def conversion_factor(source: str, target: str) -> Decimal:
    """Return the number of `target` in one `source`."""
    ratio = units.ratio(source, target)
    return Decimal(ratio.numerator) / Decimal(ratio.denominator)


def comparable(first: Mention, second: Mention) -> bool:
    """Return whether the units of two quantities convert."""
    return first.unit == second.unit or unit_converts_to(first, second.unit)


def unit_converts_to(mention: Mention, unit: str) -> bool:
    """Return whether the unit of a quantity is known and converts to `unit`."""
    source, target = units.find_unit(mention.unit), units.find_unit(unit)
    return source is not None and target is not None and source.dimension == target.dimension


def printed_like(value: Decimal, like: Mention) -> str:
    """Return a number printed with the decimals and the unit of `like`."""
    places = hedges.decimals_of(like.value)
    return hedges.plain_digits(hedges.rounded(value, places), places) + like.unit


def is_twice_rounded(value: Decimal, like: Mention) -> bool:
    """Return whether `like` is `value` rounded to one more decimal first, and wrong because of it."""
    places = hedges.decimals_of(like.value)
    once = hedges.rounded(value, places, "half_up")
    twice = hedges.rounded(hedges.rounded(value, places + 1, "half_up"), places, "half_up")
    return once != twice == like.value

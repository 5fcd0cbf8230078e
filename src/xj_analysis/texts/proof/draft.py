"""A draft under proof: its reading sentence by sentence, and the alarms that are raised."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from ...quantity import hedges, units
from ...quantity.hedges import Hedge
from ..reader.reading import Mention, Reading

Certainty = Literal["certain", "likely"]

_STOP = re.compile(r"[。！？\n]")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that does not hold together.

    Parameters
    ----------
    rule
        The slug of the rule that is broken: a key of :data:`xj_analysis.texts.proof.RULES`.
    start, end
        The slice of the text it is about.
    said
        What is wrong, in Chinese.
    should
        What it should be; '' where only a person can tell.
    sure
        ``certain`` (it was computed) or ``likely`` (it is against usage, or rests on what words mean).
    source
        Where the other value stands, for a rule against the store.
    """

    rule: str
    start: int
    end: int
    said: str
    should: str = ""
    sure: Certainty = "certain"
    source: str = ""


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence and the quantities in it; `places` says which of them begins at a character."""

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]
    places: dict[int, int]

    def between(self, first: Mention, second: Mention) -> str:
        """Return the words between two of its quantities."""
        return self.text[first.end - self.start : second.start - self.start]

    def before(self, mention: Mention) -> str:
        """Return the words between a quantity and the one before it, or the beginning of the sentence."""
        place = self.places[mention.start]
        start = self.mentions[place - 1].end if place else self.start
        return self.text[start - self.start : mention.start - self.start]

    def after(self, mention: Mention) -> str:
        """Return the words between a quantity and the next, or the end of the sentence."""
        place = self.places[mention.start]
        end = self.mentions[place + 1].start if place + 1 < len(self.mentions) else self.end
        return self.text[mention.end - self.start : end - self.start]


@dataclass(frozen=True)
class Draft:
    """A text and its reading, for rules to look at."""

    reading: Reading

    @property
    def plain(self) -> str:
        """The text with full-width digits and the like as plain ones."""
        return self.reading.plain

    @cached_property
    def sentences(self) -> tuple[DraftSentence, ...]:
        """The sentences that hold a quantity."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[DraftSentence]:
        starts = [mention.start for mention in self.reading.mentions]
        begin = 0
        for end in [*(match.start() for match in _STOP.finditer(self.plain)), len(self.plain)]:
            first, last = bisect.bisect_left(starts, begin), bisect.bisect_left(starts, end)
            if last > first:
                inside = self.reading.mentions[first:last]
                places = {mention.start: place for place, mention in enumerate(inside)}
                yield DraftSentence(begin, end, self.plain[begin:end], inside, places)
            begin = end + 1


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true value of a printed number lies, and the number itself."""

    value: Decimal
    low: Decimal
    high: Decimal

    def times(self, factor: Decimal) -> Interval:
        """Return the span in another unit."""
        ends = sorted((self.low * factor, self.high * factor))
        return Interval(self.value * factor, *ends)

    def plus(self, other: Interval) -> Interval:
        """Return the sum of two spans."""
        return Interval(self.value + other.value, self.low + other.low, self.high + other.high)

    def less(self, other: Interval) -> Interval:
        """Return the difference of two spans."""
        return Interval(self.value - other.value, self.low - other.high, self.high - other.low)

    def percent_of(self, whole: Interval) -> Interval | None:
        """Return what share of `whole` this is, in %; None of nothing, or of less."""
        if whole.low <= 0 or self.low < 0:
            return None
        return Interval(
            self.value / whole.value * _HUNDRED, self.low / whole.high * _HUNDRED, self.high / whole.low * _HUNDRED
        )

    def meets(self, other: Interval) -> bool:
        """Return whether the two can be the same number."""
        return self.low <= other.high and other.low <= self.high


def interval_of(mention: Mention) -> Interval | None:
    """Return what a quantity's digits and hedge allow; None where only one side is bounded.

    Examples
    --------
    >>> from xj_analysis.texts.reader import read_text
    >>> interval_of(read_text("增长5.2%").mentions[0])
    Span(value=Decimal('5.2'), low=Decimal('5.15'), high=Decimal('5.25'))
    """
    if mention.hedge not in (Hedge.EXACT, Hedge.ABOUT):
        return None
    known = units.find_unit(mention.unit)
    counted = known is not None and known.counted
    return Interval(mention.value, *hedges.bounds(mention.value, mention.hedge, counted=counted))


def interval_in_unit_of(mention: Mention, other: Mention) -> Interval | None:
    """Return the span of a quantity in the unit of another; None where they measure different things."""
    found = interval_of(mention)
    if found is None or mention.unit == other.unit:
        return found
    if not comparable(mention, other):
        return None
    ratio = units.ratio(mention.unit, other.unit)
    return found.times(Decimal(ratio.numerator) / Decimal(ratio.denominator))


def comparable(first: Mention, second: Mention) -> bool:
    """Return whether two quantities measure in units that convert."""
    return first.unit == second.unit or unit_converts_to(first, second.unit)


def unit_converts_to(mention: Mention, unit: str) -> bool:
    """Return whether a quantity's unit is known, and can be expressed in `unit`."""
    own, other = units.find_unit(mention.unit), units.find_unit(unit)
    return own is not None and other is not None and own.dimension == other.dimension


def printed_like(value: Decimal, like: Mention) -> str:
    """Return a number as it would be printed beside `like`: as many decimals, the same unit."""
    places = hedges.decimals_of(like.value)
    return hedges.plain_digits(hedges.rounded(value, places), places) + like.unit


def is_twice_rounded(value: Decimal, like: Mention) -> bool:
    """Return whether `like` is `value` rounded by way of one more decimal, and is wrong for it."""
    places = hedges.decimals_of(like.value)
    once = hedges.rounded(value, places, "half_up")
    twice = hedges.rounded(hedges.rounded(value, places + 1, "half_up"), places, "half_up")
    return once != twice == like.value

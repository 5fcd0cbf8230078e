"""Columns of amounts filed in another unit than the one read: one doubt where the unit stands, not one a value."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..county.model import Indicator
from ..quantity import units
from .history import History
from .magnitude import alike, other_units
from .report import Value

_LEAST = 3
"""Fewest values that tell of a column rather than of its cells."""
_POWERS = [sign * power for power in range(1, 9) for sign in (-1, 1)]
"""Powers of ten that no unit may stand for: there is none smaller than 个."""


@dataclass(frozen=True)
class UnitSlip:
    """A unit that does not fit its values: what is wrong, what to do, and every number that was read in it."""

    what: str
    do: str
    values: Sequence[Value]


def find_slips(
    values: Iterable[Value], doubtful: Collection[Value], indicators: Mapping[str, Indicator], history: History
) -> Iterator[UnitSlip]:
    """Yield the units in which most values of a column are implausible, and would not be in another one.

    Parameters
    ----------
    values
        All values of one period.
    doubtful
        Those that have a fault by themselves.
    indicators
        By slug.
    history
        Earlier values.
    """
    by_cell: dict[object, list[Value]] = defaultdict(list)
    for value in values:
        if value.unit_at is not None and value.entry.digits:
            by_cell[value.sheet, value.unit_at].append(value)
    for together in by_cell.values():  # a note may stand for several columns
        slip = _slip(together, doubtful, indicators, history)
        if slip is not None:
            yield slip
            continue
        for slug in dict.fromkeys(value.indicator for value in together):
            column = [value for value in together if value.indicator == slug]
            if len(column) < len(together) and (slip := _slip(column, doubtful, indicators, history)):
                yield slip


def _slip(
    values: Sequence[Value], doubtful: Collection[Value], indicators: Mapping[str, Indicator], history: History
) -> UnitSlip | None:
    """The slip of the unit of some values; None where most are plausible, or no unit makes them so."""
    past = {value: earlier for value in values if (earlier := _earlier(value, indicators, history))}
    wrong = [value for value in past if value in doubtful]
    if len(wrong) < _LEAST or 2 * len(wrong) <= len(past):
        return None
    read, _ = Counter(value.entry.unit for value in wrong).most_common(1)[0]
    own = [value for value in wrong if value.entry.unit == read]
    best, fitting = 0, (0, 0.0)
    meant = [(unit, units.ratio(unit, read)) for unit in other_units(read)]
    meant += [("", Fraction(10) ** power) for power in _POWERS]
    for number, (_, factor) in enumerate(meant):
        leaps = [leap for value in own if (leap := _leap(value, factor, indicators, past[value])) is not None]
        if leaps and (fits := (len(leaps), -statistics.median(leaps))) > fitting:
            best, fitting = number, fits
    if 2 * fitting[0] <= len(past):
        return None
    unit, factor = meant[best]
    names = "、".join(dict.fromkeys(indicators[value.indicator].name for value in past))
    much = f"大了{1 / factor}倍" if factor < 1 else f"只有{factor}分之一"
    what = f"{names}的单位读作{read}，而{len(past)}个数里有{fitting[0]}个像是{f'以{unit}为单位' if unit else much}"
    do = f"单位写错了的，请改成{unit}；数填错了的，请改按{read}填。" if unit else f"请按{read}填。"
    return UnitSlip(what, do, [value for value in values if value.entry.unit == read])


def _earlier(value: Value, indicators: Mapping[str, Indicator], history: History) -> list[float]:
    """Earlier numbers that an amount is compared with; none of a rate, of a single month, or of nought."""
    if value.measure != "cumulative" or indicators[value.indicator].kind not in ("flow", "stock"):
        return []
    key = (value.indicator, value.area)
    known = [then for then in (history.latest.get(key), history.year_before.get(key)) if then]
    return known if value.entry.digits and Fraction(value.entry.digits) else []


def _leap(value: Value, factor: Fraction, indicators: Mapping[str, Indicator], known: Sequence[float]) -> float | None:
    """How far, in powers of e, so many times a number is from earlier ones; None where they are not alike."""
    amount = float(value.amount(indicators[value.indicator].unit) * factor)
    if not all(alike(amount, then) for then in known):
        return None
    return abs(math.log(amount / known[0]))

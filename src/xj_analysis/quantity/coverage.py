"""Coverage of figures against double counting: indicators, areas, subjects and periods of a sum or difference."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .lineage import Array, Column, Deferred, Runs, objects, realized

if TYPE_CHECKING:
    from .figure_array import FigureArray

KINDS = ("", "flow", "stock", "rate", "duration", "change", "ratio")
"""Kinds of indicators; a ratio is a quotient of two of them."""
KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}
"""Codes of the kinds in the column ``kind``; 0 where it is not known."""
_FIELDS = ("kind", "indicator", "area", "subject", "period", "nature", "label")
_PARTS = re.compile("[×÷、]")
_RATES = (KIND_CODES["rate"], KIND_CODES["ratio"])


class _Fields(NamedTuple):
    kind: int
    indicator: str
    area: str
    subject: str
    period: str
    nature: str
    label: str = ""


class Measure(_Fields):
    """What an observation measures. Two of other labels, for people, are the same.

    Examples
    --------
    >>> one, same = (Measure(1, "visits", "a", "", "2024", "actual", label) for label in ("接待游客", "甲镇接待游客"))
    >>> one == same
    True
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Measure) and self[:-1] == other[:-1]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:-1])


Coverage = dict[Measure, int]
"""How often each measured thing is counted in a figure; negative where it is taken off."""


def coverage(array: FigureArray) -> Deferred:
    """Return the coverage of each element: of a reported one itself, of a computed one that of its operands."""
    return Deferred([array.lazy("covers"), *(array.lazy(name) for name in _FIELDS)], _own)


def _own(covers: Array, *fields: Array) -> Array:
    rows = zip(covers.tolist(), *(column.tolist() for column in fields), strict=True)
    return objects([_itself(row) if known is None else known for known, *row in rows])


def _itself(row: list[Any]) -> Coverage:
    measure: Measure = tuple.__new__(Measure, row)
    return {measure: 1} if measure.kind and measure.indicator else {}


class Covers(Deferred):
    """A column of coverages that knows which indicators are in it before any is computed."""

    __slots__ = ("indicators",)

    def __init__(self, parts: Sequence[Column], combine: Callable[..., Array], indicators: frozenset[str]) -> None:
        super().__init__(parts, combine)
        self.indicators = indicators

    def take(self, places: Array) -> Column:
        """Return the elements at `places`."""
        found = super().take(places)
        return Covers(found._parts, found._combine, self.indicators) if isinstance(found, Deferred) else found


def indicators(array: FigureArray) -> frozenset[str]:
    """Return the indicators that the elements may cover, those they are divided by or multiplied with among them."""
    covers = array.lazy("covers")
    if isinstance(covers, Covers):
        return covers.indicators
    found = set(array.column("indicator").tolist())
    for each in {id(each): each for each in realized(covers).tolist()}.values():  # one figure beside a million
        if each:
            found.update(part for measure in each for part in _PARTS.split(measure.indicator))
    return frozenset(found - {""})


def computed(array: FigureArray) -> Array:
    """Return the elements whose coverage is not that of their own indicator, area and period."""
    covers = array.lazy("covers")
    if isinstance(covers, Deferred):
        return np.ones(len(array), dtype=bool)
    return np.fromiter((each is not None for each in covers.tolist()), dtype=bool, count=len(array))


def total(parts: Iterable[Coverage]) -> Coverage:
    """Return the coverage of a sum; what is taken off again is not covered.

    Examples
    --------
    >>> visits = Measure(1, "visits", "a", "", "2024", "actual")
    >>> total([{visits: 1}, {visits: 1}])[visits], total([{visits: 1}, {visits: -1}])
    (2, {})
    """
    result: Coverage = {}
    for part in parts:
        for measure, times in part.items():
            if number := result.get(measure, 0) + times:
                result[measure] = number
            else:
                del result[measure]
    return result


def any_of(parts: Iterable[Coverage]) -> Coverage:
    """Return the coverage of a least, greatest or middle one: it may be any of them."""
    result: Coverage = {}
    for part in parts:
        for measure, times in part.items():
            result[measure] = max(times, result.get(measure, times))
    return result


def negative(part: Coverage) -> Coverage:
    """Return the coverage of a figure with the other sign."""
    return {measure: -times for measure, times in part.items()}


def _scaled(one: Coverage, other: Coverage, sign: str) -> Coverage:
    """That of a product or quotient: a share is still that of its town, and is another indicator."""
    if not other or not one:
        return one if sign == "÷" else one or other
    if sign == "×" and all(measure.kind in _RATES for measure in one):
        one, other = other, one
    by = sign + "、".join(sorted({measure.indicator for measure in other}))
    ratio = KIND_CODES["ratio"] if sign == "÷" else 0
    return {measure._replace(kind=ratio or measure.kind, indicator=measure.indicator + by): times
            for measure, times in one.items()}  # fmt: skip


_SIGNS = {"mul": "×", "truediv": "÷"}


def of_operation(name: str, left: FigureArray, right: FigureArray) -> Column:
    """Return the coverage of the results of add, sub, mul or truediv; a negative factor takes off."""

    def work(one: Coverage, other: Coverage, negative_factor: bool) -> Coverage:
        if name in _SIGNS:
            scaled = _scaled(one, other, _SIGNS[name])
            return negative(scaled) if negative_factor and not (one and other) else scaled
        return total((one, other if name == "add" else negative(other)))

    def covers(one: Array, other: Array, value: Array, value_2: Array) -> Array:
        factors = [(value_2 if first else value)[place] < 0 for place, first in enumerate(one)]
        return objects(list(map(work, one.tolist(), other.tolist(), factors)))

    parts = [coverage(left), coverage(right), left.lazy("value"), right.lazy("value")]
    return Covers(parts, covers, indicators(left) | indicators(right))


def of_negative(array: FigureArray) -> Column:
    """Return the coverage of the figures with the other sign."""

    def covers(parts: Array) -> Array:
        return objects([negative(each) for each in parts.tolist()])

    return Covers([coverage(array)], covers, indicators(array))


def of_runs(how: str, array: FigureArray, runs: Runs) -> Column:
    """Return the coverage of sums, means, least or greatest of runs."""
    gathered = runs.gathered(coverage(array), total if how in ("sum", "mean") else any_of)
    return Covers(gathered._parts, gathered._combine, indicators(array))

"""Lineage of arrays of figures: columns of texts and tuples that are computed when they are first looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Combine = Callable[..., Array]


class Deferred:
    """A column that is computed from others when it is first looked at.

    A million sums know where they come from, and only those that are printed pay for it.

    Parameters
    ----------
    parts
        Columns it is computed from.
    combine
        Function of their arrays.
    elementwise
        True where an element depends on the same element of each part alone: a slice then computes only itself.
    """

    __slots__ = ("_combine", "_elementwise", "_parts", "_values")

    def __init__(self, parts: Sequence[Column], combine: Combine, *, elementwise: bool = True) -> None:
        self._parts, self._combine, self._elementwise = parts, combine, elementwise
        self._values: Array | None = None

    def values(self) -> Array:
        """Return the column."""
        if self._values is None:
            self._values = self._combine(*map(realized, self._parts))
            self._parts = ()
        return self._values

    def take(self, places: Array) -> Column:
        """Return the elements at `places`."""
        if self._values is not None:
            return self._values[places]
        if self._elementwise:
            return Deferred([taken(part, places) for part in self._parts], self._combine)
        return Deferred([self], lambda values: values[places], elementwise=False)


Column = Array | Deferred


def realized(column: Column) -> Array:
    """Return a column as an array."""
    return column.values() if isinstance(column, Deferred) else column


def taken(column: Column, places: Array) -> Column:
    """Return the elements of a column at `places`, counted from 0."""
    return column.take(places) if isinstance(column, Deferred) else column[places]


def objects(values: Sequence[Any]) -> Array:
    """Return values as an array of objects, tuples among them.

    Examples
    --------
    >>> objects([("a", "b"), ()]).shape
    (2,)
    """
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def repeated(value: Any, count: int) -> Array:
    """Return `count` times the same object.

    Examples
    --------
    >>> repeated((), 2).tolist()
    [(), ()]
    """
    array = np.empty(count, dtype=object)
    array.fill(value)
    return array


def united(*columns: Array) -> Array:
    """Return for each element the union of tuples, in order.

    Examples
    --------
    >>> united(objects([("a",), ("b",)]), objects([("a", "c"), ()])).tolist()
    [('a', 'c'), ('b',)]
    """
    return objects([tuple(dict.fromkeys(sum(tuples, ()))) for tuples in zip(*columns, strict=True)])


def grouped_union(column: Array, ids: Array, groups: int) -> Array:
    """Return for each group the union of the tuples of its elements; elements with a negative id have none."""
    united_by_group: list[dict[str, None]] = [{} for _ in range(groups)]
    for number, values in zip(ids.tolist(), column.tolist(), strict=True):
        if number >= 0:
            united_by_group[number].update(dict.fromkeys(values))
    return objects([tuple(each) for each in united_by_group])


def grouped_text(column: Array, ids: Array, groups: int, join: Callable[[list[str]], str]) -> Array:
    """Return for each group the texts of its elements, joined."""
    texts: list[list[str]] = [[] for _ in range(groups)]
    for number, text in zip(ids.tolist(), column.tolist(), strict=True):
        if number >= 0:
            texts[number].append(text)
    return objects([join(each) for each in texts])


def common(texts: Sequence[str]) -> str:
    """Return the text that all have in common; '' where they differ.

    Examples
    --------
    >>> common(["2024", "2024"]), common(["2023", "2024"]), common([])
    ('2024', '', '')
    """
    distinct = set(texts)
    return next(iter(distinct)) if len(distinct) == 1 else ""

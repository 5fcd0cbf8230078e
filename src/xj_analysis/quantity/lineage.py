"""Lineage of arrays of figures: columns of texts and tuples that are computed when they are first looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, NamedTuple

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
        Columns it is computed from: an element from the same element of each.
    combine
        Function of their arrays.
    """

    __slots__ = ("_combine", "_parts", "_values")

    def __init__(self, parts: Sequence[Column], combine: Combine) -> None:
        self._parts, self._combine = parts, combine
        self._values: Array | None = None

    def values(self) -> Array:
        """Return the column."""
        if self._values is None:
            self._values = self._combine(*map(realized, self._parts))
            self._parts = ()
        return self._values

    def take(self, places: Array) -> Column:
        """Return the elements at `places`: a slice computes only itself."""
        if self._values is not None:
            return self._values[places]
        return Deferred([taken(part, places) for part in self._parts], self._combine)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.values(),)


Column = Array | Deferred


def _restored(values: Array) -> Array:
    """A column after pickling: its values."""
    return values


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
    return objects([union(tuples) for tuples in zip(*columns, strict=True)])


class Runs(NamedTuple):
    """Runs of elements, one a result: those at ``order[start:end]``. A group is one, and so is a cumulative sum.

    Parameters
    ----------
    order
        Places of the elements, group by group.
    starts, ends
        By result.
    """

    order: Array
    starts: Array
    ends: Array

    def gathered(self, column: Column, combine: Callable[[list[Any]], Any], *, ends_alone_from: int = 0) -> Deferred:
        """Return for each run its elements, combined when they are first looked at.

        Parameters
        ----------
        column
            The elements.
        combine
            Function of the elements of a run.
        ends_alone_from
            Of runs longer than this, if it is not 0, only the first and the last element are given.

        Examples
        --------
        >>> runs = Runs(np.array([0, 1, 2]), np.array([0, 0]), np.array([2, 3]))
        >>> runs.gathered(objects(["a", "b", "c"]), "".join).values().tolist()
        ['ab', 'abc']
        """
        order = self.order

        def values(starts: Array, ends: Array) -> Array:
            result = []
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
                long = 0 < ends_alone_from < end - start
                places = order[[start, end - 1]] if long else order[start:end]
                result.append(combine(realized(taken(column, places)).tolist()))
            return objects(result)

        return Deferred([self.starts, self.ends], values)


def union(tuples: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the union of tuples, in order.

    Examples
    --------
    >>> union([("a", "b"), ("b", "c")])
    ('a', 'b', 'c')
    """
    return tuple(dict.fromkeys(chain.from_iterable(tuples)))


def common(texts: Sequence[str]) -> str:
    """Return the text that all have in common; '' where they differ.

    Examples
    --------
    >>> common(["2024", "2024"]), common(["2023", "2024"]), common([])
    ('2024', '', '')
    """
    distinct = set(texts)
    return next(iter(distinct)) if len(distinct) == 1 else ""

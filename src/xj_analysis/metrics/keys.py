"""Finding the row another row is compared with: integer keys and one look-up for the whole column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import periods

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

SERIES = ("indicator", "area", "subject", "nature")
"""What the observations of one series share."""

ABSENT, TWICE = -1, -2
_DENSE = 20_000_000  # a table of this many places is quicker than sorting, and no larger than the frames themselves


def spans(period: pd.Series) -> pd.DataFrame:
    """Return the part of a year each period code covers.

    Parameters
    ----------
    period
        Period codes.

    Returns
    -------
    year : int, of the last day; window : int, the same for the same part of a year, -1 where the source does not bound
    it; first, last : int, the months, both 0 where it is not whole months of one year; quarter : bool, written as a
    quarter (``2023Q2``), not as the months since January.

    Examples
    --------
    >>> spans(pd.Series(["2023-01/2023-06", "2023Q2", "2023-YTD"]))[["year", "first", "last", "quarter"]]
       year  first  last  quarter
    0  2023      1     6    False
    1  2023      4     6     True
    2     0      0     0    False
    """
    codes, known = words(period)
    seen: dict[tuple[int, ...], int] = {}
    table = [(*_span(periods.parse(code), seen), periods.parse(code).form == "quarter") for code in known]
    columns = ["year", "window", "first", "last", "quarter"]
    taken = pd.DataFrame(table, columns=columns).astype(dict.fromkeys(columns[:4], np.int64) | {"quarter": bool})
    return taken.take(codes).set_axis(period.index)


def _span(period: periods.Period, seen: dict[tuple[int, ...], int]) -> tuple[int, int, int, int]:
    window = period.window
    if window is None or period.start is None or period.end is None:
        return 0, -1, 0, 0
    number = seen.setdefault(window, len(seen))
    after = np.datetime64(period.end, "D") + 1
    whole = period.start.day == 1 and after == after.astype("datetime64[M]") and period.start.year == period.end.year
    return period.end.year, number, *((period.start.month, period.end.month) if whole else (0, 0))


def coded(columns: Sequence[str], *frames: pd.DataFrame) -> list[list[Ints]]:
    """Return the columns of each frame as integers, the same for the same text in all of them.

    Examples
    --------
    >>> here, there = pd.DataFrame({"area": ["a", "b"]}), pd.DataFrame({"area": ["b"]})
    >>> [[column.tolist() for column in frame] for frame in coded(["area"], here, there)]
    [[[0, 1]], [[1]]]
    """
    cuts = np.cumsum([len(frame) for frame in frames])[:-1]
    split = [np.split(_codes([frame[name] for frame in frames]), cuts) for name in columns]
    return [[column[place] for column in split] for place in range(len(frames))]


def _codes(columns: Sequence[pd.Series]) -> Ints:
    return words(columns[0] if len(columns) == 1 else pd.concat(columns, ignore_index=True))[0]


def words(column: pd.Series) -> tuple[Ints, Texts]:
    """Return the place of each text among the different ones, and these in the order they first appear.

    Examples
    --------
    >>> codes, different = words(pd.Series(["b", "b", "a", "b"]))
    >>> codes.tolist(), different.tolist()
    ([0, 0, 1, 0], ['b', 'a'])
    """
    values = column.to_numpy(dtype=object)
    if not len(values):
        return np.zeros(0, dtype=np.int64), values
    # neighbours that are alike, as in a sorted series, are looked up once
    opens = np.append(0, np.flatnonzero(values[1:] != values[:-1]) + 1)
    codes, different = pd.factorize(values[opens])
    return np.asarray(codes, dtype=np.int64).repeat(np.diff(opens, append=len(values))), different


def among(column: pd.Series, chosen: Collection[str]) -> Flags:
    """Return where a text column says one of `chosen`.

    Examples
    --------
    >>> among(pd.Series(["a", "b", "a"]), ["a", "c"]).tolist()
    [True, False, True]
    """
    codes, different = words(column)
    return np.array([word in chosen for word in different], dtype=bool)[codes]


def packed(columns: Sequence[Ints], *others: Sequence[Ints]) -> list[Ints]:
    """Return one integer a row for several columns of them, comparable between the tables given.

    Examples
    --------
    >>> [keys.tolist() for keys in packed([np.array([0, 1]), np.array([3, 3])], [np.array([1]), np.array([3])])]
    [[0, 1], [1]]
    """
    if not others:
        return [reduce(_pair, columns[1:], _from_zero(columns[0]))]
    tables = [columns, *others]
    cuts = np.cumsum([len(table[0]) for table in tables])[:-1]
    whole = [np.concatenate(parts) for parts in zip(*tables, strict=True)]
    return np.split(reduce(_pair, whole[1:], _from_zero(whole[0])), cuts)


def _from_zero(column: Ints) -> Ints:
    low = column.min() if len(column) else 0
    return column - low if low else column


def _pair(left: Ints, right: Ints) -> Ints:
    right = _from_zero(right)
    top = int(right.max()) if len(right) else 0
    if not top:
        return left
    if int(left.max()) * (top + 1) > _DENSE:  # keep the numbers small, and far from overflow
        left = np.asarray(pd.factorize(left)[0], dtype=np.int64)
    return left * (top + 1) + right


def stepped(columns: Sequence[Ints], place: Ints, step: Ints | int) -> tuple[Ints, Ints]:
    """Return a key for each row of a series at a place in time, and the key `step` places before it.

    Examples
    --------
    >>> now, before = stepped([np.array([0, 0, 1])], np.array([2022, 2023, 2023]), 1)
    >>> found(before, now).tolist()
    [-1, 0, -1]
    """
    if not len(place):
        return place, place
    (series,) = packed(columns)
    after = place - (place.min() - np.max(step))
    width = int(after.max()) + 1
    if int(series.max()) * width > _DENSE:
        series = np.asarray(pd.factorize(series)[0], dtype=np.int64)
    now = series * width + after
    return now, now - step


def matched(wanted: Ints, own: Ints) -> Ints:
    """Return the place of each row's partner in its own table, as :func:`found`; TWICE where its own key is not one.

    Examples
    --------
    >>> matched(np.array([7, 7, 5]), np.array([8, 8, 7])).tolist()
    [-2, -2, -1]
    """
    place, itself = found(wanted, own), found(own, own)
    twice = itself == TWICE
    return np.where(twice, TWICE, place) if twice.any() else place


def found(wanted: Ints, have: Ints) -> Ints:
    """Return the place of each wanted key among those at hand: ABSENT where there is none, TWICE where it is not one.

    Examples
    --------
    >>> found(np.array([7, 8, 9]), np.array([9, 7, 9])).tolist()
    [1, -1, -2]
    """
    if not len(have) or not len(wanted):
        return np.full(len(wanted), ABSENT)
    floor, top = min(wanted.min(), have.min()), max(wanted.max(), have.max())
    if top - floor > _DENSE:
        codes = np.asarray(pd.factorize(np.concatenate([have, wanted]))[0], dtype=np.int64)
        have, wanted, floor, top = codes[: len(have)], codes[len(have) :], 0, codes.max()
    table = np.full(top - floor + 1, ABSENT)
    table[have - floor] = np.arange(len(have))
    again = np.flatnonzero(table[have - floor] != np.arange(len(have)))
    if len(again):
        table[have[again] - floor] = TWICE
    places: Ints = table[wanted - floor]
    return places

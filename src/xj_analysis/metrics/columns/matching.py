"""Finding the row another row is compared with: integer keys and one look-up for the whole column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
import pandas as pd

from ...quantity import periods
from .coded_text import CodedText, Flags, Ints, alike, encode_text

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
    covered = Spans(encode_text(period))
    return pd.DataFrame({name: covered[name] for name in Spans.NAMES}, index=period.index, copy=False)


class Spans:
    """The columns of :func:`spans`, each made when it is asked for, of period codes that are read already.

    Examples
    --------
    >>> Spans(encode_text(pd.Series(["2023", "2023"])))["last"].tolist()
    [12, 12]
    """

    NAMES = ("year", "window", "first", "last", "quarter")

    def __init__(self, period: CodedText) -> None:
        seen: dict[tuple[int, ...], int] = {}
        parsed = [periods.parse(code) for code in period.different]
        rows = [(*_span(each, seen), each.form == "quarter") for each in parsed]
        self._table = np.array(rows, dtype=np.int64).reshape(-1, len(self.NAMES))
        self._codes = period.codes

    def __getitem__(self, name: str) -> Ints:
        """Return a column, a number a row; quarter as flags."""
        own = self._table[:, self.NAMES.index(name)]
        return (own.astype(bool) if name == "quarter" else own)[self._codes]


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
    if len(frames) == 1:
        return [[encode_text(frames[0][name]).codes for name in columns]]
    split = [alike([encode_text(frame[name]) for frame in frames]) for name in columns]
    return [[column[place] for column in split] for place in range(len(frames))]


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
    place, several = _find(wanted, own)
    return np.where(found(own, own) == TWICE, TWICE, place) if several else place


def found(wanted: Ints, have: Ints) -> Ints:
    """Return the place of each wanted key among those at hand: ABSENT where there is none, TWICE where it is not one.

    Examples
    --------
    >>> found(np.array([7, 8, 9]), np.array([9, 7, 9])).tolist()
    [1, -1, -2]
    """
    return _find(wanted, have)[0]


def _find(wanted: Ints, have: Ints) -> tuple[Ints, bool]:
    """Where each wanted key is, and whether any of those at hand is not one."""
    if not len(have) or not len(wanted):
        return np.full(len(wanted), ABSENT), bool(repeated(have).any())
    floor, top = min(wanted.min(), have.min()), max(wanted.max(), have.max())
    if top - floor > _DENSE:
        codes = np.asarray(pd.factorize(np.concatenate([have, wanted]))[0], dtype=np.int64)
        have, wanted, floor, top = codes[: len(have)], codes[len(have) :], 0, codes.max()
    table, again = _table(have - floor, int(top - floor))
    several = bool(again.any())
    if several:
        table[have[again] - floor] = TWICE
    return table[wanted - floor], several


def repeated(keys: Ints) -> Flags:
    """Return which keys come again further on.

    Examples
    --------
    >>> repeated(np.array([7, 8, 7])).tolist()
    [True, False, False]
    """
    if not len(keys):
        return np.zeros(0, dtype=bool)
    keys = _from_zero(keys)
    if keys.max() > _DENSE:
        return pd.Series(keys).duplicated(keep="last").to_numpy()
    return _table(keys, int(keys.max()))[1]


def _table(keys: Ints, top: int) -> tuple[Ints, Flags]:
    """Where each number up to `top` is among the keys, the last of several; and which keys come again."""
    table, places = np.full(top + 1, ABSENT), np.arange(len(keys))
    table[keys] = places
    return table, np.asarray(table[keys] != places)

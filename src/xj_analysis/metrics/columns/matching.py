"""Row matching by integer keys: the row each row is compared with, by one look-up for a whole column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
import pandas as pd

from ...quantity import periods
from .coded_text import CodedText, Flags, Ints, encode_text, shared_codes

SERIES = ("indicator", "area", "subject", "nature")
"""Key columns of a series of observations."""

ABSENT, TWICE = -1, -2
"""Results of a look-up: the key is absent, or several rows have it."""

_DENSE = 20_000_000  # up to this size a look-up table is quicker than sorting, and no larger than the frames


def period_spans(period: pd.Series) -> pd.DataFrame:
    """Return the part of a year each period code covers.

    Parameters
    ----------
    period
        Period codes.

    Returns
    -------
    year : int, of the last day; window : int, equal for the same part of a year, -1 where the period has no bounds;
    first, last : int, the months, both 0 unless the period is whole months of one year; quarter : bool, written as a
    quarter (``2023Q2``), not as months.

    Examples
    --------
    >>> period_spans(pd.Series(["2023-01/2023-06", "2023Q2", "2023-YTD"]))[["year", "first", "last", "quarter"]]
       year  first  last  quarter
    0  2023      1     6    False
    1  2023      4     6     True
    2     0      0     0    False
    """
    covered = Spans(encode_text(period))
    return pd.DataFrame({name: covered[name] for name in Spans.NAMES}, index=period.index, copy=False)


class Spans:
    """The columns of :func:`period_spans`, each computed on access, from coded periods.

    Examples
    --------
    >>> Spans(encode_text(pd.Series(["2023", "2023"])))["last"].tolist()
    [12, 12]
    """

    NAMES = ("year", "window", "first", "last", "quarter")

    def __init__(self, period: CodedText) -> None:
        windows: dict[tuple[int, ...], int] = {}
        parsed = [periods.parse(code) for code in period.categories]
        rows = [(*_span(each, windows), each.form == "quarter") for each in parsed]
        self._table = np.array(rows, dtype=np.int64).reshape(-1, len(self.NAMES))
        self._codes = period.codes

    def __getitem__(self, name: str) -> Ints:
        """Return a column, one number a row; quarter as flags."""
        column = self._table[:, self.NAMES.index(name)]
        return (column.astype(bool) if name == "quarter" else column)[self._codes]


def _span(period: periods.Period, windows: dict[tuple[int, ...], int]) -> tuple[int, int, int, int]:
    window = period.window
    if window is None or period.start is None or period.end is None:
        return 0, -1, 0, 0
    number = windows.setdefault(window, len(windows))
    after = np.datetime64(period.end, "D") + 1
    whole = period.start.day == 1 and after == after.astype("datetime64[M]") and period.start.year == period.end.year
    return period.end.year, number, *((period.start.month, period.end.month) if whole else (0, 0))


def encode_columns(columns: Sequence[str], *frames: pd.DataFrame) -> list[list[Ints]]:
    """Return text columns of each frame as integer codes, equal for equal texts in all frames.

    Examples
    --------
    >>> here, there = pd.DataFrame({"area": ["a", "b"]}), pd.DataFrame({"area": ["b"]})
    >>> [[column.tolist() for column in frame] for frame in encode_columns(["area"], here, there)]
    [[[0, 1]], [[1]]]
    """
    if len(frames) == 1:
        return [[encode_text(frames[0][name]).codes for name in columns]]
    split = [shared_codes([encode_text(frame[name]) for frame in frames]) for name in columns]
    return [[column[place] for column in split] for place in range(len(frames))]


def pack_keys(columns: Sequence[Ints], *others: Sequence[Ints]) -> list[Ints]:
    """Return one integer key a row for several integer columns, comparable between the tables.

    Examples
    --------
    >>> [keys.tolist() for keys in pack_keys([np.array([0, 1]), np.array([3, 3])], [np.array([1]), np.array([3])])]
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
    if int(left.max()) * (top + 1) > _DENSE:  # keeps keys small, and far from overflow
        left = np.asarray(pd.factorize(left)[0], dtype=np.int64)
    return left * (top + 1) + right


def step_keys(columns: Sequence[Ints], place: Ints, step: Ints | int) -> tuple[Ints, Ints]:
    """Return the key of each row, of its series and its place in time, and the key `step` places earlier.

    Examples
    --------
    >>> now, before = step_keys([np.array([0, 0, 1])], np.array([2022, 2023, 2023]), 1)
    >>> find_keys(before, now).tolist()
    [-1, 0, -1]
    """
    if not len(place):
        return place, place
    (series,) = pack_keys(columns)
    after = place - (place.min() - np.max(step))
    width = int(after.max()) + 1
    if int(series.max()) * width > _DENSE:
        series = np.asarray(pd.factorize(series)[0], dtype=np.int64)
    now = series * width + after
    return now, now - step


def find_partners(wanted: Ints, keys: Ints) -> Ints:
    """Return the place of each row's partner in its table, as :func:`find_keys`; TWICE also where its key is repeated.

    Examples
    --------
    >>> find_partners(np.array([7, 7, 5]), np.array([8, 8, 7])).tolist()
    [-2, -2, -1]
    """
    place, any_repeated = _find(wanted, keys)
    return np.where(find_keys(keys, keys) == TWICE, TWICE, place) if any_repeated else place


def find_keys(wanted: Ints, keys: Ints) -> Ints:
    """Return the place of each wanted key among `keys`, ABSENT where there is none, TWICE where several rows have it.

    Examples
    --------
    >>> find_keys(np.array([7, 8, 9]), np.array([9, 7, 9])).tolist()
    [1, -1, -2]
    """
    return _find(wanted, keys)[0]


def _find(wanted: Ints, keys: Ints) -> tuple[Ints, bool]:
    """The place of each wanted key, and whether any of `keys` is repeated."""
    if not len(keys) or not len(wanted):
        return np.full(len(wanted), ABSENT), bool(repeats_later(keys).any())
    floor, top = min(wanted.min(), keys.min()), max(wanted.max(), keys.max())
    if top - floor > _DENSE:
        codes = np.asarray(pd.factorize(np.concatenate([keys, wanted]))[0], dtype=np.int64)
        keys, wanted, floor, top = codes[: len(keys)], codes[len(keys) :], 0, codes.max()
    table, repeated = _table(keys - floor, int(top - floor))
    any_repeated = bool(repeated.any())
    if any_repeated:
        table[keys[repeated] - floor] = TWICE
    return table[wanted - floor], any_repeated


def repeats_later(keys: Ints) -> Flags:
    """Return which keys are repeated by a later row.

    Examples
    --------
    >>> repeats_later(np.array([7, 8, 7])).tolist()
    [True, False, False]
    """
    if not len(keys):
        return np.zeros(0, dtype=bool)
    keys = _from_zero(keys)
    if keys.max() > _DENSE:
        return pd.Series(keys).duplicated(keep="last").to_numpy()
    return _table(keys, int(keys.max()))[1]


def _table(keys: Ints, top: int) -> tuple[Ints, Flags]:
    """The last place of each number up to `top` among the keys, and which keys are repeated later."""
    table, places = np.full(top + 1, ABSENT), np.arange(len(keys))
    table[keys] = places
    return table, np.asarray(table[keys] != places)

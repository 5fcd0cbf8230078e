"""Text columns as codes and categories: a condition on a column is evaluated once a category, not once a row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

_FEW_ROWS = 1_000


class CodedText(NamedTuple):
    """The distinct texts of a column and their codes, as in a pandas categorical.

    Parameters
    ----------
    codes
        For each row, the position of its text among `categories`.
    categories
        The distinct texts.

    Examples
    --------
    >>> unit = encode_text(pd.Series(["%", "元", "%"]))
    >>> unit.equals("%").tolist(), unit.take(np.array([1, -1, 0]), "无").to_array().tolist()
    ([True, False, True], ['元', '无', '%'])
    >>> unit.positions_in(["元"]).tolist(), unit.sorted_codes().tolist()
    ([-1, 0, -1], [0, 1, 0])
    """

    codes: Ints
    categories: Texts

    def equals(self, *texts: str) -> Flags:
        """Return which rows have one of `texts`."""
        return self.isin(texts)

    def isin(self, texts: Collection[str]) -> Flags:
        """Return which rows have one of `texts`."""
        wanted = frozenset(texts)
        flags = [text in wanted for text in self.categories]
        return np.array(flags, dtype=bool)[self.codes] if any(flags) else np.zeros(len(self.codes), dtype=bool)

    def take(self, places: Ints, otherwise: str = "") -> CodedText:
        """Return the rows at `places`, with `otherwise` where a place is negative."""
        codes = np.append(self.codes, len(self.categories))
        return CodedText(codes[np.where(places < 0, len(self.codes), places)], np.append(self.categories, otherwise))

    def map_texts(self, mapping: Mapping[str, str]) -> CodedText:
        """Return the column with each text mapped, to the empty text where `mapping` does not have it."""
        return CodedText(self.codes, np.array([mapping.get(text, "") for text in self.categories], dtype=object))

    def equals_column(self, other: CodedText) -> Flags:
        """Return which rows have the same text in both columns."""
        left, right = shared_codes([self, other])
        return np.asarray(left == right)

    def replace_rows(self, rows: Flags | Ints, text: str) -> CodedText:
        """Return the column with `text` in `rows`."""
        codes = self.codes.copy()
        codes[rows] = len(self.categories)
        return CodedText(codes, np.append(self.categories, text))

    def positions_in(self, order: Iterable[str]) -> Ints:
        """Return the position of each row's text in `order`, -1 where it is absent."""
        position = {text: place for place, text in enumerate(order)}
        return np.array([position.get(text, -1) for text in self.categories], dtype=np.int64)[self.codes]

    def sorted_codes(self) -> Ints:
        """Return the position of each row's text among the sorted categories."""
        return self.positions_in(sorted(self.categories))

    def to_array(self) -> Any:
        """Return the texts as a pandas array."""
        return pd.array(self.categories, dtype="str").take(self.codes)


def encode_text(column: pd.Series) -> CodedText:
    """Return a text column as codes, with the categories in the order of first appearance.

    Examples
    --------
    >>> codes, categories = encode_text(pd.Series(["b", "b", "a", "b"]))
    >>> codes.tolist(), categories.tolist()
    ([0, 0, 1, 0], ['b', 'a'])
    """
    values = column.to_numpy(dtype=object)
    if len(values) < _FEW_ROWS:  # a dict is quicker than pd.factorize for so few
        places: dict[str, int] = {}
        few = [places.setdefault(text, len(places)) for text in values.tolist()]
        return CodedText(np.array(few, dtype=np.int64), np.array(list(places), dtype=object))
    # runs of equal neighbours, as in a sorted column, are looked up once; the first rows show whether there are runs
    first = values[:_FEW_ROWS]
    if 2 * np.count_nonzero(first[1:] != first[:-1]) > len(first):
        codes, categories = pd.factorize(values)
        return CodedText(np.asarray(codes, dtype=np.int64), categories)
    starts = np.append(0, np.flatnonzero(values[1:] != values[:-1]) + 1)
    codes, categories = pd.factorize(values[starts])
    return CodedText(np.asarray(codes, dtype=np.int64).repeat(np.diff(starts, append=len(values))), categories)


def choose_text(texts: tuple[str, str], second: Flags) -> CodedText:
    """Return a column with the second of two texts where `second` holds, the first elsewhere.

    Examples
    --------
    >>> choose_text(("约", ""), np.array([False, True])).to_array().tolist()
    ['约', '']
    """
    return CodedText(second.astype(np.int64), np.array(texts, dtype=object))


def shared_codes(columns: Collection[CodedText]) -> list[Ints]:
    """Return codes for the rows of several columns that are equal where their texts are.

    Examples
    --------
    >>> [codes.tolist() for codes in shared_codes([encode_text(pd.Series(["a", "b"])), encode_text(pd.Series(["b"]))])]
    [[0, 1], [1]]
    """
    places = np.asarray(pd.factorize(np.concatenate([column.categories for column in columns]))[0], dtype=np.int64)
    ends = np.cumsum([len(column.categories) for column in columns])
    return [places[end - len(column.categories) : end][column.codes] for column, end in zip(columns, ends, strict=True)]

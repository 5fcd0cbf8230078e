"""Text columns as few different texts and a number a row: a question to a column is then one to these few texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

_FIRST = 1_000


class CodedText(NamedTuple):
    """The different texts of a column, and the place of each row's among them.

    Parameters
    ----------
    codes
        A place among `different` for each row.
    different
        The texts.

    Examples
    --------
    >>> unit = encode_text(pd.Series(["%", "元", "%"]))
    >>> unit.says("%").tolist(), unit.at(np.array([1, -1, 0]), "无").column().tolist()
    ([True, False, True], ['元', '无', '%'])
    >>> unit.placed(["元"]).tolist(), unit.ranked().tolist()
    ([-1, 0, -1], [0, 1, 0])
    """

    codes: Ints
    different: Texts

    def says(self, *chosen: str) -> Flags:
        """Return which rows say one of `chosen`."""
        return self.among(chosen)

    def among(self, chosen: Collection[str]) -> Flags:
        """Return which rows say one of `chosen`."""
        sought = frozenset(chosen)
        said = [word in sought for word in self.different]
        return np.array(said, dtype=bool)[self.codes] if any(said) else np.zeros(len(self.codes), dtype=bool)

    def at(self, places: Ints, otherwise: str = "") -> CodedText:
        """Return what the rows at `places` say; `otherwise` where a place is negative."""
        codes = np.append(self.codes, len(self.different))
        return CodedText(codes[np.where(places < 0, len(self.codes), places)], np.append(self.different, otherwise))

    def read_as(self, meaning: Mapping[str, str]) -> CodedText:
        """Return what each text stands for; nothing where it stands for nothing."""
        return CodedText(self.codes, np.array([meaning.get(word, "") for word in self.different], dtype=object))

    def agrees(self, other: CodedText) -> Flags:
        """Return which rows say the same in both."""
        own, its = alike([self, other])
        return np.asarray(own == its)

    def put(self, where: Flags | Ints, text: str) -> CodedText:
        """Return the same, but `text` in some rows."""
        codes = self.codes.copy()
        codes[where] = len(self.different)
        return CodedText(codes, np.append(self.different, text))

    def placed(self, order: Iterable[str]) -> Ints:
        """Return the place of each row's text in an order of texts; -1 where it is not in it."""
        place = {text: at for at, text in enumerate(order)}
        return np.array([place.get(text, -1) for text in self.different], dtype=np.int64)[self.codes]

    def ranked(self) -> Ints:
        """Return the place of each row's text among the different ones, sorted."""
        return self.placed(sorted(self.different))

    def column(self) -> Any:
        """Return the texts as a column for a frame."""
        return pd.array(self.different, dtype="str").take(self.codes)


def encode_text(column: pd.Series) -> CodedText:
    """Return a text column as the place of each text among the different ones, in the order they first appear.

    Examples
    --------
    >>> codes, different = encode_text(pd.Series(["b", "b", "a", "b"]))
    >>> codes.tolist(), different.tolist()
    ([0, 0, 1, 0], ['b', 'a'])
    """
    values = column.to_numpy(dtype=object)
    if len(values) < _FIRST:  # looking so few up one by one is quicker than preparing to look up many
        places: dict[str, int] = {}
        short = [places.setdefault(text, len(places)) for text in values.tolist()]
        return CodedText(np.array(short, dtype=np.int64), np.array(list(places), dtype=object))
    # neighbours that are alike, as in a sorted series, are looked up once: the first rows tell whether they are
    first = values[:_FIRST]
    if 2 * np.count_nonzero(first[1:] != first[:-1]) > len(first):
        codes, different = pd.factorize(values)
        return CodedText(np.asarray(codes, dtype=np.int64), different)
    opens = np.append(0, np.flatnonzero(values[1:] != values[:-1]) + 1)
    codes, different = pd.factorize(values[opens])
    return CodedText(np.asarray(codes, dtype=np.int64).repeat(np.diff(opens, append=len(values))), different)


def either(texts: tuple[str, str], which: Flags) -> CodedText:
    """Return a column that says the second of two texts where `which` holds, and the first elsewhere.

    Examples
    --------
    >>> either(("约", ""), np.array([False, True])).column().tolist()
    ['约', '']
    """
    return CodedText(which.astype(np.int64), np.array(texts, dtype=object))


def alike(columns: Collection[CodedText]) -> list[Ints]:
    """Return numbers for the rows of several columns that are equal where their texts are.

    Examples
    --------
    >>> [codes.tolist() for codes in alike([encode_text(pd.Series(["a", "b"])), encode_text(pd.Series(["b"]))])]
    [[0, 1], [1]]
    """
    places = np.asarray(pd.factorize(np.concatenate([column.different for column in columns]))[0], dtype=np.int64)
    ends = np.cumsum([len(column.different) for column in columns])
    return [places[end - len(column.different) : end][column.codes] for column, end in zip(columns, ends, strict=True)]

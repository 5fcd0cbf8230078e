"""Labels of a pandas index by period: found by their code, shown in Chinese, sorted in time."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast

import numpy as np
import pandas as pd

from ..base.errors import DataError
from . import periods

_DASHES = str.maketrans(dict.fromkeys("–-－~～", "—"))


class PeriodLabel(str):
    """The code of a period that shows as its label and sorts in time; equal to the code.

    Examples
    --------
    >>> label = PeriodLabel("2024-01/2024-06")
    >>> print(label, label == "2024-01/2024-06", label < PeriodLabel("2024Q3"))
    2024年1—6月 True True
    """

    __slots__ = ()

    @property
    def code(self) -> str:
        """The code, as in data files."""
        return str.__str__(self)

    def is_label(self, text: str) -> bool:
        """Return whether a text is the label, with whatever dash."""
        return str(self).translate(_DASHES) == text.translate(_DASHES)

    def __str__(self) -> str:
        return periods.parse(self.code).label

    def __repr__(self) -> str:
        return str(self)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __lt__(self, other: str) -> bool:
        return self._order(other) < 0

    def __gt__(self, other: str) -> bool:
        return self._order(other) > 0

    def __le__(self, other: str) -> bool:
        return not self > other

    def __ge__(self, other: str) -> bool:
        return not self < other

    def _order(self, other: str) -> int:
        """Return -1, 0 or 1: earlier, at the same time, or later; by the words where the other is no period.

        pandas compares labels with any text, as where it looks for an attribute among them.
        """
        code = str.__str__(other)
        try:
            one, two = periods.parse(self.code).sort_key(), periods.parse(code).sort_key()
        except DataError:
            return (self.code > code) - (self.code < code)
        return (one > two) - (one < two)

    def __reduce__(self) -> tuple[type[PeriodLabel], tuple[str]]:
        return PeriodLabel, (self.code,)


_Index: Any = pd.Index  # its hooks are in no stub


class PeriodLabels(_Index):  # type: ignore[misc]
    """Index by period in which the label that a person sees finds a row as the code does."""

    @property
    def _constructor(self) -> Any:
        return PeriodLabels

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {str(each).translate(_DASHES): each.code for each in self.tolist() if isinstance(each, PeriodLabel)}

    def _code(self, key: Any) -> Any:
        """The code of a label; any other key as it is."""
        plain = isinstance(key, str) and not isinstance(key, PeriodLabel)
        return self._codes.get(key.translate(_DASHES), key) if plain else key

    def _with_codes(self, keys: Any) -> Any:
        words = isinstance(keys, list | tuple | np.ndarray | pd.Index) and not isinstance(keys, PeriodLabels)
        return pd.Index([self._code(key) for key in keys], dtype=object) if words else keys

    def __contains__(self, key: Any) -> bool:
        return bool(super().__contains__(self._code(key)))

    def _maybe_cast_indexer(self, key: Any) -> Any:
        return super()._maybe_cast_indexer(self._code(key))

    def _maybe_cast_slice_bound(self, label: Any, side: str) -> Any:
        return super()._maybe_cast_slice_bound(self._code(label), side)

    def get_indexer_for(self, target: Any) -> Any:
        """Return the places of several periods, as pandas does."""
        return super().get_indexer_for(self._with_codes(target))

    def get_indexer(self, target: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the places of several periods, as pandas does."""
        return super().get_indexer(self._with_codes(target), *args, **kwargs)


def period_index(codes: Iterable[str], name: str = "期间") -> pd.Index:
    """Return a pandas index of periods.

    Examples
    --------
    >>> pd.Series([1, 2], index=period_index(["2024Q1", "2023"])).sort_index()
    期间
    2023年       2
    2024年一季度    1
    dtype: int64
    """
    plain = pd.Index([PeriodLabel(code) for code in codes], dtype=object)
    return cast("pd.Index", PeriodLabels._simple_new(plain.to_numpy(), name))


def period_codes(index: pd.Index) -> list[str] | None:
    """Return the codes of an index by period; None for another index.

    Examples
    --------
    >>> period_codes(period_index(["2023"])), period_codes(pd.Index(["甲镇"])), period_codes(pd.Index([2023]))
    (['2023'], None, None)
    """
    labels = index.tolist()
    return [str.__str__(label) for label in labels] if all(isinstance(each, PeriodLabel) for each in labels) else None

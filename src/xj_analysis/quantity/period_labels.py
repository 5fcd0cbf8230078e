"""Labels of a pandas index by period: found by their code, shown in Chinese, sorted in time."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ..base.errors import DataError
from . import periods


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
    return pd.Index([PeriodLabel(code) for code in codes], dtype=object, name=name)


def period_codes(index: pd.Index) -> list[str] | None:
    """Return the codes of an index by period; None for another index.

    Examples
    --------
    >>> period_codes(period_index(["2023"])), period_codes(pd.Index(["甲镇"])), period_codes(pd.Index([2023]))
    (['2023'], None, None)
    """
    labels = index.tolist()
    return [str.__str__(label) for label in labels] if all(isinstance(each, PeriodLabel) for each in labels) else None

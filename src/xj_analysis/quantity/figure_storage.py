"""Storage of arrays of figures: how they are made, selected, joined and changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray
from pandas.api.indexers import check_array_indexer

from . import figure_columns, figure_refusals
from .figure_arithmetic import converted, is_missing
from .figure_columns import NAMES
from .figure_dtype import FigureDtype
from .figures import COLUMNS, Figure, figure_from_row
from .hedges import Rounding
from .intervals import BOUNDS, Intervals
from .lineage import Array, Column, Deferred, realized, taken

_Base: Any = ExtensionArray
"""The types of pandas do not know what an extension array is asked for."""


class FigureStorage(_Base):  # type: ignore[misc]
    """The part of :class:`xj_analysis.quantity.figure_array.FigureArray` without operations.

    Parameters
    ----------
    columns
        By name: value, low, high in the unit, and what a print and a trace need.
    dtype
        With the unit.
    """

    def __init__(self, columns: Mapping[str, Column], dtype: FigureDtype) -> None:
        self._columns = dict(columns)
        self._dtype = dtype

    # --- construction -----------------------------------------------------------------------------

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, unit: str = "", rounding: Rounding = "half_even") -> Self:
        """Return the figures of a figure frame (:data:`xj_analysis.quantity.figures.COLUMNS`).

        Parameters
        ----------
        frame
            Rows of convertible units.
        unit
            The unit of the array; empty for that of the first row.
        rounding
            How they are printed: ``half_even`` or ``half_up``.

        Raises
        ------
        DataError
            The units do not convert into each other.

        Examples
        --------
        >>> from .figure_array import FigureArray
        >>> row = {"value": 64.0, "low": 63.57, "high": 64.44, "hedge": "about", "unit": "元", "decimals": 2,
        ...        "label": "", "reported": "", "period": "2024", "nature": "actual", "origins": ("a",),
        ...        "sources": ("s",), "formula": "", "reason": ""}
        >>> FigureArray.from_frame(pd.DataFrame([row]))
        <FigureArray>
        [约64元]
        Length: 1, dtype: figure[元]
        """
        target = unit or (str(frame["unit"].iloc[0]) if len(frame) else "")
        return cls(figure_columns.frame_columns(frame, target, rounding), FigureDtype(target))

    @classmethod
    def of_figure(cls, figure: Figure, unit: str = "") -> Self:
        """Return the array of one figure; one made by hand has the interval of its printed number."""
        element: Self | None = figure.element
        if element is None:
            row = figure.row
            columns = figure_columns.row_columns(*row) if row else figure_columns.printed_columns(figure)
            element = cls(columns, FigureDtype(figure.unit))
        return element.in_unit(unit) if unit and unit != element.dtype.unit else element

    @classmethod
    def missing(cls, count: int, dtype: FigureDtype, reason: str = "") -> Self:
        """Return `count` missing elements, which print as the reason if there is one."""
        return cls(figure_columns.missing_columns(count, reason), dtype)

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> Self:
        kind: Any = None if dtype is None else pd.api.types.pandas_dtype(dtype)
        unit = None if kind is None else kind.unit
        if isinstance(scalars, cls):
            array = scalars if unit is None else scalars.in_unit(unit)
            return array.copy() if copy else array
        if not pd.api.types.is_list_like(scalars):
            raise figure_refusals.untraced(scalars)
        scalars = list(scalars)
        known = [scalar for scalar in scalars if isinstance(scalar, Figure)]
        if len(known) + sum(map(is_missing, scalars)) < len(scalars):
            others = (each for each in scalars if not isinstance(each, Figure) and not is_missing(each))
            raise figure_refusals.untraced(next(others))
        unit = (known[0].unit if known else "") if unit is None else unit
        blank = cls.missing(1, FigureDtype(unit))
        parts = [blank if is_missing(scalar) else cls.of_figure(scalar, unit) for scalar in scalars]
        return cls._concat_same_type(parts) if parts else cls.missing(0, FigureDtype(unit))

    @classmethod
    def _from_scalars(cls, scalars: Any, dtype: FigureDtype) -> Self:
        return cls._from_sequence(scalars, dtype=dtype)

    @classmethod
    def _from_factorized(cls, values: Array, original: Self) -> Self:
        return cls._from_sequence(values, dtype=original.dtype)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Self:
        columns = {name: np.concatenate([realized(part._columns[name]) for part in to_concat]) for name in NAMES}
        return cls(columns, to_concat[0].dtype)

    # --- what pandas asks -------------------------------------------------------------------------

    @property
    def dtype(self) -> FigureDtype:
        """The type, with the unit."""
        return self._dtype

    @property
    def nbytes(self) -> int:
        """Bytes of the numbers."""
        return sum(realized(self._columns[name]).nbytes for name in figure_columns.NUMBERS)

    def __len__(self) -> int:
        return len(realized(self._columns["value"]))

    def __getitem__(self, item: Any) -> Any:
        item = check_array_indexer(self, item)
        if isinstance(item, slice) and item == slice(None):
            return self.view()
        places = np.arange(len(self))[item]
        if np.ndim(places) == 0:
            return self._of(np.array([places]))._scalar()
        return self._of(places)

    def _of(self, places: Array) -> Self:
        return type(self)({name: taken(column, places) for name, column in self._columns.items()}, self.dtype)

    def _scalar(self) -> Any:
        """The only element as a figure; NA where it is missing without a reason."""
        columns = {name: realized(column).tolist()[0] for name, column in self._columns.items()}
        if np.isnan(columns["value"]) and not columns["reason"]:
            return pd.NA
        rounding = figure_columns.ROUNDINGS[columns["rounding"]]
        return figure_from_row(figure_columns.row_of(columns, self.dtype.unit), rounding).with_element(self)

    def __setitem__(self, key: Any, value: Any) -> None:
        if self._readonly:
            raise ValueError("Cannot modify read-only array")
        key = check_array_indexer(self, key)
        places = np.atleast_1d(np.arange(len(self))[key])
        alone = isinstance(value, Figure) or not pd.api.types.is_list_like(value)
        new = self._from_sequence([value] if alone else value, dtype=self.dtype)
        if not alone and len(new) != len(places):
            raise ValueError(f"要放{len(places)}个，给了{len(new)}个")
        for name in NAMES:  # views share the dictionary, copies and results the columns
            column = realized(self._columns[name]).copy()
            column[places] = realized(new._columns[name])
            self._columns[name] = column

    def view(self, dtype: Any = None) -> Any:
        """Return the same array, which shares every change."""
        if dtype is not None:
            raise NotImplementedError(dtype)
        same = type(self)({}, self.dtype)
        same._columns = self._columns
        same._readonly = self._readonly
        return same

    def isna(self) -> npt.NDArray[np.bool_]:
        """Return where there is no number."""
        return np.isnan(realized(self._columns["value"]))

    def copy(self) -> Self:
        """Return a copy."""
        return type(self)(self._columns, self.dtype)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Self:
        """Return the elements at `indices`; with `allow_fill`, -1 is missing."""
        places, count = np.asarray(indices, dtype=np.intp), len(self)
        if not count and len(places) and not (allow_fill and (places == -1).all()):
            raise IndexError("cannot do a non-empty take from an empty axes.")
        if not allow_fill:
            return self._of(np.arange(count)[places])
        if (places < -1).any():
            raise ValueError("allow_fill 时只能用 -1 表示缺值")
        if len(places) and (places >= count).any():
            raise IndexError("out of bounds value in 'indices'.")
        if not (places < 0).any():
            return self._of(places)
        fill = self._from_sequence([fill_value], dtype=self.dtype)
        return self._concat_same_type([self, fill])._of(np.where(places < 0, count, places))

    def in_unit(self, unit: str) -> Self:
        """Return the figures in another unit.

        Raises
        ------
        DataError
            The unit does not convert.
        """
        in_other: Any = None if unit == self.dtype.unit else converted(self, unit)
        return self if in_other is None else in_other

    # --- for printing and arithmetic ---------------------------------------------------------------

    @property
    def columns(self) -> dict[str, Column]:
        """All columns, some of them not computed yet."""
        return dict(self._columns)

    def to_frame(self) -> pd.DataFrame:
        """Return the figures as a figure frame (:data:`xj_analysis.quantity.figures.COLUMNS`), a row an element."""
        frame = pd.DataFrame({name: self.column(name) for name in COLUMNS if name not in ("unit", "text")}, copy=False)
        hedges = [str(figure_columns.HEDGES[code]) for code in self.column("hedge")]
        texts: Any = self.texts()
        return frame.assign(hedge=hedges, unit=self.dtype.unit, text=texts)

    def column(self, name: str) -> Array:
        """Return one of the columns of an array: value, low, high, origins, formula, …"""
        return realized(self._columns[name])

    def lazy(self, name: str) -> Column:
        """Return a column that may not have been computed yet."""
        return self._columns[name]

    def intervals(self) -> Intervals:
        """Return value, low and high."""
        return Intervals(*(self.column(name) for name in BOUNDS))

    def texts(self) -> Array:
        """Return the printed texts; '—' for a missing element."""
        return self.lazy_texts().values()

    def lazy_texts(self) -> Deferred:
        """Return the printed texts as a column that is computed when it is first looked at."""
        return figure_columns.printed_texts(self._columns, self.dtype.unit)

"""Arrays of figures for pandas: numbers that keep interval, hedge and origins through selection and arithmetic."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray
from pandas.api.indexers import check_array_indexer

from . import figure_arithmetic as arithmetic
from . import units
from .figure_dtype import FigureDtype
from .figures import Figure, figure_from_row, printed_text, statement_of
from .hedges import Hedge
from .intervals import BOUNDS, Intervals
from .lineage import Array, Column, Deferred, objects, realized, repeated, taken

HEDGES = tuple(Hedge)
"""Hedges by their code in the column ``hedge``."""
_OBJECTS: dict[str, Any] = {
    "reported": "", "reason": "", "label": "", "period": "", "nature": "actual", "origins": (), "sources": (),
    "formula": "",
}  # fmt: skip
_MISSING: dict[str, Any] = dict.fromkeys(BOUNDS, np.nan) | {"hedge": 0, "decimals": 0, "binding": 0} | _OBJECTS
"""Columns of an array, as of a figure frame, with the content of a missing element; `hedge` is a code of
:data:`HEDGES`, `binding` tells how tightly the formula binds (:mod:`xj_analysis.quantity.figure_arithmetic`)."""
_TYPES = dict.fromkeys(BOUNDS, np.float64) | dict.fromkeys(("hedge", "decimals", "binding"), np.int8)


class FigureArray(ExtensionArray):  # type: ignore[misc]  # pandas has no types
    """An array of figures of one unit.

    ``+ - * /``, ``sum``, ``mean``, ``min``, ``max``, ``cumsum`` and groups of them keep intervals, origins and formulas.
    Comparisons are :class:`pandas.BooleanDtype` columns, NA where the intervals do not decide. ``astype(float)`` is the
    way out to plain numbers. Operands are taken as independent: ``x - x`` has a wider interval than zero.

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
    def from_frame(cls, frame: pd.DataFrame, unit: str = "") -> Self:
        """Return the figures of a figure frame (:data:`xj_analysis.quantity.figures.COLUMNS`).

        Parameters
        ----------
        frame
            Rows of convertible units.
        unit
            The unit of the array; empty for that of the first row.

        Raises
        ------
        DataError
            The units do not convert into each other.

        Examples
        --------
        >>> row = {"value": 64.0, "low": 63.57, "high": 64.44, "hedge": "about", "unit": "元", "decimals": 2,
        ...        "label": "", "reported": "", "period": "2024", "nature": "actual", "origins": ("a",),
        ...        "sources": ("s",), "formula": "", "reason": ""}
        >>> FigureArray.from_frame(pd.DataFrame([row]))
        <FigureArray>
        [约64元]
        Length: 1, dtype: figure[元]
        """
        names = frame["unit"].tolist()
        target = unit or (names[0] if names else "")
        factors = {name: float(units.ratio(name, target)) for name in dict.fromkeys(names)}
        factor = np.array([factors[name] for name in names], dtype=float)
        columns: dict[str, Column] = {name: frame[name].to_numpy(dtype=float) * factor for name in BOUNDS}
        codes = {str(hedge): code for code, hedge in enumerate(HEDGES)}
        columns |= {"hedge": frame["hedge"].map(codes).to_numpy(dtype=np.int8), "binding": np.zeros(len(frame), np.int8),
                    "decimals": frame["decimals"].to_numpy(dtype=np.int8)}  # fmt: skip
        columns |= {name: frame[name].to_numpy(dtype=object) for name in _OBJECTS}
        columns["reported"] = np.where(factor == 1.0, realized(columns["reported"]), "").astype(object)
        return cls(columns, FigureDtype(target))

    @classmethod
    def of_figure(cls, figure: Figure, unit: str = "") -> Self:
        """Return the array of one figure; one made by hand has the interval of its printed number."""
        element = figure.__dict__.get(arithmetic.ELEMENT)
        if element is None:
            element = cls(arithmetic.printed_columns(figure), FigureDtype(figure.unit))
        return element.in_unit(unit) if unit and unit != element.dtype.unit else element

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> Self:
        if isinstance(scalars, cls):
            array = scalars if dtype is None else scalars.in_unit(pd.api.types.pandas_dtype(dtype).unit)
            return array.copy() if copy else array
        scalars = list(scalars)
        known = [scalar for scalar in scalars if isinstance(scalar, Figure)]
        if len(known) + sum(map(_is_missing, scalars)) < len(scalars):
            raise TypeError("只能由 Figure 组成；数表请用 from_frame。")
        unit = pd.api.types.pandas_dtype(dtype).unit if dtype is not None else known[0].unit if known else ""
        missing = cls._missing(1, FigureDtype(unit))
        parts = [missing if _is_missing(scalar) else cls.of_figure(scalar, unit) for scalar in scalars]
        return cls._concat_same_type(parts) if parts else cls._missing(0, FigureDtype(unit))

    @classmethod
    def _from_scalars(cls, scalars: Any, dtype: FigureDtype) -> Self:
        return cls._from_sequence(scalars, dtype=dtype)

    @classmethod
    def _from_factorized(cls, values: Array, original: Self) -> Self:
        return cls._from_sequence(values, dtype=original.dtype)

    @classmethod
    def _missing(cls, count: int, dtype: FigureDtype) -> Self:
        return cls({name: np.full(count, blank, dtype=_TYPES[name]) if name in _TYPES else repeated(blank, count)
                    for name, blank in _MISSING.items()}, dtype)  # fmt: skip

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Self:
        columns = {name: np.concatenate([realized(part._columns[name]) for part in to_concat]) for name in _MISSING}
        return cls(columns, to_concat[0].dtype)

    # --- what pandas asks -------------------------------------------------------------------------

    @property
    def dtype(self) -> FigureDtype:
        """The type, with the unit."""
        return self._dtype

    @property
    def nbytes(self) -> int:
        """Bytes of the numbers."""
        return sum(realized(self._columns[name]).nbytes for name in _TYPES)

    def __len__(self) -> int:
        return len(realized(self._columns["value"]))

    def __getitem__(self, item: Any) -> Any:
        item = check_array_indexer(self, item)
        if isinstance(item, (int, np.integer)):
            place = range(len(self))[int(item)]
            return self.take([place])._scalar()
        places = np.arange(len(self))[item]
        return type(self)({name: taken(column, places) for name, column in self._columns.items()}, self.dtype)

    def _scalar(self) -> Any:
        """The only element as a figure; NA where it is missing without a reason."""
        row = self.rows()[0]
        if np.isnan(row["value"]) and not row["reason"]:
            return pd.NA
        figure = figure_from_row(row)
        figure.__dict__[arithmetic.ELEMENT] = self
        return figure

    def __setitem__(self, key: Any, value: Any) -> None:
        if self._readonly:
            raise ValueError("Cannot modify read-only array")
        key = check_array_indexer(self, key)
        alone = isinstance(value, Figure) or _is_missing(value)
        new = self._from_sequence([value] if alone else value, dtype=self.dtype)
        places = np.atleast_1d(np.arange(len(self))[key])
        if not alone and len(new) != len(places):
            raise ValueError(f"要放{len(places)}个，给了{len(new)}个")
        for name in _MISSING:
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
        places = np.asarray(indices, dtype=np.intp)
        if not allow_fill:
            places = np.arange(len(self))[places] if len(self) else places
            if len(places) and not len(self):
                raise IndexError("cannot do a non-empty take from an empty axes.")
            return type(self)({name: taken(column, places) for name, column in self._columns.items()}, self.dtype)
        if (places < -1).any():
            raise ValueError("allow_fill 时只能用 -1 表示缺值")
        fill = (
            self._missing(1, self.dtype)
            if _is_missing(fill_value)
            else self._from_sequence([fill_value], dtype=self.dtype)
        )
        if len(places) and (places >= len(self)).any():
            raise IndexError("out of bounds value in 'indices'.")
        return self._concat_same_type([self, fill]).take(np.where(places < 0, len(self), places))

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """Return plain numbers (``float``), printed texts (``str``), objects, or figures in another unit."""
        dtype = pd.api.types.pandas_dtype(dtype)
        if isinstance(dtype, FigureDtype):
            return self.in_unit(dtype.unit) if dtype != self.dtype else self.copy() if copy else self
        if pd.api.types.is_float_dtype(dtype):
            return (
                pd.array(realized(self._columns["value"]).copy(), dtype=dtype)
                if not isinstance(dtype, np.dtype)
                else realized(self._columns["value"]).astype(dtype)
            )
        if pd.api.types.is_string_dtype(dtype) and dtype != np.dtype(object):
            return (
                pd.array(self.texts().tolist(), dtype=dtype)
                if not isinstance(dtype, np.dtype)
                else self.texts().astype(str)
            )
        return super().astype(dtype, copy=copy)

    def in_unit(self, unit: str) -> Self:
        """Return the figures in another unit.

        Raises
        ------
        DataError
            The unit does not convert.
        """
        if unit == self.dtype.unit:
            return self
        return arithmetic.scaled(self, float(units.ratio(self.dtype.unit, unit)), unit)

    def _formatter(self, boxed: bool = False) -> Callable[[Any], str]:
        return lambda figure: "—" if figure is pd.NA else figure.text

    def _values_for_argsort(self) -> Array:
        return realized(self._columns["value"])

    def _values_for_factorize(self) -> tuple[Array, Any]:
        return self.astype(object), pd.NA

    def round(self, decimals: int = 0, *args: Any, **kwargs: Any) -> Self:
        """Return the figures printed with at most so many decimals; the numbers themselves stay."""
        capped = np.minimum(realized(self._columns["decimals"]), decimals).astype(np.int8)
        return type(self)(self._columns | {"decimals": capped, "reported": repeated("", len(self))}, self.dtype)

    # --- for printing and arithmetic ---------------------------------------------------------------

    def column(self, name: str) -> Array:
        """Return one of the columns of an array: value, low, high, origins, formula, …"""
        return realized(self._columns[name])

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return list(self._columns)

    def lazy(self, name: str) -> Column:
        """Return a column that may not have been computed yet."""
        return self._columns[name]

    def intervals(self) -> Intervals:
        """Return value, low and high."""
        return Intervals(*(realized(self._columns[name]) for name in BOUNDS))

    def rows(self) -> list[dict[str, Any]]:
        """Return a record an element, as of a figure frame."""
        columns = {name: realized(column).tolist() for name, column in self._columns.items()}
        columns["hedge"] = [str(HEDGES[code]) for code in columns["hedge"]]
        count, unit = len(self), self.dtype.unit
        return [{name: column[n] for name, column in columns.items()} | {"unit": unit} for n in range(count)]

    def texts(self) -> Array:
        """Return the printed texts; '—' for a missing element."""
        return realized(self.lazy_texts())

    def lazy_texts(self) -> Deferred:
        """Return the printed texts as a column that is computed when it is first looked at."""
        unit = self.dtype.unit
        names = (*BOUNDS, "hedge", "decimals", "reported", "reason")

        def texts(*columns: Array) -> Array:
            rows = (
                dict(zip(names, row, strict=True)) for row in zip(*(column.tolist() for column in columns), strict=True)
            )
            return objects([_text(row, unit) for row in rows])

        return Deferred([self._columns[name] for name in names], texts)

    # --- arithmetic ---------------------------------------------------------------------------------

    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **kwargs: Any) -> Any:
        result = arithmetic.reduced(self, name, skipna=skipna, min_count=kwargs.get("min_count", 0))
        return result if keepdims else result._scalar()

    def _accumulate(self, name: str, *, skipna: bool = True, **kwargs: Any) -> Self:
        return arithmetic.accumulated(self, name, skipna=skipna)

    def _groupby_op(
        self, *, how: str, has_dropped_na: bool, min_count: int, ngroups: int, ids: Array, **kwargs: Any
    ) -> Any:
        if how in ("first", "last"):
            return super()._groupby_op(how=how, has_dropped_na=has_dropped_na, min_count=min_count, ngroups=ngroups,
                                       ids=ids, **kwargs)  # fmt: skip
        return arithmetic.grouped(self, how, ids, ngroups, min_count=min_count, skipna=kwargs.get("skipna", True))

    def __neg__(self) -> Self:
        return arithmetic.scaled(self, -1.0, self.dtype.unit, sign="−")

    def __pos__(self) -> Self:
        return self

    def __abs__(self) -> Self:
        return arithmetic.absolute(self)


def _operator(name: str, reverse: bool) -> Callable[[FigureArray, Any], Any]:
    def method(self: FigureArray, other: Any) -> Any:
        if isinstance(other, (pd.Series, pd.DataFrame, pd.Index)):
            return NotImplemented
        return arithmetic.combined(self, other, name, reverse=reverse)

    return method


def _comparison(compare: Callable[[Any, Any], Any]) -> Callable[[FigureArray, Any], Any]:
    def method(self: FigureArray, other: Any) -> Any:
        if isinstance(other, (pd.Series, pd.DataFrame, pd.Index)):
            return NotImplemented
        return arithmetic.compared(self, other, compare)

    return method


for _name in ("add", "sub", "mul", "truediv"):
    setattr(FigureArray, f"__{_name}__", _operator(_name, reverse=False))
    setattr(FigureArray, f"__r{_name}__", _operator(_name, reverse=True))
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(FigureArray, f"__{_name}__", _comparison(getattr(operator, _name)))


def _is_missing(scalar: Any) -> bool:
    return scalar is None or scalar is pd.NA or (isinstance(scalar, float) and np.isnan(scalar))


def _text(row: dict[str, Any], unit: str) -> str:
    if np.isnan(row["value"]) and not row["reason"]:
        return "—"
    return printed_text(statement_of(row | {"hedge": HEDGES[row["hedge"]]}), unit)

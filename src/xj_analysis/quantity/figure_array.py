"""Arrays of figures for pandas: numbers that keep interval, hedge and origins through selection and arithmetic."""

from __future__ import annotations

import operator
from collections.abc import Callable
from numbers import Integral
from typing import Any, Self

import numpy as np
import pandas as pd

from . import figure_arithmetic, figure_comparisons, figure_refusals, grouped_figures, pandas_methods
from .figure_arithmetic import is_missing
from .figure_dtype import FigureDtype
from .figure_storage import FigureStorage
from .figures import Figure
from .intervals import BOUNDS
from .lineage import Array, repeated

_PARTS = (*BOUNDS, "hedge", "decimals", "reported", "reason", "period", "origins", "formula")
"""Columns that two equal arrays have in common."""


class FigureArray(FigureStorage):
    """An array of figures of one unit.

    ``+ - * /``, ``sum``, ``mean``, ``median``, ``min``, ``max``, ``cumsum`` and groups of them keep intervals,
    origins and formulas. Comparisons are :class:`pandas.BooleanDtype` columns, NA where the intervals do not decide.
    ``astype(float)`` is the way out to plain numbers. Operands are taken as independent: ``x - x`` has a wider
    interval than zero. Sorting, ranks and duplicates go by the numbers and not by the intervals.

    Parameters
    ----------
    columns
        By name: value, low, high in the unit, and what a print and a trace need.
    dtype
        With the unit.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from .figures import reported_figure
    >>> from .hedges import Hedge
    >>> income = pd.Series([reported_figure(Decimal(4800), "万元")], dtype="figure[万元]")
    >>> visits = pd.Series([reported_figure(Decimal(75), "万人次", Hedge.ABOUT)], dtype="figure[万人次]")
    >>> income / visits
    0    约64元/人次
    dtype: figure[元/人次]
    >>> (income / visits)[0].formula
    '4800万元÷约75万人次'
    """

    # --- as other things ---

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """Return plain numbers (``float``), printed texts (``str``), objects, or figures in another unit."""
        dtype = pd.api.types.pandas_dtype(dtype)
        if isinstance(dtype, FigureDtype):
            return self.in_unit(dtype.unit) if dtype != self.dtype else self.copy() if copy else self
        if pd.api.types.is_integer_dtype(dtype):
            raise figure_refusals.unsupported("int")
        if pd.api.types.is_float_dtype(dtype):
            values = self.column("value").copy()
        elif pd.api.types.is_string_dtype(dtype) and dtype != np.dtype(object):
            values = self.texts()
        else:
            return super().astype(dtype, copy=copy)
        return values.astype(dtype) if isinstance(dtype, np.dtype) else pd.array(values.tolist(), dtype=dtype)

    def equals(self, other: object) -> bool:
        """Return whether both hold the same numbers, with the same digits and lineage, element by element."""
        if not isinstance(other, FigureArray) or self.dtype != other.dtype or len(self) != len(other):
            return False
        return all(pd.Series(self.column(name)).equals(pd.Series(other.column(name))) for name in _PARTS)

    def to_numpy(self, dtype: Any = None, copy: bool = False, na_value: Any = pd.api.extensions.no_default) -> Any:
        """Return an array of figures, or of numbers for a `dtype` of floats; always a new one."""
        return super().to_numpy(dtype, copy=True, na_value=na_value)

    def _cast_pointwise_result(self, values: Any) -> Any:
        kinds = {type(scalar) for scalar in values if not is_missing(scalar)}
        if kinds and kinds <= {bool, np.bool_}:
            return pd.array(values, dtype="boolean")
        known = {scalar.unit for scalar in values if isinstance(scalar, Figure)}
        if kinds == {Figure} and len(known) == 1:
            return self._from_sequence(values, dtype=FigureDtype(known.pop()))
        return super()._cast_pointwise_result(values)

    def _formatter(self, boxed: bool = False) -> Callable[[Any], str]:
        return lambda figure: "—" if figure is pd.NA else str(figure)

    def _values_for_argsort(self) -> Array:
        return self.column("value")

    def _values_for_factorize(self) -> tuple[Array, Any]:
        return self.astype(object), pd.NA

    def value_counts(self, dropna: bool = True) -> pd.Series:
        """Return how often each figure occurs."""
        counts: pd.Series = super().value_counts(dropna=dropna)
        return counts.astype("Int64")

    def _values_for_json(self) -> Array:
        return self.texts()

    def round(self, decimals: int = 0, *args: Any, **kwargs: Any) -> Self:
        """Return the figures printed with at most so many decimals; the numbers themselves stay."""
        if not isinstance(decimals, Integral):
            raise figure_refusals.no_decimals(decimals)
        capped = np.minimum(self.column("decimals"), decimals).astype(np.int8)
        return type(self)(self._columns | {"decimals": capped, "reported": repeated("", len(self))}, self.dtype)

    def _quantile(self, qs: Any, interpolation: str) -> Self:
        raise figure_refusals.unsupported("quantile")

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Apply the functions of numpy that are operators of figures; refuse the others."""
        result = super().__array_ufunc__(ufunc, method, *inputs, **kwargs) if ufunc in _UFUNCS else NotImplemented
        if result is NotImplemented and not any(isinstance(each, _PANDAS) for each in inputs):
            raise figure_refusals.unsupported(f"np.{ufunc.__name__}")
        return result

    # --- arithmetic ---------------------------------------------------------------------------------

    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **kwargs: Any) -> Any:
        if name == "count":
            return int((~self.isna()).sum())
        result = grouped_figures.reduced(self, name, skipna=skipna, min_count=kwargs.get("min_count", 0))
        return result if keepdims else result._scalar()

    def _accumulate(self, name: str, *, skipna: bool = True, **kwargs: Any) -> FigureArray:
        return grouped_figures.accumulated(self, name, skipna=skipna)

    def _groupby_op(
        self, *, how: str, has_dropped_na: bool, min_count: int, ngroups: int, ids: Array, **kwargs: Any
    ) -> Any:
        if how in ("first", "last", "nth", "rank", "any", "all"):
            return super()._groupby_op(how=how, has_dropped_na=has_dropped_na, min_count=min_count, ngroups=ngroups,
                                       ids=ids, **kwargs)  # fmt: skip
        skipna = kwargs.get("skipna", True)
        return grouped_figures.grouped(self, how, ids, ngroups, min_count=max(min_count, 0), skipna=skipna)

    def __neg__(self) -> FigureArray:
        return figure_arithmetic.negated(self)

    def __pos__(self) -> Self:
        return self

    def __abs__(self) -> FigureArray:
        return figure_arithmetic.absolute(self)

    def __invert__(self) -> Any:
        raise figure_refusals.unsupported("~")


_PANDAS = (pd.Series, pd.DataFrame, pd.Index)
_UFUNCS = {
    np.add, np.subtract, np.multiply, np.true_divide, np.negative, np.positive, np.absolute, np.equal, np.not_equal,
    np.less, np.less_equal, np.greater, np.greater_equal,
}  # fmt: skip
"""Functions of numpy that are operators of figures."""
_REFUSED = {"floordiv": "//", "mod": "%", "pow": "**", "divmod": "divmod", "and": "&", "or": "|", "xor": "^"}
"""Operators that figures do not have, with their signs."""


def _method(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Callable[[FigureArray, Any], Any]:
    """Return a binary operator; pandas aligns its own objects before it asks again."""

    def method(self: FigureArray, other: Any) -> Any:
        if isinstance(other, _PANDAS):
            return NotImplemented
        return work(self, other, *args, **kwargs)

    return method


def _refused(array: FigureArray, other: Any, name: str) -> Any:
    raise figure_refusals.unsupported(name)


for _name in ("add", "sub", "mul", "truediv"):
    setattr(FigureArray, f"__{_name}__", _method(figure_arithmetic.combined, _name))
    setattr(FigureArray, f"__r{_name}__", _method(figure_arithmetic.combined, _name, reverse=True))
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(FigureArray, f"__{_name}__", _method(figure_comparisons.compared, getattr(operator, _name)))
for _name, _sign in _REFUSED.items():
    setattr(FigureArray, f"__{_name}__", _method(_refused, _sign))
    setattr(FigureArray, f"__r{_name}__", _method(_refused, _sign))
FigureDtype.array_type = FigureArray
pandas_methods.install()

"""Arithmetic of arrays of figures, element by element: intervals, units, origins and formulas of the results."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..base.errors import DataError
from . import units
from .coverage import of_negative, of_operation
from .figure_columns import typed_columns
from .figure_dtype import FigureDtype
from .figure_refusals import uneven, untraced
from .figures import Figure
from .formulas import BINDING, formula_of, sign_formula
from .intervals import Intervals, outward
from .lineage import Array, Column, Deferred, common, objects, repeated, united
from .measures import common_subject, require_addable
from .unit_algebra import product, quotient, times
from .windows import UNLIKE, unlike_windows

if TYPE_CHECKING:
    from .figure_array import FigureArray

_QUOTIENT_DECIMALS = 2
_MOST_DECIMALS = 15
_NO_QUOTIENT = "除数为零或为负，不计算"


def combined(array: FigureArray, other: Any, name: str, *, reverse: bool = False) -> Any:
    """Return the sum, difference, product or quotient of an array and another, a figure, or a plain number.

    Both are taken as independent, so ``x - x`` is an interval around zero. A plain number is an origin of its own
    (:func:`xj_analysis.quantity.figure_columns.typed_columns`). The result has no label: it is not the indicator.

    Parameters
    ----------
    array, other
        The operands, in this order unless `reverse`. A plain number has no unit and is exact.
    name
        add, sub, mul or truediv.
    reverse
        Whether `other` stands left.

    Raises
    ------
    DataError
        The units cannot be combined, a plain number is added to figures of a unit, or a sum would count something
        twice.
    """
    if is_missing(other):
        return type(array).missing(len(array), array.dtype)
    operand = as_operand(array, other, scales=name in ("mul", "truediv"))
    if operand is None or isinstance(other, str | bool | np.bool_):
        raise untraced(other)
    left, right = (operand, array) if reverse else (array, operand)
    unit, left_factor, right_factor = _result_unit(left.dtype.unit, right.dtype.unit, name)
    if name in ("add", "sub"):
        require_addable(left, right, name)
    one, two = times(left.intervals(), left_factor), times(right.intervals(), right_factor)
    match name:
        case "add":
            numbers = one.plus(two)
        case "sub":
            numbers = one.minus(two)
        case "mul":
            numbers = one.multiplied(two)
        case _:
            numbers = _quotient(one, two)
    unlike = unlike_windows(left, right, name)
    if unlike.any():
        numbers = Intervals(*(np.where(unlike, np.nan, each) for each in numbers))
    reason = repeated("", len(left))
    if (missing := np.isnan(numbers.value)).any():
        given = np.where(left.column("reason") != "", left.column("reason"), right.column("reason"))
        own = np.where(unlike, UNLIKE, np.where(missing, _NO_QUOTIENT, ""))
        reason = np.where(left.isna() | right.isna(), given, own).astype(object)
    return _result(left, right, name, numbers, FigureDtype(unit), reason)


def _quotient(one: Intervals, two: Intervals) -> Intervals:
    """The quotient; open on both sides where the divisor may be negative, though its value is not."""
    value, low, high = one.over(two)
    unknown = (two.low < 0) & ~np.isnan(value)
    return Intervals(value, np.where(unknown, -np.inf, low), np.where(unknown, np.inf, high))


def as_operand(array: FigureArray, other: Any, *, scales: bool = True) -> FigureArray | None:
    """Return the other operand as an array of the same length; None for what is no figure and no number.

    A plain number is one that was typed in; `scales` as for :func:`xj_analysis.quantity.figure_columns.typed_columns`.
    """
    kind, count = type(array), len(array)
    if isinstance(other, Figure):
        one = kind.of_figure(other)
        one.column("covers")  # once, and not for each element
        return one.take(np.zeros(count, dtype=np.intp))
    if is_missing(other):
        return kind.missing(count, array.dtype)
    if isinstance(other, Real | Decimal) and not isinstance(other, bool | np.bool_):
        one = kind(typed_columns(np.full(1, float(other)), scales=scales), FigureDtype(""))
        return one.take(np.zeros(count, dtype=np.intp))
    if isinstance(other, list | tuple) or (isinstance(other, np.ndarray) and other.dtype == object):
        known = any(isinstance(each, Figure) for each in other)
        other = kind._from_sequence(other, dtype=None if known else array.dtype)
    elif getattr(getattr(other, "dtype", None), "kind", "O") in "iuf" and not isinstance(other, kind):
        other = kind(typed_columns(np.asarray(other, dtype=float), scales=scales), FigureDtype(""))
    if not isinstance(other, kind):
        return None
    if len(other) != count:
        raise uneven(count, len(other))
    return other


def is_missing(scalar: Any) -> bool:
    """Return whether a scalar is one of pandas' missing values.

    Examples
    --------
    >>> is_missing(pd.NA), is_missing(float("nan")), is_missing(None), is_missing(0)
    (True, True, True, False)
    """
    return scalar is None or scalar is pd.NA or (isinstance(scalar, float) and math.isnan(scalar))


def _result_unit(one: str, two: str, name: str) -> tuple[str, Fraction, Fraction]:
    """Unit of a result, and the factors of both operands in it."""
    if name in ("mul", "truediv"):
        unit, factor = (product if name == "mul" else quotient)(one, two)
        return unit, factor, Fraction(1)
    if not units.convertible(one, two):
        words = {"add": "相加", "sub": "相减"}[name]
        raise DataError("单位", f"{one or '数'}与{two or '数'}不能{words}", do="只能加减同类的数，请先换算。")
    if name == "sub" and units.unit(one).dimension == "比率":  # a difference of percentages is in points
        return "个百分点", units.ratio(one, "%"), units.ratio(two, "%")
    return one, Fraction(1), units.ratio(two, one)


def _result(
    left: FigureArray, right: FigureArray, name: str, numbers: Intervals, dtype: FigureDtype, reason: Array
) -> FigureArray:
    count, blank = len(reason), repeated("", len(reason))
    both: dict[str, list[Column]] = {each: [left.lazy(each), right.lazy(each)] for each in _PAIRED}
    decimals = np.maximum(*_numbers(left, right, "decimals"))
    if name == "truediv":
        decimals = np.maximum(decimals, _QUOTIENT_DECIMALS).astype(np.int8)
    hedged = np.maximum(*_numbers(left, right, "hedge")) > 0
    return type(left)({
        **numbers._asdict(), "hedge": hedged.astype(np.int8), "decimals": decimals,
        "binding": np.full(count, BINDING[name], dtype=np.int8),
        "rounding": np.maximum(*_numbers(left, right, "rounding")), "reported": blank, "reason": reason,
        "period": Deferred(both["period"], _same),
        **dict.fromkeys(("label", "rank", "tier"), blank), "kind": np.maximum(*_numbers(left, right, "kind")),
        **{each: Deferred(both[each], _same) for each in ("indicator", "area")},
        "subject": Deferred([*both["indicator"], *both["subject"]], _subject),
        "nature": Deferred(both["nature"], _nature),
        **{each: Deferred(both[each], united) for each in ("origins", "sources")},
        "formula": Deferred([column for side in (left, right) for column in (*_terms(side), side.lazy("period"))],
                            formula_of(name)),
        "covers": of_operation(name, left, right),
    }, dtype)  # fmt: skip


_PAIRED = ("period", "indicator", "area", "subject", "nature", "origins", "sources")


def _numbers(left: FigureArray, right: FigureArray, name: str) -> tuple[Array, Array]:
    return left.column(name), right.column(name)


def _terms(array: FigureArray) -> list[Column]:
    return [array.lazy("formula"), array.lazy_texts(), array.lazy("binding")]


def _same(left: Array, right: Array) -> Array:
    """Texts that both have; those of one where the other has none."""
    pairs = zip(left.tolist(), right.tolist(), strict=True)
    return objects([common([text for text in pair if text]) for pair in pairs])


def _subject(one: Array, other: Array, left: Array, right: Array) -> Array:
    """Subjects of both, of the only one where the other measures nothing (a number that was typed)."""
    pairs = zip(np.where(one == "", right, left).tolist(), np.where(other == "", left, right).tolist(), strict=True)
    return objects(list(map(common_subject, pairs)))


def _nature(left: Array, right: Array) -> Array:
    """The planned, forecast or target one of two natures, if one is."""
    return np.asarray(np.where(left != "actual", left, right))


def converted(array: FigureArray, unit: str) -> FigureArray:
    """Return an array in another unit of the same dimension.

    Raises
    ------
    DataError
        The unit has another dimension.
    """
    factor = units.ratio(array.dtype.unit, unit)
    more = max(0, round(-np.log10(float(factor))))  # 4800万元 is 0.48亿元
    changed: dict[str, Column] = {
        **outward(*times(array.intervals(), factor))._asdict(),
        "reported": repeated("", len(array)),
        "decimals": np.minimum(array.column("decimals") + more, _MOST_DECIMALS).astype(np.int8),
    }
    return type(array)(array.columns | changed, FigureDtype(unit))


def negated(array: FigureArray) -> FigureArray:
    """Return the figures with the other sign."""
    value, low, high = array.intervals()
    signed = _signed(array, "neg", Intervals(-value + 0.0, -high + 0.0, -low + 0.0))
    return type(array)(signed.columns | {"covers": of_negative(array)}, array.dtype)


def absolute(array: FigureArray) -> FigureArray:
    """Return the sizes of figures."""
    value, low, high = array.intervals()
    least = np.where((low <= 0) & (high >= 0), 0.0, np.minimum(abs(low), abs(high)))
    return _signed(array, "abs", Intervals(abs(value), least, np.maximum(abs(low), abs(high))))


def _signed(array: FigureArray, name: str, numbers: Intervals) -> FigureArray:
    count = len(array)
    changed: dict[str, Column] = {
        **numbers._asdict(), "reported": repeated("", count), "binding": np.full(count, BINDING[name], dtype=np.int8),
        "hedge": (array.column("hedge") > 0).astype(np.int8), "formula": Deferred(_terms(array), sign_formula(name)),
        **dict.fromkeys(("label", "rank", "tier"), repeated("", count)),
    }  # fmt: skip
    return type(array)(array.columns | changed, array.dtype)

"""Arithmetic of arrays of figures: intervals, units, origins and formulas of sums, products, groups and comparisons."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..base.errors import DataError
from . import units
from .figure_dtype import FigureDtype
from .figures import Figure
from .hedges import Hedge, decimals_of, published_interval
from .intervals import BOUNDS, Intervals, outward
from .lineage import Array, Column, Deferred, common, grouped_text, grouped_union, objects, repeated, united
from .unit_algebra import product, quotient

if TYPE_CHECKING:
    from .figure_array import FigureArray

ELEMENT = "__element"
"""Attribute of a figure with the array of one it is the element of: its unrounded number, for arithmetic."""
LEAF, PRODUCT, SUM = range(3)
"""How tightly a formula binds: a reported number, a product, a sum."""

_SIGNS = {"add": "＋", "sub": "−", "mul": "×", "truediv": "÷"}
_BINDING = {"add": SUM, "sub": SUM, "mul": PRODUCT, "truediv": PRODUCT}
_QUOTIENT_DECIMALS = 2
_WRITTEN_OUT = 12
"""Sums of more numbers are written with the first and the last."""
_NO_QUOTIENT = "除数为零或为负，不计算"


def printed_columns(figure: Figure) -> dict[str, Column]:
    """Return the columns of an array of one figure that was not computed: the interval of its printed number."""
    value, low, high, decimals = np.nan, np.nan, np.nan, 0
    if figure.value is not None:
        bounds = published_interval(figure.value, figure.hedge, counted=units.unit(figure.unit).counted)
        (low, high), value, decimals = map(float, bounds), float(figure.value), decimals_of(figure.value)
    numbers = {"value": value, "low": low, "high": high}
    codes = {"hedge": list(Hedge).index(figure.hedge), "decimals": decimals, "binding": LEAF}
    texts = {name: getattr(figure, name) for name in ("reason", "label", "period", "nature", "origins", "formula")}
    texts |= {"reported": figure.number, "sources": ()}
    return {
        **{name: np.array([number], dtype=float) for name, number in numbers.items()},
        **{name: np.array([code], dtype=np.int8) for name, code in codes.items()},
        **{name: objects([text]) for name, text in texts.items()},
    }


def combined(array: FigureArray, other: Any, name: str, *, reverse: bool = False) -> Any:
    """Return the sum, difference, product or quotient of an array and another, a figure, or a plain number.

    Raises
    ------
    DataError
        The units cannot be combined, or a plain number is added to figures of a unit.
    """
    operand = _operand(array, other)
    if operand is None:
        return NotImplemented
    left, right = (operand, array) if reverse else (array, operand)
    unit, left_factor, right_factor = _result_unit(left, right, name)
    one, two = left.intervals().times(left_factor), right.intervals().times(right_factor)
    match name:
        case "add":
            result = one.plus(two)
        case "sub":
            result = one.minus(two)
        case "mul":
            result = one.multiplied(two)
        case _:
            result = left.intervals().over(right.intervals(), left_factor / right_factor)
    missing = left.isna() | right.isna()
    reason = np.where(missing, _first(left.column("reason"), right.column("reason")),
                      np.where(np.isnan(result.value), _NO_QUOTIENT, ""))  # fmt: skip
    return _result(left, right, name, result, unit, reason.astype(object))


def _operand(array: FigureArray, other: Any) -> FigureArray | None:
    """The other operand as an array of the same length; None for what is no figure and no number."""
    kind = type(array)
    if isinstance(other, kind):
        if len(other) != len(array) and 1 not in (len(other), len(array)):
            raise ValueError(f"长度不同：{len(array)} 与 {len(other)}")
        return other if len(other) == len(array) else other.take(np.zeros(len(array), dtype=np.intp))
    if other is pd.NA or other is None:
        return array.take(np.full(len(array), -1), allow_fill=True)
    if isinstance(other, Figure):
        return kind.of_figure(other).take(np.zeros(len(array), dtype=np.intp))
    if isinstance(other, (Real, Decimal, Fraction)) and not isinstance(other, bool | np.bool_):
        return _constants(array, np.full(len(array), float(other)))
    if isinstance(other, (list, tuple)) or (isinstance(other, np.ndarray) and other.dtype == object):
        return kind._from_sequence(other)
    if isinstance(other, np.ndarray) and other.dtype.kind in "iuf":
        return _constants(array, other.astype(float))
    return None


def _constants(array: FigureArray, numbers: Array) -> FigureArray:
    """Plain numbers as exact figures without unit and origin."""
    count = len(numbers)
    columns: dict[str, Column] = dict.fromkeys(BOUNDS, numbers)
    texts = objects([f"{number:.15g}" for number in numbers.tolist()])
    blank, zeros = repeated("", count), np.zeros(count, dtype=np.int8)
    columns |= {"hedge": zeros, "decimals": zeros, "binding": zeros, "reported": texts, "reason": blank, "label": blank,
                "period": blank, "nature": repeated("actual", count), "origins": repeated((), count),
                "sources": repeated((), count), "formula": blank}  # fmt: skip
    return type(array)(columns, FigureDtype(""))


def _result_unit(left: FigureArray, right: FigureArray, name: str) -> tuple[str, float, float]:
    """Unit of a result, and the factors of both operands in it."""
    one, two = left.dtype.unit, right.dtype.unit
    if name == "mul":
        unit, factor = product(one, two)
        return unit, float(factor), 1.0
    if name == "truediv":
        unit, factor = quotient(one, two)
        return unit, float(factor), 1.0
    if not units.convertible(one, two):
        words = {"add": "相加", "sub": "相减"}[name]
        raise DataError("单位", f"{one or '数'}与{two or '数'}不能{words}", do="只能加减同类的数，请先换算。")
    factor = float(units.ratio(two, one))
    return ("个百分点" if name == "sub" and one == two == "%" else one), 1.0, factor


def _result(
    left: FigureArray, right: FigureArray, name: str, numbers: Intervals, unit: str, reason: Array
) -> FigureArray:
    count = len(reason)
    decimals = np.maximum(left.column("decimals"), right.column("decimals"))
    if name == "truediv":
        decimals = np.maximum(decimals, _QUOTIENT_DECIMALS).astype(np.int8)
    exact = (left.column("hedge") == 0) & (right.column("hedge") == 0)
    pairs: dict[str, Column] = {
        each: Deferred([left.lazy(each), right.lazy(each)], _same) for each in ("period", "label")
    }
    return type(left)(
        numbers._asdict() | pairs | {
            "hedge": np.where(exact, 0, 1).astype(np.int8), "decimals": decimals,
            "binding": np.full(count, _BINDING[name], dtype=np.int8), "reported": repeated("", count), "reason": reason,
            "nature": Deferred([left.lazy("nature"), right.lazy("nature")], _nature),
            "origins": Deferred([left.lazy("origins"), right.lazy("origins")], united),
            "sources": Deferred([left.lazy("sources"), right.lazy("sources")], united),
            "formula": Deferred([*_terms(left), *_terms(right)], _formula_of(name)),
        },
        FigureDtype(unit),
    )  # fmt: skip


def _terms(array: FigureArray) -> list[Column]:
    return [array.lazy("formula"), array.lazy_texts(), array.lazy("binding")]


def _formula_of(name: str) -> Callable[..., Array]:
    sign, own = _SIGNS[name], _BINDING[name]

    def formula(*columns: Array) -> Array:
        pairs = zip(*(column.tolist() for column in columns), strict=True)
        return objects([
            _term(one, text, binds, own) + sign + _term(two, text_2, binds_2, own, last=name in ("sub", "truediv"))
            for one, text, binds, two, text_2, binds_2 in pairs
        ])  # fmt: skip

    return formula


def _term(formula: str, text: str, binding: int, own: int, *, last: bool = False) -> str:
    """An operand in a formula: its printed text, or its own formula, in brackets where that binds less tightly."""
    if not formula or binding == LEAF:
        return text
    return f"（{formula}）" if binding > own or (last and binding == own) else formula


def _same(left: Array, right: Array) -> Array:
    """Texts that both have; those of one where the other has none."""
    return objects(
        [common([text for text in pair if text]) for pair in zip(left.tolist(), right.tolist(), strict=True)]
    )


def _nature(left: Array, right: Array) -> Array:
    return np.where(left != "actual", left, right)


def _first(left: Array, right: Array) -> Array:
    return np.where(left != "", left, right)


def scaled(array: FigureArray, factor: float, unit: str, sign: str = "") -> FigureArray:
    """Return an array in another unit, or with the other sign."""
    value, one, two = array.intervals().times(factor)
    low, high = (one, two) if factor > 0 else (two, one)
    numbers = outward(value, low, high) if factor != -1.0 else Intervals(value, low, high)
    columns = {name: array.lazy(name) for name in array.names}
    columns |= numbers._asdict() | {"reported": repeated("", len(array))}
    if factor != 1.0 and sign == "":
        more = max(0, round(-np.log10(factor)))  # 4800万元 is 0.48亿元
        columns["decimals"] = np.minimum(array.column("decimals") + more, 15).astype(np.int8)
    if sign:
        columns["formula"] = Deferred(_terms(array), lambda *each: objects([
            sign + _term(formula, text, binds, PRODUCT)
            for formula, text, binds in zip(*(column.tolist() for column in each), strict=True)]))  # fmt: skip
        columns["binding"] = np.full(len(array), SUM, dtype=np.int8)
        codes = array.column("hedge")
        columns["hedge"] = np.where(codes == 0, 0, 1).astype(np.int8)
    return type(array)(columns, FigureDtype(unit))


def absolute(array: FigureArray) -> FigureArray:
    """Return the sizes of figures."""
    value, low, high = array.intervals()
    across = (low < 0) & (high > 0)
    least = np.where(across, 0.0, np.minimum(abs(low), abs(high)))
    result = scaled(array, 1.0, array.dtype.unit)
    numbers = Intervals(abs(value), least, np.maximum(abs(low), abs(high)))._asdict()
    return type(array)({name: result.lazy(name) for name in result.names} | numbers, array.dtype)


_DECIDED: dict[Any, Callable[[Intervals, Intervals], tuple[Array, Array]]] = {
    operator.lt: lambda a, b: (a.high < b.low, a.low >= b.high),
    operator.le: lambda a, b: (a.high <= b.low, a.low > b.high),
    operator.gt: lambda a, b: (a.low > b.high, a.high <= b.low),
    operator.ge: lambda a, b: (a.low >= b.high, a.high < b.low),
    operator.eq: lambda a, b: ((a.low == a.high) & (a.low == b.low) & (b.low == b.high), (a.high < b.low) | (a.low > b.high)),
    operator.ne: lambda a, b: ((a.high < b.low) | (a.low > b.high), (a.low == a.high) & (a.low == b.low) & (b.low == b.high)),
}  # fmt: skip
"""By comparison: where it is true, and where it is false, for all numbers of both intervals."""


def compared(array: FigureArray, other: Any, compare: Callable[[Any, Any], Any]) -> Any:
    """Return a comparison as a nullable boolean array: NA where the intervals do not decide.

    A plain number is taken in the unit of the figures.
    """
    operand = _operand(array, other)
    if operand is None:
        return NotImplemented
    factor = 1.0
    if operand.dtype.unit != array.dtype.unit and not isinstance(other, (Real, np.ndarray)):
        if not units.convertible(operand.dtype.unit, array.dtype.unit):
            raise DataError("单位", f"{array.dtype.unit}与{operand.dtype.unit}不能比较", do="请先换算。")
        factor = float(units.ratio(operand.dtype.unit, array.dtype.unit))
    true, false = _DECIDED[compare](array.intervals(), operand.intervals().times(factor))
    undecided = ~(true | false) | array.isna() | operand.isna()
    return pd.arrays.BooleanArray(true & ~undecided, undecided)


def reduced(array: FigureArray, name: str, *, skipna: bool, min_count: int = 0) -> FigureArray:
    """Return the sum, mean, min or max of an array, as an array of one."""
    return grouped(array, name, np.zeros(len(array), dtype=np.intp), 1, min_count=min_count, skipna=skipna)


def grouped(
    array: FigureArray, how: str, ids: Array, groups: int, *, min_count: int = 0, skipna: bool = True
) -> FigureArray:
    """Return the sum, mean, min or max by group, or the cumulative sum within groups.

    Raises
    ------
    TypeError
        The operation is none of these: a median or a variance has no interval that is known to hold it.
    """
    if how == "cumsum":
        return _cumulative_groups(array, ids)
    if how not in ("sum", "mean", "min", "max"):
        raise TypeError(f"figure 不支持 {how}；只有 sum、mean、min、max、cumsum。请先 astype(float)。")
    missing = array.isna()
    used = np.where(missing | (ids < 0), -1, ids)
    counts = np.bincount(used[used >= 0], minlength=groups)
    bounds = [_grouped_bound(array.column(name), used, groups, how) for name in BOUNDS]
    if how == "mean":
        with np.errstate(invalid="ignore", divide="ignore"):
            bounds = [bound / counts for bound in bounds]
    empty = counts < max(min_count, 0 if how == "sum" else 1)
    if not skipna:
        empty |= np.bincount(ids[missing & (ids >= 0)], minlength=groups) > 0
    numbers = (
        outward(*(np.where(empty, np.nan, bound) for bound in bounds))
        if how in ("sum", "mean")
        else Intervals(*(np.where(empty, np.nan, bound) for bound in bounds))
    )
    return _grouped_result(array, how, numbers, used, counts, groups)


def _grouped_bound(column: Array, ids: Array, groups: int, how: str) -> Array:
    """Sum, least or greatest of a column by group; sums in extended precision."""
    inside = ids >= 0
    if how in ("sum", "mean"):
        total = np.zeros(groups, dtype=np.longdouble)
        np.add.at(total, ids[inside], column[inside].astype(np.longdouble))
        return total.astype(float)
    result = np.full(groups, np.inf if how == "min" else -np.inf)
    (np.minimum if how == "min" else np.maximum).at(result, ids[inside], column[inside])
    return result


def _grouped_result(
    array: FigureArray, how: str, numbers: Intervals, ids: Array, counts: Array, groups: int
) -> FigureArray:
    def texts(column: Array, join: Callable[[list[str]], str] = common) -> Array:
        return grouped_text(column, ids, groups, join)

    def union(column: Array) -> Array:
        return grouped_union(column, ids, groups)

    inside = ids >= 0
    hedged = np.bincount(ids[inside & (array.column("hedge") != 0)], minlength=groups) > 0
    decimals = np.zeros(groups, dtype=np.int8)
    np.maximum.at(decimals, ids[inside], array.column("decimals")[inside])
    if how == "mean":
        decimals = np.maximum(decimals, 1).astype(np.int8)
    columns: dict[str, Column] = {
        **numbers._asdict(), "hedge": np.where(hedged, 1, 0).astype(np.int8), "decimals": decimals,
        "binding": np.full(groups, {"sum": SUM}.get(how, LEAF), dtype=np.int8), "reported": repeated("", groups),
        "reason": repeated("", groups),
        **{name: Deferred([array.lazy(name)], texts, elementwise=False) for name in ("label", "period")},
        "nature": Deferred([array.lazy("nature")], lambda column: texts(column, _mixed_nature), elementwise=False),
        **{name: Deferred([array.lazy(name)], union, elementwise=False) for name in ("origins", "sources")},
        "formula": Deferred([array.lazy_texts()], lambda column: texts(column, _formula_of_group(how)), elementwise=False),
    }  # fmt: skip
    return type(array)(columns, array.dtype)


def _mixed_nature(natures: list[str]) -> str:
    return next((nature for nature in natures if nature != "actual"), "actual")


def _formula_of_group(how: str) -> Callable[[list[str]], str]:
    def formula(texts: list[str]) -> str:
        sign = "＋" if how in ("sum", "mean") else "、"
        long = len(texts) > _WRITTEN_OUT
        joined = sign.join(texts) if not long else f"{texts[0]}{sign}…{sign}{texts[-1]}（共{len(texts)}项）"
        match how:
            case "mean":
                return f"（{joined}）÷{len(texts)}"
            case "sum":
                return joined
            case _:
                return f"{joined}中{'最小' if how == 'min' else '最大'}的"

    return formula


def accumulated(array: FigureArray, name: str, *, skipna: bool = True) -> FigureArray:
    """Return the cumulative sum of an array.

    Raises
    ------
    NotImplementedError
        The operation is another one.
    """
    if name != "cumsum":
        raise NotImplementedError(f"figure 不支持 {name}")
    if not skipna and array.isna().any():
        first = int(array.isna().argmax())
        head = _cumulative_groups(array.take(np.arange(first)), np.zeros(first, dtype=np.intp))
        return head.take(np.where(np.arange(len(array)) < first, np.arange(len(array)), -1), allow_fill=True)
    return _cumulative_groups(array, np.zeros(len(array), dtype=np.intp))


def _cumulative_groups(array: FigureArray, ids: Array) -> FigureArray:
    order = np.argsort(ids, kind="stable")
    missing = array.isna()
    bounds = []
    for name in BOUNDS:
        column = np.where(missing, 0.0, array.column(name))[order].astype(np.longdouble)
        total = np.cumsum(column)
        starts = np.flatnonzero(np.r_[True, np.diff(ids[order]) != 0]) if len(order) else np.array([], dtype=np.intp)
        before = np.repeat(np.r_[np.longdouble(0), total][starts], np.diff(np.r_[starts, len(order)]))
        summed = np.empty(len(order))
        summed[order] = (total - before).astype(float)
        bounds.append(np.where(missing | (ids < 0), np.nan, summed))
    count = len(array)

    def running(column: Array, add: Callable[[Any, Any], Any], start: Any) -> Array:
        state: dict[int, Any] = {}
        result = []
        for group, item in zip(ids.tolist(), column.tolist(), strict=True):
            state[group] = add(state.get(group, start), item)
            result.append(state[group])
        return objects(result)

    def union(column: Array) -> Array:
        return running(column, lambda one, two: tuple(dict.fromkeys(one + two)), ())

    hedged = running(array.column("hedge"), lambda one, two: max(one, min(two, 1)), 0).astype(np.int8)
    decimals = running(array.column("decimals"), max, 0).astype(np.int8)
    columns: dict[str, Column] = {
        **outward(*bounds)._asdict(), "hedge": hedged, "decimals": decimals,
        "binding": np.full(count, SUM, dtype=np.int8), "reported": repeated("", count), "reason": array.lazy("reason"),
        **{name: array.lazy(name) for name in ("label", "period", "nature")},
        **{name: Deferred([array.lazy(name)], union, elementwise=False) for name in ("origins", "sources")},
        "formula": Deferred([array.lazy_texts()], lambda column: objects(
            ["＋".join(each) if len(each) <= _WRITTEN_OUT else f"{each[0]}＋…＋{each[-1]}（共{len(each)}项）"
             for each in running(column, lambda one, two: (*one, two), ())]), elementwise=False),
    }  # fmt: skip
    return type(array)(columns, array.dtype)

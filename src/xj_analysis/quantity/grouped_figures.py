"""Sums, means, least and greatest of figures: of an array, by group, and cumulative."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .coverage import of_runs
from .figure_refusals import unsupported
from .formulas import LEAF, PRODUCT, SUM, WRITTEN_OUT, group_formula
from .intervals import BOUNDS, Intervals, outward
from .lineage import Array, Column, Deferred, Runs, common, objects, repeated, union
from .measures import common_name, common_subject, require_summable

if TYPE_CHECKING:
    from .figure_array import FigureArray

_BINDING = {"sum": SUM, "mean": PRODUCT, "median": LEAF, "min": LEAF, "max": LEAF}
_NAMELESS = ("mean", "median")
"""A mean of visits is no number of visits: the result has no name of its own."""
_COLUMN = {"min": np.minimum, "max": np.maximum}


def reduced(array: FigureArray, name: str, *, skipna: bool = True, min_count: int = 0) -> FigureArray:
    """Return the sum, mean, median, min or max of an array, as an array of one.

    Raises
    ------
    TypeError
        Another operation.
    """
    return grouped(array, name, np.zeros(len(array), dtype=np.intp), 1, min_count=min_count, skipna=skipna)


def grouped(
    array: FigureArray, how: str, ids: Array, groups: int, *, min_count: int = 0, skipna: bool = True
) -> FigureArray:
    """Return the sum, mean, median, min or max by group, or the cumulative sum within groups.

    A group without any number has no result: the sum of towns without data is unknown, not 0.

    Parameters
    ----------
    array
        The elements.
    how
        sum, mean, median, min, max or cumsum.
    ids
        The group of each element, negative for none.
    groups
        Number of groups.
    min_count
        A group of fewer numbers has no result.
    skipna
        Whether missing elements are left out; else their group has no result.

    Raises
    ------
    TypeError
        The operation is none of these: a variance has no interval that is known to hold it.
    DataError
        The sum would count something twice (:func:`xj_analysis.quantity.measures.require_summable`).
    """
    if how == "cumsum":
        return accumulated(array, how, ids=ids, skipna=skipna)
    if how not in _BINDING:
        raise unsupported(how)
    missing = array.isna()
    places = np.flatnonzero(~missing & (ids >= 0))
    order = places[np.argsort(ids[places], kind="stable")]
    counts = np.bincount(ids[order], minlength=groups)
    ends = np.cumsum(counts)
    runs = Runs(order, ends - counts, ends)
    require_summable(array, how, runs)
    absent = np.bincount(ids[missing & (ids >= 0)], minlength=groups)
    empty = (counts < max(min_count, 1)) | ((absent > 0) & (not skipna))
    value, low, high = (np.where(empty, np.nan, _of_runs(array.column(name), runs, how)) for name in BOUNDS)
    numbers = outward(value, low, high) if how == "sum" or how in _NAMELESS else Intervals(value, low, high)
    decimals = _of_runs(array.column("decimals"), runs, "max", blank=0)
    hedges = array.column("hedge")
    if how in ("min", "max"):  # an element that cannot be the least hedges nothing
        bound = (high if how == "min" else low)[np.maximum(ids, 0)]
        reaches = array.column("low") <= bound if how == "min" else array.column("high") >= bound
        hedges = np.where(reaches, hedges, 0)
    codes: dict[str, Column] = {
        **numbers._asdict(),
        "decimals": np.maximum(decimals, (how == "mean") | ((how == "median") & (counts % 2 == 0))).astype(np.int8),
        "hedge": (_of_runs(hedges, runs, "max", blank=0) > 0).astype(np.int8),
        "rounding": _of_runs(array.column("rounding"), runs, "max", blank=0).astype(np.int8),
        "kind": _of_runs(array.column("kind"), runs, "max", blank=0).astype(np.int8),
    }
    used = Runs(order, np.where(empty, 0, ends - counts), np.where(empty, 0, ends))
    return _result(array, how, used, codes, absent)


def accumulated(array: FigureArray, name: str, *, ids: Array | None = None, skipna: bool = True) -> FigureArray:
    """Return the cumulative sum of an array, or within groups; a missing element stays missing.

    Raises
    ------
    TypeError
        Another operation.
    """
    if name != "cumsum":
        raise unsupported(name)
    group = np.zeros(len(array), dtype=np.intp) if ids is None else ids
    missing = array.isna()
    places = np.flatnonzero(~missing & (group >= 0))
    order = places[np.argsort(group[places], kind="stable")]
    counts = np.bincount(group[order]) if len(order) else np.zeros(0, dtype=np.intp)
    first = np.repeat(np.cumsum(counts) - counts, counts)  # of each element in order, where its group begins
    starts, ends = np.zeros(len(array), dtype=np.intp), np.zeros(len(array), dtype=np.intp)
    starts[order], ends[order] = first, np.arange(1, len(order) + 1)
    empty = ends == 0
    if not skipna:
        empty |= _after_missing(group, missing)
        starts, ends = np.where(empty, 0, starts), np.where(empty, 0, ends)

    def placed(values: Array, blank: float = np.nan) -> Array:
        result = np.full(len(array), blank)
        result[order] = values
        return np.where(empty, blank, result)

    def highest(name: str) -> Array:
        steps = first * 128.0  # codes are below 128: those of earlier groups count no more
        return placed(np.maximum.accumulate(array.column(name)[order] + steps) - steps, 0).astype(np.int8)

    sums = (placed(_running(array.column(name)[order], first)) for name in BOUNDS)
    codes: dict[str, Column] = {
        **outward(*sums)._asdict(), "decimals": highest("decimals"), "hedge": np.minimum(highest("hedge"), 1),
        "rounding": highest("rounding"), "kind": highest("kind"),
    }  # fmt: skip
    runs = Runs(order, starts, ends)
    require_summable(array, name, runs)
    result = _result(array, "sum", runs, codes, _missing_before(group, missing))
    own: dict[str, Column] = {"reason": array.lazy("reason"), "label": repeated("", len(array))}
    return type(array)(result.columns | own, array.dtype)


def _after_missing(ids: Array, missing: Array) -> Array:
    """Elements behind a missing one of their group, and that one itself."""
    behind = np.zeros(len(ids), dtype=bool)
    for group in np.unique(ids[missing]):
        here = np.flatnonzero(ids == group)
        behind[here] = np.maximum.accumulate(missing[here])
    return behind


def _missing_before(ids: Array, missing: Array) -> Array:
    """The number of missing elements of its group before each element."""
    order = np.argsort(ids, kind="stable")
    count = np.r_[0, np.cumsum(missing[order])]
    _, first, size = np.unique(ids[order], return_index=True, return_counts=True)
    result = np.zeros(len(ids), dtype=np.intp)
    result[order] = count[1:] - np.repeat(count[first], size)
    return result


def _running(column: Array, first: Array) -> Array:
    """Sums from the start of each element's group to it, in extended precision; an open bound stays open."""
    infinite = np.isinf(column)
    sums = [np.r_[np.longdouble(0), np.cumsum(each, dtype=np.longdouble)] for each in (np.where(infinite, 0, column),
                                                                                      infinite)]  # fmt: skip
    finite, opened = (each[1:] - each[first] for each in sums)
    sign = -1.0 if (column == -np.inf).any() else 1.0
    return np.where(opened > 0, sign * np.inf, finite).astype(float)


def _of_runs(column: Array, runs: Runs, how: str, blank: float = np.nan) -> Array:
    """Sum (in extended precision), mean, median, least or greatest of each run; of none 0 or `blank`."""
    filled = runs.ends > runs.starts
    result = np.full(len(runs.starts), 0.0 if how == "sum" else blank)
    if filled.any():
        elements, starts = column[runs.order], runs.starts[filled]
        if how in _COLUMN:
            result[filled] = _COLUMN[how].reduceat(elements, starts)
        elif how == "median":
            runs_of = np.repeat(np.arange(len(starts)), (runs.ends - runs.starts)[filled])
            result[filled] = pd.Series(elements).groupby(runs_of).median().to_numpy()
        else:
            total = np.add.reduceat(elements.astype(np.longdouble), starts)
            result[filled] = total / (runs.ends - runs.starts)[filled] if how == "mean" else total
    return result


def _result(array: FigureArray, how: str, runs: Runs, codes: dict[str, Column], absent: Array) -> FigureArray:
    count = len(runs.starts)
    texts = runs.gathered(array.lazy_texts(), lambda each: each, ends_alone_from=WRITTEN_OUT)

    def formula(texts: Array, starts: Array, ends: Array, absent: Array) -> Array:
        rows = zip(texts.tolist(), (ends - starts).tolist(), absent.tolist(), strict=True)
        return objects(
            [group_formula(how, each, number, left_out) if number else "" for each, number, left_out in rows]
        )

    def gathered(name: str, combine: Callable[[list[Any]], Any]) -> Deferred:
        return runs.gathered(array.lazy(name), combine)

    return type(array)({
        **codes, "binding": np.full(count, _BINDING[how], dtype=np.int8), "reported": repeated("", count),
        **dict.fromkeys(("reason", "rank", "tier"), repeated("", count)),
        **{name: gathered(name, common) for name in ("period", "indicator", "area")},
        "subject": gathered("subject", common_subject),
        "label": repeated("", count) if how in _NAMELESS else gathered("label", common_name),
        "nature": gathered("nature", _mixed_nature), **{name: gathered(name, union) for name in ("origins", "sources")},
        "formula": Deferred([texts, runs.starts, runs.ends, absent], formula),
        "covers": of_runs(how, array, runs),
    }, array.dtype)  # fmt: skip


def _mixed_nature(natures: list[str]) -> str:
    return next((nature for nature in natures if nature != "actual"), "actual")

"""Comparisons of figures: true or false where they hold for all or none of the true values, else NA."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..base.errors import DataError
from . import units
from .figure_arithmetic import as_operand
from .figure_refusals import no_order
from .intervals import Intervals
from .lineage import Array
from .unit_algebra import times

if TYPE_CHECKING:
    from .figure_array import FigureArray

Compare = Callable[[Any, Any], Any]


def _same(a: Intervals, b: Intervals) -> Array:
    return np.asarray((a.low == a.high) & (a.low == b.low) & (b.low == b.high))


def _apart(a: Intervals, b: Intervals) -> Array:
    return np.asarray((a.high < b.low) | (a.low > b.high))


_DECIDED: dict[Compare, Callable[[Intervals, Intervals], tuple[Array, Array]]] = {
    operator.lt: lambda a, b: (a.high < b.low, a.low >= b.high),
    operator.le: lambda a, b: (a.high <= b.low, a.low > b.high),
    operator.gt: lambda a, b: (a.low > b.high, a.high <= b.low),
    operator.ge: lambda a, b: (a.low >= b.high, a.high < b.low),
    operator.eq: lambda a, b: (_same(a, b), _apart(a, b)),
    operator.ne: lambda a, b: (_apart(a, b), _same(a, b)),
}
"""By comparison: where it is true, and where it is false, for all numbers of both intervals."""


def compared(array: FigureArray, other: Any, compare: Compare) -> Any:
    """Return a comparison as a nullable boolean array: NA where the intervals do not decide.

    Parameters
    ----------
    array, other
        The operands; a plain number is taken in the unit of the figures.
    compare
        One of the six of :mod:`operator`.

    Raises
    ------
    DataError
        The units do not convert.
    TypeError
        The other one has no order.
    """
    operand = as_operand(array, other)
    if operand is None:
        if compare in (operator.eq, operator.ne):
            return NotImplemented
        raise no_order(other)
    one, two = array.intervals(), operand.intervals()
    plain = isinstance(other, Real | Decimal) or (isinstance(other, np.ndarray) and other.dtype.kind in "iuf")
    if not plain and operand.dtype != array.dtype:
        if not units.convertible(operand.dtype.unit, array.dtype.unit):
            names = (array.dtype.unit or "数", operand.dtype.unit or "数")
            raise DataError("单位", "{}与{}不能比较".format(*names), do="请先换算。")
        two = times(two, units.ratio(operand.dtype.unit, array.dtype.unit))
    true, false = _DECIDED[compare](one, two)
    undecided = ~(true | false) | np.isnan(one.value) | np.isnan(two.value)
    return pd.arrays.BooleanArray(true & ~undecided, undecided)

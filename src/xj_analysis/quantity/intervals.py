"""Interval arithmetic on columns: value, and the low and high bounds that hedge and digits allow.

Bounds hold to the fifteen significant digits of a figure: each is moved outwards by one float (except zero, which
nothing rounds to), and :func:`xj_analysis.quantity.hedges.as_decimal` drops the binary noise beyond.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

BOUNDS = ["value", "low", "high"]

Floats = npt.NDArray[np.float64]


class Intervals(NamedTuple):
    """Intervals as three arrays, for arithmetic in several steps without a frame for each.

    Examples
    --------
    >>> two = Intervals(*np.array([[2.0], [1.0], [3.0]]))
    >>> [float(side[0].round(6)) for side in two.plus(two).minus(two)]
    [2.0, -1.0, 5.0]
    """

    value: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, frame: pd.DataFrame, places: npt.NDArray[np.int64] | None = None) -> Intervals:
        """Return the intervals of a frame with value, low and high: of all rows or those at `places`."""
        columns = (frame[name].to_numpy(dtype=float) for name in BOUNDS)
        return cls(*(column if places is None else column[places] for column in columns))

    def plus(self, other: Intervals) -> Intervals:
        """Return the sum."""
        return outward(*(left + right for left, right in zip(self, other, strict=True)))

    def minus(self, other: Intervals) -> Intervals:
        """Return the difference."""
        value = (self.value - other.value).round(10)  # cancellation leaves binary noise, which breaks decimal ties
        return outward(value, self.low - other.high, self.high - other.low)

    def times(self, factor: float) -> Intervals:
        """Return the intervals in another unit."""
        return Intervals(*(bound * factor for bound in self))

    def multiplied(self, other: Intervals) -> Intervals:
        """Return the product, for any signs."""
        (value, *bounds), (other_value, *other_bounds) = self, other
        with np.errstate(invalid="ignore"):
            corners = np.stack([a * b for a in bounds for b in other_bounds])
        corners = np.where(np.isnan(corners), 0.0, corners)  # zero times an open bound is zero
        return outward(value * other_value, corners.min(axis=0), corners.max(axis=0))

    def over(self, other: Intervals, factor: float = 1.0) -> Intervals:
        """Return the quotient times a factor, NaN where the divisor is not positive."""
        positive = np.where(other.value > 0, other.value, np.nan)
        bottom, top = np.maximum(other.low, 0.0) + 0.0, other.high  # never minus zero
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            # a non-negative bound is least over the largest divisor, a non-positive one is largest there
            low = self.low / np.where(self.low >= 0, top, bottom)
            high = self.high / np.where(self.high > 0, bottom, top)
            parts = [self.value / positive, low, high]
            # a factor below one divides, so that exact decimals stay exact
            parts = [part * factor for part in parts] if factor >= 1 else [part / (1 / factor) for part in parts]
        return outward(*parts)


def _to_frame(intervals: Intervals, index: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(intervals._asdict(), index=index, copy=False)


def outward(middle: Floats, left: Floats, right: Floats) -> Intervals:
    """Return intervals with both bounds moved outwards by one float, unless value and bounds are one number."""
    missing = np.isnan(middle)
    inexact = ((left != middle) | (right != middle)) & ~missing
    bounds = []
    for bound, outside in ((left, -np.inf), (right, np.inf)):
        moved = bound.copy()
        np.nextafter(bound, outside, out=moved, where=inexact & (bound != 0))
        moved[missing] = np.nan
        bounds.append(moved)
    return Intervals(middle, *bounds)


def add(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left + right`` for frames with value, low and high.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]})
    >>> add(two, two).round(6).to_dict("records")
    [{'value': 4.0, 'low': 2.0, 'high': 6.0}]
    """
    return _to_frame(Intervals.of(left).plus(Intervals.of(right)), left.index)


def subtract(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left - right``.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]})
    >>> subtract(two, two).round(6).to_dict("records")
    [{'value': 0.0, 'low': -2.0, 'high': 2.0}]
    """
    return _to_frame(Intervals.of(left).minus(Intervals.of(right)), left.index)


def difference_in_points(now: pd.DataFrame, then: pd.DataFrame, thousandth: pd.Series) -> pd.DataFrame:
    """Return ``now - then`` of percentages in 个百分点; rows where `thousandth` holds are in ‰, ten to a point.

    Examples
    --------
    >>> now, then = (pd.DataFrame({"value": [n], "low": [n], "high": [n]}) for n in (6.0, 6.5))
    >>> difference_in_points(now, then, pd.Series([True]))["value"].tolist()
    [-0.05]
    """
    parts = np.where(thousandth.to_numpy(), 10.0, 1.0)
    return _to_frame(Intervals(*(bound / parts for bound in Intervals.of(now).minus(Intervals.of(then)))), now.index)


def growth_interval(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Return ``now / then - 1`` in %, NaN where `then` is not positive.

    Examples
    --------
    >>> now, then = (pd.DataFrame({"value": [n], "low": [n], "high": [n]}) for n in (72777.0, 71289.0))
    >>> growth_interval(now, then)["value"].round(1).tolist()
    [2.1]
    """
    value, low, high = (bound - 100.0 for bound in Intervals.of(now).over(Intervals.of(then), 100.0))
    return _to_frame(outward(value.round(10), low, high), now.index)


def divide(left: pd.DataFrame, right: pd.DataFrame, factor: float = 1.0) -> pd.DataFrame:
    """Return ``left / right * factor``, NaN where `right` is not positive.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0, 2.0], "low": [1.0, 1.0], "high": [4.0, 4.0]})
    >>> divide(two, two.assign(value=[2.0, 0.0])).round(6)["high"].tolist()
    [4.0, nan]
    """
    return _to_frame(Intervals.of(left).over(Intervals.of(right), factor), left.index)


def multiply(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left * right`` for any signs.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]})
    >>> multiply(two, two * -1).round(6).to_dict("records")
    [{'value': -4.0, 'low': -9.0, 'high': -1.0}]
    """
    return _to_frame(Intervals.of(left).multiplied(Intervals.of(right)), left.index)


def scale(frame: pd.DataFrame, factor: float) -> pd.DataFrame:
    """Return ``frame * factor`` for an exact positive factor; one below 1 divides, so that decimals stay exact.

    Examples
    --------
    >>> scale(pd.DataFrame({"value": [7.0], "low": [7.0], "high": [7.0]}), 1 / 10)["value"].tolist()
    [0.7]
    """
    scaled = [bound * factor if factor >= 1 else bound / (1 / factor) for bound in Intervals.of(frame)]
    return _to_frame(outward(*scaled), frame.index)


def square_root(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the square root, NaN where the value is negative; a bound below zero counts as zero.

    Examples
    --------
    >>> square_root(pd.DataFrame({"value": [4.0, -1.0], "low": [4.0, -2.0], "high": [4.0, 0.0]}))["value"].tolist()
    [2.0, nan]
    """
    with np.errstate(invalid="ignore"):
        value, low, high = Intervals.of(frame)
        bounds = (np.sqrt(np.maximum(bound, 0.0)) for bound in (low, high))
        return _to_frame(outward(np.sqrt(value), *bounds), frame.index)

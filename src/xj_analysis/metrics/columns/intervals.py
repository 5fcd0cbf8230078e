"""Arithmetic on columns of intervals: value, and the low and high its hedge and digits allow.

Bounds hold to the fifteen significant digits a figure is made from: they are moved outwards by one float (but for
zero, which nothing rounds to), and
:func:`xj_analysis.quantity.hedges.as_decimal` drops what binary rounding adds beyond.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

BOUNDS = ["value", "low", "high"]


Floats = npt.NDArray[np.float64]


class Sides(NamedTuple):
    """Intervals as arrays, for arithmetic in several steps: a frame is made once, at the end.

    Examples
    --------
    >>> two = Sides(*np.array([[2.0], [1.0], [3.0]]))
    >>> [float(side[0].round(6)) for side in two.plus(two).minus(two)]
    [2.0, -1.0, 5.0]
    """

    value: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Sides:
        """Return the intervals of a frame with value, low and high."""
        return cls(*(frame[name].to_numpy(dtype=float) for name in BOUNDS))

    def plus(self, other: Sides) -> Sides:
        """Return the sum."""
        return _outward(*(own + its for own, its in zip(self, other, strict=True)))

    def minus(self, other: Sides) -> Sides:
        """Return the difference."""
        value = (self.value - other.value).round(10)  # cancelling leaves binary noise, which would break decimal ties
        return _outward(value, self.low - other.high, self.high - other.low)

    def times(self, factor: float) -> Sides:
        """Return the same in another unit."""
        return Sides(*(side * factor for side in self))

    def over(self, other: Sides, factor: float = 1.0) -> Sides:
        """Return the quotient times a factor; no value where the divisor is not positive."""
        positive = np.where(other.value > 0, other.value, np.nan)
        bottom, top = np.maximum(other.low, 0.0) + 0.0, other.high  # never minus zero
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            # what is not negative is least over the largest divisor, what is not positive is largest there
            low = self.low / np.where(self.low >= 0, top, bottom)
            high = self.high / np.where(self.high > 0, bottom, top)
            parts = [self.value / positive, low, high]
            # a factor below one divides, so that exact decimals stay exact
            parts = [part * factor for part in parts] if factor >= 1 else [part / (1 / factor) for part in parts]
        return _outward(*parts)


def _framed(sides: Sides, index: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(sides._asdict(), index=index, copy=False)


def _outward(middle: Floats, left: Floats, right: Floats) -> Sides:
    gap = np.isnan(middle)
    loose = ((left != middle) | (right != middle)) & ~gap
    ends = []
    for side, outside in ((left, -np.inf), (right, np.inf)):
        moved = side.copy()
        np.nextafter(side, outside, out=moved, where=loose & (side != 0))
        moved[gap] = np.nan
        ends.append(moved)
    return Sides(middle, *ends)


def add(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left + right`` for frames with value, low and high.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]})
    >>> add(two, two).round(6).to_dict("records")
    [{'value': 4.0, 'low': 2.0, 'high': 6.0}]
    """
    return _framed(Sides.of(left).plus(Sides.of(right)), left.index)


def subtract(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left - right``.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]})
    >>> subtract(two, two).round(6).to_dict("records")
    [{'value': 0.0, 'low': -2.0, 'high': 2.0}]
    """
    return _framed(Sides.of(left).minus(Sides.of(right)), left.index)


def points(now: pd.DataFrame, then: pd.DataFrame, thousandth: pd.Series) -> pd.DataFrame:
    """Return ``now - then`` of percentages in 个百分点; where `thousandth` they are ‰, of which ten make a point.

    Examples
    --------
    >>> now, then = (pd.DataFrame({"value": [n], "low": [n], "high": [n]}) for n in (6.0, 6.5))
    >>> points(now, then, pd.Series([True]))["value"].tolist()
    [-0.05]
    """
    parts = np.where(thousandth.to_numpy(), 10.0, 1.0)
    return _framed(Sides(*(side / parts for side in Sides.of(now).minus(Sides.of(then)))), now.index)


def growth_interval(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Return ``now / then - 1`` in %; no value where `then` is not positive.

    Examples
    --------
    >>> now, then = (pd.DataFrame({"value": [n], "low": [n], "high": [n]}) for n in (72777.0, 71289.0))
    >>> growth_interval(now, then)["value"].round(1).tolist()
    [2.1]
    """
    value, low, high = (side - 100.0 for side in Sides.of(now).over(Sides.of(then), 100.0))
    return _framed(_outward(value.round(10), low, high), now.index)


def divide(left: pd.DataFrame, right: pd.DataFrame, factor: float = 1.0) -> pd.DataFrame:
    """Return ``left / right * factor``; a row whose divisor is not positive has no value.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0, 2.0], "low": [1.0, 1.0], "high": [4.0, 4.0]})
    >>> divide(two, two.assign(value=[2.0, 0.0])).round(6)["high"].tolist()
    [4.0, nan]
    """
    return _framed(Sides.of(left).over(Sides.of(right), factor), left.index)


def multiply(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left * right``, whatever their signs.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]})
    >>> multiply(two, two * -1).round(6).to_dict("records")
    [{'value': -4.0, 'low': -9.0, 'high': -1.0}]
    """
    (one, *ends), (other, *its) = Sides.of(left), Sides.of(right)
    with np.errstate(invalid="ignore"):
        corners = np.stack([a * b for a in ends for b in its])
    corners = np.where(np.isnan(corners), 0.0, corners)  # zero times an open bound is zero
    return _framed(_outward(one * other, corners.min(axis=0), corners.max(axis=0)), left.index)


def scale(frame: pd.DataFrame, factor: float) -> pd.DataFrame:
    """Return ``frame * factor`` for a positive number known exactly; one below 1 divides, so that decimals stay exact.

    Examples
    --------
    >>> scale(pd.DataFrame({"value": [7.0], "low": [7.0], "high": [7.0]}), 1 / 10)["value"].tolist()
    [0.7]
    """
    moved = [side * factor if factor >= 1 else side / (1 / factor) for side in Sides.of(frame)]
    return _framed(_outward(*moved), frame.index)


def root(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the square root; no value where `frame` is negative, and a low bound below zero counts as zero.

    Examples
    --------
    >>> root(pd.DataFrame({"value": [4.0, -1.0], "low": [4.0, -2.0], "high": [4.0, 0.0]}))["value"].tolist()
    [2.0, nan]
    """
    with np.errstate(invalid="ignore"):
        value, low, high = Sides.of(frame)
        ends = (np.sqrt(np.maximum(side, 0.0)) for side in (low, high))
        return _framed(_outward(np.sqrt(value), *ends), frame.index)

"""Arithmetic on columns of intervals: value, and the low and high its hedge and digits allow.

Bounds hold to the fifteen significant digits a figure is made from: they are moved outwards by one float (but for
zero, which nothing rounds to), and
:func:`xj_analysis.hedges.as_decimal` drops what binary rounding adds beyond.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

BOUNDS = ["value", "low", "high"]


Floats = npt.NDArray[np.float64]


def _sides(frame: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
    value, low, high = (frame[name].to_numpy(dtype=float) for name in BOUNDS)
    return value, low, high


def _outward(index: pd.Index, middle: Floats, left: Floats, right: Floats) -> pd.DataFrame:
    gap = np.isnan(middle)
    loose = ((left != middle) | (right != middle)) & ~gap
    bounds = {"value": middle}
    for name, side, outside in (("low", left, -np.inf), ("high", right, np.inf)):
        moved = side.copy()
        np.nextafter(side, outside, out=moved, where=loose & (side != 0))
        moved[gap] = np.nan
        bounds[name] = moved
    return pd.DataFrame(bounds, index=index, copy=False)


def add(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left + right`` for frames with value, low and high.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]})
    >>> add(two, two).round(6).to_dict("records")
    [{'value': 4.0, 'low': 2.0, 'high': 6.0}]
    """
    return _outward(left.index, *(own + other for own, other in zip(_sides(left), _sides(right), strict=True)))


def subtract(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left - right``.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]})
    >>> subtract(two, two).round(6).to_dict("records")
    [{'value': 0.0, 'low': -2.0, 'high': 2.0}]
    """
    (now, now_low, now_high), (then, then_low, then_high) = _sides(left), _sides(right)
    value = (now - then).round(10)  # cancelling leaves binary noise, which would break decimal ties
    return _outward(left.index, value, now_low - then_high, now_high - then_low)


def points(now: pd.DataFrame, then: pd.DataFrame, thousandth: pd.Series) -> pd.DataFrame:
    """Return ``now - then`` of percentages in 个百分点; where `thousandth` they are ‰, of which ten make a point.

    Examples
    --------
    >>> now, then = (pd.DataFrame({"value": [n], "low": [n], "high": [n]}) for n in (6.0, 6.5))
    >>> points(now, then, pd.Series([True]))["value"].tolist()
    [-0.05]
    """
    moved = subtract(now, then)
    return moved.where(~thousandth, moved / 10)


def growth(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Return ``now / then - 1`` in %; no value where `then` is not positive.

    Examples
    --------
    >>> now, then = (pd.DataFrame({"value": [n], "low": [n], "high": [n]}) for n in (72777.0, 71289.0))
    >>> growth(now, then)["value"].round(1).tolist()
    [2.1]
    """
    value, low, high = (side - 100.0 for side in _sides(divide(now, then, 100.0)))
    return _outward(now.index, value.round(10), low, high)


def divide(left: pd.DataFrame, right: pd.DataFrame, factor: float = 1.0) -> pd.DataFrame:
    """Return ``left / right * factor``; a row whose divisor is not positive has no value.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0, 2.0], "low": [1.0, 1.0], "high": [4.0, 4.0]})
    >>> divide(two, two.assign(value=[2.0, 0.0])).round(6)["high"].tolist()
    [4.0, nan]
    """
    value, least, most = _sides(left)
    divisor, bottom, top = _sides(right)
    positive, bottom = np.where(divisor > 0, divisor, np.nan), np.maximum(bottom, 0.0) + 0.0  # never minus zero
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        # what is not negative is least over the largest divisor, what is not positive is largest there
        low, high = least / np.where(least >= 0, top, bottom), most / np.where(most > 0, bottom, top)
        parts = [value / positive, low, high]
        # a factor below one divides, so that exact decimals stay exact
        parts = [part * factor for part in parts] if factor >= 1 else [part / (1 / factor) for part in parts]
    return _outward(left.index, *parts)


def multiply(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left * right``, whatever their signs.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]})
    >>> multiply(two, two * -1).round(6).to_dict("records")
    [{'value': -4.0, 'low': -9.0, 'high': -1.0}]
    """
    (one, *ends), (other, *its) = _sides(left), _sides(right)
    with np.errstate(invalid="ignore"):
        corners = np.stack([a * b for a in ends for b in its])
    corners = np.where(np.isnan(corners), 0.0, corners)  # zero times an open bound is zero
    return _outward(left.index, one * other, corners.min(axis=0), corners.max(axis=0))


def scale(frame: pd.DataFrame, factor: float) -> pd.DataFrame:
    """Return ``frame * factor`` for a positive number known exactly; one below 1 divides, so that decimals stay exact.

    Examples
    --------
    >>> scale(pd.DataFrame({"value": [7.0], "low": [7.0], "high": [7.0]}), 1 / 10)["value"].tolist()
    [0.7]
    """
    moved = [side * factor if factor >= 1 else side / (1 / factor) for side in _sides(frame)]
    return _outward(frame.index, *moved)


def root(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the square root; no value where `frame` is negative, and a low bound below zero counts as zero.

    Examples
    --------
    >>> root(pd.DataFrame({"value": [4.0, -1.0], "low": [4.0, -2.0], "high": [4.0, 0.0]}))["value"].tolist()
    [2.0, nan]
    """
    with np.errstate(invalid="ignore"):
        value, low, high = _sides(frame)
        return _outward(frame.index, np.sqrt(value), np.sqrt(np.maximum(low, 0.0)), np.sqrt(np.maximum(high, 0.0)))

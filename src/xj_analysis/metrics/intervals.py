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


def _outward(value: pd.Series, low: Floats | pd.Series, high: Floats | pd.Series) -> pd.DataFrame:
    middle, left, right = (np.asarray(side, dtype=float) for side in (value, low, high))
    gap = np.isnan(middle)
    loose = ((left != middle) | (right != middle)) & ~gap
    bounds = {"value": middle}
    for name, side, outside in (("low", left, -np.inf), ("high", right, np.inf)):
        moved = side.copy()
        np.nextafter(side, outside, out=moved, where=loose & (side != 0))
        moved[gap] = np.nan
        bounds[name] = moved
    return pd.DataFrame(bounds, index=value.index, copy=False)


def add(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left + right`` for frames with value, low and high.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]})
    >>> add(two, two).round(6).to_dict("records")
    [{'value': 4.0, 'low': 2.0, 'high': 6.0}]
    """
    return _outward(left["value"] + right["value"], left["low"] + right["low"], left["high"] + right["high"])


def subtract(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left - right``.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]})
    >>> subtract(two, two).round(6).to_dict("records")
    [{'value': 0.0, 'low': -2.0, 'high': 2.0}]
    """
    value = (left["value"] - right["value"]).round(10)  # cancelling leaves binary noise, which would break decimal ties
    return _outward(value, left["low"] - right["high"], left["high"] - right["low"])


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
    quotient = divide(now, then, 100.0) - 100.0
    return _outward(quotient["value"].round(10), quotient["low"], quotient["high"])


def divide(left: pd.DataFrame, right: pd.DataFrame, factor: float = 1.0) -> pd.DataFrame:
    """Return ``left / right * factor``; a row whose divisor is not positive has no value.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0, 2.0], "low": [1.0, 1.0], "high": [4.0, 4.0]})
    >>> divide(two, two.assign(value=[2.0, 0.0])).round(6)["high"].tolist()
    [4.0, nan]
    """
    above, below = ({name: side[name].to_numpy(dtype=float) for name in BOUNDS} for side in (left, right))
    positive = np.where(below["value"] > 0, below["value"], np.nan)
    bottom, top = np.maximum(below["low"], 0.0) + 0.0, below["high"]  # never minus zero
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        # what is not negative is least over the largest divisor, what is not positive is largest there
        low = above["low"] / np.where(above["low"] >= 0, top, bottom)
        high = above["high"] / np.where(above["high"] > 0, bottom, top)
        parts = [above["value"] / positive, low, high]
        # a factor below one divides, so that exact decimals stay exact
        parts = [part * factor for part in parts] if factor >= 1 else [part / (1 / factor) for part in parts]
    return _outward(pd.Series(parts[0], index=left.index, copy=False), *parts[1:])


def multiply(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left * right``, whatever their signs.

    Examples
    --------
    >>> two = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]})
    >>> multiply(two, two * -1).round(6).to_dict("records")
    [{'value': -4.0, 'low': -9.0, 'high': -1.0}]
    """
    with np.errstate(invalid="ignore"):
        corners = np.stack([left[a].to_numpy() * right[b].to_numpy() for a in ("low", "high") for b in ("low", "high")])
    corners = np.where(np.isnan(corners), 0.0, corners)  # zero times an open bound is zero
    return _outward(left["value"] * right["value"], corners.min(axis=0), corners.max(axis=0))


def scale(frame: pd.DataFrame, factor: float) -> pd.DataFrame:
    """Return ``frame * factor`` for a positive number known exactly; one below 1 divides, so that decimals stay exact.

    Examples
    --------
    >>> scale(pd.DataFrame({"value": [7.0], "low": [7.0], "high": [7.0]}), 1 / 10)["value"].tolist()
    [0.7]
    """
    moved = frame[BOUNDS] * factor if factor >= 1 else frame[BOUNDS] / (1 / factor)
    return _outward(moved["value"], moved["low"], moved["high"])


def root(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the square root; no value where `frame` is negative, and a low bound below zero counts as zero.

    Examples
    --------
    >>> root(pd.DataFrame({"value": [4.0, -1.0], "low": [4.0, -2.0], "high": [4.0, 0.0]}))["value"].tolist()
    [2.0, nan]
    """
    with np.errstate(invalid="ignore"):
        value = np.sqrt(frame["value"])
        return _outward(value, np.sqrt(frame["low"].clip(lower=0)), np.sqrt(frame["high"].clip(lower=0)))

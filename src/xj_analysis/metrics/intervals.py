"""Arithmetic on columns of intervals: value, and the low and high its hedge and digits allow.

Bounds hold to the fifteen significant digits a figure is made from: they are moved outwards by one float, and
:func:`xj_analysis.hedges.as_decimal` drops what binary rounding adds beyond.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

BOUNDS = ["value", "low", "high"]


def _outward(value: pd.Series, low: np.ndarray | pd.Series, high: np.ndarray | pd.Series) -> pd.DataFrame:
    exact = (low == value) & (high == value)
    return pd.DataFrame(
        {
            "value": value,
            "low": np.where(exact, value, np.nextafter(low, -np.inf)),
            "high": np.where(exact, value, np.nextafter(high, np.inf)),
        },
        index=value.index,
    ).mask(value.isna())


def add(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left + right`` for frames with value, low and high."""
    return _outward(left["value"] + right["value"], left["low"] + right["low"], left["high"] + right["high"])


def subtract(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return ``left - right``."""
    value = (left["value"] - right["value"]).round(10)  # cancelling leaves binary noise, which would break decimal ties
    return _outward(value, left["low"] - right["high"], left["high"] - right["low"])


def growth(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Return ``now / then - 1`` in %; no value where `then` is not positive."""
    quotient = divide(now, then, 100.0)
    moved = quotient - 100
    return _outward(moved["value"].round(10), moved["low"], moved["high"])


def divide(left: pd.DataFrame, right: pd.DataFrame, factor: float = 1.0) -> pd.DataFrame:
    """Return ``left / right * factor``; a row whose divisor is not positive has no value."""
    positive = right["value"].where(right["value"] > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        floor = right["low"].clip(lower=0.0).to_numpy()
        corners = np.stack(
            [left[a].to_numpy() / b for a in ("low", "high") for b in (floor, right["high"].to_numpy())]
        )  # inf/inf is nan here and says nothing: the other corners bound the quotient
        filled = np.where(np.isnan(corners), corners[2], corners)
        low, high = np.fmin.reduce(corners), np.fmax.reduce(filled)
    # a factor below one divides, so that exact decimals stay exact
    times, by = (factor, 1.0) if factor >= 1 else (1.0, 1 / factor)
    return _outward(left["value"] / positive * times / by, low * times / by, high * times / by)

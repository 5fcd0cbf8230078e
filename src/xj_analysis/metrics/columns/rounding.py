"""Rounding of whole columns: :func:`xj_analysis.quantity.hedges.state_interval` on arrays; a test compares the two."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...quantity.hedges import Rounding

Floats = npt.NDArray[np.float64]

_COARSEST = -15
_EXACT_REACH = 2.5
_DIGITS = 1e-15  # relative binary noise of a number of fifteen digits


def rounded_column(value: Floats, decimals: int, rounding: Rounding = "half_even") -> Floats:
    """Return `value` rounded once, by its fifteen significant decimal digits (GB/T 8170 half-even, or 四舍五入).

    Examples
    --------
    >>> rounded_column(np.array([1.05, 0.35, -0.25, 8.53459]), 1).tolist()
    [1.0, 0.4, -0.2, 8.5]
    >>> halves = np.array([1.25, -1.25])
    >>> rounded_column(np.array([2.675, 1.25]), 2).tolist(), rounded_column(halves, 1, "half_up").tolist()
    ([2.68, 1.25], [1.3, -1.3])
    """
    power = 10.0 ** abs(decimals)
    size = np.abs(value) * power if decimals >= 0 else np.abs(value) / power
    floor = np.floor(size)
    tie = np.abs(size - floor - 0.5) <= np.maximum(size, 1.0) * _DIGITS
    nearest = np.floor(size + 0.5)
    even = floor + floor % 2
    whole = np.where(tie, floor + 1 if rounding == "half_up" else even, nearest)
    result = np.copysign(whole / power if decimals >= 0 else whole * power, value)
    return np.asarray(result + 0.0)


def printed_column(
    frame: pd.DataFrame, hedged: npt.NDArray[np.bool_], decimals: int, rounding: Rounding = "half_even"
) -> Floats:
    """Return the number each row prints, NaN where it prints a reason.

    Parameters
    ----------
    frame
        value, low and high.
    hedged
        Whether any input of the row is hedged.
    decimals
        The maximum of decimals printed.
    rounding
        ``half_even`` or ``half_up``.

    Examples
    --------
    >>> row = pd.DataFrame({"value": [64.0], "low": [63.57], "high": [64.44]})
    >>> printed_column(row, np.array([True]), 2).tolist()
    [64.0]
    """
    value, low, high = (frame[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    result = np.full(len(value), np.nan)
    pending = np.flatnonzero(~np.isnan(value))
    pending = pending[np.isfinite(low[pending])]
    floored = pending[np.isinf(high[pending]) & (low[pending] > 0)]
    result[floored] = -_ceiling(-low[floored], decimals)
    pending = pending[np.isfinite(high[pending])]
    below = hedged[pending] & (low[pending] == 0) & (high[pending] > 0) & (value[pending] == high[pending])
    result[pending[below]] = _ceiling(high[pending[below]], decimals)
    pending = pending[~below]
    for places in range(decimals, _COARSEST, -1):
        if not len(pending):
            break
        number, unit = rounded_column(value[pending], places, rounding), 10.0**-places
        slack = (np.abs(value[pending]) + unit / 2) * _DIGITS
        reach = np.where(hedged[pending], 0.5, _EXACT_REACH) * unit + slack
        vanished = (number == 0) & (places < 0)
        good = (number - reach <= low[pending]) & (high[pending] <= number + reach) & ~vanished
        result[pending[good]] = number[good]
        pending = pending[~good & ~vanished]
    return result


def _ceiling(value: Floats, decimals: int) -> Floats:
    size = value * 10.0**decimals
    near = np.rint(size)
    return np.asarray(np.where(np.abs(size - near) <= np.abs(size) * _DIGITS, near, np.ceil(size)) / 10.0**decimals)

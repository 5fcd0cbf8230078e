"""Intervals of whole columns of published numbers, vectorised."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .hedges import LOWER, UPPER, Hedge


def published_intervals(digits: pd.Series, hedge: pd.Series, counted: pd.Series) -> pd.DataFrame:
    """Return the interval of each number of a column: :func:`xj_analysis.quantity.hedges.published_interval` as floats.

    A test holds the two to the same bounds. The exact one takes twenty times as long.

    Parameters
    ----------
    digits
        str, plain digits as printed; empty for a missing value.
    hedge
        str, values of :class:`~xj_analysis.quantity.hedges.Hedge`.
    counted
        bool, True for counted units.

    Returns
    -------
    value, low, high : float, NaN for a missing value; the index of `digits`.

    Examples
    --------
    >>> columns = [pd.Series(["800", "5"]), pd.Series(["about", "under"]), pd.Series([True, False])]
    >>> published_intervals(*columns).to_numpy().tolist()
    [[800.0, 750.0, 850.0], [5.0, 0.0, 5.0]]
    """
    value = pd.to_numeric(digits.replace("", None)).astype(float)
    parts = [text.partition(".") for text in digits.tolist()]
    decimals = np.array([len(tail) for _, _, tail in parts], dtype=float)
    significant = np.array([len(tail.rstrip("0")) for _, _, tail in parts], dtype=float)
    zeros = np.array([len(head) - len(head.rstrip("0")) for head, _, _ in parts], dtype=float)  # of a whole number
    last = np.power(10.0, -decimals) * ~((value % 1 == 0) & counted)
    last_but_zeros = np.where(value == 0, 1.0, np.power(10.0, np.where(significant > 0, -significant, zeros)))
    half = np.where(hedge == Hedge.ABOUT, last_but_zeros, last) / 2
    lower, upper = hedge.isin(LOWER), hedge.isin(UPPER)
    low = np.where(upper, np.where(value >= 0, 0.0, -np.inf), np.where(lower, value, value - half))
    high = np.where(lower, np.inf, np.where(upper, value, value + half))
    return pd.DataFrame({"value": value, "low": low, "high": high}, index=digits.index).mask(value.isna())

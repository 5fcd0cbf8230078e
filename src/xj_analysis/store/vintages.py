"""Vintages: resolution of revisions, corrections, repeats and conflicts among observations of one key."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.integer]

KEY = ["indicator", "area", "subject", "period", "nature"]
"""Columns that identify the quantity: observations equal in all of them are about the same thing."""

UNKNOWN_PUBLISHER = "发布者不详"


def resolve(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with ``status``, which tells the observation that counts for each key.

    Parameters
    ----------
    frame
        Tidy observations.

    Returns
    -------
    status : ``current``; ``corrected`` (another row replaces it); ``revised`` (the same known publisher published
    another value later); ``agrees`` (repeats, within the digits printed, a stronger or earlier source); or ``conflict``
    (contradicts another: none is chosen). A correction keeps the day of its original: it never overrides a later
    revision by the publisher.
    """
    value, low, high = (frame[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    issued, publisher = frame["issued"].to_numpy(), frame["publisher"].to_numpy()
    key = _group_numbers(*(frame[name].to_numpy() for name in KEY))
    corrected = frame["id"].isin(frame["corrects"]).to_numpy()
    valid = ~corrected & ~np.isnan(value)
    by_time = np.lexsort([pd.factorize(frame["id"], sort=True)[0], issued])
    newest = _last(_group_numbers(key, publisher), by_time[valid[by_time]])
    differs = (low > high[newest]) | (high < low[newest])
    revised = valid & differs & (publisher != UNKNOWN_PUBLISHER) & (issued < issued[newest])
    unrevised = valid & ~revised
    least, most = np.full(len(frame), -np.inf), np.full(len(frame), np.inf)  # by key: intersection of intervals
    np.maximum.at(least, key[unrevised], low[unrevised])
    np.minimum.at(most, key[unrevised], high[unrevised])
    weakest_first = by_time[::-1][np.argsort(-frame["strength"].to_numpy()[by_time[::-1]], kind="stable")]
    repeats = _last(key, weakest_first[unrevised[weakest_first]]) != np.arange(len(frame))
    conditions = [unrevised & (least > most)[key], unrevised & repeats, corrected, revised]
    status = np.select(conditions, ["conflict", "agrees", "corrected", "revised"], "current")
    return frame.assign(status=pd.Series(status, index=frame.index, dtype=object))


def _group_numbers(*columns: npt.NDArray[Any]) -> Ints:
    """A group number for each row, equal for rows equal in all columns."""
    group: Ints = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        codes = pd.factorize(column)[0]
        group = pd.factorize(group * (codes.max(initial=0) + 1) + codes)[0]
    return group


def _last(group: Ints, order: Ints) -> Ints:
    """The last row of each row's group, in an order of some of the rows; any row for groups outside the order."""
    table = np.zeros(group.max(initial=0) + 1, dtype=np.int64)
    table[group[order]] = order
    return table[group]

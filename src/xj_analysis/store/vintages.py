"""Of several observations of the same thing, which one counts, and which contradict."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.integer]

KEY = ["indicator", "area", "subject", "period", "nature"]
"""What two observations must share to be about the same thing."""

UNKNOWN_PUBLISHER = "发布者不详"


def resolve(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with ``status``: which observation of each key counts.

    Parameters
    ----------
    frame
        Tidy observations.

    Returns
    -------
    status : ``current``; ``corrected`` (another row stands for it); ``revised`` (the same known publisher said
    otherwise later); ``agrees`` (repeats, within the digits printed, a stronger or earlier source); or ``conflict``
    (contradicts another: none is chosen). A corrected value takes the place of the original in time, too: it never
    outdoes what the publisher said after that.
    """
    value, low, high = (frame[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    issued, publisher = frame["issued"].to_numpy(), frame["publisher"].to_numpy()
    key = _numbered(*(frame[name].to_numpy() for name in KEY))
    corrected = frame["id"].isin(frame["corrects"]).to_numpy()
    stands = ~corrected & ~np.isnan(value)
    by_time = np.lexsort([pd.factorize(frame["id"], sort=True)[0], issued])
    newest = _last(_numbered(key, publisher), by_time[stands[by_time]])
    moved = (low > high[newest]) | (high < low[newest])
    revised = stands & moved & (publisher != UNKNOWN_PUBLISHER) & (issued < issued[newest])
    alive = stands & ~revised
    least, most = np.full(len(frame), -np.inf), np.full(len(frame), np.inf)  # by key: what all that is said allows
    np.maximum.at(least, key[alive], low[alive])
    np.minimum.at(most, key[alive], high[alive])
    weakest_first = by_time[::-1][np.argsort(-frame["strength"].to_numpy()[by_time[::-1]], kind="stable")]
    repeats = _last(key, weakest_first[alive[weakest_first]]) != np.arange(len(frame))
    conditions = [alive & (least > most)[key], alive & repeats, corrected, revised]
    status = np.select(conditions, ["conflict", "agrees", "corrected", "revised"], "current")
    return frame.assign(status=pd.Series(status, index=frame.index, dtype=object))


def _numbered(*columns: npt.NDArray[Any]) -> Ints:
    """A number for each row, the same where all columns say the same."""
    group: Ints = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        codes = pd.factorize(column)[0]
        group = pd.factorize(group * (codes.max(initial=0) + 1) + codes)[0]
    return group


def _last(group: Ints, order: Ints) -> Ints:
    """Of each row's group, the row that comes last in an order of some of the rows; any row where none does."""
    table = np.zeros(group.max(initial=0) + 1, dtype=np.int64)
    table[group[order]] = order
    return table[group]

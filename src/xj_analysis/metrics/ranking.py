"""Rank among peers, claimed only where every peer is known. A tier (梯队) is not a rank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd

INCOMPLETE = "横截面不完整，不排位"
HEDGED = "约数不能定先后，不排位"


def coverage(frame: pd.DataFrame, peers: Sequence[str]) -> pd.DataFrame:
    """Return how many of `peers` have a value, by indicator and period.

    Returns
    -------
    indicator, period : the key; known : int; complete : bool; origins : tuple of the observations counted.
    """
    rows = frame[frame["area"].isin(peers) & frame["value"].notna() & (frame["subject"] == "")]
    grouped = rows.groupby(["indicator", "period"], sort=False)
    result = grouped.agg(known=("area", "nunique"), origins=("origins", lambda ids: tuple(i for o in ids for i in o)))
    return result.assign(complete=result["known"] == len(set(peers))).reset_index()


def ranks(frame: pd.DataFrame, peers: Sequence[str], *, better: Literal["higher", "lower"] = "higher") -> pd.DataFrame:
    """Return `frame` with each peer's rank, 1 the best, ties sharing the better rank.

    Parameters
    ----------
    frame
        A figure frame of one indicator and one period.
    peers
        Area codes of all that are ranked together.
    better
        Which end is first.

    Returns
    -------
    The peers' rows with rank (nullable integer) and reason. No rank is given unless every peer has a value and
    no bounds overlap between unequal values.
    """
    rows = frame[frame["area"].isin(peers) & frame["value"].notna()].copy()
    complete = set(rows["area"]) == set(peers)
    keyed = rows["value"].rank(method="min", ascending=better == "lower").astype("Int64")
    by_value = rows.groupby("value")[["low", "high"]].agg({"low": "min", "high": "max"})
    undecided = bool((by_value["high"].cummax().shift() > by_value["low"]).any())
    reason = INCOMPLETE if not complete else HEDGED if undecided else ""
    return rows.assign(rank=keyed if not reason else pd.array([pd.NA] * len(rows), dtype="Int64"), reason=reason)

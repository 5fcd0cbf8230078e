"""Rank among peers, claimed only where every peer is known. A tier (梯队) is not a rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from . import intervals, results
from .keys import ABSENT, TWICE, Flags, Ints, Texts, among, coded, found, packed
from .settling import Floats

INCOMPLETE = "横截面不完整，不排位"
HEDGED = "约数不能定先后，不排位"
SEVERAL = "同一地区有不止一个数，不排位"
UNRANKED = "缺位次，不比"
TIER = "只有梯队，不是位次"
SCOPE = "排位范围不同，不比"
FIRST = "已居首位"

Better = Literal["higher", "lower"]

_GROUP = ("indicator", "subject", "period", "nature")
_SERIES = ["indicator", "area", "subject"]


def coverage(frame: pd.DataFrame, peers: Sequence[str]) -> pd.DataFrame:
    """Return how many of `peers` have a value, by indicator and period.

    Returns
    -------
    indicator, period : the key; known : int; complete : bool; origins : tuple of the observations counted.

    Examples
    --------
    >>> from .samples import sample
    >>> coverage(sample(value=[1, 2], area=["a", "b"]), ["a", "b", "c"])[["known", "complete"]].to_dict("records")
    [{'known': 2, 'complete': False}]
    """
    rows = frame[frame["area"].isin(peers) & frame["value"].notna() & (frame["subject"] == "")]
    grouped = rows.groupby(["indicator", "period"], sort=False)
    result = grouped.agg(known=("area", "nunique"), origins=("origins", lambda ids: tuple(i for o in ids for i in o)))
    return result.assign(complete=result["known"] == len(set(peers))).reset_index()


def ranks(
    frame: pd.DataFrame, peers: Sequence[str], *, better: Better | Mapping[str, Better] = "higher"
) -> pd.DataFrame:
    """Return `frame` with each peer's rank, 1 the best, ties sharing the better rank.

    Parameters
    ----------
    frame
        A figure frame; each indicator, subject, period and nature is ranked by itself.
    peers
        Area codes of all that are ranked together.
    better
        Which end is first; by indicator, where they differ (the higher, where not named).

    Returns
    -------
    The peers' rows with rank (nullable integer) and reason. No rank is given unless every peer has a value, one only,
    and no bounds overlap between unequal values.

    Examples
    --------
    >>> from .samples import sample
    >>> ranks(sample(value=[3, 5, 5, 1], area=list("abcd")), list("abcd"))["rank"].tolist()
    [3, 1, 1, 4]
    """
    rows = frame[among(frame["area"], set(peers)) & frame["value"].notna().to_numpy()]
    if rows.empty:
        return rows.assign(rank=pd.array([], dtype="Int64"))
    columns = coded([*_GROUP, "area"], rows)[0]
    (packed_group,) = packed(columns[:-1])
    group = np.asarray(pd.factorize(packed_group)[0], dtype=np.int64)
    lower = _lower(rows, better)
    place, undecided = _places(rows, group, lower)
    size = np.bincount(group)
    (cells,) = packed([group, columns[-1]])
    distinct = np.bincount(group[np.unique(cells, return_index=True)[1]], minlength=len(size))
    complete = distinct == len(set(peers))
    conditions = [(~complete[group], INCOMPLETE), ((size > distinct)[group], SEVERAL), (undecided[group], HEDGED)]
    lost = np.any([holds for holds, _ in conditions], axis=0)
    return rows.assign(rank=pd.arrays.IntegerArray(place, lost), reason=results.reasons(rows, conditions))


def _lower(rows: pd.DataFrame, better: Better | Mapping[str, Better]) -> Flags:
    if isinstance(better, str):
        return np.full(len(rows), better == "lower")
    return among(rows["indicator"], [slug for slug, end in better.items() if end == "lower"])


def _places(rows: pd.DataFrame, group: Ints, lower: Flags) -> tuple[Ints, Flags]:
    """The place of each row in its group, and the groups whose bounds overlap between unequal values."""
    value, low, high = (rows[name].to_numpy(dtype=float) for name in intervals.BOUNDS)
    order = np.argsort(np.where(lower, value, -value))
    small = np.min_scalar_type(int(group.max()))  # few groups sort by radix
    order = order[np.argsort(group[order].astype(small), kind="stable")]
    own, sorted_value = group[order], value[order]
    opens = np.r_[True, own[1:] != own[:-1]]
    differs = opens | np.r_[True, sorted_value[1:] != sorted_value[:-1]]
    position = np.arange(len(order))
    start = np.maximum.accumulate(np.where(opens, position, 0))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.maximum.accumulate(np.where(differs, position, 0)) - start + 1
    # better ends first: whoever follows must lie wholly on the worse side of all before
    sign = np.where(lower[order], 1.0, -1.0)
    nearest = np.where(sign > 0, low[order], -high[order])
    furthest = np.where(sign > 0, high[order], -low[order])
    ties = np.flatnonzero(differs)
    best, worst = np.minimum.reduceat(nearest, ties), np.maximum.reduceat(furthest, ties)
    reach = pd.Series(worst).groupby(own[ties]).cummax().to_numpy()
    overlap = np.r_[False, reach[:-1] > best[1:]] & ~opens[ties]
    undecided = np.zeros(int(group.max()) + 1, dtype=bool)
    undecided[own[ties][overlap]] = True
    return place, undecided


def movement(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Return how many places each area moved: its rank then − its rank now.

    Parameters
    ----------
    now, then
        Figure frames with ``rank``, from :func:`ranks` or as published (there with ``rank_scope`` and ``tier``).

    Returns
    -------
    A row for each of `now`, in 位: value is the number of places (never negative), word 前移, 后移 or 不变; rank_now
    and rank_then are nullable integers. Without value and with a reason: no rank in one of the periods, a tier in place
    of a rank, ranks among different peers.

    Examples
    --------
    >>> from .samples import sample
    >>> rank = lambda values: ranks(sample(value=values, area=list("abc")), list("abc"))
    >>> movement(rank([9, 5, 1]), rank([5, 9, 1]))[["value", "word"]].to_dict("list")
    {'value': [1.0, 1.0, 0.0], 'word': ['前移', '后移', '不变']}
    """
    here, there = packed(*coded(_SERIES, now, then))
    place = found(here, there)
    known = np.where(place < 0, ABSENT, place)
    new, old = _rank(now), np.append(_rank(then), np.nan)[known]
    moved = old - new
    tiers = (_text(now, "tier") != "") & np.isnan(new) | (np.append(_text(then, "tier"), "")[known] != "") & np.isnan(
        old
    )
    scopes = _text(now, "rank_scope") != np.append(_text(then, "rank_scope"), "")[known]
    conditions = [
        ((place == TWICE) | (found(here, here) == TWICE), results.TWICE_GIVEN),
        (tiers, TIER),
        (np.isnan(moved), UNRANKED),
        (scopes, SCOPE),
    ]
    reason = results.reasons(now.assign(value=0.0), conditions)
    words = np.array(["后移", "不变", "前移"], dtype=object)
    places = pd.DataFrame(dict.fromkeys(intervals.BOUNDS, np.abs(moved)))
    return results.made(
        now,
        places,
        reason,
        exact=np.ones(len(now), dtype=bool),
        formula="上期位次−本期位次",
        label=results.suffixed(now["label"], "位次变化"),
        unit="位",
        decimals=0,
        word=np.where(reason == "", words[np.sign(np.nan_to_num(moved)).astype(np.int64) + 1], ""),
        rank_now=pd.array(new, dtype="Float64").astype("Int64"),
        rank_then=pd.array(old, dtype="Float64").astype("Int64"),
        origins=results.joined(now["origins"], then["origins"], place),
        sources=results.cited(now["sources"], then["sources"], place),
    )


def _rank(frame: pd.DataFrame) -> Floats:
    return frame["rank"].to_numpy(dtype=float, na_value=np.nan)


def _text(frame: pd.DataFrame, name: str) -> Texts:
    return frame[name].to_numpy(dtype=object) if name in frame else np.full(len(frame), "", dtype=object)


def distance(ranked: pd.DataFrame) -> pd.DataFrame:
    """Return how far each area is from the next place ahead: the difference of the two values, never negative.

    Parameters
    ----------
    ranked
        From :func:`ranks`.

    Returns
    -------
    A row for each of `ranked`, in its unit (个百分点 where that is %); ahead_area is the area ahead (the first named of
    several that tie) and ahead its value. Without value and with a reason: the first place, and rows without a rank.

    Examples
    --------
    >>> from .samples import sample
    >>> frame = ranks(sample(value=[3, 9, 5], area=list("abc")), list("abc"))
    >>> distance(frame)[["value", "ahead_area", "reason"]].to_dict("list")
    {'value': [2.0, nan, 4.0], 'ahead_area': ['c', '', 'b'], 'reason': ['', '已居首位', '']}
    """
    rank = _rank(ranked)
    (group,) = packed(coded(_GROUP, ranked)[0]) if len(ranked) else (np.zeros(0, dtype=np.int64),)
    order = np.lexsort((rank, group))
    opens = np.r_[True, group[order][1:] != group[order][:-1]][: len(order)]
    differs = opens | np.r_[True, rank[order][1:] != rank[order][:-1]][: len(order)]
    first = np.maximum.accumulate(np.where(differs, np.arange(len(order)), 0))  # where one's own place begins
    before = np.where(opens[first], ABSENT, first - 1) if len(order) else first
    start = np.maximum.accumulate(np.where(differs, np.arange(len(order)), 0))[before]
    place = np.full(len(ranked), ABSENT)
    place[order] = np.where(before == ABSENT, ABSENT, order[start])
    place = np.where(np.isnan(rank), ABSENT, place)
    own, ahead = results.bounds(ranked), results.bounds(ranked, place)
    gap = intervals.subtract(own, ahead)
    turned = gap.assign(value=-gap["value"], low=-gap["high"], high=-gap["low"])
    gap = gap.where(gap["value"] >= 0, turned)
    own_reason = ranked["reason"].to_numpy(dtype=object)
    reason = results.reasons(ranked, [(np.isnan(rank), UNRANKED), (rank == 1, FIRST)])
    exact = results.exact(ranked)
    return results.made(
        ranked,
        gap,
        np.where(own_reason == "", reason, own_reason).astype(object),
        exact=exact & np.where(place < 0, True, exact[place] if len(ranked) else True),
        formula="与前一位之差",
        label=results.suffixed(ranked["label"], "与前一位差距"),
        unit=ranked["unit"].where(ranked["unit"] != "%", "个百分点"),
        ahead=ahead["value"].to_numpy(),
        ahead_area=np.append(ranked["area"].to_numpy(dtype=object), "")[place],
        origins=results.joined(ranked["origins"], ranked["origins"], place),
        sources=results.cited(ranked["sources"], ranked["sources"], place),
    )

"""Ranking among peers, only where every peer has a value; rank movement and distance. A tier (梯队) is no rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from ..quantity import intervals
from .columns import results
from .columns.coded_text import CodedText, Flags, Ints, Texts, encode_text
from .columns.matching import ABSENT, TWICE, encode_columns, find_keys, pack_keys, repeats_later
from .columns.rounding import Floats

INCOMPLETE = "横截面不完整，不排位"
HEDGED = "约数不能定先后，不排位"
SEVERAL = "同一地区有不止一个数，不排位"
UNRANKED = "缺位次，不比"
TIER = "只有梯队，不是位次"
SCOPE = "排位范围不同，不比"
FIRST = "前面没有其他地区"

BACK = "后移"
"""The word of a movement to a later place."""

Better = Literal["higher", "lower"]

_GROUP = ("indicator", "subject", "period", "nature")
_SERIES = ["indicator", "area", "subject"]


def coverage(frame: pd.DataFrame, peers: Sequence[str]) -> pd.DataFrame:
    """Return the number of `peers` with a value, by indicator and period.

    Returns
    -------
    indicator, period : the key; known : int; complete : bool; origins : tuple of the counted observations.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> coverage(sample(value=[1, 2], area=["a", "b"]), ["a", "b", "c"])[["known", "complete"]].to_dict("records")
    [{'known': 2, 'complete': False}]
    """
    rows = frame[frame["area"].isin(peers) & frame["value"].notna() & (frame["subject"] == "")]
    indicator, period, area = encode_columns(("indicator", "period", "area"), rows)[0]
    section, first = pd.factorize(pack_keys([indicator, period])[0])
    known = np.bincount(section[~repeats_later(pack_keys([section, area])[0])], minlength=len(first))
    origins: list[list[str]] = [[] for _ in first]
    for place, identifiers in zip(section.tolist(), rows["origins"].tolist(), strict=True):
        origins[place] += identifiers
    result = rows[["indicator", "period"]].drop_duplicates(ignore_index=True)
    result["origins"] = [tuple(each) for each in origins]
    return result.assign(known=known, complete=known == len(set(peers)))


def ranks(
    frame: pd.DataFrame, peers: Sequence[str], *, better: Better | Mapping[str, Better] = "higher"
) -> pd.DataFrame:
    """Return `frame` with each peer's rank, 1 the best, ties sharing the better rank.

    Parameters
    ----------
    frame
        A figure frame; each indicator, subject, period and nature is ranked by itself.
    peers
        Area codes ranked together.
    better
        The end that ranks first, for all or by indicator (default ``higher``).

    Returns
    -------
    The peers' rows with rank (nullable integer) and reason. There is a rank only if every peer has exactly one value
    and no bounds of unequal values overlap.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> ranks(sample(value=[3, 5, 5, 1], area=list("abcd")), list("abcd"))["rank"].tolist()
    [3, 1, 1, 4]
    """
    number = {peer: place for place, peer in enumerate(dict.fromkeys(peers))}
    coded_area = encode_text(frame["area"])
    area = np.array([number.get(code, ABSENT) for code in coded_area.categories], dtype=np.int64)[coded_area.codes]
    ranked = (area >= 0) & frame["value"].notna().to_numpy()
    rows, area = (frame, area) if ranked.all() else (frame[ranked], area[ranked])
    if rows.empty:
        return rows.assign(rank=pd.array([], dtype="Int64"))
    indicator = encode_text(rows["indicator"])
    (packed_group,) = pack_keys([indicator.codes, *encode_columns(_GROUP[1:], rows)[0]])
    group = np.asarray(pd.factorize(packed_group)[0], dtype=np.int64)
    size = np.bincount(group)
    distinct = np.bincount(group[~repeats_later(group * len(number) + area)], minlength=len(size))
    complete, several = distinct == len(number), size > distinct
    place, undecided = _places(rows, group, area, complete & ~several, _lower(indicator, better))
    conditions = [(~complete[group], INCOMPLETE), (several[group], SEVERAL), (undecided[group], HEDGED)]
    reason = results.reasons(rows, conditions)
    return rows.assign(rank=pd.arrays.IntegerArray(place, ~reason.equals("")), reason=reason.to_array())


def _lower(indicator: CodedText, better: Better | Mapping[str, Better]) -> Flags:
    if isinstance(better, str):
        return np.full(len(indicator.codes), better == "lower")
    return indicator.isin([slug for slug, end in better.items() if end == "lower"])


def _places(rows: pd.DataFrame, group: Ints, area: Ints, whole: Flags, lower: Flags) -> tuple[Ints, Flags]:
    """The place of each row in its group, and the groups in which bounds of unequal values overlap.

    Only groups that are whole, with one row a peer, are ranked: as a table of groups and peers.
    """
    place, undecided = np.ones(len(rows), dtype=np.int64), np.zeros(len(whole), dtype=bool)
    at = np.flatnonzero(whole[group])
    if not len(at):
        return place, undecided
    line = (np.cumsum(whole) - 1)[group[at]]
    table = np.empty((int(whole.sum()), len(at) // int(whole.sum())), dtype=np.int64)
    table[line, area[at]] = at
    value, low, high = (rows[name].to_numpy(dtype=float) for name in intervals.BOUNDS)
    # lower is better from here on
    cost, nearest, furthest = np.where(lower, value, -value), np.where(lower, low, -high), np.where(lower, high, -low)
    table = np.take_along_axis(table, np.argsort(cost[table], axis=1), axis=1)
    ordered = cost[table]
    opens = np.zeros(table.shape, dtype=bool)
    opens[:, 0] = True
    differs = opens.copy()
    differs[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    place[table] = np.maximum.accumulate(np.where(differs, np.arange(table.shape[1]), 0), axis=1) + 1
    ties = np.flatnonzero(differs)
    best, worst = (
        np.minimum.reduceat(nearest[table].ravel(), ties),
        np.maximum.reduceat(furthest[table].ravel(), ties),
    )
    # bounds contain their value: if those of any two places overlap, so do those of two consecutive places
    overlap = np.r_[False, worst[:-1] > best[1:]] & ~opens.ravel()[ties]
    undecided[np.flatnonzero(whole)[ties[overlap] // table.shape[1]]] = True
    return place, undecided


def movement(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Return the rank movement of each area: its rank then − its rank now.

    Parameters
    ----------
    now, then
        Figure frames with ``rank``, from :func:`ranks` or as published (there with ``rank_scope`` and ``tier``).

    Returns
    -------
    A row for each of `now`, in 位: value is the number of places (never negative), word 前移, 后移 or 不变; rank_now
    and rank_then are nullable integers. Without value and with a reason: no rank in one of the periods, a tier instead
    of a rank, ranks among different peers.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> rank = lambda values: ranks(sample(value=values, area=list("abc")), list("abc"))
    >>> movement(rank([9, 5, 1]), rank([5, 9, 1]))[["value", "word"]].to_dict("list")
    {'value': [1.0, 1.0, 0.0], 'word': ['前移', '后移', '不变']}
    """
    here, there = pack_keys(*encode_columns(_SERIES, now, then))
    place = find_keys(here, there)
    partner = np.where(place < 0, ABSENT, place)
    new, old = _rank(now), np.append(_rank(then), np.nan)[partner]
    moved = old - new
    tier, old_tier = _text(now, "tier"), np.append(_text(then, "tier"), "")[partner]
    tiers = (tier != "") & np.isnan(new) | (old_tier != "") & np.isnan(old)
    scopes = _text(now, "rank_scope") != np.append(_text(then, "rank_scope"), "")[partner]
    conditions = [
        ((place == TWICE) | (find_keys(here, here) == TWICE), results.TWICE_GIVEN),
        (tiers, TIER),
        (np.isnan(moved), UNRANKED),
        (scopes, SCOPE),
    ]
    reason = results.reasons(now.assign(value=0.0), conditions)
    words = np.array([BACK, "不变", "前移"], dtype=object)
    places = pd.DataFrame(dict.fromkeys(intervals.BOUNDS, np.abs(moved)))
    return results.result_rows(
        now,
        places,
        reason,
        exact=np.ones(len(now), dtype=bool),
        formula="上期位次−本期位次",
        label=results.with_suffix(now["label"], "位次变化"),
        unit="位",
        decimals=0,
        word=np.where(reason.equals(""), words[np.sign(np.nan_to_num(moved)).astype(np.int64) + 1], ""),
        rank_now=pd.array(new, dtype="Float64").astype("Int64"),
        rank_then=pd.array(old, dtype="Float64").astype("Int64"),
        origins=results.joined_origins(now["origins"], then["origins"], place),
        sources=results.joined_sources(now["sources"], then["sources"], place),
    )


def _rank(frame: pd.DataFrame) -> Floats:
    return frame["rank"].to_numpy(dtype=float, na_value=np.nan)


def _text(frame: pd.DataFrame, name: str) -> Texts:
    return frame[name].to_numpy(dtype=object) if name in frame else np.full(len(frame), "", dtype=object)


def distance(ranked: pd.DataFrame) -> pd.DataFrame:
    """Return the distance of each area to the next place ahead: the difference of the two values, never negative.

    Parameters
    ----------
    ranked
        From :func:`ranks`.

    Returns
    -------
    A row for each of `ranked`, in its unit (个百分点 where that is %); ahead_area is the area ahead (the first of
    several that tie) and ahead its value. Without value and with a reason: the first place, and rows without a rank.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> frame = ranks(sample(value=[3, 9, 5], area=list("abc")), list("abc"))
    >>> distance(frame)[["value", "ahead_area", "reason"]].to_dict("list")
    {'value': [2.0, nan, 4.0], 'ahead_area': ['c', '', 'b'], 'reason': ['', '前面没有其他地区', '']}
    """
    rank = _rank(ranked)
    (group,) = pack_keys(encode_columns(_GROUP, ranked)[0]) if len(ranked) else (np.zeros(0, dtype=np.int64),)
    order = np.lexsort((rank, group))
    opens = np.r_[True, group[order][1:] != group[order][:-1]][: len(order)]
    differs = opens | np.r_[True, rank[order][1:] != rank[order][:-1]][: len(order)]
    first = np.maximum.accumulate(np.where(differs, np.arange(len(order)), 0))  # the start of each row's place
    before = np.where(opens[first], ABSENT, first - 1) if len(order) else first
    start = np.maximum.accumulate(np.where(differs, np.arange(len(order)), 0))[before]
    place = np.full(len(ranked), ABSENT)
    place[order] = np.where(before == ABSENT, ABSENT, order[start])
    place = np.where(np.isnan(rank), ABSENT, place)
    own, ahead = results.bounds_columns(ranked), results.bounds_columns(ranked, place)
    gap = intervals.subtract(own, ahead)
    turned = gap.assign(value=-gap["value"], low=-gap["high"], high=-gap["low"])
    gap = gap.where(gap["value"] >= 0, turned)
    own_reason = ranked["reason"].to_numpy(dtype=object)
    reason = results.reasons(ranked, [(np.isnan(rank), UNRANKED), (rank == 1, FIRST)]).to_array()
    exact = results.exact(ranked)
    return results.result_rows(
        ranked,
        gap,
        encode_text(pd.Series(np.where(own_reason == "", reason, own_reason))),
        exact=exact & np.where(place < 0, True, exact[place] if len(ranked) else True),
        formula="与前一位之差",
        label=results.with_suffix(ranked["label"], "与前一位差距"),
        unit=ranked["unit"].where(ranked["unit"] != "%", "个百分点"),
        ahead=ahead["value"].to_numpy(),
        ahead_area=np.append(ranked["area"].to_numpy(dtype=object), "")[place],
        origins=results.joined_origins(ranked["origins"], ranked["origins"], place),
        sources=results.joined_sources(ranked["sources"], ranked["sources"], place),
    )

"""Ranking of many groups at once, coverage of peers, movement and distance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.figure_rows import frame, observed, printed
from xj_analysis import metrics
from xj_analysis.metrics import ranking
from xj_analysis.metrics.columns import results
from xj_analysis.metrics.columns.samples import sample

PEERS = list("abc")


def ranked(*values: float, **more: object) -> pd.DataFrame:
    """Peers a, b, c … with their ranks."""
    areas = list("abcdefgh")[: len(values)]
    return metrics.ranks(sample(value=list(values), area=areas, **more), areas)


def published(*ranks: int | None, scope: str = "全市", tier: str = "") -> pd.DataFrame:
    """Ranks as a source has them."""
    return sample(value=[float("nan")] * len(ranks), area=list("abcdefgh")[: len(ranks)]).assign(
        rank=pd.array(ranks, dtype="Int64"), rank_scope=scope, tier=tier
    )


def test_indicators_and_periods_are_ranked_by_themselves() -> None:
    rows = sample(value=[1, 2, 3, 9, 8, 7, 5, 6], area=list("abcabcab"),
                  indicator=["i"] * 3 + ["j"] * 3 + ["i"] * 2, period=["2024"] * 6 + ["2023"] * 2)  # fmt: skip
    result = metrics.ranks(rows, PEERS, better={"j": "lower"})
    assert result["rank"].tolist()[:6] == [3, 2, 1, 3, 2, 1]
    assert result["reason"].tolist() == [""] * 6 + [ranking.INCOMPLETE] * 2


def test_one_undecided_group_leaves_the_others_ranked() -> None:
    rows = sample(value=[1, 2, 1, 2], low=[1, 2, 1, 0.5], high=[1, 2, 1, 2], area=list("abab"), indicator=list("iijj"))
    result = metrics.ranks(rows, ["a", "b"])
    assert result["reason"].tolist() == ["", "", ranking.IMPRECISE, ranking.IMPRECISE]
    hedged = metrics.ranks(rows.assign(hedge=["exact", "exact", "about", "exact"]), ["a", "b"])
    assert hedged["reason"].tolist() == ["", "", ranking.HEDGED, ranking.HEDGED]
    assert result["rank"].isna().tolist() == [False, False, True, True]


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize(("high", "decided"), [(1.9, True), (2.0, True), (2.1, False)])
def test_bounds_may_touch_but_not_overlap(better: ranking.Better, high: float, decided: bool) -> None:
    rows = sample(value=[1.0, 2.0], low=[1.0, 2.0], high=[high, 2.0], area=["a", "b"])
    assert metrics.ranks(rows, ["a", "b"], better=better)["rank"].notna().all() == decided


def test_an_area_with_two_values_has_no_rank() -> None:
    rows = sample(value=[1.0, 2.0, 3.0], area=["a", "b", "b"])
    assert set(metrics.ranks(rows, ["a", "b"])["reason"]) == {ranking.SEVERAL}


def test_places_move_forward_and_back() -> None:
    result = metrics.movement(ranked(9, 8, 7, 6), ranked(7, 8, 9, 6))
    assert result["word"].tolist() == ["前移", "不变", "后移", "不变"]
    assert printed(result) == ["2位", "0位", "2位", "0位"]
    assert (result["rank_now"].tolist(), result["rank_then"].tolist()) == ([1, 2, 3, 4], [3, 2, 1, 4])
    assert len(result["origins"].iloc[0]) == 2


@pytest.mark.parametrize(
    ("now", "then", "reason"),
    [
        (published(3), published(5), ""),
        (published(3), published(None), ranking.UNRANKED),
        (published(None), published(5), ranking.UNRANKED),
        (published(None, tier="第一方阵"), published(5), ranking.TIER),
        (published(3), published(None, tier="第一方阵"), ranking.TIER),
        (published(3, tier="第一方阵"), published(5, tier="第二方阵"), ""),
        (published(3), published(5, scope="全省"), ranking.SCOPE),
        (published(3), published(5).iloc[:0], ranking.UNRANKED),
        (published(3), pd.concat([published(5), published(6)]), results.TWICE_GIVEN),
    ],
)
def test_only_ranks_among_the_same_peers_are_compared(now: pd.DataFrame, then: pd.DataFrame, reason: str) -> None:
    row = metrics.movement(now, then).iloc[0]
    assert row["reason"] == reason
    assert (row["word"], np.isnan(row["value"])) == (("前移", False) if not reason else ("", True))


def test_the_distance_is_to_the_next_place_ahead() -> None:
    result = metrics.distance(ranked(3, 9, 5, 5))
    assert result["ahead_area"].tolist() == ["c", "", "b", "b"]
    assert result["reason"].tolist() == ["", ranking.FIRST, "", ""]
    assert result["value"].tolist()[2:] == [4.0, 4.0]
    assert result["origins"].iloc[2] == ("r2", "r1")


def test_a_distance_of_percentages_is_in_points_and_never_negative() -> None:
    rows = sample(value=[1.5, 2.75], area=["a", "b"], unit="%", decimals=2)
    result = metrics.distance(metrics.ranks(rows, ["a", "b"], better="lower"))
    assert printed(result) == [f"（{ranking.FIRST}）", "1.25个百分点"]


def test_without_a_rank_there_is_no_distance() -> None:
    rows = metrics.ranks(sample(value=[3.0, 9.0], area=["a", "b"]), PEERS)
    assert set(metrics.distance(rows)["reason"]) == {ranking.INCOMPLETE}
    assert metrics.distance(rows.iloc[:0]).empty and metrics.ranks(rows.iloc[:0], PEERS).empty


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=8), st.booleans())
def test_the_ranks_are_those_of_any_true_values_in_the_bounds(pairs: list[tuple[int, int]], lower: bool) -> None:
    """A rank holds for all true values that the hedges allow: no better one is ranked behind."""
    value = np.array([float(first) for first, _ in pairs])
    high = value + np.array([second / 10 for _, second in pairs])
    areas = list("abcdefgh")[: len(pairs)]
    rows = sample(value=value, low=value, high=high, area=areas)
    result = metrics.ranks(rows, areas, better="lower" if lower else "higher")
    if result["rank"].notna().all():
        place = result["rank"].to_numpy(dtype=int)
        for one in range(len(pairs)):
            for other in range(len(pairs)):
                if place[one] < place[other]:
                    ahead, behind = (high[one], value[other]) if lower else (high[other], value[one])
                    assert ahead <= behind
        gaps = metrics.distance(result)
        assert (gaps["value"].dropna() > 0).all()


@given(st.permutations([1, 2, 3, 4, 5]), st.permutations([1, 2, 3, 4, 5]))
def test_movements_cancel_out(now: list[int], then: list[int]) -> None:
    result = metrics.movement(published(*now), published(*then))
    sign = result["word"].map({"前移": 1, "后移": -1, "不变": 0})
    assert (sign * result["value"]).sum() == 0
    assert (sign * result["value"]).tolist() == [old - new for new, old in zip(now, then, strict=True)]


def peers(*values: str, hedges: Sequence[str] = ()) -> tuple[pd.DataFrame, list[str]]:
    """One value a peer, and the peers."""
    codes = [f"a{i}" for i in range(len(values))]
    kinds = hedges or ["exact"] * len(values)
    return frame(
        *(observed("i", v, "个", area=c, hedge=h) for v, c, h in zip(values, codes, kinds, strict=True))
    ), codes


def test_the_highest_is_first_and_ties_share_the_better_rank() -> None:
    observations, codes = peers("3", "5", "5", "1")
    assert metrics.ranks(observations, codes)["rank"].tolist() == [3, 1, 1, 4]
    assert metrics.ranks(observations, codes, better="lower")["rank"].tolist() == [2, 3, 3, 1]


def test_no_rank_where_a_peer_is_missing() -> None:
    observations, codes = peers("3", "5", "1")
    result = metrics.ranks(observations, [*codes, "a9"])
    assert result["rank"].isna().all()
    assert set(result["reason"]) == {ranking.INCOMPLETE}
    gap = observations.assign(value=[3.0, 5.0, float("nan")])
    assert set(metrics.ranks(gap, codes)["reason"]) == {ranking.INCOMPLETE}


def test_others_than_the_peers_are_not_ranked() -> None:
    observations, codes = peers("3", "5", "9")
    assert metrics.ranks(observations, codes[:2])["rank"].tolist() == [2, 1]


@pytest.mark.parametrize(
    ("values", "hedges", "decided"),
    [
        (("10", "20"), ("over", "exact"), False),
        (("10", "20"), ("exact", "over"), True),
        (("10", "20"), ("exact", "under"), False),
        (("10", "20"), ("about", "about"), True),
        (("100", "120"), ("about", "exact"), False),
        (("100", "150"), ("about", "exact"), True),
        (("100", "149"), ("about", "exact"), False),
    ],
)
def test_a_hedge_that_does_not_decide_leaves_all_without_rank(
    values: tuple[str, ...], hedges: tuple[str, ...], decided: bool
) -> None:
    result = metrics.ranks(*peers(*values, hedges=hedges))
    assert result["rank"].notna().all() == decided
    assert set(result["reason"]) == {"" if decided else ranking.HEDGED}


def test_a_hedge_reaches_over_a_tie_to_the_next_value() -> None:
    result = metrics.ranks(*peers("100", "100", "120", hedges=("about", "exact", "exact")))
    assert set(result["reason"]) == {ranking.HEDGED}


@given(st.lists(st.integers(0, 20), min_size=1, max_size=8))
def test_a_rank_is_one_more_than_the_peers_that_are_better(values: list[int]) -> None:
    result = metrics.ranks(*peers(*map(str, values)))
    assert result["rank"].tolist() == [1 + sum(other > value for other in values) for value in values]


def test_coverage_counts_the_peers_that_have_a_value() -> None:
    observations, codes = peers("3", "5", "1")
    more = frame(observed("i", "7", "个", area="a0", period="2023"), observed("i", "7", "个", area="b1"))
    gap = frame(observed("i", "7", "个", area="a1", period="2023")).assign(value=float("nan"))
    part = frame(observed("i", "7", "个", area="a2", period="2023", subject="甲"))
    result = metrics.coverage(pd.concat([observations, more, gap, part]), codes).set_index("period")
    assert result["known"].to_dict() == {"2024": 3, "2023": 1}
    assert result["complete"].to_dict() == {"2024": True, "2023": False}
    assert result.loc["2023", "origins"] == ("i",)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=6),
)
def test_certainly_ahead_means_every_pair_wherever_within_bounds(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    ahead, behind = (
        sample(value=[v for v, _ in side], low=[v - r for v, r in side], high=[v + r for v, r in side],
               area=list("abcdef")[: len(side)])
        for side in (first, second)
    )  # fmt: skip
    pairs = [(one, other) for one in first for other in second]
    assert ranking.certainly_ahead(ahead, behind) == all(a - r >= b + s for (a, r), (b, s) in pairs)
    low = ranking.certainly_ahead(ahead, behind, better="lower")
    assert low == all(a + r <= b - s for (a, r), (b, s) in pairs) == ranking.certainly_ahead(behind, ahead)

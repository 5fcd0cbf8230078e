"""Metrics: printed vectors of real offices, reasons instead of zeros, and intervals that hold the truth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county_folder import DataFolder
from support.figure_rows import frame, indicator, observed, only, printed, uncertain
from support.together import hold
from xj_analysis import metrics
from xj_analysis.metrics import change, ranking
from xj_analysis.metrics.columns import intervals, row_selection
from xj_analysis.quantity import figures, periods
from xj_analysis.store import observations
from xj_analysis.store.store import Store


def test_investment_a_project() -> None:
    result = metrics.ratio(
        frame(observed("amount", "261.6", "亿元")), frame(observed("count", "24", "个")), indicator("mean", "亿元", 1)
    )
    assert printed(result) == ["10.9亿元"]
    row = only(result)
    assert (row["numerator"], row["denominator"], row["origins"]) == (261.6, 24, ("amount", "count"))
    assert row["formula"] == "261.6亿元÷24个"


def test_spending_a_visit_keeps_the_hedge_of_the_visits() -> None:
    result = metrics.ratio(
        frame(observed("income", "4800", "万元")),
        frame(observed("visits", "75", "万人次", hedge="about")),
        indicator("mean", "元", 2),
    )
    assert printed(result) == ["约64元"]


@pytest.mark.parametrize(("parts", "text"), [(["14", "104", "1035"], "1153名"), (["1", "1", "11", "92"], "105名")])
def test_a_total_of_counts_is_exact_and_names_its_parts(parts: list[str], text: str) -> None:
    result = metrics.total(
        [frame(observed(f"p{i}", part, "名")) for i, part in enumerate(parts)], indicator("all", "名")
    )
    assert printed(result) == [text]
    assert only(result)["origins"] == tuple(f"p{i}" for i in range(len(parts)))
    assert only(result)["formula"] == "＋".join(f"{part}名" for part in parts)


def test_a_total_takes_its_parts_in_any_unit_of_the_dimension() -> None:
    parts = [frame(observed("a", "1.2", "亿元")), frame(observed("b", "500", "万元"))]
    assert only(metrics.total(parts, indicator("all", "亿元", 2)))["value"] == pytest.approx(1.25)
    assert only(metrics.total(parts[::-1], indicator("all", "万元")))["value"] == pytest.approx(12_500)


@pytest.mark.parametrize(
    ("part", "whole", "unit", "text"),
    [
        ("693.16", "1091.44", "亩", "63.5%"),
        ("268", "300", "个", "89.3%"),
        ("430.9", "473.2", "亿元", "91.1%"),
        ("42.3", "473.2", "亿元", "8.9%"),
    ],
)
def test_a_share_prints_as_the_office_printed_it(part: str, whole: str, unit: str, text: str) -> None:
    result = metrics.share(frame(observed("p", part, unit)), frame(observed("w", whole, unit)), indicator("s", "%", 1))
    assert printed(result) == [text]


def test_a_share_needs_no_common_unit_only_a_common_dimension() -> None:
    result = metrics.share(
        frame(observed("p", "5000", "万元")), frame(observed("w", "2", "亿元")), indicator("s", "%", 1)
    )
    assert only(result)["value"] == pytest.approx(25)


def test_two_parts_make_the_whole_of_the_vector() -> None:
    parts = [frame(observed("a", "430.9", "亿元")), frame(observed("b", "42.3", "亿元"))]
    assert printed(metrics.total(parts, indicator("all", "亿元", 1))) == ["473.2亿元"]


def test_the_sectors_of_2020_make_the_shares_printed() -> None:
    slugs = {"primary": "121316", "secondary": "291169", "tertiary": "365363"}
    observations = frame(*(observed(slug, value, "万元") for slug, value in slugs.items()))
    parts = [indicator(slug, "万元") for slug in slugs]
    assert printed(metrics.composition(observations, parts, decimals=2)) == ["15.60%", "37.43%", "46.97%"]
    assert printed(
        metrics.total([observations[observations["indicator"] == s] for s in slugs], indicator("gdp", "万元"))
    ) == ["777848万元"]


def test_a_composition_with_a_part_missing_is_empty() -> None:
    parts = [indicator("a", "万元"), indicator("b", "万元")]
    assert metrics.composition(frame(observed("a", "1", "万元")), parts).empty


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=5))
def test_the_shares_of_a_composition_are_the_parts_in_the_whole(values: list[int]) -> None:
    observations = frame(*(observed(f"p{i}", str(value), "个") for i, value in enumerate(values)))
    result = metrics.composition(observations, [indicator(f"p{i}", "个") for i in range(len(values))])
    assert result["value"].sum() == pytest.approx(100)
    assert result["value"].tolist() == pytest.approx([100 * value / sum(values) for value in values])
    assert result["indicator"].tolist() == [f"p{i}" for i in range(len(values))]


def test_a_difference_keeps_its_sign() -> None:
    result = metrics.difference(
        frame(observed("now", "72777", "万元")), frame(observed("then", "71289", "万元")), indicator("more", "万元")
    )
    assert printed(result) == ["1488万元"]
    assert only(result)["formula"] == "72777万元−71289万元"


def test_a_difference_of_percentages_is_in_points() -> None:
    result = metrics.difference(
        frame(observed("done", "77.2", "%")), frame(observed("pace", "66.7", "%")), indicator("ahead", "个百分点", 1)
    )
    assert printed(result) == ["10.5个百分点"]


@pytest.mark.parametrize("base", ["0", "-3"])
def test_a_base_that_is_not_positive_leaves_a_reason_and_no_number(base: str) -> None:
    for operation, unit in ((metrics.ratio, "万元"), (metrics.share, "%")):
        result = operation(frame(observed("a", "5", "万元")), frame(observed("b", base, "万元")), indicator("r", unit))
        row = only(result)
        assert np.isnan([row["value"], row["low"], row["high"]]).all()
        assert printed(result) == ["（基数为零或为负，不计算）"]


def test_the_smallest_positive_base_is_a_base() -> None:
    result = metrics.share(frame(observed("a", "1", "个")), frame(observed("b", "1", "个")), indicator("r", "%"))
    assert printed(result) == ["100%"]


def test_only_keys_both_have_are_combined() -> None:
    left = frame(observed("a", "1", "个"), observed("a", "2", "个", period="2023"), observed("a", "3", "个", area="a2"))
    right = frame(observed("b", "4", "个"), observed("b", "5", "个", subject="甲"))
    assert only(metrics.total([left, right], indicator("t", "个")))["value"] == 5
    assert metrics.total([left.iloc[1:], right], indicator("t", "个")).empty


def test_a_sum_of_one_part_is_that_part() -> None:
    whole = indicator("t", "个", op="sum", of=("a",))
    derived = metrics.derive(frame(observed("a", "6", "个")), [whole])
    assert printed(derived[derived["indicator"] == "t"]) == ["6个"]


def test_a_plan_in_the_inputs_makes_the_result_a_plan() -> None:
    done, planned = frame(observed("a", "1", "亩")), frame(observed("b", "2", "亩", nature="planned"))
    assert only(metrics.share(done, planned, indicator("s", "%")))["nature"] == "planned"
    assert only(metrics.share(planned, done, indicator("s", "%")))["nature"] == "planned"
    assert only(metrics.share(done, done, indicator("s", "%")))["nature"] == "actual"


def test_derived_indicators_build_on_one_another(county_folder: DataFolder) -> None:
    loaded = county_folder.load()
    derived = metrics.derive(observations.with_text(loaded.known().current()), loaded.county.indicators)
    found = {row["indicator"]: figures.figure_from_row(row) for row in row_selection.records(derived) if row["formula"]}
    assert {slug: figure.text for slug, figure in found.items()} == {
        "spend": "约64元", "homes": "103个", "village_share": "89.3%",
    }  # fmt: skip
    assert found["village_share"].origins == ("R6", "R5")


def test_a_target_beside_a_result_does_not_stop_the_derivation() -> None:
    observations = frame(
        observed("a", "6", "个"), observed("a", "8", "个", nature="target", origins=("t",)), observed("b", "12", "个")
    )
    derived = metrics.derive(observations, [indicator("s", "%", op="share", of=("a", "b"))])
    actual = derived[(derived["indicator"] == "s") & (derived["nature"] == "actual")]
    assert actual["value"].tolist() == [50]


def test_what_cannot_be_derived_adds_no_row() -> None:
    observations = frame(observed("a", "6", "个"))
    derived = metrics.derive(observations, [indicator("s", "%", op="share", of=("a", "b"))])
    pd.testing.assert_frame_equal(derived, observations)


def grown(observations: pd.DataFrame, **declared: Any) -> pd.DataFrame:
    """The changes in `observations` of one indicator, declared so."""
    unit = observations["unit"].iloc[0]
    return metrics.changes(observations, [indicator("i", unit, 1, **declared)])


def pair(
    then: str, now: str, unit: str = "万元", *, periods: Sequence[str] = ("2022", "2023"), **now_more: Any
) -> pd.DataFrame:
    """Two observations of a series."""
    first = observed("i", then, unit, period=periods[0], origins=("o1",))
    return frame(first, observed("i", now, unit, period=periods[1], origins=("o2",), **now_more))


def test_the_revenue_of_the_first_half_grew_as_printed() -> None:
    result = grown(pair(str(72777 - 1488), "72777", periods=("2022-01/2022-06", "2023-01/2023-06")))
    row = only(result)
    assert printed(result) == ["2.1%"]
    assert (row["then_period"], row["then_text"], row["now_text"]) == ("2022-01/2022-06", "71289万元", "72777万元")
    assert row["origins"] == ("o2", "o1")
    assert row["formula"] == "72777万元÷71289万元−1"


def test_a_percentage_changes_by_points() -> None:
    result = grown(pair("66.7", "77.2", "%"))
    assert printed(result) == ["10.5个百分点"]
    assert only(result)["formula"] == "77.2%−66.7%"


@pytest.mark.parametrize(
    ("observations", "declared", "reason"),
    [
        (pair("1", "2", periods=("2023", "2024Q1")), {}, change.WINDOWS_DIFFER),
        (pair("1", "2", periods=("2023-YTD", "2024-YTD")), {}, change.WINDOWS_DIFFER),
        (pair("1", "2", periods=("~2010", "2011")), {}, change.WINDOWS_DIFFER),
        (pair("1", "2"), {"price_basis": "comparable"}, change.NOT_RECOMPUTED),
        (pair("1", "2"), {"price_basis": "like-for-like"}, change.NOT_RECOMPUTED),
        (pair("1", "2", nature="planned"), {}, change.NATURES_DIFFER),
        (pair("0", "2"), {}, change.NO_BASE),
        (pair("-1", "2"), {}, change.NO_BASE),
        (pair("1", "2"), {"breaks": (2023,)}, change.SERIES_BROKEN),
    ],
)
def test_a_change_that_cannot_be_computed_says_why(
    observations: pd.DataFrame, declared: dict[str, Any], reason: str
) -> None:
    result = grown(observations, **declared)
    row = only(result)
    assert np.isnan([row["value"], row["low"], row["high"]]).all()
    assert printed(result) == [f"（{reason}）"]


@pytest.mark.parametrize(
    ("observations", "declared", "text"),
    [
        (pair("1", "2"), {"price_basis": "nominal"}, "100.0%"),
        (pair("1", "2"), {"breaks": (2022,)}, "100.0%"),
        (pair("1", "2"), {"breaks": (2024,)}, "100.0%"),
        (pair("-1.0", "2.0", "%"), {"price_basis": "comparable"}, "3.0个百分点"),
        (pair("100", "100", "个"), {}, "0.0%"),
        (pair("1", "2", periods=("2022-02", "2024-02")), {}, "100.0%"),
    ],
)
def test_the_other_side_of_each_reason_is_computed(
    observations: pd.DataFrame, declared: dict[str, Any], text: str
) -> None:
    exact = observations.assign(low=observations["value"], high=observations["value"])
    assert printed(grown(exact, **declared)) == [text]


def test_a_single_observation_and_an_undated_one_have_no_change() -> None:
    assert grown(frame(observed("i", "1", "万元"))).empty
    assert grown(pair("1", "2", periods=("", "2023"))).empty
    assert grown(pair("1", "2", periods=("longterm", "2023"))).empty


def test_a_change_of_a_hedged_value_is_hedged() -> None:
    assert only(grown(pair("100", "120", hedge="about")))["hedge"] == "about"
    assert only(grown(pair("100", "120")))["hedge"] == "exact"


def test_areas_and_subjects_are_series_of_their_own() -> None:
    here = pair("1", "2")
    assert len(grown(pd.concat([here, here.assign(area="a2"), here.assign(subject="甲")]))) == 3
    assert grown(pd.concat([here.iloc[:1], here.iloc[1:].assign(area="a2")])).empty


CODES = st.sampled_from(
    ["", "2022", "2023", "2024", "2023Q1", "2024Q1", "2023-02", "2024-02", "2023-YTD", "2024-YTD", "~2010", "longterm",
     "2023-01/2023-06", "2024-01/2024-06", "2023-05-01/2023-05-05"]
)  # fmt: skip


SERIES = st.lists(st.tuples(CODES, st.integers(-3, 50)), min_size=2, max_size=8, unique_by=lambda pair: pair[0])


@pytest.mark.properties
def test_no_change_is_computed_across_unlike_windows_and_none_is_infinite() -> None:
    hold(SERIES, changes_are_between_like_windows)


def changes_are_between_like_windows(cases: list[list[tuple[str, int]]]) -> None:
    """Each is a series: periods and values."""
    result = grown(frame(*(observed("i", str(value), "万元", period=code, area=f"a{number}")
                           for number, series in enumerate(cases) for code, value in series)))  # fmt: skip
    for row in row_selection.records(result):
        if periods.parse(row["period"]).same_window(periods.parse(row["then_period"])):
            assert row["reason"] in ("", change.NO_BASE)
        else:
            assert row["reason"] == change.WINDOWS_DIFFER
        assert np.isfinite(row["value"]) == (row["reason"] == "")


def test_the_real_county_has_no_change_that_its_windows_forbid(xiajiang: Store) -> None:
    known = xiajiang.known()
    result = metrics.changes(observations.with_text(known.current()), known.county.indicators)
    computed = result[result["reason"] == ""]
    assert len(computed) > 0
    for row in row_selection.records(computed):
        assert periods.parse(row["period"]).same_window(periods.parse(row["then_period"]))
        assert (
            known.county.by_slug[row["indicator"]].price_basis not in ("comparable", "like-for-like")
            or row["unit"] == "个百分点"
        )


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


def test_the_three_quantities_are_the_countys_own_in_the_order_declared(xiajiang: Store) -> None:
    known = xiajiang.known()
    result = metrics.headlines(known.current(), known.county.quantities, known.county.code)
    assert result["quantity"].unique().tolist() == ["人口流量", "经济总量", "发展质量"]
    assert set(result["area"]) == {known.county.code} and set(result["subject"]) == {""}
    declared = [slug for quantity in known.county.quantities for slug in quantity.indicators]
    assert result["indicator"].unique().tolist() == [slug for slug in declared if slug in set(result["indicator"])]


def test_within_a_quantity_periods_stand_in_time(county_folder: DataFolder) -> None:
    county_folder.add("N1", indicator="income", unit="万元", hedge="exact", period="~2010", value="1")
    county_folder.add("N2", indicator="income", unit="万元", hedge="exact", period="2023-11", value="2")
    known = county_folder.load().known()
    result = metrics.headlines(known.current(), known.county.quantities, known.county.code)
    assert result["period"].tolist() == ["~2010", "2023-11", "2023", "2024"]


def holds(result: pd.DataFrame, true: Fraction) -> bool:
    """Whether the bounds of `result` hold the true number, to the fifteen digits that are ever read from them."""
    low, high = Fraction(result["low"].iloc[0]), Fraction(result["high"].iloc[0])
    slack = max(abs(low), abs(high), abs(true)) / 10**15
    return low - slack <= true <= high + slack


@given(uncertain(), uncertain())
def test_a_sum_holds_the_true_sum(left: tuple[pd.DataFrame, Fraction], right: tuple[pd.DataFrame, Fraction]) -> None:
    assert holds(intervals.add(left[0], right[0]), left[1] + right[1])


@given(uncertain(), uncertain())
def test_a_difference_holds_the_true_difference(
    left: tuple[pd.DataFrame, Fraction], right: tuple[pd.DataFrame, Fraction]
) -> None:
    assert holds(intervals.subtract(left[0], right[0]), left[1] - right[1])


@given(uncertain(), uncertain(positive=True), st.sampled_from([1.0, 100.0, 10_000.0, 0.0001]))
def test_a_quotient_holds_the_true_quotient(
    left: tuple[pd.DataFrame, Fraction], right: tuple[pd.DataFrame, Fraction], factor: float
) -> None:
    exact = Fraction(factor) if factor >= 1 else 1 / Fraction(1 / factor)
    assert holds(intervals.divide(left[0], right[0], factor), left[1] / right[1] * exact)


@given(uncertain(), uncertain(positive=True))
def test_a_growth_holds_the_true_growth(
    now: tuple[pd.DataFrame, Fraction], then: tuple[pd.DataFrame, Fraction]
) -> None:
    assert holds(intervals.growth_interval(now[0], then[0]), (now[1] / then[1] - 1) * 100)


@given(uncertain(positive=True), st.sampled_from(["over", "under"]))
def test_an_open_bound_holds_whatever_lies_beyond(known: tuple[pd.DataFrame, Fraction], hedge: str) -> None:
    said = known[0]
    opened = (
        said.assign(low=said["value"], high=np.inf) if hedge == "over" else said.assign(low=0.0, high=said["value"])
    )
    ten = pd.DataFrame({"value": [10.0], "low": [10.0], "high": [10.0]})
    for true in (said["value"] * 3 if hedge == "over" else said["value"] / 3, said["value"]):
        for result, expected in (
            (intervals.divide(opened, ten), true / 10), (intervals.divide(ten, opened), 10 / true),
            (intervals.add(opened, ten), true + 10), (intervals.subtract(ten, opened), 10 - true),
        ):  # fmt: skip
            assert (result["low"] <= expected).all() and (expected <= result["high"]).all()


@given(uncertain(), uncertain(positive=True))
def test_the_value_lies_within_its_own_bounds(
    left: tuple[pd.DataFrame, Fraction], right: tuple[pd.DataFrame, Fraction]
) -> None:
    for operation in (intervals.add, intervals.subtract, intervals.divide, intervals.growth_interval):
        result = operation(left[0], right[0])
        assert result["value"].notna().all()
        assert holds(result, Fraction(round(result["value"].iloc[0], 9)))


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_exact_counts_stay_exact(one: int, other: int) -> None:
    left, right = (pd.DataFrame({"value": [float(n)], "low": [float(n)], "high": [float(n)]}) for n in (one, other))
    assert set(intervals.add(left, right).iloc[0]) == {one + other}
    assert set(intervals.subtract(left, right).iloc[0]) == {one - other}


@pytest.mark.parametrize("value", ["0", "-1"])
def test_a_divisor_that_is_not_positive_has_no_quotient(value: str) -> None:
    five, base = (frame(observed("a", number, "万元"))[intervals.BOUNDS] for number in ("5", value))
    assert intervals.divide(five, base).isna().all(axis=None)
    assert intervals.growth_interval(five, base).isna().all(axis=None)

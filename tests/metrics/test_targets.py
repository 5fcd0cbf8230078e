"""完成率 and 时序进度: published examples, values that are no results, and words for the difference."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.figure_rows import frame, indicator, observed, only, printed
from support.together import hold
from xj_analysis import metrics
from xj_analysis.metrics import targets
from xj_analysis.metrics.columns import results, row_selection
from xj_analysis.metrics.columns.rounding import printed_column, rounded_column
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity import figures, hedges
from xj_analysis.quantity.hedges import Hedge

FLOW = indicator("i", "亿元", 1)


def rate(value: str, period: str, *, hedge: str = "exact") -> pd.DataFrame:
    """A published 完成率."""
    return frame(observed("i", value, "%", period=period, hedge=hedge))


@pytest.mark.parametrize(
    ("value", "period", "decimals", "text"),
    [
        ("74", "2023-01/2023-08", 2, "7.33个百分点"),
        ("77.2", "2023-01/2023-08", 1, "10.5个百分点"),
        ("65.7", "2023-01/2023-06", 1, "15.7个百分点"),
        ("65.7", "2023Q2", 1, "15.7个百分点"),
    ],
)
def test_how_far_ahead_as_the_office_printed_it(value: str, period: str, decimals: int, text: str) -> None:
    result = metrics.against_pace(rate(value, period), decimals=decimals)
    assert printed(result) == [text]
    assert (only(result)["word"], only(result)["undecided"]) == (targets.AHEAD, "")


def test_unrounded_values_are_subtracted_and_rounded_once() -> None:
    """629.0 / 647.4 prints 97.2 %, October's pace 83.3 %, and their difference 13.8, not 13.9."""
    observations = frame(
        observed("i", "629.0", "亿元", period="2023-01/2023-10", origins=("done",)),
        observed("i", "647.4", "亿元", period="2023", nature="target", origins=("goal",)),
    )
    done = metrics.completion(observations, [FLOW])
    ahead = metrics.against_pace(done)
    assert (printed(done), printed(ahead)) == (["97.2%"], ["13.8个百分点"])
    row = only(done)
    assert (row["numerator"], row["denominator"], row["origins"]) == (629.0, 647.4, ("done", "goal"))
    assert row["formula"] == "629.0亿元÷647.4亿元"
    assert only(ahead)["pace"] == pytest.approx(83.3333333)
    assert rounded_column(ahead["pace"].to_numpy(), 1).tolist() == [83.3]


def test_without_taking_it_at_its_word_a_rate_supports_fewer_digits() -> None:
    assert printed(metrics.against_pace(rate("74", "2023-01/2023-08"), decimals=2, as_printed=False)) == ["约7个百分点"]


@pytest.mark.parametrize(
    ("nature", "period", "kind", "reason"),
    [
        ("actual", "2023-01/2023-10", "flow", ""),
        ("actual", "2023", "flow", ""),
        ("actual", "2023Q1", "flow", ""),
        ("actual", "2023-10", "flow", targets.NOT_CUMULATIVE),
        ("actual", "2023-10", "stock", ""),
        ("actual", "2023-YTD", "stock", targets.NOT_CUMULATIVE),
        ("actual", "2023", "rate", targets.NOT_A_QUANTITY),
        ("actual", "2023", "change", targets.NOT_A_QUANTITY),
        ("actual", "2023-01/2023-10", "duration", targets.NOT_A_QUANTITY),
        ("actual", "2024", "flow", targets.NO_TARGET),
        ("planned", "2023", "flow", targets.NOT_A_RESULT),
        ("forecast", "2023", "flow", targets.NOT_A_RESULT),
    ],
)
def test_what_counts_as_done(nature: str, period: str, kind: str, reason: str) -> None:
    done = sample(value=[5.0], period=period, nature=nature)
    goal = sample(value=[10.0], period="2023", nature="target", origins=[("goal",)])
    row = only(metrics.completion(done, [indicator("i", "万元", kind=kind)], targets=goal))
    assert row["reason"] == reason
    assert np.isnan(row["value"]) if reason else row["value"] == 50.0


@pytest.mark.parametrize(("goal", "reason"), [(0.0, targets.TARGET_NOT_POSITIVE), (-1.0, targets.TARGET_NOT_POSITIVE),
                                              (0.1, "")])  # fmt: skip
def test_a_target_that_is_not_positive_is_none(goal: float, reason: str) -> None:
    rows_ = sample(value=[5.0, goal], period=["2023-01/2023-06", "2023"], nature=["actual", "target"])
    assert only(metrics.completion(rows_, [FLOW]))["reason"] == reason


def test_two_targets_and_other_units_are_refused() -> None:
    goals = sample(value=[10.0, 11.0], period="2023", nature="target")
    done = sample(value=[5.0], period="2023-01/2023-06")
    assert only(metrics.completion(done, [FLOW], targets=goals))["reason"] == results.TWICE_GIVEN
    other = goals.iloc[:1].assign(unit="亿元")
    assert only(metrics.completion(done, [FLOW], targets=other))["reason"] == results.UNITS_DIFFER


def test_a_target_was_decided_not_measured() -> None:
    observations = frame(
        observed("i", "7", "亿元", period="2023"), observed("i", "10", "亿元", period="2023", nature="target")
    )
    row = only(metrics.completion(observations, [FLOW]))
    assert (round(row["low"], 6), round(row["high"], 6)) == (65.0, 75.0)
    hedged = observations.assign(hedge=["exact", "about"])
    assert only(metrics.completion(hedged, [FLOW]))["hedge"] == "about"
    assert only(metrics.completion(hedged, [FLOW]))["high"] > 76


def test_a_target_of_part_of_a_year_is_no_annual_target() -> None:
    rows_ = sample(value=[5.0, 10.0], period=["2023-01/2023-06", "2023-01/2023-06"], nature=["actual", "target"])
    assert only(metrics.completion(rows_, [FLOW]))["reason"] == targets.NO_TARGET


@pytest.mark.parametrize(
    ("value", "word"), [(50.06, "快于"), (50.04, "持平"), (50.0, "持平"), (49.96, "持平"), (49.94, "慢于")]
)
def test_the_word_goes_by_the_printed_value(value: float, word: str) -> None:
    result = metrics.against_pace(sample(value=[value], unit="%", period="2023-01/2023-06"))
    assert only(result)["word"] == word
    assert (printed(result) == ["0.0个百分点"]) == (word == "持平")


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(50.0, 52.0, "快于"), (49.9, 52.0, "待核"), (48.0, 50.1, "待核"), (48.0, 50.0, "慢于"), (60.0, np.inf, "快于"),
     (40.0, np.inf, "待核"), (0.0, 45.0, "慢于"), (0.0, 55.0, "待核")],
)  # fmt: skip
def test_a_hedge_that_straddles_the_pace_is_left_to_be_checked(low: float, high: float, word: str) -> None:
    value = min(max(51.0, low), high)
    row = only(metrics.against_pace(sample(value=[value], low=low, high=high, hedge="about", unit="%",
                                           period="2023-01/2023-06")))  # fmt: skip
    assert row["word"] == word
    assert row["undecided"] == (targets.STRADDLES if word == "待核" else "")


def test_digits_too_few_to_tell_are_left_to_be_checked() -> None:
    row = only(metrics.against_pace(sample(value=[70.0], low=65.0, high=75.0, unit="%", period="2023-01/2023-08")))
    assert (row["word"], row["undecided"]) == (targets.UNDECIDED, targets.IMPRECISE)


def test_a_plan_of_its_own_is_followed_month_by_month() -> None:
    rates = sample(value=[30.0, 30.0], unit="%", period=["2023-01/2023-03", "2023-01/2023-04"])
    plan = pd.DataFrame({"month": [1, 2, 3], "share": [5.0, 10.0, 20.0]})
    result = metrics.against_pace(rates, plan=plan)
    assert printed(result) == ["10.0个百分点", f"（{targets.NO_PACE}）"]
    own = metrics.against_pace(rates, plan=plan.assign(indicator="other"))
    assert set(own["reason"]) == {targets.NO_PACE}
    assert metrics.against_pace(rates, plan=plan.assign(indicator="i"))["value"].iloc[0] == pytest.approx(10.0)


def test_only_a_completion_has_a_pace() -> None:
    assert only(metrics.against_pace(sample(value=[5.0], period="2023-01")))["reason"] == targets.NOT_A_COMPLETION
    assert only(metrics.against_pace(sample(value=[5.0], period="2023-YTD", unit="%")))["reason"] == targets.NO_PACE


def test_no_reason_bears_a_digit() -> None:
    words = [value for name, value in vars(targets).items() if name.isupper() and isinstance(value, str)]
    assert not any(character.isdigit() for word in words for character in word)


PACES = st.tuples(
    st.integers(0, 2000), st.integers(1, 2000), st.integers(1, 12), st.sampled_from(["exact", "about"]),
    st.integers(-50, 50),
)  # fmt: skip


@pytest.mark.properties
def test_what_is_said_of_the_pace_is_true() -> None:
    hold(PACES, paces_are_true)


def paces_are_true(cases: list[tuple[int, int, int, str, int]]) -> None:
    """Each result is known to ± half a unit; whatever it truly is, a hedged word and its bounds hold."""
    done, goal = (np.array([case[place] for case in cases], dtype=float) for place in (0, 1))
    areas = [f"a{number}" for number in range(len(cases))]
    results_ = sample(value=done, low=done - 0.5, high=done + 0.5, hedge=[case[3] for case in cases], area=areas,
                      period=[f"2023-01/2023-{case[2]:02d}" for case in cases])  # fmt: skip
    goals = sample(value=goal, area=areas, period="2023", nature="target")
    paces = row_selection.records(metrics.against_pace(metrics.completion(results_, [FLOW], targets=goals)))
    slack = Fraction(1, 10**8)
    for row, (done_, goal_, month, hedge, offset) in zip(paces, cases, strict=True):
        true = (Fraction(done_) + Fraction(offset, 100)) / goal_ * 100 - Fraction(100 * month, 12)
        assert Fraction(row["low"]) - slack <= true <= Fraction(row["high"]) + slack
        if hedge == "about":
            assert row["word"] != targets.AHEAD or true >= -slack
            assert row["word"] != targets.BEHIND or true <= slack
            assert row["word"] != targets.LEVEL or abs(true) <= Fraction(5, 100) + slack


NUMBERS = st.decimals(min_value=-(10**5), max_value=10**5, places=3)


@given(NUMBERS, st.decimals(0, 500, places=3), st.decimals(0, 500, places=3), st.booleans(), st.integers(0, 3),
       st.sampled_from(["half_even", "half_up"]))  # fmt: skip
def test_a_column_settles_as_each_number_does(
    value: Decimal, below: Decimal, above: Decimal, hedged: bool, decimals: int, rounding: str
) -> None:
    low, high = value - below, value + above
    said = hedges.state_interval(value, low, high, hedged=hedged, decimals=decimals, rounding=rounding)
    row = pd.DataFrame({"value": [float(value)], "low": [float(low)], "high": [float(high)]})
    (number,) = printed_column(row, np.array([hedged]), decimals, "half_up" if rounding == "half_up" else "half_even")
    assert np.isnan(number) if said.value is None else number == pytest.approx(float(said.value), abs=1e-9)


@pytest.mark.parametrize(
    ("low", "high", "number"),
    [
        (10.0, np.inf, 10.0),
        (10.26, np.inf, 10.2),
        (0.0, np.inf, np.nan),
        (-np.inf, 10.21, np.nan),
        (-5.0, np.inf, np.nan),
    ],
)
def test_an_open_bound_settles_as_the_scalar_does(low: float, high: float, number: float) -> None:
    value = low if np.isfinite(low) else high
    said = hedges.state_interval(Decimal(str(value)), Decimal(str(low)), Decimal(str(high)), hedged=True, decimals=1)
    row = pd.DataFrame({"value": [value], "low": [low], "high": [high]})
    (got,) = printed_column(row, np.array([True]), 1)
    assert np.array_equal(got, number, equal_nan=True)
    assert np.array_equal(got, float(said.value) if said.value is not None else np.nan, equal_nan=True)


@given(st.decimals(-(10**6), 10**6, places=4), st.integers(-2, 4), st.sampled_from(["half_even", "half_up"]))
def test_a_column_rounds_as_each_number_does(value: Decimal, decimals: int, rounding: str) -> None:
    mode: hedges.Rounding = rounding
    (got,) = rounded_column(np.array([float(value)]), decimals, mode)
    assert got == pytest.approx(float(hedges.rounded(value, decimals, mode)), abs=1e-9)


def test_a_figure_of_a_difference_keeps_the_kind_of_bound() -> None:
    over = sample(value=[60.0], low=60.0, high=np.inf, hedge="over", unit="%", period="2023-01/2023-06")
    (row,) = row_selection.records(metrics.against_pace(over))
    assert figures.figure_from_row(row).hedge is Hedge.OVER

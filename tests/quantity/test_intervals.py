"""Interval arithmetic: every result contains the true value."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.figure_rows import frame, observed, uncertain
from xj_analysis.quantity import intervals


def holds(result: pd.DataFrame, true: Fraction) -> bool:
    """True if the bounds of `result` contain the true number, to fifteen digits."""
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


@given(uncertain(), uncertain())
def test_a_product_holds_the_true_product(
    left: tuple[pd.DataFrame, Fraction], right: tuple[pd.DataFrame, Fraction]
) -> None:
    result = intervals.multiply(left[0], right[0])
    true, slack = left[1] * right[1], Fraction(1, 10**3) + abs(left[1] * right[1]) / 10**12
    assert Fraction(result["low"].iloc[0]) - slack <= true <= Fraction(result["high"].iloc[0]) + slack


@given(uncertain(positive=True), st.sampled_from([0.01, 0.1, 1.0, 12.0, 100.0]))
def test_a_scaled_and_a_rooted_value_hold_the_truth(known: tuple[pd.DataFrame, Fraction], factor: float) -> None:
    scaled, rooted = intervals.scale(known[0], factor).iloc[0], intervals.square_root(known[0]).iloc[0]
    true = float(known[1])
    assert scaled["low"] * (1 - 1e-12) <= true * factor <= scaled["high"] * (1 + 1e-12)
    assert rooted["low"] * (1 - 1e-12) <= true**0.5 <= rooted["high"] * (1 + 1e-12)


def test_zero_times_an_open_bound_is_zero() -> None:
    nothing = pd.DataFrame({"value": [0.0], "low": [0.0], "high": [0.0]})
    open_ended = pd.DataFrame({"value": [5.0], "low": [5.0], "high": [np.inf]})
    assert intervals.multiply(nothing, open_ended).iloc[0].tolist() == [0.0, 0.0, 0.0]

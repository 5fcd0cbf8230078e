"""同比, 环比, 两年平均增速: published examples, refusals, changes of sign, and bounds that contain the truth."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

from support.figure_rows import frame, indicator, observed, only, printed
from support.together import hold
from xj_analysis import metrics
from xj_analysis.metrics import change, growth_rates
from xj_analysis.metrics.columns import results
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity import intervals

FLOW = indicator("i", "万元", 1)
HALVES = ["2022-01/2022-06", "2023-01/2023-06"]


def last(result: pd.DataFrame) -> dict[str, Any]:
    """The last row of a result."""
    return only(result.iloc[-1:])


def test_the_revenue_of_the_first_half_of_2023() -> None:
    rows = frame(
        observed("i", str(72777 - 1488), "万元", period=HALVES[0], origins=("then",)),
        observed("i", "72777", "万元", period=HALVES[1], origins=("now",)),
    )
    result = metrics.year_on_year(rows, [FLOW])
    row = last(result)
    assert printed(result) == [f"（{growth_rates.YEAR_BEFORE_MISSING}）", "2.1%"]
    assert (row["now"] - row["then"], row["then_period"], row["origins"]) == (1488, HALVES[0], ("now", "then"))
    assert row["formula"] == "72777万元÷71289万元−1"


def test_the_same_window_is_the_same_however_it_is_written() -> None:
    rows = sample(value=[10.0, 12.0], period=["2022Q2", "2023-04/2023-06"])
    assert last(metrics.year_on_year(rows, [FLOW]))["value"] == 20.0


def test_percentages_differ_by_points() -> None:
    result = metrics.year_on_year(sample(value=[51.2, 52.0], unit="%", period=HALVES), [FLOW])
    assert printed(result)[-1] == "0.8个百分点"
    per_mille = metrics.year_on_year(sample(value=[6.0, 5.0], unit="‰", period=HALVES, decimals=1), [FLOW])
    assert printed(per_mille)[-1] == "-0.10个百分点"


@pytest.mark.parametrize(
    ("rows", "declared", "reason"),
    [
        (sample(value=[0.0, 2.0], period=HALVES), {}, change.NO_BASE),
        (sample(value=[-1.0, 2.0], period=HALVES), {}, change.NO_BASE),
        (sample(value=[1.0, 2.0], period=HALVES), {"price_basis": "comparable"}, change.NOT_RECOMPUTED),
        (sample(value=[1.0, 2.0], period=HALVES), {"price_basis": "like-for-like"}, change.NOT_RECOMPUTED),
        (sample(value=[1.0, 2.0], period=HALVES), {"breaks": (2023,)}, change.SERIES_BROKEN),
        (sample(value=[1.0, 2.0], period=HALVES, nature=["planned", "actual"]), {}, change.NATURES_DIFFER),
        (sample(value=[1.0, 2.0], period=["2021-01/2021-06", HALVES[1]]), {}, growth_rates.YEAR_BEFORE_MISSING),
        (sample(value=[1.0, 2.0], period=["2022", HALVES[1]]), {}, growth_rates.YEAR_BEFORE_MISSING),
        (sample(value=[1.0, 2.0], period=["2022-YTD", "2023-YTD"]), {}, change.WINDOWS_DIFFER),
        (sample(value=[1.0, 2.0], period=["2022", ""]), {}, change.WINDOWS_DIFFER),
        (sample(value=[1.0, float("nan")], period=HALVES), {}, results.NO_VALUE),
    ],
)
def test_what_has_no_growth_says_why(rows: pd.DataFrame, declared: dict[str, Any], reason: str) -> None:
    row = last(metrics.year_on_year(rows, [indicator("i", "万元", **declared)]))
    assert (row["reason"], row["formula"]) == (reason, "")
    assert np.isnan([row["value"], row["low"], row["high"]]).all()


@pytest.mark.parametrize(
    ("values", "declared", "grown"),
    [
        ([0.1, 0.2], {}, 100.0),
        ([1.0, 2.0], {"price_basis": "nominal"}, 100.0),
        ([1.0, 2.0], {"breaks": (2022, 2024)}, 100.0),
        ([2.0, -1.0], {}, -150.0),
    ],
)
def test_the_other_side_of_each_is_computed(values: list[float], declared: dict[str, Any], grown: float) -> None:
    row = last(metrics.year_on_year(sample(value=values, period=HALVES), [indicator("i", "万元", **declared)]))
    assert (row["reason"], row["value"]) == ("", pytest.approx(grown))


def test_a_year_before_given_twice_is_not_chosen_from() -> None:
    rows = sample(value=[1.0, 1.5, 2.0], period=[HALVES[0], HALVES[0], HALVES[1]])
    assert set(metrics.year_on_year(rows, [FLOW])["reason"]) == {results.TWICE_GIVEN}


@pytest.mark.parametrize(
    ("values", "profit", "word"),
    [
        ([-5.0, 3.0], True, "扭亏"),
        ([5.0, -3.0], True, "由盈转亏"),
        ([-5.0, 3.0], False, "由负转正"),
        ([5.0, -3.0], False, "由正转负"),
        ([5.0, 3.0], True, ""),
        ([-5.0, -3.0], True, ""),
        ([0.0, 3.0], True, ""),
    ],
)
def test_a_change_of_sign_is_said_in_words(values: list[float], profit: bool, word: str) -> None:
    declared = indicator("i", "万元", profit=profit, name="净流入" if profit else "利润总额")
    assert last(metrics.year_on_year(sample(value=values, period=HALVES), [declared]))["turn"] == word


def test_a_sign_that_is_not_sure_is_not_said() -> None:
    rows = sample(value=[-5.0, 0.3], low=[-5.0, -0.2], high=[-5.0, 0.8], period=HALVES)
    assert last(metrics.year_on_year(rows, [FLOW]))["turn"] == ""


def test_a_hedge_stays_a_hedge() -> None:
    rows = frame(
        observed("i", "100", "万人次", hedge="about", period=HALVES[0]),
        observed("i", "130", "万人次", period=HALVES[1]),
    )
    assert last(metrics.year_on_year(rows, [FLOW]))["hedge"] == "about"
    over = rows.assign(hedge=["exact", "over"], low=[100.0, 130.0], high=[100.0, np.inf])
    assert printed(metrics.year_on_year(over, [FLOW]))[-1] == "30.0%以上"


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        (["2023-05", "2023-06"], ""),
        (["2022-12", "2023-01"], ""),
        (["2023-01", "2023-02"], ""),
        (["2023Q1", "2023Q2"], ""),
        (["2022Q4", "2023Q1"], ""),
        (["2023-04", "2023-06"], growth_rates.PERIOD_BEFORE_MISSING),
        (["2023-01/2023-05", "2023-01/2023-06"], growth_rates.CUMULATIVE),
        (["2022", "2023"], growth_rates.CUMULATIVE),
        (["2023-01/2023-02", "2023-03"], change.WINDOWS_DIFFER),
        (["2023-04/2023-05", "2023-06/2023-07"], growth_rates.NOT_SINGLE),
        (["2023-05-01", "2023-05-02"], growth_rates.NOT_SINGLE),
        (["2023-YTD", "2024-YTD"], growth_rates.NOT_SINGLE),
    ],
)
def test_only_single_periods_have_a_period_before(codes: list[str], reason: str) -> None:
    row = last(metrics.period_on_period(sample(value=[40.0, 50.0], period=codes), [FLOW]))
    assert row["reason"] == reason
    assert np.isnan(row["value"]) if reason else row["value"] == pytest.approx(25.0)


def test_a_break_bars_the_step_into_its_year_only() -> None:
    broken = indicator("i", "万元", breaks=(2023,))
    rows = sample(value=[1.0, 2.0, 4.0], period=["2022-12", "2023-01", "2023-02"])
    assert metrics.period_on_period(rows, [broken])["reason"].tolist()[1:] == [change.SERIES_BROKEN, ""]


def test_two_years_are_averaged_as_the_convention_says() -> None:
    result = metrics.two_year_average(sample(value=[2.3, 8.1], unit="%", period=["2020", "2021"]))
    assert printed(result) == [f"（{growth_rates.YEAR_BEFORE_MISSING}）", "5.2%"]
    assert last(result)["value"] == pytest.approx(((1.023 * 1.081) ** 0.5 - 1) * 100)


@pytest.mark.parametrize(
    ("values", "unit", "reason"),
    [([-100.0, 0.0], "%", ""), ([-100.1, 5.0], "%", growth_rates.GONE), ([1.0, 5.0], "万元", growth_rates.NOT_GROWTH)],
)
def test_a_fall_of_more_than_the_whole_has_no_average(values: list[float], unit: str, reason: str) -> None:
    row = last(metrics.two_year_average(sample(value=values, unit=unit, period=["2020", "2021"])))
    assert row["reason"] == reason


def test_computed_growth_can_be_averaged() -> None:
    rows = sample(value=[100.0, 110.0, 132.0], period=["2021", "2022", "2023"])
    averaged = metrics.two_year_average(metrics.year_on_year(rows, [FLOW]))
    assert last(averaged)["value"] == pytest.approx(((1.1 * 1.2) ** 0.5 - 1) * 100)


HUNDREDTHS = st.integers(1, 10**7)
OFFSETS = st.integers(-5, 5)


@pytest.mark.properties
def test_the_true_growth_lies_within_its_bounds() -> None:
    hold(st.tuples(HUNDREDTHS, HUNDREDTHS, OFFSETS, OFFSETS), growths_hold)


def growths_hold(cases: list[tuple[int, int, int, int]]) -> None:
    """Each is then, now, and how far the true values lie from them."""
    shown = np.array([case[:2] for case in cases]).ravel() / 10
    rows = sample(value=shown, low=np.maximum(shown - 0.05, 0.001), high=shown + 0.05, period=HALVES * len(cases),
                  area=areas(cases))  # fmt: skip
    result = metrics.year_on_year(rows, [FLOW]).iloc[1::2]
    for (then, now, below, above), value, low, high in zip(cases, *(result[b] for b in intervals.BOUNDS), strict=True):
        before = max(Fraction(then, 10) + Fraction(below, 100), Fraction(1, 500))
        exact = ((Fraction(now, 10) + Fraction(above, 100)) / before - 1) * 100
        slack = abs(exact) / 10**12 + Fraction(1, 10**9)
        assert Fraction(low) - slack <= exact <= Fraction(high) + slack
        assert low <= value <= high


@pytest.mark.properties
def test_the_true_average_lies_within_its_bounds() -> None:
    hold(st.tuples(st.integers(-999, 3000), st.integers(-999, 3000), OFFSETS, OFFSETS), averages_hold)


def averages_hold(cases: list[tuple[int, int, int, int]]) -> None:
    """Each is two rates, and how far the true ones lie from them."""
    rates = np.array([case[:2] for case in cases]) / 10
    offsets = np.array([case[2:] for case in cases]) / 100
    shown = rates.ravel()
    rows = sample(value=shown, low=shown - 0.05, high=shown + 0.05, unit="%", period=["2020", "2021"] * len(cases),
                  area=areas(cases))  # fmt: skip
    result = metrics.two_year_average(rows).iloc[1::2]
    exact = (np.maximum(1 + (rates + offsets) / 100, 0.0).prod(axis=1) ** 0.5 - 1) * 100
    assert (result["low"] - 1e-9 <= exact).all() and (exact <= result["high"] + 1e-9).all()


def areas(cases: list[tuple[int, int, int, int]]) -> list[str]:
    """An area a case, of two rows."""
    return [f"a{number}" for number in range(len(cases)) for _ in range(2)]

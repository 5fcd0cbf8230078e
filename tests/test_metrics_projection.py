"""Projections: the run rate, and the seasonal model with its interval, its error and its refusals."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

from support.together import hold
from test_metrics import indicator, only, printed
from xj_analysis import metrics
from xj_analysis.metrics import cumulative, projection, targets
from xj_analysis.metrics.columns.samples import sample

FLOW = indicator("i", "万元")
SEASON = [60.0, 40.0, 90.0, 100.0, 110.0, 130.0, 120.0, 115.0, 105.0, 100.0, 95.0, 135.0]


def history(months: int, *, joint: bool = False, since: int = 2021) -> pd.DataFrame:
    """Single months of a series that repeats and slowly grows; January and February together if `joint`."""
    codes: list[str] = []
    values: list[float] = []
    for number in range(months):
        year, month = since + number // 12, number % 12 + 1
        value = SEASON[month - 1] + (number // 12) * 5 + (number * 7 % 5) / 10
        if joint and month == 2:
            codes[-1], values[-1] = f"{year}-01/{year}-02", values[-1] + value
        else:
            codes.append(f"{year}-{month:02d}")
            values.append(value)
    return sample(value=values, period=codes, decimals=0)


def test_the_run_rate_is_the_mean_month_times_twelve() -> None:
    rows = sample(value=[20.0, 10.0, 15.0], period=["2023-01/2023-02", "2023-03", "2023-04"], decimals=0)
    result = metrics.run_rate(rows, [FLOW])
    row = only(result)
    assert (row["value"], row["done"], row["months"], row["nature"]) == (135.0, 45.0, 4, "forecast")
    assert row["origins"] == ("r0", "r1", "r2")
    assert printed(result) == ["约135万元"]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (sample(value=[1.0] * 11, period=[f"2023-{month:02d}" for month in range(1, 12)]), ""),
        (sample(value=[1.0] * 12, period=[f"2023-{month:02d}" for month in range(1, 13)]), projection.WHOLE_YEAR_KNOWN),
        (sample(value=[1.0, 1.0], period=["2023-01", "2023-03"]), cumulative.GAP),
        (sample(value=[1.0], period="2023-01", indicator="rate"), cumulative.NOT_FLOW),
        (sample(value=[1.0], period="2023-YTD"), cumulative.NOT_MONTHS),
    ],
)
def test_a_run_rate_needs_every_month_so_far(rows: pd.DataFrame, reason: str) -> None:
    row = only(metrics.run_rate(rows, [FLOW]))
    assert row["reason"] == reason
    assert np.isnan(row["value"]) == bool(reason)


def test_a_projection_is_never_an_actual() -> None:
    done = metrics.run_rate(sample(value=[20.0], period="2023-01/2023-02"), [FLOW])
    goal = sample(value=[100.0], period="2023", nature="target")
    assert only(metrics.completion(done, [FLOW], targets=goal))["reason"] == targets.NOT_A_RESULT
    assert metrics.run_rate(sample(value=[20.0], period="2023-01", nature="planned"), [FLOW]).empty


@pytest.mark.thorough
@pytest.mark.parametrize("joint", [False, True])
def test_the_season_is_found_and_the_error_is_told(joint: bool) -> None:
    rows = history(42, joint=joint)
    row = only(metrics.seasonal(rows, [FLOW]))
    true = sum(SEASON) + 12 * 15 + 2
    assert row["value"] == pytest.approx(true, rel=0.03)
    assert row["low"] <= row["value"] <= row["high"]
    assert (row["nature"], row["hedge"], row["period"], row["months"], row["reason"]) == (
        "forecast", "about", "2024", 6, "",
    )  # fmt: skip
    assert 0 <= row["mape"] < 5
    assert row["done"] == pytest.approx(rows["value"].iloc[-(5 if joint else 6) :].sum())
    assert row["origins"] == tuple(rows["origins"].map(lambda ids: ids[0]))


@pytest.mark.thorough
def test_the_same_data_give_the_same_numbers_and_a_wider_level_a_wider_interval() -> None:
    first, again = (only(metrics.seasonal(history(30), [FLOW])) for _ in range(2))
    assert (first["value"], first["low"], first["high"]) == (again["value"], again["low"], again["high"])
    wide = only(metrics.seasonal(history(30), [FLOW], level=0.95))
    assert wide["low"] <= first["low"] <= first["high"] <= wide["high"]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (history(23), projection.SHORT_HISTORY),
        (history(24), projection.WHOLE_YEAR_KNOWN),
        (history(25), ""),
        (history(26).drop(index=5), projection.BROKEN_HISTORY),
        (history(25).assign(period=["2021-YTD", *history(25)["period"].iloc[1:]]), projection.BROKEN_HISTORY),
    ],
)
def test_less_than_two_whole_years_are_not_projected(rows: pd.DataFrame, reason: str) -> None:
    row = only(metrics.seasonal(rows, [FLOW]))
    assert row["reason"] == reason
    assert np.isnan(row["value"]) == bool(reason)


@pytest.mark.thorough
@pytest.mark.parametrize(("months", "told"), [(26, False), (27, True)])
def test_without_enough_months_there_is_no_back_test_and_it_says_so(months: int, told: bool) -> None:
    row = only(metrics.seasonal(history(months), [FLOW]))
    assert np.isfinite(row["mape"]) == told
    assert row["mape_reason"] == ("" if told else projection.NO_BACKTEST)


def test_series_are_projected_each_for_itself_and_stocks_not_at_all() -> None:
    rows = pd.concat([history(27), history(20).assign(area="b"), history(27).assign(indicator="stock")])
    result = metrics.seasonal(rows, [FLOW, indicator("stock", "个", kind="stock")]).set_index(["indicator", "area"])
    assert result["reason"].to_dict() == {
        ("i", "a"): "", ("i", "b"): projection.SHORT_HISTORY, ("stock", "a"): cumulative.NOT_FLOW,
    }  # fmt: skip


def test_nothing_gives_nothing() -> None:
    assert metrics.seasonal(history(3).iloc[:0], [FLOW]).empty


def test_the_model_is_imported_only_where_it_is_used() -> None:
    code = "import sys, xj_analysis.metrics; sys.exit('statsmodels' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.properties
def test_the_run_rate_is_the_sum_scaled() -> None:
    hold(st.lists(st.integers(0, 10**6), min_size=1, max_size=10), run_rates_are_scaled_sums)


def run_rates_are_scaled_sums(cases: list[list[int]]) -> None:
    """Each is the amounts of the months from January."""
    codes = ["2023-01/2023-02", *(f"2023-{month:02d}" for month in range(3, 13))]
    rows = sample(
        value=[value for values in cases for value in values],
        period=[code for values in cases for code in codes[: len(values)]],
        area=[f"a{number}" for number, values in enumerate(cases) for _ in values],
    )
    result = metrics.run_rate(rows, [FLOW])
    assert result["area"].tolist() == [f"a{number}" for number in range(len(cases))]
    assert result["value"].tolist() == pytest.approx([sum(values) / (len(values) + 1) * 12 for values in cases])
    assert (result["low"] <= result["value"]).all() and (result["value"] <= result["high"]).all()

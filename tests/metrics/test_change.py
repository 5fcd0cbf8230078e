"""Change between observations: computed only between comparable periods, else with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

from support.figure_rows import frame, indicator, observed, only, printed
from support.together import hold
from xj_analysis import metrics
from xj_analysis.metrics import change
from xj_analysis.metrics.columns import row_selection
from xj_analysis.quantity import periods
from xj_analysis.store import observations
from xj_analysis.store.store import Store


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


def test_a_result_is_never_compared_with_a_target() -> None:
    mixed = pair("1", "2", nature="planned")
    assert mixed["nature"].nunique() == 2
    assert grown(mixed).empty

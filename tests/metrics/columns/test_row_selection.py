"""Row selection: areas, latest periods, order of indicators, and ties."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.metrics.columns import row_selection
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity import periods

CODES = ["", "2022", "2023", "2023Q1", "2023-06", "2023-01/2023-06", "2024"]


def test_an_area_has_the_areas_below_it() -> None:
    frame = sample(value=[1, 2, 3, 4], area=["360823", "360823101", "3608", "360824"])
    assert row_selection.area_rows(frame, "360823")["value"].tolist() == [1, 2]


@given(st.lists(st.sampled_from(CODES), min_size=1, max_size=10))
def test_periods_are_ranked_as_they_are_sorted(codes: list[str]) -> None:
    order = row_selection.period_order(pd.DataFrame({"period": codes})).tolist()
    keys = [periods.parse(code).sort_key() for code in codes]
    for one, key in zip(order, keys, strict=True):
        assert [one < other for other in order] == [key < other for other in keys]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(CODES)), min_size=1, max_size=10))
def test_the_latest_row_of_each_series_is_left_once(rows: list[tuple[str, str]]) -> None:
    areas, codes = map(list, zip(*rows, strict=True))
    result = row_selection.latest(sample(value=range(len(rows)), area=areas, period=codes))
    assert sorted(result["area"]) == sorted(set(areas))
    for area, code in zip(result["area"], result["period"], strict=True):
        last = max(periods.parse(other).sort_key() for name, other in rows if name == area)
        assert periods.parse(code).sort_key() == last


def test_months_and_other_windows_than_the_latest_are_dropped() -> None:
    codes = ["2023-01/2023-05", "2023-01/2023-06", "2024-01/2024-05", "2024-05", "2024"]
    assert row_selection.like_latest(sample(value=[1, 2, 3, 4, 5], period=codes))["value"].tolist() == [1, 3, 5]
    assert len(row_selection.like_latest(sample(value=[1, 2], period=["2023-05", "2024-05"]))) == 2


def test_rows_are_in_the_order_of_the_indicators_then_of_time() -> None:
    frame = sample(value=[1, 2, 3, 4], indicator=["a", "b", "b", "c"], period=["2024", "2024", "2023", "2024"])
    assert row_selection.ordered(frame, ["b", "a"])["value"].tolist() == [3, 2, 1]


def test_of_several_widest_periods_the_latest_is_taken() -> None:
    frame = sample(
        value=[1, 2, 3, 4, 5], area=["a", "b", "a", "b", "a"], period=["2022", "2022", "2023", "2023", "2024"]
    )
    assert row_selection.widest(frame)["value"].tolist() == [3, 4]

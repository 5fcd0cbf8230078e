"""Line charts over months: every mark is a figure, a line is a year, and what is labelled can be read."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.vega_lite import TOWNS, assert_valid, by_period, column, drawn, note, points
from xj_analysis.base.errors import DataError
from xj_analysis.briefing import charts
from xj_analysis.document.blocks import Omission

NOTHING = float("nan")


def since_january(year: int, *months: int) -> list[str]:
    return [f"{year}-01/{year}-{month:02d}" for month in months]


def rising(*codes: str) -> pd.Series:
    """A column of figures that is higher from code to code."""
    return by_period(codes, [10.0 * n for n in range(1, len(codes) + 1)])


TWO_YEARS = rising(*since_january(2023, 2, 6, 12), *since_january(2024, 2, 3, 4))


def test_a_chart_is_valid_and_a_wrong_mark_is_found() -> None:
    assert_valid(charts.months(TWO_YEARS, "月"))


def test_every_mark_is_a_figure_of_the_last_three_years_in_time() -> None:
    codes = [code for year in (2022, 2023, 2024, 2025) for code in since_january(year, 2, 3)]
    chart = drawn(charts.months(rising(*codes).iloc[::-1], "月"))
    assert [(point["year"], point["month"], point["value"]) for point in points(chart)] == [
        ("2023年", 2, 30), ("2023年", 3, 40), ("2024年", 2, 50), ("2024年", 3, 60), ("2025年", 2, 70),
        ("2025年", 3, 80),
    ]  # fmt: skip
    assert [figure.period for figure in chart.figures] == codes[2:]
    assert chart.spec["usermeta"]["origins"] == [f"r{n}" for n in range(2, 8)] and note(chart) == ""


@pytest.mark.parametrize(
    ("codes", "months"),
    [
        (["2024-01", *since_january(2024, 2, 3)], [1, 2, 3]),
        (since_january(2024, 2, 3), [2, 3]),
        (["2024-01", "2024-02", "2024Q1"], [1, 3]),
        (["2024Q1", "2024-01/2024-06", "2024"], [3, 6, 12]),
    ],
    ids=["January apart", "January and February together", "a month alone", "a quarter and the year"],
)
def test_the_axis_is_that_of_the_months_there_are(codes: list[str], months: list[int]) -> None:
    chart = drawn(charts.months(rising(*codes), "月"))
    assert [point["month"] for point in points(chart)] == months
    axis = chart.spec["layer"][0]["encoding"]["x"]
    assert axis["axis"]["values"] == list(range(months[0], months[-1] + 1))
    assert axis["scale"]["domain"][0] < months[0] and months[-1] < axis["scale"]["domain"][1]
    assert ("不自年初累计的数未画" in note(chart)) is ("2024-02" in codes)


def test_a_line_is_labelled_where_it_ends_and_nowhere_else() -> None:
    chart = drawn(charts.months(TWO_YEARS, "月"))
    assert [(mark["year"], mark["month"], mark["label"], mark["side"]) for mark in points(chart) if mark["label"]] == [
        ("2023年", 12, "30", "right"), ("2024年", 4, "60", "above"),
    ]  # fmt: skip
    assert chart.description == "月。项目（2023年1—12月）30个；项目（2024年1—4月）60个。"


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3))
def test_labels_do_not_touch_and_keep_their_order(values: list[int]) -> None:
    codes = [code for year in (2023, 2024, 2025) for code in since_january(year, 6, 12)]
    ends = [
        mark for mark in points(charts.months(by_period(codes, [n for v in values for n in (500, v)]), "月"))
        if mark["month"] == 12
    ]  # fmt: skip
    ends.sort(key=lambda mark: (mark["value"], mark["place"]))
    steps = [above["place"] - below["place"] for below, above in pairwise(ends)]
    assert ends[0]["place"] == ends[0]["value"] and min(steps) > max(500, *values) / 20


def test_a_month_without_a_number_is_a_gap_and_is_said() -> None:
    codes = since_january(2024, 2, 3, 4, 5)
    for data in (rising(*codes).drop(codes[1]), by_period(codes, [1, NOTHING, 3, 4], reason=["", "无数据", "", ""])):
        chart = charts.months(data, "月", note="口径相同。")
        first, *others = [mark["run"] for mark in points(chart)]
        assert first not in others and len(set(others)) == 1
        assert note(chart) == "口径相同；没有数据的月份留空，不连线。"


def test_a_target_on_a_line_is_named() -> None:
    data = by_period(since_january(2024, 11, 12), [3, 4], nature=["actual", "target"])
    assert note(charts.months(data, "月")) == "计划、预计或目标数：2024年1—12月。"


def test_a_number_that_is_given_twice_is_one_mark() -> None:
    codes = ["2024Q1", *since_january(2024, 3, 4)]
    assert [mark["month"] for mark in points(charts.months(by_period(codes, [1, 1, 2]), "月"))] == [3, 4]


@pytest.mark.parametrize("codes", [["2024-02", "2024-03"], ["2023", "2024"], since_january(2024, 3), []])
def test_one_month_is_no_chart_and_the_reason_is_told(codes: list[str]) -> None:
    told = charts.months(rising(*codes), "月")
    assert isinstance(told, Omission) and told.what == "图“月”" and "一张图至少要两个月" in told.reason


WRONG: dict[str, tuple[object, str]] = {
    "towns": (TOWNS, "横轴是期间，这一个不是，得到“甲镇”。请用按期间的一列"),
    "subjects": (column([("2024-01", "甲"), ("2024-02", "乙")], [3, 1]), "数.xs("),  # type: ignore[list-item]
    "a list": ([3, 1], "要一列带出处的数，得到“[3, 1]（list）”"),
    "plain numbers": (TWO_YEARS.astype(float), "不是带出处的数，得到“10.0（float）”"),
    "a table": (TWO_YEARS.to_frame("visits"), "只画一列，给了一张表"),
    "two numbers of a month": (rising("2024Q1", *since_january(2024, 3, 4)), "一个月有两个不同的数"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_drawn_is_refused_in_one_message(wrong: str) -> None:
    data, words = WRONG[wrong]
    with pytest.raises(DataError) as caught:
        charts.months(data, "月")  # type: ignore[arg-type]
    assert words in str(caught.value)
    assert caught.value.fault.do.endswith("。") and len(caught.value._render_traceback_()) == 1

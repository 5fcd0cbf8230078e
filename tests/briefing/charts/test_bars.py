"""Bar charts: valid Vega-Lite, which altair itself does not check while it draws."""

from __future__ import annotations

import pytest

from support.vega_lite import ROWS, assert_valid
from xj_analysis.briefing import charts
from xj_analysis.document.blocks import Chart
from xj_analysis.quantity import figures


@pytest.mark.parametrize(
    "chart",
    [
        charts.bars("条", ROWS, ["甲", "乙"], highlight="甲"),
        charts.before_after(
            ("比",), ROWS, [figures.figure_from_row(row) for row in ROWS], figures.figure_from_row(ROWS[0])
        ),
    ],
    ids=["bars", "before_after"],
)
def test_bars_are_valid_and_a_wrong_mark_is_found(chart: Chart) -> None:
    assert_valid(chart)


def test_a_planned_value_is_a_hollow_bar_and_is_explained() -> None:
    planned, actual = {**ROWS[0], "nature": "planned"}, ROWS[1]
    chart = charts.bars("条", [planned, actual], ["甲", "乙"], highlight="乙", note="口径相同")
    assert [bar["tone"] for bar in chart.spec["data"]["values"]] == ["hollow", "high"]
    assert chart.notes == (("口径相同；空心条为计划、预计或目标数。",),)


def test_a_computed_number_is_rounded_as_asked() -> None:
    row = {**ROWS[0], "value": 2.5, "low": 2.5, "high": 2.5, "decimals": 0, "reported": "", "unit": "%"}
    for rounding, text in (("half_even", "2%"), ("half_up", "3%")):
        (bar,) = charts.bars("条", [row], ["甲"], rounding=rounding).spec["data"]["values"]
        assert bar["label"] == text

"""Line charts: valid Vega-Lite; a gap stays a gap."""

from __future__ import annotations

import pytest

from support.vega_lite import POINTS, ROWS, assert_valid
from xj_analysis.briefing import charts
from xj_analysis.document.blocks import Chart
from xj_analysis.quantity import figures


@pytest.mark.parametrize(
    "chart",
    [
        charts.timeline("线", {"甲": ROWS, "乙": ROWS}, breaks=[2024]),
        charts.months("月", POINTS, ROWS, [figures.figure_from_row(row) for row in ROWS]),
    ],
    ids=["timeline", "months"],
)
def test_lines_are_valid_and_a_wrong_mark_is_found(chart: Chart) -> None:
    assert_valid(chart)


@pytest.mark.parametrize(
    ("last", "breaks", "joined"), [("2024", (), True), ("2024", (2024,), False), ("2025", (), False)]
)
def test_a_line_joins_years_in_a_row_and_crosses_no_break(last: str, breaks: tuple[int, ...], joined: bool) -> None:
    chart = charts.timeline("线", {"甲": [ROWS[0], {**ROWS[1], "period": last}]}, breaks=breaks)
    first, second = chart.spec["data"]["values"]
    assert (first["run"] == second["run"]) is joined
    assert (chart.notes == (("没有数据的年份留空，不连线。",),)) is (last == "2025")

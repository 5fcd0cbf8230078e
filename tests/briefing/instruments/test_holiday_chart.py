"""Chart of a holiday: a line a year, told apart by dash and shape too; without last year there is none."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from support.vega_lite import assert_valid
from xj_analysis.briefing.instruments.holiday_chart import holiday_lines
from xj_analysis.document.blocks import Chart, Omission
from xj_analysis.quantity.figures import reported_figure

NUMBERS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=2, max_size=8)


def days(of: list[tuple[int, int]]) -> pd.DataFrame:
    lines = {
        f"5月{n}日": {
            side: reported_figure(Decimal(value), "人次", label=side, origins=(f"{side}{n}",), formula="各行相加")
            for side, value in zip(("now", "then"), pair, strict=True)
        }
        for n, pair in enumerate(of, start=1)
    }
    return pd.DataFrame.from_dict(lines, orient="index", dtype=object)


@given(NUMBERS)
def test_each_day_is_a_point_of_both_years(of: list[tuple[int, int]]) -> None:
    chart = holiday_lines("逐日接待", days(of))
    assert isinstance(chart, Chart)
    points = chart.spec["data"]["values"]
    assert [(point["value"]) for point in points] == [value for pair in of for value in pair]
    assert all(sum(point["above"] for point in points[n : n + 2]) == 1 for n in range(0, len(points), 2))


def test_it_is_told_apart_without_colour_and_in_words() -> None:
    chart = holiday_lines("逐日接待", days([(3, 2), (5, 6)]))
    assert isinstance(chart, Chart)
    line, point = chart.spec["layer"][:2]
    assert "strokeDash" in line["encoding"] and "shape" in point["encoding"]
    assert "6人次" in chart.description
    assert_valid(chart)


def test_without_last_year_or_of_a_single_day_there_is_none() -> None:
    assert isinstance(holiday_lines("逐日接待", days([(3, 2), (5, 6)])[["now"]]), Omission)
    assert isinstance(holiday_lines("逐日接待", days([(3, 2)])), Omission)

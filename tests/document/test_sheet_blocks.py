"""Wall chart as a block: its days on the grid, its months, and what it prints."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.document.blocks import block_from_json, block_to_json, figures_of, scale_of, text_of
from xj_analysis.document.sheet_blocks import DONE, OPEN, OVERDUE, PLANNED, WallChart, WallGroup, WallMark, WallRow
from xj_analysis.quantity.figures import Figure

DAY = date(2025, 9, 30)


def chart(first: date = date(2025, 1, 1), last: date = date(2025, 12, 31), *rows: WallRow) -> WallChart:
    groups = (WallGroup(heading=("工业",), rows=rows),) if rows else ()
    return WallChart(title=("挂图",), groups=groups, first=first, last=last, as_of=DAY)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_a_later_day_never_stands_before_an_earlier_one(day: date, later: int) -> None:
    places = [chart().place(each) for each in (day, day + timedelta(days=later))]
    assert places == sorted(places) and places[0] >= 0 and places[1] <= 1


def test_the_months_are_those_of_the_grid_each_once() -> None:
    months = chart(date(2024, 11, 1), date(2025, 2, 28)).months
    assert months == [date(2024, 11, 1), date(2024, 12, 1), date(2025, 1, 1), date(2025, 2, 1)]


@pytest.mark.parametrize(("years", "labels"), [(1, 12), (3, 36), (4, 16), (12, 0)])
def test_a_long_grid_names_fewer_months(years: int, labels: int) -> None:
    grid = chart(date(2025, 1, 1), date(2024 + years, 12, 31))
    assert len(list(scale_of(grid))) == labels


@given(st.dates() | st.none(), st.dates() | st.none())
def test_a_milestone_has_one_state(planned: date | None, actual: date | None) -> None:
    state = WallMark(letter="开", planned=planned, actual=actual).state(DAY)
    assert (state == DONE) == (actual is not None)
    if actual is None:
        assert state == (OPEN if planned is None else OVERDUE if planned < DAY else PLANNED)


def test_a_chart_is_the_same_from_its_json_and_prints_its_figures() -> None:
    days = Figure(text="18天", origins=("a#b!C3",))
    row = WallRow(number=("甲",), name=("某项目",), overdue=("开", days), marks=(WallMark(letter="开", planned=DAY),))
    made = chart(date(2025, 1, 1), date(2025, 12, 31), row)
    assert block_from_json(block_to_json(made)) == made
    assert list(figures_of(made)) == [days]
    assert text_of(made).splitlines() == ["挂图", "工业", "甲　某项目　开18天"]

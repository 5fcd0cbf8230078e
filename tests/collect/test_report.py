"""Filed reports: periods in titles, and the cells of values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.collect.report import Value, month_after, month_of, period_of
from xj_analysis.quantity import periods
from xj_analysis.quantity.cell_values import CellValue

DECEMBER = 12


@given(st.integers(2001, 2098), st.integers(2, 12), st.sampled_from(["{}年1—{}月", "{} 年 1-{} 月", "{}年{}月报表"]))
def test_a_title_names_the_months_since_january(year: int, month: int, words: str) -> None:
    code = f"{year}-01/{year}-{month:02d}"
    assert period_of(["接待情况", words.format(year, month)]) == code
    assert month_of(code) == f"{year}-{month:02d}"
    assert month_after(periods.parse(code)) == (year + (month == DECEMBER), month % DECEMBER + 1)


@pytest.mark.parametrize("title", ["报表", "2025年", "2025年13月", "1—9月"])
def test_a_title_without_months_names_no_period(title: str) -> None:
    assert period_of([title]) is None


def test_a_locator_shows_control_characters_of_the_sheet_name() -> None:
    value = Value("income", "999901", "cumulative", CellValue("1"), "\u202e页", (7, 3))
    assert value.locator.endswith("!C7") and "\u202e" not in value.locator

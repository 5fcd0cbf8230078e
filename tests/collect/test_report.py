"""Filed reports: months of periods, and the cells of values."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.collect.report import Value, month_after, month_of
from xj_analysis.quantity import periods
from xj_analysis.quantity.cell_values import CellValue

DECEMBER = 12


@given(st.integers(2001, 2098), st.integers(1, 12))
def test_a_month_of_a_period_and_the_one_after(year: int, month: int) -> None:
    code = f"{year}-01/{year}-{month:02d}"
    assert month_of(code) == f"{year}-{month:02d}"
    assert month_after(periods.parse(code)) == (year + (month == DECEMBER), month % DECEMBER + 1)


def test_a_locator_shows_control_characters_of_the_sheet_name() -> None:
    value = Value("income", "999901", "cumulative", CellValue("1"), "\u202e页", (7, 3))
    assert value.locator.endswith("!C7") and "\u202e" not in value.locator

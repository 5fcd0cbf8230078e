"""Grids: addresses, merged areas, and the way between processes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.workbooks.grid import (
    Grid,
    GridCell,
    column_letters,
    grids_from_json,
    grids_to_json,
    parse_address,
)

PLACES = st.tuples(st.integers(1, 2**20), st.integers(1, 2**14))
CELLS = st.builds(
    GridCell, text=st.text(), kind=st.sampled_from(["number", "text", "date"]), number=st.none() | st.floats(-1e9, 1e9),
    formula=st.booleans(), code=st.text(),
)  # fmt: skip


@given(PLACES)
def test_an_address_is_parsed_back(place: tuple[int, int]) -> None:
    row, column = place
    assert parse_address(f"{column_letters(column)}{row}") == place


@pytest.mark.parametrize("address", ["C", "7", "C-7", "C7x", "项7", "Ｃ7"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=address):
        parse_address(address)


@given(st.lists(st.builds(Grid, name=st.text(), cells=st.dictionaries(PLACES, CELLS), hidden=st.booleans(),
                         comments=st.dictionaries(PLACES, st.text()))))  # fmt: skip
def test_grids_pass_through_json(grids: list[Grid]) -> None:
    assert grids_from_json(grids_to_json(grids)) == grids


def test_a_merged_area_has_the_text_of_its_first_cell() -> None:
    grid = Grid("a", {(1, 1): GridCell("合并"), (3, 3): GridCell("单")}, merged=[((1, 1), (2, 2))])
    assert [grid.text_at(*at) for at in ((1, 1), (2, 2), (3, 3), (9, 9))] == ["合并", "合并", "单", ""]
    assert (grid.origin(2, 1), grid.origin(3, 1)) == ((1, 1), (3, 1))
    assert (grid.last_row, grid.last_column, grid.address(2, 27)) == (3, 3, "a!AA2")

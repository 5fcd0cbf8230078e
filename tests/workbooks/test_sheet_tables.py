"""Tables on sheets: located by their headings, wherever they stand."""

from __future__ import annotations

import pytest

from xj_analysis.base.errors import DataError
from xj_analysis.workbooks.cell_faults import FaultCollector
from xj_analysis.workbooks.grid import Grid, GridCell
from xj_analysis.workbooks.sheet_tables import (
    SheetTable,
    check_unique_headings,
    find_table,
    normalized,
    unit_in,
    without_unit,
)

ROWS = [
    ["接待情况"],
    ["单位：万元"],
    ["乡镇", "收入（亿元）", "游客"],
    ["甲镇", "1", "2"],
    [],
    ["乙镇", "3", "4"],
    ["注：以上为虚构"],
    ["丙镇", "5", "6"],
]


def grid_of(rows: list[list[str]], top: int = 1, left: int = 1) -> Grid:
    """A sheet with rows of texts from a place on."""
    cells = {(top + r, left + c): GridCell(text) for r, row in enumerate(rows) for c, text in enumerate(row) if text}
    return Grid("表", cells)


def found(grid: Grid, key: str = "乡镇", title: str = "") -> SheetTable:
    """The table of a sheet."""
    table = find_table(grid, key, title=title)
    assert table is not None
    return table


@pytest.mark.parametrize(("top", "left"), [(1, 1), (4, 3)])
def test_a_table_is_found_wherever_it_stands(top: int, left: int) -> None:
    table = found(grid_of(ROWS, top, left))
    assert (table.corner, table.first_row, table.unit_note()) == ((top + 2, left), top + 3, "万元")
    assert [text for _, text in table.rows()] == ["甲镇", "乙镇"], "one blank row is none, a footnote ends it"
    headings = table.headings()
    assert [headings[left + column] for column in range(3)] == [("乡镇", ""), ("收入", "亿元"), ("游客", "")]


def test_two_blank_rows_or_the_key_again_end_a_table() -> None:
    ended = grid_of([*ROWS[:4], [], [], ["乙镇", "3"]])
    again = grid_of([*ROWS[:4], ["乡镇", "别的"], ["乙镇", "3"]])
    assert [[text for _, text in found(grid).rows()] for grid in (ended, again)] == [["甲镇"], ["甲镇"]]


def test_a_hidden_row_is_read_only_where_that_is_asked_for() -> None:
    grid = grid_of(ROWS)
    grid.hidden_rows = {4}
    assert [text for _, text in found(grid).rows()] == ["乙镇"]
    assert [text for _, text in found(grid).rows(hidden=True)] == ["甲镇", "乙镇"]


def test_the_title_picks_one_of_several_tables() -> None:
    grid = grid_of([["一"], ["乡镇", "a"], ["甲镇", "1"], [], [], ["二"], ["乡镇", "b"], ["乙镇", "2"]])
    assert [found(grid, title=title).heading for title in ("一", "二")] == [2, 7]
    assert find_table(grid, "乡镇", title="三") is None


def test_a_heading_that_is_missing_or_repeated_is_a_fault() -> None:
    table = found(grid_of([["乡镇", "收入（亿元）", "收入"], ["甲镇", "1", "2"]]))
    faults = FaultCollector("a.xlsx")
    assert table.find_column(table.headings(), "收入", faults) is None
    assert table.find_column(table.headings(), "收人", faults) is None
    assert table.find_column(table.headings(), "乡镇", faults) == 1
    assert [(fault.where[-2:], fault.what) for fault in faults.faults] == [
        ("C1", "表头重复"), ("A1", "表头里没有“收人”"),
    ]  # fmt: skip


def test_units_are_told_from_other_brackets() -> None:
    assert [unit_in(text) for text in ("产值（万元）", "产值(全口径)", "产值（全口径）（亿元）")] == [
        "万元",
        "",
        "亿元",
    ]
    assert without_unit("产值（全口径）（亿元）") == "产值（全口径）"
    assert normalized(" 合　计（万元）") == "合计(万元)"


def test_repeated_headings_are_named_once_each() -> None:
    check_unique_headings("a.csv 表头", ["a", "b"])
    with pytest.raises(DataError, match=r"a\.csv 表头：列名重复，得到“a、b”"):
        check_unique_headings("a.csv 表头", ["b", "a", "a", "b", "c", "a"])

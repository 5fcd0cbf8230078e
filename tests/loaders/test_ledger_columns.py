"""Columns of ledgers: the same contents and faults as each cell read by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.county.ledger_shapes import LedgerColumn
from xj_analysis.loaders.ledger_cells import CellRule, PlannedDate, read_cell
from xj_analysis.loaders.ledger_columns import (
    BLANK,
    FAULTY,
    MOST_PROBLEMS,
    SOUND,
    cells_at,
    read_column,
    shown_as,
)
from xj_analysis.quantity.cell_values import LEGEND
from xj_analysis.workbooks.cell_faults import FaultCollector
from xj_analysis.workbooks.grid import Grid, GridCell
from xj_analysis.workbooks.sheet_columns import SheetColumns

FORMATS = ["General", "0.0%", "yyyy-mm-dd", "0.00", "yyyy-mm"]
TEXTS = ["L1", "", "—", "--", "0012", "1,234", "12.5", "-0", "1.2亿", "约5", "2025-03-02", "2025年3月2日 8:30",
         "示例镇", "示例 镇", "入库", "1.5万人", "9999999999", "１２", "…", " a ",
         "2025年9月", "9月底", "待定", "2025年底前", "45718"]  # fmt: skip
CONTENTS: list[str | GridCell] = ["", *filter(str.strip, TEXTS), GridCell("#REF!", "error"), GridCell("是", "bool"),
            GridCell("", "uncomputed"), GridCell("2025-03-02", "date")]  # fmt: skip
COLUMNS: list[dict[str, Any]] = [
    {}, {"empty": True}, {"among": ("入库", "L1")}, {"kind": "number", "unit": "万元", "least": 0, "most": 50_000},
    {"kind": "number", "unit": "人", "empty": True}, {"kind": "number", "unit": "亩"}, {"kind": "number", "unit": ""},
    {"kind": "date"}, {"kind": "time", "empty": True}, {"kind": "area"},
    {"to": "a_planned", "kind": "date", "empty": True},
]  # fmt: skip
SHEET_UNITS = {"万元": ["万元", "亿元", "元"], "亩": ["亩", "公顷"], "人": ["人"], "": [""]}
CODES = st.one_of(st.integers(-6, len(CONTENTS) - 1), st.sampled_from([-1, -3]))
NUMBERS = st.one_of(
    st.integers(-5, 60_000).map(float), st.floats(-1e9, 1e9), st.decimals(0, 10**6, places=3).map(float),
    st.floats(0, 60_000), st.sampled_from([0.1 + 0.2, 45_718.0, 45_718.5, -0.0, 1e16, 0.07, 1.15]),
)  # fmt: skip


def sheet_of(cells: list[tuple[int, float]], **more: Any) -> SheetColumns:
    codes = np.array([code for code, _ in cells], np.int32)
    numbers = np.array([number for _, number in cells])
    rows = np.arange(1, len(cells) + 1, dtype=np.int32)
    return SheetColumns("表", rows, {1: codes}, {1: numbers}, CONTENTS, FORMATS, **more)


@given(st.lists(st.tuples(CODES, NUMBERS), min_size=1, max_size=12), st.sampled_from(COLUMNS), st.data())
def test_a_column_reads_like_its_cells(
    cells: list[tuple[int, float]], column: dict[str, Any], data: st.DataObject
) -> None:
    declared = LedgerColumn.model_validate({"to": "a"} | column)
    unit = data.draw(st.sampled_from(SHEET_UNITS[declared.unit])) if declared.unit is not None else ""
    rule = CellRule(declared, unit, LEGEND, ["示例镇"], {"示例镇": "1"} if declared.kind == "area" else {})
    sheet = sheet_of(cells, shift=data.draw(st.sampled_from([0, 1462])))
    read = read_column(cells_at(sheet, sheet.rows, 1), rule)
    grid = sheet.grid(len(cells))
    for at, row in enumerate(sheet.rows.tolist()):
        faults = FaultCollector("")
        content = read_cell(grid, (row, 1), rule, faults)
        if content is None:
            problem = read.problems[int(read.kinds[at])]
            told = faults.entries[0].fault
            assert read.states[at] == FAULTY
            assert (problem.what, problem.got, problem.do) == (told.what, told.got, told.do)
        elif isinstance(content, PlannedDate):
            assert read.states[at] == (SOUND if content.last else BLANK) and read.words[at] == content.words
            days = [np.datetime64(day, "s") for day in (content.first, content.last)]
            np.testing.assert_array_equal(np.array([read.first[at], read.values[at]]), np.array(days))
        elif content == "":
            assert read.states[at] == BLANK
        else:
            assert read.states[at] == SOUND
            expected = np.datetime64(content, "s") if isinstance(content, datetime) else content
            assert read.values[at] == expected
            assert not (content == 0 and np.signbit(read.values[at])), "no -0"


def test_a_blank_in_a_merged_area_is_the_first_cell_of_the_first_area_that_holds_it() -> None:
    sheet = sheet_of([(1, 0.0), (0, 0.0), (-1, 5.0), (0, 0.0)], merged=[((1, 1), (3, 2)), ((2, 1), (4, 1))])
    cells = cells_at(sheet, np.array([1, 2, 3, 4], np.int32), 1)
    assert cells.codes.tolist() == [1, 1, -1, 0]
    assert list(zip(cells.rows.tolist(), cells.columns.tolist(), strict=True)) == [(1, 1), (1, 1), (3, 1), (2, 1)]
    beside = cells_at(sheet, np.array([2], np.int32), 2)
    assert (beside.codes.tolist(), beside.rows.tolist(), beside.columns.tolist()) == ([1], [1], [1])


def test_a_format_that_shows_another_number_is_not_taken_as_plain() -> None:
    cells = cells_at(
        sheet_of([(-1, 1.0), (-2, 1.0), (-3, 1.0), (-6, 1.0), (1, 0.0)]), np.arange(1, 6, dtype=np.int32), 1
    )
    assert shown_as(cells, "number").tolist() == [True, False, False, True, False]
    assert shown_as(cells, "date").tolist() == [False, False, True, False, False]


@pytest.mark.parametrize("kind", ["date", "area"])
def test_a_column_that_is_faulty_throughout_is_not_read_to_its_end(kind: str) -> None:
    rule = CellRule(LedgerColumn.model_validate({"to": "a", "kind": kind}), "", LEGEND, ["示例镇"], {"示例镇": "1"})
    sheet = sheet_of([(-1, float(number)) for number in range(MOST_PROBLEMS + 50)])
    read = read_column(cells_at(sheet, sheet.rows, 1), rule)
    assert (read.states == FAULTY).all() and len(read.problems) == MOST_PROBLEMS
    assert np.isin(read.kinds[:MOST_PROBLEMS], list(read.problems)).all(), "from the top"


def test_a_row_that_is_not_on_the_sheet_is_blank() -> None:
    sheet = sheet_of([(1, 0.0)])
    assert cells_at(sheet, np.array([1, 2, 9], np.int32), 1).codes.tolist() == [1, 0, 0]
    assert cells_at(sheet, np.array([1], np.int32), 7).codes.tolist() == [0]
    empty = SheetColumns("空", np.array([], np.int32), {}, {}, CONTENTS)
    assert cells_at(empty, np.array([1], np.int32), 1).codes.tolist() == [0] and empty.last_row == 0
    assert empty.grid(5) == Grid("空")

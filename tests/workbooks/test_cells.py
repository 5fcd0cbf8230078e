"""Cells as numbers and dates, however they are written."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.quantity.cell_values import LEGEND, CellValue
from xj_analysis.quantity.hedges import Hedge
from xj_analysis.workbooks import cells
from xj_analysis.workbooks.cell_faults import FaultCollector
from xj_analysis.workbooks.grid import Grid, GridCell
from xj_analysis.workbooks.number_formats import number_cell

REMEDIES: dict[str, str] = defaultdict(lambda: "请改。")
NUMBERS = st.decimals(-(10**9), 10**9, places=3)


def number_in(cell: GridCell, **options: Any) -> tuple[CellValue | None, list[str]]:
    """The number of a cell in a column of 万元, and the faults."""
    faults = FaultCollector("a.xlsx")
    grid = Grid("a", {(1, 1): cell})
    value = cells.read_number(grid, (1, 1), "万元", faults, remedies=REMEDIES, legend=LEGEND, **options)
    return value, [fault.what for fault in faults.faults]


@given(NUMBERS)
def test_a_number_and_its_text_are_the_same_number(number: Decimal) -> None:
    as_text, no_faults = number_in(GridCell(f"{number:f}"))
    as_number, none_either = number_in(GridCell(f"{number:f}", "number", float(number)))
    assert as_text is not None and as_number is not None and no_faults == none_either == []
    assert Decimal(as_text.digits) == Decimal(as_number.digits) == number


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        (GridCell("#REF!", "error"), "公式出错"),
        (GridCell("", "uncomputed", formula=True), "公式没有算出的值"),
        (GridCell("是", "bool"), "应是数字，这一格是是否"),
        (GridCell("45931", "date", 45931.0), "应是数字，这一格是日期"),
        (GridCell("2024.6", "date", 45444.0), "应是数字，这一格是日期"),
        (GridCell("", "concealed", 5.0, code=";;;"), "格式把数隐藏了"),
        (GridCell("27.8", "unsigned", -27.8), "负数没有显示负号"),
        (GridCell("9\u202e.5"), "不是数字（本列单位：万元）"),
        (GridCell("很多\u200b"), "不是数字（本列单位：万元）"),
        (GridCell("很多"), "不是数字（本列单位：万元）"),
        (GridCell("3公里"), "单位与本列不符（本列单位：万元）"),
    ],
)
def test_a_cell_without_a_number_is_one_fault(cell: GridCell, what: str) -> None:
    assert number_in(cell) == (None, [what])


@pytest.mark.parametrize(("code", "got"), [(";;;", "-0.024"), ('"见附件"', "见附件"), ("0.0%;[Red]0.0%", "2.4%")])
def test_a_number_that_is_not_shown_is_quoted_as_seen_or_stored(code: str, got: str) -> None:
    cell, faults = number_cell(-0.024, code), FaultCollector("a.xlsx")
    assert cells.report_unusable(Grid("a", {(1, 1): cell}), (1, 1), cell, faults)
    assert [fault.got for fault in faults.faults] == [got]


def test_a_hedge_is_refused_only_where_numbers_must_be_exact() -> None:
    value, faults = number_in(GridCell("约75"))
    assert value is not None and value.hedge is Hedge.ABOUT and faults == []
    assert number_in(GridCell("约75"), exact=True) == (None, ["不是确数（本列单位：万元）"])


def test_a_blank_has_the_meaning_of_the_legend() -> None:
    value, faults = number_in(GridCell("—"), exact=True)
    assert value is not None and (value.digits, value.meaning, faults) == ("", "none", [])


@pytest.mark.parametrize(("unit", "digits"), [("万美元", "9.50"), ("万元", None)])
def test_dollars_are_read_in_a_column_of_dollars_alone(unit: str, digits: str | None) -> None:
    grid, faults = Grid("a", {(1, 1): number_cell(9.5, "[$$-409]#,##0.00")}), FaultCollector("a.xlsx")
    value = cells.read_number(grid, (1, 1), unit, faults, remedies=REMEDIES, legend=LEGEND)
    assert (value and value.digits) == digits and len(faults.faults) == (digits is None)


def test_a_long_text_is_cut_in_the_message() -> None:
    faults = FaultCollector("a.xlsx")
    grid = Grid("a", {(1, 1): GridCell("长" * 99)})
    cells.read_number(grid, (1, 1), "", faults, remedies=REMEDIES, legend={})
    assert faults.faults[0].got == "长" * 40 + "…" and "无" in faults.faults[0].what


def test_a_problem_with_a_remedy_of_its_own_says_that_one() -> None:
    faults = FaultCollector("a.xlsx")
    grid = Grid("a", {(1, 1): GridCell("△3.2"), (2, 1): GridCell("下降3.2"), (3, 1): GridCell("9\u202e.5")})
    unseen = FaultCollector("a.xlsx")
    assert cells.read_number(grid, (3, 1), "%", unseen, remedies=REMEDIES, legend=LEGEND) is None
    assert "U+202E" in unseen.faults[0].do
    assert cells.read_number(grid, (1, 1), "%", faults, remedies=REMEDIES, legend=LEGEND) is None
    assert "请写 -3.2 或 3.2" in faults.faults[0].do
    falling = cells.read_number(grid, (2, 1), "%", faults, remedies=REMEDIES, legend=LEGEND, change=True)
    assert falling is not None and falling.digits == "-3.2"


@given(NUMBERS, st.sampled_from(["General", "0.00", "#,##0.0", "0.0%", '0.0"万元"', '"约"0.0', "0.0,", "0.0_);(0.0)"]))
def test_a_number_cell_is_read_like_the_text_it_shows(number: Decimal, code: str) -> None:
    cell = number_cell(float(number), code)
    assert number_in(cell) == number_in(GridCell(cell.text))

"""Faults of cells: where each stands, and which of them spoil the whole file."""

from __future__ import annotations

from xj_analysis.base.errors import DataError, Fault
from xj_analysis.workbooks.cell_faults import FaultCollector
from xj_analysis.workbooks.grid import Grid


def test_a_fault_names_its_file_its_sheet_and_its_cell() -> None:
    faults = FaultCollector("a.xlsx")
    grid = Grid("页")
    faults.add(grid, (7, 28), "太大", "9", "请核对。")
    faults.add(grid, None, "没有表")
    faults.add(None, None, "没有页")
    assert [fault.where for fault in faults.faults] == ["a.xlsx 「页」!AB7", "a.xlsx 「页」", "a.xlsx"]
    assert [(entry.sheet, entry.at, entry.whole) for entry in faults.entries] == [
        ("页", (7, 28), False), ("页", None, True), ("", None, True),
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_has_all_faults_of_the_error() -> None:
    faults = FaultCollector("a.xlsx")
    faults.add_error(DataError("a.xlsx", "坏了"))
    faults.add_error(DataError.of([Fault("a.xlsx", "一"), Fault("a.xlsx", "二")]))
    assert [fault.what for fault in faults.faults] == ["坏了", "一", "二"]
    assert all(entry.whole for entry in faults.entries)

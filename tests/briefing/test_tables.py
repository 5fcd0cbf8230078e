"""Tables: header and rows come from one list of columns."""

from __future__ import annotations

from xj_analysis.briefing import tables
from xj_analysis.briefing.tables import ColumnSpec
from xj_analysis.document.blocks import Omission
from xj_analysis.document.pieces import Cell, Column


def test_a_column_makes_its_heading_and_its_cells() -> None:
    columns: list[ColumnSpec[int]] = [
        ColumnSpec(name="甲", cell=lambda number: "一" * number, width=2.0),
        ColumnSpec(name="乙", align="right", cell=lambda number: Cell(parts=("二",) * number)),
    ]
    table = tables.tabulate("示例", columns, [1, 2], notes=["注", ("又注",)])
    assert [(column.name, column.align, column.width) for column in table.columns] == [
        ("甲", "left", 2.0), ("乙", "right", 1.0),
    ]  # fmt: skip
    assert [[cell.parts for cell in row] for row in table.rows] == [[("一",), ("二",)], [("一一",), ("二", "二")]]
    assert table.notes == (("注",), ("又注",))


def test_a_table_without_rows_is_told_and_not_printed_as_a_heading() -> None:
    told = tables.table("示例", [Column(name="甲")], [])
    assert isinstance(told, Omission) and told.what == "表“示例”" and "没有一行" in told.reason


def test_sources_are_marked_once() -> None:
    cell = tables.source_column(1.0).cell({"sources": ("a", "b", "a")})
    assert isinstance(cell, Cell) and cell.sources == ("a", "b")

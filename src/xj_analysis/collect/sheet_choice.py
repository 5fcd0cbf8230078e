"""Choice of the table that a shape describes: the only one that fits; two that fit are a fault that names both."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence

from ..county.reporting import SheetShape
from ..workbooks.grid import Grid
from ..workbooks.sheet_tables import SheetTable, find_tables, normalized, without_unit
from .report import FiledReport
from .sheet_headings import heading_columns
from .stated_periods import PeriodStatement, agreeing_tables


def choose_tables(
    report: FiledReport, sheets: Sequence[Grid], shape: SheetShape, statements: Sequence[PeriodStatement], required: str
) -> list[SheetTable]:
    """Return the table of a shape, with `side_by_side` its parts; empty adds a fault.

    Parameters
    ----------
    sheets
        Visible sheets of the workbook.
    statements, required
        What the file's name says of the period, and the period asked for: they choose among tables of several periods.
    """
    candidates = [grid for grid in sheets if fnmatch.fnmatchcase(grid.name, shape.sheet)]
    tables = [table for grid in candidates
              for table in find_tables(grid, shape.key[0], levels=shape.levels, title=shape.title)]  # fmt: skip
    if not tables:
        what = f"没有找到表（{shape.title or shape.sheet}，表头含“{shape.key[0]}”）"
        report.faults.add(candidates[0] if candidates else None, None, what, do="请不要改页名、表名和表头。")
        return []
    fitting = [table for table in tables if not missing_headings(table, shape) and _is_filled(table, shape)]
    if not fitting:
        return [min(tables, key=lambda table: (len(missing_headings(table, shape)), not _is_filled(table, shape)))]
    if shape.side_by_side:
        return [
            table for table in fitting if (table.grid.name, table.heading) == (fitting[0].grid.name, fitting[0].heading)
        ]
    fitting = agreeing_tables(fitting, statements, required)
    if len(fitting) > 1:
        _two_tables(report, *fitting[:2])
        return []
    return fitting


def missing_headings(table: SheetTable, shape: SheetShape) -> list[str]:
    """Return the declared headings that a table lacks."""
    declared = [*shape.key[1:], *filter(None, [shape.unit_heading, "" if shape.headings_name else shape.value])]
    if shape.headings_name == ("indicators",):
        declared += shape.columns
    return [name for name in declared if not heading_columns(table, name)]


def _is_filled(table: SheetTable, shape: SheetShape) -> bool:
    """True where a row that the shape reads has something beside its name; a blank form is no report."""
    named = "indicators" in shape.rows
    key = table.key if not named else _key_column(table, shape.key[shape.rows.index("indicators")])
    names = {normalized(name) for name in shape.columns}
    for row, text in table.rows(hidden=shape.hidden == "read"):
        declared = not named or without_unit(normalized(table.grid.text_at(row, key))) in names
        if declared and any(column != table.key and column in table.columns for column, _ in table.grid.row(row)):
            return bool(text)
    return False


def _key_column(table: SheetTable, heading: str) -> int:
    columns = heading_columns(table, heading)
    return columns[0] if columns else table.key


def _two_tables(report: FiledReport, one: SheetTable, two: SheetTable) -> None:
    same = "内容相同" if _content(one) == _content(two) else "内容不同"
    first = one.grid.address(*one.corner)
    do = "请只留要报的一张再报；确是不同的表，请在样式里写明页名（sheet）或表名（title）。"
    report.faults.add(two.grid, two.corner, f"有两张表都合样式，另一张在{first}，{same}", two.grid.name, do, whole=True)


def _content(table: SheetTable) -> list[tuple[int, int, str]]:
    rows = [*range(table.heading, table.first_row), *(row for row, _ in table.rows(hidden=True))]
    return [
        (n, column - table.key, normalized(cell.text))
        for n, row in enumerate(rows)
        for column, cell in table.grid.row(row)
        if column in table.columns
    ]

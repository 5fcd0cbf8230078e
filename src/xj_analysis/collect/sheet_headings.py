"""Headings of department sheets: the columns of a declared heading, with or without the period it names."""

from __future__ import annotations

from collections.abc import Sequence

from ..base.errors import choices
from ..quantity.period_words import PeriodWords, find_period, without_periods
from ..workbooks.grid import Place
from ..workbooks.sheet_tables import SheetTable, normalized, unit_in
from .report import FiledReport


def heading_columns(table: SheetTable, heading: str) -> list[int]:
    """Return the columns of a heading; where none has it as it stands, those that have it but for the period.

    Examples
    --------
    >>> from xj_analysis.workbooks.grid import Grid, GridCell
    >>> headings = ["乡镇", "2025年1—9月产值", "2024年1—9月产值"]
    >>> grid = Grid("a", {(1, n): GridCell(text) for n, text in enumerate(headings, start=1)})
    >>> heading_columns(SheetTable(grid, 1, 1, 1, 1), "产值")
    [2, 3]
    """
    exact = table.columns_named(heading)
    if exact and find_period(heading) is None:
        return exact
    bare = bare_heading(normalized(heading))
    columns = [column for column, (text, _) in table.headings().items()
               if find_period(text) is not None and bare_heading(text) == bare]  # fmt: skip
    return [column for column in columns if column in table.columns] or columns or exact


def bare_heading(heading: str) -> str:
    """A heading without the periods of its levels."""
    return "/".join(filter(None, (without_periods(level) for level in heading.split("/"))))


def heading_period(table: SheetTable, column: int) -> PeriodWords | None:
    """Return the period that the heading of a column names, its levels together; None where it names none."""
    return find_period(table.headings()[column][0])


def unit_cell(table: SheetTable, column: int) -> Place | None:
    """Return the cell that names the unit of a column: in its heading, else the note above; None where none does."""
    for row in reversed(range(table.heading, table.first_row)):
        if unit_in(normalized(table.grid.text_at(row, column))):
            return table.grid.origin(row, column)
    return table.unit_note_at()[0]


def the_column(report: FiledReport, table: SheetTable, heading: str, period: PeriodWords | None) -> int | None:
    """Return the one column of a heading that is of the period of the report; None adds a fault.

    The fault is that there are two, or that the heading names another period. A heading that no column has is no
    fault here: :func:`report_missing` names all of them at once.
    """
    columns = heading_columns(table, heading)
    stated = {column: heading_period(table, column) for column in columns}
    fitting = [column for column, words in stated.items() if period is None or words is None or words.agrees(period)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        at = table.heading_cell(fitting[1])
        report.faults.add(table.grid, at, "表头重复", table.grid.text_at(*at), "请只留一列。")
    elif columns:
        at = table.heading_cell(columns[0])
        what = f"表头的期间与这张表的期间（{period.text if period else ''}）不符"
        report.faults.add(table.grid, at, what, table.headings()[columns[0]][0], "请核对是否报错了表，或忘了改表头。")
    return None


def report_missing(report: FiledReport, table: SheetTable, missing: Sequence[str]) -> None:
    """Add one fault for all declared headings that a table lacks."""
    if missing:
        names = [name for name, _ in table.headings().values() if name]
        do = choices(missing[0], [name for name in names if normalized(name) != normalized(missing[0])])
        report.faults.add(table.grid, table.corner, f"表头里没有{'、'.join(f'“{name}”' for name in missing)}", "", do)

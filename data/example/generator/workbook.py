"""A workbook in the shape departments send: titles, merged headings, sums, footnotes, several sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xj_analysis.workbooks.saving import to_bytes

Row = dict[str, str]
Rows = Sequence[Row]
Columns = Sequence[tuple[str, str, str]]
"""Heading (levels joined by /), field, and how it is written: text, number, date, dots (2025.3.2), time, serial."""

_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WIDE = {"name": 30, "what": 30, "matter": 26, "unit": 26, "employer": 22, "milestone": 12}
_A4_COLUMNS = 12
_TITLE = {"name": "黑体", "size": 16}


@dataclass(frozen=True)
class Look:
    """How a sheet looks.

    Parameters
    ----------
    sums
        The fields that the row of sums has.
    merged
        The field whose equal cells, one below the other, are merged.
    """

    title: str
    note: str = ""
    sums: tuple[str, ...] = ()
    merged: str = ""
    footnote: str = ""


def book(sheets: Iterable[tuple[str, Rows, Columns, Look]]) -> bytes:
    """Return the bytes of a workbook: of each sheet its name, rows, columns and look."""
    made = Workbook()
    made.remove(made.active)
    for name, rows, columns, look in sheets:
        _sheet(made.create_sheet(name), rows, columns, look)
    return to_bytes(made)


def _sheet(sheet: Worksheet, rows: Rows, columns: Columns, look: Look) -> None:
    last = len(columns)
    sheet.cell(1, 1, look.title).font = Font(**_TITLE)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=last)
    if look.note:
        sheet.cell(2, last - 1, look.note)
    levels = 2 if any("/" in heading for heading, _, _ in columns) else 1
    first = _headings(sheet, [heading.split("/") for heading, _, _ in columns], levels)
    for number, row in enumerate(rows):
        for column, (_, field, style) in enumerate(columns, start=1):
            _write(sheet, first + number, column, str(number + 1) if style == "serial" else row[field], style)
    end = first + len(rows)
    if look.merged:
        _merge_equal(sheet, first, end, next(n for n, (_, f, _) in enumerate(columns, start=1) if f == look.merged))
    if look.sums:
        sheet.cell(end, 1, "合计").border = _BOX
        for column, (_, field, _) in enumerate(columns, start=1):
            sheet.cell(end, column).border = _BOX
            if field in look.sums:
                total = sum(float(row[field]) for row in rows)
                sheet.cell(end, column, round(total, 2))
    if look.footnote:
        sheet.cell(end + 2, 1, look.footnote)
    for column, (heading, field, style) in enumerate(columns, start=1):
        narrow = {"serial": 6, "text": 13, "time": 18}.get(style, max(12, 2 * len(heading.split("/")[-1]) + 2))
        sheet.column_dimensions[get_column_letter(column)].width = _WIDE.get(field, narrow)
    sheet.freeze_panes = sheet.cell(first, 1)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if last > _A4_COLUMNS else sheet.PAPERSIZE_A4
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{first - 1}"


def _headings(sheet: Worksheet, headings: Sequence[list[str]], levels: int) -> int:
    """The heading from row 3 on, equal neighbours of its upper level merged; the row below it is returned."""
    for column, parts in enumerate(headings, start=1):
        for level in range(levels):
            cell = sheet.cell(3 + level, column)
            cell.border, cell.fill = _BOX, PatternFill("solid", fgColor="DDEBF7")
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            cell.font = Font(bold=True)
        sheet.cell(3, column, parts[0])
        if levels > 1 and len(parts) == 1:
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
        elif levels > 1:
            sheet.cell(4, column, parts[1])
    column = 1
    while column <= len(headings):
        run = column
        while run < len(headings) and len(headings[run]) > 1 and headings[run][0] == headings[column - 1][0]:
            run += 1
        if run > column:
            for extra in range(column + 1, run + 1):
                sheet.cell(3, extra).value = None
            sheet.merge_cells(start_row=3, end_row=3, start_column=column, end_column=run)
        column = run + 1
    return 3 + levels


def _merge_equal(sheet: Worksheet, first: int, end: int, column: int) -> None:
    begin = first
    for row in range(first + 1, end + 1):
        if row == end or sheet.cell(row, column).value != sheet.cell(begin, column).value:
            for below in range(begin + 1, row):
                sheet.cell(below, column).value = None
            sheet.merge_cells(start_row=begin, end_row=row - 1, start_column=column, end_column=column)
            sheet.cell(begin, column).alignment = Alignment(vertical="top")
            begin = row


_WRITTEN: dict[str, tuple[Callable[[str], object], str]] = {
    "number": (float, "General"),
    "serial": (int, "General"),
    "date": (date.fromisoformat, "yyyy-mm-dd"),
    "time": (datetime.fromisoformat, "yyyy-mm-dd hh:mm"),
    "dots": (lambda text: "{0.year}.{0.month}.{0.day}".format(date.fromisoformat(text)), "@"),
}


def _write(sheet: Worksheet, row: int, column: int, text: str, style: str) -> None:
    cell = sheet.cell(row, column)
    cell.border = _BOX
    if style not in ("text", "number"):
        cell.alignment = Alignment(horizontal="center")
    if text:
        make, shown = _WRITTEN.get(style, (str, "@"))
        cell.value, cell.number_format = make(text), shown  # type: ignore[assignment]

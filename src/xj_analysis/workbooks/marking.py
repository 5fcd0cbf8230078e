"""Marked copies of workbooks: faulty cells coloured and commented, a slip in front; openpyxl in a subprocess."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..base.text import display_width, printable
from .comments import KEPT, OWN_AUTHOR, words_of
from .grid import Grid
from .saving import put_text, to_bytes

SLIP = "退回单"
SECONDS = 3
MOST_CELLS = 60_000
"""A larger workbook gets no marks, only the slip, which names the place of each fault."""

_RED = "FFC7CE"
_LONGEST_CODE = 255
_WIDTHS = (10, 24, 44, 24, 52)


@dataclass(frozen=True)
class Mark:
    """A cell to mark, and the text of its comment."""

    sheet: str
    row: int
    column: int
    words: str


def marked_copy(path: Path, sheets: Sequence[Grid], marks: Sequence[Mark], slip: Sequence[Sequence[str]]) -> bytes:
    """Return the workbook of a file with its cells marked and the slip as its first sheet, as an .xlsx file.

    Parameters
    ----------
    path
        The file as sent. An .xlsx keeps its formatting; any other kind, or one openpyxl cannot load, is rewritten.
    sheets
        Its sheets as read; empty where it could not be read: the result is the slip alone.
    marks
        Cells to mark.
    slip
        Rows of the slip.
    """
    small = sum(len(grid.cells) for grid in sheets) <= MOST_CELLS
    if sheets and small and path.suffix.lower() == ".xlsx":
        request = json.dumps({"marks": [asdict(mark) for mark in marks], "slip": [list(row) for row in slip]})
        command = [sys.executable, "-m", __name__, str(path)]
        try:
            done = subprocess.run(  # noqa: S603  our own module, the file a path
                command, input=request.encode(), capture_output=True, timeout=SECONDS, check=True
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            pass  # openpyxl cannot load it: rewritten below
        else:
            return done.stdout
    return _rewritten(sheets if small else (), marks, slip)


def _rewritten(sheets: Sequence[Grid], marks: Sequence[Mark], slip: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for grid in sheets:
        sheet = book.create_sheet(_sheet_name(grid.name, book.sheetnames))
        for (row, column), cell in grid.cells.items():
            if cell.number is not None:
                sheet.cell(row, column, cell.number).number_format = printable(cell.code)[:_LONGEST_CODE]
            else:
                put_text(sheet.cell(row, column), cell.text)
        _mark(sheet, [mark for mark in marks if mark.sheet == grid.name])
    _slip(book, slip)
    return to_bytes(book)


def _sheet_name(name: str, others: Sequence[str]) -> str:
    clean = "".join("_" if char in "[]:*?/\\" else char for char in name)[:28] or "表"
    return clean if clean not in others else f"{clean}{len(others)}"


def _slip(book: Any, rows: Sequence[Sequence[str]]) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    line = Side(style="thin", color="808080")
    box = Border(left=line, right=line, top=line, bottom=line)

    if SLIP in book.sheetnames:  # returned before and sent again unchanged
        book.remove(book[SLIP])
    sheet = book.create_sheet(SLIP, 0)
    for number, row in enumerate(rows, start=1):
        single = len(row) < len(_WIDTHS)
        for column, words in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            put_text(cell, words)
            cell.alignment = Alignment(wrap_text=not single, vertical="top")
            if not single:
                cell.border = box
        if not single:  # spreadsheet programs do not fit row heights when they open a file
            lines = max(_lines(words, width) for words, width in zip(row, _WIDTHS, strict=True))
            sheet.row_dimensions[number].height = 15 * lines + 3
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.row_dimensions[1].height = 26
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False


def _lines(words: str, width: int) -> int:
    """Number of lines a text takes in a column."""
    return -(-display_width(words) // (width - 2)) or 1


def _mark(sheet: Any, marks: Sequence[Mark]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    comments: dict[tuple[int, int], list[str]] = {}
    for mark in marks:
        comments.setdefault((mark.row, mark.column), []).append(mark.words)
    for (row, column), words in comments.items():
        for area in sheet.merged_cells.ranges:
            if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
                row, column = area.min_row, area.min_col  # noqa: PLW2901  a merged area is marked in its first cell
        cell = sheet.cell(row, column)
        cell.fill = PatternFill("solid", fgColor=_RED)
        own = words_of(cell.comment.author, cell.comment.text) if cell.comment else ""
        said = [*words, f"{KEPT}{own}"] if own else words
        cell.comment = Comment("\n".join(said), OWN_AUTHOR, width=320, height=120)


def _marked_original(path: Path, request: dict[str, Any]) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(path.read_bytes()))
    marks = [Mark(**mark) for mark in request["marks"]]
    for sheet in book.worksheets:
        _mark(sheet, [mark for mark in marks if mark.sheet == sheet.title])
    _slip(book, request["slip"])
    return to_bytes(book)


if __name__ == "__main__":
    from .sandbox import limit_resources

    limit_resources(SECONDS)
    sys.stdout.buffer.write(_marked_original(Path(sys.argv[1]), json.loads(sys.stdin.buffer.read())))

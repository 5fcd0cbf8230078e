"""Grids of .xls files (Excel before 2007), with merged areas and hidden rows; the only user of xlrd."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..base.errors import DataError
from .grid import SINCE_1904, Grid, GridCell, Kind, decimal_places

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_xls(path: Path) -> list[Grid]:
    """Return the sheets of an .xls file.

    Raises
    ------
    DataError
        The file is no workbook, or is damaged.
    """
    import xlrd

    with path.open("rb") as file:
        content = file.read()
    try:
        with xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=_Silent()) as book:
            return [_sheet(book, sheet) for sheet in book.sheets()]
    except Exception as error:  # xlrd raises many kinds of errors for damaged files
        raise DataError(path.name, "不是完好的 .xls 文件", str(error)[:60], "请另存为 .xlsx 再报。") from None


class _Silent:
    """A stream that discards the warnings xlrd logs."""

    def write(self, words: str) -> int:
        return len(words)


def _sheet(book: Any, sheet: Any) -> Grid:
    grid = Grid(sheet.name, hidden=sheet.visibility != 0)
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            if cell := _cell(book, sheet.cell(row, column)):
                grid.cells[row + 1, column + 1] = cell
    grid.merged = [((top + 1, left + 1), (bottom, right)) for top, bottom, left, right in sheet.merged_cells]
    grid.hidden_rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
    grid.hidden_columns = {column + 1 for column, info in sheet.colinfo_map.items() if info.hidden}
    return grid


def _cell(book: Any, cell: Any) -> GridCell | None:
    import xlrd

    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return GridCell(cell.value) if cell.value.strip() else None
        case xlrd.XL_CELL_ERROR:
            return GridCell(_ERRORS.get(cell.value, "#N/A"), "error")
        case xlrd.XL_CELL_BOOLEAN:
            return GridCell("是" if cell.value else "否", "bool")
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            style = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
            kind: Kind = "date" if cell.ctype == xlrd.XL_CELL_DATE else "number"
            value = cell.value + (SINCE_1904 if kind == "date" and book.datemode else 0)
            return GridCell(f"{value:.15g}", kind, float(value), percent="%" in style, decimals=decimal_places(style))
    return None

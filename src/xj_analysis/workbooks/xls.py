"""Grids of .xls files (Excel before 2007), with merged areas and hidden rows; the only user of xlrd."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..base.errors import DataError
from . import file_kinds, number_formats
from .comments import words_of
from .grid import SINCE_1904, Grid, GridCell
from .text_runs import Run, joined, style_of

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_RAISED, _LOWERED, _WHITE = 1, 2, (255, 255, 255)
_TWIPS, _NARROWEST = 20, 256
"""Twips of a point, and the width of one digit: what is lower or narrower was dragged shut."""
_DAMAGED = "不是完好的 .xls 文件", "请用表格软件打开，另存为 .xlsx 再报。"


def read_xls(path: Path) -> list[Grid]:
    """Return the sheets of an .xls file.

    Raises
    ------
    DataError
        The file is encrypted, no workbook, or damaged.
    """
    import xlrd

    content = path.read_bytes()
    what, do = _DAMAGED
    try:
        with _lenient(xlrd):
            if content.startswith(file_kinds.OLE):
                _check_streams(path.name, content)
            with xlrd.open_workbook(
                file_contents=content, formatting_info=True, logfile=_Silent(), ignore_workbook_corruption=True
            ) as book:
                codes = {entry.format_key: entry.format_str for entry in book.format_list}
                return [_sheet(book, sheet, codes) for sheet in book.sheets()]
    except DataError:
        raise
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            what, do = file_kinds.ENCRYPTED
        raise DataError(path.name, what, do=do) from None
    except Exception:  # xlrd raises many kinds of errors for damaged files
        raise DataError(path.name, what, do=do) from None


def _check_streams(file: str, content: bytes) -> None:
    """Return if an OLE file holds a workbook."""
    from xlrd.compdoc import CompDoc

    entries = CompDoc(content, logfile=_Silent(), ignore_workbook_corruption=True).dirlist
    names = [entries[number].name for number in entries[0].children]
    if "EncryptedPackage" in names:
        what, do = file_kinds.ENCRYPTED
        raise DataError(file, what, do=do)
    if kind := file_kinds.of_streams(names):
        raise file_kinds.refusal(file, kind)


@contextmanager
def _lenient(xlrd: Any) -> Iterator[None]:
    """Let xlrd replace what is no valid UTF-16 (half a character in a number format, a font, a text), as Excel does."""

    def decode(content: bytes, encoding: str) -> str:
        return content.decode(encoding, "replace")

    strict = xlrd.biffh.unicode
    xlrd.biffh.unicode = xlrd.book.unicode = decode
    try:
        yield
    finally:
        xlrd.biffh.unicode = xlrd.book.unicode = strict


class _Silent:
    """A stream that discards the warnings xlrd logs."""

    def write(self, words: str) -> int:
        return len(words)


def _sheet(book: Any, sheet: Any, codes: Mapping[int, str]) -> Grid:
    grid = Grid(sheet.name, hidden=sheet.visibility != 0)
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            runs = sheet.rich_text_runlist_map.get((row, column), ())
            if cell := _cell(book, sheet.cell(row, column), codes, runs):
                grid.cells[row + 1, column + 1] = cell
    grid.merged = [((top + 1, left + 1), (bottom, right)) for top, bottom, left, right in sheet.merged_cells]
    grid.hidden_rows = {row + 1 for row, info in sheet.rowinfo_map.items()
                        if info.hidden or (info.height < _TWIPS and not info.has_default_height)}  # fmt: skip
    grid.hidden_columns = {column + 1 for column, info in sheet.colinfo_map.items()
                           if info.hidden or info.width < _NARROWEST}  # fmt: skip
    for (row, column), note in sorted(sheet.cell_note_map.items()):
        if words := words_of(note.author, note.text):
            grid.comments[row + 1, column + 1] = words
    return grid


def _cell(book: Any, cell: Any, codes: Mapping[int, str], runs: Sequence[tuple[int, int]]) -> GridCell | None:
    import xlrd

    code = number_formats.format_code(book.xf_list[cell.xf_index].format_key, codes)
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            text = joined(_runs(book, cell, runs)) if runs else cell.value
            return number_formats.text_cell(text, code) if isinstance(text, str) else text
        case xlrd.XL_CELL_ERROR:
            return GridCell(_ERRORS.get(cell.value, "#N/A"), "error")
        case xlrd.XL_CELL_BOOLEAN:
            return GridCell("是" if cell.value else "否", "bool")
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            if not math.isfinite(cell.value):
                raise ValueError(cell.value)
            return number_formats.number_cell(float(cell.value), code, shift=SINCE_1904 if book.datemode else 0)
    return None


def _runs(book: Any, cell: Any, runs: Sequence[tuple[int, int]]) -> Iterator[Run]:
    """Runs of a text, by where each font but the first begins."""
    fonts = [(0, book.xf_list[cell.xf_index].font_index), *runs]
    ends = [start for start, _ in runs] + [len(cell.value)]
    for (start, number), end in zip(fonts, ends, strict=True):
        font = book.font_list[number]
        color = book.colour_map.get(font.colour_index)
        style = style_of(
            raised=font.escapement == _RAISED, lowered=font.escapement == _LOWERED, struck=bool(font.struck_out),
            color="white" if color == _WHITE else "", points=font.height / _TWIPS or None,
        )  # fmt: skip
        yield cell.value[start:end], style

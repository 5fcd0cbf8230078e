"""Reading of long tables by column, in a subprocess: limits by size first, and by time as the file is large."""

from __future__ import annotations

import sys
from array import array
from pathlib import Path

from ..base.errors import DataError
from . import delimited, sandbox, xlsx, xlsx_columns
from .sheet_columns import MOST_CELLS, ContentTable, PackedSheet, SheetColumns, from_grid, packed, unpacked

LARGEST_DELIMITED = 128 * 2**20
"""Limit of a .csv file, in bytes."""
_FIRST_SECONDS, _SECONDS_PER_MEGABYTE = 20, 5


def read_columns(path: Path) -> list[SheetColumns]:
    """Return the sheets of a workbook by column: the same cells as :func:`xj_analysis.workbooks.sandbox.read_sheets`.

    Parameters
    ----------
    path
        As of :func:`xj_analysis.workbooks.sandbox.read_sheets`.

    Raises
    ------
    DataError
        The file is missing, of another kind, damaged, or exceeds a limit.
    """
    return unpacked(sandbox.answer_of(__name__, path, seconds_for(path)))


def seconds_for(path: Path) -> int:
    """Return the limit of time for a file: it stops what hangs, not what is large on a slow machine."""
    size = path.stat().st_size if path.is_file() else 0
    return _FIRST_SECONDS + _SECONDS_PER_MEGABYTE * size // 2**20


def packed_in_process(path: Path) -> bytes:
    """Return the sheets as :func:`xj_analysis.workbooks.sheet_columns.packed` bytes, read without limits.

    Raises
    ------
    DataError
        As :func:`read_columns`.
    """
    table = ContentTable()
    kind = sandbox.kind_of(path)
    if kind == "xlsx":
        with xlsx.opened(path) as archive:
            return packed(*xlsx_columns.read_book(path.name, archive))
    if kind == "text" and path.suffix.lower() == ".csv":
        text = delimited.decoded(path.name, delimited.read_bytes(path, most=LARGEST_DELIMITED))
        if not sandbox.MARKUP.match(text):
            return packed([_delimited(path, text, table)], table)
    return packed([from_grid(grid, table) for grid in sandbox.read_in_process(path)], table)


def _delimited(path: Path, text: str, table: ContentTable) -> PackedSheet:
    columns: list[array[int]] = []
    row = 0
    for row, cells in enumerate(delimited.rows_of(path.name, text), start=1):
        if len(cells) > len(columns):
            columns += [array("i", bytes(4 * (row - 1))) for _ in range(len(columns), len(cells))]
        if row * len(columns) > MOST_CELLS:
            raise DataError(path.name, "数据太多", f"超过{MOST_CELLS // 10_000}万格", "请按年或按月分成几个文件。")
        codes = map(table.code, cells)
        for column in columns:
            column.append(next(codes, 0))
    return PackedSheet(path.stem, rows=array("i", range(1, row + 1)), codes=dict(enumerate(columns, start=1)))


if __name__ == "__main__":
    sandbox.answer(packed_in_process, Path(sys.argv[1]), seconds_for(Path(sys.argv[1])))

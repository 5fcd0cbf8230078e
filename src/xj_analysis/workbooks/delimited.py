"""CSV files as grids: UTF-8 or GB18030, every cell text."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ..base.errors import DataError
from ..base.text_files import decode_text
from .grid import Grid, GridCell

LARGEST = 32 * 2**20


def read_delimited(path: Path) -> list[Grid]:
    """Return the one sheet of a .csv file, named like the file.

    Raises
    ------
    DataError
        The file is too large, in neither encoding, holds NUL bytes, or is no CSV.
    """
    content = path.read_bytes()
    if len(content) > LARGEST:
        raise DataError(path.name, "文件太大", f"超过{LARGEST // 2**20}兆", "请核对是否误报；大表请用批量导入。")
    if b"\0" in content:
        raise DataError(path.name, "文件里有空字节，不是文本", do="请另存为 CSV（UTF-8）再报。")
    text, _ = decode_text(content, path.name)
    return [_grid(path, text)]


def _grid(path: Path, content: str) -> Grid:
    grid = Grid(path.stem)
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(content, newline=""), strict=True), start=1):
            for column, text in enumerate(cells, start=1):
                if text.strip():
                    grid.cells[row, column] = GridCell(text)
    except csv.Error as error:
        raise DataError(path.name, "不是合格的 CSV", str(error), "请检查引号与逗号。") from None
    return grid

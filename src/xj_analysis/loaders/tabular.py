"""One table out of a CSV or Parquet file, every cell as text, nothing guessed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from ..base.errors import DataError, Fault
from ..base.text_files import decode_text
from . import header, parquet


def read_table(path: Path, *, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the rows of a table as text, in the order of the file.

    Parameters
    ----------
    path
        ``.csv`` (UTF-8, with or without a byte order mark, or GB18030) or ``.parquet``.
    columns
        Columns the table must have.
    optional
        Columns it may have; added empty where it has not. Others are refused.

    Returns
    -------
    One column each of `columns` and `optional`, of str, '' where the cell is empty; the index is the row's
    line in a CSV (the header is line 1), or its number in a Parquet file.

    Raises
    ------
    DataError
        The file is missing, is neither kind, cannot be decoded, or has other columns.
    """
    if not path.is_file():
        raise DataError(str(path), "文件不存在", do="请核对路径与文件名。")
    frame = _parquet(path) if path.suffix == ".parquet" else _csv(path)
    header.check_columns(path.name, list(frame.columns), columns=columns, optional=optional)
    return frame.reindex(columns=[*columns, *optional], fill_value="")


def _csv(path: Path) -> pd.DataFrame:
    text, _ = decode_text(path.read_bytes(), path.name)
    return _rows(path.name, text)


def _rows(name: str, text: str) -> pd.DataFrame:
    """The rows of a CSV by the line each begins on; a row of another length is a fault, not shifted or cut."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: dict[int, list[str]] = {}
    begins = 1
    try:
        for row in reader:
            if row:
                lines[begins] = row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise DataError(f"{name} 第{begins}行", "不是合格的 CSV", str(error), "请检查引号与逗号。") from None
    if not lines:
        raise DataError(name, "文件是空的", do="请填表头与数据。")
    header, *body = lines.items()
    if not body:
        raise DataError(name, "只有表头，没有数据", do="请填至少一行。")
    width = len(header[1])
    if twice := sorted({column for column in header[1] if header[1].count(column) > 1}):
        raise DataError(f"{name} 表头", "列名重复", "、".join(twice), "每列用各自的名称。")
    if len(set(map(len, lines.values()))) > 1 and len({len(row) for _, row in body}) == 1:
        raise DataError(name, f"每行都有{len(body[0][1])}格，而表头只有{width}列", do="请检查表头与行尾的逗号。")
    if faults := [
        Fault(f"{name} 第{line}行", f"格数与表头不符（表头{width}列）", f"{len(row)}格", "请检查逗号与引号。")
        for line, row in body
        if len(row) != width
    ]:
        raise DataError.of(faults)
    return pd.DataFrame([row for _, row in body], columns=header[1], index=[line for line, _ in body], dtype=str)


def _parquet(path: Path) -> pd.DataFrame:
    with parquet.open_parquet(path.name, path.parent) as held:
        frame = held.rows({}).drop(columns="place")
    return frame.set_axis(range(1, len(frame) + 1))

"""Tables from CSV and Parquet files: every cell as text, no types inferred, columns checked."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ..base.errors import DataError, Fault, choices
from ..base.text_files import decode_text
from ..workbooks.sheet_tables import check_unique_headings
from . import parquet


def read_table(
    path: Path, *, columns: tuple[str, ...], optional: tuple[str, ...] = (), row_faults: list[Fault] | None = None
) -> pd.DataFrame:
    """Return the rows of a table as text, in the order of the file.

    Parameters
    ----------
    path
        ``.csv`` (UTF-8, with or without a byte order mark, or GB18030) or ``.parquet``.
    columns
        Required columns.
    optional
        Optional columns, added empty where absent. Other columns are refused.
    row_faults
        Collects rows of another length than the header, which are left out; without it they are raised.

    Returns
    -------
    The columns `columns` and `optional`, of str, '' where a cell is empty; the index is the line in a CSV (the header
    is line 1), or the row number in a Parquet file.

    Raises
    ------
    DataError
        The file is missing, is of neither format, cannot be decoded, or has other columns.
    """
    if not path.is_file():
        raise DataError(str(path), "文件不存在", do="请核对路径与文件名。")
    frame = _parquet(path) if path.suffix == ".parquet" else _csv(path, row_faults)
    check_columns(path.name, list(frame.columns), columns=columns, optional=optional)
    return frame.reindex(columns=[*columns, *optional], fill_value="")


def check_columns(name: str, headings: Sequence[str], *, columns: Sequence[str], optional: Sequence[str] = ()) -> None:
    """Return if a table has its required columns and no undeclared ones.

    Parameters
    ----------
    name
        The table, as messages name it.
    headings
        Its columns.
    columns, optional
        Required and optional columns.

    Raises
    ------
    DataError
        A column is unknown, missing, or repeated.

    Examples
    --------
    >>> check_columns("a.csv", ["id", "valeu"], columns=("id", "value"))
    Traceback (most recent call last):
    ...
    xj_analysis.base.errors.DataError: a.csv 表头：列名不认识，得到“valeu”。是否想写“value”？可选：id、value。
    """
    declared = [*columns, *optional]
    for heading in headings:
        if heading not in declared:
            raise DataError(f"{name} 表头", "列名不认识", heading, choices(heading, declared))
    check_unique_headings(f"{name} 表头", headings)
    if absent := [column for column in columns if column not in headings]:
        raise DataError(f"{name} 表头", "缺少列", do=f"请补上：{'、'.join(absent)}。")


def _csv(path: Path, row_faults: list[Fault] | None) -> pd.DataFrame:
    text, _ = decode_text(path.read_bytes(), path.name)
    frame, faults = _rows(path.name, text)
    if faults and row_faults is None:
        raise DataError.of(faults)
    if row_faults is not None:
        row_faults += faults
    return frame


def _rows(name: str, text: str) -> tuple[pd.DataFrame, list[Fault]]:
    """Rows of a CSV by the line each begins on; a row of another length is a fault and left out."""
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
    check_unique_headings(f"{name} 表头", header[1])
    if len(set(map(len, lines.values()))) > 1 and len({len(row) for _, row in body}) == 1:
        raise DataError(name, f"每行都有{len(body[0][1])}格，而表头只有{width}列", do="请检查表头与行尾的逗号。")
    faults = [
        Fault(f"{name} 第{line}行", f"格数与表头不符（表头{width}列）", f"{len(row)}格", "请检查逗号与引号。")
        for line, row in body
        if len(row) != width
    ]
    sound = {line: row for line, row in body if len(row) == width}
    return pd.DataFrame(list(sound.values()), columns=header[1], index=list(sound), dtype=str), faults


def _parquet(path: Path) -> pd.DataFrame:
    with parquet.open_parquet(path.name, path.parent) as file:
        frame = file.rows({}).drop(columns="place")
    return frame.set_axis(range(1, len(frame) + 1))

"""One table out of a CSV or Parquet file, every cell as text, nothing guessed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..errors import DataError, choices


def read(path: Path, *, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> pd.DataFrame:
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
    wanted = [*columns, *optional]
    for name in frame.columns:
        if name not in wanted:
            raise DataError(f"{path.name} 表头", "列名不认识", str(name), choices(str(name), wanted))
    if absent := [name for name in columns if name not in frame.columns]:
        raise DataError(f"{path.name} 表头", "缺少列", do=f"请补上：{'、'.join(absent)}。")
    return frame.reindex(columns=wanted, fill_value="")


def _csv(path: Path) -> pd.DataFrame:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding=encoding)
        except UnicodeDecodeError:
            continue
        except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            raise DataError(path.name, "不是合格的 CSV", str(error), "请检查引号、逗号与列数。") from None
        return frame.set_axis(range(2, len(frame) + 2))
    raise DataError(path.name, "文字编码不认识", do="请存为 UTF-8 或 GB18030。")


def _parquet(path: Path) -> pd.DataFrame:
    import duckdb

    try:
        rows = duckdb.connect().execute("SELECT COLUMNS(*)::VARCHAR FROM read_parquet(?)", [str(path)]).df()
    except duckdb.Error as error:
        raise DataError(path.name, "不是合格的 Parquet", str(error).splitlines()[0], "请重新导出。") from None
    frame: pd.DataFrame = rows.fillna("").astype(str)
    return frame.set_axis(range(1, len(frame) + 1))

"""Bulk reading of large workbooks: cell values only, by python-calamine, which is used nowhere else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..base.errors import DataError, choices
from .sheet_tables import check_unique_headings


def read_large_sheet(path: Path, *, sheet: str = "", header: int = 1) -> pd.DataFrame:
    """Return a sheet as a frame: values as stored, formulas by their last results, no types inferred.

    Parameters
    ----------
    path
        .xlsx, .xlsm, .xls or .ods.
    sheet
        Its name; empty for the first.
    header
        The row of the headings, counted from 1 as on the sheet; rows above it are left out.

    Returns
    -------
    A column a heading, in the order of the sheet; the index is the row on the sheet. An error (#DIV/0!) is empty like
    a blank: read a sheet that may hold one by :mod:`xj_analysis.workbooks.sandbox`.

    Raises
    ------
    DataError
        The file is no workbook, has no such sheet or heading row, or two headings are alike.
    """
    import python_calamine

    if not path.is_file():
        raise DataError(str(path), "文件不存在", do="请核对路径与文件名。")
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            sheets = book.sheet_names
            if sheet and sheet not in sheets:
                raise DataError(path.name, "没有这一页", sheet, choices(sheet, sheets))
            rows = book.get_sheet_by_name(sheet or sheets[0]).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError) as error:
        raise DataError(path.name, "不是完好的工作簿", str(error)[:60], "请重新另存为 .xlsx。") from None
    if len(rows) < header:
        raise DataError(path.name, "没有表头这一行", f"第{header}行", "请核对表头在第几行。")
    headings = [str(cell).strip() for cell in rows[header - 1]]
    check_unique_headings(f"{path.name} 第{header}行", headings)
    body = rows[header:]
    return pd.DataFrame(body, columns=headings, index=range(header + 1, header + 1 + len(body)))

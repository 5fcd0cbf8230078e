"""Large workbooks, values alone, as fast as they can be read; python-calamine is used here alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..base.errors import DataError, choices


def read_large_sheet(path: Path, *, sheet: str = "", header: int = 1) -> pd.DataFrame:
    """Return a sheet as a frame: values as they are, formulas by their last results, nothing guessed.

    Parameters
    ----------
    path
        .xlsx, .xlsm, .xls or .ods.
    sheet
        Its name; the first where none is named.
    header
        The row of the headings, counted from 1 as on the sheet; rows above it are left out.

    Returns
    -------
    One column each heading, in the order of the sheet; the index is the row on the sheet. An error (#DIV/0!) is as
    empty here as a blank: a sheet that may hold one is read by :mod:`xj_analysis.workbooks.sandbox`.

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
            names = book.sheet_names
            if sheet and sheet not in names:
                raise DataError(path.name, "没有这一页", sheet, choices(sheet, names))
            rows = book.get_sheet_by_name(sheet or names[0]).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError) as error:
        raise DataError(path.name, "不是完好的工作簿", str(error)[:60], "请重新另存为 .xlsx。") from None
    if len(rows) < header:
        raise DataError(path.name, "没有表头这一行", f"第{header}行", "请核对表头在第几行。")
    names = [str(cell).strip() for cell in rows[header - 1]]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DataError(f"{path.name} 第{header}行", "列名重复", "、".join(twice), "每列用各自的名称。")
    body = rows[header:]
    return pd.DataFrame(body, columns=names, index=range(header + 1, header + 1 + len(body)))

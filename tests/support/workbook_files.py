"""Workbooks that tests write: one with every kind of cell, and parts packed into an .xlsx as they are."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from openpyxl import Workbook

from xj_analysis.workbooks.saving import to_bytes


def save(book: Workbook, path: Path) -> Path:
    """Write a workbook, and return its path."""
    path.write_bytes(to_bytes(book))
    return path


def mixed_book() -> Workbook:
    """A workbook with every kind of cell, a merged area, and hidden rows, columns and sheets."""
    book = Workbook()
    sheet = book.active
    sheet.title = "项目"
    sheet["A1"] = "标题"
    sheet.merge_cells("A1:C1")
    sheet["A2"], sheet["B2"], sheet["C2"] = 12.5, 0.702, "=A2+B2"
    sheet["B2"].number_format = "0.0%"
    sheet["A3"] = "隐藏"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A4"] = "#DIV/0!"
    sheet["A4"].data_type = "e"
    sheet["B4"] = True
    sheet["A5"] = 45931
    sheet["A5"].number_format = "yyyy/m/d"
    book.create_sheet("藏").sheet_state = "hidden"
    return book


def pack(path: Path, **parts: bytes) -> Path:
    """Write an .xlsx whose parts (``sheet1``, …) are replaced by the given bytes, and return its path."""
    book = Workbook()
    book.active["A1"] = 5
    with zipfile.ZipFile(io.BytesIO(to_bytes(book))) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0], old.read(name)))
    return path

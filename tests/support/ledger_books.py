"""A declared ledger, and the workbook that fills it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from openpyxl import Workbook

from xj_analysis.county.ledger_shapes import LedgerShape

COLUMNS = {
    "编号": {"to": "lead"}, "乡镇": {"to": "area", "kind": "area"},
    "投资": {"to": "amount", "kind": "number", "unit": "万元", "least": 0},
    "时间/线索": {"to": "found", "kind": "date"}, "时间/签约": {"to": "signed", "kind": "date", "empty": True},
    "单位": {"to": "unit", "kind": "unit", "empty": True},
}  # fmt: skip
ROWS = [
    ["招商线索（虚构）"],
    ["单位：亿元"],
    ["序号", "编号", "乡镇", "投资", "时间", None, "单位"],
    [None, None, None, None, "线索", "签约", None],
    [1, "L1", "示例 镇", 1.2, datetime(2025, 3, 2), "２０２５.4.1", "示例县统计局"],
    [2, "L2", "虚拟乡", "3500万元", "2025年3月9日", "—", None],
    ["合 计", None, None, 1.55],
    [],
    ["注：以上为虚构。"],
]


def shape(**options: Any) -> LedgerShape:
    """The shape of the ledger, with some fields replaced."""
    base = {"slug": "leads", "name": "招商线索", "file": "*线索*", "key": "序号", "levels": 2, "unique": ("lead",),
            "orders": (("found", "signed"),), "columns": COLUMNS}  # fmt: skip
    return LedgerShape.model_validate(base | options)


def ledger_book(cells: dict[str, object] | None = None) -> Workbook:
    """The workbook of the ledger, with some cells replaced."""
    book = Workbook()
    sheet = book.active
    sheet.title = "线索"
    for row in ROWS:
        sheet.append(row)
    for area in ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4"):
        sheet.merge_cells(area)
    for place, value in (cells or {}).items():
        sheet[place] = value
    return book

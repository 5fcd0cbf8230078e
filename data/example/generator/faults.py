"""A set of faulty files, each with faults planted in cells that manifest.csv names."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sheets import Files

from xj_analysis.collect import template_layout
from xj_analysis.workbooks.saving import to_bytes

Edit = Callable[[Any], None]


@dataclass(frozen=True)
class Planted:
    """One file with one kind of fault.

    Parameters
    ----------
    cells
        Where it must be found; empty for a fault of the whole file.
    edit
        What is done to the sheet.
    """

    unit: str
    kind: str
    sheet: str
    cells: tuple[str, ...]
    edit: Edit


def _set(place: str, value: object) -> Edit:
    def edit(sheet: Any) -> None:
        sheet[place] = value

    return edit


def _times(place: str, factor: float) -> Edit:
    def edit(sheet: Any) -> None:
        sheet[place] = sheet[place].value * factor

    return edit


def _added(place: str, more: float) -> Edit:
    def edit(sheet: Any) -> None:
        sheet[place] = sheet[place].value + more

    return edit


def _error(place: str) -> Edit:
    def edit(sheet: Any) -> None:
        sheet[place] = "#DIV/0!"
        sheet[place].data_type = "e"

    return edit


def _copied(place: str, other: str) -> Edit:
    def edit(sheet: Any) -> None:
        sheet[place] = sheet[other].value

    return edit


FORM = template_layout.SHEET
FIRST = f"C{template_layout.FIRST + 1}"
"""The first cell to fill in of a template."""

PLANTED = (
    Planted("wlj", "unit", "旅游接待", ("C7",), _times("C7", 10_000)),
    Planted("gxj", "unit", "工业经济", ("D6",), _times("D6", 10_000)),
    Planted("fgw", "unit", FORM, ("C22",), _times("C22", 1 / 10_000)),
    Planted("gxj", "fell", "工业经济", ("D7",), _times("D7", 0.5)),
    Planted("zjj", "fell", FORM, (FIRST,), _times(FIRST, 0.6)),
    Planted("rsj", "sum", "各乡镇", ("C14",), _added("C14", 37)),
    Planted("wlj", "sum", "旅游接待", ("E16",), _added("E16", 501)),
    Planted("rsj", "missing", "各乡镇", ("A2",), lambda sheet: sheet.delete_rows(9)),
    Planted("rsj", "twice", "各乡镇", ("A6",), _copied("A6", "A5")),
    Planted("rsj", "unknown_area", "各乡镇", ("A6",), _set("A6", "演示乡（原）")),
    Planted("tjj", "text", FORM, (FIRST,), _set(FIRST, "四家")),
    Planted("wlj", "text", "旅游接待", ("E9",), _set("E9", "9千多（估）")),
    Planted("spj", "grouping", "审批", ("C4",), _set("C4", "8,84,32")),
    Planted("gxj", "error", "工业经济", ("D11",), _error("D11")),
    Planted("czj", "error", FORM, (FIRST,), _error(FIRST)),
    Planted("cgj", "uncomputed", FORM, (FIRST,), _set(FIRST, "=1+2")),
    Planted("mzj", "date", FORM, (FIRST,), _set(FIRST, datetime(2025, 10, 1))),
    Planted("jyj", "blank", FORM, (FIRST,), _set(FIRST, None)),
    Planted("fgw", "period", FORM, ("B2",), _set("B2", "2025年1—8月")),
    Planted("spj", "no_period", "审批", ("A3",), _set("A1", "行政审批情况（虚构）")),
    Planted("scj", "stale", template_layout.HIDDEN, (), _set("B2", "0123456789ab")),
    Planted("wjw", "layout", FORM, (f"C{template_layout.FIRST}",), _set(f"C{template_layout.FIRST}", "本月")),
    Planted("spj", "bounds", "审批", ("C5",), _set("C5", -3)),
    Planted("hbj", "bounds", "环境质量", ("B3",), _set("B3", 1.3)),
    Planted("rsj", "heading", "各乡镇", ("A2",), _set("B2", "培训人数（人次）")),
    Planted("rsj", "heading_unit", "各乡镇", ("C2",), _set("C2", "城镇新增就业（公里）")),
    Planted("spj", "row_unit", "审批", ("B4",), _set("B4", "亩")),
    Planted("wlj", "single", "旅游接待", ("D8",), _added("D8", 77)),
)
"""Of these the manifest is made; a fault is found where it must be, or it is not found."""

LEDGERS = (
    Planted("重点项目倒排工期表.xlsx", "ledger_order", "倒排工期", ("L6",), _set("L6", datetime(2020, 1, 6))),
    Planted("重点项目倒排工期表.xlsx", "ledger_gap", "倒排工期", ("J8",), _set("J8", None)),
    Planted("重点项目倒排工期表.xlsx", "ledger_area", "倒排工期", ("D9",), _set("D9", "演示乡（原）")),
    Planted("重点项目倒排工期表.xlsx", "ledger_text", "倒排工期", ("G7",), _set("G7", "约2亿多")),
    Planted("重点项目倒排工期表.xlsx", "ledger_sum", "倒排工期", ("G65",), _added("G65", 100)),
    Planted("招商线索台账.xlsx", "ledger_stage", "签约", ("J6",), _set("J6", datetime(2025, 9, 30))),
    Planted("招商线索台账.xlsx", "ledger_twice", "洽谈", ("B7",), _copied("B7", "B6")),
    Planted("招商线索台账.xlsx", "ledger_date", "线索", ("G5",), _set("G5", "2025年2月30日")),
    Planted("培育库企业监测.xlsx", "ledger_unknown", "8月", ("A4",), _set("A4", "Q99")),
    Planted("就业之家台账.xlsx", "ledger_heading", "岗位", ("A3",), _set("J3", "什么时候发布")),
    Planted("审批办件台账.xlsx", "ledger_finished", "3月", ("G5",), _set("G5", "2025-01-01 08:30")),
    Planted("设施与人口点.xlsx", "ledger_bounds", "人口点", ("D6",), _set("D6", 13.0)),
)
"""Faults in ledgers: here `unit` is the file."""


def write(folder: Path, sent: Files, kept: dict[str, bytes]) -> None:
    """Write every faulty file and the manifest."""
    rows = []
    files = {**sent, **{name: (name, content) for name, content in kept.items()}}
    for number, planted in enumerate((*PLANTED, *LEDGERS), start=1):
        name, content = files[planted.unit]
        book = load_workbook(io.BytesIO(content))
        planted.edit(book[planted.sheet])
        own = f"{number:02d}-{planted.kind}-{name}"
        (folder / own).write_bytes(to_bytes(book))
        cells = planted.cells or ("",)
        rows += [{"file": own, "kind": planted.kind, "sheet": planted.sheet, "cell": cell} for cell in cells]
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)

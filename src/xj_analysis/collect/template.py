"""Templates: the workbook a unit fills in, with earlier values, drop-downs, and all other cells protected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..county.model import County, Indicator
from ..county.reporting import ReportingUnit
from ..quantity.periods import Period
from ..store.store import Store
from ..workbooks.grid import column_letters
from ..workbooks.saving import put_text, to_bytes
from . import template_layout
from .history import History

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = {
    template_layout.AREA: 16,
    template_layout.BEFORE: 20,
    template_layout.NOW: 20,
    template_layout.HEDGE: 8,
    template_layout.ADDED: 20,
    template_layout.NOTE: 30,
}
_HOW = (
    "只填白色的格：本期累计填年初至本期末的数，本月没有新增的照填上期的数；是约数的在“约数”里选；"
    "从来没有的填“—”，不知道的留空。"
    "合计和增加自动算，不用填。"
)


def make_template(store: Store, unit: ReportingUnit, period: Period) -> bytes:
    """Return the template of a unit for a period, as the bytes of an .xlsx file.

    Parameters
    ----------
    store
        Its latest 累计 before `period` stand beside the cells to fill in; ``status`` resolved.
    unit
        The unit that fills it in.
    period
        The 累计 period to report.
    """
    from openpyxl import Workbook

    county, history = store.county, History.of(store, period)
    book = Workbook()
    sheet = book.active
    sheet.title = template_layout.SHEET
    _head(sheet, county, unit, period)
    for block in template_layout.blocks(county, unit):
        _table(sheet, county, block, history)
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column_letters(column)].width = width
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.freeze_panes = "B5"
    sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 9, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    hidden = book.create_sheet(template_layout.HIDDEN)
    for row in hidden_rows(county, unit, period):
        hidden.append(row)
    hidden.sheet_state = "hidden"
    hidden.protection.sheet = True
    return to_bytes(book)


def hidden_rows(county: County, unit: ReportingUnit, period: Period) -> Iterator[list[str]]:
    """Yield the rows of the hidden sheet: kind and version of the template, county, unit and period."""
    yield ["kind", template_layout.KIND]
    yield ["version", template_layout.version(county, unit)]
    yield ["county", county.code]
    yield ["unit", unit.slug]
    yield ["period", period.code]


def _head(sheet: Worksheet, county: County, unit: ReportingUnit, period: Period) -> None:
    from openpyxl.styles import Alignment, Font

    invented = "（虚构示例）" if county.nature == "invented" else ""
    put_text(sheet.cell(*template_layout.TITLE_AT), f"{county.name}攻坚战数据填报表{invented}")
    put_text(sheet.cell(2, 1), "期间")
    put_text(sheet.cell(*template_layout.PERIOD_AT), period.label)
    put_text(sheet.cell(3, 1), "填报单位")
    put_text(sheet.cell(*template_layout.UNIT_AT), unit.name)
    put_text(sheet.cell(4, 1), _HOW)
    for row in (1, 4):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(template_layout.COLUMNS))
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["A4"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[4].height = 32


def _table(sheet: Worksheet, county: County, block: template_layout.Block, history: History) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    indicator = county.by_slug[block.indicator]
    grey, edge = PatternFill("solid", fgColor="E8EDF2"), Side(style="thin", color="9AA5B1")
    frame = Border(left=edge, right=edge, top=edge, bottom=edge)
    put_text(
        sheet.cell(block.heading - 1, 1), indicator.name + (f"：{indicator.definition}" if indicator.definition else "")
    )
    sheet.cell(block.heading - 1, 1).font = Font(bold=True)
    for column, name in enumerate(template_layout.headings(county, block), start=1):
        cell = sheet.cell(block.heading, column)
        put_text(cell, name)
        cell.fill, cell.border = grey, frame
        cell.alignment = Alignment(horizontal="center", wrap_text=True)
    number = "0" if not indicator.decimals else "0." + "0" * indicator.decimals
    first = block.lines[0].row
    for line in block.lines:
        _line(sheet, line, first, number, history.latest.get((block.indicator, line.area)))
        for column in range(1, len(template_layout.COLUMNS) + 1):
            cell = sheet.cell(line.row, column)
            cell.border = frame
            free = column in (template_layout.NOW, template_layout.HEDGE, template_layout.NOTE) and not line.total
            cell.protection = Protection(locked=not free)
            if not free:
                cell.fill = grey
    _add_validation(sheet, block, indicator)


def _line(sheet: Worksheet, line: template_layout.Line, first: int, number: str, before: float | None) -> None:
    put_text(sheet.cell(line.row, template_layout.AREA), line.label)
    now, old = column_letters(template_layout.NOW), column_letters(template_layout.BEFORE)
    if before is not None:
        sheet.cell(line.row, template_layout.BEFORE, before)
    if line.total:
        sheet.cell(line.row, template_layout.NOW, f"=SUM({now}{first}:{now}{line.row - 1})")
    sheet.cell(line.row, template_layout.ADDED, f'=IF({now}{line.row}="","",{now}{line.row}-N({old}{line.row}))')
    for column in (template_layout.BEFORE, template_layout.NOW, template_layout.ADDED):
        sheet.cell(line.row, column).number_format = number


def _add_validation(sheet: Worksheet, block: template_layout.Block, indicator: Indicator) -> None:
    """Add drop-downs, and a warning where a cell is no number; no refusal, since 约 and — must be possible."""
    from openpyxl.worksheet.datavalidation import DataValidation

    rows = [line.row for line in block.lines if not line.total]
    hedges = DataValidation(type="list", formula1=f'"{",".join(template_layout.HEDGES)}"', allow_blank=True)
    numbers = DataValidation(type="decimal", operator="between", formula1="-1E+15", formula2="1E+15", allow_blank=True)
    numbers.errorStyle, numbers.showErrorMessage, numbers.showInputMessage = "warning", True, True
    numbers.errorTitle, numbers.error = "不是数字", "请填数字；从来没有的填“—”，不知道的留空。"
    numbers.promptTitle, numbers.prompt = indicator.name[:32], f"单位：{indicator.unit}，年初以来的累计数"
    for rule, column in ((hedges, template_layout.HEDGE), (numbers, template_layout.NOW)):
        sheet.add_data_validation(rule)
        rule.add(f"{column_letters(column)}{rows[0]}:{column_letters(column)}{rows[-1]}")

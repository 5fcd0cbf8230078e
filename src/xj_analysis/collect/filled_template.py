"""Filled templates as filed reports: recognised by their hidden sheet, read only if the layout is unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ..base.errors import DataError
from ..county.model import County
from ..county.reporting import ReportingUnit
from ..quantity import periods
from ..quantity.cell_values import CellValue
from ..quantity.hedges import Hedge
from ..quantity.period_words import find_period
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.grid import Grid, GridCell, Place
from ..workbooks.sheet_tables import normalized
from . import template_layout
from .report import FiledReport, Value, read_entry

_AGAIN = "请用 xj template 重新发出的模板填报。"


def is_template(sheets: Sequence[Grid]) -> bool:
    """Return whether a workbook has the hidden sheet of a template, whatever its content."""
    return any(grid.name == template_layout.HIDDEN for grid in sheets)


def read_filled_template(name: str, sheets: Sequence[Grid], county: County) -> FiledReport:
    """Return the report in a filled template.

    Parameters
    ----------
    name
        Name of the file, for faults.
    sheets
        All its sheets, with the hidden one.
    county
        The county that issued the template.
    """
    report = FiledReport(FaultCollector(name), template=True)
    hidden = next(grid for grid in sheets if grid.name == template_layout.HIDDEN)
    fields = {hidden.text_at(row, 1): hidden.text_at(row, 2) for row in range(1, hidden.last_row + 1)}
    unit = next((unit for unit in county.units if unit.slug == fields.get("unit")), None)
    grid = next((grid for grid in sheets if grid.name == template_layout.SHEET), None)
    if fields.get("kind") != template_layout.KIND or fields.get("county") != county.code or unit is None:
        report.faults.add(hidden, None, "不是本县的填报模板，或隐藏页被改动", fields.get("county", ""), _AGAIN)
        return report
    report.unit = unit.slug
    if fields.get("version") != template_layout.version(county, unit):
        report.faults.add(hidden, None, "模板已过期", fields.get("version", ""), _AGAIN)
        return report
    if grid is None:
        report.faults.add(
            None, None, f"没有「{template_layout.SHEET}」这一页", "、".join(g.name for g in sheets), "请不要改页名。"
        )
        return report
    _read_period(report, grid, fields.get("period", ""))
    if moved := _moved(grid, county, unit):
        at, label = moved
        report.faults.add(grid, at, f"版式被改动，这一格应是“{label}”", grid.text_at(*at), _AGAIN)
        return report
    for block in template_layout.blocks(county, unit):
        _read_block(report, grid, block, county)
    return report


def _read_period(report: FiledReport, grid: Grid, code: str) -> None:
    at = template_layout.PERIOD_AT
    try:
        period = periods.parse(code)
    except DataError:
        report.faults.add(grid, at, "模板的期间不认识", code, _AGAIN, whole=True)
        return
    report.period = period.code
    words = find_period(grid.text_at(*at))
    if words is None or words.code != period.code:
        report.faults.add(grid, at, f"期间不是模板的期间（{period.label}）", grid.text_at(*at), _AGAIN, whole=True)


def _moved(grid: Grid, county: County, unit: ReportingUnit) -> tuple[Place, str] | None:
    """Place and text of the first heading or label that is missing from its place."""
    for block in template_layout.blocks(county, unit):
        labels = {(block.heading, n): name for n, name in enumerate(template_layout.headings(county, block), start=1)}
        labels |= {(line.row, template_layout.AREA): line.label for line in block.lines}
        for at, label in labels.items():
            if normalized(grid.text_at(*at)) != normalized(label):
                return at, label
    return None


def _read_block(report: FiledReport, grid: Grid, block: template_layout.Block, county: County) -> None:
    indicator = county.by_slug[block.indicator]
    parts: list[CellValue] = []
    for line in block.lines:
        at = (line.row, template_layout.NOW)
        cell = grid.cells.get(at)
        uncomputed = line.total and cell is not None and cell.kind == "uncomputed"
        if uncomputed:
            entry: CellValue | None = _summed(parts)
        else:
            entry = read_entry(report, grid, at, indicator, indicator.unit, county)
        if entry is None:
            parts.append(CellValue())
            continue
        hedge = grid.cells.get((line.row, template_layout.HEDGE))
        if hedge is not None:
            entry = _hedged(report, grid, line.row, hedge, entry) or entry
        if not line.total:
            parts.append(entry)
        elif any(not part.digits and part.meaning != "none" for part in parts):
            continue  # a sum with a part missing is not the county's total
        report.values.append(Value(indicator.slug, line.area, "cumulative", entry, grid.name, at))


def _summed(parts: Sequence[CellValue]) -> CellValue:
    """Total of a table whose formula has no cached result."""
    hedged = any(part.hedge is not Hedge.EXACT for part in parts)
    if len({part.unit for part in parts if part.digits}) > 1 or not any(part.digits for part in parts):
        return CellValue(meaning="unknown")
    total = sum((Decimal(part.digits) for part in parts if part.digits), Decimal(0))
    unit = next(part.unit for part in parts if part.digits)
    return CellValue(f"{total:f}", unit, Hedge.ABOUT if hedged else Hedge.EXACT)


def _hedged(report: FiledReport, grid: Grid, row: int, cell: GridCell, entry: CellValue) -> CellValue | None:
    hedge = template_layout.HEDGES.get(normalized(cell.text))
    if hedge is None:
        report.faults.add(
            grid,
            (row, template_layout.HEDGE),
            "约数标记不认识",
            cell.text,
            f"可选：{'、'.join(template_layout.HEDGES)}，或留空。",
        )
        return None
    return replace(entry, hedge=hedge)

"""A filled template as values: found by its hidden sheet, and read only where everything stands as it was sent out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from ..base.errors import DataError
from ..county.model import County
from ..county.reporting import ReportingUnit
from ..quantity import periods
from ..quantity.cell_values import CellValue
from ..quantity.hedges import Hedge
from ..workbooks.grid import Grid, GridCell
from . import template_layout
from .report import FiledReport, Value, entry_of, period_of

_HEDGES = {
    "约": Hedge.ABOUT, "近": Hedge.UNDER, "不足": Hedge.UNDER, "超": Hedge.OVER, "至少": Hedge.AT_LEAST,
    "余": Hedge.OVER,
}  # fmt: skip
_AGAIN = "请用 xj template 重新发出的模板填报。"


def is_template(sheets: Sequence[Grid]) -> bool:
    """Return whether a workbook is one of ours: it has the hidden sheet, whatever that now says."""
    return any(grid.name == template_layout.HIDDEN for grid in sheets)


def read_filled_template(name: str, sheets: Sequence[Grid], county: County) -> FiledReport:
    """Return what a filled template says.

    Parameters
    ----------
    name
        The file's, for faults.
    sheets
        All of its sheets; one of them is the hidden one.
    county
        Whose template it must be.
    """
    report = FiledReport(name, template=True)
    hidden = next(grid for grid in sheets if grid.name == template_layout.HIDDEN)
    said = {hidden.shown(row, 1): hidden.shown(row, 2) for row in range(1, hidden.last_row + 1)}
    unit = next((unit for unit in county.units if unit.slug == said.get("unit")), None)
    grid = next((grid for grid in sheets if grid.name == template_layout.SHEET), None)
    if said.get("kind") != template_layout.KIND or said.get("county") != county.code or unit is None:
        report.fault(hidden, None, "不是本县的填报模板，或隐藏页被改动", said.get("county", ""), _AGAIN)
        return report
    report.unit = unit.slug
    if said.get("version") != template_layout.version(county, unit):
        report.fault(hidden, None, "模板已过期", said.get("version", ""), _AGAIN)
        return report
    if grid is None:
        report.fault(
            None, None, f"没有「{template_layout.SHEET}」这一页", "、".join(g.name for g in sheets), "请不要改页名。"
        )
        return report
    _period(report, grid, said.get("period", ""))
    if shown := _moved(grid, county, unit):
        report.fault(grid, shown[0], f"版式被改动，这一格应是“{shown[1]}”", grid.shown(*shown[0]), _AGAIN)
        return report
    for block in template_layout.blocks(county, unit):
        _block(report, grid, block, county)
    return report


def _period(report: FiledReport, grid: Grid, code: str) -> None:
    at = template_layout.PERIOD_AT
    shown = period_of([grid.shown(*at)])
    try:
        wanted = periods.parse(code)
    except DataError:
        report.fault(grid, at, "模板的期间不认识", code, _AGAIN, whole=True)
        return
    report.period = wanted.code
    if shown != wanted.code:
        report.fault(grid, at, f"期间不是模板的期间（{wanted.label}）", grid.shown(*at), _AGAIN, whole=True)


def _moved(grid: Grid, county: County, unit: ReportingUnit) -> tuple[tuple[int, int], str] | None:
    """The first heading or label that is not where it was, and what should stand there."""
    for block in template_layout.blocks(county, unit):
        wanted = {(block.heading, n): name for n, name in enumerate(template_layout.headings(county, block), start=1)}
        wanted |= {(line.row, template_layout.AREA): line.label for line in block.lines}
        for at, name in wanted.items():
            if _plain(grid.shown(*at)) != _plain(name):
                return at, name
    return None


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


def _block(report: FiledReport, grid: Grid, block: template_layout.Block, county: County) -> None:
    indicator = county.by_slug[block.indicator]
    parts: list[CellValue] = []
    for line in block.lines:
        at = (line.row, template_layout.NOW)
        cell = grid.cells.get(at)
        uncomputed = line.total and cell is not None and cell.kind == "uncomputed"
        own = None if uncomputed else entry_of(report, grid, at, cell, indicator, indicator.unit, county)
        entry = _summed(parts) if uncomputed else own
        if entry is None:
            parts.append(CellValue())
            continue
        hedge = grid.cells.get((line.row, template_layout.HEDGE))
        if hedge is not None:
            entry = _hedged(report, grid, line.row, hedge, entry) or entry
        if not line.total:
            parts.append(entry)
        elif any(not part.digits and part.meaning != "none" for part in parts):
            continue  # a sum without one of its parts is not the county's
        report.values.append(Value(indicator.slug, line.area, "cumulative", entry, grid.name, at))


def _summed(parts: Sequence[CellValue]) -> CellValue:
    """The total that the template's own formula would give, where nobody has let it be computed."""
    hedged = any(part.hedge is not Hedge.EXACT for part in parts)
    if len({part.unit for part in parts if part.digits}) > 1 or not any(part.digits for part in parts):
        return CellValue(meaning="unknown")
    total = sum((Decimal(part.digits) for part in parts if part.digits), Decimal(0))
    unit = next(part.unit for part in parts if part.digits)
    return CellValue(f"{total:f}", unit, Hedge.ABOUT if hedged else Hedge.EXACT)


def _hedged(report: FiledReport, grid: Grid, row: int, cell: GridCell, entry: CellValue) -> CellValue | None:
    said = _plain(cell.text)
    if said not in _HEDGES:
        report.fault(
            grid,
            (row, template_layout.HEDGE),
            "约数标记不认识",
            cell.text,
            f"可选：{'、'.join(template_layout.HEDGES)}，或留空。",
        )
        return None
    return CellValue(entry.digits, entry.unit, _HEDGES[said], entry.meaning)

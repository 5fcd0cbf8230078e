"""Filled templates as filed reports: recognised by their hidden sheet, read only if the layout is unchanged."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ..base.errors import DataError
from ..base.text import printable
from ..county.model import County, Indicator
from ..county.reporting import ReportingUnit
from ..quantity import periods, units
from ..quantity.cell_values import CellValue
from ..quantity.hedges import (
    LOWER,
    UPPER,
    Hedge,
    decimals_of,
    plain_digits,
    published_interval,
    state_interval,
)
from ..quantity.period_words import find_period
from ..workbooks.cell_faults import FaultCollector, cell_location
from ..workbooks.grid import Grid, GridCell, Place
from ..workbooks.sheet_tables import normalized
from . import template_layout
from .cell_comments import take_comments
from .report import WITHHELD, FiledReport, Value, read_entry

_AGAIN = "请用 xj template 重新发出的模板填报。"
_UNSTATED = "合计没有收，各行的约数或单位合不成一个数"
_MOST, _LONGEST = 20, 60


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
    blocks = list(template_layout.blocks(county, unit))
    for block in blocks:
        _read_block(report, grid, block, county)
    report.left_out += _outside(sheets, grid, blocks)
    take_comments(report, sheets)
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
    parts: list[tuple[CellValue | None, GridCell | None]] = []
    for line in block.lines:
        at, note = (line.row, template_layout.NOW), _note(grid, line.row)
        entry = _entry(report, grid, line, indicator, county, parts)
        if not line.total:
            parts.append((entry, grid.cells.get(at)))
        else:
            lacking = any(part is None or (not part.digits and part.meaning != "none") for part, _ in parts)
            entry = None if lacking else entry  # a sum with a part missing is not the county's total
            if entry is None and at not in {fault.at for fault in report.faults.entries}:
                why = WITHHELD if lacking else _UNSTATED
                report.left_out.append(f"{cell_location('', grid, at).strip()} {why}")
        if entry is not None:
            report.values.append(
                Value(indicator.slug, line.area, "cumulative", entry, grid.name, at, note,
                      unit_at=(block.heading, template_layout.NOW))
            )  # fmt: skip
        if note and (entry is None or not entry.digits):
            report.left_out.append(_quoted(grid, (line.row, template_layout.NOTE)))


def _entry(
    report: FiledReport, grid: Grid, line: template_layout.Line, indicator: Indicator, county: County,
    parts: Sequence[tuple[CellValue | None, GridCell | None]],
) -> CellValue | None:  # fmt: skip
    """Entry of a line with the hedge chosen for it; None adds a fault, or is a total that cannot be stated."""
    at = (line.row, template_layout.NOW)
    if line.total and _adds_up(grid.cells.get(at), parts):
        entry = total_of([part for part, _ in parts if part is not None], indicator)
    else:
        entry = read_entry(report, grid, at, indicator, indicator.unit, county)
    hedge = grid.cells.get((line.row, template_layout.HEDGE))
    if entry is None or hedge is None or not normalized(hedge.text):
        return entry
    return _hedged(report, grid, line.row, hedge, entry)


def _adds_up(total: GridCell | None, parts: Sequence[tuple[CellValue | None, GridCell | None]]) -> bool:
    """Whether a total is the sum that its formula makes of the numbers above it; words such as 约9.5 count as none."""
    if total is None or not (total.formula or total.kind == "uncomputed"):
        return False
    if total.kind == "uncomputed":
        return True
    numbers = [cell.number for _, cell in parts if cell is not None and cell.kind == "number" and cell.number]
    return total.number is not None and math.isclose(total.number, math.fsum(numbers), rel_tol=1e-9, abs_tol=1e-9)


def total_of(parts: Sequence[CellValue], indicator: Indicator) -> CellValue | None:
    """Return the sum of the parts of a total with the hedge that is true of it; None where it cannot be stated.

    Examples
    --------
    >>> jobs = Indicator(slug="jobs", name="就业", unit="万人", kind="flow", decimals=2)
    >>> total_of([CellValue("1.25", "万人"), CellValue("3.5", "万人", Hedge.OVER)], jobs)
    CellValue(digits='4.74', unit='万人', hedge=<Hedge.OVER: 'over'>, meaning='', problem='', do='')
    """
    valued = [part for part in parts if part.digits]
    if not valued:
        return CellValue("0", indicator.unit)  # none of it anywhere
    unit = valued[0].unit
    if any(part.unit != unit for part in valued):
        return None
    total = sum((Decimal(part.digits) for part in valued), Decimal(0))
    if all(part.hedge is Hedge.EXACT for part in valued):
        return CellValue(f"{total:f}", unit)
    counted = units.unit(unit).counted
    bounds = [published_interval(Decimal(part.digits), part.hedge, counted=counted) for part in valued]
    low, high = (sum(ends, Decimal(0)) for ends in zip(*bounds, strict=True))
    decimals = max(decimals_of(Decimal(part.digits)) for part in valued)
    said = state_interval(total, low, high, hedged=True, decimals=decimals)
    return None if said.value is None else CellValue(plain_digits(said.value, said.decimals), unit, said.hedge)


def _hedged(report: FiledReport, grid: Grid, row: int, cell: GridCell, entry: CellValue) -> CellValue | None:
    """Entry with the hedge chosen beside it; None adds a fault: an unknown one, or one that contradicts the entry."""
    hedge, at = template_layout.HEDGES.get(normalized(cell.text)), (row, template_layout.HEDGE)
    written = grid.text_at(row, template_layout.NOW)
    if hedge is None:
        do = f"可选：{'、'.join(template_layout.HEDGES)}，或留空。"
        report.faults.add(grid, at, "约数标记不认识", cell.text, do)
    elif not entry.digits:
        what = f"选了约数，而本期累计{f'是“{written}”' if written else '没有填'}"
        report.faults.add(grid, at, what, cell.text, "请补填本期累计，或把约数清空。")
    elif entry.hedge not in (Hedge.EXACT, hedge):
        what = f"约数选的与本期累计写的“{written}”意思不同"
        report.faults.add(grid, at, what, cell.text, "请只留一处，或改成一致。")
    elif entry.digits.startswith("-") and hedge in LOWER | UPPER:
        report.faults.add(grid, at, "负数不选这样的约数", cell.text, "请改选“约”，或留空。")
    else:
        return replace(entry, hedge=hedge)
    return None


def _note(grid: Grid, row: int) -> str:
    cell = grid.cells.get((row, template_layout.NOTE))
    return cell.text.strip() if cell else ""


def _quoted(grid: Grid, at: Place) -> str:
    """A cell of which nothing is kept, for the sender: ``「填报」!F12 “…”``."""
    text = " ".join(printable(grid.text_at(*at)).split())
    return f"{cell_location('', grid, at).strip()} “{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}”"


def _outside(sheets: Sequence[Grid], form: Grid, blocks: Sequence[template_layout.Block]) -> Iterator[str]:
    """Cells beside and below the tables, words in cells that are not read, and other sheets."""
    known = template_layout.places(blocks)
    unread = {(line.row, column) for block in blocks for line in block.lines
              for column in (template_layout.BEFORE, template_layout.ADDED)}  # fmt: skip
    extra = [
        at for at, cell in sorted(form.cells.items()) if cell.text.strip()
        and (at not in known or (at in unread and cell.kind == "text" and not cell.formula))
    ]  # fmt: skip
    yield from (_quoted(form, at) for at in extra[:_MOST])
    if len(extra) > _MOST:
        yield f"「{form.name}」表外还有{len(extra) - _MOST}格"
    for grid in sheets:
        if grid.name not in (form.name, template_layout.HIDDEN) and any(c.text.strip() for c in grid.cells.values()):
            yield f"「{printable(grid.name)}」整页"

"""Cells of ledgers (台账) as typed contents, by the declared kind of their column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from ..base.errors import choices
from ..county.ledger_shapes import LedgerColumn, LedgerShape
from ..county.model import County
from ..quantity import cell_values, units
from ..workbooks import cells
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.grid import Grid, GridCell, Place
from ..workbooks.sheet_tables import SheetTable, normalized

Content = str | float | datetime | None

_REMEDIES = {cells.NOT_NUMERIC: "请改成数字。"} | dict.fromkeys(
    (cell_values.NO_NUMBER, cell_values.GROUPING, cell_values.WRONG_UNIT, cells.NOT_EXACT), "请只填数字。"
)


@dataclass
class LedgerRow:
    """A row of a ledger with the cell of each field; a blank content is '', a faulty one None."""

    shape: LedgerShape
    file: str
    grid: Grid
    number: int
    values: dict[str, Content] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    sha256: str = ""


def column_unit(table: SheetTable, named: str, column: int, declared: LedgerColumn, faults: FaultCollector) -> str:
    """Return the unit of a column: that of its heading, of the note above where it can be converted, or declared."""
    default = str(declared.unit)
    if named and not units.convertible(named, default):
        what = f"单位与登记的不符（应可换算为{default}）"
        faults.add(table.grid, table.heading_cell(column), what, named, "请核对表头。")
        return default
    noted = table.unit_note()
    return named or (noted if noted and units.convertible(noted, default) else default)


def read_cell(
    grid: Grid, at: Place, declared: LedgerColumn, unit: str, county: County, faults: FaultCollector
) -> Content:
    """Return the content of a cell by the kind of its column; '' where it is blank; None adds a fault."""
    cell = grid.cells.get(at)
    if cell is None or (
        cell.kind == "text" and cell_values.read_cell_value(cell.text, "个", legend=county.legend).meaning
    ):
        if not declared.empty:
            faults.add(grid, at, "没有填", "" if cell is None else cell.text, "请补填。")
            return None
        return ""
    if cells.report_unusable(grid, at, cell, faults):
        return None
    match declared.kind:
        case "number":
            amount = _amount(grid, at, unit, county, faults)
            return None if amount is None else _within_limits(grid, at, cell, amount, unit, declared, faults)
        case "date" | "time":
            return _date(grid, at, cell, declared, faults)
        case "area":
            return _code(grid, at, cell, {area.name: area.code for area in county.areas}, "地区不认识", faults)
        case "unit":
            return _code(grid, at, cell, {unit.name: unit.slug for unit in county.units}, "单位不认识", faults)
    if cell.kind in ("date", "bool"):
        faults.add(grid, at, "应是文字", cell.text, "请把这一格改成文本格式再填。")
        return None
    if declared.among and cell.text.strip() not in declared.among:
        faults.add(grid, at, "只能从几个词里选", cell.text, choices(cell.text, declared.among))
        return None
    return cell.text.strip()


def _amount(grid: Grid, at: Place, unit: str, county: County, faults: FaultCollector) -> Fraction | None:
    """Exact number of a cell in the unit of its column; None for none, or for a fault, which is added."""
    value = cells.read_number(grid, at, unit, faults, remedies=_REMEDIES, legend=county.legend, exact=True)
    if value is None or value.meaning:
        return None
    return Fraction(value.digits) * units.ratio(value.unit, unit)


def _within_limits(
    grid: Grid, at: Place, cell: GridCell, amount: Fraction, unit: str, declared: LedgerColumn, faults: FaultCollector
) -> float | None:
    """The number in the declared unit; None adds a fault: a fraction of a count, or a number outside the limits."""
    target = str(declared.unit)
    value = amount * units.ratio(unit, target)
    if units.unit(target).counted and value.denominator != 1:
        faults.add(grid, at, f"{target}是整数", cell.text, "请填整数。")
        return None
    for limit, sign, what in ((declared.least, -1, "小于下限"), (declared.most, 1, "大于上限")):
        if limit is not None and (value - Fraction(str(limit))) * sign > 0:
            faults.add(grid, at, f"{what}（{limit:g}{target}）", cell.text, "请核对。")
            return None
    return float(value)


def _date(grid: Grid, at: Place, cell: GridCell, declared: LedgerColumn, faults: FaultCollector) -> datetime | None:
    moment = cells.as_datetime(cell)
    if moment is None:
        do = "请写成 2025-03-02 10:30。" if declared.kind == "time" else "请写成 2025-03-02。"
        faults.add(grid, at, "不是日期", cell.text, do)
    elif declared.kind == "date" and (moment.hour or moment.minute):
        faults.add(grid, at, "只要日期，不要时间", f"{moment:%Y-%m-%d %H:%M}", "请只写哪一天。")
        return None
    return moment


def _code(
    grid: Grid, at: Place, cell: GridCell, codes: Mapping[str, str], what: str, faults: FaultCollector
) -> str | None:
    """Code of the area or unit that a cell names; None adds a fault."""
    code = {normalized(name): code for name, code in codes.items()}.get(normalized(cell.text))
    if code is None:
        faults.add(grid, at, what, cell.text, choices(cell.text, codes))
    return code


def check_totals(
    grid: Grid, number: int, columns: Mapping[str, tuple[int, LedgerColumn]], column_units: Mapping[str, str],
    above: Sequence[LedgerRow], county: County, faults: FaultCollector,
) -> None:  # fmt: skip
    """Add a fault for each total that differs from the sum of the rows above it.

    A column with a blank total or a faulty cell is skipped.
    """
    for name, unit in column_units.items():
        column, declared = columns[name]
        at = (number, column)
        cell = grid.cells.get(at)
        parts = [row.values[name] for row in above]
        if cell is None or cell.kind in cells.UNUSABLE or None in parts:
            continue
        total = _amount(grid, at, unit, county, faults)
        if total is None:
            continue
        expected = sum((Fraction(str(part)) for part in parts if part != ""), Fraction(0))
        if total * units.ratio(unit, str(declared.unit)) != expected:
            shown = f"{float(expected):.15g}{declared.unit}"
            faults.add(grid, at, f"合计与各行之和（{shown}）不符", cell.text, "请核对合计与各行。")

"""Cells of ledgers (台账) as typed contents, by the declared kind of their column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from ..base.errors import choices
from ..county.ledger_shapes import LedgerColumn
from ..county.model import County
from ..quantity import cell_values, units
from ..quantity.cell_values import Meaning
from ..workbooks import cells
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.grid import Grid, GridCell, Place
from ..workbooks.sheet_tables import SheetTable, normalized
from .area_names import area_names

Content = str | float | datetime | None

MOST_FAULTS = 200
"""Most faults of a file that are told; choices are not looked for beyond them."""
_REMEDIES = {cells.NOT_NUMERIC: "请改成数字。"} | dict.fromkeys(
    (cell_values.NO_NUMBER, cell_values.GROUPING, cell_values.WRONG_UNIT, cells.NOT_EXACT), "请只填数字。"
)


@dataclass(frozen=True)
class CellRule:
    """What the cells of a column of a ledger may hold.

    Parameters
    ----------
    unit
        Of a number: the unit that the sheet uses.
    legend
        Symbols for no number, of the county.
    names, codes
        Of an area or a unit: the declared names, and codes by all normalized names that may be written.
    """

    declared: LedgerColumn
    unit: str
    legend: Mapping[str, Meaning]
    names: Sequence[str] = ()
    codes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, declared: LedgerColumn, unit: str, county: County) -> CellRule:
        """Return the rule of a declared column."""
        match declared.kind:
            case "area":
                return cls(declared, unit, county.legend, [area.name for area in county.areas], area_names(county))
            case "unit":
                codes = {normalized(each.name): each.slug for each in county.units}
                return cls(declared, unit, county.legend, [each.name for each in county.units], codes)
        return cls(declared, unit, county.legend)


def column_unit(
    table: SheetTable, named: str, column: int, declared: LedgerColumn, faults: FaultCollector
) -> str | None:
    """Return the unit of a column: that of its heading, of the note above where it can be converted, or declared.

    None adds a fault: the heading has a unit that does not convert.
    """
    default = str(declared.unit)
    if named and not units.convertible(named, default):
        what = f"单位与登记的不符（应可换算为{default}）"
        faults.add(table.grid, table.heading_cell(column), what, named, "请核对表头。")
        return None
    noted = table.unit_note()
    return named or (noted if noted and units.convertible(noted, default) else default)


def read_cell(grid: Grid, at: Place, rule: CellRule, faults: FaultCollector) -> Content:
    """Return the content of a cell by the kind of its column; '' where it is blank; None adds a fault."""
    cell = grid.cells.get(at)
    declared = rule.declared
    if cell is None or (
        cell.kind == "text" and cell_values.read_cell_value(cell.text, "个", legend=rule.legend).meaning
    ):
        if not declared.empty:
            faults.add(grid, at, "没有填", "" if cell is None else cell.text, "请补填。")
            return None
        return ""
    if cells.report_unusable(grid, at, cell, faults):
        return None
    match declared.kind:
        case "number":
            amount = read_amount(grid, at, rule, faults)
            return None if amount is None else _within_limits(grid, at, cell, amount, rule, faults)
        case "date" | "time":
            return _date(grid, at, cell, declared, faults)
        case "area" | "unit":
            code = rule.codes.get(normalized(cell.text))
            if code is None:
                what = "地区不认识" if declared.kind == "area" else "单位不认识"
                faults.add(grid, at, what, cell.text, _choices(cell.text, rule.names, faults))
            return code
    if cell.kind in ("date", "bool"):
        faults.add(grid, at, "应是文字", cell.text, "请把这一格改成文本格式再填。")
        return None
    if declared.among and cell.text.strip() not in declared.among:
        faults.add(grid, at, "只能从几个词里选", cell.text, _choices(cell.text, declared.among, faults))
        return None
    return cell.text.strip()


def _choices(text: str, available: Sequence[str], faults: FaultCollector) -> str:
    """Return the nearest choices; '' where so many faults were found that this one is not told."""
    return choices(text, available) if len(faults.entries) < MOST_FAULTS else ""


def read_amount(grid: Grid, at: Place, rule: CellRule, faults: FaultCollector) -> Fraction | None:
    """Return the exact number of a cell in the declared unit; None for none, or for a fault, which is added."""
    value = cells.read_number(grid, at, rule.unit, faults, remedies=_REMEDIES, legend=rule.legend, exact=True)
    if value is None or value.meaning:
        return None
    return Fraction(value.digits) * units.ratio(value.unit, str(rule.declared.unit))


def _within_limits(
    grid: Grid, at: Place, cell: GridCell, value: Fraction, rule: CellRule, faults: FaultCollector
) -> float | None:
    """The number in the declared unit; None adds a fault: a fraction of a count, or a number outside the limits."""
    declared = rule.declared
    target = str(declared.unit)
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

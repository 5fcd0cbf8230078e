"""Cells of ledgers (台账) as typed contents, by the declared kind of their column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from ..base.errors import choices
from ..county.checklist_states import NOT_APPLICABLE, STATES, state_of
from ..county.ledger_shapes import LedgerColumn
from ..county.model import County
from ..quantity import cell_values, units
from ..quantity.cell_values import Meaning
from ..workbooks import cell_dates, cells
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.grid import Grid, GridCell, Place
from ..workbooks.sheet_tables import SheetTable, normalized
from .area_names import area_names


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """A planned date that is no day: a month or the like, or nothing yet (待定).

    Parameters
    ----------
    words
        What the cell shows.
    first, last
        As of :class:`~xj_analysis.workbooks.cell_dates.CellDate`; neither where nothing is set yet.
    """

    words: str
    first: datetime | None = None
    last: datetime | None = None


Content = str | float | datetime | PlannedDate | None

MOST_FAULTS = 200
"""Most faults of a file that are told; choices are not looked for beyond them."""
_REMEDIES = {cells.NOT_NUMERIC: "请改成数字。"} | dict.fromkeys(
    (cell_values.NO_NUMBER, cell_values.GROUPING, cell_values.WRONG_UNIT, cells.NOT_EXACT), "请只填数字。"
)
_NOT_SET = {"待定", "未定", "另定", "待议", "待明确", "待确定", "未明确", "未确定"}
"""Words for a planned date that is not set."""
_DONE = re.compile(r"已\w{1,4}|完成|办结|(?:开工|竣工|投产|签约)")
_NOT_YET, _UNSET = "还没有的请留空。", "这一列不能空着，请先定下来。"
_WHICH_DAY = "请写是哪一天；不知道的先核实。"


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
    year, serials
        Of a date: as :func:`~xj_analysis.workbooks.cell_dates.read_date` takes them.
    """

    declared: LedgerColumn
    unit: str
    legend: Mapping[str, Meaning]
    names: Sequence[str] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    serials: bool = True

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
    meaning = _meaning(cell, rule)
    if declared.item and meaning == "none":
        return NOT_APPLICABLE
    if cell is None or meaning:
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
            return _date(grid, at, cell, rule, faults)
        case "month":
            return _month(grid, at, cell, rule, faults)
        case "area" | "unit":
            code = rule.codes.get(normalized(cell.text))
            if code is None:
                what = "地区不认识" if declared.kind == "area" else "单位不认识"
                faults.add(grid, at, what, cell.text, _choices(cell.text, rule.names, faults))
            return code
    if cell.kind in ("date", "bool"):
        faults.add(grid, at, "应是文字", cell.text, "请把这一格改成文本格式再填。")
        return None
    if declared.item:
        return _item_state(grid, at, cell, declared.among, faults)
    if declared.among and cell.text.strip() not in declared.among:
        faults.add(grid, at, "只能从几个词里选", cell.text, _choices(cell.text, declared.among, faults))
        return None
    return cell.text.strip()


def _meaning(cell: GridCell | None, rule: CellRule) -> str:
    """What a cell without content means: nothing of the kind, or not known; '' of a cell that has some."""
    if cell is None:
        return "unknown"
    found = cell_values.read_cell_value(cell.text, "个", legend=rule.legend).meaning if cell.kind == "text" else None
    return found or ""


def _item_state(grid: Grid, at: Place, cell: GridCell, among: Sequence[str], faults: FaultCollector) -> str | None:
    state = state_of(cell.text)
    if state is None or (among and state not in (*among, NOT_APPLICABLE)):
        do = f"请写{'、'.join(among or STATES)}，还不知道的留空。"
        faults.add(grid, at, "不是清单的状态", cell.text, do)
        return None
    return state


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


def _date(
    grid: Grid, at: Place, cell: GridCell, rule: CellRule, faults: FaultCollector
) -> datetime | PlannedDate | None:
    """The day or moment of a cell; what is planned may be a month or the like, or not known yet."""
    declared, words = rule.declared, cell.text.strip()
    asked = "请写成 2025-03-02 10:30。" if declared.kind == "time" else "请写成 2025-03-02。"
    if words in _NOT_SET and declared.planned and declared.empty:
        return PlannedDate(words)
    written = cell_dates.read_date(cell, year=rule.year, serials=rule.serials)
    if written is None or written.problem:
        problem = f"，{written.problem}" if written else ""
        not_set = _UNSET if declared.planned else _NOT_YET
        do = not_set if words in _NOT_SET else _WHICH_DAY if _DONE.fullmatch(words) else asked
        faults.add(grid, at, f"不是日期{problem}", cell.text, do)
    elif not written.is_day and declared.planned:
        return PlannedDate(words, written.first, written.last)
    elif not written.is_day:
        faults.add(grid, at, "不是日期，没有写到日", cell.text, asked)
    elif declared.kind == "date" and written.last and (written.last.hour or written.last.minute):
        faults.add(grid, at, "只要日期，不要时间", f"{written.last:%Y-%m-%d %H:%M}", "请只写哪一天。")
    else:
        return written.last
    return None


def _month(grid: Grid, at: Place, cell: GridCell, rule: CellRule, faults: FaultCollector) -> datetime | None:
    """The last day of the month of a cell; what is longer or shorter than a month adds a fault."""
    written = cell_dates.read_date(cell, year=rule.year, serials=False)
    if written and written.first and written.last and _is_month(written.first, written.last):
        return written.last
    problem = f"，{written.problem}" if written and written.problem else ""
    faults.add(grid, at, f"不是月份{problem}", cell.text.strip(), "请写成 2025年8月。")
    return None


def _is_month(first: datetime, last: datetime) -> bool:
    return (first.year, first.month, first.day) == (last.year, last.month, 1) and (last + timedelta(1)).day == 1

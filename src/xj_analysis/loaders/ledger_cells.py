"""What a cell of a ledger says, by what its column was declared to hold; every fault told with its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from ..base.errors import Fault, choices
from ..county.ledger_shapes import LedgerColumn, LedgerShape
from ..county.model import County
from ..quantity import cell_values, units
from ..quantity.hedges import Hedge
from ..workbooks import cells, sheet_tables
from ..workbooks.grid import Grid, GridCell, Place, letters

Content = str | float | datetime | None


@dataclass
class LedgerRow:
    """One row of a ledger as it was read, with the cell of each field; '' is what is blank, None what is faulty."""

    shape: LedgerShape
    file: str
    grid: Grid
    number: int
    values: dict[str, Content] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    sha256: str = ""


@dataclass
class FaultCollector:
    """The faults of one file."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def tell(self, grid: Grid, at: Place, what: str, got: str = "", do: str = "") -> None:
        """Add a fault of a cell."""
        self.faults.append(Fault(where(self.file, grid, at), what, got, do))

    def whole(self, what: str, do: str) -> None:
        """Add a fault of the file."""
        self.faults.append(Fault(self.file, what, do=do))

    def unit(self, table: sheet_tables.SheetTable, given: str, column: int, what: LedgerColumn) -> str:
        """Return the unit of a column: of its heading, the note above where it can be that, or as declared."""
        wanted = str(what.unit)
        if given and not units.convertible(given, wanted):
            self.tell(
                table.grid, table.bottom(column), f"单位与登记的不符（应可换算为{wanted}）", given, "请核对表头。"
            )
            return wanted
        noted = table.noted()
        return given or (noted if noted and units.convertible(noted, wanted) else wanted)


def where(file: str, grid: Grid, at: Place) -> str:
    """Return a cell as a message names it.

    Examples
    --------
    >>> where("a.xlsx", Grid("签约"), (5, 3))
    'a.xlsx 「签约」!C5'
    """
    return f"{file} 「{grid.name}」!{letters(at[1])}{at[0]}"


def read_cell(grid: Grid, at: Place, what: LedgerColumn, unit: str, county: County, told: FaultCollector) -> Content:
    """Return what a cell says; '' where it is blank, None where it is faulty, which is told."""
    cell = grid.cells.get(at)
    if cell is None or (
        cell.kind == "text" and cell_values.read_cell_value(cell.text, "个", legend=county.legend).meaning
    ):
        if not what.empty:
            told.tell(grid, at, "没有填", "" if cell is None else cell.text, "请补填。")
            return None
        return ""
    if why := cells.unusable_reason(cell):
        told.tell(grid, at, why[0], cell.text, why[1])
        return None
    match what.kind:
        case "number":
            amount = _amount(grid, at, cell, unit, county, told)
            return None if amount is None else _bounded(grid, at, cell, amount, unit, what, told)
        case "date" | "time":
            return _moment(grid, at, cell, what, told)
        case "area":
            return _named(grid, at, cell, {area.name: area.code for area in county.areas}, "地区不认识", told)
        case "unit":
            return _named(grid, at, cell, {each.name: each.slug for each in county.units}, "单位不认识", told)
    if cell.kind in ("date", "bool"):
        told.tell(grid, at, "应是文字", cell.text, "请把这一格改成文本格式再填。")
        return None
    if what.among and cell.text.strip() not in what.among:
        told.tell(grid, at, "只能从几个词里选", cell.text, choices(cell.text, what.among))
        return None
    return cell.text.strip()


def _amount(grid: Grid, at: Place, cell: GridCell, unit: str, county: County, told: FaultCollector) -> Fraction | None:
    """The exact number of a cell in the unit of its column."""
    if cell.kind in ("date", "bool"):
        told.tell(grid, at, f"应是数字，这一格是{'日期' if cell.kind == 'date' else '是否'}", cell.text, "请改成数字。")
        return None
    if cell.kind == "number":
        entry = cell_values.read_cell_number(cell.number or 0.0, percent=cell.percent, unit=unit, places=cell.places)
    else:
        entry = cell_values.read_cell_value(cell.text, unit, legend=county.legend)
    if entry.problem or entry.hedge is not Hedge.EXACT:
        told.tell(
            grid, at, f"{entry.problem or '不是确数'}（本列单位：{unit or '无'}）", cell.text[:40], "请只填数字。"
        )
        return None
    return Fraction(entry.digits) * units.ratio(entry.unit, unit)


def _bounded(
    grid: Grid, at: Place, cell: GridCell, amount: Fraction, unit: str, what: LedgerColumn, told: FaultCollector
) -> float | None:
    wanted = str(what.unit)
    value = amount * units.ratio(unit, wanted)
    if units.unit(wanted).counted and value.denominator != 1:
        told.tell(grid, at, f"{wanted}是整数", cell.text, "请填整数。")
        return None
    for limit, beyond, words in ((what.least, -1, "小于下限"), (what.most, 1, "大于上限")):
        if limit is not None and (value - Fraction(str(limit))) * beyond > 0:
            told.tell(grid, at, f"{words}（{limit:g}{wanted}）", cell.text, "请核对。")
            return None
    return float(value)


def _moment(grid: Grid, at: Place, cell: GridCell, what: LedgerColumn, told: FaultCollector) -> datetime | None:
    found = cells.as_datetime(cell)
    if found is None:
        do = "请写成 2025-03-02 10:30。" if what.kind == "time" else "请写成 2025-03-02。"
        told.tell(grid, at, "不是日期", cell.text, do)
    elif what.kind == "date" and (found.hour or found.minute):
        told.tell(grid, at, "只要日期，不要时间", f"{found:%Y-%m-%d %H:%M}", "请只写哪一天。")
        return None
    return found


def _named(
    grid: Grid, at: Place, cell: GridCell, known: Mapping[str, str], what: str, told: FaultCollector
) -> str | None:
    found = {sheet_tables.words(name): code for name, code in known.items()}.get(sheet_tables.words(cell.text))
    if found is None:
        told.tell(grid, at, what, cell.text, choices(cell.text, known))
    return found


def read_totals(
    grid: Grid, number: int, columns: Mapping[str, tuple[int, LedgerColumn]], units_of: Mapping[str, str],
    above: Sequence[LedgerRow], county: County, told: FaultCollector,
) -> None:  # fmt: skip
    """Tell of each sum that is not that of the rows above it; a column without one, or with a faulty cell, has none."""
    for name, unit in units_of.items():
        column, what = columns[name]
        cell = grid.cells.get((number, column))
        parts = [row.values[name] for row in above]
        if cell is None or cells.unusable_reason(cell) or None in parts:
            continue
        said = _amount(grid, (number, column), cell, unit, county, told)
        if said is None:
            continue
        total = sum((Fraction(str(part)) for part in parts if part != ""), Fraction(0))
        if said * units.ratio(unit, str(what.unit)) != total:
            shown = f"{float(total):.15g}{what.unit}"
            told.tell(grid, (number, column), f"合计与各行之和（{shown}）不符", cell.text, "请核对合计与各行。")

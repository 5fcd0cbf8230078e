"""What was read out of one workbook: values with their cells, and every fault found on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..base.errors import DataError, Fault
from ..base.text import printable
from ..county.model import County, Indicator
from ..quantity import cell_values, periods
from ..quantity.cell_values import CellValue
from ..workbooks import cells
from ..workbooks.grid import Grid, GridCell, Place, letters

_PERIOD = re.compile(r"(20\d\d)年(?:(?:1月?[—–―\-~～至到])?(\d{1,2})月)")
_REMEDY = {
    cell_values.NO_NUMBER: "请只填数字；约数写“约”“近”“余”等，没有的按图例填“—”或留空。",
    cell_values.GROUPING: "请按三位一节写逗号，或不写逗号。",
    cell_values.WRONG_UNIT: "请改填本列的单位，或核对是否填错列。",
}


@dataclass(frozen=True)
class Value:
    """One value of a report, and the cell it stands in.

    Parameters
    ----------
    measure
        ``cumulative`` or ``single``: which of the two periods of the report it is for.
    """

    indicator: str
    area: str
    measure: str
    entry: CellValue
    sheet: str
    at: Place

    @property
    def locator(self) -> str:
        """The cell, as a reader looks it up: ``项目!C7``; no name of a sheet turns round what is printed after it."""
        return f"{printable(self.sheet)}!{letters(self.at[1])}{self.at[0]}"


@dataclass(frozen=True)
class CellFault:
    """A fault with the cell it is in, so that the cell can be marked; without one where it is about the whole file.

    Parameters
    ----------
    whole
        True where nothing of the file can be used, even of what is sound: a stale template, another period.
    """

    fault: Fault
    sheet: str = ""
    at: Place | None = None
    whole: bool = False


@dataclass
class FiledReport:
    """What one workbook says.

    Parameters
    ----------
    unit
        Slug of the unit it is from; empty where that cannot be told.
    period
        The month it is for, as the 累计 period.
    template
        Whether it is one of our templates, filled in.
    """

    name: str
    unit: str = ""
    period: str = ""
    template: bool = False
    values: list[Value] = field(default_factory=list)
    findings: list[CellFault] = field(default_factory=list)

    def fault(
        self, grid: Grid | None, at: Place | None, what: str, got: str = "", do: str = "", *, whole: bool = False
    ) -> None:
        """Add a fault of a cell, of a sheet, or of the whole file."""
        where = self.name
        if grid is not None:
            where += f" 「{grid.name}」" + (f"!{letters(at[1])}{at[0]}" if at else "")
        self.findings.append(CellFault(Fault(where, what, got, do), grid.name if grid else "", at, whole or at is None))

    def whole(self, error: DataError) -> FiledReport:
        """Return this report with the faults of a file that could not be read."""
        self.findings += [CellFault(fault, whole=True) for fault in error.faults or (error.fault,)]
        return self


def entry_of(
    report: FiledReport, grid: Grid, at: Place, cell: GridCell | None, indicator: Indicator, unit: str, county: County
) -> CellValue | None:
    """Return what a cell of `unit` says of an indicator; None where it is faulty, which the report then knows."""
    if cell is None:
        return cell_values.read_cell_value("", unit, legend=county.legend)
    if why := cells.unusable_reason(cell):
        report.fault(grid, at, why[0], cell.text, why[1])
        return None
    match cell.kind:
        case "bool" | "date":
            kind = "日期" if cell.kind == "date" else "是否"
            report.fault(grid, at, f"应是数字，这一格是{kind}", cell.text, "请改成数字格式再填。")
            return None
        case "number":
            found = cell_values.read_cell_number(
                cell.number or 0.0, percent=cell.percent, unit=unit, places=cell.places
            )
        case _:
            found = cell_values.read_cell_value(cell.text, unit, legend=county.legend, decimals=indicator.decimals)
    if found.problem:
        shown = cell.text if len(cell.text) <= _SHOWN else f"{cell.text[:_SHOWN]}…"
        report.fault(grid, at, f"{found.problem}（本列单位：{unit}）", shown, _REMEDY[found.problem])
        return None
    return found


_SHOWN = 40


def period_of(words: Iterable[str]) -> str | None:
    """Return the 累计 period that a title names, None where none does.

    Examples
    --------
    >>> period_of(["示例县２０２５年1—9月接待情况"]), period_of(["2025年9月报表"]), period_of(["报表"])
    ('2025-01/2025-09', '2025-01/2025-09', None)
    """
    import unicodedata

    for text in words:
        match = _PERIOD.search("".join(unicodedata.normalize("NFKC", text).split()))
        if match:
            code = f"{match[1]}-01/{match[1]}-{int(match[2]):02d}"
            try:
                periods.parse(code)
            except DataError:
                continue
            return code
    return None


def month_of(period: str) -> str:
    """Return the single month a 累计 period ends in.

    Examples
    --------
    >>> month_of("2025-01/2025-09")
    '2025-09'
    """
    return period.rpartition("/")[2]

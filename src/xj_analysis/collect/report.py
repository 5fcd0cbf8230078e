"""Filed reports: the values of one workbook with their cells, and its faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from ..base.text import printable
from ..county.model import County, Indicator
from ..quantity import cell_values, units
from ..quantity.cell_values import CellValue
from ..quantity.periods import Period
from ..workbooks import cells
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.grid import Grid, Place, column_letters

WITHHELD = "合计没有收，其中有乡镇的数缺了或有问题"
"""What becomes of a total without one of its parts."""
_REMEDIES = {
    cells.NOT_NUMERIC: "请改成数字格式再填。",
    cell_values.NO_NUMBER: "请只填数字；约数写“约”“近”“余”等；从来没有的填“—”。",
    cell_values.GROUPING: "请按三位一节写逗号，或不写逗号；小数点写“.”。",
    cell_values.WRONG_UNIT: "请改填本列的单位，或核对是否填错列。",
}


@dataclass(frozen=True)
class Value:
    """One value of a report, and the cell it stands in.

    Parameters
    ----------
    measure
        ``cumulative`` for the 累计 period of the report, ``single`` for its last month.
    note
        What the sender wrote in the 说明 of its row.
    period
        Code of its own period, of a table with several; empty for that of the report.
    unit_at
        Cell that names the unit of its column; None where that is not known.
    """

    indicator: str
    area: str
    measure: str
    entry: CellValue
    sheet: str
    at: Place
    note: str = ""
    period: str = ""
    unit_at: Place | None = None

    def amount(self, unit: str) -> Fraction:
        """Return its exact number in a unit."""
        return Fraction(self.entry.digits) * units.ratio(self.entry.unit, unit)

    @property
    def locator(self) -> str:
        """Address of the cell: ``项目!C7``; control characters in the name of the sheet are made visible."""
        return f"{printable(self.sheet)}!{column_letters(self.at[1])}{self.at[0]}"


@dataclass
class FiledReport:
    """The contents of one workbook that a unit filed.

    Parameters
    ----------
    faults
        Every fault of the file.
    unit
        Slug of the unit that filed it; empty where it is unknown.
    period
        The 累计 period it is for; empty where it is unknown.
    template
        True where it is a filled template of ours.
    left_out
        What the file holds and no value keeps, a line each: sheets, columns, rows, notes, totals.
    """

    faults: FaultCollector
    unit: str = ""
    period: str = ""
    template: bool = False
    values: list[Value] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def is_faulty(self, value: Value) -> bool:
        """Return whether a fault makes a value unusable."""
        return any(entry.spoils(value.sheet, value.at) for entry in self.faults.entries)


def read_entry(
    report: FiledReport, grid: Grid, at: Place, indicator: Indicator, unit: str, county: County
) -> CellValue | None:
    """Return the entry of an indicator in a cell of `unit`; None adds a fault to the report."""
    return cells.read_number(
        grid, at, unit, report.faults, remedies=_REMEDIES, legend=county.legend, decimals=indicator.decimals,
        change=indicator.kind == "change" and not indicator.falls,
    )  # fmt: skip


def month_of(period: str) -> str:
    """Return the single month a 累计 period ends in.

    Examples
    --------
    >>> month_of("2025-01/2025-09")
    '2025-09'
    """
    return period.rpartition("/")[2]


def month_after(period: Period) -> tuple[int, int]:
    """Return year and month of the month after a 累计 period.

    Examples
    --------
    >>> from xj_analysis.quantity import periods
    >>> month_after(periods.parse("2025-01/2025-12"))
    (2026, 1)
    """
    end = period.end
    if end is None:
        raise ValueError(period.code)
    return end.year + end.month // 12, end.month % 12 + 1

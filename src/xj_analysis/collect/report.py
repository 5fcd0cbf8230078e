"""Filed reports: the values of one workbook with their cells, and its faults."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..base.errors import DataError
from ..base.text import printable
from ..county.model import County, Indicator
from ..quantity import cell_values, periods
from ..quantity.cell_values import CellValue
from ..quantity.periods import Period
from ..workbooks import cells
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.grid import Grid, Place, column_letters

_PERIOD = re.compile(r"(20\d\d)年(?:(?:1月?[—–―\-~～至到])?(\d{1,2})月)")
_REMEDIES = {
    cells.NOT_NUMERIC: "请改成数字格式再填。",
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
        ``cumulative`` for the 累计 period of the report, ``single`` for its last month.
    note
        The sender's words about it (说明); empty for none.
    """

    indicator: str
    area: str
    measure: str
    entry: CellValue
    sheet: str
    at: Place
    note: str = ""

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
        Sheets, tables, rows and columns that were not read, a Chinese line each: ``「说明」页``.
    """

    faults: FaultCollector
    unit: str = ""
    period: str = ""
    template: bool = False
    values: list[Value] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read_entry(
    report: FiledReport, grid: Grid, at: Place, indicator: Indicator, unit: str, county: County
) -> CellValue | None:
    """Return the entry of an indicator in a cell of `unit`; None adds a fault to the report."""
    return cells.read_number(
        grid, at, unit, report.faults, remedies=_REMEDIES, legend=county.legend, decimals=indicator.decimals
    )


def period_of(titles: Iterable[str]) -> str | None:
    """Return the code of the 累计 period that the first dated title names; None where none does.

    Examples
    --------
    >>> period_of(["示例县２０２５年1—9月接待情况"]), period_of(["2025年9月报表"]), period_of(["报表"])
    ('2025-01/2025-09', '2025-01/2025-09', None)
    """
    import unicodedata

    for title in titles:
        match = _PERIOD.search("".join(unicodedata.normalize("NFKC", title).split()))
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


def month_after(period: Period) -> tuple[int, int]:
    """Return year and month of the month after a 累计 period.

    Examples
    --------
    >>> month_after(periods.parse("2025-01/2025-12"))
    (2026, 1)
    """
    end = period.end
    if end is None:
        raise ValueError(period.code)
    return end.year + end.month // 12, end.month % 12 + 1

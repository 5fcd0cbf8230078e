"""Department sheets described in a few lines of TOML, and read from rows of text."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence

from xj_analysis.collect import department_sheet
from xj_analysis.collect.report import FiledReport
from xj_analysis.county.model import County
from xj_analysis.county.reporting import SheetShape
from xj_analysis.workbooks.grid import Grid, GridCell

Rows = Sequence[Sequence[str]]


def grid_of(rows: Rows, name: str = "Sheet1", *, top: int = 1, left: int = 1) -> Grid:
    """A sheet with rows of text from a place on; digits are numbers."""
    cells = {}
    for n, row in enumerate(rows):
        for m, text in enumerate(row):
            if text:
                number = float(text) if text.replace(".", "", 1).isdigit() else None
                cells[top + n, left + m] = GridCell(text, "text" if number is None else "number", number)
    return Grid(name, cells)


def shape_of(description: str, unit: str = "jtj") -> SheetShape:
    """The shape that lines of TOML describe."""
    return SheetShape.model_validate({"slug": "a", "unit": unit, "file": "*", **tomllib.loads(description)})


def read(
    county: County, shape: SheetShape, sheets: Mapping[str, Rows] | Rows, name: str = "报表.xlsx", period: str = ""
) -> FiledReport:
    """The report in sheets of rows (one sheet, or several by name)."""
    several = sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}
    grids = [grid_of(rows, title) for title, rows in several.items()]
    return department_sheet.read_department_sheet(name, grids, [shape], county, period)


def values(report: FiledReport) -> dict[tuple[str, str, str], str]:
    """Digits by indicator, last digits of the area, and period."""
    return {(value.indicator, value.area[-3:], value.period or report.period): value.entry.digits
            for value in report.values}  # fmt: skip


def faults(report: FiledReport) -> list[str]:
    """Place and problem of each fault, without the file."""
    return [f"{fault.where.removeprefix(report.faults.file).strip()} {fault.what}" for fault in report.faults.faults]

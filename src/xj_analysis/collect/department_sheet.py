"""Department sheets as filed reports, read by the shapes (``[[sheets]]``) that collection.toml declares."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from pathlib import PurePath

from ..county.model import County
from ..county.reporting import SheetShape
from ..quantity import periods
from ..quantity.period_words import PeriodWords, words_of
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.grid import Grid
from ..workbooks.sheet_tables import SheetTable
from .cell_comments import take_comments
from .left_out import left_out
from .report import FiledReport
from .sheet_choice import choose_tables
from .sheet_coordinates import Meanings
from .sheet_values import SheetReader
from .stated_periods import PeriodStatement, name_statements, settle_period, title_statements


def shapes_for(name: str, county: County) -> list[SheetShape]:
    """Return the shapes whose file pattern matches the name of a file.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> shape = SheetShape(slug="a", unit="u", file="*接待*", key="乡镇", columns={})
    >>> [s.slug for s in shapes_for("9月接待情况.xlsx", SimpleNamespace(sheets=(shape,)))]
    ['a']
    """
    return [shape for shape in county.sheets if fnmatch.fnmatchcase(name, shape.file)]


def read_department_sheet(
    name: str, sheets: Sequence[Grid], shapes: Sequence[SheetShape], county: County, period: str = ""
) -> FiledReport:
    """Return the report in a department's own workbook.

    Parameters
    ----------
    name
        Name of the file, for faults and for the period it may name.
    sheets
        All its sheets; hidden ones are skipped.
    shapes
        Shapes of the tables it must hold.
    county
        Declares areas and indicators.
    period
        Code of the period it must be for; empty to accept any.
    """
    report = FiledReport(FaultCollector(name), unit=shapes[0].unit)
    visible = [grid for grid in sheets if not grid.hidden]
    named = name_statements("文件名", name)
    read: list[SheetTable] = []
    rows: dict[str, set[int]] = {}
    columns: dict[str, set[int]] = {}
    for shape in shapes:
        tables = choose_tables(report, visible, shape, named, period)
        if not tables:
            continue
        words = _period_of(report, tables[0], shape, named, period)
        if words is None and "periods" not in shape.dimensions:
            continue
        meanings = Meanings(shape, county, words, only=bool(period))
        reader = SheetReader(report, meanings)
        reader.read(tables)
        read += tables
        for known, more in ((rows, reader.rows_read), (columns, reader.columns_read)):
            for sheet, numbers in more.items():
                known.setdefault(sheet, set()).update(numbers)
    if read:
        report.left_out += left_out(sheets, read, rows, columns, [shape.title for shape in shapes if shape.title])
    take_comments(report, sheets)
    report.period = report.period or _latest(report)
    return report


def _period_of(
    report: FiledReport, table: SheetTable, shape: SheetShape, named: Sequence[PeriodStatement], required: str
) -> PeriodWords | None:
    """The period that titles, names and the request agree on; of a table of several, what it needs of a year."""
    sheet = table.grid.name
    named_apart = () if sheet == PurePath(report.faults.file).stem else name_statements("页名", sheet)  # of a .csv
    stated = [*title_statements(table), *named_apart]
    if "periods" not in shape.dimensions:
        named = named if stated or required or shape.period == "file" else ()
        by_file = shape.period == "file"
        return settle_period(report, [*stated, *named], required, (table.grid, table.corner), annual=by_file)
    if required:
        return words_of(periods.parse(required))
    return next((statement.words[0] for statement in (*stated, *named)), None)


def _latest(report: FiledReport) -> str:
    """The latest period of the values of a table of several, the longest of those that end together."""
    own = [periods.parse(value.period) for value in report.values if value.period]
    latest = max(own, key=lambda period: (period.reach, -(period.start or period.reach).toordinal()), default=None)
    return latest.code if latest else ""

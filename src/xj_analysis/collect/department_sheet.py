"""Department sheets as filed reports, read by the shapes (``[[sheets]]``) that county.toml declares."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence

from ..base.errors import choices
from ..county.model import County, Indicator
from ..county.reporting import SheetColumn, SheetShape
from ..quantity import units
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.grid import Grid, Place
from ..workbooks.sheet_tables import SheetTable, find_table, is_unit, normalized, unit_in, without_unit
from .report import FiledReport, Value, period_of, read_entry


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
        Name of the file, for faults.
    sheets
        All its sheets; hidden ones are skipped.
    shapes
        Shapes of the tables it must hold.
    county
        Declares areas and indicators.
    period
        The 累计 period it must be for; empty to accept any.
    """
    report = FiledReport(FaultCollector(name), unit=shapes[0].unit)
    visible = [grid for grid in sheets if not grid.hidden]
    for shape in shapes:
        candidates = [grid for grid in visible if fnmatch.fnmatchcase(grid.name, shape.sheet)]
        tables = (find_table(grid, shape.key, levels=shape.levels, title=shape.title) for grid in candidates)
        table = next(filter(None, tables), None)
        if table is None:
            grid = candidates[0] if candidates else None
            what = f"没有找到表（{shape.title or shape.sheet}，表头含“{shape.key}”）"
            report.faults.add(grid, None, what, do="请不要改页名、表名和表头。")
            continue
        _read_period(report, table, period)
        if shape.rows == "areas":
            _read_areas(report, table, shape, county)
        else:
            _read_indicators(report, table, shape, county)
    return report


def _read_period(report: FiledReport, table: SheetTable, required: str) -> None:
    """Set the period of a report from the titles of a table, else from all rows above its headings."""
    above = [table.grid.cells[at] for at in sorted(table.grid.cells) if at[0] < table.heading]
    titles = [cell for at, cell in sorted(table.grid.cells.items()) if table.top <= at[0] < table.heading]
    period = period_of(cell.text for cell in titles) or period_of(cell.text for cell in above)
    at = next((at for at in sorted(table.grid.cells) if period_of([table.grid.cells[at].text])), None)
    if period is None and not required:
        report.faults.add(table.grid, table.corner, "表上没有期间", do="请在标题里写明，如 2025年1—9月。", whole=True)
    elif period and required and period != required:
        got = table.grid.cells[at].text if at else ""
        report.faults.add(table.grid, at, f"期间不是要收的期间（{required}）", got, "请核对是否报错了表。", whole=True)
    elif period and report.period and period != report.period:
        report.faults.add(table.grid, at, "各表的期间不同", period, "请核对标题。", whole=True)
    report.period = report.period or period or required


def _read_areas(report: FiledReport, table: SheetTable, shape: SheetShape, county: County) -> None:
    headings = table.headings()
    declared = {column: column_shape for name, column_shape in shape.columns.items()
              if (column := table.find_column(headings, name, report.faults))}  # fmt: skip
    units_by_column: dict[int, str] = {}
    for column, column_shape in declared.items():
        at, indicator = table.heading_cell(column), county.by_slug[column_shape.of]
        if unit := _unit_of(report, table, shape, at, headings[column][1], indicator):
            units_by_column[column] = unit
    areas = {normalized(area.name): area.code for area in county.areas}
    areas |= {normalized(total): county.code for total in shape.total}
    seen: dict[str, Place] = {}
    for row, text in table.rows(shape.key, hidden=shape.hidden == "read"):
        at = (row, table.key)
        code = areas.get(text)
        if code is None:
            report.faults.add(table.grid, at, "地区不认识", text, choices(text, areas))
        elif code in seen:
            report.faults.add(table.grid, at, "同一地区出现两次", text, f"前一次在第{seen[code][0]}行，请只留一行。")
        else:
            seen[code] = at
            for column, unit in units_by_column.items():
                _read_value(report, table, (row, column), code, declared[column], unit, county)
    towns = next(u.by_town for u in county.units if u.slug == shape.unit)
    if any(column_shape.of in towns for column_shape in shape.columns.values()):
        for code in county.towns:
            if code not in seen:
                name = county.area_names[code]
                report.faults.add(table.grid, table.corner, "缺少乡镇", name, f"请补上{name}一行，没有的填“—”。")


def _read_indicators(report: FiledReport, table: SheetTable, shape: SheetShape, county: County) -> None:
    headings = table.headings()
    column = table.find_column(headings, shape.value, report.faults)
    unit_column = table.find_column(headings, shape.unit_heading, report.faults) if shape.unit_heading else None
    if column is None or (shape.unit_heading and unit_column is None):
        return
    declared = {normalized(name): column_shape for name, column_shape in shape.columns.items()}
    seen: dict[str, int] = {}
    for row, text in table.rows(shape.key, hidden=shape.hidden == "read"):
        name = without_unit(text)
        if name not in declared:
            continue  # departments report more indicators than are declared
        if name in seen:
            report.faults.add(
                table.grid, (row, table.key), "同一指标出现两次", text, f"前一次在第{seen[name]}行，请只留一行。"
            )
            continue
        seen[name] = row
        named = table.grid.text_at(row, unit_column) if unit_column else unit_in(text)
        at, indicator = (row, unit_column or table.key), county.by_slug[declared[name].of]
        if unit := _unit_of(report, table, shape, at, normalized(named) or headings[column][1], indicator):
            _read_value(report, table, (row, column), county.code, declared[name], unit, county)
    for name in declared:
        if name not in seen:
            report.faults.add(table.grid, table.corner, "缺少指标", name, f"请补上“{name}”一行。")


def _unit_of(
    report: FiledReport, table: SheetTable, shape: SheetShape, at: Place, named: str, indicator: Indicator
) -> str:
    """Unit of a column or row, from its heading, the note above, or the declaration; '' adds a fault."""
    unit = named or table.unit_note() or shape.default_unit
    if not unit:
        report.faults.add(table.grid, at, "不知道单位", do="请在表头或表的右上角写明单位。")
    elif not is_unit(unit) or not units.convertible(unit, indicator.unit):
        report.faults.add(table.grid, at, f"单位与指标不符（应可换算为{indicator.unit}）", unit, "请核对表头的单位。")
    else:
        return unit
    return ""


def _read_value(
    report: FiledReport, table: SheetTable, at: Place, area: str, column_shape: SheetColumn, unit: str,
    county: County,
) -> None:  # fmt: skip
    indicator = county.by_slug[column_shape.of]
    entry = read_entry(report, table.grid, at, indicator, unit, county)
    if entry is not None:
        report.values.append(Value(indicator.slug, area, column_shape.measure, entry, table.grid.name, at))

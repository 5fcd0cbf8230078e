"""A department's own sheet as values, by the shape described once in county.toml: headings are found, not counted."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence

from ..base.errors import choices
from ..county.model import County, Indicator
from ..county.reporting import SheetColumn, SheetShape
from ..quantity import units
from ..workbooks.grid import Grid, Place
from ..workbooks.sheet_tables import SheetTable, bare, find_table, is_unit, unit_in, words
from .report import FiledReport, Value, entry_of, period_of


def shapes_for(name: str, county: County) -> list[SheetShape]:
    """Return the shapes a file is read by: those whose file pattern its name fits.

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
    """Return what a department's own workbook says.

    Parameters
    ----------
    name
        The file's, for faults.
    sheets
        All of its sheets; hidden ones are not read.
    shapes
        The tables it must hold.
    county
        Names areas and indicators.
    period
        The 累计 period it must be for; empty for whatever it says.
    """
    report = FiledReport(name, unit=shapes[0].unit)
    visible = [grid for grid in sheets if not grid.hidden]
    for shape in shapes:
        candidates = [grid for grid in visible if fnmatch.fnmatchcase(grid.name, shape.sheet)]
        tables_there = (find_table(grid, shape.key, levels=shape.levels, title=shape.title) for grid in candidates)
        found = next(filter(None, tables_there), None)
        if found is None:
            where = candidates[0] if candidates else None
            what = f"没有找到表（{shape.title or shape.sheet}，表头含“{shape.key}”）"
            report.fault(where, None, what, do="请不要改页名、表名和表头。")
            continue
        _period(report, found, period)
        _read(report, found, shape, county)
    return report


def _period(report: FiledReport, table: SheetTable, wanted: str) -> None:
    above = [table.grid.cells[at] for at in sorted(table.grid.cells) if at[0] < table.heading]
    own = [cell for at, cell in sorted(table.grid.cells.items()) if table.begin <= at[0] < table.heading]
    found = period_of(cell.text for cell in own) or period_of(cell.text for cell in above)
    at = next((at for at in sorted(table.grid.cells) if period_of([table.grid.cells[at].text])), None)
    if found is None and not wanted:
        report.fault(table.grid, table.corner, "表上没有期间", do="请在标题里写明，如 2025年1—9月。", whole=True)
    elif found and wanted and found != wanted:
        got = table.grid.cells[at].text if at else ""
        report.fault(table.grid, at, f"期间不是要收的期间（{wanted}）", got, "请核对是否报错了表。", whole=True)
    elif found and report.period and found != report.period:
        report.fault(table.grid, at, "各表的期间不同", found, "请核对标题。", whole=True)
    report.period = report.period or found or wanted


def _read(report: FiledReport, table: SheetTable, shape: SheetShape, county: County) -> None:
    if shape.rows == "areas":
        _by_area(report, table, shape, county)
    else:
        _by_indicator(report, table, shape, county)


def _by_area(report: FiledReport, table: SheetTable, shape: SheetShape, county: County) -> None:
    headings = table.headings()
    places = {column: what for name, what in shape.columns.items()
              if (column := table.column(headings, name, report.fault))}  # fmt: skip
    own = {
        column: unit
        for column, what in places.items()
        if (unit := _unit_of(report, table, shape, table.bottom(column), headings[column][1], county.by_slug[what.of]))
    }
    areas = {words(area.name): area.code for area in county.areas}
    areas |= {words(total): county.code for total in shape.total}
    seen: dict[str, Place] = {}
    for row, text in table.lines(shape.key, hidden=shape.hidden == "read"):
        at = (row, table.key)
        code = areas.get(text)
        if code is None:
            report.fault(table.grid, at, "地区不认识", text, choices(text, areas))
        elif code in seen:
            report.fault(table.grid, at, "同一地区出现两次", text, f"前一次在第{seen[code][0]}行，请只留一行。")
        else:
            seen[code] = at
            for column, unit in own.items():
                _value(report, table, (row, column), code, places[column], unit, county)
    towns = next(u.by_town for u in county.units if u.slug == shape.unit)
    if any(what.of in towns for what in shape.columns.values()):
        for code in county.towns:
            if code not in seen:
                name = county.area_names[code]
                report.fault(table.grid, table.corner, "缺少乡镇", name, f"请补上{name}一行，没有的填“—”。")


def _by_indicator(report: FiledReport, table: SheetTable, shape: SheetShape, county: County) -> None:
    headings = table.headings()
    column = table.column(headings, shape.value, report.fault)
    own = table.column(headings, shape.unit_heading, report.fault) if shape.unit_heading else None
    if column is None or (shape.unit_heading and own is None):
        return
    wanted = {words(name): what for name, what in shape.columns.items()}
    seen: dict[str, int] = {}
    for row, text in table.lines(shape.key, hidden=shape.hidden == "read"):
        name = bare(text)
        if name not in wanted:
            continue  # departments print more than they are asked for
        if name in seen:
            report.fault(
                table.grid, (row, table.key), "同一指标出现两次", text, f"前一次在第{seen[name]}行，请只留一行。"
            )
            continue
        seen[name] = row
        given = table.grid.shown(row, own) if own else unit_in(text)
        at, indicator = (row, own or table.key), county.by_slug[wanted[name].of]
        if unit := _unit_of(report, table, shape, at, words(given) or headings[column][1], indicator):
            _value(report, table, (row, column), county.code, wanted[name], unit, county)
    for name in wanted:
        if name not in seen:
            report.fault(table.grid, table.corner, "缺少指标", name, f"请补上“{name}”一行。")


def _unit_of(
    report: FiledReport, table: SheetTable, shape: SheetShape, at: Place, given: str, indicator: Indicator
) -> str:
    """The unit of a column or row, from its heading, the note above, or the declaration; a fault where it is wrong."""
    unit = given or table.noted() or shape.default_unit
    if not unit:
        report.fault(table.grid, at, "不知道单位", do="请在表头或表的右上角写明单位。")
    elif not is_unit(unit) or not units.convertible(unit, indicator.unit):
        report.fault(table.grid, at, f"单位与指标不符（应可换算为{indicator.unit}）", unit, "请核对表头的单位。")
    else:
        return unit
    return ""


def _value(
    report: FiledReport, table: SheetTable, at: Place, area: str, what: SheetColumn, unit: str, county: County
) -> None:
    indicator = county.by_slug[what.of]
    entry = entry_of(report, table.grid, at, table.grid.cells.get(at), indicator, unit, county)
    if entry is not None:
        report.values.append(Value(indicator.slug, area, what.measure, entry, table.grid.name, at))

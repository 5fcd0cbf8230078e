"""A department's own sheet as values, by the shape described once in county.toml: headings are found, not counted."""

from __future__ import annotations

import difflib
import fnmatch
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .. import units
from ..collection import SheetColumn, SheetShape
from ..county import County, Indicator
from ..errors import DataError, choices
from ..workbooks.grid import Grid, Place
from .report import Report, Value, entry_of, period_of

_UNIT = re.compile(r"[（(]([^（()）]{1,8})[)）]")
_NOTED = re.compile(r"单位[:：]([^\s，,；;。]{1,8})")
_FOOTNOTES = ("注", "说明", "备注", "填表", "制表", "审核", "联系", "*", "※")
_ALIKE = 0.6
_EMPTY_ROWS = 2


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


def read(name: str, sheets: Sequence[Grid], shapes: Sequence[SheetShape], county: County, period: str = "") -> Report:
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
    report = Report(name, unit=shapes[0].unit)
    visible = [grid for grid in sheets if not grid.hidden]
    for shape in shapes:
        candidates = [grid for grid in visible if fnmatch.fnmatchcase(grid.name, shape.sheet)]
        found = next((table for grid in candidates if (table := _table(grid, shape))), None)
        if found is None:
            where = candidates[0] if candidates else None
            what = f"没有找到表（{shape.title or shape.sheet}，表头含“{shape.key}”）"
            report.fault(where, None, what, do="请不要改页名、表名和表头。")
            continue
        _period(report, found, period)
        _read(report, found, county)
    return report


@dataclass(frozen=True)
class _Table:
    """Where a table stands: its sheet, the row of its first heading, its key column, and where it may begin."""

    grid: Grid
    shape: SheetShape
    begin: int
    heading: int
    key: int

    @property
    def first(self) -> int:
        return self.heading + self.shape.levels


def _words(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _bare(heading: str) -> str:
    """A heading without its unit."""
    return _UNIT.sub(lambda match: "" if _is_unit(match[1]) else match[0], heading)


def _is_unit(symbol: str) -> bool:
    try:
        units.unit(symbol)
    except DataError:
        return False
    return True


def _table(grid: Grid, shape: SheetShape) -> _Table | None:
    begin = 1
    if shape.title:
        titled = (
            row for row, column in sorted(grid.cells) if _words(shape.title) in _words(grid.cells[row, column].text)
        )
        begin = next(titled, 0)
        if not begin:
            return None
    for row, column in sorted(grid.cells):
        # the key may stand in one corner of a diagonal cell; a title that holds it is no heading: nothing is beside it
        if row >= begin and _words(shape.key) in _words(grid.cells[row, column].text):
            beside = [c for c, _ in grid.row(row) if c > column]
            if beside and not any(top[0] == row and top[1] <= column < beside[0] <= end[1] for top, end in grid.merged):
                return _Table(grid, shape, begin, row, column)
    return None


def _period(report: Report, table: _Table, wanted: str) -> None:
    above = [table.grid.cells[at] for at in sorted(table.grid.cells) if at[0] < table.heading]
    own = [cell for at, cell in sorted(table.grid.cells.items()) if table.begin <= at[0] < table.heading]
    found = period_of(cell.text for cell in own) or period_of(cell.text for cell in above)
    at = next((at for at in sorted(table.grid.cells) if period_of([table.grid.cells[at].text])), None)
    if found is None and not wanted:
        report.fault(
            table.grid, (table.heading, table.key), "表上没有期间", do="请在标题里写明，如 2025年1—9月。", whole=True
        )
    elif found and wanted and found != wanted:
        got = table.grid.cells[at].text if at else ""
        report.fault(table.grid, at, f"期间不是要收的期间（{wanted}）", got, "请核对是否报错了表。", whole=True)
    elif found and report.period and found != report.period:
        report.fault(table.grid, at, "各表的期间不同", found, "请核对标题。", whole=True)
    report.period = report.period or found or wanted


def _headings(table: _Table) -> dict[int, tuple[str, str]]:
    """By column: the heading with its levels joined, without unit; and the unit, where it names one."""
    found: dict[int, tuple[str, str]] = {}
    for column in range(1, table.grid.last_column + 1):
        levels: list[str] = []
        for row in range(table.heading, table.first):
            text = _words(table.grid.shown(row, column))
            if text and text not in levels[-1:]:
                levels.append(text)
        unit = next((m[1] for text in reversed(levels) for m in _UNIT.finditer(text) if _is_unit(m[1])), "")
        found[column] = ("/".join(_bare(text) for text in levels), unit)
    return found


def _noted(table: _Table) -> str:
    """The unit a note above the table names, 见各行 left out."""
    for (row, _), cell in sorted(table.grid.cells.items(), reverse=True):
        if table.begin <= row <= table.heading:
            match = _NOTED.search(_words(cell.text))
            if match and _is_unit(match[1]):
                return match[1]
    return ""


def _lines(table: _Table) -> Iterator[tuple[int, str]]:
    """The rows of the table with what their key column says, up to a footnote, two blank rows, or another table."""
    blank = 0
    for row in range(table.first, table.grid.last_row + 1):
        text = _words(table.grid.shown(row, table.key))
        if text.startswith(_FOOTNOTES) or table.shape.key in text:
            return
        if not text:
            blank += 1
            if blank >= _EMPTY_ROWS:
                return
            continue
        blank = 0
        if table.shape.hidden == "skip" and row in table.grid.hidden_rows:
            continue
        yield row, text


def _column(report: Report, table: _Table, headings: dict[int, tuple[str, str]], wanted: str) -> int | None:
    """The one column of a heading; a fault where there is none, or there are two."""
    found = [column for column, (name, _) in headings.items() if name == _words(wanted)]
    if len(found) == 1:
        return found[0]
    at = (table.heading, table.key)
    if not found:
        names = [name for name, _ in headings.values() if name]
        near = difflib.get_close_matches(wanted, names, 1, _ALIKE)
        report.fault(table.grid, at, f"表头里没有“{wanted}”", near[0] if near else "", choices(wanted, names))
    else:
        report.fault(table.grid, (table.heading, found[1]), "表头重复", wanted, "请只留一列。")
    return None


def _read(report: Report, table: _Table, county: County) -> None:
    headings = _headings(table)
    if table.shape.rows == "areas":
        _by_area(report, table, headings, county)
    else:
        _by_indicator(report, table, headings, county)


def _by_area(report: Report, table: _Table, headings: dict[int, tuple[str, str]], county: County) -> None:
    places = {column: what for name, what in table.shape.columns.items()
              if (column := _column(report, table, headings, name))}  # fmt: skip
    own = {
        column: unit
        for column, what in places.items()
        if (unit := _unit_of(report, table, (_bottom(table, column), column), headings[column][1],
                             county.by_slug[what.of]))
    }  # fmt: skip
    areas = {_words(area.name): area.code for area in county.areas}
    areas |= {_words(total): county.code for total in table.shape.total}
    seen: dict[str, Place] = {}
    for row, text in _lines(table):
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
    towns = next(u.by_town for u in county.units if u.slug == table.shape.unit)
    if any(what.of in towns for what in table.shape.columns.values()):
        for code in county.towns:
            if code not in seen:
                name = county.area_names[code]
                report.fault(
                    table.grid, (table.heading, table.key), "缺少乡镇", name, f"请补上{name}一行，没有的填“—”。"
                )


def _bottom(table: _Table, column: int) -> int:
    """The row of a heading's text nearest to the numbers; in a merged area, where the text stands."""
    rows = [row for row in range(table.heading, table.first) if (row, column) in table.grid.cells]
    return rows[-1] if rows else table.heading


def _by_indicator(report: Report, table: _Table, headings: dict[int, tuple[str, str]], county: County) -> None:
    shape = table.shape
    column = _column(report, table, headings, shape.value)
    own = _column(report, table, headings, shape.unit_heading) if shape.unit_heading else None
    if column is None or (shape.unit_heading and own is None):
        return
    wanted = {_words(name): what for name, what in shape.columns.items()}
    seen: dict[str, int] = {}
    for row, text in _lines(table):
        name = _bare(text)
        if name not in wanted:
            continue  # departments print more than they are asked for
        if name in seen:
            report.fault(
                table.grid, (row, table.key), "同一指标出现两次", text, f"前一次在第{seen[name]}行，请只留一行。"
            )
            continue
        seen[name] = row
        given = table.grid.shown(row, own) if own else next((m[1] for m in _UNIT.finditer(text)), "")
        at, indicator = (row, own or table.key), county.by_slug[wanted[name].of]
        if unit := _unit_of(report, table, at, _words(given) or headings[column][1], indicator):
            _value(report, table, (row, column), county.code, wanted[name], unit, county)
    for name in wanted:
        if name not in seen:
            report.fault(table.grid, (table.heading, table.key), "缺少指标", name, f"请补上“{name}”一行。")


def _unit_of(report: Report, table: _Table, at: Place, given: str, indicator: Indicator) -> str:
    """The unit of a column or row, from its heading, the note above, or the declaration; a fault where it is wrong."""
    unit = given or _noted(table) or table.shape.default_unit
    if not unit:
        report.fault(table.grid, at, "不知道单位", do="请在表头或表的右上角写明单位。")
    elif not _is_unit(unit) or not units.convertible(unit, indicator.unit):
        report.fault(table.grid, at, f"单位与指标不符（应可换算为{indicator.unit}）", unit, "请核对表头的单位。")
    else:
        return unit
    return ""


def _value(report: Report, table: _Table, at: Place, area: str, what: SheetColumn, unit: str, county: County) -> None:
    indicator = county.by_slug[what.of]
    entry = entry_of(report, table.grid, at, table.grid.cells.get(at), indicator, unit, county)
    if entry is not None:
        report.values.append(Value(indicator.slug, area, what.measure, entry, table.grid.name, at))

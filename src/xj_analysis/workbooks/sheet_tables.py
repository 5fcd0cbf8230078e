"""Tables on sheets, located by their headings rather than by row numbers."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from ..base.errors import DataError, choices
from ..quantity import units
from ..quantity.period_words import find_period
from .cell_faults import FaultCollector
from .grid import Grid, Place

_UNIT = re.compile(r"[（(]([^（()）]{1,8})[)）]")
_NOTED = re.compile(r"单位[:：]([^\s，,；;。()]{1,8})")
_FOOTNOTES = ("注", "说明", "备注", "填表", "制表", "审核", "联系", "*", "※", "数据来源", "资料来源")
_NOTED_LINE = re.compile(rf"({'|'.join(map(re.escape, _FOOTNOTES))})\S{{0,4}}[:：]|[*※]")
_ALIKE = 0.6
_EMPTY_ROWS = 2


@dataclass(frozen=True)
class SheetTable:
    """Position of a table on its sheet.

    Parameters
    ----------
    top
        First row of its title or notes.
    heading
        First row of its headings, which take `levels` rows.
    key
        Column that names its rows.
    """

    grid: Grid
    top: int
    heading: int
    key: int
    levels: int

    @property
    def first_row(self) -> int:
        """First row below the headings."""
        return self.heading + self.levels

    @property
    def last_row(self) -> int:
        """Last row that belongs to the table; that of its headings where it has no other."""
        return max(self.body(), default=self.first_row - 1)

    @property
    def corner(self) -> Place:
        """Cell that a fault of the whole table is reported at."""
        return self.heading, self.key

    def headings(self) -> dict[int, tuple[str, str]]:
        """Return by column the heading, its levels joined and its unit left out, and that unit ('' if none)."""
        headings: dict[int, tuple[str, str]] = {}
        upper: dict[int, str] = {}
        centred: set[int] = set()  # rows in which a year may stand over the middle of its columns
        for column in range(1, self.grid.last_column + 1):
            levels: list[str] = []
            lowest = normalized(self.grid.text_at(self.first_row - 1, column))
            for row in range(self.heading, self.first_row):
                text = normalized(self.grid.text_at(row, column))
                if not text and lowest and row < self.first_row - 1:
                    if find_period(upper.get(row, "")) is None:
                        centred.add(row)
                    elif row not in centred:  # a year over several columns, not merged
                        text = upper[row]
                upper[row] = text
                if text and text not in levels[-1:]:
                    levels.append(text)
            unit = next((named for text in reversed(levels) if (named := unit_in(text))), "")
            headings[column] = ("/".join(without_unit(text) for text in levels), unit)
        return headings

    def heading_cell(self, column: int) -> Place:
        """Return the lowest cell of a column's heading that holds text."""
        rows = [row for row in range(self.heading, self.first_row) if (row, column) in self.grid.cells]
        return rows[-1] if rows else self.heading, column

    def unit_note(self) -> str:
        """Return the unit that a note above the table names (单位：万元); '' where none does."""
        return self.unit_note_at()[1]

    def unit_note_at(self) -> tuple[Place | None, str]:
        """Return the cell of the note above the table that names a unit, and the unit; None and '' where none does."""
        for (row, column), cell in sorted(self.grid.cells.items(), reverse=True):
            if self.top <= row <= self.heading:
                match = _NOTED.search(normalized(cell.text))
                if match and is_unit(match[1]):
                    return (row, column), match[1]
        return None, ""

    def body(self) -> Iterator[int]:
        """Yield the rows below the headings, up to a footnote, two blank rows, or the heading again."""
        blank = 0
        corner = normalized(self.grid.text_at(*self.corner))
        for row in range(self.first_row, self.grid.last_row + 1):
            text = normalized(self.grid.text_at(row, self.key))
            if text == corner or self._is_footnote(row, text):
                return
            blank = 0 if text or any((row, column) in self.grid.cells for column in self.columns) else blank + 1
            if blank >= _EMPTY_ROWS:
                return
            if not blank:
                yield row

    def rows(self, *, hidden: bool = False) -> Iterator[tuple[int, str]]:
        """Yield the rows of the :meth:`body` that have a name in the key column, with that name.

        Parameters
        ----------
        hidden
            True to yield hidden rows too.
        """
        for row in self.body():
            text = normalized(self.grid.text_at(row, self.key))
            if text and (hidden or row not in self.grid.hidden_rows):
                yield row, text

    def _is_footnote(self, row: int, text: str) -> bool:
        """True for a note below the rows; 注溪镇 with numbers beside it is none."""
        if not text.startswith(_FOOTNOTES):
            return False
        cells = (self.grid.cells.get((row, column)) for column in self.columns)
        numbers = any(cell.kind == "number" for cell in cells if cell)
        return bool(_NOTED_LINE.match(text)) or not numbers

    @cached_property
    def columns(self) -> range:
        """Columns of the table: those around its key with a heading or a first value, up to its key heading again."""
        corner = normalized(self.grid.text_at(*self.corner))
        rows = range(self.heading, self.first_row + 1)
        headed = {column for column in range(1, self.grid.last_column + 1)
                  if any(self.grid.text_at(row, column).strip() for row in rows)}  # fmt: skip
        again = {column for column in headed if column != self.key and self._heads_again(column, corner)}
        first = last = self.key
        while first - 1 in headed and not any(column < first for column in again):
            first -= 1
        while last + 1 in headed - again:
            last += 1
        return range(first, last + 1)

    def _heads_again(self, column: int, corner: str) -> bool:
        at = (self.heading, column)
        return normalized(self.grid.text_at(*at)) == corner and self.grid.origin(*at) != self.grid.origin(*self.corner)

    def columns_named(self, heading: str) -> list[int]:
        """Return the columns of a heading: those of the table itself, else any on its rows of headings."""
        name = normalized(heading)
        columns = [column for column, (text, _) in self.headings().items() if text == name]
        return [column for column in columns if column in self.columns] or columns

    def find_column(self, headings: dict[int, tuple[str, str]], heading: str, faults: FaultCollector) -> int | None:
        """Return the one column of a heading; None adds a fault: there is none, or there are two."""
        columns = self.columns_named(heading)
        if len(columns) == 1:
            return columns[0]
        if columns:
            faults.add(self.grid, (self.heading, columns[1]), "表头重复", heading, "请只留一列。")
            return None
        names = [name for name, _ in headings.values() if name]
        near = difflib.get_close_matches(heading, names, 1, _ALIKE)
        do = f"请改为“{heading}”。" if near else choices(heading, names)
        faults.add(self.grid, self.corner, f"表头里没有“{heading}”", near[0] if near else "", do)
        return None


def normalized(text: str) -> str:
    """Return a text normalized for comparison: no spaces, full-width signs as narrow ones.

    Examples
    --------
    >>> normalized(" 合　计（万元）")
    '合计(万元)'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def without_unit(heading: str) -> str:
    """Return a heading without its unit.

    Examples
    --------
    >>> without_unit("产值（万元）"), without_unit("产值（全口径）")
    ('产值', '产值（全口径）')
    """
    return _UNIT.sub(lambda match: "" if is_unit(match[1]) else match[0], heading)


def unit_in(heading: str) -> str:
    """Return the unit a heading names; '' where it names none."""
    return next((match[1] for match in _UNIT.finditer(heading) if is_unit(match[1])), "")


@cache
def is_unit(symbol: str) -> bool:
    """Return whether a symbol is that of a unit."""
    try:
        units.unit(symbol)
    except DataError:
        return False
    return True


def check_unique_headings(where: str, headings: Sequence[str]) -> None:
    """Return if all headings of a table differ.

    Raises
    ------
    DataError
        A heading is repeated.
    """
    if repeated := sorted({heading for heading in headings if headings.count(heading) > 1}):
        raise DataError(where, "列名重复", "、".join(repeated), "每列用各自的名称。")


def find_tables(grid: Grid, key: str, *, levels: int = 1, title: str = "") -> list[SheetTable]:
    """Return the tables of a sheet that have a heading `key`, from the top and the left.

    Parameters
    ----------
    key
        The heading of the column that names the rows: where a heading equals it, only such ones; else those that
        hold it, such as one corner of a diagonal cell.
    title
        Words between a table and the one above it, where a sheet holds several; empty for any.

    Examples
    --------
    >>> from xj_analysis.workbooks.grid import GridCell
    >>> cells = {(1, 1): "表一", (2, 1): "全省排名", (2, 2): "省", (2, 3): "产值", (3, 2): "甲省", (3, 3): "5"}
    >>> tables = find_tables(Grid("a", {at: GridCell(text) for at, text in cells.items()}), "省", title="表一")
    >>> [table.corner for table in tables]
    [(2, 2)]
    """
    name = normalized(key)
    texts = {at: normalized(cell.text) for at, cell in sorted(grid.cells.items()) if cell.kind == "text"}
    places = [at for at, text in texts.items() if name in text and _is_heading(grid, at)]
    places = [at for at in places if without_unit(texts[at]) == name] or places
    tables = [SheetTable(grid, 1, row, column, levels) for row, column in places]
    placed: list[SheetTable] = []
    for table in tables:
        above = [other for other in placed if other.heading < table.heading]
        placed.append(replace(table, top=max((other.last_row for other in above), default=0) + 1))
    return [table for table in placed if not title or _has_title(texts, table, normalized(title))]


def _has_title(texts: dict[Place, str], table: SheetTable, title: str) -> bool:
    return any(table.top <= row <= table.heading and title in text and not _NOTED_LINE.match(text)
               for (row, _), text in texts.items())  # fmt: skip


def _is_heading(grid: Grid, at: Place) -> bool:
    """True for a cell with others beside it; a title that spans the table is no heading."""
    row, column = at
    beside = [other for other, _ in grid.row(row) if other > column]
    return bool(beside) and not any(
        first[0] == row and first[1] <= column < beside[0] <= end[1] for first, end in grid.merged
    )


def find_table(grid: Grid, key: str, *, levels: int = 1, title: str = "") -> SheetTable | None:
    """Return the first of :func:`find_tables`; None where a sheet has none."""
    return next(iter(find_tables(grid, key, levels=levels, title=title)), None)

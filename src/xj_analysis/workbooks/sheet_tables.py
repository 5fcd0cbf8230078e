"""A table on a sheet, found by its headings and not by counting rows: where it stands, its columns, its rows."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..base.errors import DataError, choices
from ..quantity import units
from .grid import Grid, Place

Tell = Callable[[Grid, Place, str, str, str], object]
"""What takes a fault: sheet, cell, what, got, do."""

_UNIT = re.compile(r"[（(]([^（()）]{1,8})[)）]")
_NOTED = re.compile(r"单位[:：]([^\s，,；;。]{1,8})")
_FOOTNOTES = ("注", "说明", "备注", "填表", "制表", "审核", "联系", "*", "※")
_ALIKE = 0.6
_EMPTY_ROWS = 2


@dataclass(frozen=True)
class SheetTable:
    """Where a table stands.

    Parameters
    ----------
    begin
        The row its title or notes may begin in.
    heading
        The row of its first heading, which takes `levels` rows.
    key
        The column that names its rows.
    """

    grid: Grid
    begin: int
    heading: int
    key: int
    levels: int

    @property
    def first(self) -> int:
        """The first row below the heading."""
        return self.heading + self.levels

    @property
    def corner(self) -> Place:
        """The cell a fault of the whole table is told of."""
        return self.heading, self.key

    def headings(self) -> dict[int, tuple[str, str]]:
        """By column: the heading with its levels joined, without unit; and the unit, where it names one."""
        found: dict[int, tuple[str, str]] = {}
        for column in range(1, self.grid.last_column + 1):
            levels: list[str] = []
            for row in range(self.heading, self.first):
                text = words(self.grid.shown(row, column))
                if text and text not in levels[-1:]:
                    levels.append(text)
            unit = next((named for text in reversed(levels) if (named := unit_in(text))), "")
            found[column] = ("/".join(bare(text) for text in levels), unit)
        return found

    def bottom(self, column: int) -> Place:
        """The cell of a heading's text nearest to the numbers; in a merged area, where the text stands."""
        rows = [row for row in range(self.heading, self.first) if (row, column) in self.grid.cells]
        return rows[-1] if rows else self.heading, column

    def noted(self) -> str:
        """The unit a note above the table names, 见各行 left out."""
        for (row, _), cell in sorted(self.grid.cells.items(), reverse=True):
            if self.begin <= row <= self.heading:
                match = _NOTED.search(words(cell.text))
                if match and is_unit(match[1]):
                    return match[1]
        return ""

    def lines(self, key: str, *, hidden: bool = False) -> Iterator[tuple[int, str]]:
        """The rows with what their key column says, up to a footnote, two blank rows, or another table.

        Parameters
        ----------
        key
            The heading that another table would begin with.
        hidden
            Whether rows that are hidden are read.
        """
        blank = 0
        for row in range(self.first, self.grid.last_row + 1):
            text = words(self.grid.shown(row, self.key))
            if text.startswith(_FOOTNOTES) or key in text:
                return
            if not text:
                blank += 1
                if blank >= _EMPTY_ROWS:
                    return
                continue
            blank = 0
            if hidden or row not in self.grid.hidden_rows:
                yield row, text

    def column(self, headings: dict[int, tuple[str, str]], wanted: str, tell: Tell) -> int | None:
        """The one column of a heading; a fault where there is none, or there are two."""
        found = [column for column, (name, _) in headings.items() if name == words(wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            tell(self.grid, (self.heading, found[1]), "表头重复", wanted, "请只留一列。")
            return None
        names = [name for name, _ in headings.values() if name]
        near = difflib.get_close_matches(wanted, names, 1, _ALIKE)
        tell(self.grid, self.corner, f"表头里没有“{wanted}”", near[0] if near else "", choices(wanted, names))
        return None


def words(text: str) -> str:
    """Return a text as it is compared: without spaces, full-width signs as narrow ones.

    Examples
    --------
    >>> words(" 合　计（万元）")
    '合计(万元)'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def bare(heading: str) -> str:
    """Return a heading without its unit.

    Examples
    --------
    >>> bare("产值（万元）"), bare("产值（全口径）")
    ('产值', '产值（全口径）')
    """
    return _UNIT.sub(lambda match: "" if is_unit(match[1]) else match[0], heading)


def unit_in(heading: str) -> str:
    """Return the unit a heading names, empty where it names none."""
    return next((match[1] for match in _UNIT.finditer(heading) if is_unit(match[1])), "")


def is_unit(symbol: str) -> bool:
    """Return whether a symbol is that of a unit."""
    try:
        units.unit(symbol)
    except DataError:
        return False
    return True


def find_table(grid: Grid, key: str, *, levels: int = 1, title: str = "") -> SheetTable | None:
    """Return where a table stands on a sheet, None where it is not there.

    Parameters
    ----------
    key
        Words in the heading of the column that names the rows; they may stand in one corner of a diagonal cell.
    title
        Words above the table, where a sheet holds several.
    """
    begin = 1
    if title:
        titled = (row for row, column in sorted(grid.cells) if words(title) in words(grid.cells[row, column].text))
        begin = next(titled, 0)
        if not begin:
            return None
    for row, column in sorted(grid.cells):
        if row >= begin and words(key) in words(grid.cells[row, column].text):
            # a title that holds the key is no heading: nothing is beside it
            beside = [c for c, _ in grid.row(row) if c > column]
            if beside and not any(top[0] == row and top[1] <= column < beside[0] <= end[1] for top, end in grid.merged):
                return SheetTable(grid, begin, row, column, levels)
    return None

"""Tables on sheets, located by their headings rather than by row numbers."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..base.errors import DataError, choices
from ..quantity import units
from .cell_faults import FaultCollector
from .grid import Grid, Place

_UNIT = re.compile(r"[（(]([^（()）]{1,8})[)）]")
_NOTED = re.compile(r"单位[:：]([^\s，,；;。]{1,8})")
_FOOTNOTES = ("注", "说明", "备注", "填表", "制表", "审核", "联系", "*", "※")
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
    def corner(self) -> Place:
        """Cell that a fault of the whole table is reported at."""
        return self.heading, self.key

    def headings(self) -> dict[int, tuple[str, str]]:
        """Return by column the heading, its levels joined and its unit left out, and that unit ('' if none)."""
        headings: dict[int, tuple[str, str]] = {}
        for column in range(1, self.grid.last_column + 1):
            levels: list[str] = []
            for row in range(self.heading, self.first_row):
                text = normalized(self.grid.text_at(row, column))
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
        for (row, _), cell in sorted(self.grid.cells.items(), reverse=True):
            if self.top <= row <= self.heading:
                match = _NOTED.search(normalized(cell.text))
                if match and is_unit(match[1]):
                    return match[1]
        return ""

    def rows(self, key: str, *, hidden: bool = False) -> Iterator[tuple[int, str]]:
        """Yield the rows with the text of their key column, up to a footnote, two blank rows, or another table.

        Parameters
        ----------
        key
            Heading of the key column, by which another table below is known.
        hidden
            True to read hidden rows too.
        """
        blank = 0
        for row in range(self.first_row, self.grid.last_row + 1):
            text = normalized(self.grid.text_at(row, self.key))
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

    def find_column(self, headings: dict[int, tuple[str, str]], heading: str, faults: FaultCollector) -> int | None:
        """Return the one column of a heading; None adds a fault: there is none, or there are two."""
        columns = [column for column, (name, _) in headings.items() if name == normalized(heading)]
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


def find_table(grid: Grid, key: str, *, levels: int = 1, title: str = "") -> SheetTable | None:
    """Return the position of a table on a sheet; None where it has none.

    Parameters
    ----------
    key
        Part of the heading of the column that names the rows, such as one corner of a diagonal cell.
    title
        Text above the table, where a sheet holds several.
    """
    top = 1
    if title:
        titled = (
            row for row, column in sorted(grid.cells) if normalized(title) in normalized(grid.cells[row, column].text)
        )
        top = next(titled, 0)
        if not top:
            return None
    for row, column in sorted(grid.cells):
        if row >= top and normalized(key) in normalized(grid.cells[row, column].text):
            # a title that holds the key is no heading: nothing is beside it
            beside = [c for c, _ in grid.row(row) if c > column]
            if beside and not any(
                first[0] == row and first[1] <= column < beside[0] <= end[1] for first, end in grid.merged
            ):
                return SheetTable(grid, top, row, column, levels)
    return None

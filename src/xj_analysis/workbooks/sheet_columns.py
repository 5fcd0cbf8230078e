"""Sheets by column, for tables too long for an object a cell: a code a cell, and each distinct content once."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import xlsx
from .grid import Grid, GridCell, Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Content = str | GridCell
"""Content of a cell that is no number of an .xlsx file: its text, or the cell."""
Area = tuple[Place, Place]
MOST_CELLS = 12_000_000
"""Limit of a workbook: rows times columns of all its sheets."""
_FIELDS = tuple(GridCell.__slots__)


@dataclass
class ContentTable:
    """The distinct contents of a workbook; a code is a position among them, 0 that of a blank."""

    contents: list[Content] = field(default_factory=lambda: [""])
    codes: dict[Content, int] = field(default_factory=dict)

    def code(self, content: Content | None) -> int:
        """Return the code of a content; 0 where it is blank."""
        if content is None or (isinstance(content, str) and not content.strip()):
            return 0
        code = self.codes.get(content)
        if code is None:
            code = self.codes[content] = len(self.contents)
            self.contents.append(content)
        return code


@dataclass
class SheetColumns:
    """One sheet by column.

    Parameters
    ----------
    rows
        Numbers of the rows that are held, ascending; every other row is blank.
    codes
        By column a code for each of `rows`: positive for one of `contents`, 0 for a blank, and for a number that of
        its format: -1 for the first of `formats`, and so on.
    numbers
        By column, where it has numbers, the number for each of `rows`, as stored.
    formats, shift
        The formats and the shift of dates of the workbook, as :mod:`xj_analysis.workbooks.xlsx` reads them.
    merged, hidden_rows, hidden
        As of :class:`xj_analysis.workbooks.grid.Grid`.
    """

    name: str
    rows: NDArray[np.int32]
    codes: dict[int, NDArray[np.int32]]
    numbers: dict[int, NDArray[np.float64]]
    contents: Sequence[Content]
    formats: Sequence[Any] = ()
    shift: int = 0
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden: bool = False

    @cached_property
    def last_row(self) -> int:
        """Number of the last row with a cell that is not blank; 0 where there is none."""
        last = [int(self.rows[held[-1]]) for codes in self.codes.values() if len(held := codes.nonzero()[0])]
        return max(last, default=0)

    def unmerged(self) -> SheetColumns:
        """Return the sheet without its merged areas."""
        return replace(self, merged=[])

    def content(self, code: int, number: float) -> GridCell | None:
        """Return the cell of a code and a number; None for a blank."""
        if code < 0:
            return number_cell(number, -code - 1, self.formats, self.shift)
        if code == 0:
            return None
        content = self.contents[code]
        return GridCell(content) if isinstance(content, str) else content

    def grid(self, last_row: int) -> Grid:
        """Return the rows up to one as a grid."""
        end = int(self.rows.searchsorted(last_row, "right"))
        grid = Grid(self.name, merged=[area for area in self.merged if area[0][0] <= last_row],
                    hidden_rows=self.hidden_rows, hidden=self.hidden)  # fmt: skip
        rows = self.rows[:end].tolist()
        for at in sorted(self.codes):
            codes = self.codes[at][:end].tolist()
            numbers = self.numbers[at][:end].tolist() if at in self.numbers else [0.0] * end
            for row, code, number in zip(rows, codes, numbers, strict=True):
                if code and (cell := self.content(code, number)):
                    grid.cells[row, at] = cell
        return grid


def number_cell(number: float, style: int, formats: Sequence[Any], shift: int) -> GridCell | None:
    """Return the cell of a number with a format of an .xlsx workbook."""
    at = {"cell": {"s": str(style)}, "value": repr(number), "formula": False, "inline": ""}
    return xlsx._cell(at, [], list(formats), shift)


@dataclass
class PackedSheet:
    """A sheet as it is gathered by the reading process, without numpy, which takes long to import."""

    name: str
    hidden: bool = False
    rows: array[int] = field(default_factory=lambda: array("i"))
    codes: dict[int, array[int]] = field(default_factory=dict)
    numbers: dict[int, array[float]] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)

    def add(self, column: int, codes: Sequence[int], numbers: Sequence[float]) -> None:
        """Add cells to a column, after the rows that were added to :attr:`rows` before it."""
        known = self.codes.setdefault(column, array("i"))
        known.frombytes(bytes(4 * (len(self.rows) - len(known))))
        known.extend(codes)
        if numbers:
            amounts = self.numbers.setdefault(column, array("d"))
            amounts.frombytes(bytes(8 * (len(self.rows) - len(amounts))))
            amounts.extend(numbers)

    def finish(self) -> PackedSheet:
        """Fill the columns that ended early with blanks."""
        for column in self.codes:
            self.add(column, (), ())
        for amounts in self.numbers.values():
            amounts.frombytes(bytes(8 * (len(self.rows) - len(amounts))))
        return self


def from_grid(grid: Grid, table: ContentTable) -> PackedSheet:
    """Return a grid by column."""
    sheet = PackedSheet(grid.name, grid.hidden, merged=list(grid.merged), hidden_rows=grid.hidden_rows)
    sheet.rows = array("i", sorted({row for row, _ in grid.cells}))
    at = {row: number for number, row in enumerate(sheet.rows)}
    for (row, column), cell in grid.cells.items():
        if column not in sheet.codes:
            sheet.add(column, (), ())
        sheet.codes[column][at[row]] = table.code(cell.text if cell == GridCell(cell.text) else cell)
    return sheet


def packed(sheets: Sequence[PackedSheet], table: ContentTable, formats: Sequence[Any] = (), shift: int = 0) -> bytes:
    """Return sheets as bytes, to pass them between processes: a line of JSON, and the arrays."""
    contents = [item if isinstance(item, str) else [getattr(item, name) for name in _FIELDS] for item in table.contents]
    head = {"contents": contents, "formats": formats, "shift": shift, "sheets": [
        {"name": sheet.name, "hidden": sheet.hidden, "rows": len(sheet.rows), "codes": list(sheet.codes),
         "numbers": list(sheet.numbers), "merged": sheet.merged, "hidden_rows": sorted(sheet.hidden_rows)}
        for sheet in sheets]}  # fmt: skip
    parts = [json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass"), b"\n"]
    for sheet in sheets:
        parts += [sheet.rows.tobytes(), *(codes.tobytes() for codes in sheet.codes.values())]
        parts += [numbers.tobytes() for numbers in sheet.numbers.values()]
    return b"".join(parts)


def unpacked(data: bytes) -> list[SheetColumns]:
    """Return the sheets that :func:`packed` wrote.

    Raises
    ------
    ValueError
        The bytes are not whole.
    """
    import numpy as np

    end = data.index(b"\n")
    head = json.loads(data[:end].decode("utf-8", "surrogatepass"))
    contents = [item if isinstance(item, str) else GridCell(*item) for item in head["contents"]]
    place = end + 1

    def taken(kind: Any, count: int) -> Any:
        nonlocal place
        part = np.frombuffer(data, kind, count, place)
        place += part.nbytes
        return part

    sheets = []
    for item in head["sheets"]:
        count = item["rows"]
        rows = taken(np.int32, count)
        codes = {column: taken(np.int32, count) for column in item["codes"]}
        numbers = {column: taken(np.float64, count) for column in item["numbers"]}
        merged = [(tuple(first), tuple(last)) for first, last in item["merged"]]
        sheets.append(SheetColumns(item["name"], rows, codes, numbers, contents, head["formats"], head["shift"],
                                   merged, set(item["hidden_rows"]), item["hidden"]))  # fmt: skip
    return sheets

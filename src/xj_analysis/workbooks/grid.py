"""A workbook as cells: what stands where, how it is shown, and what is hidden; the same for every kind of file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["number", "text", "date", "bool", "error", "uncomputed"]

SINCE_1904 = 1462
"""How many days later the count of days begins in a workbook that counts them from 1904."""

Place = tuple[int, int]
"""Row and column, both counted from 1."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell that is not blank.

    Parameters
    ----------
    text
        As a person reads it: the words, or the number in plain digits.
    kind
        ``uncomputed`` is a formula whose file holds no result of it.
    number
        The number it holds, where it holds one.
    percent
        Whether the number is shown in %.
    places
        How many decimals its format shows: 25.3 shown as 25.30 is known to two.
    formula
        Whether the value is a formula's.
    """

    text: str
    kind: Kind = "text"
    number: float | None = None
    percent: bool = False
    formula: bool = False
    places: int = 0


@dataclass
class Grid:
    """One sheet.

    Parameters
    ----------
    merged
        First and last place of each merged area; the value stands in the first.
    hidden
        Whether the whole sheet is.
    """

    name: str
    cells: dict[Place, GridCell] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False

    @property
    def last_row(self) -> int:
        """The last row that is not blank; 0 where all are."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        """The last column that is not blank; 0 where all are."""
        return max((column for _, column in self.cells), default=0)

    def origin(self, row: int, column: int) -> Place:
        """Return where what is read at a place stands: in a merged area its first cell."""
        if (row, column) not in self.cells:
            for (top, left), (bottom, right) in self.merged:
                if top <= row <= bottom and left <= column <= right:
                    return top, left
        return row, column

    def cell(self, row: int, column: int) -> GridCell | None:
        """Return the cell that is read at a place; None where that is blank."""
        return self.cells.get(self.origin(row, column))

    def shown(self, row: int, column: int) -> str:
        """Return what is read at a place, in a merged area what its first cell says."""
        found = self.cell(row, column)
        return found.text if found else ""

    def row(self, number: int) -> Iterator[tuple[int, GridCell]]:
        """Yield the cells of a row by their columns, from the left."""
        for column in range(1, self.last_column + 1):
            if found := self.cells.get((number, column)):
                yield column, found

    def address(self, row: int, column: int) -> str:
        """Return a place as a reader looks it up: ``项目!C7``."""
        return f"{self.name}!{letters(column)}{row}"


def letters(column: int) -> str:
    """Return the letters of a column.

    Examples
    --------
    >>> letters(1), letters(27), letters(16384)
    ('A', 'AA', 'XFD')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def places(code: str) -> int:
    """Return how many decimals a number format always shows; none for one that says nothing of them.

    Examples
    --------
    >>> [places(code) for code in ("0.00", "#,##0.0_ ;[Red]-#,##0.0", "0.0%", "General", "0.##")]
    [2, 1, 1, 0, 0]
    """
    shown = re.match(r"[^;]*?0\.(0+)", code)
    return len(shown[1]) if shown else 0


def place(address: str) -> Place:
    """Return row and column of ``C7``.

    Raises
    ------
    ValueError
        It is no address.

    Examples
    --------
    >>> place("C7"), place("XFD1048576")
    ((7, 3), (1048576, 16384))
    """
    head = address.rstrip("0123456789")
    if not head.isalpha() or not head.isascii() or not address[len(head) :].isdecimal():
        raise ValueError(address)
    column = 0
    for letter in head.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(address[len(head) :]), column


def grids_to_json(grids: list[Grid]) -> list[dict[str, Any]]:
    """Return sheets as JSON, to be handed from one process to another.

    Examples
    --------
    >>> sheet = Grid("a", {(1, 2): GridCell("5", "number", 5.0)}, hidden_rows={3})
    >>> grids_from_json(grids_to_json([sheet])) == [sheet]
    True
    """
    return [
        {
            "name": grid.name,
            "cells": [[*at, c.text, c.kind, c.number, c.percent, c.formula, c.places] for at, c in grid.cells.items()],
            "merged": grid.merged,
            "hidden_rows": sorted(grid.hidden_rows),
            "hidden_columns": sorted(grid.hidden_columns),
            "hidden": grid.hidden,
        }
        for grid in grids
    ]


def grids_from_json(data: list[dict[str, Any]]) -> list[Grid]:
    """Return the sheets that :func:`grids_to_json` wrote."""
    return [
        Grid(
            name=item["name"],
            cells={(row, column): GridCell(*rest) for row, column, *rest in item["cells"]},
            merged=[(tuple(first), tuple(last)) for first, last in item["merged"]],
            hidden_rows=set(item["hidden_rows"]),
            hidden_columns=set(item["hidden_columns"]),
            hidden=item["hidden"],
        )
        for item in data
    ]

"""Sheets as grids of cells, the same for every file format: value, number format, merged areas, hidden rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "number", "text", "date", "bool", "error", "uncomputed", "concealed", "unsigned",
    "raised", "struck", "faint", "restyled",
]  # fmt: skip

SINCE_1904 = 1462
"""Days between the date systems of 1900 and 1904."""

Place = tuple[int, int]
"""Row and column, both counted from 1."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell that is not blank.

    Parameters
    ----------
    text
        What the screen shows; of a number all stored digits (:func:`xj_analysis.workbooks.number_formats.shown`).
    kind
        ``uncomputed`` is a formula without a cached result, ``concealed`` a number whose format shows none of it,
        ``unsigned`` a negative one that is shown without its sign, ``restyled`` one whose conditional format may show
        another; ``raised``, ``struck`` and ``faint`` are texts with digits that are raised, struck through or hidden.
    number
        Its number, if any, as stored; of a date the days since 30 December 1899.
    formula
        True where the value is the result of a formula.
    code
        The number format of a number or date.
    """

    text: str
    kind: Kind = "text"
    number: float | None = None
    formula: bool = False
    code: str = "General"


@dataclass
class Grid:
    """One sheet.

    Parameters
    ----------
    merged
        First and last place of each merged area; the first holds the value.
    hidden
        True where the whole sheet is hidden.
    comments
        What people wrote beside cells (批注), by cell.
    """

    name: str
    cells: dict[Place, GridCell] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    comments: dict[Place, str] = field(default_factory=dict)

    @property
    def last_row(self) -> int:
        """Number of the last row with a cell; 0 where there is none."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        """Number of the last column with a cell; 0 where there is none."""
        return max((column for _, column in self.cells), default=0)

    def origin(self, row: int, column: int) -> Place:
        """Return the first cell of the merged area at a place; the place itself outside one."""
        if (row, column) not in self.cells:
            for (top, left), (bottom, right) in self.merged:
                if top <= row <= bottom and left <= column <= right:
                    return top, left
        return row, column

    def cell(self, row: int, column: int) -> GridCell | None:
        """Return the cell at a place, in a merged area its first; None where that is blank."""
        return self.cells.get(self.origin(row, column))

    def text_at(self, row: int, column: int) -> str:
        """Return the text at a place, in a merged area that of its first cell; '' where it is blank."""
        cell = self.cell(row, column)
        return cell.text if cell else ""

    def row(self, number: int) -> Iterator[tuple[int, GridCell]]:
        """Yield the cells of a row with their columns, from the left."""
        for column in range(1, self.last_column + 1):
            if cell := self.cells.get((number, column)):
                yield column, cell

    def address(self, row: int, column: int) -> str:
        """Return the address of a place: ``项目!C7``."""
        return f"{self.name}!{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    """Return the letters of a column.

    Examples
    --------
    >>> column_letters(1), column_letters(27), column_letters(16384)
    ('A', 'AA', 'XFD')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def parse_address(address: str) -> Place:
    """Return row and column of ``C7``.

    Raises
    ------
    ValueError
        It is no address.

    Examples
    --------
    >>> parse_address("C7"), parse_address("XFD1048576")
    ((7, 3), (1048576, 16384))
    """
    head = address.rstrip("0123456789")
    if not head.isalpha() or not head.isascii() or not address[len(head) :].isdecimal():
        raise ValueError(address)
    column = 0
    for letter in head.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(address[len(head) :]), column


def is_hidden(attrs: Mapping[str, str], size: str) -> bool:
    """Return whether a row or column is hidden, or dragged shut: lower or narrower (`size`) than one unit."""
    return attrs.get("hidden") in ("1", "true") or float(attrs.get(size, "1")) < 1


def grids_to_json(grids: list[Grid]) -> list[dict[str, Any]]:
    """Return sheets as JSON, to pass them between processes.

    Examples
    --------
    >>> sheet = Grid("a", {(1, 2): GridCell("5", "number", 5.0)}, hidden_rows={3})
    >>> grids_from_json(grids_to_json([sheet])) == [sheet]
    True
    """
    return [
        {
            "name": grid.name,
            "cells": [
                [*at, cell.text, cell.kind, cell.number, cell.formula, cell.code] for at, cell in grid.cells.items()
            ],
            "merged": grid.merged,
            "hidden_rows": sorted(grid.hidden_rows),
            "hidden_columns": sorted(grid.hidden_columns),
            "hidden": grid.hidden,
            "comments": [[*at, words] for at, words in grid.comments.items()],
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
            comments={(row, column): words for row, column, words in item["comments"]},
        )
        for item in data
    ]

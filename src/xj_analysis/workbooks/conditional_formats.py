"""Conditional formats of .xlsx sheets that show a number otherwise than its own format does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .grid import Grid, Place, parse_address
from .number_formats import number_cell


class ConditionalFormats:
    """Conditional number formats of a sheet, gathered while it is parsed.

    Parameters
    ----------
    codes
        Number formats of the workbook by the number of their differential format.
    """

    TAGS = frozenset({"conditionalFormatting", "cfRule", "numFmt", "sqref"})
    """Elements to take."""

    def __init__(self, codes: Mapping[int, str]) -> None:
        self._codes = codes
        self._found: list[tuple[str, list[str]]] = []
        self._areas = ""
        self._own: list[str] = []

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        """Take the start of an element."""
        if tag == "conditionalFormatting":
            self._areas, self._own = attrs.get("sqref", ""), []
        elif tag == "cfRule" and (code := self._codes.get(int(attrs.get("dxfId", "-1")))):
            self._own.append(code)
        elif tag == "numFmt":
            self._own.append(attrs.get("formatCode", ""))

    def end(self, tag: str, words: str) -> None:
        """Take the end of an element, with its text."""
        if tag == "sqref":
            self._areas += f" {words}"
        elif tag == "conditionalFormatting" and self._own:
            self._found.append((self._areas, self._own))

    def __bool__(self) -> bool:
        return bool(self._found)

    def apply(self, grid: Grid, shift: int) -> None:
        """Mark each number that such a format would show otherwise, whether or not its condition holds."""
        for areas, codes in self._found:
            for (top, left), (bottom, right) in map(_area, areas.split()):
                for at, cell in grid.cells.items():
                    if cell.kind in ("number", "date") and top <= at[0] <= bottom and left <= at[1] <= right:
                        stored = (cell.number or 0.0) - (shift if cell.kind == "date" else 0)
                        if any(number_cell(stored, code, shift=shift).text != cell.text for code in codes):
                            grid.cells[at] = replace(cell, kind="restyled")


def _area(words: str) -> tuple[Place, Place]:
    first, _, last = words.replace("$", "").partition(":")
    return parse_address(first), parse_address(last or first)

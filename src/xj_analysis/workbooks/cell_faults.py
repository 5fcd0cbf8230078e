"""Faults of the cells of one workbook, collected while it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..base.errors import DataError, Fault
from .grid import Grid, Place, column_letters


@dataclass(frozen=True)
class CellFault:
    """A fault with the cell it is in, so that the cell can be marked.

    Parameters
    ----------
    sheet, at
        Empty where the fault is about the whole file.
    whole
        True where nothing of the file can be used, not even its sound cells: a stale template, another period.
    others
        Further cells of the sheet that it makes unusable, as the unit of a column does those below.
    """

    fault: Fault
    sheet: str = ""
    at: Place | None = None
    whole: bool = False
    others: frozenset[Place] = frozenset()

    def spoils(self, sheet: str, at: Place) -> bool:
        """Return whether a cell cannot be used for it."""
        return self.sheet == sheet and (at == self.at or at in self.others)


@dataclass
class FaultCollector:
    """The faults of one file, in the order they were found.

    Parameters
    ----------
    file
        Its name, which every message begins with.
    """

    file: str
    entries: list[CellFault] = field(default_factory=list)

    @property
    def faults(self) -> list[Fault]:
        """The faults without their cells."""
        return [entry.fault for entry in self.entries]

    def add(
        self, grid: Grid | None, at: Place | None, what: str, got: str = "", do: str = "", *, whole: bool = False,
        others: Iterable[Place] = (),
    ) -> None:  # fmt: skip
        """Add a fault of a cell, of a sheet (no `at`), or of the whole file (no `grid` either)."""
        fault = Fault(cell_location(self.file, grid, at), what, got, do)
        self.entries.append(CellFault(fault, grid.name if grid else "", at, whole or at is None, frozenset(others)))

    def add_error(self, error: DataError) -> None:
        """Add the faults of a file that could not be read."""
        self.entries += [CellFault(fault, whole=True) for fault in error.faults or (error.fault,)]


def cell_location(file: str, grid: Grid | None, at: Place | None) -> str:
    """Return a cell, a sheet or a file as messages name it.

    Examples
    --------
    >>> cell_location("a.xlsx", Grid("签约"), (5, 3)), cell_location("a.xlsx", Grid("签约"), None)
    ('a.xlsx 「签约」!C5', 'a.xlsx 「签约」')
    """
    sheet = f" 「{grid.name}」" if grid else ""
    return file + sheet + (f"!{column_letters(at[1])}{at[0]}" if grid and at else "")

"""Content of a table for a person at a prompt: as a frame of pandas, and as lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..base.text import display_width
from ..quantity.figures import Figure
from .pieces import Cell, Column, plain_text

if TYPE_CHECKING:
    import pandas as pd


class KeptFrame:
    """Holds the frame that a table is made of, if it is made of one; equal tables may hold different ones."""

    def __init__(self) -> None:
        self.frame: pd.DataFrame | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeptFrame)

    __hash__ = None  # type: ignore[assignment]


def frame_of(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> pd.DataFrame:
    """Return cells as a frame under the same headings: a figure where a cell is one, else the printed text."""
    import pandas as pd

    cells = [[_content(cell) for cell in row] for row in rows]
    return pd.DataFrame(cells, columns=[column.name for column in columns], dtype=object)


def _content(cell: Cell) -> Figure | str:
    match cell.parts:
        case (Figure() as figure,):
            return figure
        case parts:
            return plain_text(parts)


def lines_of(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the headings and the rows as lines, the cells below each other.

    Examples
    --------
    >>> lines_of([Column(name="镇"), Column(name="收入")], [[Cell(parts=("甲镇",)), Cell(parts=("—",))]])
    ['镇    收入', '甲镇  —']
    """
    texts = [[column.name for column in columns], *([plain_text(cell.parts) for cell in row] for row in rows)]
    widths = [max(map(display_width, column)) for column in zip(*texts, strict=False)]
    return [
        "  ".join(text + " " * (width - display_width(text)) for text, width in zip(row, widths, strict=False)).rstrip()
        for row in texts
    ]

"""Grid of figures: a table of a frame whose columns hold figures, with a first column of names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from ...document.blocks import Table
from ...document.pieces import Cell, Part
from ...metrics.columns.row_selection import records
from ...quantity.figures import Figure
from ...quantity.reader_units import in_reader_unit
from .. import tables
from ..figure_wording import without_unit
from ..tables import ColumnSpec, Row
from .quoting import quoted

__all__ = ["figure_grid"]
__dir__ = __all__.copy

_NAME = "_name"


def figure_grid(
    title: str,
    first: str,
    frame: pd.DataFrame,
    headings: Mapping[str, str],
    *,
    named: Callable[[Row], Cell | Part] | None = None,
    unit: str = "",
    notes: tuple[str, ...] = (),
) -> Table:
    """Return the table of a frame of figures.

    Parameters
    ----------
    title, first
        Heading of the table, and of the column of names.
    frame
        Its index names the rows; the names come from a ledger.
    headings
        Headings by column, in order; one with a unit in brackets, 个数（个）, has its numbers without it.
    named
        Makes the first cell of a row in place of its name.
    unit
        Of figures that are printed without it, as the title has it.
    notes
        Printed below.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from ...quantity.figures import reported_figure
    >>> frame = pd.DataFrame({"count": [reported_figure(Decimal(2), "个", origins=("a",))]}, index=["甲"])
    >>> figure_grid("示例", "名称", frame, {"count": "个数（个）"}).rows[0][1].parts
    (2,)
    """
    columns: list[ColumnSpec[Row]] = [ColumnSpec(name=first, width=1.8, cell=named or _name)]
    columns += [
        ColumnSpec(name=heading, align="right", cell=_cell(column, heading, unit))
        for column, heading in headings.items()
    ]
    return tables.tabulate(title, columns, records(frame.assign(**{_NAME: frame.index})), notes=notes)


def _cell(column: str, heading: str, unit: str) -> Callable[[Row], Part]:
    def shown(row: Row) -> Part:
        figure: Figure = row[column]
        if figure.value is None:
            return tables.NONE
        named = figure.unit == unit or heading.endswith(f"（{figure.unit}）")
        return without_unit(figure) if named else in_reader_unit(figure)

    return shown


def _name(row: Row) -> Part:
    """The name of a row; one with a number leads to a row of the ledger that has it."""
    origins = [origin for figure in row.values() if isinstance(figure, Figure) for origin in figure.origins]
    return quoted(str(row[_NAME]), origins[0]) if origins else str(row[_NAME])

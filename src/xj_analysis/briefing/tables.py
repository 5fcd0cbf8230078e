"""Tables of figures: column specifications that make header and rows, and the table of indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import pandas as pd

from ..base.calls import told
from ..base.errors import DataError
from ..county.model import County
from ..document.blocks import Omission, Table
from ..document.pieces import Cell, Column, Part, Parts
from ..metrics.columns.row_selection import records
from ..quantity import periods
from ..store import observations
from . import arguments
from .figure_wording import label_of, ranking_text, without_unit

__all__ = [
    "CONTESTED",
    "EMPTY",
    "NONE",
    "ColumnSpec",
    "R",
    "Row",
    "contested",
    "indicators",
    "period_column",
    "source_column",
    "table",
    "tabulate",
]
__dir__ = __all__.copy

NONE = "—"
CONTESTED = "见待核实"
EMPTY = "没有一行可印，请看取数、筛选的条件。"
Row = Mapping[str, Any]
R = TypeVar("R")


@told("table")
def table(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell | Part]],
    *,
    notes: Sequence[Parts | str] = (),
    names: Iterable[str] = (),
) -> Table | Omission:
    """Return a table of cells; without rows, the line that says that it is not printed.

    Parameters
    ----------
    title
        Heading of the table.
    columns
        Headings, in order.
    rows
        Each with a cell, a figure or words for every column.
    notes
        Printed below: the legend of the symbols used.
    names
        Names with numbers that its words may hold: ``briefing.county.names``.

    Raises
    ------
    DataError
        A title, heading, note or cell has a number that is no figure, or a row has not a cell for every column.

    Examples
    --------
    >>> table("示例", [Column(name="指标")], [["人口"]]).rows[0][0].parts
    ('人口',)
    """
    where = f"表“{arguments.text('表', '表题', title)}”"
    declared = arguments.proper_names(where, names)

    def run(place: str, what: str, value: object) -> Parts:
        return arguments.untyped(place, arguments.parts(place, what, value), declared)

    run(where, "表题", title)
    columns = arguments.several(where, "表头", columns)
    for n, column in enumerate(columns, start=1):
        if not isinstance(column, Column):
            do = '请写 Column(name="…")。'
            raise DataError(where, f"第{n}个表头不是 Column", arguments.quoted(column), do)
        run(f"{where} 表头", "表头", column.name)
    cells: list[tuple[Cell, ...]] = []
    for n, row in enumerate(arguments.several(where, "行", rows), start=1):
        line = arguments.as_long(f"{where} 第{n}行", "格子", row, len(columns), "表头")
        places = [f"{where} 第{n}行“{column.name}”" for column in columns]
        for place, cell in zip(places, line, strict=True):
            run(place, "这一格", cell.parts if isinstance(cell, Cell) else arguments.part(place, "这一格", cell))
        cells.append(tuple(cell if isinstance(cell, Cell) else Cell(parts=(cell,)) for cell in line))
    below = [run(f"{where} 表注", "表注", note) for note in arguments.several(where, "表注", notes)]
    if not cells:
        return Omission(what=where, reason=EMPTY)
    return Table(title=(title,), columns=tuple(columns), rows=tuple(cells), notes=tuple(below))


@dataclass(frozen=True, kw_only=True)
class ColumnSpec(Generic[R]):
    """Column of a table of records: its heading, alignment and relative width, and the cell of each record."""

    name: str
    cell: Callable[[R], Cell | Part]
    align: Literal["left", "right", "center"] = "left"
    width: float = 1.0


def tabulate(
    title: str, columns: Sequence[ColumnSpec[R]], records: Iterable[R], *, notes: Sequence[Parts | str] = ()
) -> Table:
    """Return a table of records, a row each; the document checks its words.

    Parameters
    ----------
    title
        Heading of the table.
    columns
        Headings and cells, in order.
    records
        Passed to the cell function of each column.
    notes
        Printed below: the legend of the symbols used.

    Examples
    --------
    >>> tabulate("示例", [ColumnSpec(name="指标", cell=str.upper)], ["gdp"]).rows[0][0].parts
    ('GDP',)
    """
    headings = tuple(Column(name=column.name, align=column.align, width=column.width) for column in columns)
    made = [[column.cell(record) for column in columns] for record in records]
    rows = tuple(tuple(cell if isinstance(cell, Cell) else Cell(parts=(cell,)) for cell in row) for row in made)
    below = tuple((note,) if isinstance(note, str) else note for note in notes)
    return Table(title=(title,), columns=headings, rows=rows, notes=below)


def period_column(width: float, *, name: str = "期间", key: str = "period") -> ColumnSpec[Row]:
    """Return the column of the periods of records, in words."""
    return ColumnSpec(name=name, width=width, cell=lambda row: periods.parse(row[key]).label)


def source_column(width: float) -> ColumnSpec[Row]:
    """Return the column of the source marks of records."""
    return ColumnSpec(
        name="来源", align="center", width=width, cell=lambda row: Cell(sources=tuple(dict.fromkeys(row["sources"])))
    )


def indicators(
    title: str, rows: Iterable[Row], county: County, *, contested: Iterable[Row] = (), defined: bool = False
) -> Table:
    """Return a table of indicators: value with hedge and unit, period, rank or tier, sources.

    Parameters
    ----------
    title
        Heading of the table.
    rows
        Records of a figure frame with area, subject, doubt, rank, rank_scope and tier.
    county
        Declares area names, 口径 and rounding.
    contested
        Records of contradictory values, printed last without a value.
    defined
        Whether the 口径 of each row is printed in place of the rank.
    """
    columns: list[ColumnSpec[Row]] = [
        ColumnSpec(name="指标", width=2.6, cell=lambda row: row["name"]),
        ColumnSpec(name="数值", align="right", width=0.9, cell=lambda row: row["shown"]),
        ColumnSpec(name="单位", width=1.05, cell=lambda row: NONE if row["shown"] == NONE else row["unit"] or NONE),
        period_column(1.5 if defined else 2.05),
        ColumnSpec(name="口径", width=1.9, cell=lambda row: county.by_slug[row["indicator"]].definition or NONE)
        if defined
        else ColumnSpec(name="位次", width=1.2, cell=lambda row: ranking_text(row) or NONE),
        source_column(0.6),
    ]
    disputed = [{**row, "name": row["label"], "shown": CONTESTED, "rank": None, "tier": ""} for row in contested]
    return tabulate(title, columns, [*(_indicator(row, county) for row in rows), *disputed], notes=[_LEGEND])


def contested(conflicts: pd.DataFrame) -> list[Row]:
    """Return a record of each key of contradictory observations, with the sources of all its values."""
    return [
        {**records(group.head(1))[0], "sources": tuple(group["source"])}
        for _, group in conflicts.groupby(observations.KEY, sort=False)
    ]


def _indicator(row: Row, county: County) -> Row:
    """A record with its name and its figure without unit; no figure where only a tier is known."""
    name = label_of(row, county)
    figure = county.figure({**row, "label": name})
    tier_only = figure.value is None and bool(row["tier"])
    return {**row, "name": name, "shown": NONE if tier_only else without_unit(figure)}


_LEGEND = "注：“—”为无此项；“约”为约数，“余”“以上”为下限，“近”“不足”“以内”为上限；标“计划”“预计”“目标”的不是实绩。"

"""Tables of ledgers found by their headings: the columns of each field, the table of a shape, the shape of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..county.ledger_shapes import LedgerColumn, LedgerShape
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.grid import Grid
from ..workbooks.sheet_columns import SheetColumns
from ..workbooks.sheet_tables import SheetTable, find_table, find_tables, normalized

__all__ = ["HeadingFit", "field_columns", "fits_of", "locate", "the_column"]
__dir__ = __all__.copy

_TOP, _HEAD = 12, 200
"""Rows in which headings are looked for, first and then: most stand at the top."""
"""Rows in which a table is looked for before the whole of a sheet is."""
_LARGEST = 400_000
"""Cells of a sheet that is looked through wholly."""
_MOST_LEVELS = 4
_ENOUGH, _FEWEST = 0.5, 2


@dataclass(frozen=True)
class HeadingFit:
    """How the headings of a table fit a ledger.

    Parameters
    ----------
    found, missing
        The needed headings (of columns whose cells may not all be blank) that the table has, and those it lacks.
    """

    shape: LedgerShape
    table: SheetTable
    found: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of the needed headings that is there."""
        return len(self.found) / max(1, len(self.found) + len(self.missing))

    @property
    def enough(self) -> bool:
        """True where most of the needed headings are there."""
        return self.share > _ENOUGH and len(self.found) >= _FEWEST


def field_columns(table: SheetTable, shape: LedgerShape) -> dict[str, list[int]]:
    """Return by field the columns whose heading fits: one that is declared, else one that has a level less or more.

    A column that fits several fields so, or one of them as declared, is none of the others.

    Examples
    --------
    >>> from xj_analysis.workbooks.grid import GridCell
    >>> shape = LedgerShape.model_validate({"slug": "a", "name": "甲", "file": "*", "key": "序号", "unique": ["name"],
    ...     "columns": {"项目": {"to": "name", "also": ["项目名称"]}, "责任/单位": {"to": "unit", "kind": "unit"}}})
    >>> headings = ["序号", "项目名称", "责任单位"]
    >>> grid = Grid("a", {(1, n): GridCell(text) for n, text in enumerate(headings, start=1)})
    >>> field_columns(SheetTable(grid, 1, 1, 1, 1), shape)
    {'name': [2], 'unit': [3]}
    """
    headings = {column: text for column, (text, _) in table.headings().items() if text}
    names = {declared.to: tuple(map(normalized, (heading, *declared.also))) for heading, declared in
             shape.columns.items()}  # fmt: skip
    exact = {to: [column for column, text in headings.items() if text in own] for to, own in names.items()}
    taken = {column for columns in exact.values() for column in columns}
    nearly: dict[str, list[int]] = {to: [] for to in names}
    for column, text in headings.items():
        fields = [to for to, own in names.items() if any(_alike(text, name) for name in own)]
        if column not in taken and len(fields) == 1:
            nearly[fields[0]].append(column)
    chosen = {to: exact[to] or nearly[to] for to in names}
    return {to: [column for column in columns if column in table.columns] or columns for to, columns in chosen.items()}


def _alike(heading: str, name: str) -> bool:
    """True for 投资/总投资 and 总投资, 立项/计划 and 立项计划."""
    short, long = sorted((heading, name), key=len)
    return long.endswith(f"/{short}") or heading.replace("/", "") == name.replace("/", "")


def the_column(
    table: SheetTable, columns: Sequence[int], heading: str, declared: LedgerColumn, faults: FaultCollector
) -> int | None:
    """Return the one of the columns that fit a field; None adds a fault: there is none, or two, which it names."""
    if not columns:
        return table.find_column(table.headings(), heading, faults)
    if len(columns) == 1:
        return columns[0]
    first, second = (table.heading_cell(column) for column in columns[:2])
    what = "表头重复" if not declared.also else f"表头重复，两列都是“{heading}”"
    do = f"另一列在 {table.grid.address(*first)}（{table.grid.text_at(*first)}），请只留一列。"
    faults.add(table.grid, second, what, table.grid.text_at(*second), do)
    return None


def locate(sheet: SheetColumns, shape: LedgerShape) -> SheetTable | None:
    """Return the position of a ledger's table on a sheet, with the head of the sheet as its grid; None for none.

    It is the one of the declared key and levels; where that one lacks headings, another that has more of them.
    """
    declared = _by_key(sheet, shape)
    if declared is not None and all(field_columns(declared, shape).values()):
        return declared
    found = [_fit(table, shape) for table in _tables(sheet.grid(_HEAD), shape)]
    best = max(found, key=_rank, default=None)
    if declared is None:
        return best.table if best and best.enough else None
    return best.table if best and _rank(best)[:-1] > _rank(_fit(declared, shape))[:-1] else declared


def fits_of(sheet: SheetColumns, shapes: Sequence[LedgerShape]) -> list[HeadingFit]:
    """Return the fits of a sheet with ledgers, the best ones first; equal ones have the same share and number."""
    located = [(shape, locate(sheet, shape)) for shape in shapes]
    fits = [_fit(table, shape) for shape, table in located if table is not None]
    return sorted(fits, key=lambda fit: (-fit.share, -len(fit.found)))


def _by_key(sheet: SheetColumns, shape: LedgerShape) -> SheetTable | None:
    last = sheet.last_row
    small = len(sheet.rows) * len(sheet.codes) <= _LARGEST
    for end in (_TOP, _HEAD, last) if last > _HEAD and small else (_TOP, _HEAD):
        table = find_table(sheet.grid(end), shape.key, levels=shape.levels, title=shape.title)
        if table is not None and (table.first_row <= end or end == last):
            return table
    return None


def _tables(head: Grid, shape: LedgerShape) -> Iterator[SheetTable]:
    """Yield where the table may be: under the key or the number of a row, with a level less or more."""
    numbers = [name.rpartition("/")[2] for heading, declared in shape.columns.items()
               if declared.to in shape.unique for name in (heading, *declared.also)]  # fmt: skip
    for levels in (shape.levels, shape.levels - 1, shape.levels + 1):
        if 1 <= levels <= _MOST_LEVELS:
            for word in (shape.key, *numbers):
                for table in find_tables(head, word, levels=levels, title=shape.title):
                    key = table.key if word == shape.key else table.columns[0]
                    yield replace(table, key=key)
                    if table.heading > 1 and levels > 1:  # a level above the key
                        yield replace(table, key=key, heading=table.heading - 1)


def _fit(table: SheetTable, shape: LedgerShape) -> HeadingFit:
    fitting = field_columns(table, shape)
    needed: Mapping[str, bool] = {heading: bool(fitting[declared.to]) for heading, declared in shape.columns.items()
                                  if not declared.empty}  # fmt: skip
    found = tuple(heading for heading, there in needed.items() if there)
    return HeadingFit(shape, table, found, tuple(heading for heading in needed if heading not in found))


def _rank(fit: HeadingFit) -> tuple[int, int, bool, int]:
    columns = field_columns(fit.table, fit.shape)
    return len(fit.found), sum(map(bool, columns.values())), any(fit.table.rows(hidden=True)), -fit.table.levels

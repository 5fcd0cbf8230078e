"""Tables of ledgers: the rows of a sheet as typed columns, with the place of each cell and its faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ..base.errors import Fault
from ..county.ledger_shapes import LedgerColumn, LedgerShape
from ..county.model import County
from ..quantity.period_words import find_period, find_periods
from ..workbooks import sheet_tables
from ..workbooks.cell_faults import FaultCollector, cell_location
from ..workbooks.grid import Grid, GridCell
from ..workbooks.sheet_columns import SheetColumns
from ..workbooks.sheet_tables import SheetTable, normalized
from .ledger_cells import MOST_FAULTS, CellRule, column_unit
from .ledger_columns import FAULTY, SOUND, TYPES, Ints, Values, cells_at, read_column, shown_as
from .ledger_faults import MOST_PLACES, with_others
from .ledger_headings import field_columns, the_column
from .ledger_totals import spans_of_totals, wrong_totals

FIRST, WORDS = "_first", "_words"
"""Endings of what goes with a planned date: the first day that its words may mean, and the words that are no day."""
_FEWEST, _MOST_LOST = 2, 50
_OF_NUMBERS = set("0123456789.,+-e")


@dataclass
class LedgerTable:
    """Rows of a ledger: an entry a row in every array, and one key a declared field.

    Parameters
    ----------
    values, states
        As of :class:`~.ledger_columns.ColumnContents`; a field whose heading is missing is faulty in every row.
    at_rows, at_columns
        The place of each cell; of a missing field, and of that filled by the sheet's name, the row's key.
    missing
        The fields without a heading.
    """

    shape: LedgerShape
    files: NDArray[np.object_]
    sheets: NDArray[np.object_]
    rows: Ints
    values: dict[str, Values] = field(default_factory=dict)
    states: dict[str, NDArray[np.int8]] = field(default_factory=dict)
    at_rows: dict[str, Ints] = field(default_factory=dict)
    at_columns: dict[str, Ints] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()

    def location(self, at: int, name: str) -> str:
        """Return the place of a field of a row as messages name it."""
        grid = Grid(self.sheets[at])
        return cell_location(self.files[at], grid, (int(self.at_rows[name][at]), int(self.at_columns[name][at])))

    def first_places(self, positions: NDArray[np.int64], name: str) -> tuple[list[int], int]:
        """Return as many of some positions as faults are told, and how many other cells of a field the rest are."""
        rest = positions[MOST_FAULTS:]
        places = self.at_rows[name][rest].astype(np.int64) << 16 | self.at_columns[name][rest]
        return positions[:MOST_FAULTS].tolist(), len(np.unique(places))

    def first_kinds(
        self, positions: NDArray[np.int64], kinds: NDArray[np.int64], name: str
    ) -> tuple[list[tuple[list[int], int]], int]:
        """Return the first kinds of faulty cells of a field, and how many cells are of other kinds.

        Returns
        -------
        Of each kind its first positions in other cells, and the number of cells beside the first one.
        """
        places = self.at_rows[name][positions].astype(np.int64) << 16 | self.at_columns[name][positions]
        positions = positions[np.sort(np.unique(places, return_index=True)[1])]  # a merged area is one cell
        _, first, of = np.unique(kinds[positions], return_index=True, return_inverse=True)
        members = np.split(positions[of.argsort(kind="stable")], np.bincount(of).cumsum()[:-1]) if len(of) else []
        ordered = [members[kind] for kind in first.argsort()]
        told = [(own[: MOST_PLACES + 1].tolist(), len(own) - 1) for own in ordered[:MOST_FAULTS]]
        return told, sum(map(len, ordered[MOST_FAULTS:]))

    def put(self, name: str, values: Values, states: NDArray[np.int8], rows: Ints, columns: Ints) -> None:
        """Put a field in its place."""
        self.values[name], self.states[name], self.at_rows[name], self.at_columns[name] = values, states, rows, columns


def joined(tables: Sequence[LedgerTable], shape: LedgerShape) -> LedgerTable:
    """Return the rows of several tables of one ledger as one."""
    if len(tables) == 1:
        return tables[0]
    tables = tables or [_empty(shape)]
    names = tables[0].values
    whole = LedgerTable(shape, np.concatenate([table.files for table in tables]),
                        np.concatenate([table.sheets for table in tables]),
                        np.concatenate([table.rows for table in tables]))  # fmt: skip
    for name in names:
        whole.put(name, *(np.concatenate([getattr(table, part)[name] for table in tables])
                          for part in ("values", "states", "at_rows", "at_columns")))  # fmt: skip
    whole.missing = frozenset().union(*(table.missing for table in tables))
    return whole


def _empty(shape: LedgerShape) -> LedgerTable:
    none = np.array([], np.int32)
    table = LedgerTable(shape, none.astype(object), none.astype(object), none)
    _fill_missing(table, {}, 1)
    return table


def table_year(table: SheetTable, *names: str) -> int | None:
    """Return the one year that the rows above a table, or some names, state; None for none, or several."""
    above = [table.grid.text_at(row, column) for row in range(table.top, table.heading)
             for column, _ in table.grid.row(row)]  # fmt: skip
    years = {found.year for text in (*above, *names) for found in find_periods(text) if found.year}
    return years.pop() if len(years) == 1 else None


def _add_key_column(table: SheetTable, sheet: SheetColumns, shape: LedgerShape) -> None:
    """Add the key column below the head to the grid of a table, each blank in a merged area with the area's content."""
    rows = np.arange(table.first_row, sheet.last_row + 1, dtype=np.int32)
    keys = cells_at(sheet, rows, table.key)
    plain = shown_as(keys, "number")
    if not all(set(sheet_tables.normalized(word)) - _OF_NUMBERS for word in (shape.key, *shape.total)):
        plain[:] = False
    known: dict[tuple[int, float], GridCell | None] = {}
    table.grid.merged = []  # no blank is left to be looked for in an area
    any_number = GridCell("1", "number", 1.0)  # which number names a row means nothing here
    for row, code, number, is_plain in zip(
        rows.tolist(), keys.codes.tolist(), keys.numbers.tolist(), plain.tolist(), strict=True
    ):
        if is_plain:
            table.grid.cells[row, table.key] = any_number
        elif code:
            if (code, number) not in known:
                known[code, number] = sheet.content(code, number)
            if cell := known[code, number]:
                table.grid.cells[row, table.key] = cell


def read_table(
    name: str, sheet: SheetColumns, table: SheetTable, shape: LedgerShape, county: County, faults: FaultCollector
) -> tuple[LedgerTable, list[Fault], int]:
    """Return the rows of a table, the first faults of its cells, and how many more there are at least.

    Those of its headings are added to `faults`.
    """
    headings = table.headings()
    fitting = field_columns(table, shape)
    columns = {declared.to: (column, declared) for heading, declared in shape.columns.items()
               if (column := the_column(table, fitting[declared.to], heading, declared, faults))}  # fmt: skip
    year = table_year(table, sheet.name, name)
    rules: dict[str, CellRule] = {}
    for to, (column, declared) in columns.items():
        unit = "" if declared.unit is None else column_unit(table, headings[column][1], column, declared, faults)
        if unit is not None:
            of = find_period(headings[column][0])
            rules[to] = replace(CellRule.of(declared, unit, county), year=of.year if of and of.year else year,
                                serials=not sheet.shift)  # fmt: skip
    _add_key_column(table, sheet, shape)
    found = list(table.rows(hidden=shape.hidden == "read"))
    is_total = np.array([text in shape.total for _, text in found], bool)
    numbers = np.array([number for number, _ in found], np.int32)
    rows = numbers[~is_total]
    if not len(rows):
        faults.add(table.grid, table.corner, "表里没有一行", "", "请填报；确实没有的，删去这一页。")
    count = len(rows)
    read = LedgerTable(shape, np.full(count, name, object), np.full(count, sheet.name, object), rows)
    told: list[tuple[int, int, Fault]] = []
    more = 0
    for order, (to, rule) in enumerate(rules.items()):
        cells_of = cells_at(sheet, rows, columns[to][0])
        contents = read_column(cells_of, rule)
        read.put(to, contents.values, contents.states, cells_of.rows, cells_of.columns)
        if rule.declared.planned:
            read.put(to + FIRST, contents.first, contents.states, cells_of.rows, cells_of.columns)
            read.put(to + WORDS, contents.words, contents.states, cells_of.rows, cells_of.columns)
        known = np.isin(contents.kinds, list(contents.problems))
        first, left = read.first_kinds(np.flatnonzero((contents.states == FAULTY) & known), contents.kinds, to)
        more += left
        for (at, *others), count in first:
            fault = replace(contents.problems[int(contents.kinds[at])], where=read.location(at, to))
            addresses = [read.location(other, to).rpartition("!")[2] for other in others]
            told.append((int(rows[at]), order, with_others(fault, addresses, count)))
    if is_total.any():
        names = [text for _, text in found if text in shape.total]
        spans = spans_of_totals((~is_total).cumsum()[is_total].tolist(), names, len(rows))
        for order, (to, rule) in enumerate(rules.items()):
            if rule.declared.kind == "number":
                sums = cells_at(sheet.unmerged(), numbers[is_total], columns[to][0])
                told += [(row, order, fault) for row, fault in
                         wrong_totals(name, sums, spans, read.values[to], read.states[to], rule)]  # fmt: skip
    for at in _left_out(sheet, table, shape, [column for column, _ in columns.values()], [row for row, _ in found]):
        where = cell_location(name, table.grid, (at, table.key))
        do = f"请补填“{shape.key}”，或删去上面的空行和多的表头。"
        told.append((at, 0, Fault(where, "这一行没有读：名称或序号空着，或与上面的行断开了", "", do)))
    _fill_missing(read, {to: columns[to][1] for to in rules}, table.key)
    return read, [fault for *_, fault in sorted(told, key=lambda item: item[:2])], more


def _fill_missing(table: LedgerTable, found: Mapping[str, LedgerColumn], key: int) -> None:
    count = len(table.rows)
    beside = np.full(count, key, np.int32)
    for declared in table.shape.columns.values():
        if declared.to not in found:
            kind = TYPES.get(declared.kind, "object")
            values = np.full(count, "" if kind == "object" else "NaT" if "date" in kind else "nan", kind)
            table.put(declared.to, values, np.full(count, FAULTY, np.int8), table.rows, beside)
            if declared.planned:
                table.put(declared.to + FIRST, values, table.states[declared.to], table.rows, beside)
                table.put(
                    declared.to + WORDS, np.full(count, "", object), table.states[declared.to], table.rows, beside
                )
    if table.shape.sheet_to:
        table.put(table.shape.sheet_to, table.sheets, np.full(count, SOUND, np.int8), table.rows, beside)
    table.missing = frozenset(column.to for column in table.shape.columns.values()) - {*found}


def _left_out(
    sheet: SheetColumns, table: SheetTable, shape: LedgerShape, columns: Sequence[int], taken: Sequence[int]
) -> list[int]:
    """Return the first rows that are filled like those of the table and yet are none: without a key, or apart."""
    below = np.arange(table.first_row, sheet.last_row + 1, dtype=np.int32)
    rows = below[~np.isin(below, [*taken, *(sheet.hidden_rows if shape.hidden == "skip" else ())])]
    if shape.title or not len(rows):  # another table may follow
        return []
    held = [cells_at(sheet.unmerged(), rows, column) for column in columns]
    filled = np.sum([cells.codes != 0 for cells in held], axis=0) > max(_FEWEST, len(columns) / 2)
    lost: list[int] = []
    for at in np.flatnonzero(filled)[:_MOST_LOST].tolist():
        found = [sheet.content(int(cells.codes[at]), float(cells.numbers[at])) for cells in held]
        words = [normalized(cell.text) if cell else "" for cell in found]
        again = any(words == [normalized(table.grid.text_at(row, column)) for column in columns]
                    for row in range(table.heading, table.first_row))  # fmt: skip
        if not again and not {*words} & {*shape.total}:
            lost.append(int(rows[at]))
    return lost

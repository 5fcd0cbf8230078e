"""Ledgers (台账): workbooks with a row a project, lead, case …, as typed frames, every row with its place."""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from ..base.errors import DataError, Fault, choices
from ..base.text import printable
from ..county.ledger_shapes import LedgerShape
from ..county.model import County
from ..workbooks import sandbox, sheet_tables
from ..workbooks.grid import Grid, letters
from .ledger_cells import FaultCollector, LedgerRow, read_cell, read_totals
from .ledger_rules import faults_between, faults_of

FOLDER = "ledgers"
PLACE = ("file", "sha256", "sheet", "row", "locator")
"""What every row has besides the fields of its ledger: where it stands."""

_TYPES = {"number": "float64", "date": "datetime64[s]", "time": "datetime64[s]"}


def load_ledgers(county: County) -> dict[str, pd.DataFrame]:
    """Return the ledgers of a county by their slugs.

    Returns
    -------
    Of each a frame with a column a field (text, float, or datetime64; of an area its code, of a unit its slug), and
    :data:`PLACE`: the locator names the row's cells.

    Raises
    ------
    DataError
        A ledger is missing or faulty; all faults of all ledgers are listed, each with its cell.
    """
    found, faults = read_ledgers(county)
    if faults:
        raise DataError.of(faults)
    return found


def read_ledgers(county: County) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Return the ledgers of a county, and every fault found in them."""
    rows: list[LedgerRow] = []
    faults: list[Fault] = []
    kept = sorted((county.folder / FOLDER).glob("*")) if county.ledgers else []
    paths = [path for path in kept if not path.name.startswith((".", "~$"))]  # of an editor that has one open
    for path in paths:
        more, told = read_file(path, county)
        rows += more
        faults += told
    for shape in county.ledgers:
        if not any(fnmatch.fnmatchcase(path.name, shape.file) for path in paths):
            do = f"请放进 {FOLDER}/，文件名合 {shape.file}；不再报的请从 county.toml 删去。"
            faults.append(Fault(f"{FOLDER}/", f"没有“{shape.name}”的台账", do=do))
    faults = list(dict.fromkeys([*faults, *faults_between(rows, county)]))  # of a merged cell each row tells the same
    return {shape.slug: _frame([row for row in rows if row.shape is shape], shape) for shape in county.ledgers}, faults


def read_file(path: Path, county: County) -> tuple[list[LedgerRow], list[Fault]]:
    """Return the rows of one workbook of ledgers, and every fault of it that can be seen without the others."""
    shapes = [shape for shape in county.ledgers if fnmatch.fnmatchcase(path.name, shape.file)]
    if not shapes:
        names = [shape.file for shape in county.ledgers]
        return [], [Fault(path.name, "不知道是什么台账", do=f"文件名要合其中之一：{'、'.join(names)}。")]
    try:
        sheets = [grid for grid in sandbox.read_sheets(path) if not grid.hidden]
    except DataError as error:
        return [], list(error.faults or (error.fault,))
    told = FaultCollector(path.name)
    rows: list[LedgerRow] = []
    for shape in shapes:
        own = list(_rows(path.name, sheets, shape, county, told))
        faults_of(own, shape, told)
        rows += own
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    for row in rows:
        row.sha256 = sha256
    return rows, told.faults


def _rows(
    name: str, sheets: Sequence[Grid], shape: LedgerShape, county: County, told: FaultCollector
) -> Iterator[LedgerRow]:
    fitting = [grid for grid in sheets if fnmatch.fnmatchcase(grid.name, shape.sheet)]
    if not fitting:
        told.whole(f"没有“{shape.name}”的页（{shape.sheet}）", "请不要改页名。")
    for grid in fitting:
        table = sheet_tables.find_table(grid, shape.key, levels=shape.levels, title=shape.title)
        if table is None:
            told.tell(grid, (1, 1), f"没有找到“{shape.name}”的表（表头含“{shape.key}”）", "", "请不要改表名和表头。")
            continue
        if shape.stages and grid.name not in shape.stages:
            told.tell(grid, (1, 1), "页名不是阶段", grid.name, choices(grid.name, shape.stages))
            continue
        yield from _of_table(name, table, shape, county, told)


def _of_table(
    name: str, table: sheet_tables.SheetTable, shape: LedgerShape, county: County, told: FaultCollector
) -> Iterator[LedgerRow]:
    headings = table.headings()
    columns = {what.to: (column, what) for heading, what in shape.columns.items()
               if (column := table.column(headings, heading, told.tell))}  # fmt: skip
    units = {field: told.unit(table, headings[column][1], column, what)
             for field, (column, what) in columns.items() if what.unit is not None}  # fmt: skip
    own: list[LedgerRow] = []
    for number, text in table.lines(shape.key, hidden=shape.hidden == "read"):
        if text in shape.total:
            read_totals(table.grid, number, columns, units, own, county, told)
            continue
        row = LedgerRow(shape, name, table.grid, number)
        for field, (column, what) in columns.items():
            row.places[field] = at = table.grid.origin(number, column)
            row.values[field] = read_cell(table.grid, at, what, units.get(field, ""), county, told)
        if shape.sheet_to:
            row.values[shape.sheet_to] = table.grid.name
        own.append(row)
    if not own:
        told.tell(table.grid, table.corner, "表里没有一行", "", "请填报；确实没有的，删去这一页。")
    yield from own


def _frame(rows: Sequence[LedgerRow], shape: LedgerShape) -> pd.DataFrame:
    kinds = {what.to: _TYPES.get(what.kind, "str") for what in shape.columns.values()}
    kinds |= {shape.sheet_to: "str"} if shape.sheet_to else {}
    cells = {field: pd.Series([_plain(row.values.get(field), kind) for row in rows], dtype=kind)
             for field, kind in kinds.items()}  # fmt: skip
    ends = [sorted(column for _, column in row.places.values()) for row in rows]
    return pd.DataFrame(cells).assign(
        file=pd.Series([f"{FOLDER}/{row.file}" for row in rows], dtype=str),
        sha256=pd.Series([row.sha256 for row in rows], dtype=str),
        sheet=pd.Series([row.grid.name for row in rows], dtype=str),
        row=pd.Series([row.number for row in rows], dtype="int64"),
        locator=pd.Series([f"{printable(row.grid.address(row.number, first))}:{letters(last)}{row.number}"
                           for row, (first, *_, last) in zip(rows, ends, strict=True)], dtype=str),
    )  # fmt: skip


def _plain(value: object, kind: str) -> object:
    """A content as its column holds it: what is blank or faulty is missing, of a text ''."""
    return value or "" if kind == "str" else None if value == "" else value

"""Ledgers (台账): workbooks with a row a project, lead or case, as typed frames with the place of each row."""

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
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.grid import Grid, column_letters
from .ledger_cells import LedgerRow, check_totals, column_unit, read_cell
from .ledger_rules import check_rows, faults_between_ledgers

FOLDER = "ledgers"
PLACE = ("file", "sha256", "sheet", "row", "locator")
"""Columns of the place of a row, beside the fields of its ledger."""

_TYPES = {"number": "float64", "date": "datetime64[s]", "time": "datetime64[s]"}


def load_ledgers(county: County) -> dict[str, pd.DataFrame]:
    """Return the ledgers of a county by their slugs.

    Returns
    -------
    A frame a ledger, with a column a field (text, float, or datetime64; an area by code, a unit by slug) and
    :data:`PLACE`, whose locator is the range of the row's cells.

    Raises
    ------
    DataError
        A ledger is missing or faulty; lists all faults of all ledgers, each with its cell.
    """
    frames, faults = read_ledgers(county)
    if faults:
        raise DataError.of(faults)
    return frames


def read_ledgers(county: County) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Return the ledgers of a county, and all faults in them."""
    rows: list[LedgerRow] = []
    faults: list[Fault] = []
    files = sorted((county.folder / FOLDER).glob("*")) if county.ledgers else []
    paths = [path for path in files if not path.name.startswith((".", "~$"))]  # lock files of open editors
    for path in paths:
        file_rows, file_faults = read_file(path, county)
        rows += file_rows
        faults += file_faults
    for shape in county.ledgers:
        if not any(fnmatch.fnmatchcase(path.name, shape.file) for path in paths):
            do = f"请放进 {FOLDER}/，文件名合 {shape.file}；不再报的请从 county.toml 删去。"
            faults.append(Fault(f"{FOLDER}/", f"没有“{shape.name}”的台账", do=do))
    # each row of a merged cell has the same fault
    faults = list(dict.fromkeys([*faults, *faults_between_ledgers(rows, county)]))
    return {shape.slug: _frame([row for row in rows if row.shape is shape], shape) for shape in county.ledgers}, faults


def read_file(path: Path, county: County) -> tuple[list[LedgerRow], list[Fault]]:
    """Return the rows of one workbook of ledgers, and its faults that need no other ledger."""
    shapes = [shape for shape in county.ledgers if fnmatch.fnmatchcase(path.name, shape.file)]
    if not shapes:
        names = [shape.file for shape in county.ledgers]
        return [], [Fault(path.name, "不知道是什么台账", do=f"文件名要合其中之一：{'、'.join(names)}。")]
    try:
        sheets = [grid for grid in sandbox.read_sheets(path) if not grid.hidden]
    except DataError as error:
        return [], list(error.faults or (error.fault,))
    faults = FaultCollector(path.name)
    rows: list[LedgerRow] = []
    for shape in shapes:
        shape_rows = list(_rows(path.name, sheets, shape, county, faults))
        check_rows(shape_rows, shape, faults)
        rows += shape_rows
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    for row in rows:
        row.sha256 = sha256
    return rows, faults.faults


def _rows(
    name: str, sheets: Sequence[Grid], shape: LedgerShape, county: County, faults: FaultCollector
) -> Iterator[LedgerRow]:
    fitting = [grid for grid in sheets if fnmatch.fnmatchcase(grid.name, shape.sheet)]
    if not fitting:
        faults.add(None, None, f"没有“{shape.name}”的页（{shape.sheet}）", do="请不要改页名。")
    for grid in fitting:
        table = sheet_tables.find_table(grid, shape.key, levels=shape.levels, title=shape.title)
        if table is None:
            faults.add(grid, (1, 1), f"没有找到“{shape.name}”的表（表头含“{shape.key}”）", "", "请不要改表名和表头。")
            continue
        if shape.stages and grid.name not in shape.stages:
            faults.add(grid, (1, 1), "页名不是阶段", grid.name, choices(grid.name, shape.stages))
            continue
        yield from _table_rows(name, table, shape, county, faults)


def _table_rows(
    name: str, table: sheet_tables.SheetTable, shape: LedgerShape, county: County, faults: FaultCollector
) -> Iterator[LedgerRow]:
    headings = table.headings()
    columns = {declared.to: (column, declared) for heading, declared in shape.columns.items()
               if (column := table.find_column(headings, heading, faults))}  # fmt: skip
    units = {field: column_unit(table, headings[column][1], column, declared, faults)
             for field, (column, declared) in columns.items() if declared.unit is not None}  # fmt: skip
    rows: list[LedgerRow] = []
    for number, text in table.rows(hidden=shape.hidden == "read"):
        if text in shape.total:
            check_totals(table.grid, number, columns, units, rows, county, faults)
            continue
        row = LedgerRow(shape, name, table.grid, number)
        for field, (column, declared) in columns.items():
            row.places[field] = at = table.grid.origin(number, column)
            row.values[field] = read_cell(table.grid, at, declared, units.get(field, ""), county, faults)
        if shape.sheet_to:
            row.values[shape.sheet_to] = table.grid.name
        rows.append(row)
    if not rows:
        faults.add(table.grid, table.corner, "表里没有一行", "", "请填报；确实没有的，删去这一页。")
    yield from rows


def _frame(rows: Sequence[LedgerRow], shape: LedgerShape) -> pd.DataFrame:
    kinds = {declared.to: _TYPES.get(declared.kind, "str") for declared in shape.columns.values()}
    kinds |= {shape.sheet_to: "str"} if shape.sheet_to else {}
    cells = {field: pd.Series([_plain(row.values.get(field), kind) for row in rows], dtype=kind)
             for field, kind in kinds.items()}  # fmt: skip
    ends = [sorted(column for _, column in row.places.values()) for row in rows]
    return pd.DataFrame(cells).assign(
        file=pd.Series([f"{FOLDER}/{row.file}" for row in rows], dtype=str),
        sha256=pd.Series([row.sha256 for row in rows], dtype=str),
        sheet=pd.Series([row.grid.name for row in rows], dtype=str),
        row=pd.Series([row.number for row in rows], dtype="int64"),
        locator=pd.Series([f"{printable(row.grid.address(row.number, first))}:{column_letters(last)}{row.number}"
                           for row, (first, *_, last) in zip(rows, ends, strict=True)], dtype=str),
    )  # fmt: skip


def _plain(value: object, kind: str) -> object:
    """Content for a column of a frame: blank or faulty is missing, in a column of text ''."""
    return value or "" if kind == "str" else None if value == "" else value

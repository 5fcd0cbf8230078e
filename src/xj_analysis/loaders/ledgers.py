"""Ledgers (台账): workbooks with a row a project, lead or case, as typed frames with the place of each row."""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ..base.errors import DataError, Fault, choices
from ..base.text import printable
from ..county.ledger_shapes import LedgerShape
from ..county.model import County
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.column_sandbox import read_columns
from ..workbooks.grid import Grid, column_letters
from ..workbooks.sheet_columns import SheetColumns
from ..workbooks.sheet_tables import SheetTable
from .ledger_columns import TYPES
from .ledger_faults import capped
from .ledger_rules import check_rows, faults_between_ledgers
from .ledger_tables import LedgerTable, joined, locate, read_table

FOLDER = "ledgers"
PLACE = ("file", "sha256", "sheet", "row", "locator")
"""Columns of the place of a row, beside the fields of its ledger."""


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


def load_instruments(county: County) -> dict[str, pd.DataFrame]:
    """Return the ledgers of a county that feed an instrument or are compared with reports, by their slugs.

    Raises as :func:`load_ledgers`. The other ledgers are neither opened nor checked.
    """
    feeding = {shape.slug for shape in county.ledgers if shape.instrument or shape.counts}
    while more := {to for each in county.ledgers if each.slug in feeding for to in each.within.values()} - feeding:
        feeding |= more
    chosen = tuple(shape for shape in county.ledgers if shape.slug in feeding)
    if not chosen:
        return {}
    frames, faults = read_ledgers(county.model_copy(update={"ledgers": chosen}), others=county.ledgers)
    if faults:
        raise DataError.of(faults)
    return frames


def read_ledgers(county: County, others: Sequence[LedgerShape] = ()) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Return the ledgers of a county, and their faults: of a file the first :data:`~.ledger_cells.MOST_FAULTS`.

    Parameters
    ----------
    others
        Shapes that are not read: files that fit only these are passed over.
    """
    tables: list[LedgerTable] = []
    faults: list[Fault] = []
    sums: dict[str, str] = {}
    files = sorted((county.folder / FOLDER).glob("*")) if county.ledgers else []
    paths = [path for path in files if path.is_file() and not path.name.startswith((".", "~$"))]  # locks of editors
    paths = [path for path in paths if _fits(path, county.ledgers) or not _fits(path, others)]
    for path in paths:
        file_tables, file_faults = read_file(path, county)
        tables += file_tables
        faults += file_faults
        if file_tables:
            with path.open("rb") as file:
                sums[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    for shape in county.ledgers:
        if not any(_fits(path, [shape]) for path in paths):
            do = f"请放进 {FOLDER}/，文件名合 {shape.file}；不再报的请从 collection.toml 删去。"
            faults.append(Fault(f"{FOLDER}/", f"没有“{shape.name}”的台账", do=do))
    whole = by_ledger(tables, county)
    del tables
    faults += capped(*faults_between_ledgers(whole, county), f"{FOLDER}/")
    return {slug: _frame(whole.pop(slug), sums) for slug in [*whole]}, faults


def _fits(path: Path, shapes: Sequence[LedgerShape]) -> bool:
    return any(fnmatch.fnmatchcase(path.name, shape.file) for shape in shapes)


def by_ledger(tables: Sequence[LedgerTable], county: County) -> dict[str, LedgerTable]:
    """Return the rows of each ledger of a county by its slug."""
    return {shape.slug: joined([table for table in tables if table.shape is shape], shape) for shape in county.ledgers}


def read_file(path: Path, county: County) -> tuple[list[LedgerTable], list[Fault]]:
    """Return the tables of one workbook, and its faults that need no other ledger, those of headings first."""
    shapes = [shape for shape in county.ledgers if fnmatch.fnmatchcase(path.name, shape.file)]
    if not shapes:
        names = [shape.file for shape in county.ledgers]
        return [], [Fault(path.name, "不知道是什么台账", do=f"文件名要合其中之一：{'、'.join(names)}。")]
    try:
        sheets = [sheet for sheet in read_columns(path) if not sheet.hidden]
    except DataError as error:
        return [], list(error.faults or (error.fault,))
    faults = FaultCollector(path.name)
    below: list[Fault] = []
    more = 0
    tables: list[LedgerTable] = []
    for shape in shapes:
        of_shape: list[LedgerTable] = []
        for sheet, table in _located(sheets, shape, faults):
            read, found, left = read_table(path.name, sheet, table, shape, county, faults)
            of_shape.append(read)
            below += found
            more += left
        if of_shape:
            tables.append(joined(of_shape, shape))
            found, left = check_rows(tables[-1])
            below += found
            more += left
    return tables, capped(faults.faults + below, more, path.name)


def _located(
    sheets: Sequence[SheetColumns], shape: LedgerShape, faults: FaultCollector
) -> Iterator[tuple[SheetColumns, SheetTable]]:
    fitting = [sheet for sheet in sheets if fnmatch.fnmatchcase(sheet.name, shape.sheet)]
    if not fitting:
        faults.add(None, None, f"没有“{shape.name}”的页（{shape.sheet}）", do="请不要改页名。")
    for sheet in fitting:
        table = locate(sheet, shape)
        grid = Grid(sheet.name)
        if table is None:
            faults.add(grid, (1, 1), f"没有找到“{shape.name}”的表（表头含“{shape.key}”）", "", "请不要改表名和表头。")
        elif shape.stages and sheet.name not in shape.stages:
            faults.add(grid, (1, 1), "页名不是阶段", sheet.name, choices(sheet.name, shape.stages))
        else:
            yield sheet, table


def _frame(table: LedgerTable, sums: Mapping[str, str]) -> pd.DataFrame:
    kinds = {declared.to: TYPES.get(declared.kind, "str") for declared in table.shape.columns.values()}
    kinds |= {table.shape.sheet_to: "str"} if table.shape.sheet_to else {}
    columns = {name: pd.Series(table.values.pop(name), dtype=kind) for name, kind in kinds.items()}
    held = [table.at_columns[declared.to] for declared in table.shape.columns.values()
              if declared.to not in table.missing] or [*table.at_columns.values()]  # fmt: skip
    first, last = np.minimum.reduce(held).tolist(), np.maximum.reduce(held).tolist()
    letters = {column: column_letters(column) for column in {*first, *last}}
    pages = {sheet: printable(sheet) for sheet in set(table.sheets)}
    files = {name: f"{FOLDER}/{name}" for name in sums}
    columns["file"] = pd.Series([files[name] for name in table.files], dtype=str)
    columns["sha256"] = pd.Series([sums[name] for name in table.files], dtype=str)
    columns["sheet"] = pd.Series(table.sheets, dtype=str)
    columns["row"] = pd.Series(table.rows, dtype="int64")
    places = zip(table.sheets, table.rows.tolist(), first, last, strict=True)
    locators = [f"{pages[sheet]}!{letters[start]}{row}:{letters[end]}{row}" for sheet, row, start, end in places]
    columns["locator"] = pd.Series(locators, dtype=str)
    return pd.DataFrame(columns, copy=False)

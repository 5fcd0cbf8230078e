"""Ledgers (台账): workbooks with a row a project, lead or case, as typed frames with the place of each row."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ..base.byte_cache import ByteCache
from ..base.errors import DataError, Fault, choices
from ..base.folder_swap import read_undisturbed
from ..base.text import printable
from ..county.ledger_shapes import LedgerShape
from ..county.model import County
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.column_sandbox import read_columns, reader_of
from ..workbooks.grid import Grid, column_letters
from ..workbooks.marking import SLIP
from ..workbooks.sheet_columns import SheetColumns
from ..workbooks.sheet_tables import SheetTable
from .ledger_columns import TYPES
from .ledger_faults import capped
from .ledger_headings import HeadingFit, fits_of, locate
from .ledger_register import FOLDER, files_known, received_day, sha256_of
from .ledger_rules import check_rows, faults_between_ledgers
from .ledger_tables import WORDS, LedgerTable, joined, read_table

Located = tuple[SheetColumns, SheetTable]
OF_FILE = ("file", "sha256", "file_day", "file_by")
PLACE = (*OF_FILE, "sheet", "row", "locator")
"""Columns of the place of a row, beside the fields of its ledger; `file_day`: when it was received, if registered."""


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


def read_ledgers(
    county: County,
    others: Sequence[LedgerShape] = (),
    files: Callable[[], Sequence[Path]] | None = None,
    cache: ByteCache | None = None,
) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Return the ledgers of a county, and their faults: of a file the first :data:`~.ledger_cells.MOST_FAULTS`.

    Parameters
    ----------
    others
        Shapes that are not read: files that fit only these are passed over.
    files
        Returns the files; by default the current ones.
    cache
        As of :func:`~xj_analysis.workbooks.column_sandbox.reader_of`.
    """
    if not county.ledgers:
        return {}, []
    chosen = files or (lambda: files_known(county.folder, None))
    return read_undisturbed(
        county.folder / FOLDER, lambda: _read(county, others, chosen(), cache), sound=lambda found: not found[1]
    )


def _read(
    county: County, others: Sequence[LedgerShape], files: Sequence[Path], cache: ByteCache | None
) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    tables: list[LedgerTable] = []
    faults: list[Fault] = []
    about: dict[str, dict[str, str]] = {}
    paths = [path for path in files if _fits(path, county.ledgers) or not _fits(path, others)]
    sheets_of = reader_of(paths, cache)
    for path in paths:
        file_tables, file_faults = read_file(path, county, others, sheets_of)
        tables += file_tables
        faults += file_faults
        if file_tables:
            about[path.name] = _about(path, county.folder)
    for shape in county.ledgers:
        if not is_named(paths, shape) and all(table.shape is not shape for table in tables):
            do = f"请放进 {FOLDER}/，文件名合 {shape.file}；不再报的请从 collection.toml 删去。"
            faults.append(Fault(f"{FOLDER}/", f"没有“{shape.name}”的台账", do=do))
    whole = by_ledger(tables, county)
    del tables
    faults += capped(*faults_between_ledgers(whole, county), f"{FOLDER}/")
    return {slug: _frame(whole.pop(slug), about) for slug in [*whole]}, faults


def _about(path: Path, folder: Path) -> dict[str, str]:
    """What the place of each row of a file says of it."""
    inside = path.is_relative_to(folder)
    file, sha256 = path.relative_to(folder).as_posix() if inside else f"{FOLDER}/{path.name}", sha256_of(path)
    received, by = received_day(folder, file, sha256)
    return {"file": file, "sha256": sha256, "file_day": received, "file_by": by}


def _fits(path: Path, shapes: Sequence[LedgerShape]) -> bool:
    return any(fnmatch.fnmatchcase(path.name, shape.file) for shape in shapes)


def is_named(paths: Iterable[Path], shape: LedgerShape) -> bool:
    """Return whether one of some files has the name of a ledger."""
    return any(_fits(path, [shape]) for path in paths)


def by_ledger(tables: Sequence[LedgerTable], county: County) -> dict[str, LedgerTable]:
    """Return the rows of each ledger of a county by its slug."""
    return {shape.slug: joined([table for table in tables if table.shape is shape], shape) for shape in county.ledgers}


def read_file(
    path: Path,
    county: County,
    others: Sequence[LedgerShape] = (),
    sheets_of: Callable[[Path], list[SheetColumns]] = read_columns,
) -> tuple[list[LedgerTable], list[Fault]]:
    """Return the tables of one workbook, and its faults that need no other ledger, those of headings first.

    A workbook whose name fits no ledger is told by the headings of its sheets.

    Parameters
    ----------
    others
        As of :func:`read_ledgers`: a sheet whose headings fit one of these is passed over.
    sheets_of
        Returns its sheets.
    """
    shapes = [shape for shape in county.ledgers if _fits(path, [shape])]
    try:
        sheets = [sheet for sheet in sheets_of(path) if not sheet.hidden and sheet.name != SLIP]
    except DataError as error:
        return [], list(error.faults or (error.fault,))
    faults = FaultCollector(path.name)
    if shapes:
        found = {shape.slug: _located(sheets, shape, shapes, faults) for shape in shapes}
    else:
        found = _by_headings(sheets, others or county.ledgers, faults)
        shapes = [shape for shape in county.ledgers if shape.slug in found]
    below: list[Fault] = []
    more = 0
    tables: list[LedgerTable] = []
    for shape in shapes:
        of_shape: list[LedgerTable] = []
        for sheet, table in found[shape.slug]:
            if shape.stages and sheet.name not in shape.stages:
                faults.add(Grid(sheet.name), (1, 1), "页名不是阶段", sheet.name, choices(sheet.name, shape.stages))
                continue
            read, wrong, left = read_table(path.name, sheet, table, shape, county, faults)
            of_shape.append(read)
            below += wrong
            more += left
        if of_shape:
            tables.append(joined(of_shape, shape))
            wrong, left = check_rows(tables[-1])
            below += wrong
            more += left
    return tables, capped(faults.faults + below, more, path.name)


def _located(
    sheets: Sequence[SheetColumns], shape: LedgerShape, shapes: Sequence[LedgerShape], faults: FaultCollector
) -> list[Located]:
    """Return the tables on the sheets of a shape; where no sheet's name fits, those told by their headings."""
    fitting = [sheet for sheet in sheets if fnmatch.fnmatchcase(sheet.name, shape.sheet)]
    if not fitting:
        free = [each for each in sheets if not any(fnmatch.fnmatchcase(each.name, other.sheet) for other in shapes)]
        found = _by_headings(free, shapes, FaultCollector("")).get(shape.slug, [])
        if not found:
            faults.add(None, None, f"没有“{shape.name}”的页（{shape.sheet}）", do="请不要改页名。")
        return found
    located = [(sheet, locate(sheet, shape)) for sheet in fitting]
    for sheet, table in located:
        if table is None:
            what = f"没有找到“{shape.name}”的表（表头含“{shape.key}”）"
            faults.add(Grid(sheet.name), (1, 1), what, "", "请不要改表名和表头。")
    return [(sheet, table) for sheet, table in located if table is not None]


def _by_headings(
    sheets: Sequence[SheetColumns], shapes: Sequence[LedgerShape], faults: FaultCollector
) -> dict[str, list[Located]]:
    """Return by ledger the sheets whose headings fit it best; none, or two that fit equally, add a fault."""
    found: dict[str, list[Located]] = {}
    nearest: HeadingFit | None = None
    told = len(faults.entries)
    for sheet in sheets:
        fits = fits_of(sheet, shapes)
        if fits and fits[0].enough:
            best, *others = fits
            equal = [other for other in others if (other.share, len(other.found)) == (best.share, len(best.found))]
            if equal:
                what = f"表头同样合“{best.shape.name}”和“{equal[0].shape.name}”，不知道是哪种台账"
                do = f"请把文件名改成合 {best.shape.file} 或 {equal[0].shape.file} 的。"
                faults.add(best.table.grid, best.table.corner, what, "", do)
            else:
                found.setdefault(best.shape.slug, []).append((sheet, best.table))
        elif fits and (nearest is None or fits[0].share > nearest.share):
            nearest = fits[0]
    if not found and len(faults.entries) == told:
        names = "、".join(shape.file for shape in shapes)
        near = f"；最像“{nearest.shape.name}”，表头还差{'、'.join(nearest.missing)}" if nearest else ""
        faults.add(None, None, f"不知道是什么台账{near}", do=f"请补上表头，或把文件名改成合其中之一的：{names}。")
    return found


def _frame(table: LedgerTable, about: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    kinds = {declared.to: TYPES.get(declared.kind, "str") for declared in table.shape.columns.values()}
    kinds |= {table.shape.sheet_to: "str"} if table.shape.sheet_to else {}
    kinds |= {declared.to + WORDS: "str" for declared in table.shape.columns.values() if declared.planned}
    columns = {name: pd.Series(table.values.pop(name), dtype=kind) for name, kind in kinds.items()}
    held = [table.at_columns[declared.to] for declared in table.shape.columns.values()
              if declared.to not in table.missing] or [*table.at_columns.values()]  # fmt: skip
    first, last = np.minimum.reduce(held).tolist(), np.maximum.reduce(held).tolist()
    letters = {column: column_letters(column) for column in {*first, *last}}
    pages = {sheet: printable(sheet) for sheet in set(table.sheets)}
    for of_file in OF_FILE:
        columns[of_file] = pd.Series([about[name][of_file] for name in table.files], dtype=str)
    columns["sheet"] = pd.Series(table.sheets, dtype=str)
    columns["row"] = pd.Series(table.rows, dtype="int64")
    places = zip(table.sheets, table.rows.tolist(), first, last, strict=True)
    locators = [f"{pages[sheet]}!{letters[start]}{row}:{letters[end]}{row}" for sheet, row, start, end in places]
    columns["locator"] = pd.Series(locators, dtype=str)
    return pd.DataFrame(columns, copy=False)

"""Columns of ledgers as arrays: sound cells of the common kinds at once, every other distinct content cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..base.errors import Fault
from ..county.ledger_shapes import DATED
from ..quantity import units
from ..workbooks.cell_dates import shows_no_day
from ..workbooks.cell_faults import FaultCollector
from ..workbooks.grid import Grid, GridCell
from ..workbooks.sheet_columns import SheetColumns, number_cell
from .ledger_cells import CellRule, Content, PlannedDate, read_cell

Ints = NDArray[np.int32]
Values = NDArray[Any]
BLANK, SOUND, FAULTY = 0, 1, 2
"""States of a cell; that of a column that is not there is faulty in every row."""
TYPES = {"number": "float64", **dict.fromkeys(DATED, "datetime64[s]")}
"""Types of columns by their kind; every other is text."""

MOST_PROBLEMS = 2_000
"""Distinct faulty contents of a column after which the rest of it is left unread."""
_DIGITS = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")
_FIRST_DAY = np.datetime64("1899-12-30", "s")
_SMALLEST, _LARGEST = 1e-9, 1e15
_DAYS, _DAY, _MINUTE = 2_900_000, 86_400, 60
_POWERS = [10.0**power for power in range(-6, 13)]
_TRIED = [*map(float, range(13)), 20, 99, 2025, 45_718, *_POWERS, *(-power for power in _POWERS),
          0.5, -0.25, 1234.5625, -1234567.125]  # fmt: skip
"""Numbers that a plain format shows as they are; one with a condition or a scale does not."""


@dataclass(frozen=True)
class CellColumn:
    """Cells of one column of a sheet; a blank cell in a merged area is the first cell of the area.

    Parameters
    ----------
    codes, numbers
        As of :class:`~xj_analysis.workbooks.sheet_columns.SheetColumns`.
    rows, columns
        The place of each cell.
    """

    sheet: SheetColumns
    codes: Ints
    numbers: NDArray[np.float64]
    rows: Ints
    columns: Ints


@dataclass(frozen=True)
class ColumnContents:
    """Typed contents of a column: values, states, and the problem of each faulty cell.

    Parameters
    ----------
    problems
        By the entry of `kinds` of a cell; their places are not those of the cell. A faulty cell without one was left
        unread after :data:`MOST_PROBLEMS` others.
    first, words
        Of planned dates: the first day that is meant (none where it is not known), and the words of those that are no
        day; '' for a day.
    """

    values: Values
    states: NDArray[np.int8]
    kinds: NDArray[np.int64]
    problems: Mapping[int, Fault]
    first: Values
    words: Values


def cells_at(sheet: SheetColumns, rows: Ints, column: int) -> CellColumn:
    """Return the cells of a column at some rows, which ascend."""
    codes, numbers = _held(sheet, rows, column)
    at_rows, at_columns = rows.copy(), np.full(len(rows), column, np.int32)
    free = codes == 0
    for (top, left), (bottom, right) in sheet.merged:
        if left <= column <= right:
            span = slice(*rows.searchsorted([top, bottom + 1]))
            blank = np.flatnonzero(free[span]) + span.start
            if len(blank):
                code, number = _held(sheet, np.array([top], np.int32), left)
                codes[blank], numbers[blank], at_rows[blank], at_columns[blank] = code[0], number[0], top, left
                free[blank] = False
    return CellColumn(sheet, codes, numbers, at_rows, at_columns)


def _held(sheet: SheetColumns, rows: Ints, column: int) -> tuple[Ints, NDArray[np.float64]]:
    codes, numbers = np.zeros(len(rows), np.int32), np.zeros(len(rows))
    if column in sheet.codes and len(sheet.rows):
        at = sheet.rows.searchsorted(rows).clip(max=len(sheet.rows) - 1)
        held = sheet.rows[at] == rows
        codes[held] = sheet.codes[column][at[held]]
        if column in sheet.numbers:
            numbers[held] = sheet.numbers[column][at[held]]
    return codes, numbers


def read_column(cells: CellColumn, rule: CellRule) -> ColumnContents:
    """Return the contents of a column, the same as :func:`~.ledger_cells.read_cell` of each cell."""
    kind = TYPES.get(rule.declared.kind, "object")
    values: Values = np.full(len(cells.codes), "" if kind == "object" else "NaT" if "date" in kind else "nan", kind)
    states = np.zeros(len(cells.codes), np.int8)
    sound = _COMMON.get(rule.declared.kind, _none)(cells, rule, values)
    states[sound] = SOUND
    kinds = np.zeros(len(cells.codes), np.int64)
    problems: dict[int, Fault] = {}
    rest = np.flatnonzero(~sound)
    first_days, words = values, np.full(len(values) if rule.declared.planned else 0, "", object)
    if len(rest):
        grid, kinds[rest] = _distinct(cells, rest)
        faults = FaultCollector("")
        found, first, inverse = np.unique(kinds[rest], return_index=True, return_inverse=True)
        contents = np.empty(len(found), object)
        for at in first.argsort():  # from the top: what is said of the first faults is never cut short
            if len(problems) == MOST_PROBLEMS:
                break
            content = read_cell(grid, (int(found[at]), 1), rule, faults)
            contents[at] = content
            if content is None:
                problems[int(found[at])] = faults.entries[-1].fault
        states[rest] = np.array([_state(content) for content in contents], np.int8)[inverse]
        missing = "" if kind == "object" else None
        if rule.declared.planned:
            spans = [content if isinstance(content, PlannedDate) else None for content in contents]
            words[rest] = np.array([span.words if span else "" for span in spans], object)[inverse]
            contents[:] = [span.last or "" if span else content for span, content in zip(spans, contents, strict=True)]
        values[rest] = np.array([content or missing if content in ("", None) else content for content in contents],
                                kind)[inverse]  # fmt: skip
        if rule.declared.planned:
            first_days = values.copy()
            begun = [span.first if span else content or None for span, content in zip(spans, contents, strict=True)]
            first_days[rest] = np.array(begun, kind)[inverse]
    return ColumnContents(values, states, kinds, problems, first_days, words)


def _state(content: Content) -> int:
    if isinstance(content, PlannedDate):
        return BLANK if content.last is None else SOUND
    return FAULTY if content is None else BLANK if content == "" else SOUND


def _distinct(cells: CellColumn, rest: NDArray[np.int64]) -> tuple[Grid, NDArray[np.int64]]:
    """Distinct cells as the rows of a grid, and for each cell its row."""
    kinds = cells.codes[rest].astype(np.int64)
    grid = Grid(cells.sheet.name)
    for code in np.unique(kinds[kinds > 0]).tolist():
        if cell := cells.sheet.content(code, 0.0):
            grid.cells[code, 1] = cell
    numbered = np.flatnonzero(kinds < 0)
    known: dict[tuple[int, float], int] = {}
    for at, code, number in zip(
        numbered.tolist(), kinds[numbered].tolist(), cells.numbers[rest[numbered]].tolist(), strict=True
    ):
        row = known.get((code, number))
        if row is None:
            row = known[code, number] = len(cells.sheet.contents) + len(known)
            if cell := cells.sheet.content(code, number):
                grid.cells[row, 1] = cell
        kinds[at] = row
    return grid, kinds


def _none(cells: CellColumn, rule: CellRule, values: Values) -> NDArray[np.bool_]:
    return np.zeros(len(cells.codes), bool)


def _texts(cells: CellColumn, rule: CellRule, values: Values) -> NDArray[np.bool_]:
    """Texts of any words that begin like none of the symbols for nothing."""
    if rule.declared.among or rule.declared.item:
        return _none(cells, rule, values)
    starts = {sign for symbol in rule.legend for sign in symbol[:1]}
    sound = cells.codes > 0
    codes, inverse = np.unique(cells.codes[sound], return_inverse=True)
    words = np.empty(len(codes), object)
    for at, code in enumerate(codes.tolist()):
        content = cells.sheet.contents[code]
        text = content.strip() if isinstance(content, str) else ""
        words[at] = text if text[:1].isalnum() and text[0] < "\uff00" and text[0] not in starts else ""
    values[sound] = words[inverse]
    filled: NDArray[np.bool_] = sound & (values != "")
    return filled


def _moments(cells: CellColumn, rule: CellRule, values: Values) -> NDArray[np.bool_]:
    """Date cells of the years that are written."""
    days = cells.numbers + cells.sheet.shift
    sound = shown_as(cells, "date") & (cells.numbers >= 1) & (days < _DAYS)
    seconds = np.rint(np.where(sound, days, 0) * _DAY)
    if rule.declared.kind == "date":
        sound &= seconds % _DAY < _MINUTE
    values[sound] = _FIRST_DAY + seconds[sound].astype("timedelta64[s]")
    return sound


def _numbers(cells: CellColumn, rule: CellRule, values: Values) -> NDArray[np.bool_]:
    """Numbers in plain digits within the limits, in a unit that is a power of ten of the declared one."""
    target = str(rule.declared.unit)
    ratio = units.ratio(rule.unit, target)
    scale = max(ratio.numerator, ratio.denominator)
    if min(ratio.numerator, ratio.denominator) != 1 or str(scale).strip("0") != "1":
        return _none(cells, rule, values)
    amounts = np.full(len(cells.codes), np.nan)
    size = np.abs(cells.numbers)
    plain = shown_as(cells, "number") & ((size == 0) | ((size >= _SMALLEST) & (size < _LARGEST)))
    amounts[plain] = _fifteen_digits(cells.numbers[plain])
    written = cells.codes > 0
    codes, inverse = np.unique(cells.codes[written], return_inverse=True)
    amounts[written] = np.array([_digits(cells.sheet.contents[code], rule) for code in codes.tolist()], float)[inverse]
    if scale > 1:  # both roundings together are less than half of the fifteenth digit
        amounts = amounts * scale if ratio > 1 else amounts / scale
        held = np.isfinite(amounts)
        amounts[held] = _fifteen_digits(amounts[held])
    amounts += 0.0  # no -0
    with np.errstate(invalid="ignore"):
        sound: NDArray[np.bool_] = np.isfinite(amounts)
        if units.unit(target).counted:
            sound &= amounts % 1 == 0
        if rule.declared.least is not None:
            sound &= amounts >= rule.declared.least
        if rule.declared.most is not None:
            sound &= amounts <= rule.declared.most
    values[sound] = amounts[sound]
    return sound


_COMMON: Mapping[str, Callable[[CellColumn, CellRule, Values], NDArray[np.bool_]]] = {
    "number": _numbers, "date": _moments, "time": _moments, "text": _texts}  # fmt: skip
"""By kind: put the sound values of common cells in their places, and return which they are."""


def _digits(content: str | GridCell, rule: CellRule) -> float:
    if not isinstance(content, str) or content in rule.legend or not _DIGITS.fullmatch(content):
        return np.nan
    return float(content)


def _fifteen_digits(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Numbers as a spreadsheet shows them: the binary remainder beyond fifteen digits is none of the sender's."""
    return np.array([float(f"{number:.15g}") for number in numbers.tolist()], float)


def shown_as(cells: CellColumn, kind: str) -> NDArray[np.bool_]:
    """Return for each cell whether it is a number that its format shows as a date, or in plain digits (number)."""
    sheet = cells.sheet
    styles = [False, *(_shows(each, sheet.shift) == kind for each in (*sheet.formats, None))]
    shown: NDArray[np.bool_] = np.array(styles)[np.where(cells.codes < 0, -cells.codes, 0)]
    return shown


@cache  # the ledgers of a county share few formats
def _shows(form: str | None, shift: int) -> str:
    """Return how a format shows numbers: as a date, in plain digits (number), or otherwise ('').

    None is that of a style which the workbook does not have.
    """
    formats = [] if form is None else [form]
    shown = [(number, cell) for number in _TRIED if (cell := number_cell(number, 0, formats, shift))]
    kinds = {cell.kind for _, cell in shown}
    if kinds == {"number"}:
        return "number" if all(_plain(cell, number) for number, cell in shown) else ""
    dates = [cell for number, cell in shown if 1 <= number < _DAYS]
    plain = {cell.kind for cell in dates} == {"date"} and not any(shows_no_day(cell) for cell in dates)
    return "date" if plain else ""


def _plain(cell: GridCell, number: float) -> bool:
    try:
        return float(cell.text.replace(",", "")) == float(f"{number:.15g}")
    except ValueError:
        return False

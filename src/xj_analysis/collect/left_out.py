"""Parts of a department sheet that were not read: sheets, columns, rows and notes, told to the sender."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..base.text import printable
from ..quantity.period_words import find_period
from ..workbooks.grid import Grid, column_letters
from ..workbooks.sheet_tables import SheetTable, normalized

_LONGEST, _FEW = 40, 3
_DOUBTS = re.compile(r"预计|初步|估计|估算|快报|待核|暂|推算|概数|口径")
"""Words for which even a title or a note of the unit is told."""


def left_out(
    sheets: Sequence[Grid], tables: Sequence[SheetTable], rows: Mapping[str, set[int]], columns: Mapping[str, set[int]],
    titles: Sequence[str] = (),
) -> list[str]:  # fmt: skip
    """Return a line for each sheet, column, note and run of rows that was not read.

    Parameters
    ----------
    sheets
        All sheets of the file.
    tables
        The tables that were read.
    rows, columns
        What was read of them, by sheet.
    titles
        Words by which the tables were found.
    """
    used = [normalized(title) for title in titles]
    return [line for grid in sheets for line in _of_sheet(grid, tables, rows, columns, used)]


def _of_sheet(
    grid: Grid, tables: Sequence[SheetTable], rows: Mapping[str, set[int]], columns: Mapping[str, set[int]],
    titles: Sequence[str],
) -> Iterator[str]:  # fmt: skip
    name = f"「{printable(grid.name)}」"
    own = [table for table in tables if table.grid is grid]
    if not own:
        if grid.cells:
            yield f"{name}{'（隐藏）' if grid.hidden else ''}整页"
        return
    headed = {row for table in own for row in range(table.heading, table.first_row)}
    read_rows, read_columns = rows.get(grid.name, set()), columns.get(grid.name, set())
    headings = {column: heading for table in own for column, (heading, _) in table.headings().items()
                if heading and column not in read_columns}  # fmt: skip
    for column, heading in sorted(headings.items()):
        yield f"{name}{column_letters(column)}列“{_short(heading)}”"
    for row in sorted(read_rows):
        for column, cell in grid.row(row):
            if column not in read_columns and column not in headings and cell.text.strip():
                yield f"{name}{column_letters(column)}{row}“{_short(cell.text)}”"
    yield from (name + line for line in _rows_left(grid, own, headed | read_rows, titles))


def _rows_left(grid: Grid, tables: Sequence[SheetTable], read: set[int], titles: Sequence[str]) -> Iterator[str]:
    """Lines of rows: single ones with their words, many below one another as one."""
    run: list[tuple[int, str]] = []
    for row in range(1, grid.last_row + 2):
        words = " ".join(cell.text for _, cell in grid.row(row)) if row <= grid.last_row else ""
        if words.strip() and row not in read and not _is_title(row, words, tables, titles):
            run.append((row, words))
            continue
        if len(run) > _FEW:
            yield f"第{run[0][0]}—{run[-1][0]}行（首行“{_short(run[0][1])}”）"
        else:
            for number, text in run:
                yield f"{'隐藏的' if number in grid.hidden_rows else ''}第{number}行“{_short(text)}”"
        run = []


def _is_title(row: int, words: str, tables: Sequence[SheetTable], titles: Sequence[str]) -> bool:
    """True for a line above a table that was used and casts no doubt: its title, its period, its unit."""
    joined = normalized(words)
    above = any(table.top <= row < table.heading for table in tables)
    told = find_period(joined) is not None or "单位:" in joined or any(title in joined for title in titles)
    return above and not _DOUBTS.search(joined) and (told or row == min(table.top for table in tables))


def _short(text: str) -> str:
    plain = printable(" ".join(text.split()))
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"

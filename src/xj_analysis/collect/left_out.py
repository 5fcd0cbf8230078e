"""Parts of a department sheet that were not read: sheets, columns, rows and notes, told to the sender."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..base.text import printable
from ..quantity.period_words import find_period
from ..workbooks.grid import Grid, column_letters
from ..workbooks.sheet_tables import SheetTable, normalized

_LONGEST = 40


def left_out(
    sheets: Sequence[Grid], tables: Sequence[SheetTable], rows: Mapping[str, set[int]], columns: Mapping[str, set[int]],
    titles: Sequence[str] = (),
) -> list[str]:  # fmt: skip
    """Return a line for each sheet, column, row and note that was not read.

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
    for table in own:
        for column, (heading, _) in table.headings().items():
            if heading and column in table.columns and column not in read_columns:
                yield f"{name}{column_letters(column)}列“{_short(heading)}”"
    for row in range(1, grid.last_row + 1):
        texts = [cell.text for _, cell in grid.row(row)]
        if texts and row not in headed and row not in read_rows and not _is_title(row, texts, own, titles):
            hidden = "隐藏的" if row in grid.hidden_rows else ""
            yield f"{name}{hidden}第{row}行“{_short(' '.join(texts))}”"


def _is_title(row: int, texts: Sequence[str], tables: Sequence[SheetTable], titles: Sequence[str]) -> bool:
    """True for a line above a table that was used: its title, its period, its unit."""
    joined = normalized("".join(texts))
    above = any(table.top <= row < table.heading for table in tables)
    told = find_period(joined) is not None or "单位:" in joined or any(title in joined for title in titles)
    return above and (told or row == min(table.top for table in tables))


def _short(text: str) -> str:
    plain = printable(" ".join(text.split()))
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"

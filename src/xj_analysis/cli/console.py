"""Console output: tables and sentences on a terminal; elsewhere plain lines, unwrapped, so that a log can be searched.

rich is imported only where there is a terminal to draw on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence
from typing import TextIO


def is_terminal(stream: TextIO) -> bool:
    """Return whether a stream is a terminal, or treated as one because of ``FORCE_COLOR``."""
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def grid(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Collection[str] = (),
    named: Collection[str] = (),
    total: Sequence[str] = (),
) -> None:
    """Print rows of plain text: a table on a terminal, a line each elsewhere.

    Parameters
    ----------
    title
        Stands above the rows.
    columns, rows
        Headings, and a cell for each of them in every row; a line leaves empty cells out.
    right
        The columns aligned to the right.
    named
        Columns whose name is printed before each cell of a line: a bare count says little there.
    total
        A last row, emphasised on a terminal.
    """
    if not is_terminal(sys.stdout):
        say(title)
        for row in [*rows, total] if total else rows:
            cells = zip(columns, row, strict=True)
            say("　".join(f"{name}{cell}" if name in named else cell for name, cell in cells if cell))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    say(title, strong=True)  # not as the table's title, which is wrapped to the table's width
    if not rows and not total:
        return
    table = Table()
    for name in columns:
        table.add_column(name, overflow="fold", justify="right" if name in right else "left")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    if total:
        table.add_row(*(escape(cell) for cell in total), style="bold")
    Console().print(table)


def say(words: str, *, strong: bool = False) -> None:
    """Print a sentence of plain text, unwrapped; emphasised on a terminal where `strong`."""
    if strong and is_terminal(sys.stdout):
        from rich.console import Console

        Console().print(words, style="bold", markup=False, highlight=False, soft_wrap=True)
    else:
        sys.stdout.write(f"{words}\n")


def dump(content: object) -> None:
    """Print JSON, for other programs."""
    import json

    json.dump(content, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")

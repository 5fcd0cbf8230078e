"""Workbooks that the units of the invented county filed, and copies with some cells changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from support.county_folder import REPO
from xj_analysis.collect import template_layout
from xj_analysis.quantity import periods
from xj_analysis.workbooks.saving import to_bytes

FOLDER = REPO / "data" / "example"
OCTOBER = periods.parse("2025-01/2025-10")
DAY = date(2025, 11, 9)
FIRST = f"C{template_layout.FIRST + 1}"
"""First cell to fill in of a template."""


def inbox(word: str) -> Path:
    """The file of October whose name has a word."""
    (path,) = (path for path in (FOLDER / "inbox" / "2025-10").iterdir() if word in path.name)
    return path


def changed(word: str, edit: Callable[[Workbook], None], to: Path) -> Path:
    """A copy of a filed workbook after an edit, in the folder `to`."""
    book = load_workbook(inbox(word))
    edit(book)
    path = to / inbox(word).name
    path.write_bytes(to_bytes(book))
    return path


def put(sheet: str, place: str, value: Any) -> Callable[[Workbook], None]:
    """The edit that sets one cell."""

    def edit(book: Workbook) -> None:
        book[sheet][place] = value

    return edit

"""Reproducible .xlsx files: equal content gives equal bytes, and text never becomes a formula."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from ..base.text import FORMULA_STARTS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_DAY = b"2000-01-01T00:00:00Z"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def to_bytes(workbook: Workbook) -> bytes:
    """Return a workbook as the bytes of its file; equal content gives equal bytes."""
    raw = io.BytesIO()
    workbook.save(raw)
    return with_fixed_dates(raw.getvalue())


def with_fixed_dates(content: bytes) -> bytes:
    """Return an .xlsx file with the dates of its metadata and archive entries set to constants."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "docProps/core.xml":
                part = _STAMP.sub(rb"\g<1>" + _DAY + rb"\g<2>", part)
            new.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return copy.getvalue()


def put_text(cell: Cell, words: str) -> None:
    """Write a text into a cell as text: a leading =, +, - or @ makes no formula.

    Examples
    --------
    >>> from openpyxl import Workbook
    >>> cell = Workbook().active["A1"]
    >>> put_text(cell, "=1+1")
    >>> cell.data_type, cell.value, cell.quotePrefix
    ('s', '=1+1', True)
    """
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    clean = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", words)
    cell.value = clean
    cell.data_type = "s"
    if clean.startswith(FORMULA_STARTS):
        cell.quotePrefix = True

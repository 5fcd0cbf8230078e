"""A workbook as bytes: the same content gives the same bytes, and text in it is never a formula."""

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
    """Return a workbook as the bytes of its file, without a clock: the same content gives the same bytes."""
    raw = io.BytesIO()
    workbook.save(raw)
    return stamped(raw.getvalue())


def stamped(content: bytes) -> bytes:
    """Return an .xlsx file with every date of its making set to a fixed one."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "docProps/core.xml":
                part = _STAMP.sub(rb"\g<1>" + _DAY + rb"\g<2>", part)
            new.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def put_text(cell: Cell, words: str) -> None:
    """Write words into a cell as words, whatever they begin with: =, +, - and @ make no formula.

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

"""A slip (督办单) as a Word document: a title, a table of fields, and whose it is; equal content, equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

__all__ = ["word_slip"]
__dir__ = __all__.copy

TITLE_FACE, LABEL_FACE, TEXT_FACE = "方正小标宋简体", "楷体_GB2312", "仿宋_GB2312"
"""Faces of official documents (公文); where one is not installed, Word takes another."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TITLE, _TEXT = 22, 14
_COLUMNS = (3.2, 12.4)


def word_slip(title: str, colour: str, fields: Sequence[tuple[str, str]], foot: Sequence[str], given: date) -> bytes:
    """Return a slip as a .docx file on one A4 sheet.

    Parameters
    ----------
    title
        Heading: 督办单.
    colour
        Hexadecimal colour of the rule below it, which the fields name in words as well.
    fields
        Label and words of each row.
    foot
        Lines below the table, to the right.
    given
        Day of the document.

    Examples
    --------
    >>> one = word_slip("督办单", "C62828", [("编号", "D2025001")], ["示例县"], date(2025, 9, 30))
    >>> one == word_slip("督办单", "C62828", [("编号", "D2025001")], ["示例县"], date(2025, 9, 30))
    True
    """
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3), Cm(2.5)
    section.left_margin, section.right_margin = Cm(2.7), Cm(2.7)
    stamp = datetime(given.year, given.month, given.day)
    properties = document.core_properties
    properties.title, properties.created, properties.modified = title, stamp, stamp
    properties.author = properties.last_modified_by = properties.comments = ""
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(heading, title, TITLE_FACE, _TITLE)
    _rule(heading, colour)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for label, words in fields:
        cells = table.add_row().cells
        for cell, width in zip(cells, _COLUMNS, strict=True):
            cell.width = Cm(width)
        cells[0].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(cells[0].paragraphs[0], label, LABEL_FACE, _TEXT)
        _write(cells[1].paragraphs[0], words, TEXT_FACE, _TEXT)
    for line in ("", *foot):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _write(paragraph, line, TEXT_FACE, _TEXT)
    raw = io.BytesIO()
    document.save(raw)
    return _undated(raw.getvalue())


def _write(paragraph: Paragraph, words: str, face: str, size: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(words)
    run.font.size, run.font.name = Pt(size), face
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(4)


def _rule(paragraph: Paragraph, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    border: Any = OxmlElement("w:pBdr")
    line: Any = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "24"), ("space", "6"), ("color", colour.lstrip("#"))):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    following = ("w:spacing", "w:ind", "w:jc", "w:rPr")  # the schema has an order
    paragraph._p.get_or_add_pPr().insert_element_before(border, *following)


def _undated(content: bytes) -> bytes:
    """The file with the dates of its archive entries set to a constant."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), old.read(entry), zipfile.ZIP_DEFLATED)
    return copy.getvalue()

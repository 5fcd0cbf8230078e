"""Slips as Word documents: fields as given, faces of official documents, and an order of elements that Word takes."""

from __future__ import annotations

import io
from datetime import date

import docx
from docx.oxml.ns import qn

from xj_analysis.press.word_slip import LABEL_FACE, TEXT_FACE, word_slip

FIELDS = [("编号", "D2025001"), ("事项", "甲 & <乙>")]


def made(day: date = date(2025, 9, 30)) -> bytes:
    return word_slip("督办单", "#C62828", FIELDS, ["示例县"], day)


def test_fields_come_back_in_their_faces() -> None:
    table = docx.Document(io.BytesIO(made())).tables[0]
    assert [tuple(cell.text for cell in row.cells) for row in table.rows] == FIELDS
    faces = [cell.paragraphs[0].runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) for cell in table.rows[0].cells]
    assert faces == [LABEL_FACE, TEXT_FACE]


def test_the_rule_stands_where_the_schema_has_it() -> None:
    heading = docx.Document(io.BytesIO(made())).paragraphs[0]._p.pPr
    names = [child.tag.rpartition("}")[2] for child in heading]
    assert names.index("pBdr") < names.index("spacing") < names.index("jc")


def test_equal_content_gives_equal_bytes_and_another_day_others() -> None:
    assert made() == made() != made(date(2025, 10, 8))

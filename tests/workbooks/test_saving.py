"""Workbooks written reproducibly, and texts that never become formulas."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from support.workbook_files import mixed_book, save
from xj_analysis.workbooks import xlsx
from xj_analysis.workbooks.saving import put_text, to_bytes

HOSTILE = ("=1+2", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "<script>", '"><img src=x>', "#read('/etc')",
           "$eval$", "a\x00b", "]]>", "&amp;", "{{7*7}}", "\u202e倒")  # fmt: skip


def test_the_same_content_gives_the_same_bytes(mixed: Workbook) -> None:
    assert to_bytes(mixed_book()) == to_bytes(mixed_book())
    with zipfile.ZipFile(io.BytesIO(to_bytes(mixed))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_we_write_computes_and_it_comes_back_as_it_was(words: str, tmp_path: Path) -> None:
    book = Workbook()
    put_text(book.active["A1"], words)
    path = save(book, tmp_path / "a.xlsx")
    cell = load_workbook(path).active["A1"]
    assert cell.data_type != "f"
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    (grid,) = xlsx.read_xlsx(path)
    assert grid.cells[1, 1].text.strip() == words.replace("\x00", "\ufffd").strip()

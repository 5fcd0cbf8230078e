"""Workbooks read in a subprocess: the same grids, and messages for files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from support.workbook_files import save
from xj_analysis.base.errors import DataError
from xj_analysis.workbooks import sandbox


def test_a_process_of_its_own_reads_the_same(mixed: Workbook, tmp_path: Path) -> None:
    path = save(mixed, tmp_path / "a.xlsx")
    assert sandbox.read_sheets(path) == sandbox.read_in_process(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut", b"hello"])
def test_a_file_that_is_no_workbook_says_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(DataError, match="不是完好的"):
        sandbox.read_sheets(tmp_path / "a.xlsx")


def test_a_kind_that_is_not_taken_names_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"")
    with pytest.raises(DataError, match=r"\.xlsx、\.xlsm、\.xls、\.csv"):
        sandbox.read_sheets(tmp_path / "a.docx")

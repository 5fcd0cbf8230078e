"""Grids of .xls files."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.county_folder import REPO
from xj_analysis.base.errors import DataError
from xj_analysis.workbooks import xls


def test_numbers_texts_and_merged_areas_are_read() -> None:
    (path,) = (REPO / "data" / "example" / "inbox" / "2025-10").glob("*.xls")
    grid, *_ = xls.read_xls(path)
    kinds = {cell.kind for cell in grid.cells.values()}
    assert {"text", "number"} <= kinds and grid.last_row > 2
    for cell in grid.cells.values():
        assert cell.text.strip() and (cell.number is not None) == (cell.kind in ("number", "date"))
    assert all(first <= last for first, last in grid.merged)


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut"])
def test_a_damaged_file_says_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(content)
    with pytest.raises(DataError, match=r"a\.xls：不是完好的"):
        xls.read_xls(tmp_path / "a.xls")

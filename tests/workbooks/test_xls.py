"""Grids of .xls files."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from support.county_folder import REPO
from support.old_files import biff, record
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


def test_numbers_are_what_their_formats_show(tmp_path: Path) -> None:
    codes = [(2.4, '0.0"%"'), (0.702, "0.0%"), (9.5, '0.0"万元"'), (45444, "yyyy.m"), (3.0, ";;;")]
    (tmp_path / "a.xls").write_bytes(biff([(number, code.encode("utf-16-le")) for number, code in codes]))
    (grid,) = xls.read_xls(tmp_path / "a.xls")
    shown = [(grid.cells[row, 1].text, grid.cells[row, 1].kind) for row in range(1, 6)]
    assert shown == [
        ("2.4%", "number"),
        ("70.2%", "number"),
        ("9.5万元", "number"),
        ("2024.6", "date"),
        ("", "concealed"),
    ]


@pytest.mark.parametrize("half", [b"\x00\xd8", b"\x00\xdc", b"\x00\xdc\x00\xd8"])
def test_half_a_character_in_a_format_hides_no_number(half: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(biff([(0.702, "0.00%".encode("utf-16-le") + half), (5, "0".encode("utf-16-le"))]))
    (grid,) = xls.read_xls(tmp_path / "a.xls")
    assert [grid.cells[row, 1].text for row in (1, 2)] == ["70.20%", "5"]


def test_dates_since_1904_are_those_shown(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(biff([(45444 - 1462, "yyyy.m".encode("utf-16-le"))], since_1904=True))
    assert xls.read_xls(tmp_path / "a.xls")[0].text_at(1, 1) == "2024.6"


@pytest.mark.parametrize(("font", "text", "kind"), [
    (struct.pack("<HHHHH", 200, 0, 0x7FFF, 400, 1), "9.5¹", "raised"),
    (struct.pack("<HHHHH", 200, 0, 0x7FFF, 400, 2), "9.5₁", "raised"),
    (struct.pack("<HHHHH", 200, 8, 0x7FFF, 400, 0), "9.51", "struck"),
    (struct.pack("<HHHHH", 200, 0, 9, 400, 0), "9.51", "faint"),
    (struct.pack("<HHHHH", 20, 0, 0x7FFF, 400, 0), "9.51", "faint"),
    (struct.pack("<HHHHH", 200, 0, 10, 400, 0), "9.51", "text"),
])  # fmt: skip
def test_runs_of_a_text_have_fonts_of_their_own(font: bytes, text: str, kind: str, tmp_path: Path) -> None:
    fonts = b"".join(
        record(0x31, each + bytes(4) + b"\x05\x00Arial")
        for each in (struct.pack("<HHHHH", 200, 0, 0x7FFF, 400, 0), font)
    )
    cell = record(0xD6, struct.pack("<HHHHB", 0, 1, 0, 4, 0) + b"9.51" + struct.pack("<HHH", 1, 3, 1))
    (tmp_path / "a.xls").write_bytes(biff([(5, "0".encode("utf-16-le"))], before=fonts, cells=cell))
    (grid,) = xls.read_xls(tmp_path / "a.xls")
    assert (grid.cells[1, 2].text, grid.cells[1, 2].kind) == (text, kind)


def test_rows_and_columns_dragged_shut_are_hidden(tmp_path: Path) -> None:
    heights = ((0, 0), (1, 15), (2, 300), (3, 0x8000))
    rows = b"".join(record(0x208, struct.pack("<HHHHHHI", n, 0, 1, height, 0, 0, 0x140)) for n, height in heights)
    widths = b"".join(record(0x7D, struct.pack("<HHHHHH", n, n, width, 0, 0, 0)) for n, width in ((1, 0), (2, 2048)))
    numbers = [(number, "0".encode("utf-16-le")) for number in (5, 6, 7, 8)]
    (tmp_path / "a.xls").write_bytes(biff(numbers, cells=rows + widths))
    (grid,) = xls.read_xls(tmp_path / "a.xls")
    assert (grid.hidden_rows, grid.hidden_columns) == ({1, 2}, {2})

"""Columns of workbooks: the same cells as the strict reader gives, whichever way a sheet was read."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from support.workbook_files import save
from xj_analysis.base.errors import DataError
from xj_analysis.workbooks import column_sandbox, sandbox, sheet_columns, xlsx_columns
from xj_analysis.workbooks.grid import Grid
from xj_analysis.workbooks.sheet_columns import unpacked

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=5)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9),
    WORDS.filter(lambda word: word[:1] != "="), st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)),
    st.sampled_from(["=1+1", "<&>", "甲\n乙", " 甲 ", "—", "0012"]),
)  # fmt: skip
FORMATS = st.sampled_from(["General", "0.00", "0.0%", "yyyy-mm-dd", "#,##0", '0"万"', "@"])


def same(path: Path) -> list[Grid]:
    """Read a workbook both ways, and compare all that a table is read from."""
    strict = sandbox.read_in_process(path)
    for grid, sheet in zip(strict, unpacked(column_sandbox.packed_in_process(path)), strict=True):
        whole = sheet.grid(sheet.last_row)
        assert {at: (cell.text, cell.kind, cell.number) for at, cell in whole.cells.items()} == {
            at: (cell.text, cell.kind, cell.number) for at, cell in grid.cells.items()}  # fmt: skip
        assert (sheet.name, sorted(sheet.merged), sheet.hidden) == (grid.name, sorted(grid.merged), grid.hidden)
        assert (
            sheet.last_row == grid.last_row and sheet.hidden_rows & {row for row, _ in grid.cells} == grid.hidden_rows
        )
    return strict


@given(st.lists(st.lists(st.tuples(VALUES, FORMATS), max_size=5), min_size=1, max_size=6), st.booleans(), st.booleans())
def test_random_sheets_are_read_the_same_both_ways(
    rows: list[list[tuple[object, str]]], inline: bool, since_1904: bool
) -> None:
    book = Workbook(write_only=inline)
    sheet = book.create_sheet("表") if inline else book.active
    for row in rows:
        if inline:
            sheet.append([value for value, _ in row])
            continue
        number = sheet.max_row + 1
        for column, (value, code) in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            if not isinstance(value, datetime):
                cell.number_format = code
    if since_1904:
        book.epoch = datetime(1904, 1, 1)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        book.save(path)
        same(path)


def test_every_kind_of_cell_is_read_the_same(mixed: Workbook, tmp_path: Path) -> None:
    assert same(save(mixed, tmp_path / "a.xlsx"))


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Callable[[str], str]], Path]:
    """Write a workbook whose first sheet's XML was changed."""

    def write(change: Callable[[str], str]) -> Path:
        book = Workbook()
        book.active.append(["甲", 1.5, True])
        book.active.append(["乙", 2, None])
        book.active.merge_cells("A5:B6")
        book.save(tmp_path / "whole.xlsx")
        with zipfile.ZipFile(tmp_path / "whole.xlsx") as source, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as target:
            for part in source.namelist():
                content = source.read(part)
                if part == "xl/worksheets/sheet1.xml":
                    content = change(content.decode()).encode()
                target.writestr(part, content)
        return tmp_path / "a.xlsx"

    return write


@pytest.mark.parametrize(("old", "new"), [
    ("<sheetData>", "<!-- a --><sheetData>"), ('<row r="2"', '<!-- b --><row r="2"'), (' r="A1"', ""),
    ("<v>2</v>", "<v>  2 </v>"), ("<v>2</v>", ""), ('t="n"', ""), ("<sheetData>", "<sheetData >"),
    ('<c r="B2" t="n"><v>2</v></c>', '<c r="B2" t="e"><v>#REF!</v></c>'),
    ('<c r="B2" t="n"><v>2</v></c>', '<c r="B2"><f>A1</f></c>'), ('<row r="2"', '<row r="2" hidden="1"'),
])  # fmt: skip
def test_a_sheet_written_otherwise_is_read_the_same(changed: Callable[..., Path], old: str, new: str) -> None:
    written = changed(lambda xml: xml.replace(old, new))
    assert same(written)[0].cells


@pytest.mark.parametrize("value", ["1_0", "nan", "inf", "x"])
def test_a_number_that_is_none_is_a_damaged_file_both_ways(changed: Callable[..., Path], value: str) -> None:
    path = changed(lambda xml: xml.replace("<v>2</v>", f"<v>{value}</v>"))
    for read in (sandbox.read_sheets, column_sandbox.read_columns):
        with pytest.raises(DataError, match="文件内部损坏"):
            read(path)


@pytest.mark.parametrize("limit", ["LARGEST", "MOST_CELLS", "MOST_MERGED"])
def test_a_limit_of_size_is_a_fault_of_the_file(
    changed: Callable[..., Path], limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_columns, limit, 0)
    with pytest.raises(DataError, match=r"太[大多]"):
        column_sandbox.packed_in_process(changed(lambda xml: xml))


def test_a_csv_is_read_the_same_and_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('甲,乙\r\n1,"a\nb"\n\n,,三\r四'.encode("gb18030"))
    (grid,) = same(path)
    assert grid.cells[2, 2].text == "a\nb" and grid.cells[4, 3].text == "三"
    monkeypatch.setattr(column_sandbox, "MOST_CELLS", 5)
    with pytest.raises(DataError, match="数据太多"):
        column_sandbox.packed_in_process(path)


def test_bytes_that_are_not_whole_are_refused(mixed: Workbook, tmp_path: Path) -> None:
    data = column_sandbox.packed_in_process(save(mixed, tmp_path / "a.xlsx"))
    with pytest.raises(ValueError, match="buffer"):
        sheet_columns.unpacked(data[:-4])

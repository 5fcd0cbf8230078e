"""Grids of .xlsx files: every kind of cell, limits, and files that are ambiguous or damaged."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from support.workbook_files import pack, save
from xj_analysis.base.errors import DataError
from xj_analysis.workbooks import xlsx
from xj_analysis.workbooks.grid import GridCell
from xj_analysis.workbooks.saving import to_bytes


def test_every_kind_of_cell_is_told_apart(mixed: Workbook, tmp_path: Path) -> None:
    grid, hidden = xlsx.read_xlsx(save(mixed, tmp_path / "a.xlsx"))
    kinds = {at: cell.kind for at, cell in grid.cells.items()}
    assert kinds == {
        (1, 1): "text", (2, 1): "number", (2, 2): "number", (2, 3): "uncomputed", (3, 1): "text", (4, 1): "error",
        (4, 2): "bool", (5, 1): "date",
    }  # fmt: skip
    assert [grid.text_at(*at) for at in ((2, 1), (2, 2), (5, 1))] == ["12.5", "70.2%", "2025/10/1"]
    assert grid.text_at(1, 3) == "标题"
    assert (grid.hidden_rows, grid.hidden_columns, hidden.hidden) == ({3}, {3}, True)


def test_a_formula_has_the_value_its_program_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook()
    book.active["A1"] = "=1+2"
    content = to_bytes(book)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v></v>", b"<v>3</v>").replace(b"<v />", b"<v>3</v>"))
    (grid,) = xlsx.read_xlsx(path)
    assert grid.cells[1, 1] == GridCell("3", "number", 3.0, formula=True)


def test_a_text_is_shown_with_what_its_format_adds(tmp_path: Path) -> None:
    book = Workbook()
    for row, code in enumerate(("General", "@", '@"镇"', '0.0;-0.0;0;"（"@"）"', "0.0", ";;;"), start=1):
        book.active.cell(row, 1, "示例").number_format = code
    (grid,) = xlsx.read_xlsx(save(book, tmp_path / "a.xlsx"))
    assert [grid.text_at(row, 1) for row in range(1, 7)] == ["示例", "示例", "示例镇", "（示例）", "示例", ""]
    assert grid.cells[6, 1].kind == "concealed"


_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("sheet", "what"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]>' + _SHEET % b"", "XML 声明"),
        (_SHEET % b'<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "内部损坏"),
        (_SHEET % b'<row r="1"><c r="A1"><v>NaN</v></c></row>', "内部损坏"),
        (_SHEET % b'<row r="1"><c r="A1"><v>1_0</v></c></row>', "内部损坏"),
        (_SHEET % b'<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "内部损坏"),
        (_SHEET % b'<row r="1"><c r="ZZZ1"><v>1</v></c></row>', "内部损坏"),
        (_SHEET % b"<row><c><v>1</v></row>", "内部损坏"),
        (b"", "内部损坏"),
    ],
)
def test_what_could_be_read_two_ways_is_not_read(sheet: bytes, what: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=what):
        xlsx.read_xlsx(pack(tmp_path / "a.xlsx", sheet1=sheet))


def test_more_than_a_report_can_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "LARGEST", 2**20)
    with pytest.raises(DataError, match="解开后太大"):
        xlsx.read_xlsx(pack(tmp_path / "a.xlsx", sheet1=_SHEET % (b" " * 2**21)))


def test_rows_that_are_empty_cost_nothing_but_their_bytes(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"/>' % number for number in range(2, 50_000))
    (grid,) = xlsx.read_xlsx(pack(tmp_path / "a.xlsx", sheet1=_SHEET % (b'<row r="1"><c><v>7</v></c></row>' + rows)))
    assert grid.cells == {(1, 1): GridCell("7", "number", 7.0)} and grid.last_row == 1

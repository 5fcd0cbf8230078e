"""Workbooks read cell by cell, within limits; written without a clock, and with no text that computes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Protection

from xj_analysis.base.errors import DataError
from xj_analysis.workbooks import delimited, marking, sandbox, xlsx
from xj_analysis.workbooks.grid import Grid, GridCell
from xj_analysis.workbooks.saving import put_text, to_bytes

HOSTILE = ("=1+2", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "<script>", '"><img src=x>', "#read('/etc')",
           "$eval$", "a\x00b", "]]>", "&amp;", "{{7*7}}", "\u202e倒")  # fmt: skip


def saved(book: Workbook, path: Path) -> Path:
    path.write_bytes(to_bytes(book))
    return path


def made_book() -> Workbook:
    made = Workbook()
    sheet = made.active
    sheet.title = "项目"
    sheet["A1"] = "标题"
    sheet.merge_cells("A1:C1")
    sheet["A2"], sheet["B2"], sheet["C2"] = 12.5, 0.702, "=A2+B2"
    sheet["B2"].number_format = "0.0%"
    sheet["A3"] = "隐藏"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A4"] = "#DIV/0!"
    sheet["A4"].data_type = "e"
    sheet["B4"] = True
    sheet["A5"] = 45931
    sheet["A5"].number_format = "yyyy/m/d"
    made.create_sheet("藏").sheet_state = "hidden"
    return made


@pytest.fixture
def book() -> Workbook:
    return made_book()


def test_every_kind_of_cell_is_told_apart(book: Workbook, tmp_path: Path) -> None:
    grid, hidden = xlsx.read_xlsx(saved(book, tmp_path / "a.xlsx"))
    kinds = {at: cell.kind for at, cell in grid.cells.items()}
    assert kinds == {
        (1, 1): "text", (2, 1): "number", (2, 2): "number", (2, 3): "uncomputed", (3, 1): "text", (4, 1): "error",
        (4, 2): "bool", (5, 1): "date",
    }  # fmt: skip
    assert grid.cells[2, 2].percent and not grid.cells[2, 1].percent
    assert grid.text_at(1, 3) == "标题"
    assert (grid.hidden_rows, grid.hidden_columns, hidden.hidden) == ({3}, {3}, True)


def test_a_process_of_its_own_reads_the_same(book: Workbook, tmp_path: Path) -> None:
    path = saved(book, tmp_path / "a.xlsx")
    assert sandbox.read_sheets(path) == sandbox.read_in_process(path)


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


def test_the_same_content_gives_the_same_bytes(book: Workbook) -> None:
    assert to_bytes(made_book()) == to_bytes(made_book())
    with zipfile.ZipFile(io.BytesIO(to_bytes(book))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_we_write_computes_and_it_comes_back_as_it_was(words: str, tmp_path: Path) -> None:
    book = Workbook()
    put_text(book.active["A1"], words)
    path = saved(book, tmp_path / "a.xlsx")
    cell = load_workbook(path).active["A1"]
    assert cell.data_type != "f"
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    (grid,) = xlsx.read_xlsx(path)
    assert grid.cells[1, 1].text.strip() == words.replace("\x00", "\ufffd").strip()


def packed(path: Path, **parts: bytes) -> Path:
    book = Workbook()
    book.active["A1"] = 5
    with zipfile.ZipFile(io.BytesIO(to_bytes(book))) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0], old.read(name)))
    return path


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
        xlsx.read_xlsx(packed(tmp_path / "a.xlsx", sheet1=sheet))


def test_more_than_a_report_can_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "LARGEST", 2**20)
    with pytest.raises(DataError, match="解开后太大"):
        xlsx.read_xlsx(packed(tmp_path / "a.xlsx", sheet1=_SHEET % (b" " * 2**21)))


def test_rows_that_are_empty_cost_nothing_but_their_bytes(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"/>' % number for number in range(2, 50_000))
    (grid,) = xlsx.read_xlsx(packed(tmp_path / "a.xlsx", sheet1=_SHEET % (b'<row r="1"><c><v>7</v></c></row>' + rows)))
    assert grid.cells == {(1, 1): GridCell("7", "number", 7.0)} and grid.last_row == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut", b"hello"])
def test_a_file_that_is_no_workbook_says_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(DataError, match="不是完好的"):
        sandbox.read_sheets(tmp_path / "a.xlsx")


def test_a_kind_that_is_not_taken_names_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"")
    with pytest.raises(DataError, match=r"\.xlsx、\.xlsm、\.xls、\.csv"):
        sandbox.read_sheets(tmp_path / "a.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_either_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_bytes("乡镇,数\r\n示例镇,１２\r\n".encode(encoding))
    (grid,) = delimited.read_delimited(tmp_path / "表.csv")
    assert [grid.text_at(2, column) for column in (1, 2)] == ["示例镇", "１２"]


def test_marking_keeps_the_workbook_and_says_what_is_wrong(book: Workbook, tmp_path: Path) -> None:
    book["项目"]["A2"].protection = Protection(locked=False)
    path = saved(book, tmp_path / "a.xlsx")
    grids = sandbox.read_in_process(path)
    content = marking.marked_copy(
        path, grids, [marking.Mark("项目", 2, 1, "=太大"), marking.Mark("项目", 1, 3, "题")], [["退回单"], ["=1"]]
    )
    back = load_workbook(io.BytesIO(content))
    assert back.sheetnames == ["退回单", "项目", "藏"]
    assert back["项目"]["A2"].comment.text == "=太大" and back["项目"]["A2"].fill.fgColor.rgb.endswith("FFC7CE")
    assert back["项目"]["A1"].comment.text == "题", "a merged area is marked in its first cell"
    assert back["项目"]["C2"].value == "=A2+B2", "the sender's own formulas stay"
    assert back["退回单"]["A2"].data_type == "s"


def test_what_openpyxl_cannot_take_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x")
    grid = Grid("表/一", {(1, 1): GridCell("=1+2"), (2, 2): GridCell("7", "number", 7.0)})
    content = marking.marked_copy(tmp_path / "a.csv", [grid], [marking.Mark("表/一", 2, 2, "错")], [["退回单"]])
    back = load_workbook(io.BytesIO(content))
    assert back.sheetnames == ["退回单", "表_一"]
    assert back["表_一"]["A1"].data_type == "s" and back["表_一"]["B2"].comment.text == "错"

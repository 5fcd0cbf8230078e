"""Grids of .xlsx files: every kind of cell, limits, and files that are ambiguous or damaged."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from support.workbook_files import pack, save
from xj_analysis.base.errors import DataError
from xj_analysis.workbooks import column_sandbox, xlsx
from xj_analysis.workbooks.grid import GridCell
from xj_analysis.workbooks.saving import to_bytes
from xj_analysis.workbooks.sheet_columns import unpacked


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


def test_phonetic_text_is_no_part_of_a_text(tmp_path: Path) -> None:
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><r><t>9.5</t></r><rPh sb="0" eb="1"><t>7</t></rPh></is></c></row>'
    (grid,) = xlsx.read_xlsx(pack(tmp_path / "a.xlsx", sheet1=_SHEET % row))
    assert grid.cells[1, 1] == GridCell("9.5")


def test_rows_and_columns_dragged_shut_are_hidden(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}" ht="{height}" customHeight="1"><c r="A{n}"><v>1</v></c></row>'
        for n, height in enumerate(("0", "0.75", "7.5E-1", "1", "15"), start=1)
    )
    columns = (
        b'<cols><col min="2" max="3" width="0" customWidth="1"/><col min="4" max="4" width="2"/></cols><sheetData>'
    )
    sheet = (_SHEET % rows.encode()).replace(b"<sheetData>", columns)
    path = pack(tmp_path / "a.xlsx", sheet1=sheet)
    (grid,) = xlsx.read_xlsx(path)
    assert (grid.hidden_rows, grid.hidden_columns) == ({1, 2, 3}, {2, 3})
    (sheet_columns,) = unpacked(column_sandbox.packed_in_process(path))
    assert sheet_columns.hidden_rows == grid.hidden_rows


def test_comments_are_read_but_our_own(tmp_path: Path) -> None:
    book = Workbook()
    for at, author, words in (("A1", "王某", "王某:\n此数为估计"), ("B2", "退回", "请改。"), ("C3", "", "  ")):
        book.active[at].comment = Comment(words, author)
        book.active[at] = 1
    (grid,) = xlsx.read_xlsx(save(book, tmp_path / "a.xlsx"))
    assert grid.comments == {(1, 1): "此数为估计"}


def test_threads_of_comments_are_read_once(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = 1
    book.active["A1"].comment = Comment("[线程批注] 您的版本不支持。注释: 待核", "tc={1}")
    content = to_bytes(book)
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="A1" id="{1}"><text>此数为估计</text></threadedComment>'
        '<threadedComment ref="A1" id="{2}" parentId="{1}"><text>待核</text></threadedComment></ThreadedComments>'
    )
    relation = (
        b'<Relationship Id="t" Target="../threadedComments/threadedComment1.xml"'
        b' Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/></Relationships>'
    )
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"</Relationships>", relation) if "sheet1.xml.rels" in name else part)
        new.writestr("xl/threadedComments/threadedComment1.xml", thread)
    (grid,) = xlsx.read_xlsx(path)
    assert grid.comments == {(1, 1): "此数为估计；待核"}


@pytest.mark.parametrize(("code", "kind"), [('"约"0.0', "restyled"), ("0.0", "number"), ("0.0%", "restyled")])
def test_a_conditional_format_that_shows_another_number_is_told_apart(code: str, kind: str, tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"], book.active["A2"], book.active["A3"], book.active["B1"] = 9.5, "镇", 1.0, 9.5
    style = DifferentialStyle(numFmt=NumberFormat(numFmtId=170, formatCode=code))
    book.active.conditional_formatting.add("A1:A2 D4", Rule(type="expression", dxf=style, formula=["A1>0"]))
    path = save(book, tmp_path / "a.xlsx")
    (grid,) = xlsx.read_xlsx(path)
    assert [grid.cells[at].kind for at in ((1, 1), (2, 1), (3, 1), (1, 2))] == [kind, "text", "number", "number"]
    (sheet,) = unpacked(column_sandbox.packed_in_process(path))
    assert {at: cell.kind for at, cell in sheet.grid(3).cells.items()} == {
        at: cell.kind for at, cell in grid.cells.items()
    }

"""Marked copies: comments in the faulty cells, and a slip in front."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Protection

from support.workbook_files import save
from xj_analysis.workbooks import date_formats, marking, sandbox
from xj_analysis.workbooks.grid import Grid, GridCell
from xj_analysis.workbooks.number_formats import number_cell


def test_marking_keeps_the_workbook_and_says_what_is_wrong(mixed: Workbook, tmp_path: Path) -> None:
    mixed["项目"]["A2"].protection = Protection(locked=False)
    path = save(mixed, tmp_path / "a.xlsx")
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


def test_a_rewritten_number_is_shown_as_it_was() -> None:
    cells = {
        (1, 1): number_cell(0.702, "0.0%"),
        (2, 1): number_cell(45444, "yyyy.m"),
        (3, 1): number_cell(2.4, '0.0"%"'),
    }
    book = load_workbook(io.BytesIO(marking.marked_copy(Path("a.xls"), [Grid("表", cells)], [], [["退回单"]])))
    written = [
        (float(date_formats.serial_of(v.isoformat()) if (v := c.value).__class__ is datetime else v), c.number_format)
        for (c,) in book["表"].iter_rows(max_col=1)
    ]
    assert written == [(0.702, "0.0%"), (45444, "yyyy.m"), (2.4, '0.0"%"')]


@given(st.text(max_size=300))
def test_any_number_format_can_be_rewritten(code: str) -> None:
    grid = Grid("表", {(1, 1): GridCell("", "concealed", 5.0, code=code)})
    book = load_workbook(io.BytesIO(marking.marked_copy(Path("a.xls"), [grid], [], [["退回单"]])))
    assert book["表"]["A1"].value is not None


def test_a_comment_of_the_sender_outlives_ours(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "约"
    book.active["A1"].comment = Comment("此数为估计", "王某")
    path = save(book, tmp_path / "a.xlsx")
    for _ in range(2):  # returned, and sent again unchanged
        sheets = [grid for grid in sandbox.read_in_process(path) if grid.name != marking.SLIP]
        assert sheets[0].comments == {(1, 1): "此数为估计"}
        path.write_bytes(marking.marked_copy(path, sheets, [marking.Mark("Sheet", 1, 1, "不是数字")], [["退回单"]]))
    shown = load_workbook(path)["Sheet"]["A1"].comment
    assert shown.text == "不是数字\n原批注：此数为估计"

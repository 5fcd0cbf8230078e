"""Rows added to a workbook: what a person entered, coloured and remarked stays; what is below moves down."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from xj_analysis.base.errors import DataError
from xj_analysis.workbooks.row_appending import Value, with_rows

LAST = 4


def book() -> Workbook:
    made = Workbook()
    sheet = made.active
    sheet.title = "督办"
    sheet["A1"] = "台账"
    sheet.merge_cells("A1:D1")
    for column, heading in enumerate(("序号", "事项", "交办日期", "时限"), start=1):
        sheet.cell(3, column, heading)
    sheet["A4"], sheet["B4"], sheet["C4"], sheet["D4"] = 1, "甲", datetime(2025, 9, 1), "2025.9.3"
    sheet["B4"].font, sheet["B4"].fill = Font(bold=True), PatternFill("solid", fgColor="FFFF00")
    sheet["B4"].comment = Comment("县长批示", "某人")
    sheet["A7"] = "注：说明"
    sheet.merge_cells("A7:D7")
    checks = DataValidation(type="list", formula1='"推进,滞后"', sqref="B4:B4")
    sheet.add_data_validation(checks)
    made.create_sheet("别页")["A1"] = "=1+2"
    return made


def saved(made: Workbook, folder: Path) -> Path:
    path = folder / "台账.xlsx"
    made.save(path)
    return path


ROWS: list[dict[int, Value]] = [{1: 2, 2: "乙", 3: date(2025, 9, 30), 4: date(2025, 10, 9)}, {1: 3, 2: "=1+1 & <丙>"}]


def test_rows_are_added_in_the_manner_of_the_last_one(tmp_path: Path) -> None:
    path = saved(book(), tmp_path)
    back = load_workbook(io.BytesIO(with_rows(path, "督办", LAST, ROWS, {})))["督办"]
    assert [back.cell(5, column).value for column in range(1, 5)] == [2, "乙", datetime(2025, 9, 30), "2025.10.9"]
    assert back["B6"].value == "=1+1 & <丙>" and back["B6"].data_type == "s"
    assert back["B5"].font.bold and back["B6"].fill.fgColor.rgb.endswith("FFFF00")


def test_what_a_person_has_stays(tmp_path: Path) -> None:
    path = saved(book(), tmp_path)
    content = with_rows(path, "督办", LAST, ROWS, {})
    back = load_workbook(io.BytesIO(content))
    assert back["督办"]["B4"].comment.text == "县长批示"
    assert back["督办"]["A9"].value == "注：说明" and back["督办"]["A7"].value is None
    assert {str(area) for area in back["督办"].merged_cells.ranges} == {"A1:D1", "A9:D9"}
    assert str(back["督办"].data_validations.dataValidation[0].sqref) == "B4:B6"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(io.BytesIO(content)) as new:
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed == {"xl/worksheets/sheet1.xml"}


def test_a_cell_that_holds_anything_is_not_overwritten(tmp_path: Path) -> None:
    path = saved(book(), tmp_path)
    back = load_workbook(io.BytesIO(with_rows(path, "督办", LAST, [], {(4, 2): "程序", (4, 5): "依据"})))["督办"]
    assert (back["B4"].value, back["E4"].value, back["A7"].value) == ("甲", "依据", "注：说明")


@pytest.mark.parametrize("what", ["公式", "批注"])
def test_what_cannot_be_moved_is_refused(what: str, tmp_path: Path) -> None:
    made = book()
    if what == "公式":
        made["督办"]["B8"] = "=SUM(A4:A4)"
    else:
        made["督办"]["A7"].comment = Comment("某", "某人")
    path = saved(made, tmp_path)
    with pytest.raises(DataError, match=f"表下面有{what}"):
        with_rows(path, "督办", LAST, ROWS, {})


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"PK")
    with pytest.raises(DataError, match="不是完好的"):
        with_rows(path, "督办", LAST, ROWS, {})


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), min_size=1, max_size=4))
def test_any_text_comes_back_as_text(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    path = saved(book(), tmp_path_factory.mktemp("text"))
    made: list[dict[int, Value]] = [{2: each} for each in words]
    back = load_workbook(io.BytesIO(with_rows(path, "督办", LAST, made, {})))["督办"]
    for number, each in enumerate(words, start=LAST + 1):
        plain = "".join(char if char >= " " or char in "\t\n\r" else "\N{REPLACEMENT CHARACTER}" for char in each)
        plain = plain.replace("\r\n", "\n").replace("\r", "\n")
        read = back.cell(number, 2)
        assert (read.value or "").replace("\r\n", "\n").replace("\r", "\n") == plain
        assert read.data_type in ("s", "inlineStr")

"""Large workbooks: values as they stand, by their rows on the sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from xj_analysis.base.errors import DataError
from xj_analysis.workbooks import bulk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet["A2"], sheet["B2"] = "乡镇", "产值"
    sheet["A3"], sheet["B3"] = "示例镇", 1.5
    sheet["A5"], sheet["B5"] = "样板镇", "１２"
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_the_index_is_the_row_on_the_sheet(path: Path) -> None:
    frame = bulk.read_large_sheet(path, header=2)
    assert frame["乡镇"].to_dict() == {3: "示例镇", 4: "", 5: "样板镇"}
    assert frame["产值"].tolist() == [1.5, "", "１２"], "nothing is guessed"


@pytest.mark.parametrize(
    ("options", "what"),
    [({"sheet": "台帐"}, "是否想写“台账”"), ({"header": 9}, "没有表头这一行"), ({"header": 1}, "列名重复")],
)
def test_what_is_not_there_is_named(options: dict[str, object], what: str, path: Path) -> None:
    with pytest.raises(DataError, match=what):
        bulk.read_large_sheet(path, **options)  # type: ignore[arg-type]


def test_a_file_that_is_no_workbook_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"hello")
    with pytest.raises(DataError, match="不是完好的工作簿"):
        bulk.read_large_sheet(tmp_path / "a.xlsx")

"""Texts of several runs: nothing beside a number becomes part of it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from support.workbook_files import save
from xj_analysis.workbooks import cells, column_sandbox, xlsx
from xj_analysis.workbooks.cell_faults import FaultCollector
from xj_analysis.workbooks.grid import Grid, GridCell
from xj_analysis.workbooks.html_tables import read_html
from xj_analysis.workbooks.sheet_columns import unpacked
from xj_analysis.workbooks.text_runs import Run, joined
from xj_analysis.workbooks.xml_spreadsheet import NAMESPACE, read_xml_spreadsheet

FONTS = {
    "raised": InlineFont(vertAlign="superscript"), "lowered": InlineFont(vertAlign="subscript"),
    "struck": InlineFont(strike=True), "faint": InlineFont(color="FFFFFFFF"),
}  # fmt: skip
HTML = {
    "": "{}", "raised": "<sup>{}</sup>", "lowered": "<sub>{}</sub>", "struck": "<s>{}</s>",
    "faint": "<span style='color: #fff'>{}</span>",
}  # fmt: skip
XML = {
    "": "{}", "raised": "<Sup>{}</Sup>", "lowered": "<Sub>{}</Sub>", "struck": "<S>{}</S>",
    "faint": '<Font html:Color="#FFFFFF">{}</Font>',
}  # fmt: skip
RUNS = st.lists(
    st.tuples(st.text("0123456789.,-约万镇甲", min_size=1, max_size=4), st.sampled_from(["", "", *FONTS])),
    min_size=1, max_size=4,
)  # fmt: skip


def written_in_xlsx(runs: list[Run], path: Path) -> Path:
    """A workbook with a text of runs in A1."""
    book = Workbook()
    blocks = [TextBlock(FONTS[style], words) if style else words for words, style in runs]
    book.active["A1"] = CellRichText(*blocks)
    return save(book, path)


def number_in(cell: GridCell | None) -> str:
    """The number read from a cell of a column of 万元; '' for a fault."""
    grid = Grid("表", {(1, 1): cell} if cell else {})
    remedies = dict.fromkeys(("应是数字", "不是数字", "千分位不对", "单位与本列不符"), "请改。")
    value = cells.read_number(grid, (1, 1), "万元", FaultCollector("a"), remedies=remedies, legend={})
    return value.digits if value else ""


@given(RUNS)
def test_a_number_is_read_only_of_runs_that_all_belong_to_it(runs: list[Run]) -> None:
    text = joined(runs)
    read = number_in(GridCell(text) if isinstance(text, str) else text)
    if read:
        digits = {style for words, style in runs if set(words) & set("0123456789")}
        assert len(digits) == 1 and not digits & {"struck", "faint"}
        assert not {style for _, style in runs} & {"struck", "faint"}


@given(RUNS)
def test_every_format_says_the_same_of_the_runs_of_a_cell(runs: list[Run]) -> None:
    expected = joined(runs)
    content = (expected, "text") if isinstance(expected, str) else (expected.text, expected.kind)
    page = "".join(HTML[style].format(words) for words, style in runs)
    data = "".join(XML[style].format(words) for words, style in runs)
    book = (
        f'<Workbook xmlns="{NAMESPACE}" xmlns:ss="{NAMESPACE}"><Worksheet ss:Name="表"><Table><Row><Cell>'
        f'<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40" xmlns:html="http://www.w3.org/TR/REC-html40">'
        f"{data}</ss:Data></Cell></Row></Table></Worksheet></Workbook>"
    )
    with TemporaryDirectory() as folder:
        path = written_in_xlsx(runs, Path(folder) / "a.xlsx")
        (sheet,) = unpacked(column_sandbox.packed_in_process(path))
        grids = [*xlsx.read_xlsx(path), sheet.grid(1), *read_html("a.xls", f"<table><tr><td>{page}</table>")]
    grids += read_xml_spreadsheet("a.xls", book)
    assert [(grid.cells[1, 1].text, grid.cells[1, 1].kind) for grid in grids] == [content] * 4


@pytest.mark.parametrize(
    ("runs", "text", "kind"),
    [
        ([("9.5", ""), ("1", "raised")], "9.5¹", "raised"), ([("5.0", ""), ("2", "lowered")], "5.0₂", "raised"),
        ([("2025-03-1", ""), ("2", "raised")], "2025-03-1²", "raised"),
        ([("9.5", "struck"), ("10.1", "")], "9.510.1", "struck"), ([("9.5", "faint")], "9.5", "faint"),
        ([("演示镇", ""), ("1", "raised")], "演示镇¹", "text"), ([("示例", "struck"), ("镇", "")], "示例镇", "text"),
        ([("一，", ""), ("二", "struck")], "一，二", "text"), ([("9", ""), (".5", "")], "9.5", "text"),
        ([("9.5", ""), (" ", "raised")], "9.5 ", "text"),
    ],
)  # fmt: skip
def test_a_text_is_joined_where_no_other_number_comes_of_it(runs: list[Run], text: str, kind: str) -> None:
    found = joined(runs)
    assert (GridCell(found) if isinstance(found, str) else found) == GridCell(text, kind)  # type: ignore[arg-type]


def test_the_fault_names_what_stands_there() -> None:
    grid, faults = Grid("表", {(8, 3): GridCell("9.5¹", "raised")}), FaultCollector("a.xlsx")
    cells.read_number(grid, (8, 3), "万元", faults, remedies={}, legend={})
    (fault,) = faults.faults
    assert str(fault) == "a.xlsx 「表」!C8：数旁有上标或下标，得到“9.5¹”。请把注写在说明里，这一格只留数。"

"""HTML tables as grids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.workbooks.html_tables import read_html

WORDS = st.text(st.characters(categories=("Lu", "Ll", "Nd", "Lo")), max_size=5)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_every_cell_stands_in_its_row_and_column(rows: list[list[str]]) -> None:
    body = "".join(f"<tr>{''.join(f'<td>{words}</td>' for words in row)}</tr>" for row in rows)
    (grid,) = read_html("a.xls", f"<table>{body}</table>")
    expected = {(r, c): words for r, row in enumerate(rows, 1) for c, words in enumerate(row, 1) if words}
    assert {at: cell.text for at, cell in grid.cells.items()} == expected


def test_cells_over_several_rows_and_columns_are_merged_areas() -> None:
    page = """<html><head><style>td{}</style><title>x</title></head><body><h2>旅游接待&nbsp;情况</h2><table>
      <tr><th rowspan=2>乡镇</th><th colspan=2>接待<br>游客</th></tr><tr><th>累计</th><th>本月</th></tr>
      <tr style="display:none"><td>藏</td></tr><tr><td>示例镇</td><td>1,234.5</td><td></td></tr></table>
      注：快报</body></html>"""
    (grid,) = read_html("表.xls", page)
    assert {at: cell.text for at, cell in grid.cells.items()} == {
        (1, 1): "旅游接待 情况", (2, 1): "乡镇", (2, 2): "接待\n游客", (3, 2): "累计", (3, 3): "本月", (4, 1): "藏",
        (5, 1): "示例镇", (5, 2): "1,234.5", (6, 1): "注：快报",
    }  # fmt: skip
    assert grid.merged == [((2, 1), (3, 1)), ((2, 2), (2, 3))] and grid.hidden_rows == {4}


def test_tables_inside_a_table_for_layout_stand_below_each_other() -> None:
    (grid,) = read_html("a.xls", "<table><tr><td>题<table><tr><td>1<td>2</table><td><table><tr><td>3</table></table>")
    assert [grid.text_at(*at) for at in ((1, 1), (2, 1), (2, 2), (3, 1))] == ["题", "1", "2", "3"]


def test_a_number_format_of_a_cell_is_applied_as_excel_does() -> None:
    cells = """<td style='mso-number-format:"0\\.0%"'>0.702</td><td style="mso-number-format:'\\@'">007</td>"""
    (grid,) = read_html("a.xls", f"<table><tr>{cells}</table>")
    assert [grid.text_at(1, 1), grid.text_at(1, 2)] == ["70.2%", "007"]


@pytest.mark.parametrize("page", ["", "<html><p>甲</p></html>", "<!-- <table> -->"])
def test_a_page_without_a_table_says_so(page: str) -> None:
    with pytest.raises(DataError, match="没有表"):
        read_html("a.xls", page)


def test_a_span_beyond_every_sheet_costs_nothing() -> None:
    (grid,) = read_html(
        "a.xls", "<table><tr><td rowspan=99999999 colspan=99999999>甲<td rowspan=60000 colspan=900>乙</table>"
    )
    assert grid.text_at(1, 1) == "甲" and grid.last_row == 1

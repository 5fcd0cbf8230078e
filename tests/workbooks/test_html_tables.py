"""HTML tables as grids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.workbooks.html_tables import read_html
from xj_analysis.workbooks.sheet_tables import find_table

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
        (5, 1): "示例镇", (5, 2): "1,234.5", (8, 1): "注：快报",
    }  # fmt: skip
    assert grid.merged == [((2, 1), (3, 1)), ((2, 2), (2, 3))] and grid.hidden_rows == {4}


def test_tables_inside_a_table_for_layout_stand_below_each_other() -> None:
    (grid,) = read_html("a.xls", "<table><tr><td>题<table><tr><td>1<td>2</table><td><table><tr><td>3</table></table>")
    assert [grid.text_at(*at) for at in ((1, 1), (2, 1), (2, 2), (5, 1))] == ["题", "1", "2", "3"]


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


@pytest.mark.parametrize("hidden", [
    '<span style="display:none">1</span>', "<script>1</script>", "<style>1</style>", "<b hidden>1</b>",
    '<i style="color:red; DISPLAY : none">1</i>', '<i style="visibility:hidden">1</i>',
])  # fmt: skip
def test_what_the_page_hides_is_no_part_of_a_number(hidden: str) -> None:
    (grid,) = read_html("a.xls", f"<table><tr><td>{hidden}9.5<td>{hidden}<td>7</table>")
    assert {at: cell.text for at, cell in grid.cells.items()} == {(1, 1): "9.5", (1, 3): "7"}


def test_a_hidden_cell_moves_no_other() -> None:
    (grid,) = read_html(
        "a.xls", '<table><tr><td>甲<td style="display:none">藏<td>2<tr><td>乙<td hidden>藏<td>3</table>'
    )
    assert [grid.text_at(*at) for at in ((1, 2), (2, 2))] == ["2", "3"] and grid.last_column == 2


def test_a_hidden_table_has_hidden_rows() -> None:
    (grid,) = read_html("a.xls", "<div style='display:none'>甲<table><tr><td>1</table></div><table><tr><td>2</table>")
    assert [grid.text_at(row, 1) for row in sorted(grid.hidden_rows)] == ["1"]


@pytest.mark.parametrize("after", ["<p>以上为预计数</p>", "以上为预计数", "<table><tr><td>以上为预计数</table>"])
def test_what_follows_a_table_is_no_row_of_it(after: str) -> None:
    (grid,) = read_html("a.xls", f"<p>题</p><table><tr><td>乡镇<td>数<tr><td>甲镇<td>1</table>{after}")
    table = find_table(grid, "乡镇")
    assert table is not None and [text for _, text in table.rows()] == ["甲镇"]
    assert "以上为预计数" in {cell.text for cell in grid.cells.values()}


def test_a_table_of_headings_and_one_of_rows_are_one() -> None:
    (grid,) = read_html("a.xls", "<table><tr><th>乡镇<th>数</table><table><tr><td>甲镇<td>1</table>")
    table = find_table(grid, "乡镇")
    assert table is not None and [text for _, text in table.rows()] == ["甲镇"]


@pytest.mark.parametrize(("cell", "kind"), [
    ("<td bgcolor=#003366><font color=white>9.5</font>", "text"), ("<td><font color=white>9.5</font>", "faint"),
    ("<td style='text-decoration:line-through'>9.5", "struck"), ("<td>9.5<sup>1</sup>", "raised"),
])  # fmt: skip
def test_a_number_that_is_not_seen_as_it_stands_is_told_apart(cell: str, kind: str) -> None:
    (grid,) = read_html("a.xls", f"<table><tr>{cell}</table>")
    assert grid.cells[1, 1].kind == kind


def test_a_comment_is_no_part_of_its_cell() -> None:
    (grid,) = read_html("a.xls", "<table><tr><td>甲<td><comment>王某:\n估计</comment><font>2</font></table>")
    assert grid.text_at(1, 2) == "2" and grid.comments == {(1, 2): "王某: 估计"}

"""CSV files as grids."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.workbooks import delimited


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_either_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_bytes("乡镇,数\r\n示例镇,１２\r\n".encode(encoding))
    (grid,) = delimited.read_delimited(tmp_path / "表.csv")
    assert [grid.text_at(2, column) for column in (1, 2)] == ["示例镇", "１２"]


@given(
    st.sampled_from(",;\t"),
    st.lists(st.tuples(st.text("甲乙12,;\t\"'\n", max_size=6), st.text("1,.5", max_size=6)), min_size=3),
)
def test_the_delimiter_is_found_whatever_the_cells_hold(delimiter: str, rows: list[tuple[str, str]]) -> None:
    table = [["乡镇", "本月", "累计"], *([a, b, "x"] for a, b in rows)]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(table)
    grid = delimited.delimited_grid("a.csv", written.getvalue())
    expected = {(r, c): text for r, row in enumerate(table, 1) for c, text in enumerate(row, 1) if text.strip()}
    assert {at: cell.text for at, cell in grid.cells.items()} == expected


def test_a_quotation_mark_left_open_is_named_by_its_row() -> None:
    with pytest.raises(DataError, match=r"不是合格的 CSV，得到“第\d行”"):
        delimited.delimited_grid("a.csv", '甲,乙\n"1,2\n')


@given(
    st.sampled_from(["|", "｜", "，", "；", "  ", " ", "    "]),
    st.lists(st.tuples(st.text("甲乙丙", min_size=1, max_size=4), st.integers(0, 10**9)), min_size=1),
    st.sampled_from(["", "旅游接待情况\n"]),
)
def test_an_unusual_separator_is_found_where_it_divides_all_rows(
    sign: str, rows: list[tuple[str, int]], title: str
) -> None:
    lines = [sign.join(["乡镇", "接待", "累计"]), *(sign.join([name, f"{n}", "1,234.5"]) for name, n in rows)]
    grid = delimited.delimited_grid("a.csv", title + "\n".join(lines))
    last = [grid.text_at(grid.last_row, column) for column in (1, 2, 3)]
    assert last == [rows[-1][0], str(rows[-1][1]), "1,234.5"] and grid.last_column == 3


@pytest.mark.parametrize(("sign", "name"), [("|", "|"), ("，", "，"), ("  ", "几个空格")])
def test_rows_divided_unlike_name_the_separator(sign: str, name: str) -> None:
    text = "\n".join(sign.join(cells) for cells in (["乡镇", "数", "增"], ["甲镇", "1", "2"], ["乙镇", "3"]))
    with pytest.raises(DataError, match=rf"各行用“{re.escape(name)}”分列，分出的列数不一样，得到“第3行2列，前面3列”"):
        delimited.delimited_grid("a.csv", text)


@given(st.lists(st.lists(st.text("甲乙 |，；1.", max_size=6), min_size=3, max_size=3), min_size=2))
def test_words_that_hold_other_separators_divide_no_csv(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(cells) for cells in [["乡镇", "本月", "累计"], *rows])
    grid = delimited.delimited_grid("a.csv", text)
    assert {at: cell.text for at, cell in grid.cells.items()} == {
        (r, c): words
        for r, cells in enumerate([["乡镇", "本月", "累计"], *rows], 1)
        for c, words in enumerate(cells, 1)
        if words.strip()
    }


def test_digits_kept_as_text_by_a_formula_are_read() -> None:
    grid = delimited.delimited_grid("a.csv", '乡镇,数\n甲镇,="63475"\n"乙镇","=""007"""\n丙镇,"=1+1"\n')
    assert [grid.text_at(row, 2) for row in (2, 3, 4)] == ["63475", "007", "=1+1"]

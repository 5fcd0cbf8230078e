"""CSV files as grids."""

from __future__ import annotations

import csv
import io
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

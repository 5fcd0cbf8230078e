"""CSV files as grids."""

from __future__ import annotations

from pathlib import Path

import pytest

from xj_analysis.workbooks import delimited


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_either_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_bytes("乡镇,数\r\n示例镇,１２\r\n".encode(encoding))
    (grid,) = delimited.read_delimited(tmp_path / "表.csv")
    assert [grid.text_at(2, column) for column in (1, 2)] == ["示例镇", "１２"]

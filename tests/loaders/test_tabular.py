"""Tables as text: encodings, columns, and lines as an editor counts them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from support.county_folder import DataFolder
from support.fault_messages import faults, message
from xj_analysis.base.errors import DataError
from xj_analysis.loaders import tabular


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encoding_of_the_file_makes_no_difference(county_folder: DataFolder, encoding: str) -> None:
    expected = county_folder.load().frame
    county_folder.save(encoding)
    pd.testing.assert_frame_equal(county_folder.load().frame, expected)


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_absent(county_folder: DataFolder) -> None:
    expected = county_folder.load().frame
    keep = ["value", "unit", "hedge", "source", "locator", "nature", "period", "subject", "area", "indicator", "id"]
    county_folder.rows = [{name: row[name] for name in keep} for row in county_folder.rows]
    county_folder.save()
    pd.testing.assert_frame_equal(county_folder.load().frame, expected)


def test_the_name_of_a_missing_column_is_given(county_folder: DataFolder) -> None:
    for row in county_folder.rows:
        del row["period"], row["unit"]
    county_folder.save()
    assert message(county_folder) == "observations.csv 表头：缺少列。请补上：period、unit。"


def test_an_unknown_column_names_the_nearest(county_folder: DataFolder) -> None:
    county_folder.rows = [
        {("valeu" if name == "value" else name): cell for name, cell in row.items()} for row in county_folder.rows
    ]
    county_folder.save()
    assert message(county_folder).startswith("observations.csv 表头：列名不认识，得到“valeu”。是否想写“value”？")


def test_a_column_given_twice_is_a_fault(county_folder: DataFolder) -> None:
    county_folder.edit("observations.csv", "tier", "rank")
    assert "表头" in message(county_folder)


def test_a_missing_file_is_a_fault(county_folder: DataFolder) -> None:
    (county_folder.path / "observations.csv").unlink()
    assert "observations.csv：文件不存在。请核对路径与文件名。" in message(county_folder)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "observations.csv：文件是空的。请填表头与数据。"),
        (b"id,indicator\n\xff\xff\xff\n", "文字编码不认识。请存为 UTF-8 或 GB18030。"),
        (b'id,indicator\n"R1,visits\n', "不是合格的 CSV"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(county_folder: DataFolder, content: bytes, words: str) -> None:
    (county_folder.path / "observations.csv").write_bytes(content)
    assert words in message(county_folder)


def test_a_row_with_a_cell_too_many_is_a_fault(county_folder: DataFolder) -> None:
    county_folder.edit("observations.csv", "R3,income", "R3,extra,income")
    assert "observations.csv 第4行：格数与表头不符（表头17列），得到“18格”。" in message(county_folder)


def test_a_cell_too_many_in_every_row_does_not_shift_the_columns(county_folder: DataFolder) -> None:
    path = county_folder.path / "observations.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *(f"{row},extra" for row in rows)]), encoding="utf-8")
    assert "observations.csv：每行都有18格，而表头只有17列。" in message(county_folder)


def test_a_row_with_a_cell_too_few_is_a_fault(county_folder: DataFolder) -> None:
    county_folder.edit("observations.csv", "R8,visits,999902,", "R8,visits,999902")
    assert all("第9行" in fault.where for fault in faults(county_folder))


def test_lines_are_counted_as_an_editor_counts_them(county_folder: DataFolder) -> None:
    county_folder.cell(9, "value", "很多")
    county_folder.edit("observations.csv", "R2,", "\nR2,")
    assert message(county_folder).startswith("observations.csv 第10行 value：")


def test_a_cell_of_two_lines_does_not_disturb_the_count(county_folder: DataFolder) -> None:
    county_folder.cell(2, "note", "上句\n下句")
    assert county_folder.load().frame["note"].iloc[0] == "上句\n下句"
    county_folder.cell(9, "value", "很多")
    assert message(county_folder).startswith("observations.csv 第10行 value：")


def test_a_table_of_a_header_alone_is_a_fault_in_words(county_folder: DataFolder) -> None:
    county_folder.rows = county_folder.rows[:1]
    county_folder.save()
    header = (county_folder.path / "observations.csv").read_text(encoding="utf-8").splitlines()[0]
    county_folder.write("observations.csv", header + "\n")
    assert "observations.csv" in message(county_folder)


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"nothing")
    with pytest.raises(DataError, match=r"a\.parquet：不是合格的 Parquet"):
        tabular.read_table(path, columns=("id",))


def test_nothing_in_a_table_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n007,NA,\n1.50,null,True\n", encoding="utf-8")
    frame = tabular.read_table(path, columns=("a", "b", "c"), optional=("d",))
    assert frame.to_dict("list") == {"a": ["007", "1.50"], "b": ["NA", "null"], "c": ["", "True"], "d": ["", ""]}


def test_a_row_of_another_length_does_not_hide_the_faults_of_others(county_folder: DataFolder) -> None:
    county_folder.cell(3, "unit", "万圆")
    path = county_folder.path / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:4], f"{lines[4]},x", *lines[5:]]) + "\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        county_folder.load()
    assert [fault.where for fault in caught.value.faults] == ["observations.csv 第5行", "observations.csv 第3行 unit"]

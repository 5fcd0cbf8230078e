"""Loading a data folder: any encoding, every fault with its line, all at once."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from support.county_folder import DataFolder
from support.fault_messages import CELLS, faults, message
from xj_analysis.base.errors import DataError
from xj_analysis.loaders import tabular


def test_a_sound_folder_loads_every_row(county_folder: DataFolder) -> None:
    frame = county_folder.load().frame
    assert frame["id"].tolist() == [f"R{number}" for number in range(1, 9)]
    assert frame.index.tolist() == list(range(2, 10))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encoding_of_the_file_makes_no_difference(county_folder: DataFolder, encoding: str) -> None:
    expected = county_folder.load().frame
    county_folder.save(encoding)
    pd.testing.assert_frame_equal(county_folder.load().frame, expected)


def test_parquet_gives_the_same_frame(county_folder: DataFolder) -> None:
    expected = county_folder.load().frame.reset_index(drop=True)
    csv = county_folder.path / "observations.csv"
    parquet = csv.with_suffix(".parquet")
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{csv}', all_varchar=true)) TO '{parquet}' (FORMAT parquet)")
    csv.unlink()
    pd.testing.assert_frame_equal(county_folder.load().frame.reset_index(drop=True), expected)


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_absent(county_folder: DataFolder) -> None:
    expected = county_folder.load().frame
    keep = ["value", "unit", "hedge", "source", "locator", "nature", "period", "subject", "area", "indicator", "id"]
    county_folder.rows = [{name: row[name] for name in keep} for row in county_folder.rows]
    county_folder.save()
    pd.testing.assert_frame_equal(county_folder.load().frame, expected)


@pytest.mark.parametrize(("column", "value", "words"), CELLS)
def test_a_faulty_cell_is_named_with_its_line(county_folder: DataFolder, column: str, value: str, words: str) -> None:
    county_folder.cell(9, column, value)
    assert f"observations.csv 第9行 {words}" in message(county_folder)


def test_a_row_that_says_nothing_is_a_fault(county_folder: DataFolder) -> None:
    county_folder.cell(9, "value", "")
    assert message(county_folder) == "observations.csv 第9行：没有值，也没有名次或梯队。请补上，或删去这一行。"


@pytest.mark.parametrize(("column", "value"), [("rank", "1"), ("tier", "第一方阵")])
def test_a_rank_or_a_tier_may_stand_without_a_value(county_folder: DataFolder, column: str, value: str) -> None:
    county_folder.cell(9, "value", "")
    county_folder.cell(9, column, value)
    row = county_folder.load().frame.set_index("id").loc["R8"]
    assert pd.isna(row["value"])
    assert str(row[column]) == value


def test_a_rank_alone_needs_no_unit(county_folder: DataFolder) -> None:
    for column, value in [("value", ""), ("unit", ""), ("tier", "第一方阵")]:
        county_folder.cell(9, column, value)
    assert len(county_folder.load().frame) == 8


@pytest.mark.parametrize("value", ["0", "-3", "12", "0.50", "-0.8", "007"])
def test_a_plain_number_is_no_fault(county_folder: DataFolder, value: str) -> None:
    county_folder.cell(3, "value", value)
    row = county_folder.load().frame.set_index("id").loc["R2"]
    assert (row["value"], row["reported"]) == (float(value), value)


def test_the_name_of_a_missing_column_is_given(county_folder: DataFolder) -> None:
    for row in county_folder.rows:
        del row["hedge"], row["unit"]
    county_folder.save()
    assert message(county_folder) == "observations.csv 表头：缺少列。请补上：unit、hedge。"


@pytest.mark.parametrize("name", ["source", "locator"])
def test_a_row_cannot_do_without_source_and_locator(county_folder: DataFolder, name: str) -> None:
    for row in county_folder.rows:
        del row[name]
    county_folder.save()
    assert all(f" {name}" in str(fault) or name in fault.do for fault in faults(county_folder))


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


def test_faults_come_in_the_order_of_the_rows(county_folder: DataFolder) -> None:
    for number in range(9, 13):
        county_folder.add(f"N{number}", period=f"2{number:03}")
    for line in (11, 2, 9, 13):
        county_folder.cell(line, "value", "很多")
    found = [int(re.findall(r"第(\d+)行", fault.where)[0]) for fault in faults(county_folder)]
    assert found == [2, 9, 11, 13]


def test_every_fault_of_the_folder_comes_in_one_go(county_folder: DataFolder) -> None:
    for line, column, value in [
        (2, "value", "很多"),
        (3, "unit", "亩"),
        (4, "hedge", "约"),
        (5, "area", "1"),
        (6, "id", "R7"),
    ]:
        county_folder.cell(line, column, value)
    (county_folder.path / "transcripts" / "report.csv").write_bytes(b"changed")
    found = [f"{fault.where} {fault.what}" for fault in faults(county_folder)]
    assert sorted(found) == sorted([
        "observations.csv 第2行 value 值不是数字",
        "observations.csv 第3行 unit 单位与指标不符",
        "observations.csv 第4行 hedge 约数标记不认识",
        "observations.csv 第5行 area 地区不存在",
        "observations.csv 第8行 id 编号重复",
        "sources.toml [report] 转录文件与登记的 SHA-256 不符",
        "sources.toml [mirror] 转录文件与登记的 SHA-256 不符",
    ])  # fmt: skip


def test_several_faults_of_one_row_are_all_named(county_folder: DataFolder) -> None:
    county_folder.cell(2, "value", "很多")
    county_folder.cell(2, "hedge", "约")
    assert {fault.where.split()[-1] for fault in faults(county_folder)} == {"value", "hedge"}


def test_a_changed_transcript_is_refused_with_what_was_found(county_folder: DataFolder) -> None:
    (county_folder.path / "transcripts" / "report.csv").write_bytes(b"")
    found = faults(county_folder)
    assert [fault.where for fault in found] == ["sources.toml [report]", "sources.toml [mirror]"]
    assert found[0].got == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert found[0].do == "如确经核对修改，请登记新值。"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("transcripts/other.csv", "转录文件不存在，得到“transcripts/other.csv”。请补上文件，或改正路径。"),
        ("transcripts", "转录文件不存在，得到“transcripts”。"),
        ("../outside.csv", "转录文件在数据文件夹之外，得到“../outside.csv”。请放进数据文件夹。"),
        ("/etc/hostname", "转录文件在数据文件夹之外，得到“/etc/hostname”。"),
        ("transcripts/../../outside.csv", "转录文件在数据文件夹之外"),
    ],
)
def test_a_transcript_is_a_file_inside_the_folder(county_folder: DataFolder, path: str, words: str) -> None:
    (county_folder.path.parent / "outside.csv").write_bytes(
        (county_folder.path / "transcripts" / "report.csv").read_bytes()
    )
    county_folder.edit("sources.toml", "transcripts/report.csv", path)
    assert f"sources.toml [report]：{words}" in message(county_folder)


def test_a_link_out_of_the_folder_is_outside(county_folder: DataFolder) -> None:
    held = county_folder.path / "transcripts" / "report.csv"
    outside = county_folder.path.parent / "outside.csv"
    held.rename(outside)
    held.symlink_to(outside)
    assert all("转录文件在数据文件夹之外" in str(fault) for fault in faults(county_folder))


def test_a_faulty_parquet_names_the_row(county_folder: DataFolder) -> None:
    county_folder.cell(9, "value", "很多")
    csv = county_folder.path / "observations.csv"
    duckdb.sql(
        f"COPY (SELECT * FROM read_csv('{csv}', all_varchar=true)) TO '{csv.with_suffix('.parquet')}' (FORMAT parquet)"
    )
    csv.unlink()
    assert "observations.parquet 第8行 value：值不是数字" in message(county_folder)


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

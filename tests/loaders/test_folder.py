"""Data folders: all faults at once, own Parquet, and transcripts."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from support.county_folder import DataFolder
from support.fault_messages import faults, message


def test_a_sound_folder_loads_every_row(county_folder: DataFolder) -> None:
    frame = county_folder.load().frame
    assert frame["id"].tolist() == [f"R{number}" for number in range(1, 9)]
    assert frame.index.tolist() == list(range(2, 10))


def test_parquet_gives_the_same_frame(county_folder: DataFolder) -> None:
    expected = county_folder.load().frame.reset_index(drop=True)
    csv = county_folder.path / "observations.csv"
    parquet = csv.with_suffix(".parquet")
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{csv}', all_varchar=true)) TO '{parquet}' (FORMAT parquet)")
    csv.unlink()
    pd.testing.assert_frame_equal(county_folder.load().frame.reset_index(drop=True), expected)


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
        "shili/sources.toml 第1行 [report] 转录文件与登记的 SHA-256 不符",
        "shili/sources.toml 第10行 [mirror] 转录文件与登记的 SHA-256 不符",
    ])  # fmt: skip


def test_a_changed_transcript_is_refused_with_what_was_found(county_folder: DataFolder) -> None:
    (county_folder.path / "transcripts" / "report.csv").write_bytes(b"")
    found = faults(county_folder)
    assert [fault.where for fault in found] == [
        "shili/sources.toml 第1行 [report]",
        "shili/sources.toml 第10行 [mirror]",
    ]
    assert found[0].got == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert found[0].do == f"如确经核对修改，请运行 xj check --fix {county_folder.path} 登记新值。"


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
    assert f"shili/sources.toml 第1行 [report]：{words}" in message(county_folder)


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

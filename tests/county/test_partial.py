"""Fault-tolerant reading: `xj check` lists faults of declarations and rows together, without consequential ones."""

from __future__ import annotations

import pytest

from support.county_folder import DataFolder
from xj_analysis.base.errors import Fault
from xj_analysis.briefing import check
from xj_analysis.county.partial import read_partial_county

BAD_ROWS = {("observations.csv 第2行 value", "七十五"), ("observations.csv 第9行 period", "去年")}


@pytest.fixture
def folder(county_folder: DataFolder) -> DataFolder:
    """A county two of whose observations are faulty."""
    county_folder.cell(2, "value", "七十五")
    county_folder.cell(9, "period", "去年")
    return county_folder


def check_all(folder: DataFolder) -> tuple[list[str], set[tuple[str, str]]]:
    """Problems of the declarations, and places and texts of faulty rows."""
    faults, doubts = check.check_folder(folder.path)
    assert doubts == []
    rows = {(fault.where, fault.got) for fault in faults if fault.where.startswith("observations.csv")}
    return [fault.what.partition("。")[0] for fault in faults if ".toml" in fault.where], rows


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("county.toml", 'unit = "万人次"', 'unit = "万人此"', "单位不认识"),
        ("county.toml", 'kind = "flow"', 'kind = "flows"', "只能从几个词里选"),
        ("county.toml", 'name = "旅游收入"\n', "", "缺少这一项"),
        ("county.toml", '[[areas]]\ncode = "999902"', '[[areas]]\ncode = "99"', "写法不对"),
        ("county.toml", 'period = "2024"\n', "", "缺少这一项"),
        ("county.toml", 'nature = "invented"', 'nature = "made"', "只能从几个词里选"),
        ("county.toml", 'name = "示例县"', 'nom = "示例县"', "没有这一项"),
        ("county.toml", 'of = ["income", "visits"]', 'of = ["income", "visit"]', "指标不存在"),
        ("county.toml", 'campaigns = ["jobs"]', 'campaigns = ["job"]', "攻坚战不存在"),
        ("county.toml", '[[campaigns]]\nslug = "jobs"', '[[campaigns]]\nslug = "Jobs"', "写法不对"),
        ("county.toml", '[overview]\nslug = "overview"', '[overview]\nslug = "O"', "写法不对"),
        ("county.toml", '[[campaigns.findings]]', '[[campaigns.findings', "不是合格的 TOML"),
        ("sources.toml", 'strength = "mirror"', 'strength = "weak"', "只能从几个词里选"),
        ("sources.toml", 'id = "report"', 'id = "Report"', "写法不对"),
        ("sources.toml", '[[sources]]', '[[sources', "不是合格的 TOML"),
    ],
)  # fmt: skip
def test_faults_of_declarations_and_of_rows_are_listed_together_and_no_others(
    folder: DataFolder, file: str, old: str, new: str, what: str
) -> None:
    folder.edit(file, old, new)
    problems, rows = check_all(folder)
    assert what in problems and set(problems) <= {what, "缺少这一项"}
    assert rows == BAD_ROWS


def test_each_declaration_that_is_faulty_is_listed(folder: DataFolder) -> None:
    folder.edit("county.toml", 'unit = "万人次"', 'unit = "万人此"')
    folder.edit("county.toml", 'campaigns = ["jobs"]', 'campaigns = ["job"]')
    folder.edit("sources.toml", 'strength = "mirror"', 'strength = "weak"')
    assert check_all(folder) == (["单位不认识", "只能从几个词里选", "攻坚战不存在"], BAD_ROWS)


def test_a_fault_of_a_row_that_names_what_is_nowhere_is_listed_beside(folder: DataFolder) -> None:
    folder.edit("county.toml", 'unit = "万人次"', 'unit = "万人此"')
    folder.cell(3, "indicator", "incom")
    assert check_all(folder)[1] == BAD_ROWS | {("observations.csv 第3行 indicator", "incom")}


def test_what_nothing_can_be_made_of_is_listed_as_far_as_it_goes(folder: DataFolder) -> None:
    folder.write("county.toml", "areas = 1\n[county]\nslug = 1\n")
    problems, rows = check_all(folder)
    assert set(problems) == {"应是文字", "应是列表", "缺少这一项"}
    assert rows == BAD_ROWS


def test_the_name_of_a_faulty_area_is_no_unknown_one(county_folder: DataFolder) -> None:
    county_folder.edit("county.toml", 'name = "邻县"\nlevel = "county"', 'name = "邻县"\nlevel = "conty"')
    partial = read_partial_county(county_folder.path)
    assert partial.is_consequence(Fault("台账.xlsx", "地区不认识", "邻县", ""))
    assert not partial.is_consequence(Fault("台账.xlsx", "地区不认识", "远县", ""))

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
    return [fault.what.partition("。")[0] for fault in faults if not fault.where.startswith("observations.csv")], rows


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("indicators.csv", "万人次", "万人此", "单位不认识"),
        ("indicators.csv", "flow", "flows", "只能从几个词里选"),
        ("indicators.csv", "income,旅游收入", "income,", "缺少这一项"),
        ("indicators.csv", "income visits", "income visit", "指标不存在"),
        ("indicators.csv", "jobs", "job", "攻坚战不存在"),
        ("indicators.csv", "旅游收入", "旅游,收入", "这一行的格数与表头不同"),
        ("indicators.csv", "旅游收入", '"旅游\n收入"', "格里有换行"),
        ("indicators.csv", "旅游收入", '"旅游收入', "不是合格的 CSV"),
        ("indicators.csv", "旅游收入", "#NAME?", "原来的字在表格软件里坏了"),
        ("indicators.csv", "campaigns", "campaings", "列名不认识"),
        ("indicators.csv", ",unit,", ",units,", "列名不认识"),
        ("indicators.csv", ",unit,", ",name,", "列名重复"),
        ("indicators.csv", ",unit,", ",备注,", "列名不认识"),
        ("indicators.csv", ",unit,", ",,", "这一列没有列名"),
        ("areas.csv", "999902", "99", "写法不对"),
        ("areas.csv", "code,name", "代码,名称", "列名不认识"),
        ("areas.csv", "code,name", "code,nam", "列名不认识"),
        ("county.toml", 'period = "2024"\n', "", "缺少这一项"),
        ("county.toml", 'nature = "invented"', 'nature = "made"', "只能从几个词里选"),
        ("county.toml", 'name = "示例县"', 'nom = "示例县"', "没有这一项"),
        ("county.toml", '[[campaigns]]\nslug = "jobs"', '[[campaigns]]\nslug = "Jobs"', "写法不对"),
        ("county.toml", '[overview]\nslug = "overview"', '[overview]\nslug = "O"', "写法不对"),
        ("county.toml", '[overview]', '[[overview', "不是合格的 TOML"),
        ("county.toml", '[county]', 'city = "示例市"\n[county]', "不写在这里"),
        ("sources.toml", 'strength = "mirror"', 'strength = "weak"', "只能从几个词里选"),
        ("sources.toml", 'id = "report"', 'id = "Report"', "写法不对"),
        ("sources.toml", '[[sources]]', '[[sources', "不是合格的 TOML"),
        ("sources.toml", '[[sources]]', '[[lights]]\n[[sources]]', "不写在这里"),
    ],
)  # fmt: skip
def test_faults_of_declarations_and_of_rows_are_listed_together_and_no_others(
    folder: DataFolder, file: str, old: str, new: str, what: str
) -> None:
    folder.edit(file, old, new)
    problems, rows = check_all(folder)
    assert what in problems and set(problems) <= {what, "缺少这一项", "缺少列"}
    assert rows == BAD_ROWS


def test_each_declaration_that_is_faulty_is_listed(folder: DataFolder) -> None:
    folder.declare("indicators.csv", "visits", unit="万人此")
    folder.declare("indicators.csv", "homes_town", campaigns="job")
    folder.edit("sources.toml", 'strength = "mirror"', 'strength = "weak"')
    assert check_all(folder) == (["单位不认识", "只能从几个词里选", "攻坚战不存在"], BAD_ROWS)


def test_a_fault_after_a_faulty_declaration_is_placed_where_it_stands(folder: DataFolder) -> None:
    folder.declare("indicators.csv", "visits", unit="万人此")
    folder.declare("indicators.csv", "homes_town", campaigns="job")
    folder.edit("sources.toml", 'id = "report"', 'id = "Report"')
    folder.edit("sources.toml", 'transcript = "transcripts/report.csv"', 'transcript = "nowhere.csv"', count=2)
    places = [fault.where for fault in check.check_folder(folder.path)[0]]
    assert "shili/indicators.csv 第4行 campaigns [homes_town]" in places
    line = folder.line_of("sources.toml", 'id = "mirror"') - 1
    assert f"shili/sources.toml 第{line}行 [mirror]" in places


def test_a_fault_of_a_row_that_names_what_is_nowhere_is_listed_beside(folder: DataFolder) -> None:
    folder.declare("indicators.csv", "visits", unit="万人此")
    folder.cell(3, "indicator", "incom")
    assert check_all(folder)[1] == BAD_ROWS | {("observations.csv 第3行 indicator", "incom")}


def test_what_nothing_can_be_made_of_is_listed_as_far_as_it_goes(folder: DataFolder) -> None:
    folder.write("county.toml", "campaigns = 1\n[county]\nslug = 1\n")
    problems, rows = check_all(folder)
    assert set(problems) == {"应是文字", "应是列表", "缺少这一项"}
    assert rows == BAD_ROWS


def test_the_name_of_a_faulty_area_is_no_unknown_one(county_folder: DataFolder) -> None:
    county_folder.declare("areas.csv", "999902", level="conty")
    partial = read_partial_county(county_folder.path)
    assert partial.is_consequence(Fault("台账.xlsx", "地区不认识", "邻县", ""))
    assert not partial.is_consequence(Fault("台账.xlsx", "地区不认识", "远县", ""))

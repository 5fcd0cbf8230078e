"""Publication of a county: its words, and who may declare it."""

from __future__ import annotations

from typing import Any

import pytest

from support.county_faults import faults
from support.county_folder import DataFolder
from xj_analysis.county.publication import Publication
from xj_analysis.county.toml_files import read_county

ISSUES = '\n[issues]\noffice = "示例县“十大攻坚战”指挥部办公室"\nfirst = "2024-01"\n'


def test_a_county_may_declare_one(county_folder: DataFolder) -> None:
    assert read_county(county_folder.path).issues is None
    county_folder.append("county.toml", ISSUES + 'send_to = ["“5+2”专班"]\n')
    declared = read_county(county_folder.path).issues
    assert declared and declared.send_to == ("“5+2”专班",) and declared.name is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('sent_to = ["甲"]', "[issues.sent_to]：没有这一项"),
        ('report_to = "县委"', "应是列表，得到“县委”。请用方括号。"),
        ('secrecy = " "', "这一项须是一行文字，不能是空的"),
        ('copy_to = ["各乡镇", ""]', "这一项须是一行文字，不能是空的"),
        ("copies = 0", "数太小，得到“0”"),
        ("copies = true", "应是整数"),
        ('rhythm = "week"', "只能从几个词里选，得到“week”。可选：month、quarter。"),
        ('send_to = ["各村17个"]', "[issues]：文字里写了数字“17”，得到“各村17个”。带数字的专名请登记在 names。"),
        ('skipped = ["2024-13"]', "“2024-13”不是一年里的一个月或几个月"),
        ('combined = ["02"]', "合并的须不止一期"),
    ],
)
def test_each_fault_is_named_with_its_line(county_folder: DataFolder, line: str, message: str) -> None:
    county_folder.append("county.toml", ISSUES + line + "\n")
    (fault,) = faults(county_folder)
    text = (county_folder.path / "county.toml").read_text(encoding="utf-8")
    there = text.splitlines().index(line) + 1
    assert f"第{there}行" in fault.where and message in str(fault)


def test_the_office_is_needed(county_folder: DataFolder) -> None:
    county_folder.append("county.toml", '\n[issues]\nfirst = "2024-01"\n')
    (fault,) = faults(county_folder)
    assert fault.what == "缺少这一项" and "[issues.office]" in fault.where


def test_public_data_put_together_is_no_publication(county_folder: DataFolder) -> None:
    county_folder.edit("county.toml", 'nature = "invented"', 'nature = "public"')
    county_folder.append("county.toml", ISSUES)
    (fault,) = faults(county_folder)
    assert fault.what == "公开数据整理没有期号、密级和报送" and "[issues]" in fault.do


@pytest.mark.parametrize("words", ["甲\n乙", "", "\u2028"])
def test_a_word_is_one_line(words: str) -> None:
    declared: dict[str, Any] = {"office": "甲", "first": "2024-01"}
    with pytest.raises(ValueError, match="一行文字"):
        Publication(**declared | {"name": words})

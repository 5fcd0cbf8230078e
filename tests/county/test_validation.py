"""Validation of declarations: each fault with its file, line and remedy."""

from __future__ import annotations

import re

import pytest

from support.county_faults import faults
from support.county_folder import DataFolder
from xj_analysis import loaders

BROKEN = [
    ('campaigns = ["jobs"]', 'campaigns = ["job"]', "[homes_town]：攻坚战不存在，得到“job”。是否想写“jobs”？"),
    ("接待游客{visits}。", "接待游客{visits}，3个。", "[tourism]：文字里写了数字“3”，得到“接待游客{visits}，3个。”。"),
    ("把“5+2”行动做实。", "把“5+3”行动做实。", "[tourism]：文字里写了数字“5”，得到“把“5+3”行动做实。”。"),
    ("各县收入", "各县2024年收入", "[tourism]：文字里写了数字"),
    ('of = ["income", "visits"]', 'of = ["income", "visit"]', "[spend]：指标不存在，得到“visit”。是否想写“visits”？"),
    ('checks = "reported_share"', 'growth = "reported_shares"', "[village_share]：指标不存在，得到“reported_shares”。"),
    ('checks = "reported_share"', 'checks = "reported_shares"', "[village_share]：指标不存在，得到“reported_shares”。"),
    ('indicators = ["income"]', 'indicators = ["incomes"]', "[economy]：指标不存在，得到“incomes”。是否想写“income”？"),
    ('{ of = "visits"', '{ of = "visitors"', "[tourism]：指标不存在，得到“visitors”。"),
    ('of = ["income", "visits"]', 'of = ["income"]', "ratio 需要恰好两个指标"),
    ('of = ["homes_village", "homes"]', 'of = ["homes_village", "homes", "visits"]', "share 需要恰好两个指标"),
    ('op = "sum"\n', "", "op 与 of 必须同时给出"),
    ('of = ["income", "visits"]\n', "", "op 与 of 必须同时给出"),
]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_each_fault_of_county_toml_is_named(county_folder: DataFolder, old: str, new: str, message: str) -> None:
    county_folder.edit("county.toml", old, new)
    listed = faults(county_folder)
    assert len(listed) == 1
    assert str(listed[0]).startswith("shili/county.toml")
    assert message in str(listed[0])


CAMPAIGN = '\n[[campaigns]]\nslug = "{}"\nname = "甲"\nnamed_in_source = true\nquantities = ["economy"]\n'


INDICATOR = '\n[[indicators]]\nslug = "{}"\nname = "甲"\nunit = "元"\nkind = "flow"\n'


@pytest.mark.parametrize(
    ("more", "slug", "message"),
    [
        (INDICATOR, "homes_town", "指标代号重复，得到“homes_town”。同一代号只能出现一次。"),
        (CAMPAIGN, "jobs", "攻坚战代号重复，得到“jobs”。"),
        (CAMPAIGN, "overview", "攻坚战代号重复，得到“overview”。"),
    ],
)
def test_a_slug_names_one_thing_only(county_folder: DataFolder, more: str, slug: str, message: str) -> None:
    county_folder.append("county.toml", more.format(slug))
    listed = faults(county_folder)
    assert len(listed) == 1
    assert message in str(listed[0])


def test_a_chart_of_two_units_is_a_fault(county_folder: DataFolder) -> None:
    county_folder.edit(
        "county.toml", 'title = "各县收入"\nindicators = [', 'title = "各县收入"\nindicators = ["homes", '
    )
    assert [fault.what for fault in faults(county_folder)] == ["图里混用单位"]


def test_the_countys_own_code_is_one_of_its_areas(county_folder: DataFolder) -> None:
    county_folder.edit("county.toml", 'code = "999901"', 'code = "999903"')
    assert "999903" in str(faults(county_folder)[0])


def test_a_finding_fills_just_the_slots_it_names(county_folder: DataFolder) -> None:
    county_folder.edit("county.toml", "接待游客{visits}。", "接待游客{visitors}。")
    assert "visitors" in str(faults(county_folder)[0])


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("county.toml", 'unit = "万人次"', 'unit = "万人此"', "indicators.0.unit"),
        ("county.toml", 'period = "2024"', 'period = "24年"', "period"),
        ("county.toml", 'period = "2024" }', 'period = "24年" }', "campaigns.0.findings.0.slots.visits.period"),
        ("county.toml", 'kind = "flow"', 'kind = "flows"', "indicators.0.kind"),
        ("county.toml", '[[areas]]\ncode = "999901"', '[[areas]]\ncode = "9999"', "areas.0.code"),
        ("county.toml", 'name = "示例县"', 'nom = "示例县"', "nom"),
        ("county.toml", "decimals = 2", "decimals = 7", "decimals"),
        ("sources.toml", 'strength = "mirror"', 'strength = "weak"', "sources.1.strength"),
        ("sources.toml", "published = 2024-06-30\n", "", "sources.0.published"),
        ("sources.toml", 'sha256 = "', 'sha256 = "x', "sources.0.sha256"),
    ],
)
def test_a_wrong_field_is_placed_in_its_file(
    county_folder: DataFolder, file: str, old: str, new: str, place: str
) -> None:
    county_folder.edit(file, old, new)
    listed = faults(county_folder)
    text = (county_folder.path / file).read_text(encoding="utf-8")
    line = text[: text.index(new) + len(new)].count("\n") + 1 if new else 1  # what is missing: the line of its table
    places = [fault.where for fault in listed if place in fault.where]
    assert places and all(where.startswith(f"shili/{file} 第{line}行 [") for where in places), listed


@pytest.mark.parametrize(
    ("old", "new"), [('kind = "flow"', 'kind = "flows"'), ('name = "示例县"\n', ""), ("decimals = 2", "decimals = 7")]
)
def test_what_is_wrong_is_said_in_chinese(county_folder: DataFolder, old: str, new: str) -> None:
    county_folder.edit("county.toml", old, new)
    assert all(re.search("[一-鿿]", fault.what) for fault in faults(county_folder))


def test_the_fault_of_a_source_that_was_received_is_placed_in_its_file(county_folder: DataFolder) -> None:
    (county_folder.path / "received").mkdir()
    more = (
        (county_folder.path / "sources.toml")
        .read_text(encoding="utf-8")
        .replace("report", "r2")
        .replace("mirror", "r3")
    )
    county_folder.write("received/sources.toml", "# taken in\n" + more)
    county_folder.edit("received/sources.toml", 'strength = "r3"', 'strength = "weak"')
    (fault,) = faults(county_folder)
    line = (county_folder.path / "received/sources.toml").read_text(encoding="utf-8").split("weak")[0].count("\n") + 1
    assert fault.where == f"shili/received/sources.toml 第{line}行 [sources.3.strength]"


def test_a_name_that_is_declared_nowhere_is_placed_on_its_line(county_folder: DataFolder) -> None:
    county_folder.edit("county.toml", 'of = ["income", "visits"]', 'of = ["income", "visit"]')
    (fault,) = faults(county_folder)
    line = (county_folder.path / "county.toml").read_text(encoding="utf-8").split('"visit"')[0].count("\n") + 1
    assert fault.where == f"shili/county.toml 第{line}行 [spend]"


def test_all_dangling_names_are_found_at_once(county_folder: DataFolder) -> None:
    for old, new in [BROKEN[0][:2], BROKEN[1][:2], BROKEN[4][:2], BROKEN[7][:2]]:
        county_folder.edit("county.toml", old, new)
    assert len(faults(county_folder)) == 4


def test_a_source_named_twice_is_a_fault(county_folder: DataFolder) -> None:
    county_folder.edit("sources.toml", 'id = "mirror"', 'id = "report"')
    assert [fault.what for fault in faults(county_folder)] == ["来源代号重复"]


@pytest.mark.parametrize(
    ("alias", "what"),
    [
        ("邻县", ["别名指了两个地区"]),
        ("邻 县", ["别名指了两个地区"]),
        ("", ["别名是空的"]),
    ],
)
def test_an_alias_of_two_areas_is_a_fault(county_folder: DataFolder, alias: str, what: list[str]) -> None:
    county_folder.edit("county.toml", 'name = "示例县"\nlevel', f'name = "示例县"\naliases = ["{alias}"]\nlevel')
    listed = faults(county_folder)
    assert [fault.what for fault in listed] == what
    assert all("第" in fault.where for fault in listed)


def test_an_alias_of_one_area_is_none(county_folder: DataFolder) -> None:
    county_folder.edit("county.toml", 'name = "示例县"\nlevel', 'name = "示例县"\naliases = ["全 域"]\nlevel')
    assert loaders.load(county_folder.path).county.areas[0].aliases == ("全 域",)

"""Validation of declarations: each fault with its file, line and remedy."""

from __future__ import annotations

import re

import pytest

from support.county_faults import faults
from support.county_folder import DataFolder
from xj_analysis import loaders
from xj_analysis.county.toml_files import read_county

BROKEN = [
    ("把“5+2”行动做实。", "把“5+3”行动做实。", "[tourism]：文字里写了数字“5”，得到“把“5+3”行动做实。”。"),
    ('indicators = ["income"]', 'indicators = ["incomes"]', "[economy]：指标不存在，得到“incomes”。是否想写“income”？"),
    (
        'slug = "tourism"\n',
        'slug = "tourism"\nkey_figures = ["visit"]\n',
        "[tourism]：指标不存在，得到“visit”。",
    ),
]
BROKEN_ROWS = [
    ("homes_town", {"campaigns": "job"}, "第4行 campaigns [homes_town]：攻坚战不存在，得到“job”。是否想写“jobs”？"),
    ("spend", {"of": "income visit"}, "第7行 of [spend]：指标不存在，得到“visit”。是否想写“visits”？"),
    ("village_share", {"growth": "reported_shares"}, "growth [village_share]：指标不存在，得到“reported_shares”。"),
    ("village_share", {"checks": "reported_shares"}, "checks [village_share]：指标不存在，得到“reported_shares”。"),
    ("spend", {"of": "income"}, "第7行 [spend]：ratio 需要恰好两个指标"),
    ("village_share", {"of": "homes_village homes visits"}, "share 需要恰好两个指标"),
    ("homes", {"op": ""}, "第8行 [homes]：op 与 of 必须同时给出"),
    ("spend", {"of": ""}, "第7行 [spend]：op 与 of 必须同时给出"),
]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_each_fault_of_county_toml_is_named(county_folder: DataFolder, old: str, new: str, message: str) -> None:
    county_folder.edit("county.toml", old, new)
    listed = faults(county_folder)
    assert len(listed) == 1
    assert str(listed[0]).startswith("shili/county.toml")
    assert message in str(listed[0])


@pytest.mark.parametrize(("slug", "cells", "message"), BROKEN_ROWS)
def test_each_fault_of_an_indicator_is_named(
    county_folder: DataFolder, slug: str, cells: dict[str, str], message: str
) -> None:
    county_folder.declare("indicators.csv", slug, **cells)
    listed = faults(county_folder)
    assert len(listed) == 1
    assert str(listed[0]).startswith("shili/indicators.csv")
    assert message in str(listed[0])


CAMPAIGN = '\n[[campaigns]]\nslug = "{}"\nname = "甲"\nnamed_in_source = true\nquantities = ["economy"]\n'


@pytest.mark.parametrize(
    ("more", "slug", "message"),
    [
        (CAMPAIGN, "jobs", "攻坚战代号重复，得到“jobs”。"),
        (CAMPAIGN, "overview", "攻坚战代号重复，得到“overview”。"),
    ],
)
def test_a_slug_names_one_thing_only(county_folder: DataFolder, more: str, slug: str, message: str) -> None:
    county_folder.append("county.toml", more.format(slug))
    listed = faults(county_folder)
    assert len(listed) == 1
    assert message in str(listed[0])


def test_the_second_of_two_rows_of_a_slug_is_named(county_folder: DataFolder) -> None:
    county_folder.append("indicators.csv", "homes_town,甲,元,flow\n")
    (fault,) = faults(county_folder)
    place = "shili/indicators.csv 第10行 slug [homes_town]"
    assert (
        str(fault)
        == f"{place}：指标代号重复，得到“homes_town”。同一代号只能出现一次。已有：{place.replace('10', '4')}。"
    )


def test_the_countys_own_code_is_one_of_its_areas(county_folder: DataFolder) -> None:
    county_folder.edit("county.toml", 'code = "999901"', 'code = "999903"')
    assert "999903" in str(faults(county_folder)[0])


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("county.toml", 'period = "2024"', 'period = "24年"', "period"),
        ("county.toml", 'name = "示例县"', 'nom = "示例县"', "nom"),
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
    ("table", "name", "cells", "place"),
    [
        ("indicators.csv", "visits", {"unit": "万人此"}, "第2行 unit [visits]"),
        ("indicators.csv", "income", {"kind": "flows"}, "第3行 kind [income]"),
        ("indicators.csv", "spend", {"decimals": "7"}, "第7行 decimals [spend]"),
        ("indicators.csv", "spend", {"decimals": "两位"}, "第7行 decimals [spend]"),
        ("indicators.csv", "spend", {"internal": "内部"}, "第7行 internal [spend]"),
        ("indicators.csv", "spend", {"breaks": "2020 二一"}, "第7行 breaks [spend]"),
        ("indicators.csv", "homes", {"name": ""}, "第8行 name [homes]"),
        ("indicators.csv", "homes_town", {"slug": ""}, "第4行 slug"),
        ("areas.csv", "999902", {"code": "9999"}, "第3行 code [9999]"),
        ("areas.csv", "999902", {"code": "3.60823E+5"}, "第3行 code [3.60823E+5]"),
        ("areas.csv", "999902", {"code": "９９９９０２"}, "第3行 code [９９９９０２]"),
        ("areas.csv", "999902", {"level": "conty"}, "第3行 level [999902]"),
        ("areas.csv", "999900", {"name": "某市", "level": "市"}, "第4行 level [999900]"),
        ("areas.csv", "999800", {"name": "某市", "level": ""}, "第4行 level [999800]"),
    ],
)
def test_a_wrong_cell_is_placed_by_row_and_column(
    county_folder: DataFolder, table: str, name: str, cells: dict[str, str], place: str
) -> None:
    county_folder.declare(table, name, **cells)
    assert [fault.where for fault in faults(county_folder)] == [f"shili/{table} {place}"]


@pytest.mark.parametrize(("old", "new"), [('nature = "invented"', 'nature = "made"'), ('name = "示例县"\n', "")])
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


def test_all_dangling_names_are_found_at_once(county_folder: DataFolder) -> None:
    for old, new, _ in BROKEN:
        county_folder.edit("county.toml", old, new)
    for slug, cells, _ in BROKEN_ROWS[:3]:
        county_folder.declare("indicators.csv", slug, **cells)
    assert len(faults(county_folder)) == len(BROKEN) + 3


def test_a_source_named_twice_is_a_fault(county_folder: DataFolder) -> None:
    county_folder.edit("sources.toml", 'id = "mirror"', 'id = "report"')
    assert [fault.what for fault in faults(county_folder)] == ["来源代号重复"]


@pytest.mark.parametrize("alias", ["邻县", "邻 县"])
def test_an_alias_of_two_areas_is_a_fault(county_folder: DataFolder, alias: str) -> None:
    county_folder.declare("areas.csv", "999902", name=alias)
    county_folder.declare("areas.csv", "999901", aliases="全域、邻县")
    (fault,) = faults(county_folder)
    assert (fault.where, fault.what) == ("shili/areas.csv 第2行 aliases [999901]", "别名指了两个地区")


def test_an_alias_of_one_area_is_none(county_folder: DataFolder) -> None:
    county_folder.declare("areas.csv", "999901", aliases="全域；全县域")
    assert loaders.load(county_folder.path).county.areas[0].aliases == ("全域", "全县域")


@pytest.mark.parametrize(
    ("table", "kind", "one", "other"),
    [("areas.csv", "地区", "999901", "999902"), ("indicators.csv", "指标", "visits", "homes")],
)
@pytest.mark.parametrize("gap", ["", "　"])
def test_two_rows_of_one_name_are_a_fault_with_both_rows(
    county_folder: DataFolder, table: str, kind: str, one: str, other: str, gap: str
) -> None:
    county_folder.declare(table, one, name="同名")
    county_folder.declare(table, other, name=f"同{gap}名")
    rows = (county_folder.path / table).read_text(encoding="utf-8-sig").splitlines()
    first, second = (n for n, row in enumerate(rows, 1) if row.startswith((f"{one},", f"{other},")))
    (fault,) = [each for each in faults(county_folder) if each.what == f"{kind}名称重复"]
    assert fault.where.startswith(f"shili/{table} 第{second}行 name")
    assert f"已有：shili/{table} 第{first}行 name" in fault.do


LEDGER = """
[[ledgers]]
slug = "firms"
name = "企业"
file = "*"
key = "编号"
unique = ["firm"]
counts = [
  {{ {} }},
]
[ledgers.columns]
"编号" = {{ to = "firm" }}
"日期" = {{ to = "day", kind = "date" }}
"面积" = {{ to = "area_of", kind = "number", unit = "亩" }}
"金额" = {{ to = "amount", kind = "number", unit = "元" }}
"""


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ('indicator = "home", by = "day"', "[firms]：指标不存在，得到“home”。是否想写“homes”？"),
        (
            'indicator = "income", by = "day"',
            "[firms]：指标“income”的单位是万元，不能数行。请写 of（加哪一列），或改指标。",
        ),
        ('indicator = "income", of = "area_of"', "[firms]：area_of 的单位不能换算为指标“income”的万元，得到“亩”。"),
    ],
)
def test_what_a_ledger_counts_is_an_indicator_in_a_unit_that_converts(
    county_folder: DataFolder, counts: str, message: str
) -> None:
    county_folder.write("collection.toml", LEDGER.format(counts))
    (fault,) = faults(county_folder)
    assert str(fault).startswith("shili/collection.toml 第8行") and message in str(fault)


@pytest.mark.parametrize(
    "counts",
    ['indicator = "income", of = "amount"', 'indicator = "visits", by = "day"', 'indicator = "homes_town", by = "day"'],
)
def test_what_converts_is_accepted_and_rows_count_what_is_counted(county_folder: DataFolder, counts: str) -> None:
    county_folder.write("collection.toml", LEDGER.format(counts))
    assert len(read_county(county_folder.path).ledgers[0].counts) == 1

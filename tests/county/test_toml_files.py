"""County files: every fault of the two files named, at once, with the nearest name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.county_faults import faults
from support.county_folder import DataFolder
from xj_analysis.base.errors import DataError, UsageError
from xj_analysis.county.model import County, Indicator
from xj_analysis.county.toml_files import read_county
from xj_analysis.store.store import Store


def test_a_sound_folder_is_read(county_folder: DataFolder) -> None:
    found = read_county(county_folder.path)
    assert (found.slug, found.name, found.nature, found.rounding) == ("shili", "示例县", "invented", "half_even")
    assert found.slugs == ("tourism", "jobs", "overview")
    assert found.peers == ("999901", "999902")
    assert found.area_names["999902"] == "邻县"
    assert found.by_slug["spend"].of == ("income", "visits")
    assert [source.id for source in found.sources] == ["report", "mirror"]


def test_a_campaign_is_found_by_slug_and_so_is_the_overview(county_folder: DataFolder) -> None:
    found = read_county(county_folder.path)
    assert found.campaign("jobs").name == "就业攻坚战"
    assert found.campaign("overview").name == "全县概览"


def test_an_unknown_campaign_names_the_nearest(county_folder: DataFolder) -> None:
    with pytest.raises(UsageError) as caught:
        read_county(county_folder.path).campaign("tourims")
    assert str(caught.value) == (
        "示例县：没有这个攻坚战，得到“tourims”。是否想写“tourism”？可选：tourism、jobs、overview。"
    )


BROKEN = [
    ('campaigns = ["jobs"]', 'campaigns = ["job"]', "[homes_town]：攻坚战不存在，得到“job”。是否想写“jobs”？"),
    ("接待游客{visits}。", "接待游客{visits}，3个。", "[tourism]：文字里写了数字，得到“接待游客{visits}，3个。”。"),
    ("把“5+2”行动做实。", "把“5+3”行动做实。", "[tourism]：文字里写了数字，得到“把“5+3”行动做实。”。"),
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
    found = faults(county_folder)
    assert len(found) == 1
    assert str(found[0]).startswith("shili/county.toml")
    assert message in str(found[0])


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
    found = faults(county_folder)
    assert len(found) == 1
    assert message in str(found[0])


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
    found = faults(county_folder)
    text = (county_folder.path / file).read_text(encoding="utf-8")
    line = text[: text.index(new) + len(new)].count("\n") + 1 if new else 1  # what is missing: the line of its table
    found_at = [fault.where for fault in found if place in fault.where]
    assert found_at and all(where.startswith(f"shili/{file} 第{line}行 [") for where in found_at), found


@pytest.mark.parametrize(
    ("old", "new"), [('kind = "flow"', 'kind = "flows"'), ('name = "示例县"\n', ""), ("decimals = 2", "decimals = 7")]
)
def test_what_is_wrong_is_said_in_chinese(county_folder: DataFolder, old: str, new: str) -> None:
    county_folder.edit("county.toml", old, new)
    assert all(re.search("[一-鿿]", fault.what) for fault in faults(county_folder))


def test_decimals_may_be_six_and_not_seven() -> None:
    given = {"slug": "a", "name": "甲", "unit": "元", "kind": "flow"}
    assert Indicator.model_validate(given | {"decimals": 6}).decimals == 6
    for wrong in (7, -1):
        with pytest.raises(ValueError, match="decimals"):
            Indicator.model_validate(given | {"decimals": wrong})


def test_a_sum_takes_any_number_of_parts_but_other_operations_two() -> None:
    given = {"slug": "a", "name": "甲", "unit": "元", "kind": "flow"}
    for count in (1, 2, 3):
        assert len(Indicator.model_validate(given | {"op": "sum", "of": ["b"] * count}).of) == count
    for op in ("ratio", "share", "difference"):
        assert Indicator.model_validate(given | {"op": op, "of": ["b", "c"]}).op == op
        for count in (1, 3):
            with pytest.raises(ValueError, match="恰好两个"):
                Indicator.model_validate(given | {"op": op, "of": ["b"] * count})


def test_faults_of_both_files_are_found_at_once(county_folder: DataFolder) -> None:
    county_folder.edit("county.toml", 'kind = "flow"', 'kind = "flows"')
    county_folder.edit("sources.toml", 'strength = "mirror"', 'strength = "weak"')
    places = [re.sub(r"第\d+行 ", "", fault.where) for fault in faults(county_folder)]
    assert places == ["shili/county.toml [indicators.0.kind]", "shili/sources.toml [sources.1.strength]"]


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


@pytest.mark.parametrize("name", ["county.toml", "sources.toml"])
def test_a_missing_file_is_named(county_folder: DataFolder, name: str) -> None:
    (county_folder.path / name).unlink()
    assert f"{name}：文件不存在。" in str(faults(county_folder)[0])


def test_two_missing_files_are_both_named(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_county(tmp_path)
    assert "county.toml：文件不存在" in str(caught.value)
    assert "sources.toml：文件不存在" in str(caught.value)


@pytest.mark.parametrize("name", ["county.toml", "sources.toml"])
def test_a_file_that_is_no_toml_says_where(county_folder: DataFolder, name: str) -> None:
    county_folder.append(name, "\n[broken\n")
    line = (county_folder.path / name).read_text(encoding="utf-8").count("\n")
    assert re.search(
        rf"{name} 第{line}行第\d+列：不是合格的 TOML，得到“.*line {line}.*”。", str(faults(county_folder)[0])
    )


def test_a_file_in_another_encoding_is_refused(county_folder: DataFolder) -> None:
    path = county_folder.path / "county.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert "不是合格的 TOML" in str(faults(county_folder)[0])


def test_the_real_county_has_ten_campaigns_and_thirteen_counties(xiajiang: Store) -> None:
    found: County = xiajiang.county
    assert len(found.campaigns) == 10
    assert len(found.peers) == 13
    assert found.code in found.peers
    assert sum(campaign.named_in_source for campaign in found.campaigns) == 8

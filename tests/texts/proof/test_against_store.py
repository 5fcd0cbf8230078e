"""Rules against the store: figures, units, tiers, rounding."""

from __future__ import annotations

from datetime import date

import pytest

from support.county_folder import DataFolder
from xj_analysis.store.store import Store
from xj_analysis.texts import proof


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("2020年，全县地区生产总值79.78亿元。", ["store"]),
        ("2020年，全县地区生产总值77.78亿元。", []),
        ("2020年，全县地区生产总值77.8万元。", ["unit"]),
        ("2025年，全县财政总收入12.6万元。", ["unit"]),
        ("2014年，全县财政总收入8.4亿元。", []),
        ("2014年，吉安市财政总收入8.4亿元。", []),
        ("2024年一季度，全县新增规上工业企业16家。", ["store"]),
        ("生活垃圾分类工作列全省第1位。", ["tier"]),
        ("生活垃圾分类工作进入全省第一方阵。", []),
    ],
)
def test_figures_are_held_against_the_county(xiajiang: Store, text: str, rules: list[str]) -> None:
    alarms = proof.proofread(text, store=xiajiang, anchor=date(2024, 7, 1))
    assert [alarm.rule for alarm in alarms] == rules
    assert all("第" in alarm.source and "行" in alarm.source for alarm in alarms), "source and cell are named"


def test_a_number_of_the_store_rounded_twice(county_folder: DataFolder) -> None:
    county_folder.cell(3, "value", "4849.6")  # in the unit of the indicator, 万元
    store = county_folder.load()
    assert proof.proofread("2024年，全县旅游收入0.485亿元。", store=store) == [], "0.48496亿元 rounds to 0.485"
    (alarm,) = proof.proofread("2024年，全县旅游收入0.49亿元。", store=store)
    assert (alarm.rule, alarm.should) == ("rounding", "0.48亿元")


def test_the_whole_city_is_our_own_area_only_where_the_county_is_a_city(county_folder: DataFolder) -> None:
    draft = "2024年，全市旅游收入5200万元。"
    assert proof.proofread(draft, store=county_folder.load()) == [], "全市 is the prefecture of a county"
    county_folder.edit("county.toml", 'name = "示例县"', 'name = "示例市"')
    county_folder.declare("areas.csv", "999901", name="示例市")
    assert [alarm.rule for alarm in proof.proofread(draft, store=county_folder.load())] == ["store"]

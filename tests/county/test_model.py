"""Records of county.toml: campaigns, areas, operations of derived indicators."""

from __future__ import annotations

import pytest

from support.county_folder import DataFolder
from xj_analysis.base.errors import UsageError
from xj_analysis.county.model import County, Indicator
from xj_analysis.county.toml_files import read_county
from xj_analysis.quantity.mentions.printed_numerals import typed_numerals
from xj_analysis.store.store import Store


def test_a_campaign_is_found_by_slug_and_so_is_the_overview(county_folder: DataFolder) -> None:
    county = read_county(county_folder.path)
    assert county.campaign("jobs").name == "就业攻坚战"
    assert county.campaign("overview").name == "全县概览"


def test_an_unknown_campaign_names_the_nearest(county_folder: DataFolder) -> None:
    with pytest.raises(UsageError) as caught:
        read_county(county_folder.path).campaign("tourims")
    assert str(caught.value) == (
        "示例县：没有这个攻坚战，得到“tourims”。是否想写“tourism”？可选：tourism、jobs、overview。"
    )


def test_decimals_may_be_six_and_not_seven() -> None:
    fields = {"slug": "a", "name": "甲", "unit": "元", "kind": "flow"}
    assert Indicator.model_validate(fields | {"decimals": 6}).decimals == 6
    for wrong in (7, -1):
        with pytest.raises(ValueError, match="decimals"):
            Indicator.model_validate(fields | {"decimals": wrong})


def test_a_sum_takes_any_number_of_parts_but_other_operations_two() -> None:
    fields = {"slug": "a", "name": "甲", "unit": "元", "kind": "flow"}
    for count in (1, 2, 3):
        assert len(Indicator.model_validate(fields | {"op": "sum", "of": ["b"] * count}).of) == count
    for op in ("ratio", "share", "difference"):
        assert Indicator.model_validate(fields | {"op": op, "of": ["b", "c"]}).op == op
        for count in (1, 3):
            with pytest.raises(ValueError, match="恰好两个"):
                Indicator.model_validate(fields | {"op": op, "of": ["b"] * count})


def test_the_real_county_has_ten_campaigns_and_thirteen_counties(xiajiang: Store) -> None:
    county: County = xiajiang.county
    assert len(county.campaigns) == 10
    assert len(county.peers) == 13
    assert county.code in county.peers
    assert sum(campaign.named_in_source for campaign in county.campaigns) == 8


def test_declared_words_with_numbers_are_names(county_folder: DataFolder) -> None:
    county = read_county(county_folder.path)
    first, second, *others = county.indicators
    told = "年主营业务收入2000万元及以上的工业企业。"
    named = (
        first.model_copy(update={"name": "总投资20亿元以上项目数"}),
        second.model_copy(update={"definition": told}),
    )
    changed = type(county).model_construct(**{**dict(county), "indicators": (*named, *others)})
    assert changed.proper_names == (*county.names, "总投资20亿元以上项目数", told)
    assert typed_numerals(f"{told}总投资20亿元以上项目数", changed.proper_names, structure=False) == []

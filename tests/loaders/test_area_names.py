"""Names of areas: declared ones, writings that mean one area alone, and none that could mean two."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.county.model import Area, County
from xj_analysis.loaders.area_names import area_names, area_remedy
from xj_analysis.store.store import Store
from xj_analysis.workbooks.sheet_tables import normalized

TOTALS = ("合计", "总计", "全县")
CODE = "999900"


def county_of(*towns: str, aliases: dict[str, tuple[str, ...]] | None = None) -> County:
    """A county with some towns, and a neighbour."""
    areas = [Area(code=CODE, name="示例县", level="county"), Area(code="999800", name="东山县", level="county")]
    areas += [
        Area(code=f"{CODE}{n}", name=name, level="town", aliases=(aliases or {}).get(name, ()))
        for n, name in enumerate(towns, start=101)
    ]
    fields: dict[str, Any] = {"code": CODE, "name": "示例县", "city": "示例市", "areas": tuple(areas)}
    return County.model_construct(**fields)


def code_of(text: str, county: County) -> str | None:
    return area_names(county, TOTALS).get(normalized(text))


@pytest.mark.parametrize(
    "text", ["合计", "合 计", "合计：", "合计:", "全县合计", "示例县合计", "全县总计", "全县", "示例县"]
)
def test_a_total_is_the_county(text: str) -> None:
    assert code_of(text, county_of("东河镇")) == CODE


@pytest.mark.parametrize("text", [
    "东河镇", " 东 河 镇", "东河", "东河（镇）", "东河(镇)", "东河镇：", "示例县东河镇", "示例市示例县东河镇",
    "示例县东河",
])  # fmt: skip
def test_a_town_is_found_by_every_writing_of_it_alone(text: str) -> None:
    assert code_of(text, county_of("东河镇", "西河乡")) == f"{CODE}101"


def test_a_short_name_that_two_towns_share_names_neither() -> None:
    county = county_of("东河镇", "东河乡", "南河街道")
    assert code_of("东河", county) is None and code_of("示例县东河", county) is None
    assert code_of("东河（乡）", county) == f"{CODE}102"
    assert code_of("南河", county) == f"{CODE}103"


def test_a_short_name_that_may_mean_a_county_names_no_town() -> None:
    county = county_of("示例镇", "东山镇")
    assert code_of("示例", county) is None and code_of("东山", county) is None
    assert code_of("示例镇", county) == f"{CODE}101"
    assert code_of("示例县", county) == CODE


def test_an_alias_is_declared_and_goes_before_what_is_made() -> None:
    county = county_of("东河镇", "东河乡", aliases={"东河乡": ("东河", "河东管理区")})
    assert code_of("东河", county) == code_of("河东管理区：", county) == f"{CODE}102"


def test_an_unknown_name_with_an_invisible_sign_says_so() -> None:
    county = county_of("东河镇")
    assert code_of("东河镇\u200b", county) is None
    assert "看不见的字符（零宽空格 U+200B）" in area_remedy("东河镇\u200b", county, TOTALS)
    assert area_remedy("东阿镇", county, TOTALS).startswith("是否想写“东河镇”？")


def test_every_area_of_the_example_is_found_by_its_name(example: Store) -> None:
    names = area_names(example.county, TOTALS)
    for area in example.county.areas:
        assert names[area.name] == area.code
    assert names["样板"] == "999900102" and "示例" not in names


@given(st.lists(st.text("东西南北河山", min_size=1, max_size=3), max_size=6, unique=True), st.data())
def test_no_writing_ever_names_another_area(stems: list[str], data: st.DataObject) -> None:
    towns = [stem + data.draw(st.sampled_from(["镇", "乡", "街道"])) for stem in stems]
    county = county_of(*towns)
    by_name = {area.name: area.code for area in county.areas}
    for name, code in area_names(county, TOTALS).items():
        bare = name.removesuffix(":").replace("(", "").replace(")", "")
        bare = bare.removeprefix("示例市").removeprefix("示例县") or "示例县"
        if code != CODE:
            assert code in {by_name.get(bare + kind) for kind in ("", "镇", "乡", "街道")}

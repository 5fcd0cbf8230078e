"""Composition by shares, and the indicators of the 三量."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county_folder import DataFolder
from support.figure_rows import frame, indicator, observed, printed
from xj_analysis import metrics
from xj_analysis.store.store import Store


def test_the_sectors_of_2020_make_the_shares_printed() -> None:
    slugs = {"primary": "121316", "secondary": "291169", "tertiary": "365363"}
    observations = frame(*(observed(slug, value, "万元") for slug, value in slugs.items()))
    parts = [indicator(slug, "万元") for slug in slugs]
    assert printed(metrics.composition(observations, parts, decimals=2)) == ["15.60%", "37.43%", "46.97%"]
    assert printed(
        metrics.total([observations[observations["indicator"] == s] for s in slugs], indicator("gdp", "万元"))
    ) == ["777848万元"]


def test_a_composition_with_a_part_missing_is_empty() -> None:
    parts = [indicator("a", "万元"), indicator("b", "万元")]
    assert metrics.composition(frame(observed("a", "1", "万元")), parts).empty


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=5))
def test_the_shares_of_a_composition_are_the_parts_in_the_whole(values: list[int]) -> None:
    observations = frame(*(observed(f"p{i}", str(value), "个") for i, value in enumerate(values)))
    result = metrics.composition(observations, [indicator(f"p{i}", "个") for i in range(len(values))])
    assert result["value"].sum() == pytest.approx(100)
    assert result["value"].tolist() == pytest.approx([100 * value / sum(values) for value in values])
    assert result["indicator"].tolist() == [f"p{i}" for i in range(len(values))]


def test_the_three_quantities_are_the_countys_own_in_the_order_declared(xiajiang: Store) -> None:
    known = xiajiang.known()
    result = metrics.headlines(known.current(), known.county.quantities, known.county.code)
    assert result["quantity"].unique().tolist() == ["人口流量", "经济总量", "发展质量"]
    assert set(result["area"]) == {known.county.code} and set(result["subject"]) == {""}
    declared = [slug for quantity in known.county.quantities for slug in quantity.indicators]
    assert result["indicator"].unique().tolist() == [slug for slug in declared if slug in set(result["indicator"])]


def test_within_a_quantity_periods_stand_in_time(county_folder: DataFolder) -> None:
    county_folder.add("N1", indicator="income", unit="万元", hedge="exact", period="~2010", value="1")
    county_folder.add("N2", indicator="income", unit="万元", hedge="exact", period="2023-11", value="2")
    known = county_folder.load().known()
    result = metrics.headlines(known.current(), known.county.quantities, known.county.code)
    assert result["period"].tolist() == ["~2010", "2023-11", "2023", "2024"]

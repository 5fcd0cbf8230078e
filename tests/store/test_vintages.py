"""Vintages: revisions, conflicts, repeats and corrections of one key."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.county_folder import DataFolder
from xj_analysis import loaders
from xj_analysis.store import observations, store, vintages
from xj_analysis.store.store import Store


def status(folder: DataFolder) -> dict[str, str]:
    """Which observation counts, by id."""
    frame = folder.load().known().frame
    return dict(zip(frame["id"], frame["status"], strict=True))


def second_source(folder: DataFolder, publisher: str, published: str = "2024-07-15") -> None:
    """Let the second source be of `publisher`."""
    folder.edit("sources.toml", 'publisher = "发布者不详"', f'publisher = "{publisher}"')
    folder.edit("sources.toml", "published = 2024-07-15", f"published = {published}")


def test_later_by_the_same_publisher_is_a_revision(county_folder: DataFolder) -> None:
    second_source(county_folder, "示例县统计局")
    county_folder.add("N1", source="mirror", value="82")
    assert (status(county_folder)["R1"], status(county_folder)["N1"]) == ("revised", "current")


def test_the_same_said_again_is_no_revision(county_folder: DataFolder) -> None:
    second_source(county_folder, "示例县统计局")
    county_folder.add("N1", source="mirror")
    assert (status(county_folder)["R1"], status(county_folder)["N1"]) == ("current", "agrees")


def test_a_rank_published_later_does_not_take_the_value_away(county_folder: DataFolder) -> None:
    second_source(county_folder, "示例县统计局")
    county_folder.add("N1", source="mirror", value="", rank="3")
    assert status(county_folder)["R1"] == "current"


def test_the_revision_does_not_exist_the_day_before(county_folder: DataFolder) -> None:
    second_source(county_folder, "示例县统计局")
    county_folder.add("N1", source="mirror", value="82")
    everything = county_folder.load()
    for day, counts in [(date(2024, 7, 14), "R1"), (date(2024, 7, 15), "N1")]:
        current = everything.known(day).current()
        assert current[(current["indicator"] == "visits") & (current["area"] == "999901")]["id"].tolist() == [counts]


def test_the_same_publisher_on_the_same_day_contradicts_itself(county_folder: DataFolder) -> None:
    second_source(county_folder, "示例县统计局", "2024-06-30")
    county_folder.add("N1", source="mirror", value="82")
    assert (status(county_folder)["R1"], status(county_folder)["N1"]) == ("conflict", "conflict")


def test_another_publisher_contradicts_and_none_is_chosen(county_folder: DataFolder) -> None:
    second_source(county_folder, "邻县统计局")
    county_folder.add("N1", source="mirror", value="82")
    known = county_folder.load().known()
    assert known.conflicts()["id"].tolist() == ["N1", "R1"]
    assert not {"N1", "R1"} & set(known.current()["id"])


def test_an_unknown_publisher_never_revises(county_folder: DataFolder) -> None:
    county_folder.edit("sources.toml", 'publisher = "示例县统计局"', 'publisher = "发布者不详"')
    county_folder.add("N1", source="mirror", value="82")
    assert (status(county_folder)["R1"], status(county_folder)["N1"]) == ("conflict", "conflict")


@pytest.mark.parametrize(
    ("value", "verdict"), [("75.5", "agrees"), ("75.6", "conflict"), ("74.4", "conflict"), ("74.5", "agrees")]
)
def test_equal_within_the_digits_printed_is_agreement(county_folder: DataFolder, value: str, verdict: str) -> None:
    county_folder.cell(2, "hedge", "exact")
    county_folder.add("N1", source="mirror", value=value)
    statuses = status(county_folder)
    assert statuses["N1"] == verdict
    assert statuses["R1"] == ("current" if verdict == "agrees" else "conflict")


def test_of_two_that_agree_the_stronger_source_counts(county_folder: DataFolder) -> None:
    county_folder.edit("sources.toml", "published = 2024-07-15", "published = 2024-01-15")
    county_folder.add("N1", source="mirror")
    assert (status(county_folder)["R1"], status(county_folder)["N1"]) == ("current", "agrees")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("subject", "甲景区"),
        ("period", "2023"),
        ("area", "999902"),
        ("nature", "target"),
        ("indicator", "reported_share"),
    ],
)
def test_what_differs_in_any_part_of_the_key_is_no_contradiction(
    county_folder: DataFolder, column: str, value: str
) -> None:
    unit = "%" if column == "indicator" else "万人次"
    period = {"indicator": "2020", "area": "2020"}.get(column, "2024")
    county_folder.add("N1", source="mirror", **({"value": "82", "unit": unit, "period": period} | {column: value}))
    assert (status(county_folder)["R1"], status(county_folder)["N1"]) == ("current", "current")


def test_a_rank_without_a_value_contradicts_nothing(county_folder: DataFolder) -> None:
    county_folder.add("N1", source="mirror", value="", rank="3")
    assert (status(county_folder)["R1"], status(county_folder)["N1"]) == ("current", "current")


def test_the_articles_two_counts_of_tech_centres_contradict(xiajiang: Store) -> None:
    conflicts = xiajiang.known().conflicts()
    rows = conflicts[conflicts["indicator"] == "new_tech_centres"]
    assert rows["id"].tolist() == ["A26", "A27"]
    assert list(zip(rows["value"], rows["unit"], strict=True)) == [(2, "个"), (3, "个")]


def test_two_sources_contradict_on_the_citys_gdp_of_2023(xiajiang: Store) -> None:
    conflicts = xiajiang.known().conflicts()
    rows = conflicts[
        (conflicts["indicator"] == "gdp") & (conflicts["area"] == "360800") & (conflicts["period"] == "2023")
    ]
    assert set(rows["source"]) == {"gdp_table_jian", "bulletin2023_jian"}
    assert sorted(rows["value"]) == pytest.approx([2735.07, 2735.10])


def test_every_observation_of_the_real_county_has_one_status(xiajiang: Store) -> None:
    known = xiajiang.known()
    assert len(known.frame) == len(xiajiang.frame)
    assert set(known.frame["status"]) <= {"current", "revised", "agrees", "conflict"}
    assert not known.current().duplicated(observations.KEY).any()


@pytest.fixture(scope="session")
def raw(xiajiang: store.Store) -> pd.DataFrame:
    return loaders.folder.read_observations(xiajiang.county)[0]


@settings(max_examples=10)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_the_file_makes_no_difference(seed: int, raw: pd.DataFrame, xiajiang: store.Store) -> None:
    frame = observations.tidy(raw.sample(frac=1, random_state=seed), xiajiang.county)
    pd.testing.assert_frame_equal(vintages.resolve(frame), vintages.resolve(xiajiang.frame))

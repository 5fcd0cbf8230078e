"""The store: revisions, conflicts, repeats, and what was known when."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from support.county_folder import DataFolder
from xj_analysis.base.errors import DataError, UsageError
from xj_analysis.metrics.columns import row_selection
from xj_analysis.store import observations
from xj_analysis.store.store import Store


def observation(folder: DataFolder, identifier: str) -> dict[str, Any]:
    """One row of the folder's store."""
    frame = folder.load().frame
    (row,) = row_selection.records(frame[frame["id"] == identifier])
    return row


def status(folder: DataFolder) -> dict[str, str]:
    """Which observation counts, by id."""
    frame = folder.load().known().frame
    return dict(zip(frame["id"], frame["status"], strict=True))


def second_source(folder: DataFolder, publisher: str, published: str = "2024-07-15") -> None:
    """Let the second source be of `publisher`."""
    folder.edit("sources.toml", 'publisher = "发布者不详"', f'publisher = "{publisher}"')
    folder.edit("sources.toml", "published = 2024-07-15", f"published = {published}")


def test_values_come_in_the_units_of_their_indicators(county_folder: DataFolder) -> None:
    converted, own = observation(county_folder, "R4"), observation(county_folder, "R2")
    assert (converted["value"], converted["unit"], converted["reported"]) == (5200.0, "万元", "")
    assert (own["value"], own["unit"], own["reported"]) == (4800.0, "万元", "4800")


@pytest.mark.parametrize(("identifier", "low", "high"), [("R4", 5150, 5250), ("R5", 11, 11), ("R8", 30, np.inf)])
def test_bounds_come_in_the_units_of_their_indicators(
    county_folder: DataFolder, identifier: str, low: float, high: float
) -> None:
    row = observation(county_folder, identifier)
    assert [row["low"], row["high"]] == pytest.approx([low, high])


def test_a_row_takes_the_day_of_its_source_unless_it_has_its_own(county_folder: DataFolder) -> None:
    county_folder.cell(3, "published", "2024-05-20")
    assert observation(county_folder, "R2")["published"] == pd.Timestamp("2024-05-20")
    assert observation(county_folder, "R1")["published"] == pd.Timestamp("2024-06-30")


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
    found = status(county_folder)
    assert found["N1"] == verdict
    assert found["R1"] == ("current" if verdict == "agrees" else "conflict")


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


def test_what_is_known_by_a_day(county_folder: DataFolder) -> None:
    county_folder.cell(3, "published", "2024-05-20")
    everything = county_folder.load()
    assert everything.latest == date(2024, 6, 30)
    assert everything.known(date(2024, 5, 20)).frame["id"].tolist() == ["R2"]
    assert len(everything.known(date(2024, 6, 29)).frame) == 1
    assert len(everything.known(date(2024, 6, 30)).frame) == len(everything.known().frame) == 8


def test_before_the_first_publication_nothing_is_known_and_the_day_is_named(county_folder: DataFolder) -> None:
    with pytest.raises(UsageError) as caught:
        county_folder.load().known(date(2024, 6, 29))
    assert str(caught.value) == "known_at：那一天还没有任何数据，得到“2024-06-29”。最早的数据发布于2024年6月30日。"


def test_a_period_leaves_out_what_is_later_and_keeps_the_undated(county_folder: DataFolder) -> None:
    known = county_folder.load().known(period="2023")
    assert known.frame["id"].tolist() == ["R3", "R8"]
    assert len(county_folder.load().known(period="2024").frame) == 8


def test_a_period_without_data_names_the_years_there_are(county_folder: DataFolder) -> None:
    with pytest.raises(UsageError) as caught:
        county_folder.load().known(period="2019")
    assert str(caught.value).startswith("period：没有这个期间的数据，得到“2019”。")
    assert str(caught.value).endswith("可选：2023、2024。")


@pytest.mark.parametrize(("last", "asked", "fit"), [
    ("2024", "2099", False), ("2024", "2024-12", True), ("2024-YTD", "2025", False), ("2024-YTD", "2024Q4", True),
    ("2023-11/2025-YTD", "2025", True), ("2023-11/2025-YTD", "2026", False), ("2026", "2026Q3", True),
])  # fmt: skip
def test_a_period_after_the_last_data_is_refused_like_one_before_the_first(
    county_folder: DataFolder, last: str, asked: str, fit: bool
) -> None:
    county_folder.cell(3, "period", last)
    everything = county_folder.load()
    for period in ("1950", *(() if fit else (asked,))):
        with pytest.raises(UsageError, match=f"period：没有这个期间的数据，得到“{period}”"):
            everything.known(period=period)
    if fit:
        assert len(everything.known(period=asked).frame)


def test_a_period_that_is_none_is_refused(county_folder: DataFolder) -> None:
    with pytest.raises(UsageError, match="期间写法不认识"):
        county_folder.load().known(period="去年")


@pytest.mark.parametrize(
    ("file", "old", "hidden"),
    [
        ("county.toml", 'name = "旅游收入"', ["R2", "R3", "R4"]),
        ("sources.toml", 'title = "示例县镜像页"', ["N1"]),
    ],
)
def test_the_public_edition_leaves_out_what_is_internal(
    county_folder: DataFolder, file: str, old: str, hidden: list[str]
) -> None:
    county_folder.edit(file, old, f"{old}\ninternal = true")
    county_folder.add("N1", source="mirror", period="2022")
    everything = county_folder.load()
    public = set(everything.known(edition="public").frame["id"])
    assert set(everything.known().frame["id"]) - public == set(hidden)


def test_a_conflict_with_an_internal_source_is_not_published(county_folder: DataFolder) -> None:
    county_folder.edit("sources.toml", 'title = "示例县镜像页"', 'title = "示例县镜像页"\ninternal = true')
    county_folder.add("N1", source="mirror", value="82")
    everything = county_folder.load()
    assert len(everything.known().conflicts()) == 2
    assert everything.known(edition="public").conflicts().empty


def test_asking_does_not_change_the_store(county_folder: DataFolder) -> None:
    everything = county_folder.load()
    before = everything.frame.copy()
    everything.known(period="2023", edition="public")
    pd.testing.assert_frame_equal(everything.frame, before)


def test_text_is_what_would_be_printed(county_folder: DataFolder) -> None:
    frame = observations.with_text(county_folder.load().frame).set_index("id")
    assert frame.loc[["R1", "R2", "R4", "R8"], "text"].tolist() == ["约75万人次", "4800万元", "5200万元", "30余万人次"]


def test_text_that_is_there_stays(county_folder: DataFolder) -> None:
    frame = observations.with_text(county_folder.load().frame)
    half = frame.assign(text=frame["text"].where(frame["id"] != "R1", "").where(frame["id"] != "R2", "另有文字"))
    again = observations.with_text(half).set_index("id")
    assert again.loc[["R1", "R2", "R4"], "text"].tolist() == ["约75万人次", "另有文字", "5200万元"]


def test_in_its_sources_own_unit_a_value_has_its_sources_digits(county_folder: DataFolder) -> None:
    row = observation(county_folder, "R4")
    back = observations.in_unit(row, "亿元")
    assert (back["reported"], back["unit"]) == ("0.52", "亿元")
    assert back["value"] == pytest.approx(0.52)
    other = observations.in_unit(row, "元")
    assert (other["reported"], other["unit"], other["value"]) == ("", "元", 52_000_000)


def test_a_value_does_not_move_to_an_unlike_unit(county_folder: DataFolder) -> None:
    with pytest.raises(DataError, match="不能换算为亩"):
        observations.in_unit(observation(county_folder, "R2"), "亩")


@pytest.mark.parametrize(("identifier", "text"), [("R1", "约75万人次"), ("R4", "0.52亿元"), ("R8", "30余万人次")])
def test_an_observation_as_published_is_in_its_sources_own_words(
    county_folder: DataFolder, identifier: str, text: str
) -> None:
    figure = observations.as_published(observation(county_folder, identifier))
    assert (figure.text, figure.origins) == (text, (identifier,))


@pytest.mark.parametrize(("column", "value", "text"), [("tier", "第一方阵", "第一方阵"), ("rank", "3", "第3位")])
def test_without_a_value_the_tier_or_the_rank_was_published(
    county_folder: DataFolder, column: str, value: str, text: str
) -> None:
    county_folder.cell(9, "value", "")
    county_folder.cell(9, column, value)
    assert observations.as_published(observation(county_folder, "R8")).text == text


def test_the_articles_two_counts_of_tech_centres_contradict(xiajiang: Store) -> None:
    conflicts = xiajiang.known().conflicts()
    found = conflicts[conflicts["indicator"] == "new_tech_centres"]
    assert found["id"].tolist() == ["A26", "A27"]
    assert list(zip(found["value"], found["unit"], strict=True)) == [(2, "个"), (3, "个")]


def test_two_sources_contradict_on_the_citys_gdp_of_2023(xiajiang: Store) -> None:
    conflicts = xiajiang.known().conflicts()
    found = conflicts[
        (conflicts["indicator"] == "gdp") & (conflicts["area"] == "360800") & (conflicts["period"] == "2023")
    ]
    assert set(found["source"]) == {"gdp_table_jian", "bulletin2023_jian"}
    assert sorted(found["value"]) == pytest.approx([2735.07, 2735.10])


def test_every_observation_of_the_real_county_has_one_status(xiajiang: Store) -> None:
    known = xiajiang.known()
    assert len(known.frame) == len(xiajiang.frame)
    assert set(known.frame["status"]) <= {"current", "revised", "agrees", "conflict"}
    assert not known.current().duplicated(observations.KEY).any()

"""Selection of observations by day, period and edition."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from support.county_folder import DataFolder
from xj_analysis.base.errors import UsageError
from xj_analysis.store import observations
from xj_analysis.store.store import Store


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
    assert str(caught.value).endswith("实绩到2024年12月31日为止，最近有实绩的年份：2024、2023。")


@pytest.mark.parametrize(("last", "requested", "accepted"), [
    ("2024", "2099", False), ("2024", "2024-12", True), ("2024-YTD", "2025", False), ("2024-YTD", "2024Q4", True),
    ("2023-11/2025-YTD", "2025", True), ("2023-11/2025-YTD", "2026", False), ("2026", "2026Q3", False),
    ("2024", "2024-06", False), ("2024", "2024/2025", False), ("2024", "2024-01/2030-12", False),
    ("2024", "2024/2024", True),
])  # fmt: skip
def test_a_period_after_the_last_data_is_refused_like_one_before_the_first(
    county_folder: DataFolder, last: str, requested: str, accepted: bool
) -> None:
    county_folder.cell(3, "period", last)
    everything = county_folder.load()
    for period in ("1950", *(() if accepted else (requested,))):
        with pytest.raises(UsageError, match=f"period：没有这个期间的数据，得到“{period}”"):
            everything.known(period=period)
    if accepted:
        assert len(everything.known(period=requested).frame)


@pytest.mark.parametrize("nature", ["target", "planned", "forecast"])
def test_a_target_of_a_later_year_is_no_data_of_it(county_folder: DataFolder, nature: str) -> None:
    county_folder.add("T1", period="2026", nature=nature)
    with pytest.raises(UsageError, match="period：没有这个期间的数据，得到“2026”。实绩到2024年12月31日为止"):
        county_folder.load().known(period="2026")


def test_a_period_that_is_none_is_refused(county_folder: DataFolder) -> None:
    with pytest.raises(UsageError, match="期间写法不认识"):
        county_folder.load().known(period="去年")


@pytest.mark.parametrize(
    ("hide", "hidden"),
    [
        (lambda folder: folder.declare("indicators.csv", "income", internal="是"), ["R2", "R3", "R4"]),
        (lambda folder: folder.edit("sources.toml", 'id = "mirror"', 'id = "mirror"\ninternal = true'), ["N1"]),
    ],
)
def test_the_public_edition_leaves_out_what_is_internal(
    county_folder: DataFolder, hide: Callable[[DataFolder], None], hidden: list[str]
) -> None:
    hide(county_folder)
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


def test_conflicts_are_sorted_by_key_whatever_the_order_of_the_frame(xiajiang: Store) -> None:
    known = xiajiang.known()
    conflicts = known.conflicts()
    keys = conflicts[[*observations.KEY, "id"]].to_numpy(dtype=object).tolist()
    assert len(keys) > 1 and keys == sorted(keys)
    shuffled = replace(known, frame=known.frame.sample(frac=1, random_state=7))
    pd.testing.assert_frame_equal(shuffled.conflicts(), conflicts)


def test_the_previous_issue_knows_what_was_known_on_its_day(county_folder: DataFolder) -> None:
    county_folder.cell(3, "published", "2024-05-20")
    everything = county_folder.load()
    before = everything.previous(date(2024, 5, 20), known_at=date(2024, 6, 30), period="2024")
    assert before.frame["id"].tolist() == ["R2"]
    with pytest.raises(UsageError, match="previous：上一期不早于本期"):
        everything.previous(date(2024, 6, 30), known_at=date(2024, 6, 30), period="2024")
    with pytest.raises(UsageError, match="previous：那一天做不出上一期，得到“2024-05-19”。那一天还没有任何数据"):
        everything.previous(date(2024, 5, 19), known_at=date(2024, 6, 30), period="2024")


@pytest.mark.parametrize(
    "week",
    [
        "2025-09-22/2025-09-28",  # in a month
        "2025-09-24/2025-09-30",  # with its last day
        "2025-09-29/2025-10-05",  # over it
        "2025-08-04/2025-08-10",
        "2025-10",
        "2025Q4",
    ],
)
def test_a_week_of_months_has_no_data_and_periods_that_have_some_are_named(example: Store, week: str) -> None:
    with pytest.raises(UsageError) as caught:
        example.known(period=week)
    assert "没有这个期间的数据" in str(caught.value)
    assert "较短的期间：2025-09、2025-01/2025-09、2025-01/2025-08、" in str(caught.value)


@pytest.mark.parametrize("period", ["2025", "2025-01/2025-09", "2025-09", "2025Q3", "2025-08", "2025-09-30", "2024"])
def test_a_period_that_a_cumulative_result_ends_with_has_data(example: Store, period: str) -> None:
    assert len(example.known(period=period).frame)


@pytest.mark.parametrize(
    ("period", "last"), [("2025-01/2025-10", "2025年9月30日"), ("2025-01/2025-12", "2025年9月30日")]
)
def test_a_period_whose_end_has_no_results_is_refused_with_the_day_they_end(
    example: Store, period: str, last: str
) -> None:
    with pytest.raises(UsageError) as caught:
        example.known(period=period)
    assert f"这个期间的数据只到{last}，得到“{period}”" in str(caught.value)
    assert "较短的期间：2025-09、2025-01/2025-09、" in str(caught.value)


def test_a_gap_before_later_results_is_no_result_of_the_months_to_it(county_folder: DataFolder) -> None:
    for n, month in enumerate(("06", "08")):
        county_folder.add(f"M{n}", period=f"2024-01/2024-{month}", hedge="exact")
    store = county_folder.load()
    assert len(store.known(period="2024-01/2024-08").frame)
    with pytest.raises(UsageError, match="这个期间的数据只到2024年6月30日"):
        store.known(period="2024-01/2024-07")


def test_a_year_may_be_asked_for_before_it_is_over_and_a_month_may_be_looked_back_from(example: Store) -> None:
    october = date(2025, 10, 14)
    assert example.until(october, period="2025") == date(2025, 9, 30)
    before = example.previous(date(2025, 9, 20), known_at=october, period="2025-01/2025-09")
    assert "2025-01/2025-08" in set(before.frame["period"])
    with pytest.raises(UsageError, match="这个期间的数据只到2025年8月31日"):
        example.known(date(2025, 9, 20), period="2025-01/2025-09")


@pytest.mark.parametrize(
    ("periods_of_visits", "asked", "refused"),
    [
        (["2023"], "2024", True),
        (["2023", "2023-01/2023-06"], "2024", True),
        (["2025"], "2024", True),
        (["2023", ""], "2024", False),  # an undated one may be of it
        (["2023", "2024Q1"], "2024", False),
        ([], "2024", False),  # nothing to be taken for a result of it
    ],
)
def test_indicators_with_results_of_other_periods_alone_are_refused(
    county_folder: DataFolder, periods_of_visits: list[str], asked: str, refused: bool
) -> None:
    county_folder.rows = [each for each in county_folder.rows if each["indicator"] != "visits"]
    for n, period in enumerate(periods_of_visits):
        county_folder.add(f"V{n}", indicator="visits", unit="万人次", period=period)
    county_folder.add("T1", indicator="visits", unit="万人次", period="2024", nature="target")
    county_folder.add("N1", indicator="visits", unit="万人次", period="2024", area="999902")
    store = county_folder.load()
    expected = (
        pytest.raises(UsageError, match=rf"旅游没有这个期间的数据，得到“{asked}”。实绩到.*{periods_of_visits[0]}")
        if refused
        else nullcontext()
    )
    with expected:
        store.require_results({"visits"}, store.latest, "旅游", period=asked)


def test_the_day_a_source_was_found_dates_nothing(county_folder: DataFolder) -> None:
    found = 'published = 2026-11-23\npublished_inferred = "以检索日代替"'
    county_folder.edit("sources.toml", "published = 2024-07-15", found)
    county_folder.cell(3, "source", "mirror")
    store = county_folder.load()
    assert (store.latest, store.latest_dated) == (date(2026, 11, 23), date(2024, 6, 30))
    county_folder.cell(3, "published", "2024-07-01")
    assert county_folder.load().latest_dated == date(2024, 7, 1), "a row may have a date of its own"


def test_where_no_source_has_a_date_there_is_none(county_folder: DataFolder) -> None:
    for day in ("2024-06-30", "2024-07-15"):
        county_folder.edit(
            "sources.toml", f"published = {day}", 'published = 2026-11-23\npublished_inferred = "以检索日代替"'
        )
    assert county_folder.load().latest_dated is None

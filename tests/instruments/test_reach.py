"""服务圈: every planted alarm and no other; what cannot be judged is listed; more facilities never reach fewer."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.planted_county import Made, as_planted
from xj_analysis.county.alarm_limits import ReachLimits
from xj_analysis.instruments.nearby import great_circle
from xj_analysis.instruments.reach import (
    TOO_FEW,
    UNKNOWN_PLACE,
    coverage,
    distances,
    next_site,
    reach_alarms,
    standing,
)

DAY = date(2025, 9, 30)
LIMITS = ReachLimits()
SEEDS = st.integers(0, 2**32 - 1)


def points(*places: tuple[str, float, float], **more: Any) -> pd.DataFrame:
    """Points of towns: town, degrees east of 130, people."""
    rows = pd.DataFrame(places, columns=["area", "lon", "population"])
    keys = [f"P{number}" for number in range(len(rows))]
    return rows.assign(lon=130 + rows["lon"], lat=20.0, key=keys, origin=keys, **more)


def facilities(*places: tuple[str, float], **more: Any) -> pd.DataFrame:
    rows = pd.DataFrame(places, columns=["kind", "lon"])
    keys = [f"F{number}" for number in range(len(rows))]
    return rows.assign(lon=130 + rows["lon"], lat=20.0, key=keys, origin=keys, **more)


def judged(people: pd.DataFrame, there: pd.DataFrame, limits: ReachLimits = LIMITS) -> list[tuple[str, str, str]]:
    found = reach_alarms(people, there, DAY, limits, {"a": "甲镇", "b": "乙镇"})
    return list(zip(found["key"], found["kind"], found["light"], strict=True))


def invented(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Towns that lie across each other, and facilities in and between them."""
    dice = np.random.default_rng(seed)

    def scattered(count: int) -> dict[str, Any]:
        keys = [f"{number}" for number in range(count)]
        area = dice.choice(["a", "b"], count)
        lon, lat = 130 + dice.uniform(0, 0.06, count), 20 + dice.uniform(0, 0.06, count)
        return {"area": area, "lon": lon, "lat": lat, "key": keys, "origin": keys}

    people = pd.DataFrame(scattered(40)).assign(population=dice.integers(0, 500, 40), elderly=dice.integers(0, 90, 40))
    return people, pd.DataFrame(scattered(12)).assign(kind=dice.choice(["学校", "养老院"], 12))


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    limits, names = made.county.alarms.reach, made.county.area_names
    found = reach_alarms(made.rows("population_points"), made.rows("facilities"), DAY, limits, names)
    assert as_planted(found.assign(field=""), "facilities") == made.planted_in("facilities")
    assert set(found["kind"]) == {TOO_FEW} and set(found["owner"]) <= {"jyj", "mzj", "wjw", "rsj"}
    assert all(len(each) > 10 for each in found["origins"])


@settings(deadline=None)
@given(SEEDS, st.integers(200, 6000))
def test_coverage_is_that_of_measuring_every_pair(seed: int, metres: int) -> None:
    people, there = invented(seed)
    limits = ReachLimits(metres=metres, serves={"养老院": "elderly"})
    found = coverage(people, there, distances(people, there), limits)
    for row in found.to_dict("records"):
        area, kind = row["area"], row["kind"]
        group = "elderly" if kind == "养老院" else "population"
        own, stands = people[people["area"] == area], there[there["kind"] == kind]
        near = great_circle(own["lon"].to_numpy()[:, None], own["lat"].to_numpy()[:, None],
                            stands["lon"].to_numpy()[None], stands["lat"].to_numpy()[None]) <= metres  # fmt: skip
        assert row["covered"] == own[group].to_numpy()[near.any(axis=1)].sum() <= row["people"] == own[group].sum()
        assert row["least"] == row["greatest"] == pytest.approx(100 * row["covered"] / row["people"])


@settings(deadline=None)
@given(SEEDS)
def test_a_facility_more_never_lowers_coverage_and_the_next_best_site_gains_what_it_says(seed: int) -> None:
    people, there = invented(seed)
    near = distances(people, there)
    before = coverage(people, there, near, LIMITS)
    for kind in near:
        found = next_site(people, near, str(kind), LIMITS)
        if found is None:
            assert (near[kind][people["population"] > 0] <= LIMITS.metres).all()
            continue
        site, reached = found
        one = pd.DataFrame({"kind": [kind], "lon": [site["lon"]], "lat": [site["lat"]], "area": ["a"]})
        more = pd.concat([there, one], ignore_index=True)
        after = coverage(people, more, distances(people, more), LIMITS)
        assert (after["covered"] >= before["covered"]).all()
        assert after["covered"].sum() - before["covered"].sum() == reached["population"].sum() > 0


def test_a_facility_reaches_as_far_as_its_limit_and_across_borders() -> None:
    people, there = points(("a", 0.0, 60), ("b", 0.009, 40)), facilities(("学校", 0.0))  # 940 metres
    assert judged(people, there, ReachLimits(metres=945)) == []
    assert judged(people, there, ReachLimits(metres=935)) == [("乙镇学校", TOO_FEW, "黄")]
    assert judged(people, there, ReachLimits(metres=10, metres_of={"学校": 945})) == []


def test_a_share_that_is_the_limit_is_within_it() -> None:
    people, there = points(("a", 0.0, 60), ("a", 0.5, 40)), facilities(("学校", 0.0))
    assert judged(people, there) == []
    assert judged(people.assign(population=[59, 41]), there) == [("甲镇学校", TOO_FEW, "黄")]


def test_a_kind_is_judged_by_whom_it_serves_where_the_ledger_knows_them() -> None:
    serves = ReachLimits(serves={"养老院": "elderly"})
    people = points(("a", 0.0, 10), ("a", 0.5, 90))
    there = facilities(("养老院", 0.0))
    assert judged(people.assign(elderly=[9, 1]), there, serves) == []
    assert judged(people, there, serves) == [("甲镇养老院", TOO_FEW, "黄")]


def test_what_opens_later_does_not_count_and_a_town_without_any_is_not_covered() -> None:
    there = facilities(("学校", 0.0), opened=pd.to_datetime(["2025-10-01"]))
    assert standing(there, DAY).empty and len(standing(there, date(2025, 10, 1))) == 1
    people = points(("a", 0.0, 10), ("b", 0.5, 10))
    both = pd.concat([there, facilities(("学校", 0.5))])
    assert judged(people, both) == [("甲镇学校", TOO_FEW, "黄")]


@pytest.mark.parametrize(("lon", "lat"), [(None, 20.0), (20.0, 130.0), (np.inf, 20.0), (999.0, 20.0)])
def test_a_facility_without_a_place_leaves_its_town_open(lon: float | None, lat: float) -> None:
    people = points(("a", 0.0, 10), ("b", 0.5, 10))
    there = facilities(("学校", 0.5), ("学校", 0.0)).assign(area=["b", "a"])
    there["lon"], there["lat"] = pd.Series([130.5, lon], dtype="float64"), pd.Series([20.0, lat])
    assert judged(people, there) == [("甲镇学校", TOO_FEW, "待核"), ("F1", UNKNOWN_PLACE, "待核")]


def test_people_without_a_place_leave_open_what_they_could_change() -> None:
    people, there = points(("a", 0.0, 55), ("a", 0.5, 30), ("a", 0.0, 15)), facilities(("学校", 0.0))
    people.loc[2, "lon"] = np.nan
    assert judged(people, there) == [("甲镇学校", TOO_FEW, "待核"), ("P2", UNKNOWN_PLACE, "待核")]
    few = people.assign(population=[30, 60, 10])
    assert judged(few, there) == [("甲镇学校", TOO_FEW, "黄"), ("P2", UNKNOWN_PLACE, "待核")]


@pytest.mark.parametrize("people", [None, -5.0, np.inf])
def test_a_point_whose_people_are_unknown_leaves_its_town_open(people: float | None) -> None:
    rows, there = points(("a", 0.0, 10), ("a", 0.5, 90)), facilities(("学校", 0.0))
    rows["population"] = pd.Series([10.0, people], dtype="float64")
    assert judged(rows, there) == [("甲镇学校", TOO_FEW, "待核"), ("P1", UNKNOWN_PLACE, "待核")]


def test_ledgers_without_rows_or_towns_are_judged_as_far_as_they_go() -> None:
    people, there = points(("a", 0.0, 10), ("b", 0.5, 90)), facilities(("学校", 0.0))
    assert judged(people.head(0), there) == [] and judged(people, there.head(0)) == []
    assert judged(people.drop(columns="area"), there) == [("全县学校", TOO_FEW, "黄")]
    assert judged(people.assign(area=pd.Series([None, "b"], dtype="str")), there) == [("乙镇学校", TOO_FEW, "黄")]
    assert judged(people.assign(population=0), there) == []

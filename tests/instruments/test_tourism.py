"""假日旅游: every planted alarm and no other; who has not reported; nothing later than the day counts."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made, as_planted
from xj_analysis.base.errors import DataError
from xj_analysis.county.alarm_limits import Steps, TourismLimits
from xj_analysis.instruments.tourism import FULL, NOT_REPORTED, season, told, tourism_alarms, unreported
from xj_analysis.quantity.holidays import holiday_days

DAY, MAY = date(2025, 9, 30), date(2025, 5, 1)
LIMITS = TourismLimits()
AS_OF = st.dates(date(2024, 1, 1), date(2026, 12, 31))


def sights(*of: tuple[str, date | None, float | None], capacity: float | None = 100.0) -> pd.DataFrame:
    return pd.DataFrame({
        "key": [sight for sight, _, _ in of], "day": pd.to_datetime(pd.Series([day for _, day, _ in of])),
        "visits": pd.Series([visits for _, _, visits in of], dtype=float),
        "capacity": pd.Series([capacity] * len(of), dtype=float), "origin": [f"a#{n}" for n in range(len(of))],
    })  # fmt: skip


def judged(rows: pd.DataFrame, as_of: date = DAY, limits: TourismLimits = LIMITS) -> list[tuple[str, str, float]]:
    found = tourism_alarms(rows, as_of, limits)
    return list(zip(found["kind"], found["light"], found["value"], strict=True))


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    found = tourism_alarms(made.rows("sight_days"), DAY, made.county.alarms.tourism)
    assert as_planted(found, "sight_days") == made.planted_in("sight_days")
    assert set(found["kind"]) == {FULL, NOT_REPORTED} and set(found["light"]) == {"红", "黄"}


@pytest.mark.parametrize(("visits", "light"), [(79.9, []), (80, ["黄"]), (100, ["黄"]), (100.1, ["红"])])
def test_nearly_full_is_from_the_limit_on_and_too_full_beyond_it(visits: float, light: list[str]) -> None:
    found = tourism_alarms(sights(("湖", MAY, visits)), MAY, LIMITS)
    assert found["light"].tolist() == light
    assert found["over"].round(1).tolist() == [round(visits - 80, 1)] * len(light)


def test_limits_are_the_countys() -> None:
    assert judged(sights(("湖", MAY, 60)), MAY, TourismLimits(full=Steps(yellow=0, red=50))) == [(FULL, "红", 60.0)]
    one_day = sights(("湖", MAY, 1))
    assert judged(one_day, date(2025, 5, 2)) == [(NOT_REPORTED, "黄", 1.0)]
    assert judged(one_day, date(2025, 5, 2), TourismLimits(unreported=1)) == []


def test_a_sight_without_a_capacity_is_named_once() -> None:
    rows = sights(*(("湖", MAY + timedelta(n), 5) for n in range(2)), capacity=None)
    found = tourism_alarms(rows, date(2025, 5, 2), LIMITS)
    assert found[["kind", "light"]].to_numpy().tolist() == [[FULL, "待核"]]
    nothing = sights(("湖", MAY, 5), capacity=0.0)
    assert tourism_alarms(nothing, MAY, LIMITS)["light"].tolist() == ["待核"]
    assert judged(nothing.drop(columns=["capacity"]), MAY) == []


def test_a_blank_and_a_day_without_a_row_are_not_reported_and_zero_is() -> None:
    rows = sights(("湖", MAY, 1), ("湖", MAY + timedelta(1), None), ("湖", MAY + timedelta(3), 0))
    assert judged(rows, date(2025, 5, 5)) == [(NOT_REPORTED, "黄", 3.0)]
    missed = unreported(told(rows, DAY), holiday_days(MAY, date(2025, 5, 5)))
    assert missed["missed"].dt.day.tolist() == [2, 3, 5]
    assert missed["origin"].tolist() == ["a#1", "a#1", "a#2"]


def test_a_sight_is_asked_from_its_first_day_on_and_each_holiday_is_an_alarm_of_its_own() -> None:
    rows = sights(("湖", date(2025, 4, 20), 1))
    assert judged(rows) == [(NOT_REPORTED, "黄", 5.0), (NOT_REPORTED, "黄", 3.0)]
    assert judged(rows, date(2025, 4, 30)) == []


def test_alarms_are_of_the_year_and_new_years_day_may_begin_in_the_one_before() -> None:
    rows = sights(("湖", date(2023, 12, 30), 95), ("湖", date(2023, 12, 31), 1), ("湖", date(2024, 1, 1), 1))
    assert judged(rows, date(2024, 1, 2)) == [(FULL, "黄", 95.0)]
    assert judged(rows, date(2023, 12, 30)) == [(FULL, "黄", 95.0)]
    assert FULL not in {kind for kind, _, _ in judged(rows, date(2025, 1, 2))}


@given(AS_OF, st.lists(st.tuples(st.sampled_from("湖山"), st.dates(date(2023, 12, 1), date(2026, 12, 31)),
                                 st.none() | st.floats(0, 300)), max_size=12))  # fmt: skip
def test_what_comes_after_the_day_changes_nothing(as_of: date, of: list[tuple[str, date, float | None]]) -> None:
    rows = sights(*of)
    until = rows[rows["day"] <= pd.Timestamp(as_of)].reset_index(drop=True)
    assert judged(rows, as_of) == judged(until, as_of)


@given(AS_OF)
def test_the_season_ends_with_the_last_holiday_that_has_begun(as_of: date) -> None:
    found = season(as_of)
    assert found["year"].nunique() == 1 and (found["first"] <= pd.Timestamp(as_of)).all()
    assert found["first"].is_monotonic_increasing and found["name"].iloc[0] == "元旦"


def test_an_empty_ledger_and_a_row_without_a_day() -> None:
    assert judged(sights()) == []
    assert tourism_alarms(sights(("湖", None, 5)), DAY, LIMITS)["light"].tolist() == ["待核"]


def test_a_year_without_a_calendar_is_an_error() -> None:
    with pytest.raises(DataError, match="2040"):
        tourism_alarms(sights(), date(2040, 5, 1), LIMITS)

"""Holidays: as a slow reading of the calendar, a day at a time, has them; found by name, never by date."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.quantity.holidays import holiday_before, holiday_days, holidays

FIRST, LAST = date(2019, 1, 1), date(2025, 12, 31)
NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节", "National Day": "国庆节", "Mid-autumn Festival": "中秋节",
}  # fmt: skip
ONE = timedelta(days=1)
DAYS = st.dates(FIRST, LAST)


def read_slowly(day: date) -> tuple[date, date, set[str]] | None:
    """The run of days off around a day, and the names in it; None for a working day and for a plain weekend."""
    if not chinese_calendar.is_holiday(day):
        return None
    first = last = day
    while chinese_calendar.is_holiday(first - ONE):
        first -= ONE
    while chinese_calendar.is_holiday(last + ONE):
        last += ONE
    run = [first + n * ONE for n in range((last - first).days + 1)]
    names = {NAMES[name] for each in run if (name := chinese_calendar.get_holiday_detail(each)[1])}
    return (first, last, names) if names else None


def test_every_day_of_seven_years_is_what_a_slow_reading_has() -> None:
    found = holiday_days(FIRST, LAST).set_index("day")
    for day in pd.date_range(FIRST, LAST).date:
        slow, told = read_slowly(day), pd.Timestamp(day) in found.index
        assert (slow is not None) == told, day
        if slow is not None:
            row = found.loc[pd.Timestamp(day)]
            assert (row["first"].date(), row["last"].date()) == slow[:2]
            assert row["number"] == (day - slow[0]).days + 1 and row["length"] == (slow[1] - slow[0]).days + 1
            assert slow[2] <= {*row["name"].split("、")} and row["year"] == slow[1].year


@given(DAYS, DAYS)
def test_what_is_asked_does_not_change_what_a_holiday_is(one: date, two: date) -> None:
    first, last = min(one, two), max(one, two)
    every, some = holiday_days(FIRST, LAST), holiday_days(first, last)
    within = every[every["day"].between(pd.Timestamp(first), pd.Timestamp(last))].reset_index(drop=True)
    pd.testing.assert_frame_equal(some, within)


@pytest.mark.parametrize("year", [2020, 2023, 2025])
def test_two_holidays_in_one_run_are_one_with_both_names(year: int) -> None:
    autumn = holidays(date(year, 9, 15), date(year, 10, 8))
    assert autumn[["name", "length"]].to_numpy().tolist() == [["国庆节、中秋节", 8]]


def test_each_year_has_each_holiday_once() -> None:
    found = holidays(date(2018, 12, 25), LAST)
    for year, names in found.groupby("year")["name"]:
        assert sorted("、".join(names).split("、")) == sorted(NAMES.values()), year


def before(day: date) -> tuple[str, date, int] | None:
    found = holiday_before(holidays(day, day).iloc[0])
    return None if found is None else (found["name"], found["first"].date(), int(found["length"]))


def test_the_same_holiday_of_the_year_before_is_found_by_name() -> None:
    assert before(date(2025, 1, 30)) == ("春节", date(2024, 2, 10), 8)
    assert before(date(2025, 1, 1)) == ("元旦", date(2023, 12, 30), 3)
    assert before(date(2025, 6, 1)) == ("端午节", date(2024, 6, 8), 3)
    assert before(date(2025, 10, 1)) == ("国庆节", date(2024, 10, 1), 7)
    assert before(date(2024, 10, 1)) == ("国庆节、中秋节", date(2023, 9, 29), 8)
    assert before(date(2024, 9, 16)) is None


def test_the_first_year_of_the_calendar_has_none_before() -> None:
    assert before(date(2004, 5, 1)) is None


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2040, 5, 1)])
def test_a_year_without_a_calendar_is_an_error_that_names_the_day(day: date) -> None:
    with pytest.raises(DataError, match=day.isoformat()):
        holidays(min(day, FIRST), max(day, FIRST))

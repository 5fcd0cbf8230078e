"""Working days by the State Council's calendar: made-up days, holidays, years without a calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.quantity.workdays import is_workday, workdays, workdays_after

DAYS = st.dates(date(2024, 1, 1), date(2025, 12, 31))


def series(*days: date) -> pd.Series:
    return pd.Series(pd.to_datetime(list(days)))


def test_days_are_as_the_notice_of_the_state_council_says() -> None:
    worked = {date(2025, 1, 26), date(2025, 2, 8), date(2025, 9, 28), date(2025, 10, 11), date(2025, 10, 9)}
    off = {date(2025, 1, 28), date(2025, 2, 4), date(2025, 5, 5), date(2025, 10, 8), date(2025, 9, 27)}
    assert is_workday(series(*worked)).all() and not is_workday(series(*off)).any()


@given(DAYS, DAYS)
def test_working_days_after_a_day_are_those_listed(first: date, last: date) -> None:
    counted = workdays_after(series(first), last).iloc[0]
    listed = len(workdays(min(first, last) + timedelta(1), max(first, last)))
    assert counted == (listed if first <= last else -listed)


@given(DAYS, DAYS, DAYS)
def test_working_days_add_up(first: date, between: date, last: date) -> None:
    parts = workdays_after(series(first), between).iloc[0] + workdays_after(series(between), last).iloc[0]
    assert parts == workdays_after(series(first), last).iloc[0]


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2030, 1, 1)])
def test_a_year_without_a_calendar_is_named(day: date) -> None:
    with pytest.raises(DataError, match=str(day.year)):
        is_workday(series(day))


def test_a_missing_day_is_no_working_day() -> None:
    none = pd.Series([pd.NaT], dtype="datetime64[s]")
    assert is_workday(none).tolist() == [False] and workdays_after(none, date(2025, 1, 1)).isna().all()

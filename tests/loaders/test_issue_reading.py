"""Reading of a store for an issue: a week tells of the results reported by its Friday, any other period of its own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.county_folder import REPO
from xj_analysis import loaders
from xj_analysis.base.errors import UsageError
from xj_analysis.loaders.issue_reading import dispatch_day, reading_of
from xj_analysis.quantity import periods
from xj_analysis.store.store import Store


@pytest.fixture(scope="module")
def example() -> Store:
    return loaders.load(REPO / "data" / "example")


def test_a_month_is_read_as_it_is_asked_for(example: Store) -> None:
    asked = periods.parse("2025-01/2025-09")
    assert reading_of(example, asked, None).known_at == example.latest
    assert reading_of(example, asked, date(2025, 10, 1)).known_at == date(2025, 10, 1)
    assert reading_of(example, asked, None).week is None


@settings(deadline=None)
@given(st.dates(date(2024, 3, 1), date(2025, 12, 31)))
def test_a_week_reads_nothing_published_after_its_friday(example: Store, day: date) -> None:
    year, number, _ = day.isocalendar()
    week = periods.parse(f"{year}-W{number:02d}")
    reading = reading_of(example, week, None)
    assert reading.week == week and reading.known_at == dispatch_day(week) <= day + timedelta(days=6)
    assert reading.period.reach <= dispatch_day(week)
    until = example.until(reading.known_at, period=reading.period.code)
    assert until == reading.period.reach


def test_an_earlier_day_than_friday_counts_where_it_is_asked_for(example: Store) -> None:
    week = periods.parse("2025-W39")
    assert reading_of(example, week, date(2025, 9, 24)).known_at == date(2025, 9, 24)
    assert reading_of(example, week, date(2025, 10, 24)).known_at == date(2025, 9, 26)


def test_a_week_before_any_report_is_refused(example: Store) -> None:
    with pytest.raises(UsageError, match="还没有公布"):
        reading_of(example, periods.parse("2001-W01"), None)

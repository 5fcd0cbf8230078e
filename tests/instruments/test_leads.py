"""招商: every planted alarm and no other; nothing later than the day counts; what is not known is listed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made, as_planted
from xj_analysis.county.alarm_limits import LeadLimits
from xj_analysis.instruments.leads import NOT_FOLLOWED, SIGNED_NOT_STARTED, lead_alarms

DAY = date(2025, 9, 30)
DAYS = st.dates(date(2024, 1, 1), date(2026, 3, 31))
LIMITS = LeadLimits()


def lead(paid: float = 0.0, **days: date | None) -> pd.DataFrame:
    """A lead with some days; those it has not are empty."""
    fields = ("lead_on", "signed_on", "started_on", "running_on", "followed")
    dates = {name: pd.to_datetime(pd.Series([days.get(name)])).astype("datetime64[s]") for name in fields}
    return pd.DataFrame({"key": ["L1"], "origin": ["a"], "paid": [paid]}).assign(**dates)


def judged(rows: pd.DataFrame, as_of: date = DAY) -> list[tuple[str, str]]:
    found = lead_alarms(rows, as_of, LIMITS)
    return list(zip(found["kind"], found["light"], strict=True))


def waited(signed: date, started: date | None, as_of: date) -> float:
    found = lead_alarms(lead(lead_on=signed, signed_on=signed, started_on=started, followed=as_of), as_of, LIMITS)
    return float(found["value"].sum())


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    found = lead_alarms(made.rows("leads"), DAY, made.county.alarms.leads)
    assert as_planted(found, "leads") == made.planted_in("leads")
    assert set(found["kind"]) == {SIGNED_NOT_STARTED, NOT_FOLLOWED}


@given(DAYS, DAYS, st.integers(0, 300))
def test_a_later_day_never_makes_a_contract_less_late(signed: date, as_of: date, later: int) -> None:
    assert waited(signed, None, as_of + timedelta(later)) >= waited(signed, None, as_of)


@given(DAYS, DAYS, DAYS)
def test_what_starts_after_the_day_has_not_started_on_it(signed: date, started: date, as_of: date) -> None:
    expected = waited(signed, None, as_of) if started > as_of else 0.0
    assert waited(signed, started, as_of) == expected


@pytest.mark.parametrize(
    ("kind", "limit", "field"), [(SIGNED_NOT_STARTED, 180, "signed_on"), (NOT_FOLLOWED, 60, "followed")]
)
def test_the_limit_itself_is_within(kind: str, limit: int, field: str) -> None:
    for days, expected in ((limit, []), (limit + 1, [(kind, "黄")])):
        about: dict[str, Any] = {"lead_on": DAY - timedelta(days), "followed": DAY, field: DAY - timedelta(days)}
        assert judged(lead(**about)) == expected


def test_a_lead_that_runs_needs_no_follow_up_until_it_runs() -> None:
    old, running = DAY - timedelta(300), DAY - timedelta(10)
    rows = lead(lead_on=old, signed_on=old, started_on=old, running_on=running, followed=old)
    assert judged(rows) == []
    assert judged(rows, running - timedelta(1)) == [(NOT_FOLLOWED, "黄")]


def test_one_that_runs_has_started_though_the_day_of_it_is_missing() -> None:
    old = DAY - timedelta(300)
    assert judged(lead(lead_on=old, signed_on=old, running_on=DAY, followed=DAY)) == []


def test_what_cannot_be_judged_is_listed() -> None:
    assert judged(lead()) == [(SIGNED_NOT_STARTED, "待核"), (NOT_FOLLOWED, "待核")]
    assert judged(lead(lead_on=DAY)) == [(NOT_FOLLOWED, "待核")]
    assert judged(lead(lead_on=DAY, paid=5.0, followed=DAY)) == [(SIGNED_NOT_STARTED, "待核")]


@given(st.integers(0, 200), st.integers(1, 100))
def test_a_follow_up_after_the_day_leaves_an_old_lead_open(age: int, later: int) -> None:
    rows = lead(lead_on=DAY - timedelta(age), followed=DAY + timedelta(later))
    assert judged(rows) == ([(NOT_FOLLOWED, "待核")] if age > LIMITS.not_followed else [])


@given(DAYS)
def test_a_lead_found_after_the_day_is_no_matter_of_it(found: date) -> None:
    rows = lead(lead_on=found, followed=found)
    assert not judged(rows, found - timedelta(1)) and not judged(rows, found)


def test_a_column_the_ledger_has_not_is_not_judged() -> None:
    old = DAY - timedelta(400)
    rows = lead(lead_on=old, signed_on=old, followed=old)
    assert judged(rows.drop(columns=["followed"])) == [(SIGNED_NOT_STARTED, "黄")]
    assert judged(rows.drop(columns=["started_on", "running_on"])) == [(NOT_FOLLOWED, "黄")]

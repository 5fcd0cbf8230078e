"""专项资金: every planted alarm and no other; time only passes; contradictions have both values."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made, as_planted
from xj_analysis.county.alarm_limits import FundLimits
from xj_analysis.instruments.funds import (
    BALANCE,
    BEHIND_TIME,
    CONTRADICTIONS,
    NOT_PAID,
    PAID_MORE,
    fund_alarms,
    fund_figures,
    funds_total,
    with_pace,
)

DAY = date(2025, 9, 30)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
LIMITS = FundLimits()


def fund(**fields: Any) -> pd.DataFrame:
    """A fund of a hundred days that has fifty behind it on the day, half of it paid."""
    about: dict[str, Any] = {"key": "Z1", "origin": "a", "name": "某资金", "arranged": 100.0, "paid": 50.0,
                             "balance": None, "begins": DAY - timedelta(50), "due": DAY + timedelta(50)}  # fmt: skip
    rows = pd.DataFrame([about | fields])
    money = {name: rows[name].astype("float64") for name in ("arranged", "paid", "balance")}
    days = {name: pd.to_datetime(rows[name]).astype("datetime64[s]") for name in ("begins", "due")}
    return rows.assign(**money, **days)


def judged(rows: pd.DataFrame, as_of: date = DAY) -> list[tuple[str, str]]:
    found = fund_alarms(rows, as_of, LIMITS)
    return list(zip(found["kind"], found["light"], strict=True))


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    found = fund_alarms(made.rows("funds"), DAY, made.county.alarms.funds)
    lit = found[found["light"] != "待核"]
    assert as_planted(lit, "funds") == made.planted_in("funds")
    assert {*zip(lit["kind"], lit["light"], strict=True)} == {*product((BEHIND_TIME, NOT_PAID), ("黄", "红"))}
    open_ = found[found["light"] == "待核"]
    said = sorted(zip(open_["key"], open_["kind"], open_["value"], strict=True))
    assert said == sorted((each.key, each.kind, each.value) for each in made.planted
                          if each.ledger == "funds" and not each.light)  # fmt: skip
    assert {kind for _, kind, _ in said} == set(CONTRADICTIONS)


@given(DAYS, DAYS, DAYS, st.integers(0, 400))
def test_a_later_day_never_lowers_the_time_passed(begins: date, due: date, as_of: date, later: int) -> None:
    rows = fund(begins=begins, due=due)
    now, then = (with_pace(rows, day)["passed"].iloc[0] for day in (as_of, as_of + timedelta(later)))
    assert pd.isna(now) == pd.isna(then) == (due <= begins)
    assert pd.isna(now) or 0 <= now <= then <= 100


@given(st.floats(0.01, 1e6), st.floats(0, 1), st.integers(1, 1000))
def test_amounts_in_another_unit_leave_the_pace_as_it_is(arranged: float, part: float, factor: int) -> None:
    one, other = (with_pace(fund(arranged=arranged * by, paid=arranged * part * by), DAY) for by in (1, factor))
    assert one["behind"].iloc[0] == pytest.approx(other["behind"].iloc[0], abs=1e-6)


PAID = [(40.0, ""), (39.9, "黄"), (20.0, "黄"), (19.9, "红"), (100.0, "")]


@pytest.mark.parametrize(("paid", "light"), PAID)
def test_the_limit_itself_is_within(paid: float, light: str) -> None:
    assert judged(fund(paid=paid)) == ([(BEHIND_TIME, light)] if light else [])


@pytest.mark.parametrize(("days", "expected"), [(0, (BEHIND_TIME, "红")), (1, (NOT_PAID, "黄")), (30, (NOT_PAID, "黄")),
                                                (31, (NOT_PAID, "红"))])  # fmt: skip
def test_after_its_last_day_a_fund_is_overdue_and_no_more_behind(days: int, expected: tuple[str, str]) -> None:
    rows = fund(due=DAY - timedelta(days), begins=DAY - timedelta(200))
    assert judged(rows) == [expected]
    assert judged(rows.assign(paid=100.0)) == []


def test_a_fund_that_begins_later_is_not_behind() -> None:
    assert judged(fund(paid=0.0, begins=DAY + timedelta(1))) == []


def test_a_contradiction_has_both_values() -> None:
    found = fund_alarms(fund(balance=70.0), DAY, LIMITS)
    assert found[["kind", "light", "value", "limit", "over"]].values.tolist() == [[BALANCE, "待核", 70.0, 50.0, 20.0]]
    found = fund_alarms(fund(paid=130.0, balance=0.0), DAY, LIMITS)
    assert found[["kind", "light", "value", "limit"]].values.tolist() == [[PAID_MORE, "待核", 130.0, 100.0]]
    assert judged(fund(balance=50.0)) == [] == judged(fund(balance=None))


@pytest.mark.parametrize("lacking", [{"arranged": 0.0, "paid": 0.0}, {"arranged": None}, {"paid": None},
                                     {"begins": None}, {"due": None}, {"due": DAY - timedelta(60)}])  # fmt: skip
def test_what_cannot_be_judged_is_listed(lacking: dict[str, Any]) -> None:
    if lacking.get("due"):
        assert judged(fund(**lacking)) == [(NOT_PAID, "红")]  # due before it began, and not paid all the same
    else:
        assert judged(fund(**lacking)) == [(BEHIND_TIME, "待核")]


def test_what_the_ledger_has_no_column_for_is_not_judged() -> None:
    late = fund(paid=0.0, due=DAY - timedelta(3))
    assert judged(late.drop(columns="begins")) == [(NOT_PAID, "黄")]
    assert judged(late.drop(columns=["begins", "due"])) == []
    assert judged(late.head(0)) == []
    assert judged(fund(due=None).drop(columns="begins")) == [(NOT_PAID, "待核")]


def test_the_deadline_is_the_last_day_while_it_is_to_come() -> None:
    found = fund_alarms(fund(paid=0.0), DAY, LIMITS)
    assert found["deadline"].tolist() == [pd.Timestamp(DAY + timedelta(50))]
    assert fund_alarms(fund(due=DAY - timedelta(1)), DAY, LIMITS)["deadline"].isna().all()


def test_figures_of_all_are_of_those_that_state_both_amounts() -> None:
    rows = pd.concat([fund(), fund(key="Z2", origin="b", arranged=900.0, paid=None)])
    found = funds_total(rows)
    assert [found[name].text for name in ("number", "arranged", "paid", "rate")] == [
        "2项",
        "1000万元",
        "50万元",
        "50.0%",
    ]
    assert fund_figures(rows, DAY)["rate"].map(lambda figure: figure.value is None).tolist() == [False, True]
    assert fund_figures(rows.head(0), DAY).empty

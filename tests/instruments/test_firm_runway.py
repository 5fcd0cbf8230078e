"""The way to the line: what is missing, by the month of entering, and a word that the interval allows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made
from xj_analysis.county.alarm_limits import FirmLimits
from xj_analysis.instruments.firm_days import Monitored, monitored
from xj_analysis.instruments.firm_runway import HARDLY, LIKELY, UNDECIDED, VERDICTS, due_month, runway
from xj_analysis.instruments.firms import in_pool
from xj_analysis.quantity.workdays import workdays

DAY = date(2025, 9, 30)
LIMITS = FirmLimits()
AMOUNTS = st.floats(0, 5000).map(lambda value: round(value, 2))


def firm(revenue: float | None, last_year: float | None, due: str = "") -> pd.DataFrame:
    rows = pd.DataFrame({"key": ["Q1"], "origin": ["名录!B4"], "state": ["拟培育"], "due": [due]})
    return rows.assign(**{"revenue_12m": pd.Series([revenue], dtype=float),
                          "revenue_last_year": pd.Series([last_year], dtype=float)})  # fmt: skip


def told(before: float, since: float) -> Monitored:
    """Daily output before the last four weeks, and in them."""
    worked = workdays(date(2025, 7, 1), DAY)
    output = [since if day > pd.Timestamp(2025, 9, 2) else before for day in worked]
    rows = pd.DataFrame({"key": "Q1", "day": worked, "output": output, "origin": [f"{day:%m-%d}" for day in worked]})
    found = monitored(rows, firm(1.0, 1.0), DAY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("revenue", "last_year", "days", "verdict"),
    [
        (2100.0, 1500.0, (5.0, 5.0), LIKELY),
        (1900.0, 1000.0, (5.0, 10.0), LIKELY),  # 2200 by the year, 2375 by the weeks
        (1900.0, 1000.0, (5.0, 5.0), UNDECIDED),  # 1900 by the weeks
        (2050.0, 1900.0, (10.0, 5.0), UNDECIDED),  # 1794 by the weeks
        (1200.0, 1100.0, (5.0, 5.0), HARDLY),
        (1900.0, None, (5.0, 5.0), HARDLY),
        (None, 1100.0, (5.0, 5.0), UNDECIDED),
    ],
)
def test_the_verdict_is_what_both_paces_allow(
    revenue: float | None, last_year: float | None, days: tuple[float, float], verdict: str
) -> None:
    found = runway(firm(revenue, last_year), told(*days), DAY, LIMITS)
    assert found["verdict"].tolist() == [verdict]


def test_what_is_needed_a_month_is_until_the_month_of_entering() -> None:
    found = runway(firm(1910.0, 1640.0, "2025-11"), None, DAY, LIMITS)
    assert found[["missing", "months", "needed"]].to_numpy().tolist() == [[90.0, 2.0, 45.0]]


def test_a_month_that_has_passed_is_judged_by_the_revenue_as_it_stands() -> None:
    found = runway(firm(1990.0, 1000.0, "2025-06"), told(5.0, 10.0), DAY, LIMITS)
    assert found[["low", "high", "verdict"]].to_numpy().tolist() == [[1990.0, 1990.0, HARDLY]]
    assert found["needed"].isna().all()


def test_it_comes_of_the_register_and_the_days_of_four_weeks() -> None:
    found = runway(firm(1910.0, 1640.0), told(5.0, 6.0), DAY, LIMITS)
    first, *days = found["origins"].iloc[0]
    assert first == "名录!B4" and days[0] == "09-03" and days[-1] == "09-30"


@given(AMOUNTS, AMOUNTS, st.floats(0, 500))
def test_more_revenue_never_misses_more_or_is_judged_worse(revenue: float, last_year: float, more: float) -> None:
    now, then = (runway(firm(each, last_year), None, DAY, LIMITS).iloc[0] for each in (revenue, revenue + more))
    assert then["missing"] <= now["missing"] and then["low"] >= now["low"]
    assert VERDICTS.index(then["verdict"]) <= VERDICTS.index(now["verdict"])
    assert now["low"] <= now["high"]


def test_every_firm_of_the_pool_has_one_verdict(made: Made) -> None:
    rows = made.rows("enterprises")
    found = runway(rows, monitored(made.rows("enterprise_days"), rows, DAY), DAY, made.county.alarms.firms)
    assert found["key"].tolist() == rows["key"][in_pool(rows, DAY)].tolist()
    assert found["verdict"].isin(VERDICTS).all()


@pytest.mark.parametrize("words", ["2025-11", "2025年11月", "2025.11", "11月", "2025年11月底", "11"])
def test_a_month_is_read_as_people_write_it(words: str) -> None:
    assert due_month(pd.Series([words]), DAY).tolist() == [pd.Timestamp(2025, 11, 1)]


@pytest.mark.parametrize("words", ["", "年底前", "待定"])
def test_without_a_month_it_is_the_end_of_the_year(words: str) -> None:
    assert due_month(pd.Series([words]), DAY).tolist() == [pd.Timestamp(2025, 12, 1)]

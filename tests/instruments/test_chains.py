"""产业链: every planted alarm and no other; completion is of the target, and pace of the day that a row tells of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made, as_planted
from xj_analysis.county.alarm_limits import ChainLimits
from xj_analysis.instruments.chains import BEHIND, chain_alarms, chain_figures, chains_by_key, paced

DAY = date(2025, 9, 30)
LIMITS = ChainLimits()
AMOUNTS = st.integers(-(10**6), 10**9).map(lambda number: number / 100)
CHAINS = st.lists(st.tuples(st.none() | AMOUNTS, st.none() | AMOUNTS), min_size=1, max_size=9)
Chain = tuple[float | None, float | None]


def chains(*of: Chain, updated: date | None = DAY, **fields: Any) -> pd.DataFrame:
    """Chains by target and revenue."""
    names = [f"链{n}" for n in range(len(of))]
    amounts = {name: pd.Series([each[place] for each in of], dtype=float)
               for place, name in enumerate(("target", "revenue"))}  # fmt: skip
    told = pd.to_datetime(pd.Series([updated] * len(of))).astype("datetime64[s]")
    rows = pd.DataFrame({"key": names, "name": names, "origin": names})
    return rows.assign(**amounts, updated=told, **fields)


def judged(rows: pd.DataFrame, as_of: date = DAY) -> list[tuple[str, str]]:
    found = chain_alarms(rows, as_of, LIMITS)
    return list(zip(found["key"], found["light"], strict=True))


def texts(rows: pd.DataFrame, as_of: date = DAY) -> dict[str, str]:
    return {name: figure.text for name, figure in chain_figures(rows, as_of, "亿元").items()}


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    found = chain_alarms(made.rows("chains"), DAY, made.county.alarms.chains)
    assert as_planted(found, "chains") == made.planted_in("chains")
    assert set(found["light"]) == {"红", "黄"}


@given(CHAINS)
def test_completion_times_the_target_is_the_revenue(of: list[Chain]) -> None:
    rows = paced(chains(*of), DAY)
    judged = rows[rows["rate"].notna()]
    assert judged["revenue"].tolist() == pytest.approx((judged["rate"] * judged["target"] / 100).tolist(), abs=1e-6)
    assert (rows["rate"].notna() == ((rows["target"] > 0) & rows["revenue"].notna())).all()


@given(CHAINS)
def test_the_order_of_the_rows_changes_nothing(of: list[Chain]) -> None:
    rows = chains(*of)
    turned = rows.iloc[::-1]
    assert judged(turned) == judged(rows) and texts(turned) == texts(rows)
    assert chains_by_key(turned, DAY, "亿元").map(str).equals(chains_by_key(rows, DAY, "亿元").map(str))


@given(CHAINS, st.integers(1, 12))
def test_every_chain_is_judged_once_or_listed(of: list[Chain], month: int) -> None:
    rows = chains(*of, updated=date(2025, month, 1))
    lit = dict(judged(rows, date(2025, 12, 31)))
    for key, target, revenue in zip(rows["key"], rows["target"], rows["revenue"], strict=True):
        known = target > 0 and pd.notna(revenue)
        assert (lit.get(key) == "待核") == (not known)


@given(CHAINS, st.integers(-30, 60))
def test_a_later_day_changes_nothing_of_what_a_row_tells(of: list[Chain], later: int) -> None:
    rows, day = chains(*of), DAY + timedelta(later)
    expected = judged(rows) if later >= 0 else [(key, "待核") for key in rows["key"]]
    assert judged(rows, day) == expected


@given(CHAINS, st.integers(1, 5))
def test_years_moved_together_change_nothing(of: list[Chain], years: int) -> None:
    moved = date(DAY.year + years, DAY.month, DAY.day)
    assert judged(chains(*of, updated=moved), moved) == judged(chains(*of))


@pytest.mark.parametrize(
    ("revenue", "expected"), [(70.0, []), (69.9, [("链0", "黄")]), (65.0, [("链0", "黄")]), (64.9, [("链0", "红")])]
)
def test_the_limits_themselves_are_within(revenue: float, expected: list[tuple[str, str]]) -> None:
    assert judged(chains((100.0, revenue))) == expected


def test_an_alarm_is_counted_from_the_day_the_row_tells_of() -> None:
    (found,) = chain_alarms(chains((100.0, 50.0)), date(2025, 11, 3), LIMITS).to_dict("records")
    assert (found["kind"], found["since"], found["value"], found["over"]) == (BEHIND, pd.Timestamp(DAY), 25, 20)


@pytest.mark.parametrize(
    ("as_of", "pace"), [(date(2025, 9, 30), 75), (date(2025, 9, 29), 200 / 3), (date(2025, 1, 9), 0)]
)
def test_without_a_day_the_months_that_are_over_count(as_of: date, pace: float) -> None:
    rows = chains((100.0, 50.0)).drop(columns="updated")
    assert paced(rows, as_of)["pace"].tolist() == pytest.approx([pace])


def test_a_row_without_a_day_in_a_ledger_with_days_is_listed() -> None:
    assert judged(chains((100.0, 90.0), updated=None)) == [("链0", "待核")]


def test_amounts_are_added_and_divided_over_the_rows_that_have_them() -> None:
    rows = chains(
        (100.0, 70.0), (None, 30.0), (50.0, None), revenue_last_year=[80.0, None, 5.0], firms=[3.0, 4.0, None]
    )
    assert texts(rows) == {"链数": "3条", "目标": "150亿元", "营收": "100亿元", "完成率": "70.0%", "序时": "75.0%",
                           "同比": "-12.5%", "企业数": "7家"}  # fmt: skip


def test_rows_of_several_days_have_no_pace_in_common() -> None:
    rows = pd.concat([chains((100.0, 70.0)), chains((100.0, 70.0), updated=date(2025, 8, 31))], ignore_index=True)
    assert chain_figures(rows, DAY, "亿元")["序时"].reason == "各行截至日不同"


def test_an_empty_ledger_has_nothing() -> None:
    rows = chains((1.0, 1.0)).head(0)
    assert judged(rows) == [] and texts(rows)["链数"] == "0条"
    assert chains_by_key(rows, DAY, "亿元").empty

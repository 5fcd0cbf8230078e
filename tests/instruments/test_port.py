"""码头: every planted alarm and no other; shares, splitting of rows, odd ledgers."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made, as_planted
from xj_analysis.county.alarm_limits import PortLimits
from xj_analysis.instruments.port import NOT_REPORTED, OVER_CAPACITY, berth_loads, port_alarms, reported

DAY = date(2025, 9, 30)
LIMITS = PortLimits()


def berth(months: list[str], through: float = 1.0, capacity: float | None = 24.0, name: str = "甲") -> pd.DataFrame:
    """A berth with one cargo in some months."""
    ends = pd.Series(pd.to_datetime(months) + pd.offsets.MonthEnd(0)).astype("datetime64[s]")
    made = pd.DataFrame({"month": ends, "inbound": through, "outbound": 0.0, "capacity": capacity, "cargo": "砂石"})
    return made.assign(key=name, berth=name, origin=[f"{name}{at}" for at in range(len(made))])


def judged(rows: pd.DataFrame, as_of: date = DAY) -> list[tuple[str, str, str, float]]:
    found = port_alarms(rows, as_of, LIMITS)
    return list(found[["key", "kind", "light", "value"]].itertuples(index=False, name=None))


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    found = port_alarms(made.rows("berth_months"), DAY, made.county.alarms.port)
    assert as_planted(found, "berth_months") == made.planted_in("berth_months")
    lights = {kind: set(rows["light"]) for kind, rows in found.groupby("kind")}
    assert lights == {OVER_CAPACITY: {"红", "黄"}, NOT_REPORTED: {"黄"}}


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=9), st.floats(0, 1), st.floats(1, 1e6))
def test_a_row_split_in_two_leaves_the_load_as_it_is(amounts: list[float], part: float, capacity: float) -> None:
    rows = berth([f"2025-{at + 1:02}-01" for at in range(len(amounts))], capacity=capacity).assign(inbound=amounts)
    halves = [rows.assign(inbound=rows["inbound"] * share, cargo=cargo)
              for share, cargo in ((part, "砂石"), (1 - part, "煤炭"))]  # fmt: skip
    whole, split = (berth_loads(reported(each, DAY), 2025)["load"].iloc[0] for each in (rows, pd.concat(halves)))
    assert split == pytest.approx(whole, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(("through", "light"), [(2.0, None), (2.01, "黄"), (2.4, "黄"), (2.41, "红")])
def test_the_limit_itself_is_within(through: float, light: str | None) -> None:
    found = judged(berth(["2025-01-01", "2025-02-01"], through))
    assert [each[2] for each in found] == ([light] if light else [])


def test_a_month_that_is_not_over_does_not_count() -> None:
    rows = berth(["2025-08-01", "2025-09-01"], 3.0)
    assert judged(rows, date(2025, 9, 29)) == judged(rows.head(1), DAY)
    assert judged(rows, date(2025, 8, 30)) == []


def test_a_month_is_missing_after_the_first_and_up_to_the_last_of_any_berth() -> None:
    rows = pd.concat([berth(["2024-12-01", "2025-01-01", "2025-04-01"], name="乙"), berth(["2025-03-01"], name="丙")])
    assert judged(rows) == [("乙", NOT_REPORTED, "黄", 2.0), ("丙", NOT_REPORTED, "黄", 1.0)]
    assert judged(rows, date(2025, 3, 31)) == [("乙", NOT_REPORTED, "黄", 2.0)]


def test_a_berth_that_reported_last_year_alone_has_missed_every_month() -> None:
    rows = pd.concat([berth(["2024-11-01"], name="乙"), berth(["2025-01-01", "2025-02-01"], name="丙")])
    assert judged(rows) == [("乙", NOT_REPORTED, "黄", 2.0)]
    (origins,) = port_alarms(rows, DAY, LIMITS)["origins"]
    assert origins == ("乙0",)


def test_berths_of_one_name_at_two_wharves_are_two() -> None:
    rows = pd.concat([berth(["2025-01-01"]).assign(name=wharf) for wharf in ("东", "西")])
    assert sorted(reported(rows, DAY)["place"]) == ["东 甲", "西 甲"]


@pytest.mark.parametrize("capacity", [0.0, None, -3.0])
def test_a_capacity_that_is_none_leaves_a_berth_unjudged(capacity: float | None) -> None:
    rows = berth(["2025-01-01"]).assign(capacity=pd.Series([capacity], dtype="float64"))
    assert [each[:3] for each in judged(rows)] == [("甲", OVER_CAPACITY, "待核")]


def test_two_capacities_in_one_month_leave_it_unjudged_and_a_raised_one_counts_as_it_is_now() -> None:
    rows = pd.concat([berth(["2025-01-01"], capacity=12.0), berth(["2025-01-01"], capacity=24.0)])
    assert [each[2] for each in judged(rows)] == ["待核"]
    raised = pd.concat([berth(["2025-01-01"], 1.5, 12.0), berth(["2025-02-01"], 1.5, 24.0)])
    assert judged(raised) == []


def test_a_ledger_without_capacities_or_of_another_year_or_empty_has_no_alarm() -> None:
    assert judged(berth(["2025-01-01"], 9.0).drop(columns="capacity")) == []
    assert judged(berth(["2024-01-01"], 9.0)) == [] == judged(berth([]))


def test_a_row_without_any_amount_is_no_report() -> None:
    rows = pd.concat([berth(["2025-01-01", "2025-02-01"]), berth(["2025-01-01", "2025-02-01"], name="乙")])
    rows.loc[(rows["berth"] == "乙") & (rows["month"] == "2025-02-28"), ["inbound", "outbound"]] = None
    assert judged(rows) == [("乙", NOT_REPORTED, "黄", 1.0)]

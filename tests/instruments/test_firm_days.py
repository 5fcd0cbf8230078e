"""日监测: every planted alarm and no other; days off do not count; an alarm leads to the rows it comes of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made, as_planted
from xj_analysis.county.alarm_limits import FirmLimits
from xj_analysis.instruments.firm_days import (
    DIVERGING,
    IDLE,
    POWER_DROP,
    UNREPORTED,
    WEEK,
    firm_day_alarms,
    monitored,
)
from xj_analysis.quantity.workdays import workdays

DAY = date(2025, 9, 30)
LIMITS = FirmLimits()
START = date(2025, 8, 1)
WORKED = workdays(START, DAY)
OUTPUTS = st.lists(st.sampled_from([None, 0.0, 4.0, 9.0]), min_size=len(WORKED), max_size=len(WORKED))


def register(*keys: str) -> pd.DataFrame:
    origins = [f"名录!{key}" for key in keys]
    return pd.DataFrame({"key": keys, "origin": origins, "state": "拟培育", "name": [f"{key}厂" for key in keys],
                         "leader": "甲"})  # fmt: skip


def days(key: str, output: Sequence[float | None], power: Sequence[float | None] | None = None,
         worked: pd.DatetimeIndex = WORKED) -> pd.DataFrame:  # fmt: skip
    """Rows of the days that have an output."""
    rows = pd.DataFrame({"key": key, "day": worked, "output": output, "power": power or [100.0] * len(worked)})
    rows = rows.assign(origin=[f"月!{key} {day:%m-%d}" for day in worked])
    return rows[rows["output"].notna()].astype({"output": "float64", "power": "float64"})


def of(found: pd.DataFrame, kind: str) -> pd.DataFrame:
    return found[found["kind"] == kind].reset_index(drop=True)


def idle(output: list[float | None]) -> float:
    both = pd.concat([days("Q1", output), days("Q2", [5.0] * len(WORKED))])
    return float(of(firm_day_alarms(both, register("Q1", "Q2"), DAY, LIMITS), IDLE)["value"].sum())


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    rows, firms = made.rows("enterprise_days"), made.rows("enterprises")
    found = firm_day_alarms(rows, firms, DAY, made.county.alarms.firms)
    assert as_planted(found, "enterprise_days") == made.planted_in("enterprise_days")
    assert (found["name"] != "").all() and (found["leader"] != "").all()


@given(OUTPUTS)
def test_one_more_day_without_output_is_never_better(output: list[float | None]) -> None:
    stopped = [*output[:-1], 0.0]
    assert idle(stopped) >= idle([*output[:-1], 4.0])
    assert idle([*output[:-2], 0.0, 0.0]) >= idle([*output[:-2], 4.0, 0.0])
    assert idle([*output[1:], 0.0]) >= (idle(output) if output[-1] == 0 else 0.0)


@given(OUTPUTS)
def test_every_working_day_is_reported_or_listed(output: list[float | None]) -> None:
    both = pd.concat([days("Q1", output), days("Q2", [5.0] * len(WORKED))])
    found = of(firm_day_alarms(both, register("Q1", "Q2"), DAY, LIMITS), UNREPORTED)
    missing = [day for day, value in zip(WORKED, output, strict=True) if value is None]
    assert found["value"].sum() == len(missing)
    assert found["since"].tolist() == missing[:1]


@given(st.dates(START, DAY), st.floats(0, 50))
def test_days_off_do_not_count(day: date, output: float) -> None:
    rows = pd.concat([days("Q1", [5.0] * len(WORKED)), days("Q2", [5.0] * len(WORKED))])
    more = days("Q1", [output], [1.0], pd.DatetimeIndex([day])) if pd.Timestamp(day) not in WORKED else rows.head(0)
    found = firm_day_alarms(pd.concat([rows, more]), register("Q1", "Q2"), DAY, LIMITS)
    assert found.empty


def test_the_holiday_is_no_missing_week() -> None:
    worked = workdays(START, date(2025, 10, 17))
    rows = pd.concat([days(key, [5.0] * len(worked), worked=worked) for key in ("Q1", "Q2")])
    assert "2025-10-03" not in worked
    assert firm_day_alarms(rows, register("Q1", "Q2"), date(2025, 10, 17), LIMITS).empty


def test_a_firm_that_never_reports_is_listed() -> None:
    found = firm_day_alarms(days("Q1", [5.0] * len(WORKED)), register("Q1", "Q9"), DAY, LIMITS)
    assert found[["key", "kind", "value"]].to_numpy().tolist() == [["Q9", UNREPORTED, len(WORKED)]]
    assert found["origins"].tolist() == [("名录!Q9",)] and found["name"].tolist() == ["Q9厂"]


def test_an_alarm_leads_to_the_days_that_are_compared() -> None:
    weeks = pd.Timestamp(2025, 9, 17) <= WORKED
    power = [100.0 if day < pd.Timestamp(2025, 9, 24) else 40.0 for day in WORKED]
    found = firm_day_alarms(days("Q1", [5.0] * len(WORKED), power), register("Q1"), DAY, LIMITS)
    drop = of(found, POWER_DROP)
    assert drop["value"].round(6).tolist() == [60.0]
    assert drop["origins"].iloc[0] == ("名录!Q1", *(f"月!Q1 {day:%m-%d}" for day in WORKED[weeks]))


def test_output_up_while_power_falls_is_against_four_weeks() -> None:
    last = pd.Timestamp(2025, 9, 24) <= WORKED
    output, power = ([high if now else low for now in last] for low, high in ((5.0, 6.0), (100.0, 80.0)))
    found = firm_day_alarms(days("Q1", output, power), register("Q1"), DAY, LIMITS)
    assert found[["kind", "value"]].round(6).to_numpy().tolist() == [[DIVERGING, 20.0]]


def test_days_reported_without_power_are_not_judged() -> None:
    power = [100.0 if day < pd.Timestamp(2025, 9, 24) else None for day in WORKED]
    found = firm_day_alarms(days("Q1", [5.0] * len(WORKED), power), register("Q1"), DAY, LIMITS)
    assert found[["kind", "light"]].to_numpy().tolist() == [[POWER_DROP, "待核"], [DIVERGING, "待核"]]


def test_a_ledger_without_power_is_not_judged_by_it() -> None:
    rows = days("Q1", [5.0] * len(WORKED)).drop(columns="power")
    assert firm_day_alarms(rows, register("Q1"), DAY, LIMITS).empty


def test_what_is_reported_after_the_day_is_not_known_on_it() -> None:
    output = [5.0] * (len(WORKED) - 4) + [0.0] * 4
    rows = days("Q1", output)
    before = WORKED[-3].date()
    assert of(firm_day_alarms(rows, register("Q1"), before, LIMITS), IDLE).empty
    assert of(firm_day_alarms(rows, register("Q1"), DAY, LIMITS), IDLE)["value"].tolist() == [4.0]


def test_before_the_first_day_there_is_nothing() -> None:
    rows = days("Q1", [5.0] * len(WORKED))
    assert monitored(rows, register("Q1"), date(2025, 7, 31)) is None
    assert firm_day_alarms(rows, register("Q1"), date(2025, 7, 31), LIMITS).empty


def test_a_week_is_seven_days_to_the_last() -> None:
    told = monitored(days("Q1", [5.0] * len(WORKED)), register("Q1"), DAY)
    assert told is not None
    week, before = told.window(WEEK)
    assert told.days[week].strftime("%m-%d").tolist() == ["09-24", "09-25", "09-26", "09-28", "09-29", "09-30"]
    assert told.days[before].strftime("%m-%d").tolist() == ["09-17", "09-18", "09-19", "09-22", "09-23"]

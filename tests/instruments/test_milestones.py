"""Milestones of projects on a day: both sides of every threshold, and what is overdue is what gives an alarm."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given

from support.planted_county import Made
from support.project_rows import DAYS, Pairs, project_rows, schedules
from xj_analysis.base.errors import DataError
from xj_analysis.instruments.milestones import AHEAD, DONE, LATE, OVERDUE, UNPLANNED, due_by, milestones, overdue
from xj_analysis.instruments.projects import NOT_STARTED, project_alarms
from xj_analysis.instruments.projects import OVERDUE as ALARM

DAY = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("planned", "actual", "state", "days"),
    [
        (0, 0, DONE, 0), (-5, -6, DONE, -1), (-5, -5, DONE, 0), (-5, -4, LATE, 1), (-5, 0, LATE, 5),
        (-1, None, OVERDUE, 1), (0, None, AHEAD, None), (1, None, AHEAD, None), (-1, 1, OVERDUE, 1),
        (5, 1, AHEAD, None), (None, None, UNPLANNED, None), (None, -3, DONE, None),
    ],
)  # fmt: skip
def test_the_state_of_a_milestone_on_a_day(
    planned: int | None, actual: int | None, state: str, days: int | None
) -> None:
    then = [None if shift is None else DAY + timedelta(shift) for shift in (planned, actual)]
    found = milestones(project_rows([{"land": (then[0], then[1])}]), DAY)
    (row,) = found[found["step"] == "land"].to_dict("records")
    assert row["state"] == state and row["origin"] == "f#0" and row["unit"] == "gxj"
    assert (None if pd.isna(row["days"]) else row["days"]) == days
    assert pd.isna(row["actual"]) == (actual is None or actual > 0)


def test_working_days_leave_out_the_holiday_and_the_longest_overdue_stands_first() -> None:
    rows = project_rows([{"land": (date(2025, 9, 30), None)}, {"land": (date(2025, 9, 28), None)}])
    found = overdue(rows, date(2025, 10, 9))
    assert found[["key", "days", "workdays"]].to_numpy().tolist() == [["X001", 11, 3], ["X000", 9, 1]]


def test_a_year_without_a_calendar_is_an_error_where_working_days_are_asked_for() -> None:
    rows = project_rows([{"land": (date(1999, 9, 30), None)}])
    assert (milestones(rows, DAY)["state"] == OVERDUE).any()
    with pytest.raises(DataError, match="1999"):
        overdue(rows, DAY)


@given(schedules(), DAYS)
def test_a_milestone_is_due_from_its_planned_day_on(project: Pairs, day: date) -> None:
    found = milestones(project_rows([project]), day)
    due = found[due_by(found, day)]
    assert (found["state"] == OVERDUE).sum() == (due["actual"].isna() & (due["planned"] < str(day))).sum()
    assert (
        not found.loc[~due_by(found, day), "state"].isin([OVERDUE, LATE]).any() or (found["planned"] > str(day)).any()
    )
    tomorrow = milestones(project_rows([project]), day + timedelta(1))
    still = (found["state"] == OVERDUE) & (tomorrow["state"] == OVERDUE)
    assert (tomorrow["days"][still] == found["days"][still] + 1).all()


def test_the_overdue_are_those_that_give_an_alarm(made: Made) -> None:
    rows, day = made.rows("projects"), date(2025, 9, 30)
    alarms = project_alarms(rows, day, made.county.alarms.projects)
    alarms = alarms[alarms["kind"].isin([NOT_STARTED, ALARM])]
    late = overdue(rows, day)
    assert len(late) and sorted(zip(late["key"], late["step"], late["days"], strict=True)) == sorted(
        zip(alarms["key"], alarms["field"], alarms["value"], strict=True)
    )

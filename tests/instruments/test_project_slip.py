"""Slip of projects: carried forward to 投产, never shorter on a later day, missing where it cannot be known."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from support.project_rows import DAYS, Pairs, project_rows, schedules
from xj_analysis.instruments.project_slip import LAST, slip_by_step, slips

DAY = date(2025, 6, 30)
LATER = st.integers(0, 300).map(timedelta)


def slip(project: Pairs, day: date) -> pd.Series:
    return slips(project_rows([project]), day).iloc[0]


def dated(**steps: tuple[int | None, int | None]) -> Pairs:
    """A schedule in days from the day; what is not named is done in time long ago."""
    past = (DAY - timedelta(90), DAY - timedelta(90))
    named: Pairs = {
        step: (
            None if planned is None else DAY + timedelta(planned),
            None if actual is None else DAY + timedelta(actual),
        )
        for step, (planned, actual) in steps.items()
    }
    return {"filed": past, "land": past, "started": past, "framed": past, **named}


def test_the_slip_of_the_last_done_is_carried_to_the_end() -> None:
    found = slip(dated(framed=(-20, -8), finished=(30, None), running=(60, None)), DAY)
    assert (found["slip"], found["step"], found["expected"]) == (12, "framed", pd.Timestamp(DAY + timedelta(72)))


def test_what_was_made_up_is_no_slip_and_early_is_none() -> None:
    found = slip(dated(started=(-60, -40), framed=(-20, -25), finished=(30, None), running=(60, None)), DAY)
    assert (found["slip"], found["step"], found["expected"]) == (0, "", pd.Timestamp(DAY + timedelta(60)))


def test_the_longest_overdue_counts_not_the_last() -> None:
    found = slip(dated(framed=(-80, None), finished=(-1, None), running=(60, None)), DAY)
    assert (found["slip"], found["step"]) == (80, "framed")


def test_what_is_not_planned_is_not_known() -> None:
    for unknown in (
        dated(finished=(None, None), running=(60, None)),
        dated(framed=(None, -3), finished=(9, None), running=(60, None)),
    ):
        found = slip(unknown, DAY)
        assert pd.isna(found["slip"]) and pd.isna(found["expected"]) and found["step"] == ""


def test_what_runs_is_expected_on_the_day_it_ran() -> None:
    found = slip(dated(finished=(-40, -30), running=(-9, -2)), DAY)
    assert found["runs"] and (found["slip"], found["expected"]) == (7, pd.Timestamp(DAY - timedelta(2)))


@given(schedules(planned=True), DAYS, LATER)
def test_without_anything_done_a_later_day_never_has_less_slip(project: Pairs, day: date, later: timedelta) -> None:
    undone: Pairs = {step: (planned, None) for step, (planned, _) in project.items()}
    first, then = slip(undone, day), slip(undone, day + later)
    assert then["slip"] >= first["slip"] >= 0
    assert then["expected"] >= first["expected"] >= pd.Timestamp(str(undone[LAST][0]))


@given(schedules(planned=True), DAYS)
def test_what_does_not_run_is_expected_no_earlier_than_the_day(project: Pairs, day: date) -> None:
    found = slip(project, day)
    ran = project[LAST][1]
    assert found["runs"] == (ran is not None and ran <= day)
    assert found["runs"] or found["expected"] >= pd.Timestamp(day)


@given(schedules(planned=True), DAYS, LATER)
def test_what_is_done_later_by_a_day_slips_no_less(project: Pairs, day: date, later: timedelta) -> None:
    done = {step: (planned, day if actual is None else min(actual, day)) for step, (planned, actual) in project.items()}
    put_off: Pairs = {step: (planned, actual + later) for step, (planned, actual) in done.items()}
    assert slip(put_off, day + later)["slip"] >= slip({**done}, day)["slip"]


def test_by_step_each_milestone_is_counted_once() -> None:
    rows = project_rows([
        dated(framed=(-20, -8), finished=(-3, None), running=(60, None)),
        dated(framed=(-20, -10), finished=(30, None), running=(60, None)),
    ])  # fmt: skip
    found = {step: {name: figure.text for name, figure in row.items()} for step, row in slip_by_step(rows, DAY).items()}
    assert found["主体完工"] == {"已完成": "2项", "逾期完成": "2项", "中位天数": "11天", "逾期未完成": "0项"}
    assert found["竣工"] == {"已完成": "0项", "逾期完成": "0项", "中位天数": "（没有可算的行）", "逾期未完成": "1项"}

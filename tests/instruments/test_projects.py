"""重点项目: every planted alarm and no other; what is later never makes a row worse or better than it is."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made, as_planted
from xj_analysis.county.alarm_limits import ProjectLimits
from xj_analysis.instruments.projects import NOT_STARTED, OVERDUE, project_alarms

DAY = date(2025, 9, 30)
DAYS = st.dates(date(2025, 1, 1), date(2026, 3, 31))
LIMITS = ProjectLimits()


def project(planned: date | None, actual: date | None) -> pd.DataFrame:
    dates = {"started_planned": planned, "started_actual": actual}
    return pd.DataFrame({"key": ["X1"], "origin": ["a"]}).assign(
        **{name: pd.to_datetime(pd.Series([day])).astype("datetime64[s]") for name, day in dates.items()}
    )


def overdue(planned: date | None, actual: date | None, as_of: date) -> float:
    found = project_alarms(project(planned, actual), as_of, LIMITS)
    late = found["value"][found["kind"].isin([NOT_STARTED, OVERDUE])]
    return float(late.sum())


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    found = project_alarms(made.rows("projects"), DAY, made.county.alarms.projects)
    assert as_planted(found, "projects") == made.planted_in("projects")


@given(DAYS, DAYS, st.integers(0, 200))
def test_a_later_day_never_makes_a_row_less_overdue(planned: date, as_of: date, later: int) -> None:
    assert overdue(planned, None, as_of + timedelta(later)) >= overdue(planned, None, as_of)


@given(DAYS, DAYS, DAYS)
def test_what_is_done_after_the_day_is_not_done_on_it(planned: date, actual: date, as_of: date) -> None:
    done = overdue(planned, actual, as_of)
    assert done == (overdue(planned, None, as_of) if actual > as_of else 0.0)


def test_a_milestone_without_a_planned_day_is_listed() -> None:
    found = project_alarms(project(None, None), DAY, LIMITS)
    assert found[["key", "kind", "light"]].to_numpy().tolist() == [["X1", OVERDUE, "待核"]]


def test_a_late_start_is_one_alarm_whatever_its_days() -> None:
    kinds = [project_alarms(project(DAY - timedelta(days), None), DAY, LIMITS)["kind"].tolist() for days in (5, 31, 91)]
    assert kinds == [[OVERDUE], [NOT_STARTED], [NOT_STARTED]]

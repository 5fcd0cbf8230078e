"""Opening slips is idempotent, numbers are unique and stay, and nothing is struck off without evidence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.county.alarm_limits import ProjectLimits, TaskLimits
from xj_analysis.instruments.alarms import no_alarms
from xj_analysis.instruments.projects import project_alarms
from xj_analysis.instruments.task_opening import Matter, NewSlip, alarm_matters, due_day, opened, strike_offs

DAY = date(2025, 9, 30)
LIMITS = TaskLimits()
KINDS = st.sampled_from(["应开未开", "节点逾期", "投资滞后"])
MATTERS = st.lists(
    st.builds(lambda key, kind: Matter(f"projects X{key} {kind}", "甲"), st.integers(1, 9), KINDS), max_size=12
)


def ledger(*slips: tuple[str, str, str]) -> pd.DataFrame:
    rows = pd.DataFrame(list(slips), columns=["key", "matter", "state"], dtype=str)
    days = pd.Series([pd.Timestamp("2025-08-01")] * len(rows), dtype="datetime64[s]")
    return rows.assign(given=days, done=pd.Series([pd.NaT] * len(rows), dtype="datetime64[s]"))


def written(tasks: pd.DataFrame, new: list[NewSlip]) -> pd.DataFrame:
    return pd.concat([tasks, ledger(*((slip.number, slip.matter.identity, "推进") for slip in new))])


@given(MATTERS, MATTERS)
def test_opening_after_opening_opens_nothing_and_no_number_comes_twice(
    first: list[Matter], second: list[Matter]
) -> None:
    tasks = ledger(("D2025007", "projects X1 应开未开", "销号"), ("D2025003", "", "推进"), ("旧12", "", "办结"))
    once = opened(tasks, first, DAY, LIMITS)
    after = written(tasks, once)
    assert opened(after, first, DAY, LIMITS) == []
    again = written(after, opened(after, second, DAY, LIMITS))
    assert again["key"].is_unique
    assert opened(again, [*second, *first], DAY, LIMITS) == []
    assert [slip.number for slip in once] == [f"D2025{number:03d}" for number in range(8, 8 + len(once))]


@given(MATTERS)
def test_a_row_has_one_open_slip(matters: list[Matter]) -> None:
    new = opened(ledger(), matters, DAY, LIMITS)
    assert [slip.matter.subject for slip in new] == [*dict.fromkeys(matter.subject for matter in matters)]


def test_numbers_begin_anew_with_the_year() -> None:
    new = opened(ledger(("D2024120", "", "推进")), [Matter("projects X1 应开未开", "甲")], DAY, LIMITS)
    assert [slip.number for slip in new] == ["D2025001"]


def test_a_slip_struck_off_is_not_opened_again() -> None:
    matter = Matter("projects X1 应开未开", "甲")
    assert opened(ledger(("D2025001", matter.identity, "销号")), [matter], DAY, LIMITS) == []


@given(st.dates(date(2024, 1, 1), date(2025, 9, 30)), st.integers(0, 40))
def test_a_slip_is_due_so_many_working_days_later(given_on: date, days: int) -> None:
    due = due_day(given_on, days)
    assert due >= given_on
    assert due_day(given_on, days + 1) > due


def projects(planned: date, actual: date | None, **more: Any) -> pd.DataFrame:
    dates = {"started_planned": planned, "started_actual": actual}
    rows = pd.DataFrame({"key": ["X1"], "origin": ["a#b!A1:C1"], "name": ["甲"], "unit": ["gxj"]}).assign(**more)
    return rows.assign(
        **{name: pd.to_datetime(pd.Series([day])).astype("datetime64[s]") for name, day in dates.items()}
    )


def struck(rows: pd.DataFrame, kind: str, as_of: date = DAY) -> list[str]:
    found = {"projects": project_alarms(rows, as_of, ProjectLimits())}
    slips = ledger(("D2025001", f"projects X1 {kind}", "推进"))
    return [each.words for each in strike_offs(slips, found, {"projects": rows}, as_of)]


@given(st.dates(date(2025, 1, 1), DAY), st.none() | st.dates(date(2025, 1, 1), date(2025, 12, 31)))
def test_a_start_is_evidence_once_it_has_happened(planned: date, actual: date | None) -> None:
    said = struck(projects(planned, actual), "应开未开")
    if actual is None or actual > DAY:
        assert said == []
    else:
        assert said == [f"开工{actual}"]


def test_a_plan_put_off_is_no_evidence() -> None:
    later = DAY + timedelta(60)
    assert struck(projects(later, None), "应开未开") == struck(projects(later, None), "节点逾期") == []


def test_a_row_that_is_gone_is_no_evidence() -> None:
    slips, gone = ledger(("D2025001", "projects X1 应开未开", "推进")), projects(DAY, DAY).iloc[:0]
    assert strike_offs(slips, {"projects": no_alarms()}, {"projects": gone}, DAY) == []


def test_what_is_measured_is_struck_off_where_it_is_measured() -> None:
    behind = {"year_plan": 100.0, "year_done": 10.0}
    started = date(2025, 1, 1)
    assert struck(projects(started, started, **behind), "投资滞后") == []
    assert struck(projects(started, started, **{**behind, "year_done": 90.0}), "投资滞后") == ["不再投资滞后"]
    assert struck(projects(started, started, **{**behind, "year_done": None}), "投资滞后") == []


def test_an_overdue_milestone_stands_before_what_follows_from_it() -> None:
    rows = projects(date(2025, 8, 25), None, year_plan=100.0, year_done=0.0)
    found = {"projects": project_alarms(rows, DAY, ProjectLimits())}
    assert [matter.identity for matter in alarm_matters(found, LIMITS)] == ["projects X1 应开未开"]
    assert [matter.identity for matter in alarm_matters(found, TaskLimits(opens_overdue=40))] == [
        "projects X1 投资滞后"
    ]

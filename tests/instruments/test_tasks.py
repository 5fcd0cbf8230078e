"""督办: every planted alarm and no other; colours and rates agree with the alarms, and parts with their totals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made, as_planted
from xj_analysis.county.alarm_limits import TaskLimits
from xj_analysis.instruments.tasks import (
    LATE,
    NO_EVIDENCE,
    QUIET,
    closed,
    given_by,
    slip_colours,
    task_alarms,
    task_figures,
    unit_figures,
)

DAY = date(2025, 9, 30)
DAYS = st.dates(date(2025, 1, 1), date(2026, 3, 31))
MAYBE = st.none() | DAYS
LIMITS = TaskLimits()


def slips(*made: Mapping[str, object]) -> pd.DataFrame:
    usual: dict[str, object] = {
        "given": date(2025, 1, 1), "due": date(2025, 12, 31), "done": None, "heard": DAY, "state": "推进",
        "what": "甲", "unit": "gxj", "evidence": "",
    }  # fmt: skip
    rows = pd.DataFrame([{**usual, **each} for each in made])
    for name in ("given", "due", "done", "heard"):
        rows[name] = pd.to_datetime(rows[name]).astype("datetime64[s]")
    return rows.assign(key=[f"D{number}" for number in range(len(rows))], origin=[f"o{n}" for n in range(len(rows))])


SLIP = st.fixed_dictionaries({
    "given": DAYS, "due": MAYBE, "done": MAYBE, "heard": MAYBE, "unit": st.sampled_from(["gxj", "swj"]),
    "state": st.sampled_from(["推进", "滞后", "办结", "销号"]), "evidence": st.sampled_from(["", "核查表"]),
})  # fmt: skip
LEDGERS = st.lists(SLIP, min_size=1, max_size=8).map(lambda made: slips(*made))


def late(rows: pd.DataFrame, as_of: date) -> float:
    found = task_alarms(rows, as_of, LIMITS)
    return float(found["value"][found["kind"] == LATE].sum())


def test_what_is_planted_is_found_and_nothing_else(made: Made) -> None:
    found = task_alarms(made.rows("tasks"), DAY, made.county.alarms.tasks)
    assert as_planted(found, "tasks") == made.planted_in("tasks")


@given(DAYS, DAYS, st.integers(0, 200))
def test_a_later_day_never_makes_a_slip_less_overdue(due: date, as_of: date, later: int) -> None:
    rows = slips({"due": due})
    assert late(rows, as_of + timedelta(later)) >= late(rows, as_of)


@given(DAYS, DAYS, DAYS)
def test_what_is_done_after_the_day_is_not_done_on_it(due: date, done: date, as_of: date) -> None:
    open_then = late(slips({"due": due}), as_of)
    assert late(slips({"due": due, "done": done, "state": "办结"}), as_of) == (open_then if done > as_of else 0.0)


@given(LEDGERS, DAYS)
def test_units_add_up_to_all_and_no_rate_leaves_its_range(rows: pd.DataFrame, as_of: date) -> None:
    whole, parts = task_figures(rows, as_of, LIMITS), unit_figures(rows, as_of, LIMITS)
    for name in ("交办", "在办", "办结", "销号", "超期"):
        assert sum(float(part[name].value or 0) for part in parts.values()) == float(whole[name].value or 0)
    assert float(whole["在办"].value or 0) + float(whole["办结"].value or 0) == float(whole["交办"].value or 0)
    for name in ("办结率", "按期率", "反馈率"):
        assert 0 <= float(whole[name].value or 0) <= 100


@given(LEDGERS, DAYS)
def test_a_colour_says_what_the_alarms_say(rows: pd.DataFrame, as_of: date) -> None:
    rows = given_by(rows, as_of)
    colours = dict(zip(rows["key"], slip_colours(rows, as_of, LIMITS), strict=True))
    found = task_alarms(rows, as_of, LIMITS)
    told = found[found["kind"].isin([LATE, QUIET]) & found["light"].isin(["黄", "红"])]
    assert {key for key, colour in colours.items() if colour in ("黄", "红")} == set(told["key"])
    assert {key for key, colour in colours.items() if colour == "红"} == set(told["key"][told["light"] == "红"])
    assert {key for key, colour in colours.items() if not colour} == set(rows["key"][closed(rows, as_of)])


def test_a_slip_that_cannot_be_judged_is_listed() -> None:
    found = task_alarms(slips({"due": None}, {"state": "办结"}), DAY, LIMITS)
    assert found[["key", "kind", "light"]].to_numpy().tolist() == [["D0", LATE, "待核"], ["D1", LATE, "待核"]]


def test_a_slip_never_heard_of_is_quiet_from_the_day_it_was_given() -> None:
    found = task_alarms(slips({"given": date(2025, 8, 1), "heard": None}), DAY, LIMITS)
    assert found[["kind", "value"]].to_numpy().tolist() == [[QUIET, 60.0]]


def test_evidence_is_asked_for_what_is_struck_off_by_the_day() -> None:
    bare = {"state": "销号", "done": date(2025, 7, 4)}
    rows = slips(bare, {**bare, "evidence": "核查表"}, {**bare, "done": date(2025, 10, 8)}, {**bare, "state": "办结"})
    found = task_alarms(rows, DAY, LIMITS)
    assert found["key"][found["kind"] == NO_EVIDENCE].tolist() == ["D0"]


def test_a_ledger_without_further_columns_is_judged_by_what_it_has() -> None:
    rows = slips({"due": date(2025, 8, 1)}, {"state": "办结"}).drop(columns=["done", "heard", "evidence", "unit"])
    assert task_alarms(rows, DAY, LIMITS)["key"].tolist() == ["D0"]
    assert "按期率" not in task_figures(rows, DAY, LIMITS) and unit_figures(rows, DAY, LIMITS) == {}

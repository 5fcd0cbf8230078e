"""清单: every planted alarm and no other; an empty cell is not filled in, never not begun; days, rates, evidence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.checklist_rows import DAY, ITEMS, LEDGERS, STATES, long_form, wide_rows
from support.planted_county import Made, as_planted
from xj_analysis.county.alarm_limits import ChecklistLimits
from xj_analysis.instruments.checklists import (
    BEHIND,
    DUE_SOON,
    KINDS,
    NO_EVIDENCE,
    NOT_FILLED,
    OVERDUE,
    WRONG_RATE,
    checklist_alarms,
    joined,
    paces,
)

LIMITS = ChecklistLimits()
DAYS = st.dates(date(2025, 1, 1), date(2026, 6, 30))


def one(state: str, **about: Any) -> pd.DataFrame:
    """A unit with one item."""
    days = {name: pd.to_datetime(pd.Series([about.pop(name)])).astype("datetime64[s]")
            for name in ("due", "finished") if name in about}  # fmt: skip
    rows = pd.DataFrame({"key": ["Y1"], "origin": ["a"], "name": ["甲"], "road": [state]})
    return rows.assign(**days, **{name: [value] for name, value in about.items()})


def task(target: float | None, done: float | None, **about: Any) -> pd.DataFrame:
    rows = one("", **about).drop(columns="road")
    return rows.assign(target=pd.Series([target], dtype="float64"), done=pd.Series([done], dtype="float64"))


def judged(rows: pd.DataFrame, as_of: date = DAY) -> list[tuple[str, str]]:
    items = {"road": "道路"} if "road" in rows else {}
    found = checklist_alarms(rows, items, as_of, LIMITS)
    return list(zip(found["kind"], found["light"], strict=True))


def days_overdue(rows: pd.DataFrame, as_of: date) -> float:
    found = checklist_alarms(rows, ITEMS, as_of, LIMITS)
    return float(found["value"][found["kind"] == OVERDUE].sum())


@pytest.mark.parametrize("ledger", LEDGERS)
def test_what_is_planted_is_found_and_nothing_else(made: Made, ledger: str) -> None:
    limits, items = made.county.alarms.checklists, made.shape(ledger).items
    found = checklist_alarms(made.rows(ledger), items, DAY, limits)
    unjudged = found["kind"] == NOT_FILLED
    found.loc[unjudged, "since"], found.loc[unjudged, "value"] = pd.Timestamp(DAY), 0.0
    assert as_planted(found, ledger) == made.planted_in(ledger)


def test_every_kind_is_planted_with_both_lights(made: Made) -> None:
    planted = [alarm for ledger in LEDGERS for alarm in made.planted_in(ledger)]
    assert {alarm.kind for alarm in planted} == {*KINDS}
    for kind in (OVERDUE, BEHIND):
        assert {alarm.light for alarm in planted if alarm.kind == kind} == {"黄", "红"}


@given(wide_rows(), DAYS, st.integers(0, 300))
def test_a_later_day_never_makes_an_item_less_overdue(rows: pd.DataFrame, as_of: date, later: int) -> None:
    assert days_overdue(rows, as_of + timedelta(later)) >= days_overdue(rows, as_of)


@given(wide_rows(), st.randoms())
def test_the_order_of_rows_and_columns_changes_nothing(rows: pd.DataFrame, dice: Any) -> None:
    columns, order, items = [*rows.columns], [*rows.index], [*ITEMS.items()]
    for each in (columns, order, items):
        dice.shuffle(each)
    moved = rows.loc[order, columns].reset_index(drop=True)
    found = checklist_alarms(moved, dict(items), DAY, LIMITS)
    pd.testing.assert_frame_equal(found, checklist_alarms(rows, ITEMS, DAY, LIMITS))


@given(wide_rows())
def test_a_row_an_item_gives_the_same_alarms_as_a_column_an_item(rows: pd.DataFrame) -> None:
    found = checklist_alarms(long_form(rows), {}, DAY, LIMITS)
    pd.testing.assert_frame_equal(found, checklist_alarms(rows, ITEMS, DAY, LIMITS))


@given(wide_rows())
def test_an_empty_cell_is_told_and_is_never_overdue(rows: pd.DataFrame) -> None:
    found = checklist_alarms(rows, ITEMS, DAY, LIMITS)
    empty = sum(int((rows[item] == "").sum()) for item in ITEMS)
    assert int((found["kind"] == NOT_FILLED).sum()) == empty
    told = found[found["kind"] == NOT_FILLED]
    others = found[found["kind"].isin((OVERDUE, DUE_SOON))]
    assert not {*zip(told["key"], told["field"], strict=True)} & {*zip(others["key"], others["field"], strict=True)}


@given(wide_rows())
def test_alarms_joined_name_every_item_once(rows: pd.DataFrame) -> None:
    found = checklist_alarms(rows, ITEMS, DAY, LIMITS)
    listed = joined(found)
    named = [part for name in listed["name"] for part in name.partition("：")[2].split("、") if part]
    assert sorted(named) == sorted(filter(None, found["field"]))


@pytest.mark.parametrize(("days", "expected"), [
    (0, [(DUE_SOON, "黄")]), (-14, [(DUE_SOON, "黄")]), (-15, []), (1, [(OVERDUE, "黄")]), (30, [(OVERDUE, "黄")]),
    (31, [(OVERDUE, "红")]),
])  # fmt: skip
def test_the_day_of_an_item(days: int, expected: list[tuple[str, str]]) -> None:
    for state in ("在建", "未动"):
        assert judged(one(state, due=DAY - timedelta(days))) == expected
    for state in ("✓", "不涉及"):
        assert judged(one(state, due=DAY - timedelta(days))) == []


def test_an_item_has_its_own_day_before_that_of_the_row() -> None:
    rows, own = one("在建", due=DAY + timedelta(100)), pd.to_datetime([str(DAY - timedelta(5)), ""])
    assert judged(rows.assign(road_due=own[:1])) == [(OVERDUE, "黄")]
    assert judged(rows.assign(road_due=own[1:])) == []


def test_what_is_done_needs_evidence_where_the_ledger_has_some() -> None:
    assert judged(one("✓", evidence="")) == [(NO_EVIDENCE, "黄")]
    assert judged(one("✓", evidence="照片")) == [] == judged(one("✓")) == judged(one("在建", evidence=""))
    assert judged(one("✓", evidence="照片", road_evidence="")) == [(NO_EVIDENCE, "黄")]


def test_what_has_no_day_is_open_where_the_ledger_has_days() -> None:
    assert judged(one("在建", due=None)) == [(OVERDUE, "待核")]
    assert judged(one("在建")) == []


@pytest.mark.parametrize(("done", "expected", "pace"), [
    (100.0, [], "提前完成"), (90.0, [], "超序时"), (85.0, [], "按序时"), (65.0, [], "按序时"),
    (64.0, [(BEHIND, "黄")], "滞后"), (45.0, [(BEHIND, "黄")], "滞后"), (44.0, [(BEHIND, "红")], "滞后"),
    (None, [(NOT_FILLED, "待核")], "待核"),
])  # fmt: skip
def test_a_task_against_the_year(done: float | None, expected: list[tuple[str, str]], pace: str) -> None:
    assert judged(task(100.0, done)) == expected
    assert paces(task(100.0, done), DAY, LIMITS).tolist() == [pace]


@pytest.mark.parametrize("target", [0.0, -5.0, None])
def test_a_task_without_a_target_is_not_judged(target: float | None) -> None:
    assert judged(task(target, 5.0)) == [(NOT_FILLED, "待核")]
    assert paces(task(target, 5.0), DAY, LIMITS).tolist() == ["待核"]


def test_what_is_due_in_another_year_is_not_behind_this_one() -> None:
    assert judged(task(100.0, 1.0, due=date(2026, 6, 30))) == []
    assert judged(task(100.0, 1.0, due=date(2025, 12, 31))) == [(BEHIND, "红")]


def test_a_task_done_on_its_last_day_is_not_early() -> None:
    rows = task(100.0, 100.0, due=DAY, finished=DAY)
    assert paces(rows, DAY, LIMITS).tolist() == ["按序时"]
    assert paces(rows.assign(finished=pd.to_datetime([DAY - timedelta(1)])), DAY, LIMITS).tolist() == ["提前完成"]


@pytest.mark.parametrize(("stated", "wrong"), [
    (66.7, False), (67.0, False), (66.67, False), (66.6, True), (66.0, True), (70.0, True), (666.7, True),
])  # fmt: skip
def test_a_rate_must_be_what_is_done_of_the_target(stated: float, wrong: bool) -> None:
    assert ((WRONG_RATE, "待核") in judged(task(3.0, 2.0, progress=stated))) is wrong


@given(st.sampled_from(STATES), DAYS, DAYS)
def test_what_is_finished_after_the_day_is_not_done_on_it(state: str, due: date, finished: date) -> None:
    rows = one(state, due=due, finished=finished).rename(columns={"road": "state"}).assign(item="道路")
    early = finished - timedelta(1)
    late = state in ("✓", "在建", "未动") and due < early
    assert (OVERDUE in [kind for kind, _ in judged(rows, early)]) is late


def test_no_rows_give_no_alarms() -> None:
    assert judged(one("✓", due=DAY).head(0)) == [] == judged(task(1.0, 1.0).head(0))

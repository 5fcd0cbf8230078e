"""Items of checklists: one long frame, the same of every shape; what counts, and rates of rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from support.checklist_rows import DAY, ITEMS, STATES, long_form, wide_rows
from xj_analysis.instruments.checklist_items import COLUMNS, checklist_items, counted, dated_items, is_open, row_rates


@given(wide_rows())
def test_a_row_an_item_and_a_column_an_item_give_the_same_frame(rows: pd.DataFrame) -> None:
    found = checklist_items(rows, ITEMS, DAY)
    pd.testing.assert_frame_equal(checklist_items(long_form(rows), {}, DAY), found)
    assert tuple(found) == COLUMNS and len(found) == len(rows) * len(ITEMS)


@given(wide_rows(), st.randoms())
def test_the_order_of_rows_and_items_changes_nothing(rows: pd.DataFrame, dice: Any) -> None:
    order, items = [*rows.index], [*ITEMS.items()]
    dice.shuffle(order)
    dice.shuffle(items)
    found = checklist_items(rows.loc[order].reset_index(drop=True), dict(items), DAY)
    pd.testing.assert_frame_equal(found, checklist_items(rows, ITEMS, DAY))


@given(wide_rows())
def test_an_item_is_open_or_done_or_unknown_or_does_not_count(rows: pd.DataFrame) -> None:
    items = checklist_items(rows, ITEMS, DAY)
    own = counted(items)
    assert len(own) == len(items) - int((items["state"] == "不涉及").sum())
    assert int(is_open(items).sum()) + int(own["state"].isin(("✓", "")).sum()) == len(own)


def test_a_state_after_its_amounts() -> None:
    rows = pd.DataFrame({"key": [*"abcde"], "origin": [*"abcde"], "target": [10.0, 10.0, 10.0, None, 0.0],
                         "done": [12.0, 3.0, 0.0, 3.0, 3.0]})  # fmt: skip
    assert checklist_items(rows, {}, DAY)["state"].tolist() == ["✓", "在建", "未动", "", ""]
    assert row_rates(rows).dropna().tolist() == [120.0, 30.0, 0.0]


def test_a_missing_cell_is_not_filled_in() -> None:
    rows = pd.DataFrame({"key": ["a"], "origin": ["a"], "name": ["甲"], "road": [None]})
    assert checklist_items(rows, {"road": "道路"}, DAY)["state"].tolist() == [""]


def test_days_that_the_ledger_has() -> None:
    rows = pd.DataFrame({"road": STATES[:1], "road_due": pd.to_datetime(["2025-01-01"])})
    assert dated_items(rows, ITEMS) == {"道路"}
    assert dated_items(rows.assign(due=rows["road_due"]), ITEMS) == {*ITEMS.values()}
    assert dated_items(rows, {}) == set() and dated_items(rows.assign(due=rows["road_due"]), {}) == {""}

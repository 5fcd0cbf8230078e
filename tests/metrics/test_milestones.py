"""Milestones of ledgers on a day: both sides of every threshold, and the example county checked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.loaders import ledgers
from xj_analysis.metrics import milestones, overdue
from xj_analysis.store.store import Store

DAY = date(2025, 6, 30)
STEPS = {"开工": ("start_planned", "start_actual")}
DAYS = st.none() | st.dates(date(2025, 1, 1), date(2025, 12, 31))


def project(planned: date | None, actual: date | None) -> pd.DataFrame:
    return pd.DataFrame({
        "project": ["X1"], "locator": ["表!A5:F5"], "start_planned": pd.Series([planned], dtype="datetime64[s]"),
        "start_actual": pd.Series([actual], dtype="datetime64[s]"),
    })  # fmt: skip


@pytest.mark.parametrize(
    ("planned", "actual", "state", "days"),
    [
        (0, 0, "done", 0), (-5, -6, "done", -1), (-5, -5, "done", 0), (-5, -4, "late", 1), (-5, 0, "late", 5),
        (-1, None, "overdue", 1), (0, None, "due", None), (1, None, "due", None),
        (-1, 1, "overdue", 1), (5, 1, "due", None), (None, None, "unplanned", None), (None, -3, "unplanned", None),
    ],
)  # fmt: skip
def test_the_state_of_a_milestone_on_a_day(
    planned: int | None, actual: int | None, state: str, days: int | None
) -> None:
    then = [None if shift is None else DAY + timedelta(shift) for shift in (planned, actual)]
    (row,) = milestones(project(*then), STEPS, DAY).to_dict("records")
    assert row["state"] == state and row["locator"] == "表!A5:F5"
    assert (None if pd.isna(row["days"]) else row["days"]) == days
    assert pd.isna(row["actual"]) == (actual is None or actual > 0)


@given(st.lists(st.tuples(DAYS, DAYS), max_size=6), st.dates(date(2025, 1, 1), date(2026, 1, 1)))
def test_every_milestone_has_one_state_and_waits_only_get_longer(
    pairs: list[tuple[date | None, date | None]], day: date
) -> None:
    parts = [project(planned, actual) for planned, actual in pairs] or [project(None, None).iloc[:0]]
    ledger = pd.concat(parts, ignore_index=True)
    found, tomorrow = milestones(ledger, STEPS, day), milestones(ledger, STEPS, day + timedelta(1))
    assert len(found) == len(pairs)
    assert (found.loc[found["state"].isin(["late", "overdue"]), "days"] > 0).all()
    still = (found["state"] == "overdue") & (tomorrow["state"] == "overdue")
    assert (tomorrow.loc[still, "days"] == found.loc[still, "days"] + 1).all()


def test_the_invented_county_by_hand(example: Store) -> None:
    held = ledgers.load_ledgers(example.county)
    steps = {name: (f"{name}_planned", f"{name}_actual") for name in ("started", "running")}
    late = overdue(held["projects"], steps, date(2025, 9, 30))
    assert len(late) and late["days"].is_monotonic_decreasing and late["actual"].isna().all()
    row = late.iloc[0]
    assert (date(2025, 9, 30) - row["planned"].date()).days == row["days"]

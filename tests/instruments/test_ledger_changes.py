"""较上期: changes from one vintage of a ledger to the next, all of them and no others."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.planted_county import Made
from xj_analysis.instruments.ledger_changes import (
    COLUMNS,
    CUT,
    EARLIER,
    EMPTIED,
    FILLED,
    GONE,
    LATER,
    NEW,
    RAISED,
    ledger_changes,
    reversed_kind,
)
from xj_analysis.instruments.ledger_rows import prepared
from xj_analysis.loaders import ledgers

DAYS = st.none() | st.dates(date(2025, 1, 1), date(2026, 3, 31))
AMOUNTS = st.none() | st.integers(-1000, 100_000)
ROWS = st.dictionaries(st.sampled_from([f"X{n}" for n in range(8)]), st.tuples(DAYS, DAYS, AMOUNTS), max_size=8)
Rows = dict[str, tuple[date | None, date | None, int | None]]


def vintage(rows: Rows, mark: str) -> pd.DataFrame:
    """A vintage; the origins of its rows begin with a mark."""
    planned, actual, amounts = (list(column) for column in zip(*rows.values(), strict=True)) if rows else ([], [], [])
    return pd.DataFrame({
        "key": pd.Series([*rows], dtype=str), "origin": pd.Series([f"{mark}{key}" for key in rows], dtype=str),
        "name": pd.Series([f"项目{key}" for key in rows], dtype=str), "row": np.arange(len(rows)),
        "planned": pd.to_datetime(pd.Series(planned, dtype=object)).astype("datetime64[s]"),
        "actual": pd.to_datetime(pd.Series(actual, dtype=object)).astype("datetime64[s]"),
        "updated": pd.Timestamp("2025-09-30" if mark == "b" else "2025-09-26"),
        "amount": pd.Series(amounts, dtype="float64"),
    })  # fmt: skip


def told(before: Rows, after: Rows) -> Counter[tuple[object, ...]]:
    found = ledger_changes(vintage(before, "a"), vintage(after, "b")).fillna({"days": 0.0, "moved": 0.0})
    return Counter(zip(*(found[name] for name in ("key", "field", "kind", "days", "moved")), strict=True))


@given(ROWS)
def test_a_ledger_sent_again_has_no_changes(rows: Rows) -> None:
    found = ledger_changes(vintage(rows, "a"), vintage(rows, "b"))
    assert found.empty and tuple(found) == COLUMNS


@given(ROWS, ROWS)
def test_a_change_undone_is_its_opposite(before: Rows, after: Rows) -> None:
    back = Counter({(key, field, reversed_kind(str(kind)), -days, -moved): count  # type: ignore[operator]
                    for (key, field, kind, days, moved), count in told(before, after).items()})  # fmt: skip
    assert back == told(after, before)


@given(ROWS, ROWS)
def test_the_changes_are_what_lies_between_both(before: Rows, after: Rows) -> None:
    found = ledger_changes(vintage(before, "a"), vintage(after, "b"))
    assert set(found["key"][found["kind"] == NEW]) == after.keys() - before.keys()
    assert set(found["key"][found["kind"] == GONE]) == before.keys() - after.keys()
    both = before.keys() & after.keys()
    differing = sum(one != other for key in both for one, other in zip(before[key], after[key], strict=True))
    assert (found["field"] != "").sum() == differing
    amounts = [(before[key][2], after[key][2]) for key in both]
    known = [(was, now) for was, now in amounts if was is not None and now is not None]
    assert found["moved"].sum() == sum(now - was for was, now in known)


@given(ROWS, ROWS)
def test_each_leads_to_its_rows_and_the_worst_slip_comes_first(before: Rows, after: Rows) -> None:
    found = ledger_changes(vintage(before, "a"), vintage(after, "b"))
    for key, kind, leads in zip(found["key"], found["kind"], found["origins"], strict=True):
        both = (f"b{key}", f"a{key}")
        assert leads == {NEW: both[:1], GONE: both[1:]}.get(kind, both)
    slips = found["days"][found["kind"] == LATER]
    assert (slips > 0).all() and slips.is_monotonic_decreasing
    assert (found["kind"] == LATER).is_monotonic_decreasing, "slips stand before all others"


def test_what_happened_is_named() -> None:
    early, late = date(2025, 10, 20), date(2025, 11, 8)
    before: Rows = {"X1": (early, None, 100), "X2": (late, early, 100), "X3": (None, None, None)}
    after: Rows = {"X1": (late, late, 80), "X2": (early, None, 130), "X3": (None, None, None)}
    assert told(before, after) == Counter([
        ("X1", "planned", LATER, 19.0, 0.0), ("X1", "actual", FILLED, 0.0, 0.0), ("X1", "amount", CUT, 0.0, -20.0),
        ("X2", "planned", EARLIER, -19.0, 0.0), ("X2", "actual", EMPTIED, 0.0, 0.0),
        ("X2", "amount", RAISED, 0.0, 30.0),
    ])  # fmt: skip


@pytest.mark.parametrize("ledger", ["projects", "leads"])
def test_what_is_planted_as_changed_is_found_and_nothing_else(made: Made, ledger: str) -> None:
    before = prepared(ledgers.load_instruments_before(made.county)[ledger], made.shape(ledger))
    found = ledger_changes(before, made.rows(ledger), made.shape(ledger).unique)
    by = found["days"].fillna(found["moved"]).map(lambda number: "" if pd.isna(number) else f"{number:.10g}")
    listed = [row for row in made.changes if row["ledger"] == ledger]
    assert sorted(zip(found["key"], found["kind"], found["field"], by, strict=True)) == sorted(
        (row["key"], row["kind"], row["field"], row["moved"]) for row in listed
    )


def test_rows_may_be_identified_by_several_fields() -> None:
    days = pd.to_datetime(["2025-09-01", "2025-09-02"])
    before = pd.DataFrame({"firm": ["Q1", "Q1"], "day": days, "origin": ["a1", "a2"], "output": [1.0, 2.0]})
    found = ledger_changes(before, before.assign(output=[1.0, 5.0]), ("firm", "day"))
    assert found[["key", "field", "moved"]].to_numpy().tolist() == [["Q1 2025-09-02", "output", 3.0]]

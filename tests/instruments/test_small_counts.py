"""Small counts of people: none is printed, and none follows from the totals less what is printed."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.instruments.small_counts import hidden_rows

TABLES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)), min_size=1, max_size=8)
PEOPLE = ["filled", "waiting"]


def table(rows: list[tuple[int, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=PEOPLE, index=[f"工种{n}" for n in range(len(rows))])


@given(TABLES, st.integers(1, 10))
def test_no_small_count_is_printed_or_follows_by_subtraction(rows: list[tuple[int, int]], limit: int) -> None:
    counts = table(rows)
    hidden = hidden_rows(counts, limit, PEOPLE)
    if hidden is None:
        return
    assert (counts[~hidden] >= limit).all(axis=None)
    if hidden.any():
        left = counts.sum() - counts[~hidden].sum()
        assert hidden.sum() >= 2 and (left >= limit).all()  # each hidden count may be nothing, or all that is left


@given(TABLES, st.integers(1, 10))
def test_totals_are_hidden_only_where_the_whole_table_cannot_protect_a_count(
    rows: list[tuple[int, int]], limit: int
) -> None:
    counts = table(rows)
    small = (counts < limit).any(axis=None)
    told = len(counts) > 1 and (counts.sum() >= limit).all()
    assert (hidden_rows(counts, limit, PEOPLE) is None) == (small and not told)


@given(TABLES)
def test_without_a_limit_nothing_is_hidden(rows: list[tuple[int, int]]) -> None:
    hidden = hidden_rows(table(rows), 0, PEOPLE)
    assert hidden is not None and not hidden.any()


def test_a_column_that_there_is_not_is_not_asked_for() -> None:
    hidden = hidden_rows(pd.DataFrame({"filled": [9, 3, 8]}), 5, PEOPLE)
    assert hidden is not None and hidden.tolist() == [False, True, True]

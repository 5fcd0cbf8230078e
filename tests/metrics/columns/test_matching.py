"""Row matching by integer keys, with the fallbacks for large key ranges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.metrics.columns import matching

SMALL = st.lists(st.integers(0, 6), min_size=0, max_size=12)


@given(SMALL, SMALL, st.booleans())
def test_a_key_is_found_where_it_is_once(wanted: list[int], have: list[int], wide: bool) -> None:
    factor = 10**8 if wide else 1  # too wide for a table: sorted out another way
    places = matching.find_keys(np.array(wanted, dtype=np.int64) * factor, np.array(have, dtype=np.int64) * factor)
    for key, place in zip(wanted, places, strict=True):
        expected = matching.ABSENT if key not in have else matching.TWICE if have.count(key) > 1 else have.index(key)
        assert place == expected


@given(st.lists(st.tuples(*[st.integers(-(10**6), 10**6)] * 4), min_size=1, max_size=12))
def test_packed_columns_are_equal_where_all_columns_are(table: list[tuple[int, ...]]) -> None:
    columns = [np.array(column, dtype=np.int64) for column in zip(*table, strict=True)]
    (packed,) = matching.pack_keys(columns)
    again, _ = matching.pack_keys(columns, [column[:1] for column in columns])
    for one in range(len(table)):
        for other in range(len(table)):
            assert (packed[one] == packed[other]) == (again[one] == again[other]) == (table[one] == table[other])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1990, 2030)), min_size=1, max_size=12), st.integers(1, 12))
def test_a_step_back_is_in_the_same_series(table: list[tuple[int, int]], step: int) -> None:
    series, year = (np.array(column, dtype=np.int64) for column in zip(*table, strict=True))
    now, before = matching.step_keys([series * 10**9], year, step)
    for one, (own, at) in enumerate(table):
        for other, (its, then) in enumerate(table):
            assert (before[one] == now[other]) == (own == its and at - step == then)


@pytest.mark.parametrize("dtype", ["str", "object", "category"])
def test_text_is_coded_alike_in_every_frame_and_type(dtype: str) -> None:
    here, there = (pd.DataFrame({"area": pd.Series(list(text), dtype=dtype)}) for text in ("abca", "ca"))
    (one,), (two,) = matching.encode_columns(["area"], here, there)
    assert (one[0] == one[3] == two[1], one[2] == two[0], one[0] == one[1]) == (True, True, False)


def test_only_whole_months_of_one_year_are_months() -> None:
    codes = ["2023", "2023Q2", "2023-02", "2024-02", "2023-01/2023-06", "2022-11/2023-02", "2023-01-01/2023-01-15",
             "2023-01-01/2023-01-31", "2023-05-01", "", "~2010", "longterm", "2023-YTD"]  # fmt: skip
    covered = matching.period_spans(pd.Series(codes))
    assert list(zip(covered["first"], covered["last"], strict=True)) == [
        (1, 12), (4, 6), (2, 2), (2, 2), (1, 6), (0, 0), (0, 0), (1, 1), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0),
    ]  # fmt: skip
    assert covered["window"].iloc[2] == covered["window"].iloc[3]
    assert (covered["window"] < 0).tolist() == [False] * 9 + [True] * 4

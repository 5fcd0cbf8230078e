"""Coded text columns: no loss, in sorted and in mixed columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.metrics.columns import coded_text

TEXTS = st.lists(st.sampled_from(["", "甲", "乙", "%"]), max_size=12)


@given(TEXTS, TEXTS, st.booleans())
def test_a_column_read_as_words_says_what_it_said(one: list[str], other: list[str], long: bool) -> None:
    texts = one * 700 if long else one  # more rows than the first that tell whether neighbours are alike
    column = coded_text.encode_text(pd.Series(texts, dtype=object))
    assert column.to_array().tolist() == texts
    assert len(column.categories) == len(set(texts))
    assert column.equals("甲", "%").tolist() == [said in ("甲", "%") for said in texts]
    here, there = coded_text.shared_codes([column, coded_text.encode_text(pd.Series(other, dtype=object))])
    for place, said in enumerate(texts[: len(one)]):
        assert [here[place] == code for code in there] == [said == its for its in other]


@given(TEXTS.filter(bool), st.lists(st.integers(-2, 11), max_size=12))
def test_what_is_said_elsewhere(texts: list[str], places: list[int]) -> None:
    column = coded_text.encode_text(pd.Series(texts, dtype=object))
    at = np.array([place if place < len(texts) else -1 for place in places], dtype=np.int64)
    expected = [texts[place] if place >= 0 else "无" for place in at]
    told = column.take(at, "无")
    assert told.to_array().tolist() == expected
    assert told.equals_column(coded_text.encode_text(pd.Series(expected, dtype=object))).all()
    assert told.replace_rows(told.equals("无"), "甲").to_array().tolist() == [
        "甲" if said == "无" else said for said in expected
    ]


@pytest.mark.parametrize("texts", [["a"] * 3_000 + ["b"], ["a", "b"] * 1_500, ["a", "b"] * 400 + ["c"] * 3_000])
def test_sorted_and_mixed_columns_are_read_alike(texts: list[str]) -> None:
    assert coded_text.encode_text(pd.Series(texts)).to_array().tolist() == texts

"""Digits in words, but for those of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.text import has_digit


@pytest.mark.parametrize(
    ("words", "names", "found"),
    [
        ("", [], False),
        ("三个中心、十大攻坚战", [], False),
        ("共3个", [], True),
        ("“5+2”就业之家", ["5+2"], False),
        ("“5+2”就业之家", [], True),
        ("“5+2”就业之家共3个", ["5+2"], True),
        ("15+2", ["5+2"], True),
        ("国家3A级", ["3A级", "国家3A级"], False),
        ("６个", [], True),
    ],
)
def test_a_digit_counts_unless_it_is_a_names(words: str, names: list[str], found: bool) -> None:
    assert has_digit(words, names) is found


def test_the_longest_name_is_taken_first() -> None:
    assert not has_digit("“6410”与“64”", ["64", "6410"])


@given(st.text(alphabet="甲乙丙“”，。"), st.text(alphabet="甲乙丙"), st.integers(0, 9))
def test_one_digit_among_words_is_always_found(before: str, after: str, digit: int) -> None:
    assert not has_digit(before + after)
    assert has_digit(f"{before}{digit}{after}")

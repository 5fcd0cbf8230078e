"""Escaping for CSV, control characters, natural sorting."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.text import (
    FORMULA_STARTS,
    csv_safe,
    folded,
    invisible_signs,
    natural_key,
    printable,
)


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 10**12)), max_size=9))
def test_identifiers_are_in_the_order_of_their_numbers(pairs: list[tuple[str, int]]) -> None:
    written = [f"{letter}{number}" for letter, number in pairs]
    assert sorted(written, key=natural_key) == [f"{letter}{number}" for letter, number in sorted(pairs)]


@given(st.lists(st.text(alphabet="A1+c二９²", max_size=30), max_size=5))
def test_any_two_identifiers_can_be_put_in_order(written: list[str]) -> None:
    in_order = sorted(written, key=natural_key)
    assert all(natural_key(a) <= natural_key(b) for a, b in pairwise(in_order))
    assert natural_key("9" * 5000)


@given(st.sampled_from(FORMULA_STARTS), st.text(alphabet="A1(+)", max_size=8))
def test_a_formula_is_escaped_and_plain_text_is_not(start: str, rest: str) -> None:
    assert csv_safe(f"甲{start}{rest}") == f"甲{start}{rest}"
    assert not csv_safe(f"{start}A{rest}").startswith(FORMULA_STARTS)


@given(st.decimals(min_value=-(10**9), max_value=0, places=2))
def test_a_negative_number_is_no_formula(number: Decimal) -> None:
    assert csv_safe(f"{number:f}") == f"{number:f}"


@given(st.text(max_size=20))
def test_printable_text_keeps_its_length_and_has_no_invisible_sign(written: str) -> None:
    shown = printable(written)
    assert len(shown) == len(written)
    assert printable(shown) == shown and not {"\u202e", "\u200b", "\x00", "\n"} & set(shown)


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u200e", "\u00ad", "\u0007", "\u2060", "\u202a", "\u3164"])
def test_an_invisible_sign_has_a_chinese_name(sign: str) -> None:
    assert invisible_signs(f"示例{sign}镇{sign}").endswith(f" U+{ord(sign):04X}")
    assert not invisible_signs(f"示例{sign}镇").isascii() and folded(f"示例{sign}镇") == "示例镇"


@given(st.text(), st.text("\u200b\u200e\ufeff\u202e", min_size=1, max_size=3))
def test_signs_nobody_sees_are_named_and_left_out_of_comparison(words: str, signs: str) -> None:
    named = invisible_signs(words + signs)
    assert {f"U+{ord(sign):04X}" for sign in signs} <= {name.split()[-1] for name in named.split("、")}
    assert folded(words + signs) == folded(words) == folded(f" {words}\n")

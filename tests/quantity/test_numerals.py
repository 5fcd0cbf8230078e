"""Values of Chinese numerals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.spellings import written
from xj_analysis.quantity import numerals


@given(st.integers(1, 10**8 - 1))
def test_a_chinese_numeral_is_the_number_it_was_written_for(number: int) -> None:
    assert numerals.parse_chinese(written(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十二", 12), ("百", 100), ("百亿", 10**10), ("万亿", 10**12), ("两千", 2000), ("一亿二千万", 120_000_000),
        ("三点五", Decimal("3.5")),
        ("一点五亿", 150_000_000), ("三点万", None), ("廿三", 23), ("百卅", 130), ("一廿", None),
        ("二〇二四", None), ("三五", None), ("两三百", None), ("一百二", None),
        ("十百", None), ("三点", None), ("", None), ("成", None),
    ],
)  # fmt: skip
def test_what_stands_for_no_one_number_is_none(text: str, number: object) -> None:
    assert numerals.parse_chinese(text) == number

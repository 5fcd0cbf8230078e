"""Values of Chinese numerals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.quantity import numerals


def written(number: int) -> str:
    """A whole number below a 亿 in Chinese, as one is taught to write it."""
    if number >= 10**4:
        rest = number % 10**4
        return written(number // 10**4) + "万" + (("零" if rest < 10**3 else "") + written(rest) if rest else "")
    text, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return text


@given(st.integers(1, 10**8 - 1))
def test_a_chinese_numeral_is_the_number_it_was_written_for(number: int) -> None:
    assert numerals.parse_chinese(written(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十二", 12), ("百", 100), ("百亿", 10**10), ("万亿", 10**12), ("两千", 2000), ("一亿二千万", 120_000_000),
        ("三点五", Decimal("3.5")), ("二〇二四", None), ("三五", None), ("两三百", None), ("一百二", None),
        ("十百", None), ("三点", None), ("", None), ("成", None),
    ],
)  # fmt: skip
def test_what_stands_for_no_one_number_is_none(text: str, number: object) -> None:
    assert numerals.parse_chinese(text) == number

"""Remedies for cells that hold something like a number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.quantity.cell_remedies import direction, remedy


@given(st.decimals(0, 10**6, places=1))
def test_a_number_in_brackets_or_under_a_triangle_is_named_both_ways(number: object) -> None:
    for text in (f"({number})", f"△{number}", f"▲{number}%"):
        assert f"请写 -{number} 或 {number}。" in remedy(text)


@given(st.text(max_size=60))
def test_any_text_has_a_whole_sentence_or_none(text: str) -> None:
    for change in (False, True):
        do = remedy(text, change=change)
        assert do == "" or do.endswith("。")


def test_a_direction_depends_on_the_column() -> None:
    assert remedy("同比增长3.2", change=True) == direction(change=True) != direction(change=False)


def test_a_large_chinese_numeral_is_not_spelled_out() -> None:
    assert remedy("十二万") == "请用阿拉伯数字，写成 120000。"
    assert remedy("九千万亿亿") == "请用阿拉伯数字。"

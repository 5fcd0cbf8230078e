"""Headings of columns break between words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.press.heading_words import heading_pieces

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=14)


@given(st.text(st.sampled_from("年度目标完成率与总（）“”2024月—%a、●"), max_size=20))
def test_nothing_is_lost(name: str) -> None:
    assert "".join(heading_pieces(name)) == name


@given(HAN)
def test_no_character_stays_alone_and_no_piece_is_long(name: str) -> None:
    assert all(2 <= len(piece) <= 4 for piece in heading_pieces(name))


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("年度目标", "年度|目标"),
        ("时序进度", "时序|进度"),
        ("权重变动时", "权重|变动时"),
        ("落后最多的指标", "落后|最多的|指标"),
        ("与时序进度比", "与时序|进度比"),
        ("较上年同期", "较上年|同期"),
        ("规模以上工业增加值增速", "规模|以上|工业|增加值|增速"),
        ("财政总收入（万元）", "财政|总收入|（万元）"),
        ("2024年1—9月累计", "2024年|1—9月|累计"),
        ("●绿灯", "●绿灯"),
        ("税收相当于收入（%）", "税收|相当于|收入|（%）"),
    ],
)
def test_words_stay_whole(name: str, pieces: str) -> None:
    assert heading_pieces(name) == pieces.split("|")

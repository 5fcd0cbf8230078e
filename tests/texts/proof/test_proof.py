"""Proofreading as a whole: marked texts, the source article, any draft."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import annotated
from xj_analysis.texts import proof


def test_sound_texts_raise_at_most_one_alarm_in_a_thousand_characters() -> None:
    texts = [marked.text for marked in annotated.texts(*annotated.FILES)]
    alarms = [alarm for text in texts for alarm in proof.proofread(text)]
    assert len(alarms) <= sum(map(len, texts)) / 1000, [alarm.problem for alarm in alarms]


def test_the_article_contradicts_itself_once(source_article: Path) -> None:
    text = source_article.read_text(encoding="utf-8")
    (alarm,) = proof.proofread(text)
    assert alarm.rule == "twice" and "2个，一处3个" in alarm.problem
    assert text[: alarm.end].endswith("市级企业技术中心3个")


def test_a_year_that_is_not_told_does_not_hinder_the_pace() -> None:
    assert [alarm.rule for alarm in proof.proofread("1—8月，完成年度计划的60%，快于时序进度。")] == ["pace"]


@given(
    st.text(
        alphabet="0123456789.%:-—万亿元个家年月日第一二三季度完成占计划目标的其中增长下降同比环比快于时序进度，。（）",
        max_size=200,
    )
)
def test_any_draft_can_be_proofed(text: str) -> None:
    for alarm in proof.proofread(text):
        assert 0 <= alarm.start < alarm.end <= len(text)
        assert alarm.rule in proof.RULES and alarm.sure in proof.SURE and alarm.problem


@pytest.mark.parametrize("piece", ["1:", "占1%", "其中1个", "1月", "增长", "翻番", "第一", "100:"])
def test_no_draft_takes_for_ever(piece: str) -> None:
    assert proof.proofread(piece * (10_000 // len(piece))) is not None

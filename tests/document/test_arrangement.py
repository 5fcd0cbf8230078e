"""Arrangement: empty headings go, numbers run on, absences are one line at the end of the body."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.document.arrangement import arranged
from xj_analysis.document.blocks import Block, Heading, Sentence, Sources
from xj_analysis.document.pieces import plain_text


def _heading(text: str, level: int = 1) -> Heading:
    return Heading(level=level, text=text)


def _say(text: str) -> Sentence:
    return Sentence(parts=(text,))


def _absent(text: str) -> Sentence:
    return Sentence(parts=(text,), style="absence")


def _lines(*blocks: Block) -> list[str]:
    words = []
    for block, _ in arranged([(block, "格") for block in blocks]):
        assert isinstance(block, Heading | Sentence | Sources)
        words.append(
            block.text
            if isinstance(block, Heading)
            else plain_text(block.parts)
            if isinstance(block, Sentence)
            else "来源"
        )
    return words


def test_a_section_without_content_goes_with_its_heading_and_the_numbers_run_on() -> None:
    lines = _lines(
        _heading("一、结论"), _say("甲。"), _heading("二、背景"), _absent("没有背景。"), _heading("三、进度"),
        _heading("（一）目标", 2), _absent("没有目标。"), _heading("（二）乡镇", 2), _say("乙。"),
    )  # fmt: skip
    assert lines == [
        "一、结论", "甲。", "二、进度", "（一）乡镇", "乙。", "没有背景；没有目标。",
    ]  # fmt: skip


def test_absences_stand_in_one_line_before_the_annex_or_the_sources() -> None:
    sources = Sources(sources=(), observations=())
    before = (_heading("一、甲"), _absent("没有乙。"), _say("丙。"), _absent("没有丁。"), _absent("没有乙。"))
    line = "没有乙；没有丁。"
    assert _lines(*before, _heading("附件"), _say("戊。"), sources) == ["一、甲", "丙。", line, "附件", "戊。", "来源"]
    assert _lines(*before, _heading("二、来源"), sources) == ["一、甲", "丙。", line, "二、来源", "来源"]
    assert _lines(*before) == ["一、甲", "丙。", line]


def test_what_stands_elsewhere_is_not_named_as_missing() -> None:
    assert _lines(_say("甲。"), _absent("本攻坚战的数都有年度目标，见“目标进度”。")) == ["甲。"]


def test_headings_without_a_number_are_left_as_they_are() -> None:
    assert _lines(_heading("背景"), _say("甲。"), _heading("二、乙"), _say("丙。"))[2] == "一、乙"


_blocks = st.lists(
    st.one_of(
        st.builds(_heading, st.sampled_from(["一、甲", "三、乙", "丙", "附件"])),
        st.builds(_heading, st.sampled_from(["（一）丁", "戊"]), st.just(2)),
        st.builds(_say, st.sampled_from(["己。", "庚。"])),
        st.builds(_absent, st.sampled_from(["没有辛。", "没有壬。", "见“目标进度”。"])),
    )
)


@given(_blocks)
def test_nothing_said_is_lost_and_no_heading_stands_alone(blocks: list[Block]) -> None:
    after = [block for block, _ in arranged([(block, "") for block in blocks])]
    said = [block for block in blocks if isinstance(block, Sentence) and block.style != "absence"]
    assert [block for block in after if isinstance(block, Sentence) and block.style != "absence"] == said
    lines = [block for block in after if isinstance(block, Sentence) and block.style == "absence"]
    assert len(lines) <= 1
    missing = {plain_text(block.parts) for block in blocks if isinstance(block, Sentence) and block.style == "absence"}
    for words in missing - {"见“目标进度”。"}:
        assert words.rstrip("。") in plain_text(lines[0].parts)
    for block, below in pairwise([*after, _heading("", 0)]):
        assert not (isinstance(block, Heading) and isinstance(below, Heading) and below.level <= block.level)

"""Context of a quantity: measured thing, change, nature, area, subject."""

from __future__ import annotations

import pytest

from xj_analysis.texts.reader import clauses
from xj_analysis.texts.reader.reading import read_text


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("接待游客约75万人次，实现旅游收入4800万元", ["接待游客", "旅游收入"]),
        ("高品质完成3个老旧小区改造", ["老旧小区改造"]),
        ("财政收入12亿元，同比增长6.5%", ["财政收入", "财政收入"]),
        ("第一产业、第二产业分别增长3.8%、6.9%", ["第一产业", "第二产业"]),
        ("城镇、农村居民人均可支配收入分别为3万元、2万元", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("新增停车场20个、游园绿地16个", ["新增停车场", "游园绿地"]),
    ],
)
def test_the_thing_measured(text: str, measured: list[str]) -> None:
    assert [mention.measured for mention in read_text(text).mentions] == measured


def test_change_words_and_what_they_are_against() -> None:
    text = "收入同比增长5%，环比下降3%，较年初增加2亿元，由90天压缩至35天，占比提高1.2个百分点，产值翻一番"
    read = read_text(text)
    assert [(m.change, m.against) for m in read.mentions] == [
        ("增长", "同比"), ("下降", "环比"), ("增加", "年初"), ("", ""), ("压缩至", ""), ("提高", ""),
    ]  # fmt: skip
    assert [text[start:end] for start, end in read.doublings] == ["翻一番"]


def test_the_nature_of_a_number() -> None:
    text = "预计产值5亿元。规划面积3平方公里。力争达到20亿元以上。完成投资8亿元，占年度计划的40%。"
    natures = [mention.nature for mention in read_text(text).mentions]
    assert natures == ["forecast", "planned", "target", "actual", "actual"]


def test_place_and_subject() -> None:
    mentions = read_text("走进位于样县的幸福小区，投资300万元。全县新建5所。").mentions
    assert (mentions[0].subject, mentions[0].area, mentions[1].area) == ("幸福小区", "样县", "全县")


@pytest.mark.parametrize(("word", "rises"), [("增长", True), ("慢于", False), ("提高至", None), ("", None)])
def test_the_direction_of_a_change_word(word: str, rises: bool | None) -> None:
    assert clauses.is_rise(word) is rises


def test_things_and_numbers_that_do_not_match_in_number_are_not_distributed() -> None:
    mentions = read_text("城镇、农村居民收入分别为3万元、2万元、1万元").mentions
    assert {mention.measured for mention in mentions} == {"城镇、农村居民收入"}

"""Rules about a whole and its parts: sums, shares, items with two values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.drafts import alarms


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("新建项目30个，其中工业项目35个。", ("sum", "35个", "不超过30个")),
        ("投资30亿元，其中工业18亿元、农业9亿元、其他7亿元。", ("sum", "18亿元、农业9亿元、其他7亿元", "不超过30亿元")),
        ("床位200张（县医院150张、中医院70张）。", ("sum", "150张、中医院70张", "不超过200张")),
        ("进出口15.26亿元，其中出口13.90亿元、进口0.36亿元。", ("sum", "15.26亿元", "14.26亿元")),
        ("三次产业结构为13.5:43.2:45.3。", ("share", "13.5:43.2:45.3", "合计100")),
        ("三类企业占比分别为45%、40%和30%。", ("share", "45%、40%和30%", "合计不超过100%")),
        ("企业236家，其中工业118家，占60%。", ("share", "60%", "50%")),
        ("新增省级绿色工厂2个、省级绿色工厂3个。", ("twice", "3个", "")),
        ("2023年全县新增规上工业企业27家。会议指出，2023年全县新增规上工业企业25家。", ("twice", "25家", "")),
    ],
)
def test_a_broken_rule_is_found_with_its_place_and_what_it_should_be(text: str, alarm: tuple[str, str, str]) -> None:
    assert alarms(text) == [alarm]


@pytest.mark.parametrize(
    "text",
    [
        "新建项目30个，其中工业项目15个，同比增长40%。新建项目30个，其中女企业家领办35%。",
        "进出口15.26亿元，其中出口13.90亿元，增长8.8%。共有党员120人，其中女性60人、少数民族80%。",
        "甲镇新增企业2家、乙镇新增企业3家。2022年新增规上工业企业25家。2023年新增规上工业企业27家。",
        "面试占40%，笔试占60%。其中，预备费30万元。",
    ],
)
def test_what_is_sound_raises_no_alarm(text: str) -> None:
    assert alarms(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "第一产业增加值121316万元，第二产业增加值291169万元，第三产业增加值365363万元，结构为15.60:37.43:46.97。",
        "累计430.9亿元，当月42.3亿元，占比分别为91.1%和8.9%。",
    ],
)
def test_sound_vectors_raise_no_alarm(text: str) -> None:
    assert alarms(text) == []


def test_a_page_whose_shares_contradict_its_values() -> None:
    text = (
        "生产总值114.67亿元，其中第一产业增加值14.18亿元、第二产业增加值48.97亿元、第三产业增加值51.52亿元，"
        "三次产业结构为13.18:43.74:43.08。"
    )
    assert alarms(text) == [("share", "13.18:43.74:43.08", each) for each in ("12.37", "42.71", "44.93")]


@given(st.integers(1, 999), st.integers(1, 999), st.integers(1, 999))
def test_true_shares_are_never_an_alarm(one: int, two: int, three: int) -> None:
    total = one + two + three
    shares = ":".join(f"{Decimal(part * 100) / total:.2f}" for part in (one, two, three))
    sectors = f"第一产业增加值{one}亿元、第二产业增加值{two}亿元、第三产业增加值{three}亿元"
    text = f"生产总值{total}亿元，其中{sectors}，结构为{shares}。"
    assert alarms(text) == []

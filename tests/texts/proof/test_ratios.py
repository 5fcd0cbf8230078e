"""Rules of arithmetic within a sentence: completion, pace, growth, doubling."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.drafts import alarms


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("完成投资45.6亿元，占年度计划60亿元的78%。", ("completion", "78%", "76%")),
        ("年度目标为300个，已完成268个，完成率93.8%。", ("completion", "93.8%", "89.3%")),
        ("1—8月，完成年度计划的60%，快于时序进度。", ("pace", "快于时序进度", "慢于时序进度")),
        ("上半年完成年度目标的45%，快于时序进度5个百分点。", ("pace", "5个百分点", "慢于5个百分点")),
        ("一季度完成全年任务的30%，超时序进度2个百分点。", ("pace", "2个百分点", "快于5个百分点")),
        ("截至9月底，完成全年任务的80%，慢于时序进度。", ("pace", "慢于时序进度", "快于时序进度")),
        ("规上企业由85家增加到163家，增长80%。", ("growth", "80%", "增长92%")),
        ("占比由12.5%提高到15.6%，提高2.1个百分点。", ("growth", "2.1个百分点", "提高3.1个百分点")),
        ("税收12.00亿元，去年同期10.00亿元，增长15%。", ("growth", "15%", "增长20%")),
        ("税收12.00亿元，同比增加2.00亿元，增长15%。", ("growth", "15%", "20%")),
        ("税收由10亿元增加到15亿元，翻了一番。", ("doubling", "翻了一番", "为原来的1.50倍")),
    ],
)
def test_a_broken_rule_is_found_with_its_place_and_what_it_should_be(text: str, alarm: tuple[str, str, str]) -> None:
    assert alarms(text) == [alarm]


@pytest.mark.parametrize(
    "text",
    [
        "完成投资45.6亿元，占年度计划60亿元的76%。完成投资约45亿元，占计划60亿元的76%。",
        "1—8月，完成年度计划的70%，快于时序进度。全年完成计划的98%，慢于时序进度。",
        "比重为30:40:15，比例尺1:500，师生比1:14.2。占比分别为45%、40%和15%。",
        "地区生产总值由98.6亿元增加到156.3亿元，按可比价格增长7.2%。投资由10亿元增加到20亿元，年均增长7.2%。",
        "税收由10亿元增加到20.3亿元，翻了一番。产值较2018年翻了一番。",
    ],
)
def test_what_is_sound_raises_no_alarm(text: str) -> None:
    assert alarms(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "1—8月，完成年度计划的74%，快于时序进度7.33个百分点。",
        "1—8月，完成年度目标的77.2%，快于时序进度10.5个百分点。",
        "1—10月，完成629.0亿元，占年度预算647.4亿元的97.2%，快于时序进度13.8个百分点。",
        "上半年，收入72777万元，同比增收1488万元，增长2.1%，完成预算的65.7%，快于序时进度15.7个百分点。",
        "年度目标300个，已完成268个，完成率89.3%。",
    ],
)
def test_sound_vectors_raise_no_alarm(text: str) -> None:
    assert alarms(text) == []


def test_the_difference_of_rounded_numbers_is_rounded_twice() -> None:
    text = "1—10月，完成629.0亿元，占年度预算647.4亿元的97.2%，快于时序进度13.9个百分点。"
    assert alarms(text) == [("rounding", "13.9个百分点", "快于13.8个百分点")]


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_true_completion_is_never_an_alarm(actual: int, target: int) -> None:
    rate = f"{Decimal(actual * 100) / target:.1f}"
    assert alarms(f"完成投资{actual}万元，占年度计划{target}万元的{rate}%。") == []

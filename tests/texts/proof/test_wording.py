"""Rules of usage: %, 个百分点, 倍, signs, tiers, comparisons, days."""

from __future__ import annotations

import pytest

from support.drafts import alarms


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("城镇化率提高1.2%。", ("points", "1.2%", "1.2个百分点")),
        ("高新技术产业占比提高3.1%。", ("points", "3.1%", "3.1个百分点")),
        ("财政收入增长5个百分点。", ("points", "5个百分点", "5%")),
        ("出口增长-3.2%。", ("sign", "-3.2%", "下降3.2%")),
        ("成本下降-3%。", ("sign", "-3%", "下降3%")),
        ("成本下降2倍。", ("times", "2倍", "")),
        ("进入全省第一方阵、位列第一。", ("tier", "位列第一", "第一方阵")),
        ("1—5月，用电量环比增长3%。", ("comparison", "环比", "同比")),
        ("用电量较上月同比增长3%。", ("comparison", "较上月同比", "环比")),
        ("用电量较去年同期环比增长3%。", ("comparison", "较去年同期环比", "同比")),
        ("2023年2月29日召开。", ("day", "2023年2月29日", "")),
        ("6月31日完成。", ("day", "6月31日", "")),
        ("13月完成。", ("day", "13月", "")),
        ("2204年完成。", ("day", "2204年", "")),
        ("第五季度完成。", ("day", "第五季度", "")),
    ],
)
def test_a_broken_rule_is_found_with_its_place_and_what_it_should_be(text: str, alarm: tuple[str, str, str]) -> None:
    assert alarms(text) == [alarm]


@pytest.mark.parametrize(
    "text",
    [
        "效率提高50%。覆盖率提高到98%。发病率下降20%。死亡率下降三成。税率下降1%。增速达8%。入园率92%。",
        "增速为-3.2%。利润分别增长6.3%和-2.8%。自然增长率-1.6‰。增长2倍。是上年的0.5倍。",
        "进入全省第一方阵，综合排名列第3位。增速列全市第一，总量进入第一方阵。",
        "1—5月增长3%，5月当月环比增长2%。二季度环比增长3%。同比增长8%，环比增长2%。",
        "2024年2月29日，12月31日，第四季度，2035年，1—12月，3000年历史，5月饼，2050年。",
    ],
)
def test_what_is_sound_raises_no_alarm(text: str) -> None:
    assert alarms(text) == []

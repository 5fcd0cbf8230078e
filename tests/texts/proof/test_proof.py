"""The proof of a draft: each rule on what breaks it and on what does not, the printed vectors, few false alarms."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import annotated
from support.county_folder import REPO, DataFolder
from xj_analysis.store.store import Store
from xj_analysis.texts import proof
from xj_analysis.texts.proof import marked_copy
from xj_analysis.texts.proof.draft import Alarm, Draft, is_twice_rounded
from xj_analysis.texts.reader import read_text

FILES = ("bulletins.txt", "reports.txt", "features.txt", "summaries.txt", "notices.txt", "heldout.txt")


def found(text: str, store: Store | None = None) -> list[tuple[str, str, str]]:
    return [
        (alarm.rule, text[alarm.start : alarm.end], alarm.should)
        for alarm in proof.proofread(text, store=store, anchor=date(2024, 12, 31))
    ]


# --- what is printed by real offices ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1—8月，完成年度计划的74%，快于时序进度7.33个百分点。",
        "1—8月，完成年度目标的77.2%，快于时序进度10.5个百分点。",
        "1—10月，完成629.0亿元，占年度预算647.4亿元的97.2%，快于时序进度13.8个百分点。",
        "上半年，收入72777万元，同比增收1488万元，增长2.1%，完成预算的65.7%，快于序时进度15.7个百分点。",
        "第一产业增加值121316万元，第二产业增加值291169万元，第三产业增加值365363万元，结构为15.60:37.43:46.97。",
        "年度目标300个，已完成268个，完成率89.3%。",
        "累计430.9亿元，当月42.3亿元，占比分别为91.1%和8.9%。",
    ],
)
def test_sound_vectors_raise_no_alarm(text: str) -> None:
    assert found(text) == []


def test_a_page_whose_shares_contradict_its_values() -> None:
    text = (
        "生产总值114.67亿元，其中第一产业增加值14.18亿元、第二产业增加值48.97亿元、第三产业增加值51.52亿元，"
        "三次产业结构为13.18:43.74:43.08。"
    )
    assert found(text) == [("share", "13.18:43.74:43.08", each) for each in ("12.37", "42.71", "44.93")]


def test_the_difference_of_rounded_numbers_is_rounded_twice() -> None:
    text = "1—10月，完成629.0亿元，占年度预算647.4亿元的97.2%，快于时序进度13.9个百分点。"
    assert found(text) == [("rounding", "13.9个百分点", "快于13.8个百分点")]


# --- the rules --------------------------------------------------------------------------------------

BROKEN = [
    ("完成投资45.6亿元，占年度计划60亿元的78%。", ("completion", "78%", "76%")),
    ("年度目标为300个，已完成268个，完成率93.8%。", ("completion", "93.8%", "89.3%")),
    ("1—8月，完成年度计划的60%，快于时序进度。", ("pace", "快于时序进度", "慢于时序进度")),
    ("上半年完成年度目标的45%，快于时序进度5个百分点。", ("pace", "5个百分点", "慢于5个百分点")),
    ("一季度完成全年任务的30%，超时序进度2个百分点。", ("pace", "2个百分点", "快于5个百分点")),
    ("截至9月底，完成全年任务的80%，慢于时序进度。", ("pace", "慢于时序进度", "快于时序进度")),
    ("城镇化率提高1.2%。", ("points", "1.2%", "1.2个百分点")),
    ("高新技术产业占比提高3.1%。", ("points", "3.1%", "3.1个百分点")),
    ("财政收入增长5个百分点。", ("points", "5个百分点", "5%")),
    ("新建项目30个，其中工业项目35个。", ("sum", "35个", "不超过30个")),
    ("投资30亿元，其中工业18亿元、农业9亿元、其他7亿元。", ("sum", "18亿元、农业9亿元、其他7亿元", "不超过30亿元")),
    ("床位200张（县医院150张、中医院70张）。", ("sum", "150张、中医院70张", "不超过200张")),
    ("进出口15.26亿元，其中出口13.90亿元、进口0.36亿元。", ("sum", "15.26亿元", "14.26亿元")),
    ("三次产业结构为13.5:43.2:45.3。", ("share", "13.5:43.2:45.3", "合计100")),
    ("三类企业占比分别为45%、40%和30%。", ("share", "45%、40%和30%", "合计不超过100%")),
    ("企业236家，其中工业118家，占60%。", ("share", "60%", "50%")),
    ("规上企业由85家增加到163家，增长80%。", ("growth", "80%", "增长92%")),
    ("占比由12.5%提高到15.6%，提高2.1个百分点。", ("growth", "2.1个百分点", "提高3.1个百分点")),
    ("税收12.00亿元，去年同期10.00亿元，增长15%。", ("growth", "15%", "增长20%")),
    ("税收12.00亿元，同比增加2.00亿元，增长15%。", ("growth", "15%", "20%")),
    ("出口增长-3.2%。", ("sign", "-3.2%", "下降3.2%")),
    ("成本下降-3%。", ("sign", "-3%", "下降3%")),
    ("成本下降2倍。", ("times", "2倍", "")),
    ("税收由10亿元增加到15亿元，翻了一番。", ("doubling", "翻了一番", "为原来的1.50倍")),
    ("新增省级绿色工厂2个、省级绿色工厂3个。", ("twice", "3个", "")),
    ("2023年全县新增规上工业企业27家。会议指出，2023年全县新增规上工业企业25家。", ("twice", "25家", "")),
    ("进入全省第一方阵、位列第一。", ("tier", "位列第一", "第一方阵")),
    ("1—5月，用电量环比增长3%。", ("comparison", "环比", "同比")),
    ("用电量较上月同比增长3%。", ("comparison", "较上月同比", "环比")),
    ("用电量较去年同期环比增长3%。", ("comparison", "较去年同期环比", "同比")),
    ("2023年2月29日召开。", ("day", "2023年2月29日", "")),
    ("6月31日完成。", ("day", "6月31日", "")),
    ("13月完成。", ("day", "13月", "")),
    ("2204年完成。", ("day", "2204年", "")),
    ("第五季度完成。", ("day", "第五季度", "")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "alarm"), BROKEN, ids=lambda case: case if isinstance(case, str) else case[0])
def test_a_broken_rule_is_found_with_its_place_and_what_it_should_be(text: str, alarm: tuple[str, str, str]) -> None:
    assert found(text) == [alarm]


@pytest.mark.parametrize(
    "text",
    [
        "完成投资45.6亿元，占年度计划60亿元的76%。完成投资约45亿元，占计划60亿元的76%。",
        "1—8月，完成年度计划的70%，快于时序进度。全年完成计划的98%，慢于时序进度。",
        "效率提高50%。覆盖率提高到98%。发病率下降20%。死亡率下降三成。税率下降1%。增速达8%。入园率92%。",
        "新建项目30个，其中工业项目15个，同比增长40%。新建项目30个，其中女企业家领办35%。",
        "进出口15.26亿元，其中出口13.90亿元，增长8.8%。共有党员120人，其中女性60人、少数民族80%。",
        "比重为30:40:15，比例尺1:500，师生比1:14.2。占比分别为45%、40%和15%。",
        "地区生产总值由98.6亿元增加到156.3亿元，按可比价格增长7.2%。投资由10亿元增加到20亿元，年均增长7.2%。",
        "增速为-3.2%。利润分别增长6.3%和-2.8%。自然增长率-1.6‰。增长2倍。是上年的0.5倍。",
        "税收由10亿元增加到20.3亿元，翻了一番。产值较2018年翻了一番。",
        "甲镇新增企业2家、乙镇新增企业3家。2022年新增规上工业企业25家。2023年新增规上工业企业27家。",
        "进入全省第一方阵，综合排名列第3位。增速列全市第一，总量进入第一方阵。",
        "1—5月增长3%，5月当月环比增长2%。二季度环比增长3%。同比增长8%，环比增长2%。",
        "2024年2月29日，12月31日，第四季度，2035年，1—12月，3000年历史，5月饼，2050年。",
        "面试占40%，笔试占60%。其中，预备费30万元。",
    ],
)
def test_what_is_sound_raises_no_alarm(text: str) -> None:
    assert found(text) == []


def test_sound_texts_raise_at_most_one_alarm_in_a_thousand_characters() -> None:
    texts = [marked.text for marked in annotated.texts(*FILES)]
    alarms = [alarm for text in texts for alarm in proof.proofread(text)]
    assert len(alarms) <= sum(map(len, texts)) / 1000, [alarm.said for alarm in alarms]


def test_the_article_contradicts_itself_once() -> None:
    folder = REPO.parent / "shared" / "seeds"
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        pytest.skip(f"没有 {folder}：原文不入库，只在有它的地方核对")
    text = paths[0].read_text(encoding="utf-8")
    (alarm,) = proof.proofread(text)
    assert alarm.rule == "twice" and "2个，一处3个" in alarm.said
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
        assert alarm.rule in proof.RULES and alarm.sure in proof.SURE and alarm.said


@pytest.mark.parametrize("piece", ["1:", "占1%", "其中1个", "1月", "增长", "翻番", "第一", "100:"])
def test_no_draft_takes_for_ever(piece: str) -> None:
    assert proof.proofread(piece * (10_000 // len(piece))) is not None


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_true_completion_is_never_an_alarm(actual: int, target: int) -> None:
    rate = f"{Decimal(actual * 100) / target:.1f}"
    assert found(f"完成投资{actual}万元，占年度计划{target}万元的{rate}%。") == []


@given(st.integers(1, 999), st.integers(1, 999), st.integers(1, 999))
def test_true_shares_are_never_an_alarm(one: int, two: int, three: int) -> None:
    total = one + two + three
    shares = ":".join(f"{Decimal(part * 100) / total:.2f}" for part in (one, two, three))
    sectors = f"第一产业增加值{one}亿元、第二产业增加值{two}亿元、第三产业增加值{three}亿元"
    text = f"生产总值{total}亿元，其中{sectors}，结构为{shares}。"
    assert found(text) == []


# --- against the store ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("2020年，全县地区生产总值79.78亿元。", ["store"]),
        ("2020年，全县地区生产总值77.78亿元。", []),
        ("2020年，全县地区生产总值77.8万元。", ["unit"]),
        ("2025年，全县财政总收入12.6万元。", ["unit"]),
        ("2014年，全县财政总收入8.4亿元。", []),
        ("2014年，吉安市财政总收入8.4亿元。", []),
        ("2024年一季度，全县新增规上工业企业16家。", ["store"]),
        ("生活垃圾分类工作列全省第1位。", ["tier"]),
        ("生活垃圾分类工作进入全省第一方阵。", []),
    ],
)
def test_figures_are_held_against_the_county(xiajiang: Store, text: str, rules: list[str]) -> None:
    alarms = proof.proofread(text, store=xiajiang, anchor=date(2024, 7, 1))
    assert [alarm.rule for alarm in alarms] == rules
    assert all("第" in alarm.source and "行" in alarm.source for alarm in alarms), "source and cell are named"


def test_a_number_of_the_store_rounded_twice(county_folder: DataFolder) -> None:
    county_folder.cell(3, "value", "4849.6")  # in the unit of the indicator, 万元
    store = county_folder.load()
    assert proof.proofread("2024年，全县旅游收入0.485亿元。", store=store) == [], "0.48496亿元 rounds to 0.485"
    (alarm,) = proof.proofread("2024年，全县旅游收入0.49亿元。", store=store)
    assert (alarm.rule, alarm.should) == ("rounding", "0.48亿元")


def test_rounding_by_way_of_one_more_decimal() -> None:
    (mention,) = Draft(read_text("增长97.2%")).reading.mentions
    assert is_twice_rounded(Decimal("97.1496"), mention)
    assert not is_twice_rounded(Decimal("97.157"), mention), "it is right"
    assert not is_twice_rounded(Decimal("96.9"), mention), "it is wrong in another way"


# --- given back -------------------------------------------------------------------------------------


def test_a_note_says_rule_fault_remedy_and_how_sure() -> None:
    (alarm,) = proof.proofread("出口增长-3.2%。")
    assert (
        marked_copy.alarm_note(alarm)
        == "【增长（下降）带负号，确定】“增长-3.2%”：升降已由文字表明，数字不再带负号。应为：下降3.2%。"
    )


def test_highlights_may_lie_upon_each_other() -> None:
    text = "甲乙丙丁"
    page = marked_copy.page("a.txt", text, [Alarm("sum", 0, 3, "一"), Alarm("share", 1, 4, "二", sure="likely")])
    marked = re.findall(r'<mark class="(\w+)">(.*?)</mark>', page)
    assert marked == [("certain", "甲"), ("certain", "乙丙"), ("likely", "丁")]
    assert page.count('id="note-') == 2 and page.count('id="at-') == 2

"""The reader of texts: forty-odd texts marked by hand, the source article, traps, and whatever else is thrown at it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import annotated
from support.county_folder import REPO
from xj_analysis.texts import reader as texts
from xj_analysis.texts.reader import dates, lexicon, quantities, ranks

SHARED = REPO.parent / "shared"
FILES = ("bulletins.txt", "reports.txt", "features.txt", "summaries.txt", "notices.txt", "heldout.txt")
TEXTS = list(annotated.texts(*FILES))
NOT_ASKED = ("A16", "A22", "A30", "A56")  # no numeral, or no unit of their own, in the text


def marks(text: str) -> Iterator[annotated.Mark]:
    for mention in texts.read_text(text).mentions:
        yield mention.start, mention.end, mention.value, mention.unit, str(mention.hedge)


def test_there_are_texts_enough_in_many_styles() -> None:
    assert len(TEXTS) >= 40
    assert sum(len(each.marks) for each in TEXTS) > 700
    assert {mark[4] for each in TEXTS for mark in each.marks} == {
        "exact", "about", "over", "under", "at_least", "at_most",
    }  # fmt: skip


@pytest.mark.parametrize("marked", TEXTS, ids=lambda marked: marked.name)
def test_a_text_is_read_as_it_was_marked_by_hand(marked: annotated.Marked) -> None:
    _, differing = annotated.compare(marked, marks(marked.text))
    assert differing == []


def test_the_comparison_sees_what_is_missed_what_is_false_and_what_is_hedged_otherwise() -> None:
    marked = annotated.parse("x", "投资{3亿元|about}，新建{5个}")
    said = [(2, 5, Decimal(3), "亿元", "exact"), (0, 2, Decimal(1), "个", "exact")]
    score, differing = annotated.compare(marked, said)
    assert (score.precision, score.recall, score.hedges) == (0.5, 0.5, 0)
    assert [line.split(": ")[1].split()[0] for line in differing] == ["missed", "false", "投资[3亿元]，新建5个"]


def article() -> str:
    found = sorted((SHARED / "seeds").glob("*.txt"))
    if not found:
        pytest.skip(f"没有 {SHARED / 'seeds'}：原文不入库，只在有它的地方核对")
    return found[0].read_text(encoding="utf-8")


def test_the_source_article_gives_every_figure_and_no_other() -> None:
    read = texts.read_text(article())
    with (SHARED / "facts" / "article_figures.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["value"] and row["id"] not in NOT_ASKED]
    assert len(rows) == 51
    said = [(row["value"], row["unit"], row["qualifier"]) for row in rows]
    assert [(str(m.value), m.unit, str(m.hedge)) for m in read.mentions] == said
    periods = [(row["id"], row["period"]) for row in rows if row["period"]]
    assert [(row["id"], m.period) for row, m in zip(rows, read.mentions, strict=True) if row["period"]] == periods
    ranks = {row["id"]: int(row["rank"]) for row in rows if row["rank"].isdigit()}
    assert {row["id"]: m.rank for row, m in zip(rows, read.mentions, strict=True) if m.rank} == ranks
    assert [(s.tier, s.scope, s.rank) for s in read.ranks if s.tier] == [("第一方阵", "全省", None)] * 2


@pytest.mark.parametrize(
    "text",
    [
        "2024年6月5日8:30，2024-06-05，1—5月，2023年1—6月，去年5月，前11个月，近5年来，9时30分，20世纪90年代，80后",
        "电话0796-1234567、13800001234、12345热线，邮编331409，见样政发〔2024〕12号、G206国道、S223、PM2.5、V2.0.1",
        "“5+2”行动、1+4+M+N、“6110”目标、4A级、5G、3D、4S店、2×66万千瓦机组、“7·20”、7×24小时",
        "第三产业、第12期、第1、2位、第一批、前10名、前三名、第二十届、全国500强、百强县",
        "三次产业结构由13.9:43.0:43.1调整为13.5：43.2：43.3，师生比1:14.2，1/3的村",
        "亿元以上项目、超亿元企业、百亿产业集群、万亩良田、千家万户、数十家、几百人、两三个、三五家",
        "三年行动、十年禁渔、两个月、百日攻坚、三十年来、一个季度、建党100周年、建县1500年",
        "三大行动、四个方面、五项任务、二十条措施、二期工程、三级医院、三位一体、一个缩影、一座座、十件实事",
        "三明市、七台河市、九江、六安、五河县、三台县、四川、“十户连心”、《支持企业30条措施》、“稳增长20条”",
        "签约、节约、附近、一方面、百分点、万元GDP能耗、每百元营收、百万吨死亡率、家庭、人大",
    ],
)
def test_what_only_looks_like_a_quantity_is_none(text: str) -> None:
    assert [mention.text for mention in texts.read_text(text).mentions] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("１２．５亿元，增长８．３％", ["12.5 亿元 exact", "8.3 % exact"]),
        ("1,200万亩、12，345人", ["1200 万亩 exact", "12345 人 exact"]),
        ("全縣3200萬元,約30餘家", ["3200 万元 exact", "30 家 over"]),
        ("3亿5000万元，35万6821人，一亿二千万元", ["35000 万元 exact", "356821 人 exact", "12000 万元 exact"]),
        ("分别为12、15和18家", ["12 家 exact", "15 家 exact", "18 家 exact"]),
        ("约3—5亿元，10%至15%左右", ["3 亿元 about", "5 亿元 about", "10 % about", "15 % about"]),
        ("分别超过30%和40%", ["30 % over", "40 % over"]),
        ("增速为-0.35%，5%-8%", ["-0.35 % exact", "5 % exact", "8 % exact"]),
        ("下降3.2%，-5℃", ["3.2 % exact", "-5 ℃ exact"]),
        ("近百个，上千人，万余亩，近万人", ["100 个 under", "1000 人 over", "1 万亩 over", "1 万人 under"]),
        ("1个多月，1个半小时，3年多", ["1 个月 over", "1.5 个小时 exact", "3 年 over"]),
        ("投资120亿，惠及1.2万群众", ["120 亿 exact", "1.2 万 exact"]),
        ("指数为102.3，占百分之三十五以上", ["102.3  exact", "35 % over"]),
        ("节约100万元，签约5个，附近3公里，反超2个", ["100 万元 exact", "5 个 exact", "3 公里 exact", "2 个 exact"]),
        ("三分之二，近一半，八成五，三成左右", ["66.67 % about", "50 % under", "85 % about", "30 % about"]),
    ],
)
def test_numbers_units_and_hedges(text: str, said: list[str]) -> None:
    assert [f"{m.value:f} {m.unit} {m.hedge}" for m in texts.read_text(text).mentions] == said


@given(
    st.text(
        alphabet="0123456789.,%-—约近超余多万亿千百十一二三家个人元年月日第至和、，。 \n()（）“”增长下降分别为的内以上",
        max_size=300,
    )
)
def test_spans_are_slices_and_never_overlap(text: str) -> None:
    last = 0
    for mention in texts.read_text(text).mentions:
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        last = mention.end


@pytest.mark.parametrize(
    "piece", ["1", "9,", "、1", "一", "百", "第", "1:", "万", "分别", "（", "2024年", " ", "a1", "、", "——", "长" * 9]
)
def test_no_text_takes_for_ever(piece: str) -> None:
    """Ten thousand characters of the worst kinds come back; a pattern that backtracks would not."""
    assert texts.read_text(piece * (10_000 // len(piece))).text


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(text[m.start : m.end] == m.text for m in texts.read_text(text).mentions)


# --- when -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2023年", "2023"),
        ("今年一季度", "2024Q1"),
        ("今年以来", "2024-YTD"),
        ("去年以来", "2023-01/2024-YTD"),
        ("2023年1—6月", "2023-01/2023-06"),
        ("1—5月", "2024-01/2024-05"),
        ("前三季度", "2024-01/2024-09"),
        ("前11个月", "2024-01/2024-11"),
        ("去年下半年", "2023-07/2023-12"),
        ("2024年5月1日至5日", "2024-05-01/2024-05-05"),
        ("今年“五一”假期", "2024-05-01/2024-05-05"),
        ("去年国庆假期", "2023-09-30/2023-10-06"),
        ("截至6月底", "2024-06-30"),
        ("2023年底", "2023-12-31"),
        ("“十三五”期间", "2016-01/2020-12"),
        ("5月", "2024-05"),
        ("13月", ""),
    ],
)
def test_a_period_is_reckoned_from_the_day_of_the_text(text: str, code: str) -> None:
    (mention,) = texts.read_text(f"{text}，完成投资3亿元", anchor=date(2024, 7, 1)).mentions
    assert mention.period == code


def test_national_day_takes_in_the_days_off_before_and_after() -> None:
    assert dates.find_dates("去年国庆假期", dates.Anchor(2025))[0].code == "2024-10-01/2024-10-07"
    assert dates.find_dates("国庆假期", dates.Anchor(2090))[0].code == "", "a year not yet published is not guessed"


def test_what_something_is_compared_with_is_not_its_period() -> None:
    read = texts.read_text(
        "2023年，产值12亿元，比2020年增长15%，是2015年的2.3倍，较上年提高1个百分点，去年同期为10亿元。"
    )
    assert [mention.period for mention in read.mentions[:4]] == ["2023"] * 4


def test_the_anchor_is_given_or_found() -> None:
    assert texts.read_text("今年3家", anchor=date(2022, 1, 1)).mentions[0].period == "2022"
    dated = texts.read_text("今年3家。\n（2021年12月3日）")
    assert (dated.mentions[0].period, dated.anchor.how) == ("2021", "dated")
    assert texts.read_text("2019年5家，今年3家，到2025年9家").mentions[1].period == "2019"
    assert texts.read_text("今年3家").mentions[0].period == "", "no year is told, so none is said"


def test_a_bulletin_speaks_of_the_year_of_its_title() -> None:
    read = texts.read_text("样县2023年统计公报\n全年产值5亿元，年末人口3万人。", anchor=date(2024, 3, 20))
    assert [mention.period for mention in read.mentions] == ["2023", "2023-12-31"]


def test_a_period_carried_on_says_so_and_ends_at_a_heading() -> None:
    text = "2023年以来，全县大力招商。\n新签约5家。目前3家开工。\n民生福祉\n新建8所。"
    found = texts.read_text(text, anchor=date(2024, 7, 1)).mentions
    assert [(m.period, m.period_from) for m in found] == [("2023-01/2024-YTD", "carried"), ("", ""), ("", "")]


# --- what it is about -------------------------------------------------------------------------------


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
    assert [mention.measured for mention in texts.read_text(text).mentions] == measured


def test_change_words_and_what_they_are_against() -> None:
    text = "收入同比增长5%，环比下降3%，较年初增加2亿元，由90天压缩至35天，占比提高1.2个百分点，产值翻一番"
    read = texts.read_text(text)
    assert [(m.change, m.against) for m in read.mentions] == [
        ("增长", "同比"), ("下降", "环比"), ("增加", "年初"), ("", ""), ("压缩至", ""), ("提高", ""),
    ]  # fmt: skip
    assert [text[start:end] for start, end in read.doublings] == ["翻一番"]


def test_a_rank_is_not_a_tier() -> None:
    read = texts.read_text(
        "新增27家，列吉安市第一；办结率98%，位居全省第12位；考核90分，进入全省第一方阵；在全省位列30名"
    )
    assert [(m.rank, m.tier) for m in read.mentions] == [(1, ""), (12, ""), (None, "第一方阵"), (30, "")]
    assert [s.scope for s in ranks.find_ranks("增速居全市第二，位列全省前列")] == ["全市", "全省"]


def test_the_nature_of_a_number() -> None:
    said = "预计产值5亿元。规划面积3平方公里。力争达到20亿元以上。完成投资8亿元，占年度计划的40%。"
    natures = [mention.nature for mention in texts.read_text(said).mentions]
    assert natures == ["forecast", "planned", "target", "actual", "actual"]


def test_place_and_subject() -> None:
    found = texts.read_text("走进位于样县的幸福小区，投资300万元。全县新建5所。").mentions
    assert (found[0].subject, found[0].area, found[1].area) == ("幸福小区", "样县", "全县")


def test_the_locator_counts_as_a_reader_does() -> None:
    (mention,) = texts.read_text("标题\n\n  \n共27家").mentions
    assert mention.locator == "第2段第2—4字"


def test_names_of_the_county_are_no_quantities() -> None:
    assert texts.read_text("“十佳50户”评选", names=["十佳50户"]).mentions == ()


def test_a_reading_becomes_a_frame_and_plain_data() -> None:
    read = texts.read_text("共27.50家")
    assert read.frame().iloc[0][["text", "unit", "hedge", "locator"]].tolist() == [
        "27.50家",
        "家",
        "exact",
        "第1段第2—7字",
    ]
    assert read.as_dict()["mentions"][0]["value"] == "27.50"
    assert list(texts.read_text("无").frame().columns) == list(read.frame().columns)


# --- the words --------------------------------------------------------------------------------------


def test_every_unit_the_store_can_convert_is_read() -> None:
    from xj_analysis.quantity import units

    lost = [
        symbol for symbol in units.known()
        if not (found := quantities.find_quantities(f"共5{symbol}。")) or found[0].unit != symbol
    ]  # fmt: skip
    assert lost == []


@pytest.mark.parametrize(
    ("symbol", "base"), [("万元", "元"), ("元/吨", "元"), ("千瓦时", "千瓦时"), ("万千瓦", "千瓦")]
)
def test_the_base_of_a_unit(symbol: str, base: str) -> None:
    assert lexicon.base_unit(symbol) == base


def test_no_text_is_of_a_real_place(repo: Path) -> None:
    for name in FILES:
        head = (repo / "tests" / "texts" / "marked" / name).read_text(encoding="utf-8").splitlines()[0]
        assert "编造" in head

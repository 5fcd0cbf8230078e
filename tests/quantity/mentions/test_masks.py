"""Masking: digits that are no quantities, and normalization of characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.quantity.mentions.masks import mask_non_quantities, normalize_characters
from xj_analysis.texts.reader.reading import read_text


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
        "投资（万亿元）2、存款(百万元)、单位：千万人次",
        "签约、节约、附近、一方面、百分点、万元GDP能耗、每百元营收、百万吨死亡率、家庭、人大",
    ],
)
def test_what_only_looks_like_a_quantity_is_none(text: str) -> None:
    assert [mention.text for mention in read_text(text).mentions] == []


def test_names_of_the_county_are_no_quantities() -> None:
    assert read_text("“十佳50户”评选", names=["十佳50户"]).mentions == ()


@given(st.text(max_size=100))
def test_masking_keeps_every_place(text: str) -> None:
    plain = normalize_characters(text)
    assert len(mask_non_quantities(plain)) == len(plain) == len(text)


@given(st.text(max_size=100))
def test_normalized_text_stays_as_it_is(text: str) -> None:
    plain = normalize_characters(text)
    assert normalize_characters(plain) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [("８．３％", "8.3%"), ("1,200萬畝", "1,200万亩"), ("A:3;5", "A：3；5"), ("3,4", "3，4"), ("8:30", "8:30")],
)
def test_full_width_and_traditional_characters_have_one_form(text: str, plain: str) -> None:
    assert normalize_characters(text) == plain

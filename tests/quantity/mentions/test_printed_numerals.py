"""Numerals of printed text, and structural ones: dates, marks, captions, references, names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.quantity import periods, units
from xj_analysis.quantity.mentions.printed_numerals import (
    blank_structure,
    excerpt,
    find_numerals,
    is_numbered_name,
    typed_numerals,
)
from xj_analysis.quantity.mentions.ranks import find_rank_words
from xj_analysis.quantity.mentions.stated import stated_quantities


def figures_in(text: str, **structural: list[str]) -> list[str]:
    return [numeral.text for numeral in find_numerals(blank_structure(text, **structural))]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("共27家，约75万人次", ["27", "75"]),
        ("占63.5%", ["63.5"]),
        ("１２个", ["１２"]),
        ("增长三成，减少一半", ["三成", "一半"]),
        ("投资百亿元、二十家、两个", ["百亿元", "二十家"]),
        ("第一产业，十大攻坚战，一个季度，亿元以上，单位：万元", []),
        ("由四部分构成为主，三成员", []),
    ],
)
def test_a_numeral_is_found(text: str, figures: list[str]) -> None:
    assert figures_in(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "2024年6月5日",
        "见表1，如图12。",
        "2023年1—6月",
        "2024年5月1—5日",
        "2023年1月1日—5月15日",
        "约2010年",
        "2024年一季度",
        "[3][12]",
        "图2 图题",
        "— 12 —",
    ],
)
def test_structure_is_no_numeral(text: str) -> None:
    assert figures_in(text) == []


@pytest.mark.parametrize(
    ("text", "figures"), [("2023年27家", ["27"]), ("表里3个", ["3"]), ("见图3个", ["3"]), ("12月", ["12"])]
)
def test_structure_swallows_no_figure(text: str, figures: list[str]) -> None:
    assert figures_in(text) == figures


def test_names_and_known_strings_are_structure_even_broken_over_lines() -> None:
    assert figures_in("“5+2”就业之家3个", names=["5+2"]) == ["3"]
    assert figures_in("见 http://a.cn/20\n12 页", literals=["http://a.cn/2012"]) == []


@given(st.sampled_from(["2023", "2024Q1", "2023-11", "2020-11-01", "2023-01/2023-06", "2024-05-01/2024-05-05",
                        "2023-01-01/2023-05-15", "2023-11/2024-02", "2024-YTD", "~2010", ""]))  # fmt: skip
def test_every_period_the_library_prints_is_structure(code: str) -> None:
    assert figures_in(periods.parse(code).label) == []


@given(st.integers(min_value=0, max_value=10**6), st.sampled_from(["家", "亿元", "%", "", "人次"]))
def test_a_planted_number_is_found(number: int, unit: str) -> None:
    assert figures_in(f"全县共{number}{unit}。") == [str(number)]


@given(
    st.text(alphabet="十百共元个，", max_size=30), st.integers(0, 10**6), st.text(alphabet="十百共元个，", max_size=30)
)
def test_an_excerpt_holds_the_numeral_and_little_more(before: str, number: int, after: str) -> None:
    text = f"{before}{number}{after}"
    numeral = next(numeral for numeral in find_numerals(text) if numeral.text == str(number))
    shown = excerpt(text, numeral, width=3)
    assert str(number) in shown and shown in text and len(shown) <= len(str(number)) + 6


def test_the_context_of_a_numeral_is_one_line() -> None:
    text = "一、\n全年新建公路 987 公里\n二、"
    (numeral,) = find_numerals(text)
    assert excerpt(text, numeral) == "一、 全年新建公路 987 公里 二、"


@pytest.mark.parametrize(
    ("words", "names", "typed"),
    [
        ("", [], []),
        ("三个中心、十大攻坚战，一是、二是，“两山”“三量”，一方面，第一产业，一、（一）", [], []),
        ("占三成，约占三分之一", [], ["三成", "三分之一"]),
        ("四分之三，百分之二十，十五家，翻番", [], ["四分之三", "百分之二十", "十五家", "翻番"]),
        ("共3个", [], ["3"]),
        ("“5+2”就业之家", ["5+2"], []),
        ("“5+2”就业之家", [], ["5", "2"]),
        ("“5+2”就业之家共3个", ["5+2"], ["3"]),
        ("15+2", ["5+2"], ["1"]),
        ("国家3A级", ["3A级", "国家3A级"], []),
        ("“6410”与“64”", ["64", "6410"], []),
        ("６个", [], ["６"]),
        ("见表1，2024年", [], ["1", "2024"]),
        ("①", [], ["①"]),
    ],
)
def test_what_a_template_states_by_itself(words: str, names: list[str], typed: list[str]) -> None:
    assert typed_numerals(words, names, structure=False) == typed


def test_dates_and_references_are_structure_of_a_text_and_not_of_a_template() -> None:
    assert typed_numerals("2024年5月1日，见表1。") == []
    assert typed_numerals("发表3篇，报表5张，见表3个", structure=True) == ["3", "5", "3"]


@given(st.text(alphabet="甲乙丙“”，。"), st.text(alphabet="甲乙丙"), st.integers(0, 9))
def test_one_digit_among_words_is_always_found(before: str, after: str, digit: int) -> None:
    assert typed_numerals(before + after, structure=False) == []
    assert typed_numerals(f"{before}{digit}{after}", structure=False) == [str(digit)]


@given(st.text(alphabet="一二三十百半成分之家万元是方面第个约占，。", max_size=24))
def test_what_the_reader_sees_in_words_is_what_counts_as_typed(words: str) -> None:
    assert bool(typed_numerals(words, structure=False)) == bool(stated_quantities(words) or find_rank_words(words))


@pytest.mark.parametrize("place", ["{}", "投资（{}）", "单位：{}"])
def test_a_unit_by_itself_states_no_number(place: str) -> None:
    assert [unit for unit in units.known_units() if typed_numerals(place.format(unit))] == []


@pytest.mark.parametrize(
    ("name", "is_name"),
    [
        ("总投资20亿元以上项目数", True),
        ("占三成企业数", True),
        ("37家", False),
        ("三成", False),
        ("企业数", False),
        ("5", False),
    ],
)
def test_a_name_with_a_numeral_is_more_than_the_numeral(name: str, is_name: bool) -> None:
    assert is_numbered_name(name) is is_name

"""Numerals in text, structural ones (dates, marks, captions, names), and values of Chinese numerals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.quantity import numerals, periods


def figures_in(text: str, **structural: list[str]) -> list[str]:
    return [match[0] for match in numerals.find_numerals(numerals.blank_structure(text, **structural))]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("共27家，约75万人次", ["27", "75"]),
        ("占63.5%", ["63.5"]),
        ("１２个", ["１２"]),
        ("增长三成，减少一半", ["三成", "一半"]),
        ("投资百亿元、二十家、两个", ["百亿元", "二十家", "两个"]),
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


def written(number: int) -> str:
    """A whole number below a 亿 in Chinese, as one is taught to write it."""
    if number >= 10**4:
        rest = number % 10**4
        return written(number // 10**4) + "万" + (("零" if rest < 10**3 else "") + written(rest) if rest else "")
    text, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return text


@given(st.integers(1, 10**8 - 1))
def test_a_chinese_numeral_is_the_number_it_was_written_for(number: int) -> None:
    assert numerals.parse_chinese(written(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十二", 12), ("百", 100), ("百亿", 10**10), ("万亿", 10**12), ("两千", 2000), ("一亿二千万", 120_000_000),
        ("三点五", Decimal("3.5")), ("二〇二四", None), ("三五", None), ("两三百", None), ("一百二", None),
        ("十百", None), ("三点", None), ("", None), ("成", None),
    ],
)  # fmt: skip
def test_what_stands_for_no_one_number_is_none(text: str, number: object) -> None:
    assert numerals.parse_chinese(text) == number


@given(
    st.text(alphabet="十百共元个，", max_size=30), st.integers(0, 10**6), st.text(alphabet="十百共元个，", max_size=30)
)
def test_an_excerpt_holds_the_numeral_and_little_more(before: str, number: int, after: str) -> None:
    text = f"{before}{number}{after}"
    match = next(match for match in numerals.find_numerals(text) if match[0] == str(number))
    shown = numerals.excerpt(text, match, width=3)
    assert str(number) in shown and shown in text and len(shown) <= len(str(number)) + 6


def test_the_context_of_a_numeral_is_one_line() -> None:
    text = "一、\n全年新建公路 987 公里\n二、"
    (match,) = numerals.find_numerals(text)
    assert numerals.excerpt(text, match) == "一、 全年新建公路 987 公里 二、"

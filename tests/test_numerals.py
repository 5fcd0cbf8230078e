"""Numerals and structure: what counts as a number, and what is a date, a mark, a caption or a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis import numerals, periods


def left(text: str, **known: list[str]) -> list[str]:
    return [match[0] for match in numerals.find(numerals.blanked(text, **known))]


@pytest.mark.parametrize(
    ("text", "found"),
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
def test_a_numeral_is_found(text: str, found: list[str]) -> None:
    assert left(text) == found


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
    assert left(text) == []


@pytest.mark.parametrize(
    ("text", "found"), [("2023年27家", ["27"]), ("表里3个", ["3"]), ("见图3个", ["3"]), ("12月", ["12"])]
)
def test_structure_swallows_no_figure(text: str, found: list[str]) -> None:
    assert left(text) == found


def test_names_and_known_strings_are_structure_even_broken_over_lines() -> None:
    assert left("“5+2”就业之家3个", names=["5+2"]) == ["3"]
    assert left("见 http://a.cn/20\n12 页", known=["http://a.cn/2012"]) == []


@given(st.sampled_from(["2023", "2024Q1", "2023-11", "2020-11-01", "2023-01/2023-06", "2024-05-01/2024-05-05",
                        "2023-01-01/2023-05-15", "2023-11/2024-02", "2024-YTD", "~2010", ""]))  # fmt: skip
def test_every_period_the_library_prints_is_structure(code: str) -> None:
    assert left(periods.parse(code).label) == []


@given(st.integers(min_value=0, max_value=10**6), st.sampled_from(["家", "亿元", "%", "", "人次"]))
def test_a_planted_number_is_found(number: int, unit: str) -> None:
    assert left(f"全县共{number}{unit}。") == [str(number)]

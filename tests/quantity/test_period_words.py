"""Periods that words name: every way of writing one, and what looks like one and is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.quantity import periods
from xj_analysis.quantity.period_words import find_period, find_periods, without_periods, words_of

RANGES = ["{y}年1—{m}月", "{y} 年 1-{m} 月", "{y}年1月至{m}月", "{y}.1～{m}月份", "截至{y}年{m}月底", "{y}年{m}月报表"]
NUMERIC = ["{y}-{m:02d}", "{y}.{m}", "{y}{m:02d}"]
DAYS = ["{y}年{m}月8日", "{y}-{m:02d}-08", "{y}.{m}.8", "{y}{m:02d}08", "{m}月8日", "{y}/{m}/8"]


@given(st.integers(2001, 2098), st.integers(1, 12), st.sampled_from(RANGES + NUMERIC))
def test_months_are_the_months_since_january(year: int, month: int, words: str) -> None:
    found = find_period("接待情况" + words.format(y=year, m=month))
    assert found is not None and found.code == f"{year}-01/{year}-{month:02d}"
    assert found.last_code == f"{year}-{month:02d}"


@given(st.integers(2001, 2098), st.integers(1, 12), st.sampled_from(DAYS))
def test_a_day_is_no_period(year: int, month: int, words: str) -> None:
    assert find_periods("填报日期" + words.format(y=year, m=month)) == []


@given(st.integers(2001, 2098), st.integers(1, 12), st.sampled_from(RANGES), st.sampled_from(DAYS))
def test_a_day_beside_a_period_hides_nothing(year: int, month: int, words: str, day: str) -> None:
    text = day.format(y=year, m=month) + "填" + words.format(y=year - 1, m=month)
    found = find_period(text)
    assert found is not None and found.code == f"{year - 1}-01/{year - 1}-{month:02d}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025年上半年", "2025-01/2025-06"), ("2025年前三季度", "2025-01/2025-09"), ("2025年一季度", "2025-01/2025-03"),
        ("2025年第三季度", "2025-01/2025-09"), ("2025Q2", "2025-01/2025-06"), ("2025年度", "2025"),
        ("2025年全年", "2025"), ("2025年1—12月", "2025-01/2025-12"), ("2025年1月—2025年10月", "2025-01/2025-10"),
        ("2025年1月份至10月份", "2025-01/2025-10"), ("附件2 2025年10月", "2025-01/2025-10"),
        ("2025年H1", "2025-01/2025-06"),
        ("截至2025.9.30", "2025-01/2025-09"), ("2025-01-01至2025-09-30", "2025-01/2025-09"), ("24年度", "2024"),
        ("2025年前十个月", "2025-01/2025-10"), ("2025年半年度", "2025-01/2025-06"),
        ("2025年一至九月", "2025-01/2025-09"), ("24年1—10月", "2024-01/2024-10"), ("2025年1—3季度", "2025-01/2025-09"),
        ("截至2025年9月30日", "2025-01/2025-09"), ("二〇二五年十月", "2025-01/2025-10"),
        ("202501-202510", "2025-01/2025-10"),
    ],
)  # fmt: skip
def test_parts_of_a_year_have_codes_that_parse(text: str, code: str) -> None:
    found = find_period(text)
    assert found is not None and found.code == code and periods.parse(code)
    assert words_of(periods.parse(code)).agrees(found)


@pytest.mark.parametrize(
    "text",
    ["报表", "2025年13月", "0月", "12个月", "6110工程", "2012.5亿元", "近20年", "产值（2020年不变价）"],
)
def test_what_names_no_period(text: str) -> None:
    assert find_periods(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025年三季度", "2025Q3"), ("2025年下半年", "2025-07/2025-12"), ("2025年9月", "2025-09"), ("2025年", "2025"),
        ("2011-2015年", "2011/2015"), ("2024年11月—2025年1月", "2024-11/2025-01"), ("2025年1—9月", "2025-01/2025-09"),
    ],
)  # fmt: skip
def test_words_have_a_code_of_just_their_months(text: str, code: str) -> None:
    found = find_period(text)
    assert found is not None and found.own_code == code and periods.parse(code)


@pytest.mark.parametrize("text", ["2025年", "9月", "2025", "1—9月", "2025年7—10月", "2011—2015年"])
def test_half_a_period_has_no_code(text: str) -> None:
    found = find_period(text)
    assert found is not None and found.code == ""


def test_a_year_and_months_apart_make_one_period() -> None:
    found = find_period("2025年示例县旅游接待情况（1—9月）")
    assert found is not None and found.code == "2025-01/2025-09"


def test_other_years_and_months_disagree() -> None:
    told, same, year, month = (find_period(text) for text in ("2025年1—9月", "2025年9月", "2024年9月", "10月"))
    assert told and same and year and month
    assert told.agrees(same) and not told.agrees(year) and not told.agrees(month)


def test_a_text_without_its_periods() -> None:
    assert without_periods("2025年1—9月累计") == without_periods("累计") == "累计"
    assert without_periods("2018") == "" and without_periods("2025年10月8日填") == "2025年10月8日填"

"""Units: dimensions, scales, and exact ratios."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.quantity import units

SYMBOLS = units.known_units()
VALUES = st.decimals(min_value=-(10**6), max_value=10**6, places=4)


@pytest.mark.parametrize(
    ("symbol", "dimension", "factor", "counted"),
    [
        ("元", "人民币", 1, False),
        ("万元", "人民币", 10**4, False),
        ("亿元", "人民币", 10**8, False),
        ("万亿元", "人民币", 10**12, False),
        ("百万元", "人民币", 10**6, False),
        ("家", "家", 1, True),
        ("万家", "家", 10**4, False),
        ("人次", "人次", 1, True),
        ("万人次", "人次", 10**4, False),
        ("场（次）", "场（次）", 1, True),
        ("万亩", "面积", Fraction(20_000_000, 3), False),
        ("%", "比率", Fraction(1, 100), False),
        ("个百分点", "百分点", 1, False),
        ("小时", "分钟", 60, False),
        ("", "无量纲", 1, False),
    ],
)
def test_a_unit_knows_its_dimension_scale_and_kind(
    symbol: str, dimension: str, factor: Fraction, counted: bool
) -> None:
    unit = units.unit(symbol)
    assert (unit.symbol, unit.dimension, unit.factor, unit.counted) == (symbol, dimension, factor, counted)


@pytest.mark.parametrize(("wrong", "nearest"), [("万圆", "万元"), ("平方公", "平方公里"), ("百分点", "个百分点")])
def test_an_unknown_unit_names_the_nearest(wrong: str, nearest: str) -> None:
    with pytest.raises(DataError, match=f"单位不认识，得到“{wrong}”。是否想写“{nearest}”？"):
        units.unit(wrong)


@pytest.mark.parametrize("symbol", ["万%", "亿个百分点", "万天", "万", "亿", "元 ", "万万元", "千万亿元"])
def test_a_scale_stands_only_before_what_can_be_scaled(symbol: str) -> None:
    with pytest.raises(DataError):
        units.unit(symbol)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_every_unit_offered_is_accepted(symbol: str) -> None:
    assert units.unit(symbol).symbol == symbol


def test_no_unit_is_offered_twice() -> None:
    assert len(SYMBOLS) == len(set(SYMBOLS))


@pytest.mark.parametrize(
    ("source", "target", "alike"),
    [
        ("万元", "亿元", True), ("亩", "公顷", True), ("人", "万人", True), ("%", "‰", True),
        ("%", "个百分点", False), ("人", "人次", False), ("家", "个", False),
        ("元", "美元", False), ("天", "个工作日", False),
    ],
)  # fmt: skip
def test_only_one_dimension_converts(source: str, target: str, alike: bool) -> None:
    assert units.convertible(source, target) is alike


@pytest.mark.parametrize(
    ("value", "source", "target", "result"),
    [
        ("777848", "万元", "亿元", "77.7848"),
        ("1.2", "亿元", "万元", "12000"),
        ("15", "亩", "公顷", "1"),
        ("1", "万亩", "亩", "10000"),
        ("60.78", "%", "‰", "607.8"),
        ("2", "小时", "分钟", "120"),
        ("0.35", "元", "元", "0.35"),
    ],
)
def test_a_ratio_is_exact(value: str, source: str, target: str, result: str) -> None:
    assert Fraction(value) * units.ratio(source, target) == Fraction(result)


def test_unlike_units_do_not_convert_and_both_are_named() -> None:
    with pytest.raises(DataError, match="万元（人民币）不能换算为亩（面积）。请核对单位"):
        units.ratio("万元", "亩")


@given(VALUES, st.sampled_from([(a, b) for a in SYMBOLS for b in SYMBOLS if units.convertible(a, b)]))
def test_there_and_back_gives_the_same_value(value: Decimal, pair: tuple[str, str]) -> None:
    source, target = pair
    assert Fraction(value) * units.ratio(source, target) * units.ratio(target, source) == Fraction(value)


@given(st.sampled_from(["元", "万元", "百万元", "亿元"]), st.sampled_from(["元", "万元", "千万元", "亿元"]))
def test_ratios_of_money_are_powers_of_ten(source: str, target: str) -> None:
    ratio = units.ratio(source, target)
    assert set(str(max(ratio, 1 / ratio))) <= {"1", "0"}


@given(st.sampled_from(SYMBOLS), st.sampled_from(SYMBOLS))
def test_the_two_directions_are_reciprocal_or_both_refused(source: str, target: str) -> None:
    if units.convertible(source, target):
        assert units.ratio(source, target) * units.ratio(target, source) == 1
    else:
        for pair in ((source, target), (target, source)):
            with pytest.raises(DataError):
                units.ratio(*pair)


def test_a_unit_that_is_not_known_is_found_to_be_none() -> None:
    assert units.find_unit("万圆") is None
    assert all(units.find_unit(symbol) == units.unit(symbol) for symbol in units.known_units())

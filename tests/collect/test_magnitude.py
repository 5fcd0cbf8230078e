"""Magnitude: units, and rates as fractions or a hundred times too large; sound values raise no doubt."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xj_analysis.collect.magnitude import Doubt, Earlier, find_doubt
from xj_analysis.county.model import Indicator
from xj_analysis.quantity.cell_values import CellValue

Kind = Literal["flow", "stock", "rate", "change"]


def indicator(kind: Kind, unit: str = "%", decimals: int = 1) -> Indicator:
    return Indicator(slug="x", name="某项", unit=unit, kind=kind, decimals=decimals)


def doubt(
    digits: str, kind: Kind, *, unit: str = "%", shown: str = "", month: float | None = None,
    year: float | None = None,
) -> Doubt | None:  # fmt: skip
    return find_doubt(CellValue(digits, unit), indicator(kind, unit), Earlier(month, year), shown)


@pytest.mark.parametrize(
    ("digits", "kind", "unit", "then"),
    [
        ("0.956", "rate", "%", 95.7), ("0.96", "rate", "%", 95.7), ("0.9", "rate", "%", 95.0),
        ("1", "rate", "%", 100.0),
        ("1", "rate", "%", 97.3), ("0.051", "change", "%", 5.3), ("-0.032", "change", "%", -3.0),
        ("0.05", "change", "%", 5.3), ("0.053", "change", "个百分点", 5.1), ("0.0312", "rate", "‰", 3.1),
        ("0.167", "rate", "%", 8.3),
    ],
)  # fmt: skip
def test_a_fraction_is_asked_about(digits: str, kind: Kind, unit: str, then: float) -> None:
    found = doubt(digits, kind, unit=unit, month=then)
    assert found is not None and found.what == f"像是分数写法，上期是{then:g}{unit}"
    assert f"请按{unit}填（{Decimal(digits) * 100:f}".rstrip("0").rstrip(".") in found.do


@pytest.mark.parametrize(("digits", "kind", "then"), [
    ("240", "change", 2.3), ("240.0", "rate", 2.4), ("9560", "rate", 95.7), ("9560", "change", 95.7),
])  # fmt: skip
def test_a_rate_a_hundred_times_too_large_is_asked_about(digits: str, kind: Kind, then: float) -> None:
    found = doubt(digits, kind, year=then)
    assert found is not None and found.what == f"像是大了一百倍，上年同期是{then:g}%"


@pytest.mark.parametrize(
    ("digits", "kind", "then"),
    [
        ("0.5", "change", 0.6), ("-0.2", "change", 5.3), ("0.1", "change", 12.0), ("0.3", "change", 0.0),
        ("12.0", "change", 0.1), ("150", "change", 5.3), ("80", "change", 0.7), ("95.6", "rate", 95.7),
        ("100", "rate", 95.7), ("0.8", "rate", 1.2), ("0.1", "rate", 5.0), ("5.1", "change", 0.05), ("0", "rate", 95.7),
    ],
)  # fmt: skip
def test_a_sound_rate_is_left_alone(digits: str, kind: Kind, then: float) -> None:
    assert doubt(digits, kind, month=then) is None


def test_a_value_near_either_earlier_one_is_sound() -> None:
    assert doubt("0.08", "change", month=9.0, year=0.07) is None


def test_a_rate_that_names_its_unit_is_meant_so() -> None:
    assert doubt("0.956", "rate", month=95.7) is not None
    assert doubt("0.956", "rate", month=95.7, shown="0.956%") is None


def test_without_a_past_a_rate_is_compared_with_its_neighbours() -> None:
    neighbours = [CellValue(digits, "%") for digits in ("95.1", "97.2", "93.3")]
    found = find_doubt(CellValue("0.956", "%"), indicator("rate"), Earlier(neighbours=neighbours))
    assert found is not None and found.what == "像是分数写法，其他地区多是95.1%"
    assert find_doubt(CellValue("95.6", "%"), indicator("rate"), Earlier(neighbours=neighbours)) is None
    assert find_doubt(CellValue("0.956", "%"), indicator("rate"), Earlier(neighbours=neighbours[:1])) is None


@given(st.decimals("0.5", "99.9", places=1), st.integers(-20, 20), st.sampled_from(["rate", "change"]))
def test_every_fraction_of_a_rate_that_hardly_moved_is_found(then: Decimal, moved: int, kind: Kind) -> None:
    value = (then * (100 + moved) / 100).quantize(Decimal("0.1"))
    assume(value % 10)  # 0.1 may be a growth of 0.1%
    fraction = f"{(value / 100).normalize():f}"
    found = doubt(fraction, kind, month=float(then))
    assert found is not None and f"（{value.normalize():f}）" in found.do
    assert doubt(f"{value:f}", kind, month=float(then)) is None


@given(st.decimals(-50, 50, places=1), st.decimals(-50, 50, places=1))
def test_a_growth_with_the_decimals_of_its_indicator_is_never_taken_for_a_fraction(
    value: Decimal, then: Decimal
) -> None:
    assert doubt(f"{value:f}", "change", month=float(then)) is None


@given(st.integers(2, 10**6), st.integers(0, 100))
def test_an_amount_that_grows_within_a_month_is_sound(then: int, grown: int) -> None:
    amount = f"{then + then * grown // 100}"
    for kind in ("flow", "stock"):
        assert doubt(amount, kind, unit="万元", month=float(then)) is None
        assert doubt(amount, kind, unit="万元", month=float(then), year=then / 99) is None, "as last month"
        wrong = doubt(f"{int(amount) * 10_000}", kind, unit="万元", month=float(then))
        assert wrong is not None and "疑单位填错" in wrong.what


@pytest.mark.parametrize(("digits", "then"), [("3", -5.0), ("-3", 5.0), ("-3", -2.0), ("0", 5.0)])
def test_a_change_of_sign_says_nothing_about_the_unit(digits: str, then: float) -> None:
    assert doubt(digits, "flow", unit="万元", month=then, year=then) is None


LEVELS = [Decimal(n) / 10 for n in range(600, 1001, 7)]
GROWTHS = [Decimal(n) / 10 for n in range(-200, 301) if n]


@given(st.decimals(60, 100, places=1), st.decimals(-5, 5, places=1), st.decimals(-20, 30, places=1),
       st.decimals(-20, 30, places=1))  # fmt: skip
def test_a_sound_series_raises_no_doubt(level: Decimal, moved: Decimal, growth: Decimal, then: Decimal) -> None:
    assert doubt(f"{level + moved:f}", "rate", month=float(level)) is None
    assert doubt(f"{growth:f}", "change", month=float(then)) is None


@given(st.integers(1, 100), st.decimals(60, 100, places=1))
def test_every_fraction_of_a_level_is_found_whatever_its_decimals(hundredth: int, then: Decimal) -> None:
    assume(3 * hundredth >= then)
    assert doubt(f"{Decimal(hundredth) / 100:f}", "rate", month=float(then)) is not None


@given(st.decimals(60, 100, places=1), st.integers(-10, 10))
def test_a_slipped_point_of_a_level_is_found(then: Decimal, moved: int) -> None:
    value = (then * (100 + moved) / 100).quantize(Decimal("0.1"))
    for slipped in (value / 10, value * 10):
        found = doubt(f"{slipped:f}", "rate", month=float(then))
        assert found is not None and "小数点" in found.what and f"填（{value.normalize():f}）" in found.do


@pytest.mark.parametrize("then", [9.5, 5.3, -3.1, 0.6, 25.0])
def test_nearly_every_series_in_fractions_is_found(then: float) -> None:
    """One that ends in a nought may have no decimals to tell it: 10% as 0.1 is as sound as a growth of 0.1%."""
    series: list[tuple[Kind, float, list[Decimal]]] = [("rate", 95.7, LEVELS), ("change", then, GROWTHS)]
    tried = [(kind, before, f"{(value / 100).normalize():f}") for kind, before, values in series for value in values]
    missed = [digits for kind, before, digits in tried if doubt(digits, kind, month=before) is None]
    assert len(missed) <= len(tried) / 100, missed
    assert all(len(digits.partition(".")[2]) <= 1 for digits in missed), "decimals that are not declared tell"


@pytest.mark.parametrize(("digits", "then"), [("0.024", 9.5), ("-0.051", 9.5), ("0.51", 9.5), ("0.051", None)])
def test_more_decimals_than_a_growth_has_are_asked_about(digits: str, then: float | None) -> None:
    found = doubt(digits, "change", month=then)
    assert found is not None and found.what.startswith("像是分数写法")


@pytest.mark.parametrize(("digits", "then"), [("0.48", 5.31), ("0.483", 5.317), ("0.08", 0.07), ("1.537", 5.3)])
def test_decimals_that_a_growth_always_had_are_sound(digits: str, then: float) -> None:
    assert doubt(digits, "change", month=then) is None


def test_decimals_of_neighbours_count_unless_they_are_fractions_too() -> None:
    for others, sound in ((("5.283", "7.112"), True), (("0.053", "0.071"), False)):
        earlier = Earlier(neighbours=[CellValue(digits, "%") for digits in others])
        assert (find_doubt(CellValue("0.487", "%"), indicator("change"), earlier) is None) is sound

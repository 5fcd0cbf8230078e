"""Wording of figures: directions, numerals, and the name of all campaigns."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.briefing import figure_wording
from xj_analysis.quantity import figures, numerals
from xj_analysis.store.store import Store


@given(st.integers(1, 99))
def test_a_chinese_numeral_is_read_back(number: int) -> None:
    assert numerals.parse_chinese(figure_wording.chinese_numeral(number)) == number


@given(st.integers(2, 99))
def test_a_fraction_names_its_denominator(denominator: int) -> None:
    words = figure_wording.chinese_fraction(float(Fraction(1, denominator)))
    assert words == f"{figure_wording.chinese_numeral(denominator)}分之一"


@pytest.mark.parametrize(("number", "name"), [(10, "十大攻坚战"), (2, "两大攻坚战"), (1, "攻坚战"), (0, "攻坚战")])
def test_the_campaigns_are_named_by_their_number(xiajiang: Store, number: int, name: str) -> None:
    county = xiajiang.county.model_copy(update={"campaigns": xiajiang.county.campaigns[:number]})
    assert figure_wording.all_campaigns(county) == name


@given(st.decimals(-1000, 1000, places=1, allow_nan=False))
def test_a_direction_is_told_once_by_word_and_never_by_sign(change: Decimal) -> None:
    figure = figure_wording.with_direction(figures.reported_figure(change, "%"))
    word = "持平" if change == 0 else "增长" if change > 0 else "下降"
    assert figure.text.startswith(word) and "-" not in figure.text and figure.value == change

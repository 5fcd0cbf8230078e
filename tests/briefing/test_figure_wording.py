"""Wording of figures: directions, numerals, and the name of all campaigns."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.figure_rows import frame, indicator, observed
from xj_analysis import metrics
from xj_analysis.briefing import figure_wording
from xj_analysis.quantity import figures, numerals
from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.hedges import Hedge
from xj_analysis.store.store import Store


@given(st.integers(1, 99))
def test_a_chinese_numeral_is_read_back(number: int) -> None:
    assert numerals.parse_chinese(numerals.chinese_numeral(number)) == number


@given(st.integers(2, 99))
def test_a_fraction_names_its_denominator(denominator: int) -> None:
    words = figure_wording.chinese_fraction(float(Fraction(1, denominator)))
    assert words == f"{numerals.chinese_numeral(denominator)}分之一"


@pytest.mark.parametrize(("number", "name"), [(10, "十大攻坚战"), (2, "两大攻坚战"), (1, "攻坚战"), (0, "攻坚战")])
def test_the_campaigns_are_named_by_their_number(xiajiang: Store, number: int, name: str) -> None:
    county = xiajiang.county.model_copy(update={"campaigns": xiajiang.county.campaigns[:number]})
    assert figure_wording.all_campaigns(county) == name


@given(st.decimals(-1000, 1000, places=1, allow_nan=False))
def test_a_direction_is_told_once_by_word_and_never_by_sign(change: Decimal) -> None:
    figure = figure_wording.with_direction(figures.reported_figure(change, "%"))
    word = "持平" if change == 0 else "增长" if change > 0 else "下降"
    assert figure.text.startswith(word) and "-" not in figure.text and figure.value == change


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ("12", "15.5", "增长约30%"),
        ("12.0", "15.5", "增长约29%"),
        ("120.0", "155.0", "增长29.2%"),
        ("15.5", "12", "下降约20%"),
    ],
)
def test_growth_of_few_digits_is_about(then: str, now: str, said: str) -> None:
    """A calculator gives 29.2 for what the digits support to 30 alone."""
    rows = frame(
        *(observed("i", value, "万人次", period=f"{year}-01/{year}-06") for year, value in ((2023, then), (2024, now)))
    )
    grown = metrics.year_on_year(rows, [indicator("i", "万人次", 1)]).iloc[-1]
    figure = figure_wording.with_direction(figures.figure_from_row({str(name): cell for name, cell in grown.items()}))
    assert figure.text == said
    rounded = figures.figure_from_row({str(name): cell for name, cell in grown.items()})
    bare = said.removeprefix("增长").removeprefix("下降")
    assert rounded.text.replace("-", "") == bare, "in a sentence or a cell of one's own, too"
    column = FigureArray.from_frame(pd.DataFrame([grown]), "%")
    assert [text.replace("-", "") for text in column.texts()] == [bare]
    assert (figure.hedge is Hedge.ABOUT) == ("约" in said)


def test_growth_that_has_no_number_keeps_its_reason() -> None:
    reason = figures.missing_figure("精度不足", unit="%", formula="甲÷乙")
    assert figure_wording.with_direction(reason) == reason

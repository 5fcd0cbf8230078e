"""Conventions: each gives its own number, and none stands for any other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.briefing.figure_wording import chinese_fraction
from xj_analysis.briefing.sections import town_index
from xj_analysis.metrics import projection
from xj_analysis.metrics.index import WEIGHT_CHANGE
from xj_analysis.quantity.conventions import Convention, is_declared
from xj_analysis.quantity.figures import Figure, reported_figure


@pytest.mark.parametrize(
    ("number", "unit", "convention", "declared"),
    [
        ("100", "", Convention.BASE, True), ("90", "", Convention.BASE, False), ("100", "%", Convention.WHOLE, True),
        ("100", "", Convention.WHOLE, False), ("80", "%", Convention.CONFIDENCE, True),
        ("88.8", "%", Convention.CONFIDENCE, False), ("0.3", "", Convention.WEIGHT, True),
        ("1.3", "", Convention.WEIGHT, False), ("0", "项", Convention.COUNTED, True),
        ("3", "项", Convention.COUNTED, False), ("13", "个", Convention.COUNTED_AREAS, True),
        ("1.3", "个", Convention.COUNTED_AREAS, False), ("13", "亿元", Convention.COUNTED_AREAS, False),
    ],
)  # fmt: skip
def test_a_convention_gives_its_number(number: str, unit: str, convention: Convention, declared: bool) -> None:
    assert is_declared(reported_figure(Decimal(number), unit, formula=str(convention))) is declared


@given(st.decimals(0, 1000, places=1), st.sampled_from(["%", "个", ""]), st.text("甲÷乙约定", max_size=4))
def test_no_other_formula_is_a_convention(value: Decimal, unit: str, formula: str) -> None:
    figure = reported_figure(value, unit, formula=formula)
    assert is_declared(figure) == (formula == Convention.CONFIDENCE and value == Decimal(80) and unit == "%")


def test_the_conventions_are_those_of_the_metrics() -> None:
    sure = reported_figure(Decimal(projection.CONFIDENCE), "%", formula=str(Convention.CONFIDENCE))
    change = next(part for part in town_index._NOTE if isinstance(part, Figure))
    assert is_declared(sure) and is_declared(change) and change.text == chinese_fraction(WEIGHT_CHANGE)

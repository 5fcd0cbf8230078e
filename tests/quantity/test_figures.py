"""Figures: printable numbers with their trace."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from xj_analysis.quantity.figures import (
    COLUMNS,
    Figure,
    figure_from_row,
    figure_from_statement,
    missing_figure,
    phrase_figure,
    reported_figure,
)
from xj_analysis.quantity.hedges import Hedge, Statement, published_interval

NUMBERS = st.decimals(min_value=0, max_value=10**8, places=3).map(lambda number: number.normalize())


def row(**cells: Any) -> dict[str, Any]:
    """A row of a figure frame, by default computed and exact."""
    plain = {
        "value": 10.9,
        "low": 10.9,
        "high": 10.9,
        "hedge": "exact",
        "unit": "亿元",
        "decimals": 1,
        "origins": ("A1",),
    }
    return dict.fromkeys(COLUMNS, "") | plain | cells


def test_a_reported_number_keeps_the_digits_of_its_source() -> None:
    figure = figure_from_row(row(reported="261.60", value=261.6, decimals=0))
    assert (figure.text, figure.number, figure.value) == ("261.60亿元", "261.60", Decimal("261.60"))


def test_a_computed_number_is_settled_from_its_bounds() -> None:
    figure = figure_from_row(row(value=64.0, low=63.57, high=64.44, hedge="about", unit="元", decimals=2))
    assert (figure.text, figure.hedge) == ("约64元", Hedge.ABOUT)


def test_a_figure_carries_what_it_came_from() -> None:
    about = {
        "label": "平均投资",
        "period": "2024-YTD",
        "nature": "planned",
        "origins": ("A17", "A18"),
        "formula": "甲÷乙",
    }
    figure = figure_from_row(row(**about))
    assert {name: getattr(figure, name) for name in about} == about


def test_a_reason_leaves_no_number_and_keeps_the_origins() -> None:
    figure = figure_from_row(row(reason="窗口不同", value=float("nan"), label="变化"))
    assert (figure.text, figure.value, figure.number, figure.reason) == ("（窗口不同）", None, "", "窗口不同")
    assert (figure.origins, figure.label) == (("A1",), "变化")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_gap_or_an_infinity_is_never_printed_as_a_number(value: float) -> None:
    figure = figure_from_row(row(value=value, low=value, high=value, hedge="about"))
    assert figure.value is None
    assert figure.text.startswith("（") and "nan" not in figure.text.lower() and "inf" not in figure.text.lower()


@pytest.mark.parametrize(
    ("hedge", "low", "high", "text"),
    [
        ("over", 3.4, float("inf"), "3.4万人以上"),
        ("at_least", 3.4, float("inf"), "至少3.4万人"),
        ("under", 0.0, 3.4, "近3.4万人"),
        ("at_most", 0.0, 3.4, "3.4万人以内"),
    ],
)
def test_a_converted_bound_stays_the_kind_of_bound_it_was(hedge: str, low: float, high: float, text: str) -> None:
    assert figure_from_row(row(value=3.4, low=low, high=high, hedge=hedge, unit="万人")).text == text


@pytest.mark.parametrize(("rounding", "text"), [("half_even", "0.2亿元"), ("half_up", "0.3亿元")])
def test_the_rounding_declared_is_the_rounding_used(rounding: str, text: str) -> None:
    assert figure_from_row(row(value=0.25, low=0.25, high=0.25), rounding).text == text


@pytest.mark.parametrize(
    ("hedge", "bare"), [(Hedge.ABOUT, "约75"), (Hedge.EXACT, "75"), (Hedge.AT_MOST, "75以内"), (Hedge.UNDER, "近75")]
)
def test_a_cell_under_a_unit_heading_has_number_and_hedge_alone(hedge: Hedge, bare: str) -> None:
    assert reported_figure(Decimal(75), "万人次", hedge).bare == bare


def test_a_cell_without_a_number_says_why() -> None:
    assert missing_figure("无数据").bare == "（无数据）"


def test_words_around_a_number_are_a_figure_too() -> None:
    figure = phrase_figure("第1位", label="位次", origins=("A23",))
    assert (figure.text, figure.origins, figure.value) == ("第1位", ("A23",), None)


def test_a_statement_without_a_value_prints_its_reason() -> None:
    figure = figure_from_statement(Statement(None, 0, Hedge.EXACT, "无数据"), "元", label="人均")
    assert (figure.text, figure.reason, figure.unit, figure.label) == ("（无数据）", "无数据", "元", "人均")


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        phrase_figure("第1位", labell="位次")


def test_a_figure_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        phrase_figure("第1位").text = "第2位"  # type: ignore[misc]


@given(NUMBERS, st.sampled_from(list(Hedge)), st.sampled_from(["万元", "%", "人"]))
def test_the_number_printed_is_the_value_registered(value: Decimal, hedge: Hedge, unit: str) -> None:
    figure = reported_figure(value, unit, hedge)
    assert figure.value == value == Decimal(figure.number)
    assert figure.number in figure.text and unit in figure.text


@given(NUMBERS, st.sampled_from(list(Hedge)))
def test_a_figure_survives_json(value: Decimal, hedge: Hedge) -> None:
    figure = reported_figure(value, "万元", hedge, label="甲", origins=("A1", "A2"))
    assert Figure.model_validate_json(figure.model_dump_json(exclude_defaults=True)) == figure


@given(NUMBERS, st.integers(0, 3))
def test_a_measured_number_printed_anew_allows_what_it_was(value: Decimal, decimals: int) -> None:
    low, high = published_interval(value, Hedge.ABOUT, counted=False)
    figure = figure_from_row(
        row(value=float(value), low=float(low), high=float(high), hedge="about", decimals=decimals)
    )
    assert figure.value is not None
    printed = published_interval(figure.value, figure.hedge, counted=False)
    assert printed[0] <= low and high <= printed[1]

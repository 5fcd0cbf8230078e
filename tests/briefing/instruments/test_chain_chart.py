"""Bars of 产业链: as long as their completion, none beyond the page, with light and amounts in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.briefing.instruments.alarm_table import ALARM_LIGHTS
from xj_analysis.briefing.instruments.chain_chart import chain_bars
from xj_analysis.document.blocks import Chart, Omission
from xj_analysis.quantity.figures import Figure, missing_figure, reported_figure


def chain(rate: int | None, pace: int | None = 75) -> dict[str, Any]:
    def told(value: int | None, unit: str) -> Figure:
        if value is None:
            return missing_figure("没有", unit=unit)
        return reported_figure(Decimal(value), unit, label="甲", origins=("a",), formula="甲÷乙")

    return {"name": "甲链", "leader": "县领导甲", "light": ALARM_LIGHTS["红"], "完成率": told(rate, "%"),
            "序时": told(pace, "%"), "营收": told(rate, "亿元"), "目标": told(100, "亿元")}  # fmt: skip


def drawn(*chains: dict[str, Any]) -> Chart:
    made = chain_bars("各链", chains)
    assert isinstance(made, Chart)
    return made


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=9))
def test_a_bar_is_as_long_as_its_completion_and_none_leaves_the_page(rates: list[int]) -> None:
    chart = drawn(*map(chain, rates))
    bars = chart.spec["data"]["values"]
    (domain,) = {tuple(layer["encoding"]["x"]["scale"]["domain"]) for layer in chart.spec["layer"][:1]}
    for rate, bar in zip(rates, bars, strict=True):
        assert bar["value"] == min(max(rate, 0), 130) and bar["value"] <= domain[1]
        assert f"{rate}%" in bar["words"] and bar["words"].startswith("■红")
    assert domain[1] >= 100


def test_what_is_said_beside_a_bar_is_said_in_the_description_and_traced() -> None:
    chart = drawn(chain(58))
    assert "甲链（县领导甲）■红　58%　58亿元／100亿元" in chart.description
    assert {figure.text for figure in chart.figures} == {"58%", "75%", "58亿元", "100亿元"}


def test_a_chain_that_cannot_be_judged_has_its_light_alone() -> None:
    chart = drawn(chain(50), chain(None, None))
    values = chart.spec["data"]["values"]
    assert (values[1]["value"], values[1]["pace"], values[1]["words"]) == (0, None, "■红")


def test_no_chains_are_no_chart() -> None:
    assert isinstance(chain_bars("各链", []), Omission)

"""Sentences: no digit outside a figure, whatever the template."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.briefing import prose
from xj_analysis.document.pieces import plain_text
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.quantity.figure_array import FigureArray
from xj_analysis.quantity.figures import Figure, reported_figure

WORDS = st.text("甲乙丙，。", max_size=8)


@given(WORDS, WORDS, st.integers(0, 10**6))
def test_a_template_is_printed_around_its_figures(before: str, after: str, number: int) -> None:
    sentence = prose.say(before + "{n}" + after, n=Figure(text=f"{number}个", origins=("A1",)))
    assert plain_text(sentence.parts) == f"{before}{number}个{after}"


@given(WORDS, st.sampled_from("0123456789０９"), WORDS)
def test_a_digit_of_its_own_is_refused(before: str, digit: str, after: str) -> None:
    with pytest.raises(DataError, match="文字里写了数字"):
        prose.say(before + digit + after)


def test_a_name_with_digits_is_allowed_where_it_is_declared() -> None:
    assert plain_text(prose.say("“5+2”行动", names=["5+2"]).parts) == "“5+2”行动"
    with pytest.raises(DataError, match="没有给出这个数，得到“n”"):
        prose.say("{n}", m=Figure(text="1个", origins=("A1",)))


def test_a_note_names_each_source_once() -> None:
    assert prose.note("矛盾", ["甲"], sources=["a", "b", "a"]).sources == ("a", "b")


@pytest.mark.parametrize("number", [987, 98.7, None])
def test_a_bare_number_in_a_slot_is_refused_by_name(number: object) -> None:
    with pytest.raises(DataError, match="“x”不是可追溯的数"):
        prose.say("新建{x}公里。", x=number)  # type: ignore[arg-type]


def test_a_template_names_the_period_and_unit_of_a_figure() -> None:
    figure = reported_figure(Decimal(24), "个", label="项目", period="2024Q1", origins=("A17",))
    assert plain_text(prose.say("{x.period}{x.label}{x}。", x=figure).parts) == "2024年一季度项目24个。"
    with pytest.raises(DataError, match=r"这个数没有这一项，得到“x\.perod”。是否想写“period”"):
        prose.say("{x.perod}", x=figure)


def test_a_template_names_the_rank_and_the_tier_of_a_figure() -> None:
    rows = sample(value=[27.0, 5.0], rank=[1, None], rank_scope="吉安市", tier=["第一方阵", ""], unit="家")
    column: Any = pd.Series(FigureArray.from_frame(rows))
    said = prose.say("{x.rank}，{x.tier}。", x=column[0])
    assert plain_text(said.parts) == "吉安市第1位，吉安市第一方阵。" and column[0].rank.origins == ("r0",)
    assert plain_text(prose.say("{x.rank}{x}。", x=column.head(1)).parts).startswith("吉安市第1位27")
    for template, content, words in [
        ("{x.rnak}", column[0], "是否想写“rank”"), ("{x.rank}", column[1], "没有公布的位次"),
        ("{x.rank}", column[0] * 2, "没有公布的位次"), ("{x.rank}", column, "这里要一个数，给了一列"),
        ("{x.label}", column[0] * 2, "没有名称"),
    ]:  # fmt: skip
        with pytest.raises(DataError, match=words):
            prose.say(template, x=content)
    unnumbered = sample(value=[float("nan")], reason="无数据", tier="第一方阵", rank_scope="吉安市", unit="家")
    tier_alone = FigureArray.from_frame(unnumbered)[0]
    assert plain_text(prose.say("居{x.tier}。", x=tier_alone).parts) == "居吉安市第一方阵。"


def test_amounts_are_said_in_a_readers_unit_and_one_asked_for_stays() -> None:
    amount = reported_figure(Decimal(781798), "万元", label="签约额", origins=("A1",))
    said = prose.say("签约{x}，单位{x.unit}。", x=amount)
    assert plain_text(said.parts) == "签约78.2亿元，单位亿元。"
    (printed,) = [part for part in said.parts if isinstance(part, Figure)]
    assert printed.full == "781798万元" and printed.origins == ("A1",)
    asked = amount.model_copy().with_unit_chosen()
    assert plain_text(prose.say("签约{x}。", x=asked).parts) == "签约781798万元。"

"""Commentary: numbers that a person types are looked up, and a number that is not there is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.base.errors import DataError
from xj_analysis.briefing.commentary import comment_parts
from xj_analysis.document.pieces import plain_text
from xj_analysis.quantity.figures import Figure, reported_figure
from xj_analysis.quantity.hedges import Hedge

INCOME = reported_figure(Decimal(4800), "万元", label="旅游收入", period="2024", origins=("a",))
VISITS = reported_figure(Decimal(75), "万人次", Hedge.ABOUT, label="接待游客", period="2024", origins=("b",))
LAST = reported_figure(Decimal(4500), "万元", label="旅游收入", period="2023", origins=("c",))
TAX = reported_figure(Decimal(4500), "万元", label="税收", period="2024", origins=("d",))
FIGURES = (INCOME, VISITS, LAST, TAX)


def traced(words: str, **slots: Figure) -> list[tuple[str, tuple[str, ...]]]:
    parts = comment_parts(words, FIGURES, slots=slots)
    return [(part.text, part.origins) for part in parts if isinstance(part, Figure)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("收入4800万元。", [("4800万元", ("a",))]),
        ("收入四千八百万元。", [("四千八百万元", ("a",))]),
        ("收入0.48亿元，游客约75万人次。", [("0.48亿元", ("a",)), ("约75万人次", ("b",))]),
        ("收入约0.5亿元。", [("约0.5亿元", ("a",))]),
        ("旅游收入5000万元以内。", [("5000万元以内", ("a",))]),
        ("2023年旅游收入4500万元。", [("4500万元", ("c",))]),
        ("税收4500万元。", [("4500万元", ("d",))]),
    ],
)
def test_a_number_is_traced_as_it_is_written(words: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert traced(words) == expected
    assert plain_text(comment_parts(words, FIGURES)) == words


@pytest.mark.parametrize(
    ("words", "what", "do"),
    [
        ("收入4900万元。", "简报里没有这个数", "2024年旅游收入：4800万元"),
        ("游客75万人次。", "简报里没有这个数", "约75万人次"),
        ("共三家企业。", "简报里没有这个数", "{名称}"),
        ("惠及数百家企业。", "简报里没有这个数", "{名称}"),
        ("收入负4800万元。", "简报里没有这个数", "最近的是"),
        ("收入四千九百万元。", "简报里没有这个数", "4800万元"),
        ("达到4500万元。", "简报里没有这个数", "4500万元"),
    ],
)
def test_a_number_that_is_not_there_is_refused_with_the_nearest(words: str, what: str, do: str) -> None:
    with pytest.raises(DataError) as error:
        comment_parts(words, FIGURES)
    assert what in error.value.faults[0].what and do in error.value.faults[0].do


def test_a_bare_number_is_no_way_round() -> None:
    with pytest.raises(DataError, match="简报里没有这个数，得到“12”"):
        comment_parts("编号12的事。", FIGURES)


TOWN = reported_figure(Decimal("24.52"), "万人次", label="接待游客（示例镇）", period="2024", origins=("e",))
OTHER = reported_figure(Decimal("19.85"), "万人次", label="接待游客（样板镇）", period="2024", origins=("f",))
PLAN = reported_figure(
    Decimal(30), "万人次", label="接待游客（示例镇）", period="2024", nature="target", origins=("g",)
)


OTHERS = (
    "样板镇接待游客24.52万人次", "示例镇接待30万人次", "接待游客24.52万人次", "示例镇旅游收入24.52万人次",
    "去年示例镇接待游客24.52万人次", "2023年示例镇接待游客24.52万人次", "示例镇接待游客下降24.52万人次",
    "示例镇接待游客目标24.52万人次",
)  # fmt: skip


@pytest.mark.parametrize("words", OTHERS)
def test_a_number_of_another_area_year_nature_or_indicator_is_not_it(words: str) -> None:
    with pytest.raises(DataError):
        comment_parts(words, [*FIGURES, TOWN, OTHER, PLAN])


def test_a_number_is_of_the_area_and_nature_in_the_words() -> None:
    figures = [*FIGURES, TOWN, OTHER, PLAN]
    for words, origins in (("示例镇接待游客24.52万人次", "e"), ("示例镇接待游客目标30万人次", "g")):
        assert [part.origins for part in comment_parts(words, figures) if isinstance(part, Figure)] == [(origins,)]


def test_all_faults_of_a_paragraph_are_told_at_once() -> None:
    with pytest.raises(DataError) as error:
        comment_parts("收入4900万元，共三家，比{x}高。", FIGURES)
    assert [fault.got for fault in error.value.faults] == ["4900万元", "三家", "x"]


def test_a_computed_figure_has_a_slot() -> None:
    per_visit = INCOME / VISITS
    assert traced("每人次{x}。", x=per_visit) == [("约64元/人次", ("a", "b"))]


@given(st.decimals(0, 10**6, places=1), st.sampled_from(["万元", "亿元", "万人次", "家"]))
def test_a_typed_number_never_says_more_than_a_figure(number: Decimal, unit: str) -> None:
    try:
        parts = comment_parts(f"共{number}{unit}。", FIGURES)
    except DataError:
        return
    (figure,) = (part for part in parts if isinstance(part, Figure))
    (origin,) = (each for each in FIGURES if each.origins == figure.origins)
    assert figure.hedge is Hedge.EXACT and origin.hedge is Hedge.EXACT
    scale = {"万元": 1.0, "亿元": 10_000.0}[unit]
    assert figure.low * scale <= origin.low and origin.high <= figure.high * scale


@pytest.mark.parametrize(
    ("words", "slots", "what"),
    [
        (5, {}, "模板应是文字"),
        ("增长{x", {}, "花括号不成对"),
        ("增长{x}", {"x": 3}, "“x”"),
        ("增长", {"x": INCOME}, "没有用到"),
        ("{x.no}", {"x": INCOME}, "没有这一项"),
    ],
)
def test_a_mistake_is_one_message(words: Any, slots: dict[str, Any], what: str) -> None:
    with pytest.raises(DataError, match=what):
        comment_parts(words, FIGURES, slots=slots)

"""Lexicon: units and hedge words."""

from __future__ import annotations

import pytest

from xj_analysis.quantity import hedges
from xj_analysis.quantity.hedges import Hedge
from xj_analysis.quantity.mentions import lexicon


@pytest.mark.parametrize(
    ("symbol", "base"), [("万元", "元"), ("元/吨", "元"), ("千瓦时", "千瓦时"), ("万千瓦", "千瓦")]
)
def test_the_base_of_a_unit(symbol: str, base: str) -> None:
    assert lexicon.base_unit(symbol) == base


@pytest.mark.parametrize("hedge", [hedge for hedge, word in hedges.PRINTED_PREFIXES.items() if word])
def test_a_printed_hedge_is_read_back(hedge: Hedge) -> None:
    text = hedges.PRINTED_PREFIXES[hedge]
    assert lexicon.hedge_before(text, len(text)) is hedge


@pytest.mark.parametrize(("word", "hedge"), hedges.PREFIXES.items())
def test_a_hedge_of_cells_means_the_same_in_texts(word: str, hedge: Hedge) -> None:
    assert lexicon.hedge_before(word, len(word)) is hedge


@pytest.mark.parametrize("text", ["签约", "附近", "赶超", "找不到"])
def test_a_character_of_another_word_is_no_hedge(text: str) -> None:
    assert lexicon.hedge_before(text, len(text)) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [("家企业", "家"), ("家庭", ""), ("元/吨，", "元/吨"), ("度", "度"), ("度假", ""), ("场（次）", "场（次）")],
)
def test_the_unit_at_a_place(text: str, unit: str) -> None:
    assert lexicon.unit_at(text, 0) == unit


@pytest.mark.parametrize(
    ("text", "unit", "hedge"),
    [
        ("以上", "%", Hedge.OVER),
        ("以内", "天", Hedge.AT_MOST),
        ("左右", "人", Hedge.ABOUT),
        ("以下", "元", Hedge.UNDER),
        ("以上述", "元", None),
    ],
)
def test_the_hedge_after_a_number(text: str, unit: str, hedge: Hedge | None) -> None:
    assert lexicon.hedge_after(text, 0, unit) is hedge

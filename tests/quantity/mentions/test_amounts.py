"""Number mentions: endings, embedded hedges, names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xj_analysis.quantity.hedges import Hedge
from xj_analysis.quantity.mentions.amounts import Ending, hedge_around, number_mention, parse_ending


@pytest.mark.parametrize(
    ("text", "start", "ending"),
    [
        ("3200余万元", 4, Ending(7, "万元", Hedge.OVER)),
        ("1.2万余人", 3, Ending(6, "万人", Hedge.OVER)),
        ("3个亿", 1, Ending(3, "亿", None)),
        ("1个多月", 1, Ending(4, "个月", Hedge.OVER)),
        ("5日内", 1, Ending(2, "日", None)),
        ("2024年级", 4, None),
        ("3号楼", 1, None),
    ],
)
def test_the_ending_of_a_number(text: str, start: int, ending: Ending | None) -> None:
    assert parse_ending(text, start) == ending


def test_a_sign_belongs_to_the_mention() -> None:
    mention = number_mention("-3℃", 1, Ending(3, "℃", None), Decimal(3), signed=True)
    assert mention and (mention.start, mention.value, mention.embedded) == (0, Decimal(-3), False)


def test_a_quoted_number_of_measures_is_a_name() -> None:
    assert number_mention("“稳增长30条”", 4, Ending(7, "条", None), Decimal(30)) is None


@pytest.mark.parametrize(
    ("text", "hedge"), [("约3个", Hedge.ABOUT), ("共3个左右", Hedge.ABOUT), ("共3个", Hedge.EXACT)]
)
def test_the_hedge_before_or_after(text: str, hedge: Hedge) -> None:
    assert hedge_around(text, 1, 3, "个") is hedge

"""Chinese numerals: quantities told apart from names."""

from __future__ import annotations

import pytest

from xj_analysis.quantity.mentions.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("近百个，上千人，万余亩，近万人", ["100 个 under", "1000 人 over", "1 万亩 over", "1 万人 under"]),
    ],
)
def test_chinese_numerals_with_hedges(text: str, quantities: list[str]) -> None:
    assert [f"{q.value:f} {q.unit} {q.hedge}" for q in find_quantities(text)] == quantities


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("两家企业", ["2 家"]),
        ("三项行动", []),
        ("二十一项行动", []),
        ("二十三个项目", ["23 个"]),
        ("五亿元", ["5 亿元"]),
        ("突破百亿", ["100 亿"]),
        ("百亿产业", []),
        ("每百元", []),
        ("一家", []),
    ],
)
def test_a_numeral_that_counts_is_a_quantity_and_one_that_names_is_none(text: str, quantities: list[str]) -> None:
    assert [f"{quantity.value:f} {quantity.unit}" for quantity in find_quantities(text)] == quantities

"""Grammar of quantities: numbers, units, hedges, signs, compounds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.quantity import units
from xj_analysis.quantity.mentions.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("１２．５亿元，增长８．３％", ["12.5 亿元 exact", "8.3 % exact"]),
        ("1,200万亩、12，345人", ["1200 万亩 exact", "12345 人 exact"]),
        ("全縣3200萬元,約30餘家", ["3200 万元 exact", "30 家 over"]),
        ("3亿5000万元，35万6821人，一亿二千万元", ["35000 万元 exact", "356821 人 exact", "12000 万元 exact"]),
        ("增速为-0.35%，5%-8%", ["-0.35 % exact", "5 % exact", "8 % exact"]),
        ("下降3.2%，-5℃", ["3.2 % exact", "-5 ℃ exact"]),
        ("1个多月，1个半小时，3年多", ["1 个月 over", "1.5 个小时 exact", "3 年 over"]),
        ("投资120亿，惠及1.2万群众", ["120 亿 exact", "1.2 万 exact"]),
        ("指数为102.3，占百分之三十五以上", ["102.3  exact", "35 % over"]),
        ("节约100万元，签约5个，附近3公里，反超2个", ["100 万元 exact", "5 个 exact", "3 公里 exact", "2 个 exact"]),
    ],
)
def test_numbers_units_and_hedges(text: str, quantities: list[str]) -> None:
    assert [f"{q.value:f} {q.unit} {q.hedge}" for q in find_quantities(text)] == quantities


def test_every_unit_the_store_can_convert_is_read() -> None:
    unread = [
        symbol for symbol in units.known_units()
        if not (quantities := find_quantities(f"共5{symbol}。")) or quantities[0].unit != symbol
    ]  # fmt: skip
    assert unread == []


@given(st.decimals(0, 10**6, places=2), st.sampled_from(["亿元", "万人", "%", "公里", "家"]))
def test_a_number_is_read_with_the_digits_it_is_written_with(value: Decimal, unit: str) -> None:
    (quantity,) = find_quantities(f"共{value}{unit}。")
    assert (str(quantity.value), quantity.unit) == (str(value), unit)

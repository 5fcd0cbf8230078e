"""Shares in words: 百分之, 分之, 成, 一半."""

from __future__ import annotations

import pytest

from xj_analysis.quantity.mentions.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("三分之二，近一半，八成五，三成左右", ["66.67 % about", "50 % under", "85 % about", "30 % about"]),
    ],
)
def test_shares_in_words_are_percentages(text: str, quantities: list[str]) -> None:
    assert [f"{q.value:f} {q.unit} {q.hedge}" for q in find_quantities(text)] == quantities


@pytest.mark.parametrize("text", ["三成功", "二十成", "五分之六", "成本"])
def test_words_like_shares_are_none(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "share"),
    [("千分之三点五", "3.5 ‰"), ("万分之5", "0.05 %"), ("百分之12.5", "12.5 %"), ("四分之三", "75 %"), ("5成", "50 %")],
)
def test_every_kind_of_share(text: str, share: str) -> None:
    (quantity,) = find_quantities(text)
    assert f"{quantity.value:f} {quantity.unit}" == share

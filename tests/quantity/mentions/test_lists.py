"""Lists and ranges: shared units and hedges."""

from __future__ import annotations

import pytest

from xj_analysis.quantity.mentions.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("分别为12、15和18家", ["12 家 exact", "15 家 exact", "18 家 exact"]),
        ("约3—5亿元，10%至15%左右", ["3 亿元 about", "5 亿元 about", "10 % about", "15 % about"]),
        ("分别超过30%和40%", ["30 % over", "40 % over"]),
    ],
)
def test_a_list_or_range_shares_unit_and_hedge(text: str, quantities: list[str]) -> None:
    assert [f"{q.value:f} {q.unit} {q.hedge}" for q in find_quantities(text)] == quantities


@pytest.mark.parametrize(
    ("text", "units"),
    [("12，15家", ["家"]), ("12万～15万人", ["万人", "万人"]), ("1—12栋", []), ("3套、5亩", ["套", "亩"])],
)
def test_a_unit_is_shared_only_within_a_list(text: str, units: list[str]) -> None:
    assert [quantity.unit for quantity in find_quantities(text)] == units


def test_a_bound_holds_for_the_rest_of_a_list_and_not_beyond() -> None:
    hedges = [str(quantity.hedge) for quantity in find_quantities("突破5亿元、10亿元，新建3亿元")]
    assert hedges == ["over", "over", "exact"]

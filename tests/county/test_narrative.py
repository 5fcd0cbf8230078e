"""Records of findings and charts: periods and units of slots, indicators of a chart."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from xj_analysis.county.narrative import Finding, Slot, View


def test_a_slot_prints_the_value_by_default() -> None:
    finding = Finding.model_validate({"say": "接待游客{visits}。", "slots": {"visits": {"of": "visits"}}})
    assert finding.slots["visits"] == Slot(of="visits", show="value")


@pytest.mark.parametrize(
    ("slot", "message"),
    [
        ({"of": "Visits"}, "pattern"),
        ({"of": "visits", "period": "24年"}, "期间写法不认识"),
        ({"of": "visits", "unit": "万圆"}, "单位不认识"),
        ({"of": "visits", "show": "colour"}, "Input should be"),
    ],
)
def test_a_slot_that_selects_no_figure_is_refused(slot: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Slot.model_validate(slot)


@pytest.mark.parametrize("indicators", [[], ["visits", "income"]])
def test_a_chart_of_months_draws_one_indicator(indicators: list[str]) -> None:
    months: dict[str, Any] = {"kind": "months", "title": "各月累计"}
    with pytest.raises(ValidationError, match="months 一张图只画一个指标"):
        View.model_validate(months | {"indicators": indicators})
    assert View.model_validate(months | {"indicators": ["visits"]}).by == "indicator"

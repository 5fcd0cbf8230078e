"""Rules for lights: order of thresholds, distinct words and shapes, escalation."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from xj_analysis.county.light_rules import SHAPES, LightRule


def level(number: int, at_least: float | None, **other: Any) -> dict[str, Any]:
    return {"word": f"第{number}级", "shape": SHAPES[number], "colour": "#2e7d32", "at_least": at_least} | other


def rule(*levels: dict[str, Any], **other: Any) -> LightRule:
    return LightRule.model_validate({"slug": "progress", "scheme": "红黄绿", "levels": levels} | other)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=4))
def test_thresholds_fall_from_best_to_worst(thresholds: list[int]) -> None:
    levels = [*(level(n, at_least) for n, at_least in enumerate(thresholds)), level(9, None)]
    if thresholds == sorted(set(thresholds), reverse=True):
        assert [each.at_least for each in rule(*levels).levels] == [*thresholds, None]
    else:
        with pytest.raises(ValidationError, match="at_least 依次变小"):
            rule(*levels)


@pytest.mark.parametrize(
    ("levels", "other", "message"),
    [
        ([level(0, None)], {}, "灯至少要有两级"),
        ([level(0, 0), level(1, -5)], {}, "最差一级没有"),
        ([level(0, None), level(1, None)], {}, "每级都要有 at_least"),
        ([level(0, 0, shape="○"), level(1, None)], {}, "灯的形状只能是"),
        ([level(0, 0), level(0, None)], {}, "各自的文字和形状"),
        ([level(0, 0), level(1, None)], {"second_after": 3, "worst_after": 3}, "降到最差一级的月数须多于"),
        ([level(0, 0, colour="green"), level(1, None)], {}, "colour"),
        ([level(0, float("inf")), level(1, None)], {}, "finite"),
    ],
)
def test_a_rule_that_decides_nothing_or_too_much_is_refused(
    levels: list[dict[str, Any]], other: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        rule(*levels, **other)

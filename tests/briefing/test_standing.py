"""Standing to the pace: good and bad by the better end, the words, and bounds where digits give no number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.briefing.figure_wording import shorten_gap
from xj_analysis.briefing.standing import Standing, gap_in_words, light_scale, standing_of
from xj_analysis.metrics import targets
from xj_analysis.quantity.figures import missing_figure, reported_figure


@pytest.mark.parametrize("word", [targets.AHEAD, targets.BEHIND, targets.LEVEL, targets.UNDECIDED, ""])
def test_the_better_end_turns_good_into_bad_and_leaves_the_rest(word: str) -> None:
    high, low = standing_of(word, lower=False), standing_of(word, lower=True)
    assert (high.good, high.bad) == (low.bad, low.good)
    if word not in (targets.AHEAD, targets.BEHIND):
        assert high is low and not high.good and not high.bad


def test_severity_orders_good_undecided_level_bad() -> None:
    order = [Standing.AHEAD, Standing.UNDECIDED, Standing.LEVEL, Standing.BEHIND]
    assert [each.severity for each in order] == sorted({each.severity for each in Standing})
    assert Standing.OVER.severity == Standing.BEHIND.severity and Standing.BELOW.severity == Standing.AHEAD.severity


@given(st.lists(st.text(min_size=1), min_size=2, unique=True).filter(lambda words: "待核" not in words))
def test_what_is_not_known_is_worse_than_the_best_light_and_better_than_any_other(words: list[str]) -> None:
    scale = light_scale(words)
    assert [word for word in scale if word != "待核"] == words and scale.index("待核") == 1


@given(st.decimals("0.1", "900", places=3), st.decimals("0", "50", places=3), st.booleans(), st.booleans())
def test_a_wide_interval_on_one_side_prints_its_nearer_bound(
    near: Decimal, width: Decimal, above: bool, lower: bool
) -> None:
    """近1亿元 of 1.5亿元 by September: 慢于时序进度8.3个百分点以上."""
    low, high = (near, near + width) if above else (-near - width, -near)
    gap = missing_figure("精度不足，不能给出一个数").model_copy(update={"unit": "个百分点"})
    row = {"low": float(low), "high": float(high), "decimals": 1, "undecided": ""}
    standing = standing_of(targets.AHEAD if above else targets.BEHIND, lower=lower)
    said = gap_in_words(gap, row, standing)
    assert said.value is not None and abs(said.value) <= near < abs(said.value) + Decimal("0.1")
    assert (said.value > 0) == above and said.reason == ""
    assert said.text == f"{standing}{abs(said.value)}个百分点以上"
    assert shorten_gap(said, unit=False).text == f"{standing[0]}{abs(said.value)}以上"


def test_a_gap_of_neither_side_is_undecided_and_has_no_brackets() -> None:
    gap = missing_figure("只有界限，不能确定")
    row = {"low": float("-inf"), "high": float("inf"), "decimals": 1, "undecided": "精度不足，不能定快慢"}
    assert gap_in_words(gap, row, Standing.UNDECIDED).text == "待核"


@pytest.mark.parametrize(("standing", "text"), [
    (Standing.OVER, "超时序进度12.5个百分点"), (Standing.BELOW, "低于时序进度12.5个百分点"),
])  # fmt: skip
def test_of_a_ceiling_it_is_neither_fast_nor_slow(standing: Standing, text: str) -> None:
    sign = 1 if standing is Standing.OVER else -1
    gap = reported_figure(sign * Decimal("12.5"), "个百分点")
    assert gap_in_words(gap, {}, standing).text == text

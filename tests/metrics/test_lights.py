"""Lights: declared rules, word and shape always, no colour where a hedge does not decide."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st
from pydantic import ValidationError

from support.county_folder import DataFolder
from support.figure_rows import indicator
from support.together import hold
from xj_analysis import metrics
from xj_analysis.base.errors import DataError
from xj_analysis.county.light_rules import LightRule
from xj_analysis.county.toml_files import read_county
from xj_analysis.metrics import lights
from xj_analysis.metrics.columns.samples import sample

GREEN = {"word": "绿灯", "shape": "●", "colour": "#2e7d32", "at_least": 0.0}
YELLOW = {"word": "黄灯", "shape": "▲", "colour": "#f9a825", "at_least": -5.0}
RED: dict[str, Any] = {"word": "红灯", "shape": "■", "colour": "#c62828"}
MONTHS = [f"2023-01/2023-{month:02d}" for month in range(2, 13)]


def rule(*levels: dict[str, Any], **more: Any) -> LightRule:
    """A rule of these levels, red, yellow and green by default."""
    about = {"slug": "progress", "scheme": "红黄绿", "levels": levels or (GREEN, YELLOW, RED)}
    return LightRule.model_validate(about | more)


@pytest.mark.parametrize(
    ("value", "word"),
    [(7.3, "绿灯"), (0.04, "绿灯"), (0.0, "绿灯"), (-0.04, "绿灯"), (-0.06, "黄灯"), (-5.0, "黄灯"), (-5.04, "黄灯"),
     (-5.06, "红灯"), (-90.0, "红灯")],
)  # fmt: skip
def test_a_light_goes_by_the_printed_value(value: float, word: str) -> None:
    row = metrics.set_lights(sample(value=[value], unit="个百分点"), rule()).iloc[0]
    levels = {"绿灯": (0, "●", "#2e7d32"), "黄灯": (1, "▲", "#f9a825"), "红灯": (2, "■", "#c62828")}
    assert (row["light"], row["light_level"], row["light_shape"], row["light_colour"]) == (word, *levels[word])


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(0.0, 3.0, "绿灯"), (-0.01, 3.0, "待核"), (-5.0, -0.01, "黄灯"), (-5.01, -1.0, "待核"), (-9.0, -5.01, "红灯"),
     (0.0, np.inf, "绿灯"), (-np.inf, -6.0, "红灯"), (-np.inf, np.inf, "待核")],
)  # fmt: skip
def test_a_hedge_decides_only_if_both_bounds_say_the_same(low: float, high: float, word: str) -> None:
    rows = sample(value=[float(np.clip(-1.0, low, high))], low=low, high=high, hedge="about", unit="个百分点")
    row = metrics.set_lights(rows, rule()).iloc[0]
    assert row["light"] == word
    assert (row["light_colour"] == "") == (row["light_reason"] != "") == (word == "待核")
    assert (row["light_shape"] == lights.UNDECIDED_SHAPE) == (word == "待核")


def test_blue_may_praise_and_red_may_be_good() -> None:
    blue = rule({**GREEN, "word": "蓝灯", "colour": "#1565c0"}, RED, scheme="红黄蓝")
    assert metrics.set_lights(sample(value=[1.0], unit="个百分点"), blue)["light"].tolist() == ["蓝灯"]
    board = rule({**RED, "word": "红榜", "at_least": 0.0}, {**RED, "word": "黑榜", "shape": "◆", "colour": "#000000"})
    assert metrics.set_lights(sample(value=[1.0, -1.0], unit="个百分点"), board)["light"].tolist() == ["红榜", "黑榜"]


def test_a_rule_may_judge_the_whole_target() -> None:
    rows = sample(value=[100.0, 99.9, 94.9], unit="%")
    assert metrics.set_lights(rows, rule(on="completion"))["light"].tolist() == ["绿灯", "黄灯", "红灯"]
    assert set(metrics.set_lights(rows, rule())["light_reason"]) == {lights.WRONG_UNIT}


def test_where_lower_is_better_ahead_is_bad() -> None:
    declared = [indicator("i", "万元", better="lower")]
    rows = sample(value=[6.0, -6.0], unit="个百分点")
    assert metrics.set_lights(rows, rule(), declared)["light"].tolist() == ["红灯", "绿灯"]


def test_a_row_without_a_value_is_to_be_checked_and_says_why() -> None:
    row = metrics.set_lights(sample(value=[float("nan")], unit="个百分点", reason="没有年度目标"), rule()).iloc[0]
    assert (row["light"], row["light_reason"]) == ("待核", "没有年度目标")


def test_digits_too_few_are_to_be_checked() -> None:
    row = metrics.set_lights(sample(value=[3.3], low=-1.7, high=8.3, unit="个百分点"), rule()).iloc[0]
    assert (row["light"], row["light_reason"]) == ("待核", lights.IMPRECISE)


def lit(*values: float, **more: Any) -> list[str]:
    """The lights of a year's months, from February on."""
    rows = sample(value=list(values), unit="个百分点", period=MONTHS[: len(values)])
    return metrics.set_lights(rows, rule(**more))["light"].tolist()


def test_a_month_behind_is_yellow_and_a_quarter_red() -> None:
    easy = (GREEN | {"at_least": -2.0}, YELLOW, RED)
    behind = (-1.0, -1.0, -1.0, 0.0, -1.0)
    rows = sample(value=list(behind), unit="个百分点", period=MONTHS[:5])
    escalated = metrics.set_lights(rows, rule(*easy, second_after=1, worst_after=3))
    assert escalated["light"].tolist() == ["黄灯", "黄灯", "红灯", "绿灯", "黄灯"]
    assert escalated["behind"].tolist() == [1, 2, 3, 0, 1]
    assert set(metrics.set_lights(rows, rule(*easy))["light"]) == {"绿灯"}


def test_escalation_needs_months_in_a_row_of_one_series() -> None:
    rows = sample(value=[-1.0] * 3, unit="个百分点", period=[MONTHS[0], MONTHS[1], MONTHS[3]])
    assert metrics.set_lights(rows, rule(worst_after=3))["behind"].tolist() == [1, 2, 1]
    other = sample(value=[-1.0] * 3, unit="个百分点", period=MONTHS[:3], area=["a", "a", "b"])
    assert metrics.set_lights(other, rule(worst_after=3))["behind"].tolist() == [1, 2, 1]
    new_year = sample(value=[-1.0] * 2, unit="个百分点", period=["2023-01/2023-12", "2024-01"])
    assert metrics.set_lights(new_year, rule(worst_after=2))["behind"].tolist() == [1, 1]
    shuffled = sample(value=[-1.0] * 3, unit="个百分点", period=[MONTHS[2], MONTHS[0], MONTHS[1]])
    assert metrics.set_lights(shuffled, rule(worst_after=3))["behind"].tolist() == [3, 1, 2]


def test_a_worse_light_is_not_mended_by_escalation() -> None:
    assert lit(-9.0, second_after=1, worst_after=3) == ["红灯"]


def test_a_hedge_that_does_not_prove_it_behind_does_not_escalate() -> None:
    rows = sample(value=[-1.0] * 2, low=-2.0, high=[0.5, -0.5], hedge="about", unit="个百分点", period=MONTHS[:2])
    assert metrics.set_lights(rows, rule(worst_after=2))["behind"].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("levels", "more", "message"),
    [
        ((GREEN,), {}, "至少要有两级"),
        ((GREEN, YELLOW), {}, "最差一级没有"),
        ((GREEN, RED, {**RED, "word": "黑灯", "shape": "◆"}), {}, "每级都要有"),
        ((YELLOW, GREEN, RED), {}, "依次变小"),
        ((GREEN, YELLOW | {"at_least": 0.0}, RED), {}, "依次变小"),
        ((GREEN, RED | {"word": "绿灯"}), {}, "各自的文字和形状"),
        ((GREEN, RED | {"shape": "●"}), {}, "各自的文字和形状"),
        ((GREEN, RED | {"shape": "○"}), {}, "形状只能是"),
        ((GREEN, RED | {"shape": ""}), {}, "形状只能是"),
        ((GREEN, RED | {"colour": "red"}), {}, "pattern"),
        ((GREEN, RED), {"second_after": 3, "worst_after": 3}, "须多于"),
        ((GREEN, RED), {"second_after": 0}, "greater than or equal"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(
    levels: tuple[dict[str, Any], ...], more: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        rule(*levels, **more)
    assert rule(GREEN, RED, second_after=2, worst_after=3).worst_after == 3


TOML = """
[[lights]]
slug = "{slug}"
scheme = "红黄蓝"
levels = [
    {{ word = "蓝灯", shape = "●", colour = "#1565c0", at_least = 0.0 }},
    {{ word = "黄灯", shape = "▲", colour = "#f9a825", at_least = -5.0 }},
    {{ word = "红灯", shape = "■", colour = "#c62828" }},
]
second_after = 1
worst_after = 3
"""


def test_the_rules_of_a_county_are_read(county_folder: DataFolder) -> None:
    path = county_folder.path / "county.toml"
    path.write_text(path.read_text(encoding="utf-8") + TOML.format(slug="progress"), encoding="utf-8")
    (found,) = read_county(county_folder.path).lights
    assert [level.word for level in found.levels] == ["蓝灯", "黄灯", "红灯"]
    path.write_text(path.read_text(encoding="utf-8") + TOML.format(slug="progress"), encoding="utf-8")
    with pytest.raises(DataError, match="灯的代号重复"):
        read_county(county_folder.path)


BOUND = st.floats(-20, 20).map(lambda value: round(value, 1))


@pytest.mark.properties
def test_the_light_of_a_hedged_number_is_that_of_every_true_one() -> None:
    hold(st.tuples(BOUND, BOUND, st.floats(0, 1)), lights_are_those_of_the_truth)


def lights_are_those_of_the_truth(cases: list[tuple[float, float, float]]) -> None:
    """Each is two bounds, and where between them the truth lies."""
    size = len(cases)
    low, high = (np.array([end(case[:2]) for case in cases]) for end in (min, max))
    true = low + (high - low) * np.array([part for _, _, part in cases])
    rows = sample(value=np.r_[(low + high) / 2, true], low=np.r_[low, true], high=np.r_[high, true],
                  hedge=["about"] * size + ["exact"] * size, decimals=[1] * size + [6] * size, unit="个百分点",
                  area=[f"a{number}" for number in range(2 * size)])  # fmt: skip
    light = metrics.set_lights(rows, rule())["light"].tolist()
    for shown, exact in zip(light[:size], light[size:], strict=True):
        assert shown in (exact, "待核")


@pytest.mark.parametrize(
    ("values", "light", "escalated"),
    [
        ([-0.6, -0.6, -0.6], "红灯", True),  # three months in a row
        ([-0.6, 0.1, -0.6], "黄灯", False),
        ([-0.6, -0.6, -9.0], "红灯", False),  # the difference alone is red
        ([0.1, 0.1, 0.1], "绿灯", False),
    ],
)
def test_a_light_that_its_difference_does_not_give_says_so(values: list[float], light: str, escalated: bool) -> None:
    rows = sample(value=values, unit="个百分点", period=MONTHS[:3])
    last = metrics.set_lights(rows, rule(worst_after=3)).iloc[-1]
    assert (last["light"], last["escalated"]) == (light, escalated)


def test_bounds_that_do_not_decide_are_decided_by_the_months_behind() -> None:
    rows = sample(value=[-1.0] * 3, low=-6.0, high=-0.5, hedge="about", unit="个百分点", period=MONTHS[:3])
    result = metrics.set_lights(rows, rule(worst_after=3))
    assert result["light"].tolist() == ["待核", "待核", "红灯"]
    assert result["escalated"].tolist() == [False, False, True]

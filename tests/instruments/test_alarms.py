"""Alarms: lights by limits, the worst first, what cannot be judged."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.county.alarm_limits import Steps
from xj_analysis.instruments import alarms
from xj_analysis.instruments.alarms import OPEN, RED, YELLOW

DAY = date(2025, 9, 30)


def rows(count: int) -> pd.DataFrame:
    keys = [f"X{number:03d}" for number in range(count)]
    return pd.DataFrame({"key": keys, "origin": [f"f#{key}" for key in keys], "unit": "gxj"})


@given(st.lists(st.one_of(st.none(), st.floats(-500, 500)), min_size=1, max_size=30), st.booleans())
def test_a_value_is_alarmed_where_it_is_beyond_its_limit_alone(values: list[float | None], below: bool) -> None:
    measured = pd.Series(values, dtype="float64")
    found = alarms.beyond(rows(len(values)), "projects", "甲", measured, 30, unit="天", since=DAY, below=below)
    lit = measured < 30 if below else measured > 30
    assert found["key"].tolist() == rows(len(values))["key"][lit].tolist()
    assert (found["over"] > 0).all() and (found["light"] == YELLOW).all()
    assert found["owner"].eq("gxj").all() and [origins[0][2:] for origins in found["origins"]] == found["key"].tolist()


@given(st.lists(st.floats(0, 500), min_size=2, max_size=30))
def test_red_comes_before_yellow_and_more_before_less(values: list[float]) -> None:
    found = alarms.beyond(
        rows(len(values)), "projects", "甲", pd.Series(values), Steps(yellow=30, red=90), unit="天", since=DAY
    )
    worst = alarms.worst_first([found.iloc[::-1], alarms.unjudged(rows(1), "projects", "甲")])
    assert len(worst) == len(found) + 1 and worst["light"].iloc[-1] == OPEN
    assert worst["value"].iloc[:-1].is_monotonic_decreasing
    assert worst["light"].map({RED: 0, YELLOW: 1, OPEN: 2}).is_monotonic_increasing


def test_the_second_limit_is_never_less_than_the_first() -> None:
    with pytest.raises(ValueError, match="red"):
        Steps(yellow=30, red=10)


def test_no_alarms_have_the_columns_of_alarms() -> None:
    assert tuple(alarms.worst_first([])) == alarms.COLUMNS == tuple(alarms.no_alarms())

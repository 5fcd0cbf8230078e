"""Matters of ledgers in a sentence: how far, and levels that are no excess."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.briefing.instruments.matters import matters
from xj_analysis.county.alarm_limits import Steps, TaskLimits
from xj_analysis.document.blocks import text_of
from xj_analysis.instruments.alarms import LEVELS, beyond
from xj_analysis.instruments.task_opening import alarm_matters

UNITS = st.sampled_from(["天", "个百分点", "人", *LEVELS])


@given(UNITS, st.integers(101, 400))
def test_a_level_stands_in_brackets_and_an_amount_too_much_does_not(unit: str, value: int) -> None:
    rows = pd.DataFrame({"key": ["甲"], "origin": ["a"], "name": ["甲水库"]})
    limit = Steps(yellow=80, red=100)
    found = beyond(rows, "sight_days", "超承载", pd.Series([value]), limit, unit=unit, since=date(2025, 6, 1))
    said = f"超承载（{value}{unit}）" if unit in LEVELS else f"超承载{value}{unit}"
    (sentence,) = matters("假日旅游", found, 3)
    (slip,) = alarm_matters({"sight_days": found}, TaskLimits())
    assert f"甲水库{said}。" in text_of(sentence) and slip.found == said

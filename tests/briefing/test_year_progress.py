"""Progress against targets, recomputed by hand from the invented county's own rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from support.progress_tables import SEPTEMBER, reported
from xj_analysis.briefing import figure_frame
from xj_analysis.briefing.indicator_progress import IndicatorProgress
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.quantity import periods
from xj_analysis.store.store import Store


def test_every_gap_is_completion_less_the_plan_and_its_light_is_that_of_the_rule(
    progress: YearProgress, example: Store
) -> None:
    for pace in progress.of("999900"):
        key = (pace.indicator, "999900")
        done, target = reported(example, *key, SEPTEMBER, "actual"), reported(example, *key, "2025", "target")
        plan = reported(example, *key, SEPTEMBER, "planned")
        gap = (done - plan) / target * 100
        assert float(gap) == pytest.approx(pace.ahead["value"])
        printed = round(float(gap), 1)
        words = f"{'快于' if printed > 0 else '慢于'}时序进度{abs(printed)}个百分点" if printed else "与时序进度持平"
        assert pace.gap.text == words
        assert pace.due.value == round(Decimal(float(plan / target * 100)), 1)
        behind = pace.ahead["behind"]
        assert pace.light.light == ("绿灯" if printed >= 0 else "红灯" if printed < -5 or behind >= 5 else "黄灯")


def test_a_rate_has_no_pace(progress: YearProgress) -> None:
    assert "water_quality" not in {pace.indicator for pace in progress.paces}


def test_a_pace_names_the_observations_behind_each_of_its_numbers(progress: YearProgress, example: Store) -> None:
    rows = example.frame.set_index("id")
    (pace,) = (pace for pace in progress.of("999900") if pace.indicator == "industry_investment")
    natures = [rows.loc[origin, "nature"] for origin in pace.figure("completed").origins]
    assert natures == ["actual", "target"]
    assert [rows.loc[origin, "nature"] for origin in pace.due.origins] == ["planned", "target"]


def test_the_month_is_that_of_the_county_not_of_a_town_that_is_late(progress: YearProgress) -> None:
    assert {pace.done["period"] for pace in progress.paces} == {SEPTEMBER}
    assert "999900111" not in {pace.area for pace in progress.paces if pace.indicator == "villages_improved"}


def test_without_a_plan_the_calendar_is_the_pace(example: Store) -> None:
    slug = "started_projects"
    known = example.known(period=SEPTEMBER)
    rows = known.frame[(known.frame["indicator"] == slug) & (known.frame["nature"] != "planned")]
    progress = YearProgress(
        example.county, figure_frame.figure_frame(Store(example.county, rows)), [slug], periods.parse(SEPTEMBER)
    )
    pace: IndicatorProgress = progress.of("999900")[0]
    assert (pace.due.text, pace.due.formula, pace.due.origins) == ("75.0%", "9个月÷12个月", ())


def test_severity_follows_the_levels_of_the_rule_and_without_one_the_words(progress: YearProgress) -> None:
    scale = {"绿灯": 0, "待核": 1, "黄灯": 2, "红灯": 3}
    assert {progress.severity(pace) - scale[pace.light.light] for pace in progress.paces} == {0}
    dark = replace(progress, county=progress.county.model_copy(update={"lights": ()}))
    words = {"快于": 0, "待核": 1, "持平": 2, "慢于": 3}
    assert {dark.severity(pace) - words[pace.ahead["word"]] for pace in dark.paces} == {0}

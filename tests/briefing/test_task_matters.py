"""Matters of a county on a day: of the ledgers, of lights, and of reports that are late by then."""

from __future__ import annotations

from datetime import date

from support.county_folder import REPO
from xj_analysis.briefing.task_matters import judge_tasks

EXAMPLE = REPO / "data" / "example"


def identities(day: date | None) -> set[str]:
    return {slip.matter.identity for slip in judge_tasks(EXAMPLE, day).new}


def test_a_report_is_late_after_its_due_day_and_not_before() -> None:
    late = "reports zrj-2025-09 未报送"
    assert late in identities(date(2025, 10, 14)) and late not in identities(date(2025, 10, 10))


def test_by_default_the_day_is_that_of_the_latest_publication() -> None:
    judged = judge_tasks(EXAMPLE)
    assert judged.day == date(2025, 10, 14)
    assert all(slip.given == judged.day < slip.due for slip in judged.new)


def test_every_matter_has_a_unit_and_what_it_comes_of() -> None:
    for slip in judge_tasks(EXAMPLE).new:
        assert slip.matter.unit
        assert slip.matter.origins or slip.matter.identity.startswith("reports ")

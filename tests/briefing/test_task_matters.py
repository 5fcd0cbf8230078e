"""Matters of a county on a day: of the ledgers, of lights, and of reports that are late by then."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from support.county_folder import REPO
from xj_analysis.base.errors import XjError
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


@pytest.mark.parametrize(("name", "said"), [("督办台账.xlsx", "督办"), ("重点项目倒排工期表.xlsx", "重点项目")])
def test_a_ledger_that_cannot_be_used_is_named_and_nothing_is_judged(tmp_path: Path, name: str, said: str) -> None:
    copied = shutil.copytree(EXAMPLE, tmp_path / "example")
    shutil.rmtree(copied / "ledgers" / "vintages")
    (copied / "ledgers" / name).unlink()
    with pytest.raises(XjError, match=said):
        judge_tasks(copied)


def test_ledgers_are_those_received_by_the_day(tmp_path: Path) -> None:
    copied = shutil.copytree(EXAMPLE, tmp_path / "example")
    register = copied / "ledgers" / "vintages" / "register.csv"
    register.write_text(register.read_text(encoding="utf-8").replace("2025-09-30", "2025-10-20"), encoding="utf-8")
    new = judge_tasks(copied, date(2025, 10, 14)).new
    origins = {origin for slip in new for origin in slip.matter.origins if "倒排工期" in origin}
    assert origins and all(origin.startswith("ledgers/vintages/2025-09-26/") for origin in origins)

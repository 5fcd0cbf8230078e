"""Filing status of units on a day."""

from __future__ import annotations

from datetime import date

from support.filed_reports import FOLDER
from xj_analysis.collect import status


def test_status_says_who_has_reported_who_is_late_and_who_was_returned() -> None:
    _, code, states = status.filing_status(FOLDER, on=date(2025, 10, 20))
    said = {state.unit.slug: (state.status, state.late) for state in states}
    assert code == "2025-01/2025-09" and len(said) == 31
    assert said["town111"] == ("未报", True)
    assert said["slj"] == ("已收", True)
    assert said["zrj"] == ("部分收", True)
    assert said["jtj"] == ("已收", False)
    assert said["wlj"] == ("已收", False)


def test_status_is_that_of_the_day_asked_about() -> None:
    def on(day: date) -> dict[str, tuple[str, bool]]:
        return {state.unit.slug: (state.status, state.late) for state in status.filing_status(FOLDER, on=day)[2]}

    assert on(date(2025, 10, 8))["jtj"] == ("已退回", False)
    assert on(date(2025, 10, 8))["wlj"] == ("未报", False)
    assert on(date(2025, 10, 12))["slj"] == ("未报", True)

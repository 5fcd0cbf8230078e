"""Notes on ledgers that tell of later days than the one they are judged on."""

from __future__ import annotations

import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.document.blocks import text_of

LATER = "数额、状态是后来的"


def notes(campaign: str, period: str = "") -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        said = Briefing(campaign, county="example", period=period).verification()
    return [text_of(block) for block in said if LATER in text_of(block)]


def test_ledgers_of_unknown_date_that_are_filled_in_for_later_days_are_named_in_one_note() -> None:
    (note,) = notes("livelihood", "2025-01/2025-06")
    assert "已记到2025年6月30日以后" in note
    assert all(f"“{name}”" in note for name in ("就业之家岗位", "民生实事"))


def test_a_fair_that_is_announced_is_not_of_a_later_day() -> None:
    assert not notes("livelihood")
    assert "就业服务" not in "".join(notes("livelihood", "2025-01/2025-06"))

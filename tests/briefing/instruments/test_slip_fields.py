"""Fields of a slip: words with numbers are quotations, what is missing is marked, a light has word and shape."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from xj_analysis.briefing.instruments.slip_fields import SLIP_LIGHTS, slip_fields
from xj_analysis.document.pieces import plain_text
from xj_analysis.instruments.task_slips import TaskSlip
from xj_analysis.instruments.tasks import COLOURS
from xj_analysis.quantity.figures import Figure

SLIP = TaskSlip(
    number="D2025001", what="补报30个数", source="会议", leader="甲", unit="乙局", given=date(2025, 5, 1),
    due=date(2025, 8, 1), colour="红", days=60, heard=None, state="滞后", next_step="", matter="", evidence="",
    asks="请限期办结。", origin="ledgers/a.xlsx#督办!B4:O4",
)  # fmt: skip


def test_every_figure_leads_to_the_row_and_words_with_numbers_are_quoted() -> None:
    fields = dict(slip_fields(SLIP))
    figures = [part for words in fields.values() for part in words if isinstance(part, Figure)]
    assert {figure.origins for figure in figures} == {(SLIP.origin,)}
    assert {"补报30个数", "60天", "D2025001"} <= {figure.text for figure in figures}
    assert plain_text(fields["下步措施"]) == "—" and "事由" not in fields


def test_one_that_is_in_time_says_nothing_of_days() -> None:
    fields = dict(
        slip_fields(replace(SLIP, days=0, colour="蓝", heard=date(2025, 7, 1), matter="projects X1 应开未开"))
    )
    assert plain_text(fields["当前情况"]) == "滞后，最近反馈2025年7月1日"
    assert plain_text(fields["事由"]) == "projects X1 应开未开"


@pytest.mark.parametrize("colour", COLOURS)
def test_each_colour_has_a_word_and_a_shape_of_its_own(colour: str) -> None:
    assert SLIP_LIGHTS[colour].light == colour
    assert len({light.shape for light in SLIP_LIGHTS.values()}) == len(COLOURS)

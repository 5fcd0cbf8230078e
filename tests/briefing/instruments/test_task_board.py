"""督办 in a briefing: the sentence says the figures, and the tables have every open slip and every one struck off."""

from __future__ import annotations

import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.briefing.instruments.task_board import TaskBoard
from xj_analysis.document.blocks import Alarms, Sentence, figures_of, text_of
from xj_analysis.instruments.tasks import closed, given_by, struck


@pytest.fixture(scope="module")
def board() -> TaskBoard:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("overview", county="example").tasks


def test_the_body_is_a_sentence_with_the_rates_and_the_worst_alarms(board: TaskBoard) -> None:
    sentence, table = board.section()
    assert isinstance(sentence, Sentence) and isinstance(table, Alarms)
    found = board.figures()
    assert all(f"{name}{found[name].text}" in text_of(sentence) for name in ("办结率", "按期率", "反馈率"))
    assert len(table.rows) == min(board.in_body, len(board.alarms))


def test_a_ledger_without_feedback_says_nothing_of_it(board: TaskBoard) -> None:
    rows = board.rows.drop(columns=["heard", "done"])
    words = text_of(TaskBoard(board.county, board.shape, rows, board.as_of).section()[0])
    assert "反馈率" not in words and "按期率" not in words and "办结率" in words


def test_tables_have_every_open_slip_and_every_one_struck_off(board: TaskBoard) -> None:
    rows = given_by(board.rows, board.as_of)
    deadlines, off = board.deadline_table(), board.struck_table()
    assert deadlines is not None and off is not None
    assert len(deadlines.rows) == len(board.slips) == (~closed(rows, board.as_of)).sum()
    assert len(off.rows) == struck(rows, board.as_of).sum()
    colours = [slip.colour for slip in board.slips]
    assert colours == sorted(colours, key="红黄蓝".index)


def test_every_number_leads_to_rows_of_the_ledger(board: TaskBoard) -> None:
    figures = [figure for block in [*board.section(), *board.annex()] for figure in figures_of(block)]
    told = [figure for figure in figures if figure.value]
    assert told and all(figure.origins for figure in told)
    assert {origin.partition("#")[0] for figure in told for origin in figure.origins} == {"ledgers/督办台账.xlsx"}

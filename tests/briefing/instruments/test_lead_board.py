"""招商 in a briefing: a short body, an annex whose tables add up, and every number leads to its rows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.briefing.instruments.lead_board import LeadBoard
from xj_analysis.document.blocks import Alarms, Chart, Sentence, Table, figures_of, text_of
from xj_analysis.document.pieces import plain_text
from xj_analysis.instruments.lead_rates import RATES


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("projects", county="example")


@pytest.fixture(scope="module")
def board(briefing: Briefing) -> LeadBoard:
    return briefing.leads


def alone(board: LeadBoard, rows: pd.DataFrame) -> LeadBoard:
    return LeadBoard(board.county, board.shape, rows, board.as_of)


def test_the_body_is_a_sentence_with_the_four_rates_and_the_worst_alarms(board: LeadBoard) -> None:
    sentence, table = board.section()
    assert isinstance(sentence, Sentence) and isinstance(table, Alarms)
    found = board.figures()
    assert all(f"{name}{found[name].text}" in text_of(sentence) for name in RATES)
    assert len(table.rows) == min(board.in_body, len(board.alarms))
    assert "下一时限" not in [column.name for column in table.columns]


def test_the_annex_prints_every_definition_and_every_alarm(board: LeadBoard) -> None:
    blocks = board.annex()
    words = "\n".join(map(text_of, blocks))
    assert all(f"{name}：{meaning}" in words for name, meaning in RATES.items())
    (alarms,) = [block for block in blocks if isinstance(block, Alarms)]
    assert len(alarms.rows) == len(board.alarms)
    titles = [plain_text(block.title) for block in blocks if isinstance(block, Table | Chart)]
    assert len(titles) == len(set(titles)) and all("截至2025年9月30日" in title for title in titles)


def test_every_figure_leads_to_rows_of_the_catalogue(briefing: Briefing, board: LeadBoard) -> None:
    known = {row.id for row in briefing.sources().observations}
    for block in [*board.section(), *board.annex()]:
        assert {origin for figure in figures_of(block) for origin in figure.origins} <= known


def test_teams_and_events_have_the_same_total(board: LeadBoard) -> None:
    teams, events = board.teams().loc["合计"], board.events().loc["合计"]
    assert teams.map(str).to_dict() == events.map(str).to_dict()
    assert teams["signed"].value == board.figures()["签约"].value
    quiet = board.alarms["kind"] == "久未跟进"
    assert teams["quiet"].value == int(quiet.sum())


def test_amounts_are_those_of_the_ledger_in_whatever_unit(board: LeadBoard) -> None:
    columns = {
        heading: column.model_copy(update={"unit": "亿元"}) if column.to in ("amount", "paid") else column
        for heading, column in board.shape.columns.items()
    }
    rows = board.rows.assign(amount=board.rows["amount"] / 10_000, paid=board.rows["paid"] / 10_000)
    other = LeadBoard(board.county, board.shape.model_copy(update={"columns": columns}), rows, board.as_of)
    assert other.sizes()["signed"].map(str).to_dict() == board.sizes()["signed"].map(str).to_dict()
    assert other.figures()["签约额"].text == board.figures()["签约额"].text


def test_a_ledger_with_little_has_a_section_of_what_it_has(board: LeadBoard) -> None:
    few = alone(board, board.rows.drop(columns=["chain", "event", "team", "paid", "running_on", "followed"]))
    words = "\n".join(map(text_of, [*few.section(), *few.annex()]))
    assert "招商组团" not in words and "产业链" not in words
    assert "台账没有这一列" in words


def test_before_the_first_lead_there_is_nothing_to_count(board: LeadBoard) -> None:
    early = LeadBoard(board.county, board.shape, board.rows, date(2000, 1, 1))
    _, absence = early.section()
    assert isinstance(absence, Sentence) and absence.style == "absence"
    assert early.figures()["线索"].text == "0条"
    assert [block for block in early.annex() if isinstance(block, Table)]


def test_a_lead_that_cannot_be_judged_is_not_counted_as_followed(board: LeadBoard) -> None:
    unknown = alone(board, board.rows.assign(followed=board.rows["followed"].where(board.rows["team"] != "招商一组")))
    rate = unknown.teams()["heard"]
    assert rate.loc["招商一组"].value is None and rate.loc["招商一组"].reason
    assert rate.loc["招商二组"].text == board.teams()["heard"].loc["招商二组"].text

"""产业链 in a briefing: a sentence, bars against targets, a table, and every number leads to its rows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.briefing.instruments.chain_board import ChainBoard
from xj_analysis.document.blocks import Alarms, Chart, Sentence, Table, figures_of, text_of


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("clusters", county="example")


@pytest.fixture(scope="module")
def board(briefing: Briefing) -> ChainBoard:
    return briefing.chains


def alone(board: ChainBoard, rows: pd.DataFrame, as_of: date | None = None) -> ChainBoard:
    return ChainBoard(board.county, board.shape, rows, as_of or board.as_of)


def test_the_body_is_a_sentence_and_the_bars(board: ChainBoard) -> None:
    sentence, chart = board.section()
    assert isinstance(sentence, Sentence) and isinstance(chart, Chart)
    found, late = board.figures(), (board.alarms["light"] != "待核").sum()
    said = text_of(sentence)
    assert all(found[name].text in said for name in ("链数", "营收", "完成率", "序时")) and f"滞后的{late}条" in said


def test_the_table_has_every_chain_with_its_light_the_furthest_behind_first(board: ChainBoard) -> None:
    table, alarms = board.annex()
    assert isinstance(table, Table) and isinstance(alarms, Alarms)
    rates = [figure.value for figure in board.by_chain()["完成率"]]
    assert rates == sorted(rates) and len(table.rows) == len(board.rows) == 7
    lights = [row[0].parts[0].light for row in table.rows]  # type: ignore[union-attr]
    assert lights == [*board.alarms["light"], *["绿"] * (7 - len(board.alarms))]
    assert all(leader in text_of(table) for leader in board.rows["leader"])


def test_every_figure_leads_to_rows_of_the_catalogue(briefing: Briefing, board: ChainBoard) -> None:
    known = {row.id for row in briefing.sources().observations}
    for block in [*board.section(), *board.annex()]:
        assert {origin for figure in figures_of(block) for origin in figure.origins} <= known


def test_amounts_are_said_in_the_unit_of_a_reader_whatever_that_of_the_ledger(board: ChainBoard) -> None:
    amounts = ["target", "revenue", "revenue_last_year"]
    columns = {
        heading: column.model_copy(update={"unit": "万元"}) if column.to in amounts else column
        for heading, column in board.shape.columns.items()
    }
    rows = board.rows.assign(**{name: board.rows[name] * 10_000 for name in amounts})
    other = ChainBoard(board.county, board.shape.model_copy(update={"columns": columns}), rows, board.as_of)
    rates = [board_of.by_chain()["完成率"].map(str).tolist() for board_of in (board, other)]
    assert rates[0] == rates[1] and "亿元" in text_of(other.section()[0]) and "万元" not in text_of(other.section()[0])


def test_before_the_day_the_ledger_tells_of_nothing_is_judged(board: ChainBoard) -> None:
    early = alone(board, board.rows, date(2025, 9, 26))
    (sentence,) = early.section()
    assert "没有可以判断的营业收入" in text_of(sentence) and set(early.alarms["light"]) == {"待核"}


def test_later_the_day_said_is_still_that_of_the_ledger(board: ChainBoard) -> None:
    late = alone(board, board.rows, date(2026, 2, 28))
    said = ["".join(map(text_of, [*each.section(), *each.annex()])) for each in (board, late)]
    assert said[0].count("截至2025年9月30日") >= 3 and said[1].count("截至2026年2月28日") == 0


def test_a_ledger_with_little_has_a_section_of_what_it_has(board: ChainBoard) -> None:
    few = alone(board, board.rows.drop(columns=["leader", "unit", "revenue_last_year", "firms", "updated"]))
    sentence, chart = few.section()
    assert isinstance(chart, Chart) and "同比" not in text_of(sentence)
    table = few.annex()[0]
    assert isinstance(table, Table)
    headings = [column.name for column in table.columns]
    assert "链长" not in headings and "同比" not in headings and "年度目标" in headings


def test_an_empty_ledger_has_a_sentence_alone(board: ChainBoard) -> None:
    empty = alone(board, board.rows.head(0))
    assert len(empty.section()) == 1 and empty.annex() == []


def test_names_with_numbers_or_markup_are_quoted(board: ChainBoard) -> None:
    names = [f"<i>5G第{n}链</i>" for n in range(7)]
    odd = alone(board, board.rows.assign(name=names, key=names, leader="县领导2号"))
    blocks = [*odd.section(), *odd.annex()]
    assert all(name in "".join(map(text_of, blocks)) for name in names)
    quoted = [figure for block in blocks for figure in figures_of(block) if figure.text in names]
    assert len(quoted) >= 14 and all(figure.origins for figure in quoted)

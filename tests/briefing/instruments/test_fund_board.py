"""专项资金 in a briefing: worst first with lights, contradictions with both values, every number traced."""

from __future__ import annotations

import pandas as pd
import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.briefing.instruments.fund_board import FundBoard
from xj_analysis.briefing.instruments.instrument_board import IN_BODY
from xj_analysis.document.blocks import Alarms, Table, figures_of, text_of
from xj_analysis.document.pieces import plain_text
from xj_analysis.quantity.reader_units import in_reader_unit


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("waterway", county="example")


@pytest.fixture(scope="module")
def board(briefing: Briefing) -> FundBoard:
    return briefing.funds


def alone(board: FundBoard, rows: pd.DataFrame) -> FundBoard:
    return FundBoard(board.county, board.shape, rows, board.as_of)


def words_of(board: FundBoard) -> str:
    return "\n".join(text_of(block) for block in [*board.section(), *board.annex()])


def test_the_body_has_the_worst_funds_with_their_lights(board: FundBoard) -> None:
    *sentences, table = board.section()
    assert isinstance(table, Table) and len(table.rows) == IN_BODY
    lit = board.alarms.drop_duplicates("key").head(IN_BODY)
    for row, key, light in zip(table.rows, lit["key"], lit["light"], strict=True):
        assert light in plain_text(row[0].parts) and plain_text(row[1].parts).startswith(key)
    found = board.figures()
    assert all(in_reader_unit(found[name]).text in text_of(sentences[0]) for name in ("资金", "安排", "拨付", "支付率"))


def test_a_contradiction_is_said_with_both_values(board: FundBoard) -> None:
    (sentence,) = board.contradictions()
    open_ = board.alarms[board.alarms["light"] == "待核"]
    for stated, right in zip(open_["value"], open_["limit"], strict=True):
        assert f"{stated:g}万元" in text_of(sentence) and f"{right:g}万元" in text_of(sentence)


def test_the_annex_has_all_funds_and_all_alarms(board: FundBoard) -> None:
    table, alarms = board.annex()
    assert isinstance(table, Table) and isinstance(alarms, Alarms)
    assert len(table.rows) == len(board.rows) and len(alarms.rows) == len(board.alarms)


def test_every_figure_leads_to_rows_of_the_catalogue(briefing: Briefing, board: FundBoard) -> None:
    known = {row.id for row in briefing.sources().observations}
    for block in [*board.section(), *board.annex()]:
        assert {origin for figure in figures_of(block) for origin in figure.origins} <= known


@pytest.mark.parametrize("lacking", [["balance"], ["begins"], ["begins", "due", "due_words", "due_first"],
                                     ["unit", "leader", "updated"]])  # fmt: skip
def test_a_ledger_without_a_column_prints_what_it_has(board: FundBoard, lacking: list[str]) -> None:
    found = alone(board, board.rows.drop(columns=[name for name in lacking if name in board.rows]))
    assert board.figures()["支付率"].text in words_of(found)
    assert ("结余填" in words_of(found)) == ("balance" not in lacking)


def test_a_ledger_without_a_row_says_so(board: FundBoard) -> None:
    assert "没有一行" in words_of(alone(board, board.rows.head(0)))


def test_amounts_of_another_unit_are_printed_as_ten_thousands(board: FundBoard) -> None:
    columns = {heading: column.model_copy(update={"unit": "亿元"}) if column.kind == "number" else column
               for heading, column in board.shape.columns.items()}  # fmt: skip
    money = ["arranged", "paid", "balance"]
    rows = board.rows.assign(**{name: board.rows[name] / 10_000 for name in money})
    other = FundBoard(board.county, board.shape.model_copy(update={"columns": columns}), rows, board.as_of)
    assert {name: figure.text for name, figure in other.figures().items()} == {
        name: figure.text for name, figure in board.figures().items()
    }

"""品牌证书 in a briefing: a sentence that adds up, tables by kind and holder, and every number leads to its rows."""

from __future__ import annotations

import pandas as pd
import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing.instruments.certificate_board import CertificateBoard
from xj_analysis.document.blocks import Alarms, Sentence, Table, figures_of, text_of


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("agriculture", county="example")


@pytest.fixture(scope="module")
def board(briefing: Briefing) -> CertificateBoard:
    return briefing.certificates


def alone(board: CertificateBoard, rows: pd.DataFrame) -> CertificateBoard:
    return CertificateBoard(board.county, board.shape, rows, board.as_of)


def test_the_body_is_a_sentence_with_all_numbers_and_those_in_force_by_kind(board: CertificateBoard) -> None:
    (sentence,) = board.section()
    assert isinstance(sentence, Sentence)
    said, kinds = text_of(sentence), board.kinds()
    assert all(figure.text in said for figure in board.figures().values())
    assert all(f"{kind}{row['存量'].text}" in said for kind, row in kinds.iterrows())
    assert sum(row["存量"].value for _, row in kinds.iterrows()) == board.figures()["存量"].value


def test_the_annex_has_kinds_holders_and_every_alarm(board: CertificateBoard) -> None:
    kinds, holders, alarms = board.annex()
    assert isinstance(kinds, Table) and isinstance(holders, Table) and isinstance(alarms, Alarms)
    assert len(kinds.rows) == board.rows["kind"].nunique() and len(holders.rows) == 10
    assert len(alarms.rows) == len(board.alarms)
    assert all("截至2025年9月30日" in text_of(block) for block in (kinds, holders, alarms))


def test_every_figure_leads_to_rows_of_the_catalogue(briefing: Briefing, board: CertificateBoard) -> None:
    known = {row.id for row in briefing.sources().observations}
    for block in [*board.section(), *board.annex()]:
        assert {origin for figure in figures_of(block) for origin in figure.origins} <= known


def test_a_ledger_with_little_says_what_it_has(board: CertificateBoard) -> None:
    few = alone(board, board.rows.drop(columns=["holder", "granted", "area", "unit"]))
    said = text_of(few.section()[0])
    assert "存量" not in said and "有效品牌证书" in said and "新增" not in said
    headings = [column.name for block in few.annex() if isinstance(block, Table) for column in block.columns]
    assert "新增（个）" not in headings and "主体" not in headings
    with pytest.raises(UsageError, match="不能这样分组"):
        few.holders()


def test_an_empty_ledger_has_a_sentence_alone(board: CertificateBoard) -> None:
    empty = alone(board, board.rows.head(0))
    assert "有效品牌证书0个，" in text_of(empty.section()[0]) and empty.annex() == []


def test_kinds_and_names_with_numbers_or_markup_are_quoted(board: CertificateBoard) -> None:
    names = [f"<b>{n}号米*</b>" for n in range(len(board.rows))]
    odd = alone(board, board.rows.assign(kind="A级3等", name=names, holder="第5社"))
    blocks = [*odd.section(), *odd.annex()]
    words = "".join(map(text_of, blocks))
    assert "A级3等" in words and "第5社" in words
    assert all(name in words for name in odd.alarms["name"]) and len(odd.alarms)
    quoted = [figure for block in blocks for figure in figures_of(block) if figure.text == "A级3等"]
    assert quoted and all(figure.origins for figure in quoted)

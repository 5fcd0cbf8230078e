"""较上期 in a briefing: what changed since the vintage before, traced to the rows of both."""

from __future__ import annotations

from datetime import date

import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.briefing.instruments.change_table import MOST, change_table
from xj_analysis.document.blocks import Sentence, Table
from xj_analysis.document.pieces import Cell
from xj_analysis.instruments.ledger_changes import ledger_changes
from xj_analysis.quantity.figures import Figure
from xj_analysis.store.store import Store

BEFORE, NOW = "ledgers/vintages/2025-09-26/", "ledgers/"


@pytest.fixture
def b(monkeypatch: pytest.MonkeyPatch) -> Briefing:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    return Briefing("projects", county="example")


def changes(briefing: Briefing) -> Table:
    (block,) = briefing.projects.changes()
    assert isinstance(block, Table)
    return block


def words(cell: Cell) -> str:
    return "".join(part.text if isinstance(part, Figure) else str(part) for part in cell.parts)


def test_the_worst_slip_comes_first_and_a_row_that_is_gone_is_a_question(b: Briefing) -> None:
    table = changes(b)
    assert "".join(map(str, table.title)) == "重点项目较上期（2025年9月26日到2025年9月30日的台账）"
    told = [[words(cell) for cell in row] for row in table.rows]
    assert told[0][1:6] == ["竣工·计划", "推迟", "2026年3月28日", "2026年4月8日", "11天"]
    assert "少了（待核实）" in [row[2] for row in told] and "新增" in [row[2] for row in told]


def test_each_number_leads_to_the_rows_of_both(b: Briefing) -> None:
    catalogue = {row.id: row.source for row in b.sources().observations}
    figures = [part for row in changes(b).rows for cell in row[3:6] for part in cell.parts if isinstance(part, Figure)]
    assert len(figures) > 10
    for figure in figures:
        now, before = figure.origins
        assert catalogue[before].startswith(BEFORE) and catalogue[now].rpartition("/")[0] + "/" == NOW


def test_the_sources_say_when_each_ledger_was_received_and_of_whom(b: Briefing) -> None:
    said = {row.file: (row.published_label, row.publisher) for row in b.sources().sources if row.file.startswith(NOW)}
    sender = "示例县发展和改革委员会"
    assert said[f"{BEFORE}重点项目倒排工期表.xlsx"] == ("2025年9月26日收到", sender)
    assert said[f"{NOW}重点项目倒排工期表.xlsx"] == ("2025年9月30日收到", sender)


@pytest.mark.parametrize("known_at", ["2025-09-26", "2025-09-29"])
def test_without_a_vintage_before_there_is_nothing_to_tell(monkeypatch: pytest.MonkeyPatch, known_at: str) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    briefing = Briefing("projects", county="example", period="2025-W39", known_at=known_at)
    assert [*briefing.projects.changes()] == [] and set(briefing.projects.rows["file_day"]) == {"2025-09-26"}


def test_against_a_previous_issue_that_knew_the_same_nothing_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    same = Briefing("projects", county="example", previous="2025-10-10")
    assert [*same.projects.changes()] == []
    other = Briefing("projects", county="example", previous="2025-09-28")
    assert len(changes(other).rows) > 5


def test_an_unchanged_ledger_is_said_to_be(b: Briefing) -> None:
    board = b.projects
    board.before = board.rows
    (said,) = board.changes()
    assert isinstance(said, Sentence) and "没有变动" in "".join(map(str, said.parts))


def test_of_many_changes_the_first_are_listed(b: Briefing, example: Store) -> None:
    board = b.projects
    found = ledger_changes(board.rows.head(0), board.rows, board.shape.unique)
    table = change_table("较上期", found, board.shape, example.county, date(2025, 9, 30))
    assert len(found) > MOST == len(table.rows) and len(table.notes) == 1

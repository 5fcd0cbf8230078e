"""清单 in a briefing: the ledgers of one instrument each under its own name; a matrix of marks; nothing left out."""

from __future__ import annotations

import pandas as pd
import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing.instruments.checklist_board import IN_ANNEX, ChecklistBoard
from xj_analysis.document.blocks import Alarms, Sentence, Table, figures_of, text_of
from xj_analysis.document.pieces import Light, plain_text


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("overview", county="example")


@pytest.fixture(scope="module")
def estates(briefing: Briefing) -> ChecklistBoard:
    return briefing.checklist("estates")


def other(board: ChecklistBoard, rows: pd.DataFrame) -> ChecklistBoard:
    return ChecklistBoard(board.county, board.shape, rows, board.as_of)


def marks(table: Table, item: str) -> list[str]:
    place = [column.name for column in table.columns].index(item)
    return [part.shape for row in table.rows for part in row[place].parts if isinstance(part, Light)]


def test_each_ledger_has_a_board_of_its_name_whose_alarms_are_told_apart(briefing: Briefing) -> None:
    titles = {board.shape.slug: board.title for board in briefing.checklists}
    assert titles == {"estates": "老旧小区“四共”", "eight_ones": "镇村“八个一”", "village_sights": "村庄景区化",
                      "livelihood_tasks": "民生实事"}  # fmt: skip
    for slug in titles:
        assert {*briefing.checklist(slug).alarms["instrument"]} == {slug}


def test_a_checklist_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        towns, projects = (Briefing(slug, county="example") for slug in ("towns", "projects"))
    with pytest.raises(UsageError, match=r"没有这样的清单.*eight_ones（镇村“八个一”）、village_sights（村庄景区化）"):
        towns.checklist("estates")
    with pytest.raises(UsageError, match="没有“清单”的台账"):
        projects.checklist("estates")
    assert [board.title for board in towns.checklists] == ["镇村“八个一”", "村庄景区化"]
    assert len(towns.instruments("eight_ones")) == 2


def test_the_body_is_a_sentence_and_the_worst_alarms(briefing: Briefing, estates: ChecklistBoard) -> None:
    sentence, table = estates.section()
    assert isinstance(sentence, Sentence) and isinstance(table, Alarms) and len(table.rows) == estates.in_body
    assert f"完成率{estates.figures()['rate'].text}" in text_of(sentence)
    said = text_of(briefing.checklist("livelihood_tasks").summary())
    assert "共10项：提前完成1项，超序时1项" in said


def test_a_unit_stands_once_among_the_listed_alarms_of_a_kind(estates: ChecklistBoard) -> None:
    listed = estates.listed
    assert len(listed) < len(estates.alarms) and not listed.duplicated(["key", "kind", "since", "value"]).any()
    assert any("、" in name for name in listed["name"])


def test_the_matrix_has_every_unit_and_a_mark_in_every_cell(estates: ChecklistBoard) -> None:
    table = estates.matrix()
    assert table is not None and len(table.rows) == estates.rows["key"].nunique()
    for item in estates.shape.items.values():
        assert len(marks(table, item)) == len(table.rows)
    shapes = [shape for item in estates.shape.items.values() for shape in marks(table, item)]
    states = estates.items["state"]
    pairs = {"✓": "✓", "◐": "在建", "○": "未动", "？": "", "—": "不涉及"}
    assert {shape: shapes.count(shape) for shape in pairs} == {
        shape: int((states == state).sum()) for shape, state in pairs.items()
    }
    assert all(shape in plain_text(table.notes[0]) for shape in pairs)


def test_a_long_matrix_is_cut_at_the_worst_and_says_so(estates: ChecklistBoard) -> None:
    whole, cut = estates.matrix(), estates.matrix(IN_ANNEX)
    assert whole is not None and cut is not None and len(cut.rows) == IN_ANNEX < len(whole.rows)
    assert [row[1] for row in cut.rows] == [row[1] for row in whole.rows][:IN_ANNEX]
    notes = ["".join(map(plain_text, table.notes)) for table in (whole, cut)]
    assert "其余见" not in notes[0] and "其余见“老旧小区“四共””的清单表" in notes[1]
    lights = [row[0].parts for row in whole.rows]
    shown = [part.light for parts in lights for part in parts if isinstance(part, Light)]
    assert shown == sorted(shown, key=["红", "黄", "待核"].index) and 0 < len(shown) < len(lights)


def test_what_is_not_filled_in_is_listed_once(briefing: Briefing, estates: ChecklistBoard) -> None:
    table = estates.blanks()
    assert table is not None
    named = [item for row in table.rows for item in plain_text(row[1].parts).split("、")]
    assert len(named) == int((estates.items["state"] == "").sum()) == 3
    filled = estates.rows.replace({item: {"": "✓"} for item in estates.shape.items})
    assert other(estates, filled).blanks() is None


def test_figures_lead_to_rows_of_the_catalogue(briefing: Briefing) -> None:
    known = {row.id for row in briefing.sources().observations}
    for board in briefing.checklists:
        for block in [*board.section(), *board.annex()]:
            assert {origin for figure in figures_of(block) for origin in figure.origins} <= known


def test_titles_are_told_apart_and_say_the_day(briefing: Briefing) -> None:
    for board in briefing.checklists:
        titles = [plain_text(block.title) for block in board.annex() if isinstance(block, Table)]
        assert len(titles) == len(set(titles)) and all("截至2025年9月30日" in title for title in titles)


def test_tasks_that_lag_come_first_and_one_without_a_target_last(briefing: Briefing) -> None:
    tasks = briefing.checklist("livelihood_tasks")
    table = tasks.matrix(wide=True)
    assert table is not None and [column.name for column in table.columns][-1] == "备注"
    place = [column.name for column in table.columns].index("进度")
    paces = [part.light for row in table.rows for part in row[place].parts if isinstance(part, Light)]
    assert paces[0] == "滞后" and paces[-1] == "提前完成" and len(paces) == 10
    rows = tasks.rows.assign(target=tasks.rows["target"].mask(tasks.rows["key"] == "S08"))
    less = other(tasks, rows).matrix()
    assert less is not None and "S08" in plain_text(less.rows[-1][0].parts)
    assert [part.light for part in less.rows[-1][place].parts if isinstance(part, Light)] == ["待核"]


@pytest.mark.parametrize("slug", ["estates", "eight_ones", "village_sights", "livelihood_tasks"])
def test_an_empty_ledger_and_one_without_further_columns(briefing: Briefing, slug: str) -> None:
    board = briefing.checklist(slug)
    empty = other(board, board.rows.head(0))
    assert len(empty.section()) == 2 and len(empty.annex()) == 0
    bare = other(board, board.rows.drop(columns=["due", "unit", "area", "progress", "finished", "evidence", "note",
                                                 "measure"], errors="ignore"))  # fmt: skip
    assert len(bare.section()) == 2 and bare.matrix(wide=True) is not None and len(bare.annex()) >= 1


@pytest.mark.parametrize("heading", ["小区", "小区名", "小区名称", "概况/小区名称"])
def test_a_unit_is_called_as_the_heading_of_its_names_says(estates: ChecklistBoard, heading: str) -> None:
    columns = {heading if column.to == "name" else name: column for name, column in estates.shape.columns.items()}
    shape = estates.shape.model_copy(update={"columns": columns})
    assert ChecklistBoard(estates.county, shape, estates.rows, estates.as_of).word == "小区"

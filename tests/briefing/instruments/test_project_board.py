"""重点项目 in a briefing: counts, tables and charts of the invented county, and of ledgers with few columns."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.county_folder import REPO
from support.project_rows import DAYS, ledgers_of_projects, project_rows
from xj_analysis import Briefing
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing.instruments.project_board import ProjectBoard
from xj_analysis.document.admission import unfounded
from xj_analysis.document.blocks import Alarms, Chart, Sentence, Table, figures_of, text_of
from xj_analysis.document.pieces import plain_text
from xj_analysis.instruments.alarms import RED, YELLOW

DAY = date(2025, 9, 30)


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("projects", county="example")


@pytest.fixture(scope="module")
def board(briefing: Briefing) -> ProjectBoard:
    return briefing.projects


def of(board: ProjectBoard, rows: pd.DataFrame, day: date = DAY) -> ProjectBoard:
    return ProjectBoard(board.county, board.shape, rows, day)


def names(table: Table) -> list[str]:
    return [plain_text(row[0].parts) for row in table.rows]


def test_the_body_counts_lists_the_worst_and_dispatches(board: ProjectBoard) -> None:
    summary, alarms, dispatch = board.section()
    assert isinstance(dispatch, Table)
    worst = board.alarms.drop_duplicates("key")
    for light, word in ((RED, "亮红灯的"), (YELLOW, "亮黄灯的")):
        assert f"{word}{(worst['light'] == light).sum()}项" in text_of(summary)
    assert isinstance(alarms, Alarms) and len(alarms.rows) == board.in_body
    whole = board.dispatch()
    assert names(dispatch) == [*names(whole)[:5], "合计"] and len(whole.rows) == board.rows["unit"].nunique() + 1
    assert dispatch.rows[-1] == whole.rows[-1]


def test_the_body_and_the_annex_have_every_alarm_once(board: ProjectBoard) -> None:
    tables = [block for block in (*board.section(), *board.annex()) if isinstance(block, Alarms)]
    keys = [plain_text(row[1].parts).partition("　")[0] for table in tables for row in table.rows]
    assert keys == board.alarms["key"].tolist()


def test_charts_draw_every_project_that_they_say(board: ProjectBoard) -> None:
    gantt, heat = board.gantt(), board.heat()
    assert isinstance(gantt, Chart) and isinstance(heat, Chart)
    drawn = [row for row in gantt.spec["data"]["values"] if row["kind"] == "name"]
    assert len(drawn) == board.alarms["key"].nunique() and "有预警的" in plain_text(gantt.title)
    cells = [row for row in heat.spec["data"]["values"] if row["kind"] == "cell"]
    assert len(cells) == 6 * len(board.rows)
    late = [row["text"] for row in heat.spec["data"]["values"] if row["kind"] == "逾期"]
    assert len(late) == board.figures()["逾期节点"].value
    assert all(f"{days}天" in heat.description for days in late)


def test_a_chart_that_leaves_out_projects_says_so(board: ProjectBoard) -> None:
    for chart in (board.gantt(3), board.heat(3)):
        assert isinstance(chart, Chart) and "只列最重的" in plain_text(chart.notes[0])


def test_letters_name_each_unit_once_and_every_project_with_a_light(board: ProjectBoard) -> None:
    table = board.letters()
    assert isinstance(table, Table) and len(set(names(table))) == len(table.rows)
    listed = [key for row in table.rows for key in plain_text(row[-1].parts).split("、")]
    lit = board.alarms[board.alarms["light"].isin((RED, YELLOW))]
    assert sorted(listed) == sorted(set(lit["key"]))


def test_every_figure_leads_to_a_row_of_the_catalogue(briefing: Briefing, board: ProjectBoard) -> None:
    known = {row.id: row for row in briefing.sources().observations}
    blocks = [
        *board.section(),
        *board.annex(),
        board.slip(),
        board.overdue(),
        board.load("unit"),
        board.dispatch("area"),
    ]
    figures = [figure for block in blocks for figure in figures_of(block)]
    assert figures and [why for figure in figures if (why := unfounded(figure, known))] == []


def test_a_row_without_an_amount_is_told_below_the_table(board: ProjectBoard) -> None:
    rows = project_rows([{}] * 3).assign(year_plan=[100.0, 50.0, 50.0], year_done=[9.0, 5.0, float("nan")])
    table = of(board, rows).dispatch("unit")
    assert any(plain_text(note).startswith("1项没有填全") for note in table.notes)


def test_a_ledger_of_dates_alone_has_a_section_and_an_annex(board: ProjectBoard) -> None:
    rows = project_rows([{"started": (DAY - timedelta(40), None)}])
    few = of(board, rows[["key", "origin", "name", "started_planned", "started_actual"]])
    summary, alarms = few.section()
    assert isinstance(summary, Sentence) and "逾期节点1个" in text_of(summary) and isinstance(alarms, Alarms)
    assert [type(block).__name__ for block in few.annex()] == ["DrawnChart", "DrawnChart", "Table"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ledgers_of_projects(), day=DAYS, most=st.integers(1, 3))
def test_whatever_is_missing_the_blocks_are_made(board: ProjectBoard, rows: pd.DataFrame, day: date, most: int) -> None:
    other = of(board, rows, day)
    texts = [text_of(block) for block in (*other.section(), *other.annex(), other.slip(), other.gantt(most))]
    assert all(texts) and not any("nan" in text or "NaT" in text for text in texts)


def test_without_a_light_the_gantt_does_not_say_that_no_day_is_planned(board: ProjectBoard) -> None:
    quiet = board.rows[~board.rows["key"].isin(board.alarms["key"])]
    chart = of(board, quiet).gantt()
    assert quiet["started_planned"].notna().all() and "没有项目" in text_of(chart) and "计划日期" not in text_of(chart)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda board: board.dispatch("units"), "unit"),
        (lambda board: board.load("xx"), "leader"),
        (lambda board: board.dispatch("unit", -1), "不小于零"),
        (lambda board: board.alarm_table(-3), "不小于零"),
        (lambda board: board.alarm_table("3"), "不小于零"),
        (lambda board: board.gantt(-1), "不小于零"),
        (lambda board: board.alarm_table(mst=3), "most"),
        (lambda board: board.letter(), "letters"),
    ],
)
def test_a_wrong_call_is_told_with_what_to_write(board: ProjectBoard, call: object, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        call(board)  # type: ignore[operator]
    assert not hasattr(board, "letter")

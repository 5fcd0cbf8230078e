"""码头 in a briefing: a short body, tables that add up, odd ledgers, and every number leads to its rows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.briefing.instruments.instrument_board import IN_BODY
from xj_analysis.briefing.instruments.port_board import PortBoard
from xj_analysis.document.blocks import Chart, Sentence, Table, figures_of, text_of
from xj_analysis.document.pieces import plain_text


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("waterway", county="example")


@pytest.fixture(scope="module")
def board(briefing: Briefing) -> PortBoard:
    return briefing.port


def alone(board: PortBoard, rows: pd.DataFrame, as_of: date | None = None) -> PortBoard:
    return PortBoard(board.county, board.shape, rows, as_of or board.as_of)


def words_of(board: PortBoard) -> str:
    return "\n".join(text_of(block) for block in [*board.section(), *board.annex()])


def test_the_body_is_words_and_the_fullest_berths(board: PortBoard) -> None:
    *sentences, table = board.section()
    found = board.figures()
    assert all(isinstance(each, Sentence) for each in sentences) and isinstance(table, Table)
    assert all(found[name].text in text_of(sentences[0]) for name in ("吞吐量", "进港", "出港", "利用率"))
    assert len(table.rows) == IN_BODY
    loads = [figure.value for figure in board.berths()["load"].iloc[:IN_BODY]]
    assert loads == sorted(loads, reverse=True)
    assert "按这些月份折算" in text_of(table)


def test_the_annex_has_one_chart_and_all_berths(board: PortBoard) -> None:
    blocks = [*board.annex()]
    assert sum(isinstance(block, Chart) for block in blocks) == 1
    titles = [plain_text(block.title) for block in blocks if isinstance(block, Table | Chart)]
    assert len(titles) == len(set(titles)) and all("截至2025年9月30日" in title for title in titles)
    whole = board.berths()["through"]
    assert sum(figure.value for figure in whole.iloc[:-1]) == whole.iloc[-1].value == board.figures()["吞吐量"].value
    assert sum(figure.value for figure in board.months()["through"]) == whole.iloc[-1].value


def test_every_figure_leads_to_rows_of_the_catalogue(briefing: Briefing, board: PortBoard) -> None:
    known = {row.id for row in briefing.sources().observations}
    for block in [*board.section(), *board.annex()]:
        assert {origin for figure in figures_of(block) for origin in figure.origins} <= known


def test_a_month_after_the_day_does_not_count(board: PortBoard) -> None:
    earlier = alone(board, board.rows, date(2025, 8, 30))
    assert "2025年1—7月" in text_of(earlier.summary()[0])
    assert len(earlier.months()) == 7


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2026, 1, 31)])
def test_before_the_first_month_and_in_a_year_without_one_the_body_says_so(board: PortBoard, day: date) -> None:
    found = alone(board, board.rows, day)
    assert "没有当年的月份" in words_of(found) and not [*found.annex()] and found.alarms.empty
    assert alone(board, board.rows.head(0)).section()


@pytest.mark.parametrize("lacking", [["capacity"], ["rail_water"], ["unit", "leader", "name"],
                                     ["capacity", "rail_water", "unit", "leader", "name"]])  # fmt: skip
def test_a_ledger_without_a_column_prints_what_it_has(board: PortBoard, lacking: list[str]) -> None:
    found = alone(board, board.rows.drop(columns=lacking))
    said = words_of(found)
    assert found.figures()["吞吐量"].text in said
    assert ("台账没有这一列" in said) == bool({"capacity", "rail_water"} & {*lacking})


def test_one_berth_alone_and_this_year_alone(board: PortBoard) -> None:
    one = alone(board, board.rows[board.rows["berth"] == board.rows["berth"].iloc[0]])
    assert len(one.berths()) == 2 and "1个泊位" in words_of(one)
    now = alone(board, board.rows[board.rows["month"] >= "2025-01-01"])
    assert "没有两年都报的月份，不与上年比" in words_of(now)


def test_names_with_markup_are_printed_as_words(board: PortBoard) -> None:
    rows = board.rows.assign(berth="<b>*甲*</b> 3号", cargo="#砂石_2", name="")
    assert "<b>*甲*</b> 3号" in words_of(alone(board, rows))

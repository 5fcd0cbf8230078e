"""假日旅游 in a briefing: the last holiday that has begun, compared by the calendar; every number leads to its rows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.briefing.instruments.tourism_board import TourismBoard
from xj_analysis.document.blocks import Alarms, Chart, Sentence, Table, figures_of, text_of
from xj_analysis.document.pieces import plain_text

NAN = float("nan")


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("towns", county="example")


@pytest.fixture(scope="module")
def board(briefing: Briefing) -> TourismBoard:
    return briefing.tourism


def on(board: TourismBoard, as_of: date, rows: pd.DataFrame | None = None) -> TourismBoard:
    return TourismBoard(board.county, board.shape, board.rows if rows is None else rows, as_of)


def words(board: TourismBoard) -> str:
    return "\n".join(text_of(block) for block in [*board.section(), *board.annex()])


def test_the_body_is_a_sentence_and_the_worst_alarms(board: TourismBoard) -> None:
    sentence, table = board.section()
    assert isinstance(sentence, Sentence) and isinstance(table, Alarms)
    found = board.figures()
    assert text_of(sentence).startswith("端午节（5月31日—6月2日，共3天）")
    assert f"人均{found['人均消费'].text}" in text_of(sentence) and "1家没有报全" in text_of(sentence)
    assert len(table.rows) == board.in_body


def test_the_annex_has_each_holiday_who_did_not_report_and_the_other_alarms(board: TourismBoard) -> None:
    blocks = board.annex()
    titles = [plain_text(block.title) for block in blocks if isinstance(block, Table | Chart)]
    assert len(titles) == len(set(titles)) and all("截至2025年9月30日" in title for title in titles)
    names = [str(name).partition("（")[0] for name in board.of_year().index]
    assert names == ["元旦", "春节", "清明节", "劳动节", "端午节"]
    (rest,) = [block for block in blocks if isinstance(block, Alarms)]
    assert len(rest.rows) + board.in_body == len(board.alarms)
    missed = next(block for block in blocks if isinstance(block, Table) and "没有报" in plain_text(block.title))
    assert len(missed.rows) == (board.alarms["kind"] == "未报").sum()


def test_every_figure_leads_to_rows_of_the_catalogue(briefing: Briefing, board: TourismBoard) -> None:
    known = {row.id for row in briefing.sources().observations}
    for day in (date(2025, 9, 30), date(2025, 2, 10), date(2025, 1, 1)):
        at = on(board, day)
        for block in [*at.section(), *at.annex()]:
            assert {origin for figure in figures_of(block) for origin in figure.origins} <= known


def test_holidays_of_other_lengths_are_compared_by_day_and_it_is_said(board: TourismBoard) -> None:
    new_year = on(board, date(2025, 1, 1))
    assert "上年同一假日3天、今年1天，按日均比" in text_of(new_year.section()[0])
    assert "now" not in new_year.by_day() and "天数与上年不同的（元旦）按日均比" in words(new_year)


def test_within_a_holiday_the_days_that_have_passed_are_compared(board: TourismBoard) -> None:
    third = on(board, date(2025, 5, 3))
    assert "过了3天" in text_of(third.section()[0]) and "同样3天" in text_of(third.section()[0])
    whole = on(board, date(2025, 5, 5))
    pd.testing.assert_frame_equal(
        third.by_day()[["visits", "missed"]].map(str), whole.by_day()[["visits", "missed"]].head(3).map(str)
    )


def test_a_long_holiday_is_drawn_and_a_short_one_is_not(board: TourismBoard) -> None:
    assert any(isinstance(block, Chart) for block in on(board, date(2025, 2, 10)).annex())
    assert not any(isinstance(block, Chart) for block in board.annex())


def test_a_sight_that_did_not_report_is_listed_and_not_compared(board: TourismBoard) -> None:
    silent = board.alarms["key"][board.alarms["since"] == pd.Timestamp(2025, 5, 31)].iloc[0]
    table = board.by_sight()
    assert table.loc[silent, "visits"].value is None and table.loc[silent, "visits_change"].value is None
    rows = board.rows[board.rows["key"] != silent]
    assert str(on(board, board.as_of, rows).by_sight().loc["可比合计", "visits"]) == str(
        table.loc["可比合计", "visits"]
    )


def test_amounts_are_those_of_the_ledger_in_whatever_unit(board: TourismBoard) -> None:
    columns = {
        heading: column.model_copy(update={"unit": "万人次" if column.unit == "人次" else "元"})
        if column.to in ("visits", "capacity", "income") else column
        for heading, column in board.shape.columns.items()
    }  # fmt: skip
    rows = board.rows.assign(visits=board.rows["visits"] / 10_000, capacity=board.rows["capacity"] / 10_000,
                             income=board.rows["income"] * 10_000)  # fmt: skip
    other = TourismBoard(board.county, board.shape.model_copy(update={"columns": columns}), rows, board.as_of)
    assert {name: figure.text for name, figure in other.figures().items()} == {
        name: figure.text for name, figure in board.figures().items()
    }


def test_ledgers_with_less_have_a_section_of_what_they_have(board: TourismBoard) -> None:
    rows = board.rows
    assert "没有景区报送" in words(on(board, board.as_of, rows.head(0)))
    assert "没有景区报送" in words(on(board, date(2025, 10, 2)))
    fewer = words(on(board, board.as_of, rows.drop(columns=["capacity", "income", "unit", "area"])))
    assert "超承载" not in fewer and "收入" not in fewer.partition("\n")[0]
    assert "没有上年同一假日的数" in words(on(board, board.as_of, rows[rows["day"] >= pd.Timestamp(2025, 1, 1)]))
    assert "待核" in words(on(board, board.as_of, rows.assign(capacity=NAN)))
    assert "不算增减" in words(on(board, board.as_of, rows.assign(visits=0.0)))
    assert "没有景区报送" in words(on(board, board.as_of, rows.assign(visits=NAN)))


def test_names_with_markup_and_numbers_are_quoted(board: TourismBoard) -> None:
    named = board.rows.assign(key="<b>第3|区_*</b>" + board.rows["key"])
    assert "<b>第3|区_*</b>" in words(on(board, board.as_of, named))


def test_the_reports_that_contradict_it_are_named(briefing: Briefing) -> None:
    notes = [text_of(block) for block in briefing.verification()]
    assert any("接待游客" in note and "试点镇" in note for note in notes)

"""培育库 in a briefing: a short body, the 周调度表 of every firm, and every number leads to its rows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.briefing.instruments.firm_board import FirmBoard
from xj_analysis.document.blocks import Alarms, Chart, Omission, Sentence, figures_of, text_of
from xj_analysis.document.pieces import plain_text
from xj_analysis.instruments.firm_days import DAY_KINDS
from xj_analysis.instruments.firm_runway import VERDICTS


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("clusters", county="example")


@pytest.fixture(scope="module")
def board(briefing: Briefing) -> FirmBoard:
    return briefing.firms


def other(board: FirmBoard, *, rows: pd.DataFrame | None = None, days: pd.DataFrame | None = None,
          as_of: date | None = None) -> FirmBoard:  # fmt: skip
    """The board of other rows; without `days`, of the register alone."""
    shape = board.beside["firm_days"][0]
    beside = {} if days is None else {"firm_days": (shape, days)}
    return FirmBoard(
        board.county, board.shape, board.rows if rows is None else rows, as_of or board.as_of, beside=beside
    )


def test_the_body_is_a_sentence_with_the_verdicts_and_the_worst_alarms(board: FirmBoard) -> None:
    sentence, table = board.section()
    assert isinstance(sentence, Sentence) and isinstance(table, Alarms)
    found = board.figures()
    words = text_of(sentence)
    assert all(found[name].text in words for name in (*VERDICTS, "在库", "已进规", "申报成功率"))
    assert found["净增"].reason in words
    assert len(table.rows) == min(board.in_body, len(board.alarms))


def test_alarms_are_those_of_both_ledgers(board: FirmBoard) -> None:
    assert set(board.alarms["instrument"]) == {"firms", "firm_days"}
    alone = other(board)
    assert set(alone.alarms["instrument"]) == {"firms"}


def test_verdicts_add_up_to_the_pool(board: FirmBoard) -> None:
    found = board.figures()
    assert sum(int(found[word].value or 0) for word in VERDICTS) == found["在库"].value
    assert found["预警"].value == board.alarms["key"].nunique()


def test_the_weekly_table_has_every_firm_the_worst_first(board: FirmBoard) -> None:
    table = board.dispatch()
    names = [plain_text(row[1].parts) for row in table.rows]
    assert sorted(names) == sorted(board.rows["name"])
    worst = list(dict.fromkeys(board.alarms["name"]))
    assert names[: len(worst)] == worst


def test_the_annex_has_the_alarms_that_the_body_has_not(board: FirmBoard) -> None:
    (body,) = [block for block in board.section() if isinstance(block, Alarms)]
    (rest,) = [block for block in board.annex() if isinstance(block, Alarms)]
    assert len(body.rows) + len(rest.rows) == len(board.alarms)
    titles = [plain_text(block.title) for block in board.annex() if isinstance(block, Alarms | Chart)]
    assert len(titles) == 4 and all("截至2025年9月30日" in title for title in titles)


def test_every_figure_leads_to_rows_of_the_catalogue(briefing: Briefing, board: FirmBoard) -> None:
    known = {row.id for row in briefing.sources().observations}
    blocks = [*board.section(), *board.annex()]
    found = {origin for block in blocks for figure in figures_of(block) for origin in figure.origins}
    assert found and found <= known
    assert any("月!" in origin for origin in found) and any("名录!" in origin for origin in found)


def test_revenue_is_that_of_the_ledger_in_whatever_unit(board: FirmBoard) -> None:
    revenues = ("revenue_12m", "revenue_last_year")
    columns = {
        heading: column.model_copy(update={"unit": "亿元"}) if column.to in revenues else column
        for heading, column in board.shape.columns.items()
    }
    rows = board.rows.assign(**{name: board.rows[name] / 10_000 for name in revenues})
    shape = board.shape.model_copy(update={"columns": columns})
    same = FirmBoard(board.county, shape, rows, board.as_of, beside=board.beside)
    assert text_of(same.dispatch()) == text_of(board.dispatch())


def test_without_days_the_register_is_judged_alone(board: FirmBoard) -> None:
    alone = other(board)
    assert "日监测到" not in text_of(alone.summary())
    assert isinstance(alone.small_multiples(), Omission) and isinstance(alone.missing_days(), Omission)
    kinds = {kind for row in alone.dispatch().rows for kind in plain_text(row[-1].parts).split("、")}
    assert not kinds & set(DAY_KINDS)


def test_days_of_a_firm_that_the_register_has_not_are_alarms_all_the_same(board: FirmBoard) -> None:
    _, days = board.beside["firm_days"]
    (worst,) = board.alarms["key"][board.alarms["kind"] == "连续零产值"].head(1)
    alone = other(board, rows=board.rows[board.rows["key"] != worst], days=days)
    assert worst in set(alone.alarms["key"])
    assert len(alone.annex()) and len(alone.dispatch().rows) == len(board.rows) - 1


def test_of_an_earlier_day_nothing_later_is_told(board: FirmBoard) -> None:
    _, days = board.beside["firm_days"]
    early = other(board, days=days, as_of=date(2025, 8, 15))
    assert early.alarms["since"].max() <= pd.Timestamp(2025, 8, 15)
    assert "8月15日" in text_of(early.summary())


def test_a_register_of_few_fields_has_a_section(board: FirmBoard) -> None:
    few = other(board, rows=board.rows.drop(columns=["leader", "due", "entered", "revenue_last_year", "stage"]))
    words = "\n".join(map(text_of, [*few.section(), *few.annex()]))
    assert "台账没有进规日期" in words


def test_an_empty_register_says_so(board: FirmBoard) -> None:
    empty = other(board, rows=board.rows.head(0), days=board.beside["firm_days"][1].head(0))
    assert "0家" in text_of(empty.summary())
    assert empty.dispatch().rows == () and isinstance(empty.runway(), Omission)

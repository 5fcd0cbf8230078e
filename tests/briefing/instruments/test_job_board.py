"""就业之家 in a briefing: what stands where, ledgers that are not there, and what the public edition leaves out."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Literal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.briefing.instruments.instrument_board import Ledgers
from xj_analysis.briefing.instruments.job_board import JobBoard
from xj_analysis.document.blocks import Alarms, Chart, Sentence, Table, figures_of, text_of
from xj_analysis.instruments.job_figures import TOTAL

DAY = date(2025, 9, 30)
TRADES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 9)), min_size=1, max_size=6)


def briefing_of(edition: Literal["internal", "public"]) -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("livelihood", county="example", edition=edition)


@pytest.fixture(scope="module")
def board() -> JobBoard:
    return briefing_of("internal").jobs


@pytest.fixture(scope="module")
def public() -> JobBoard:
    return briefing_of("public").jobs


def with_rows(board: JobBoard, rows: pd.DataFrame, beside: Ledgers, edition: str = "internal") -> JobBoard:
    return JobBoard(board.county, board.shape, rows, DAY, None, beside, edition)


def words(board: JobBoard) -> str:
    return "\n".join(text_of(block) for block in [*board.section(), *board.annex(), *board.changes()])


def test_the_body_is_a_sentence_and_the_worst_alarms(board: JobBoard) -> None:
    sentence, table = board.section()
    assert isinstance(sentence, Sentence) and isinstance(table, Alarms)
    found = board.trades().loc[TOTAL]
    assert f"缺口{found['缺口'].text}" in text_of(sentence) and f"求人倍率{found['求人倍率'].text}" in text_of(sentence)


def test_the_annex_has_trades_employers_network_services_and_all_alarms(board: JobBoard) -> None:
    blocks = board.annex()
    kinds = (Table, Chart, Table, Table, Table, Alarms)
    assert all(isinstance(block, kind) for block, kind in zip(blocks, kinds, strict=True))
    assert all(figure.origins or not figure.value for block in blocks for figure in figures_of(block))
    assert len(getattr(blocks[-1], "rows", ())) == len(board.alarms)


def test_ledgers_that_are_not_there_leave_their_parts_out(board: JobBoard) -> None:
    alone = with_rows(board, board.rows, MappingProxyType({}))
    said = words(alone)
    assert "登记求职" not in said and "求人倍率" not in said and "网点" not in said and "缺口" in said
    assert "求人倍率" not in alone.trades() and alone.fairs().empty
    assert words(with_rows(board, board.rows.head(0), MappingProxyType({})))
    bare = board.rows.drop(columns=["employer", "area", "pay_low", "pay_high"])
    assert "缺工单位" not in words(with_rows(board, bare, board.beside))


def test_names_with_markup_stay_words(board: JobBoard) -> None:
    rows = board.rows.assign(employer="<b>甲</b>{x}3厂", title="{电}<i>工")
    assert "<b>甲</b>{x}3厂" in words(with_rows(board, rows, board.beside))


def test_the_public_edition_names_no_employer_and_no_post(board: JobBoard, public: JobBoard) -> None:
    said = words(public)
    assert not any(str(name) in said for name in [*board.rows["employer"], *board.rows["post"]])
    assert public.alarms.empty and public.employers().empty


def test_the_public_edition_has_no_trade_of_few_people(board: JobBoard, public: JobBoard) -> None:
    few = [name for name, figure in board.trades()["求职"].items() if (figure.value or 0) < 5]
    assert few and not set(few) & set(public.trades().index)
    assert not any(str(name) in words(public) for name in few) and "不单列" in words(public)
    assert public.trades()["求职"][TOTAL].value == board.trades()["求职"][TOTAL].value


@given(TRADES)
def test_no_small_count_follows_from_what_the_public_edition_prints(
    board: JobBoard, trades: list[tuple[int, int, int]]
) -> None:
    """Of each trade: people come, still wanted, and looking for work."""
    rows = pd.DataFrame({
        "key": [f"G{n}" for n in range(len(trades))], "origin": [f"a{n}" for n in range(len(trades))],
        "title": [f"工种{'甲乙丙丁戊己'[n]}" for n in range(len(trades))],
        "wanted": [float(come + more) for come, more, _ in trades], "filled": [float(come) for come, _, _ in trades],
        "posted": pd.Timestamp("2025-09-20"), "file": "a.xlsx",
    })  # fmt: skip
    wants = [f"工种{'甲乙丙丁戊己'[n]}" for n, (_, _, looking) in enumerate(trades) for _ in range(looking)]
    people = pd.DataFrame({
        "origin": [f"b{n}" for n in range(len(wants))], "wants": pd.Series(wants, dtype=object),
        "registered": pd.Timestamp("2025-09-01"), "placed": pd.Series(pd.NaT, index=range(len(wants))),
    })  # fmt: skip
    beside = {"seekers": (board.beside["seekers"][0], people)}
    found = with_rows(board, rows, beside, "public")
    table = found.trades()
    if table.empty:
        assert "很少" in words(found) and not any(figure for block in found.annex() for figure in figures_of(block))
        return
    shown = [name for name in table.index if name != TOTAL]
    for column, at in (("到岗", 0), ("求职", 2)):
        printed = {name: int(table[column][name].value or 0) for name in table.index}
        assert min(printed.values()) >= 5
        hidden = [trade[at] for n, trade in enumerate(trades) if f"工种{'甲乙丙丁戊己'[n]}" not in shown]
        left = printed[TOTAL] - sum(printed[name] for name in shown)
        assert left == sum(hidden) and (not hidden or (len(hidden) > 1 and left >= 5))


def test_a_trade_with_a_number_in_its_name_is_quoted_in_table_and_chart(board: JobBoard) -> None:
    named = board.rows.assign(title=board.rows["title"].replace("操作工", "3D打印员<b>**1**|"))
    table, chart = with_rows(board, named, board.beside).trade_blocks()
    assert isinstance(chart, Chart) and "3D打印员" in text_of(table)
    (own,) = [figure for figure in figures_of(chart) if figure.text.startswith("3D打印员")]
    assert own.origins and own.origins[0] in set(named["origin"])

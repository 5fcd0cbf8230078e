"""服务圈 in a briefing: a short body, tables that agree, one map, and every number leads to its rows."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing.instruments.instrument_board import IN_BODY
from xj_analysis.briefing.instruments.reach_board import ReachBoard
from xj_analysis.document.blocks import Alarms, Block, Chart, Sentence, Table, figures_of, text_of
from xj_analysis.document.pieces import plain_text


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("livelihood", county="example")


@pytest.fixture(scope="module")
def board(briefing: Briefing) -> ReachBoard:
    return briefing.reach


def alone(
    board: ReachBoard, rows: pd.DataFrame | None = None, points: pd.DataFrame | None = None, edition: str = "internal"
) -> ReachBoard:
    """The board of other rows."""
    shape, kept = board.beside["population_points"]
    beside = {"population_points": (shape, kept if points is None else points)}
    return ReachBoard(
        board.county, board.shape, board.rows if rows is None else rows, board.as_of, None, beside, edition
    )


def printed(board: ReachBoard) -> list[Block]:
    return [*board.section(), *board.annex()]


def test_the_body_is_a_sentence_of_every_kind_and_the_worst_towns(board: ReachBoard) -> None:
    sentence, worst = board.section()
    assert isinstance(sentence, Sentence) and isinstance(worst, Sentence)
    assert all(f"{kind}{figure.text}" in text_of(sentence) for kind, figure in board.figures().items())
    assert f"覆盖不足的有{len(board.alarms)}处" in text_of(worst)
    named = [name in text_of(worst) for name in board.alarms["name"]]
    assert named == [True] * IN_BODY + [False] * (len(named) - IN_BODY)


def test_the_annex_has_both_tables_one_map_and_every_alarm(board: ReachBoard) -> None:
    towns, kinds, chart, alarms = board.annex()
    assert isinstance(towns, Table) and len(towns.rows) == len(board.county.towns) + 1
    assert isinstance(kinds, Table) and len(kinds.rows) == len(board.kinds)
    assert isinstance(chart, Chart) and board.least in plain_text(chart.title)
    assert isinstance(alarms, Alarms) and len(alarms.rows) == len(board.alarms)
    assert all("截至2025年9月30日" in plain_text(block.title) for block in (towns, kinds, chart, alarms))
    assert "大圆" in plain_text(towns.notes[0]) and "养老院按老年人" in plain_text(towns.notes[0])


def test_the_map_is_of_the_kind_with_the_least_coverage(board: ReachBoard) -> None:
    shares = board.figures()
    assert shares[board.least].value == min(figure.value for figure in shares.values() if figure.value is not None)


def test_those_within_and_without_are_all(board: ReachBoard) -> None:
    kinds, (_, points) = board.by_kind().to_dict("index"), board.beside["population_points"]
    for kind, group in (("学校", "population"), ("养老院", "elderly"), ("托育机构", "infants")):
        share, missed = kinds[kind]["share"].value, kinds[kind]["missed"].value
        whole = points[group].sum()
        assert float(missed) == pytest.approx(whole * (1 - float(share) / 100), abs=0.0006 * whole)
        assert 0 < kinds[kind]["gain"].value <= missed


def test_every_figure_leads_to_rows_of_the_catalogue(briefing: Briefing, board: ReachBoard) -> None:
    known = {row.id for row in briefing.sources().observations}
    found = [figure for block in printed(board) for figure in figures_of(block)]
    assert found and all(figure.origins and set(figure.origins) <= known for figure in found)


def test_ledgers_with_little_have_what_they_have(board: ReachBoard) -> None:
    _, points = board.beside["population_points"]
    few = board.rows.drop(columns=["area", "capacity", "opened", "unit", "name"])
    words = "\n".join(map(text_of, printed(alone(board, few, points.drop(columns=["area", "elderly", "infants"])))))
    assert "全县" in words and "老年人" not in words
    assert "没有人口点台账" in text_of(ReachBoard(board.county, board.shape, board.rows, board.as_of).section()[0])
    empty = alone(board, board.rows.head(0))
    assert empty.annex() == [] or len(list(empty.annex())) == 0
    assert all(text_of(block) for block in empty.section())


def test_kinds_with_numbers_or_markup_in_their_names_are_printed(board: ReachBoard) -> None:
    rows = board.rows.assign(
        kind=board.rows["kind"].replace({"学校": "3岁以下托育点", "养老院": "<b>$x_1$</b>#[养老]"})
    )
    blocks = printed(alone(board, rows))
    tables = [block for block in blocks if isinstance(block, Table)]
    assert not any("3" in column.name for table in tables for column in table.columns)
    assert any("3岁以下托育点" in text_of(table) for table in tables)
    assert "<b>$x_1$</b>#[养老]" in "\n".join(map(text_of, blocks))


def test_with_very_many_kinds_the_sentence_names_a_few_and_tables_are_as_narrow(board: ReachBoard) -> None:
    kinds = [f"{chr(0x4E00 + number % 20 + 200)}站" for number in range(len(board.rows))]
    found = alone(board, board.rows.assign(kind=kinds))
    assert len(found.kinds) == 20 and "最低的几类" in text_of(found.summary())
    assert all(len(table.columns) <= 8 for table in found.tables())


def test_a_facility_less_is_never_more_coverage(board: ReachBoard) -> None:
    before = board.figures()
    after = alone(board, board.rows[board.rows["key"] != board.rows["key"].iloc[0]]).figures()
    assert all(float(after[kind].value or 0) <= float(before[kind].value or 0) for kind in board.kinds)


def test_the_public_map_has_rounded_places_and_its_own_words(board: ReachBoard) -> None:
    internal, public = (alone(board, edition=edition).map(board.least) for edition in ("internal", "public"))
    assert isinstance(public, Chart) and "取整" in text_of(public) and "取整" not in text_of(internal)
    exact = board.beside["population_points"][1]["population"].astype(int).astype(str)
    assert not any(f'"{number}"' in json.dumps(public.spec, ensure_ascii=False) for number in exact)


def test_a_kind_that_is_not_there_is_refused_with_the_nearest(board: ReachBoard) -> None:
    with pytest.raises(UsageError, match="养老院"):
        board.map("养老所")

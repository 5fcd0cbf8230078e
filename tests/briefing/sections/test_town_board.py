"""The board of the towns (红榜、黑榜): who is on it and why; ties, towns on neither or both, incomplete rankings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.progress_tables import better_low, progress_of
from xj_analysis.briefing.period_before import PeriodBefore
from xj_analysis.briefing.sections.town_board import board_table, edge, lists, lists_by_rank
from xj_analysis.briefing.sections.town_ranking import TownRanking, ranked
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.county.board import Board, BoardSide
from xj_analysis.document.blocks import Table
from xj_analysis.document.pieces import Cell, plain_text
from xj_analysis.metrics.columns.samples import sample
from xj_analysis.metrics.ranking import IMPRECISE, INCOMPLETE
from xj_analysis.quantity.figures import Figure
from xj_analysis.store.store import Store

BOTH = Board(best=BoardSide(word="红榜", places=3), worst=BoardSide(word="黑榜", places=3))


def with_board(progress: YearProgress, board: Board | None) -> tuple[YearProgress, list[TownRanking]]:
    """The same progress in a county with another board, and its rankings."""
    declared = replace(progress, county=progress.county.model_copy(update={"board": board}))
    return declared, [TownRanking(PeriodBefore(declared), slug) for slug in ranked(declared)]


@given(st.lists(st.integers(1, 6), max_size=12), st.integers(1, 6), st.booleans())
def test_an_edge_is_as_many_as_asked_and_all_that_share_the_last_place(
    scores: list[int], places: int, worst: bool
) -> None:
    ranks = {f"t{n}": 1 + sum(other < score for other in scores) for n, score in enumerate(scores)}
    chosen = edge(ranks, places, worst=worst)
    assert set(chosen) <= set(ranks)
    assert len(chosen) >= min(places, len(ranks))
    left = [rank for town, rank in ranks.items() if town not in chosen]
    limits = [ranks[town] for town in chosen]
    assert all((rank < min(limits)) if worst else (rank > max(limits)) for rank in left)
    inner = [town for town in chosen if ranks[town] != ranks[chosen[-1]]]
    assert len(inner) < places
    assert limits == sorted(limits, reverse=worst)


def lists_of(table: Table | None, line: int = 0) -> list[Cell]:
    """The cells of the best and of the worst list in one line of a board."""
    assert table is not None
    return list(table.rows[line][1:])


def test_the_lists_name_the_first_and_the_last_with_their_rates(example: Store) -> None:
    progress, rankings = with_board(progress_of(example, "industry_investment"), BOTH)
    (ranking,) = rankings
    table, about = board_table(progress, rankings)
    assert about == {"industry_investment"}
    assert table is not None and [column.name for column in table.columns] == ["指标", "红榜", "黑榜"]
    assert plain_text(table.rows[0][0].parts) == "工业投资"
    names = progress.county.area_names
    by_place = sorted(ranking.places, key=ranking.places.__getitem__)
    for cell, towns in zip(lists_of(table), (by_place[:3], by_place[:-4:-1]), strict=True):
        text = plain_text(cell.parts)
        assert [text.index(names[town]) for town in towns] == sorted(text.index(names[town]) for town in towns)
        assert not any(names[town] in text for town in ranking.places if town not in towns)
        rates = [part for part in cell.parts if isinstance(part, Figure)]
        assert len(rates) == 3 and all(rate.origins and rate.label.endswith("完成率") for rate in rates)


@pytest.mark.parametrize("slug", ["tourism_income", "signed_investment", "started_projects"])
def test_who_was_among_the_last_a_month_before_is_said_to_be(slug: str, example: Store) -> None:
    progress, rankings = with_board(progress_of(example, slug), BOTH)
    (ranking,) = rankings
    red, black = (plain_text(cell.parts) for cell in lists_of(board_table(progress, rankings)[0]))
    assert "上期" not in red
    names = progress.county.area_names
    last = {names[town] for town in edge(ranking.places, 3, worst=True)}
    before = dict(zip(ranking.ranks_before["area"], ranking.ranks_before["rank"], strict=True))
    again = {names[town] for town in edge(before, 3, worst=True)} & last
    assert black.endswith("，上期都在榜") == (again == last)
    if again != last:
        assert {entry.partition("（")[0] for entry in black.split("、") if "，上期也在榜）" in entry} == again


def test_no_list_is_made_of_towns_that_cannot_be_ranked(progress: YearProgress) -> None:
    declared, rankings = with_board(progress, BOTH)
    _, about = board_table(declared, rankings)
    assert {ranking.indicator.slug for ranking in rankings if ranking.places} <= about
    assert 0 < len(about) < len(rankings)
    whole = [len(ranking.rank) == len(progress.county.towns) for ranking in rankings if ranking.indicator.slug in about]
    assert all(whole)


def test_none_without_a_board(example: Store) -> None:
    progress, rankings = with_board(progress_of(example, "industry_investment"), None)
    assert board_table(progress, rankings) == (None, set())


@given(
    st.lists(st.integers(min_value=0, max_value=6), min_size=1, max_size=12),
    st.integers(min_value=1, max_value=5),
    st.integers(min_value=1, max_value=5),
)
def test_no_town_is_on_both_lists_and_short_ones_hold_no_more_than_declared(
    values: list[int], best: int, worst: int
) -> None:
    board = Board(best=BoardSide(word="红榜", places=best), worst=BoardSide(word="黑榜", places=worst))
    ranks = {str(n): 1 + sum(other > own for other in values) for n, own in enumerate(values)}
    first, last = lists(ranks, board)
    assert not set(first) & set(last)
    if first and last:
        assert max(ranks[town] for town in first) < min(ranks[town] for town in last)
    distinct = len(set(values)) == len(values)
    if distinct and len(values) > 1:
        assert first and last and len(first) <= best and len(last) <= worst


def test_by_lights_the_worst_have_the_most_lights_of_the_worst_level(example: Store) -> None:
    by_lights = BOTH.model_copy(update={"on": "lights"})
    progress, rankings = with_board(progress_of(example, "industry_investment", "new_enterprises"), by_lights)
    table, about = board_table(progress, rankings)
    assert about == {"industry_investment", "new_enterprises"}
    names = progress.county.area_names
    reds = {town: sum(p.light.light == "红灯" for r in rankings for p in r.paces if p.area == town) for town in names}
    red, black = (plain_text(cell.parts) for cell in lists_of(table))
    listed = {side: {t for t in progress.county.towns if f"{names[t]}（" in side} for side in (red, black)}
    assert len(listed[black]) >= 3 and all(reds[town] for town in listed[black])
    assert not any(reds[town] for town in listed[red])
    others = [reds[town] for town in progress.county.towns if town not in listed[black]]
    assert max(others) <= min(reds[town] for town in listed[black])
    for town in listed[black]:
        assert f"{reds[town]}个红灯" in black.split(f"{names[town]}（")[1].split("）")[0]


def test_of_a_board_with_one_list_the_other_is_not_printed(example: Store) -> None:
    grey = Board(worst=BoardSide(word="灰台", places=2))
    table, _ = board_table(*with_board(progress_of(example, "industry_investment"), grey))
    assert table is not None and [column.name for column in table.columns] == ["指标", "灰台"]
    assert plain_text(table.title) == "乡镇灰台（2025年1—9月）"


def test_by_lights_there_is_no_list_where_a_town_or_a_light_is_unknown(progress: YearProgress) -> None:
    declared, rankings = with_board(progress, BOTH.model_copy(update={"on": "lights"}))
    assert board_table(declared, rankings) == (None, set())


def test_a_line_of_an_earlier_month_than_the_title_says_so(example: Store) -> None:
    table, _ = board_table(*with_board(progress_of(example, "industry_investment", "eco_income"), BOTH))
    assert table is not None and "2025年1—9月" in plain_text(table.title)
    names = [plain_text(cell.parts) for row in table.rows for cell in row[:1]]
    assert names == ["工业投资", "生态产品经营收入（2025年1—8月）"]
    alone, _ = board_table(*with_board(progress_of(example, "eco_income"), BOTH))
    assert alone is not None and "2025年1—8月" in plain_text(alone.title)


def test_where_less_is_better_the_lists_change_sides(example: Store) -> None:
    high = progress_of(example, "started_projects")
    low = better_low(high, "started_projects")
    areas = []
    for progress in (high, low):
        (ranking,) = with_board(progress, BOTH)[1]
        rate = {pace.area: pace.completed["value"] for pace in ranking.paces}
        best, worst = (edge(ranking.places, 3, worst=worst) for worst in (False, True))
        areas.append((min(map(rate.__getitem__, best)), max(map(rate.__getitem__, worst))))
        table, _ = board_table(*with_board(progress, BOTH))
        assert table is not None
        red = plain_text(lists_of(table)[0].parts)
        good = {progress.county.area_names[pace.area] for pace in ranking.paces if not progress.worst(pace)}
        assert all(entry.partition("（")[0] in {*good, "—"} for entry in red.split("、"))
        best_lit = {progress.county.area_names[p.area] for p in ranking.paces if not progress.severity(p)}
        assert not best_lit & {entry.partition("（")[0] for entry in plain_text(lists_of(table)[1].parts).split("、")}
        assert ("从低到高" in plain_text(table.notes[0])) == (progress is low)
    assert areas[0][0] > areas[0][1] and areas[1][0] < areas[1][1]


def test_a_list_is_made_where_its_places_are_decided_though_others_are_not(example: Store) -> None:
    ranks = sample(
        value=[9, 8, 5.2, 5.1, 2, 1], low=[9, 8, 5, 5, 2, 1], high=[9, 8, 6, 6, 2, 1], area=list("abcdef")
    ).assign(reason=IMPRECISE)
    two = Board(best=BoardSide(word="红榜", places=2), worst=BoardSide(word="黑榜", places=2))
    assert lists_by_rank(ranks, two, "higher") == (["a", "b"], ["f", "e"])
    assert lists_by_rank(ranks, two, "lower") == (["f", "e"], ["a", "b"])
    assert lists_by_rank(ranks, BOTH, "higher") == ([], [])
    assert lists_by_rank(ranks.assign(reason=INCOMPLETE), two, "higher") == ([], [])


def test_no_town_at_the_best_light_is_among_the_worst(example: Store) -> None:
    """All green: the last of them are no 黑榜."""
    table, _ = board_table(*with_board(progress_of(example, "visits", "tourism_income"), BOTH))
    assert table is not None and "绿灯的不上黑榜" in plain_text(table.notes[0])
    progress, rankings = with_board(progress_of(example, "visits", "tourism_income"), BOTH)
    (line,) = [row for row in table.rows if plain_text(row[0].parts) == "旅游综合收入"]
    (ranking,) = [each for each in rankings if each.indicator.slug == "tourism_income"]
    green = {progress.county.area_names[p.area] for p in ranking.paces if p.light.light == "绿灯"}
    listed = {entry.partition("（")[0] for entry in plain_text(line[2].parts).split("、")}
    assert green and not green & listed

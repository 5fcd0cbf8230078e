"""The board of the towns (红榜、黑榜): who is on it and why; ties, towns on neither or both, incomplete rankings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.progress_tables import progress_of
from xj_analysis.briefing.sections.town_board import board_sentences, edge
from xj_analysis.briefing.sections.town_ranking import TownRanking, ranked
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.county.board import Board, BoardSide
from xj_analysis.document.pieces import plain_text
from xj_analysis.quantity.figures import Figure
from xj_analysis.store.store import Store

BOTH = Board(best=BoardSide(word="红榜", places=3), worst=BoardSide(word="黑榜", places=3))


def with_board(progress: YearProgress, board: Board | None) -> tuple[YearProgress, list[TownRanking]]:
    """The same progress in a county with another board, and its rankings."""
    declared = replace(progress, county=progress.county.model_copy(update={"board": board}))
    return declared, [TownRanking(declared, slug) for slug in ranked(declared)]


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


def test_the_lists_name_the_first_and_the_last_with_their_rates(example: Store) -> None:
    progress, rankings = with_board(progress_of(example, "industry_investment"), BOTH)
    (ranking,) = rankings
    said, about = board_sentences(progress, rankings)
    assert about == {"industry_investment"}
    names = progress.county.area_names
    by_place = sorted(ranking.places, key=ranking.places.__getitem__)
    for sentence, word, towns in zip(said, ("红榜", "黑榜"), (by_place[:3], by_place[:-4:-1]), strict=True):
        text = plain_text(sentence.parts)
        assert text.startswith(f"{word}：工业投资")
        assert [text.index(names[town]) for town in towns] == sorted(text.index(names[town]) for town in towns)
        assert not any(names[town] in text for town in ranking.places if town not in towns)
        rates = [part for part in sentence.parts if isinstance(part, Figure)]
        assert len(rates) == 3 and all(rate.origins and rate.label.endswith("完成率") for rate in rates)


def test_who_was_among_the_last_a_month_before_is_said_to_be(example: Store) -> None:
    progress, rankings = with_board(progress_of(example, "tourism_income"), BOTH)
    (ranking,) = rankings
    black = plain_text(board_sentences(progress, rankings)[0][1].parts)
    names = progress.county.area_names
    before = {names[town] for town in edge(ranking.places_before, 3, worst=True)}
    for town in edge(ranking.places, 3, worst=True):
        again = f"{names[town]}（" in black and "，上期也在榜）" in black.split(f"{names[town]}（")[1].split("、")[0]
        assert again == (names[town] in before)


def test_no_list_is_made_of_towns_that_cannot_be_ranked(progress: YearProgress) -> None:
    declared, rankings = with_board(progress, BOTH)
    _, about = board_sentences(declared, rankings)
    assert about == {ranking.indicator.slug for ranking in rankings if ranking.places}
    assert 0 < len(about) < len(rankings)


@pytest.mark.parametrize("board", [None, BOTH.model_copy(update={"best": BoardSide(word="红榜", places=9)})])
def test_none_without_a_board_and_none_that_names_a_town_twice(board: Board | None, example: Store) -> None:
    progress, rankings = with_board(progress_of(example, "industry_investment"), board)
    assert board_sentences(progress, rankings) == ([], set())


def test_by_lights_the_worst_have_the_most_lights_of_the_worst_level(example: Store) -> None:
    by_lights = BOTH.model_copy(update={"on": "lights"})
    progress, rankings = with_board(progress_of(example, "industry_investment", "new_enterprises"), by_lights)
    said, about = board_sentences(progress, rankings)
    assert about == {"industry_investment", "new_enterprises"}
    names = progress.county.area_names
    reds = {town: sum(p.light.light == "红灯" for r in rankings for p in r.paces if p.area == town) for town in names}
    red, black = (plain_text(sentence.parts) for sentence in said)
    listed = {side: {t for t in progress.county.towns if f"{names[t]}（" in side} for side in (red, black)}
    assert len(listed[black]) >= 3 and all(reds[town] for town in listed[black])
    assert not any(reds[town] for town in listed[red])
    others = [reds[town] for town in progress.county.towns if town not in listed[black]]
    assert max(others) <= min(reds[town] for town in listed[black])
    for town in listed[black]:
        assert f"{reds[town]}个红灯" in black.split(f"{names[town]}（")[1].split("）")[0]


def test_by_lights_there_is_no_list_where_a_town_or_a_light_is_unknown(progress: YearProgress) -> None:
    declared, rankings = with_board(progress, BOTH.model_copy(update={"on": "lights"}))
    assert board_sentences(declared, rankings) == ([], set())

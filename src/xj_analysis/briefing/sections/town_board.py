"""Board section (红榜、黑榜): the best and the worst towns by the county's rule, by name and with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from ...county.board import Board
from ...document.blocks import Sentence
from ...document.pieces import Parts, Strong
from ...metrics.lights import UNDECIDED
from ..year_progress import YearProgress
from .progress_section import count_of
from .town_ranking import TownRanking

__all__ = ["board_sentences", "edge"]

_AGAIN = "上期也在榜"
_Ranks = Mapping[str, int]
_Lists = tuple[list[str], list[str]]
"""The towns of the best and of the worst list."""


def edge(ranks: _Ranks, places: int, *, worst: bool = False) -> list[str]:
    """Return who holds the first places, or the last: the best, or the worst, named first; all who share the last one.

    Parameters
    ----------
    ranks
        Place of each, 1 the best; ties share the better place.
    places
        How many.
    worst
        The last places in place of the first.

    Examples
    --------
    >>> ranks = {"甲": 1, "乙": 2, "丙": 2, "丁": 4}
    >>> edge(ranks, 2), edge(ranks, 2, worst=True), edge(ranks, 1, worst=True)
    (['甲', '乙', '丙'], ['丁', '乙', '丙'], ['丁'])
    """
    sign = -1 if worst else 1
    ahead = {one: sum(sign * other < sign * rank for other in ranks.values()) for one, rank in ranks.items()}
    return sorted((one for one in ranks if ahead[one] < places), key=ahead.__getitem__)


def board_sentences(progress: YearProgress, rankings: Sequence[TownRanking]) -> tuple[list[Sentence], set[str]]:
    """Return the lists of the board in a sentence each, and the indicators that they are about.

    A list is not made where a town would be on both (too many ties, too few towns), nor of towns that cannot be ranked;
    a county without a board has none.
    """
    board = progress.county.board
    if board is None:
        return [], set()
    clauses, about = (_by_lights if board.on == "lights" else _by_rank)(board, progress, rankings)
    sides = zip((board.best, board.worst), clauses, strict=True)
    said = [_sentence(side.word, of_side) for side, of_side in sides if side and of_side]
    return said, about if said else set()


def _sentence(word: str, clauses: Sequence[Parts]) -> Sentence:
    joined = chain.from_iterable(("；" if n else "", *clause) for n, clause in enumerate(clauses))
    return Sentence(parts=(Strong(strong=f"{word}："), *joined, "。"))


def _clause(name: str, entries: Sequence[Parts]) -> Parts:
    """The towns of one list in one indicator, each with its reason."""
    return (name, *chain.from_iterable(("、" if n else "", *entry) for n, entry in enumerate(entries)))


def _lists(ranks: _Ranks, board: Board) -> _Lists:
    """The towns of both lists; none where one would be on both."""
    first = edge(ranks, board.best.places) if board.best else []
    last = edge(ranks, board.worst.places, worst=True) if board.worst else []
    apart = len(set(ranks.values())) > 1 and not set(first) & set(last)
    return (first, last) if apart else ([], [])


_Clauses = tuple[tuple[list[Parts], list[Parts]], set[str]]


def _by_rank(board: Board, progress: YearProgress, rankings: Sequence[TownRanking]) -> _Clauses:
    """The first and the last towns in each indicator that ranks all; who was among the last before is said to be."""
    names = progress.county.area_names
    clauses: tuple[list[Parts], list[Parts]] = ([], [])
    about = set()
    for ranking in rankings:
        if ranking.undecided:
            continue
        rates = {pace.area: pace.figure("completed") for pace in ranking.paces}
        first, last = _lists(ranking.places, board)
        again = set(_lists(ranking.places_before, board)[1]).intersection(last)
        every = again == set(last)
        for towns, said, listed in zip((first, last), (set(), again), clauses, strict=True):
            entries: list[Parts] = [
                (f"{names[town]}（", rates[town], f"，{_AGAIN}）" if town in said and not every else "）")
                for town in towns
            ]
            if entries:
                after = (f"，上期{'都' if len(last) > 1 else '也'}在榜",) if said and every else ()
                listed.append((*_clause(ranking.indicator.name, entries), *after))
                about.add(ranking.indicator.slug)
    return clauses, about


def _by_lights(board: Board, progress: YearProgress, rankings: Sequence[TownRanking]) -> _Clauses:
    """The towns with the fewest and the most lights of the worst level, then of the next, with all their lights."""
    county = progress.county
    paces = [pace for ranking in rankings for pace in ranking.paces]
    undecided = progress.rule is None or any(pace.light.light == UNDECIDED for pace in paces)
    if undecided or len(paces) < len(county.towns) * len(rankings):
        return ([], []), set()
    words = [level.word for level in progress.rule.levels] if progress.rule else []
    lit = {town: {word: [p for p in paces if p.area == town and p.light.light == word] for word in words}
           for town in county.towns}  # fmt: skip
    counts = {town: [len(by_word[word]) for word in reversed(words[1:])] for town, by_word in lit.items()}
    ranks = {town: 1 + sum(other < own for other in counts.values()) for town, own in counts.items()}
    first, last = _lists(ranks, board)
    clauses = []
    for towns in ([town for town in first if not counts[town][0]], [town for town in last if counts[town][0]]):
        entries: list[Parts] = []
        for town in towns:
            lights = [(count_of(group, word, "个"), word) for word, group in lit[town].items() if group]
            entries.append((*_clause(f"{county.area_names[town]}（", lights), "）"))
        clauses.append([_clause("", entries)] if entries else [])
    return (clauses[0], clauses[1]), {ranking.indicator.slug for ranking in rankings}

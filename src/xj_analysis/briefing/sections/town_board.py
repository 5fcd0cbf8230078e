"""Board section (红榜、黑榜): the best and the worst towns by the county's rule, by name and with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from ...county.board import Board
from ...document.blocks import Table
from ...document.pieces import Cell, Parts
from ...metrics.lights import UNDECIDED
from ...quantity import periods
from .. import tables
from ..tables import ColumnSpec
from ..year_progress import IndicatorProgress, YearProgress
from .progress_section import count_of, latest, other_period
from .town_ranking import TownRanking

__all__ = ["board_table", "edge"]

_Ranks = Mapping[str, int]


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


def board_table(progress: YearProgress, rankings: Sequence[TownRanking]) -> tuple[Table | None, set[str]]:
    """Return the lists of the board in a table, and the indicators that they are about.

    A list is not made where a town would be on both (too many ties, too few towns), nor of towns that cannot be ranked;
    None where there is no list, and in a county without a board.
    """
    board = progress.county.board
    lines = (_by_lights if board.on == "lights" else _by_rank)(board, progress, rankings) if board else []
    if board is None or not lines:
        return None, set()
    about = {slug for line in lines for slug in line.about}
    month = latest([pace for ranking in rankings if ranking.indicator.slug in about for pace in ranking.paces])
    sides = [("best", board.best), ("worst", board.worst)]
    listed = [(name, side.word) for name, side in sides if side]
    columns: list[ColumnSpec[_BoardLine]] = [
        ColumnSpec(
            name="指标",
            width=1.6,
            cell=lambda line: line.name + (other_period(line.judged, month) if line.judged else ""),
        ),
        *(ColumnSpec(name=word, width=4.0, cell=partial(_cell, name=name)) for name, word in listed),
    ]
    title = f"乡镇{'、'.join(word for _, word in listed)}（{periods.parse(month).label}）"
    note = _NOTES[board.on]
    if board.on == "lights" and (early := {r.indicator.name: other_period(r.paces[0], month) for r in rankings}):
        note += "".join(f"{name}按{when.strip('（）')}计。" for name, when in early.items() if when)
    return tables.tabulate(title, columns, lines, notes=[note]), about


_NOTES = {
    "rank": "注：按完成率从高到低排，并列的都上榜；括号内为完成率。",
    "lights": "注：按各指标的灯排，最差一级的灯少的在前，并列的都上榜；括号内为灯的个数。",
}


@dataclass(frozen=True)
class _BoardLine:
    """The lists of one line of the board: what it is about, the towns with their reasons, a result of its period."""

    name: str
    about: Collection[str]
    best: Parts
    worst: Parts
    judged: IndicatorProgress | None = None


def _cell(line: _BoardLine, *, name: str) -> Cell | str:
    parts: Parts = getattr(line, name)
    return Cell(parts=parts) if parts else tables.NONE


def _joined(entries: Iterable[Parts]) -> Parts:
    return tuple(chain.from_iterable(("、" if n else "", *entry) for n, entry in enumerate(entries)))


def _lists(ranks: _Ranks, board: Board) -> tuple[list[str], list[str]]:
    """The towns of both lists; none where one would be on both."""
    first = edge(ranks, board.best.places) if board.best else []
    last = edge(ranks, board.worst.places, worst=True) if board.worst else []
    apart = len(set(ranks.values())) > 1 and not set(first) & set(last)
    return (first, last) if apart else ([], [])


def _by_rank(board: Board, progress: YearProgress, rankings: Sequence[TownRanking]) -> list[_BoardLine]:
    """The first and the last towns in each indicator that ranks all; who was among the last before is said to be."""
    names = progress.county.area_names
    lines = []
    for ranking in rankings:
        rates = {pace.area: pace.figure("completed") for pace in ranking.paces}
        first, last = _lists(ranking.places, board)
        if not first and not last:
            continue
        again = set(_lists(ranking.places_before, board)[1]).intersection(last)
        every = len(again) == len(last) > 0
        best: list[Parts] = [(f"{names[town]}（", rates[town], "）") for town in first]
        worst: list[Parts] = [
            (f"{names[town]}（", rates[town], "，上期也在榜）" if town in again and not every else "）")
            for town in last
        ]
        after = ("，上期都在榜",) if every else ()
        indicator = ranking.indicator
        judged = ranking.paces[0]
        lines.append(_BoardLine(indicator.name, {indicator.slug}, _joined(best), (*_joined(worst), *after), judged))
    return lines


def _by_lights(board: Board, progress: YearProgress, rankings: Sequence[TownRanking]) -> list[_BoardLine]:
    """The towns with the fewest and the most lights of the worst level, then of the next, with all their lights."""
    county = progress.county
    paces = [pace for ranking in rankings for pace in ranking.paces]
    undecided = any(pace.light.light == UNDECIDED for pace in paces)
    if progress.rule is None or undecided or len(paces) < len(county.towns) * len(rankings):
        return []
    words = [level.word for level in progress.rule.levels]

    def of(town: str, word: str) -> list[IndicatorProgress]:
        return [pace for pace in paces if pace.area == town and pace.light.light == word]

    counts = {town: [len(of(town, word)) for word in reversed(words[1:])] for town in county.towns}
    ranks = {town: 1 + sum(other < own for other in counts.values()) for town, own in counts.items()}
    first, last = _lists(ranks, board)

    def entry(town: str) -> Parts:
        lights: list[Parts] = [(count_of(lit, word, "个"), word) for word in words if (lit := of(town, word))]
        return (f"{county.area_names[town]}（", *_joined(lights), "）")

    best = _joined(entry(town) for town in first if not counts[town][0])
    worst = _joined(entry(town) for town in last if counts[town][0])
    about = {ranking.indicator.slug for ranking in rankings}
    return [_BoardLine("各项合计", about, best, worst)] if best or worst else []

"""Board section (红榜、黑榜): the best and the worst towns by the county's rule, by name and with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

import pandas as pd

from ...county.board import Board
from ...document.blocks import Table
from ...document.pieces import Cell, Parts
from ...metrics.lights import UNDECIDED
from ...metrics.ranking import HEDGED, IMPRECISE, Better, certainly_ahead
from ...quantity import periods
from .. import tables
from ..indicator_progress import IndicatorProgress
from ..tables import ColumnSpec
from ..year_progress import YearProgress
from .progress_section import ceiling_note, count_of, latest, other_period
from .town_ranking import TownRanking

__all__ = ["board_table", "edge", "lists", "lists_by_rank"]

_Ranks = Mapping[str, int]
_FEWEST_RANKS = 2


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

    Where a town would be on both (few towns), the lists are shorter, or none are made (too many ties). None of the best
    is at the worst light, and none of the worst at the best one. A list by rank is made where its places are decided,
    whatever the order of the others. None where there is no list, and in a county without a board.
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
    about = {slug for line in lines for slug in line.about}
    return tables.tabulate(title, columns, lines, notes=[_note(board, progress, rankings, about)]), about


def _note(board: Board, progress: YearProgress, rankings: Sequence[TownRanking], about: Collection[str]) -> str:
    if board.on == "lights":
        note = "注：按各指标的灯排，最差一级的灯少的在前，并列的都上榜；括号内为灯的个数。"
        month = latest([pace for ranking in rankings for pace in ranking.paces])
        early = {ranking.indicator.name: other_period(ranking.paces[0], month) for ranking in rankings}
        return note + "".join(f"{name}按{when.strip('（）')}计。" for name, when in early.items() if when)
    ranked = [ranking for ranking in rankings if ranking.indicator.slug in about]
    ways = list(dict.fromkeys(ranking.by_share for ranking in ranked))
    note = f"注：{'，'.join(ways) if len(ways) == 1 else '按完成率从高到低排'}，并列的都上榜；括号内为完成率"
    note += ceiling_note([pace for ranking in ranked for pace in ranking.paces], gaps=False)
    if len(ways) > 1:
        note += "，从低到高排"
    if board.best and progress.rule:
        note += f"；{progress.rule.levels[-1].word}的不上{board.best.word}"
    if board.worst and progress.rule:
        note += f"；{progress.rule.levels[0].word}的不上{board.worst.word}"
    if unsure := [ranking.indicator.name for ranking in ranked if ranking.undecided]:
        note += f"；{'、'.join(unsure)}精度不足以分全部先后，只分上榜与否"
    return f"{note}。"


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


def lists(ranks: _Ranks, board: Board) -> tuple[list[str], list[str]]:
    """Return the towns of both lists, as long as the board says or shorter, so that none is on both; none for ties."""
    if len(set(ranks.values())) < _FEWEST_RANKS:
        return [], []
    best, worst = (side.places if side else 0 for side in (board.best, board.worst))
    longest = max(best, worst)
    for most in range(longest, 0, -1):
        first, last = edge(ranks, min(best, most)), edge(ranks, min(worst, most), worst=True)
        short = len(first) <= best and len(last) <= worst
        if not set(first) & set(last) and (short or most == longest):
            return first, last
    return [], []


def lists_by_rank(ranks: pd.DataFrame, board: Board, better: Better) -> tuple[list[str], list[str]]:
    """Return the towns of both lists by rank; without a list whose towns are not certainly apart from the others."""
    reasons = set(ranks["reason"])
    if not reasons <= {"", HEDGED, IMPRECISE}:
        return [], []
    sign = -1 if better == "lower" else 1
    values = dict(zip(ranks["area"], sign * ranks["value"], strict=True))
    order = {town: 1 + sum(other > own for other in values.values()) for town, own in values.items()}
    first, last = lists(order, board)
    if reasons <= {""}:
        return first, last
    in_first, in_last = ranks["area"].isin(first), ranks["area"].isin(last)
    sure_first = certainly_ahead(ranks[in_first], ranks[~in_first], better=better)
    sure_last = certainly_ahead(ranks[~in_last], ranks[in_last], better=better)
    return first if sure_first else [], last if sure_last else []


def _by_rank(board: Board, progress: YearProgress, rankings: Sequence[TownRanking]) -> list[_BoardLine]:
    """The first and the last towns in each indicator that ranks all; who was among the last before is said to be."""
    names = progress.county.area_names
    lines = []
    for ranking in rankings:
        rates = {pace.area: pace.completion for pace in ranking.paces}
        first, last = lists_by_rank(ranking.ranks, board, ranking.better)
        bad = {pace.area for pace in ranking.paces if progress.worst(pace)} if progress.rule else set()
        good = {pace.area for pace in ranking.paces if not progress.severity(pace)} if progress.rule else set()
        first, last = [town for town in first if town not in bad], [town for town in last if town not in good]
        if not first and not last:
            continue
        again = set(lists_by_rank(ranking.ranks_before, board, ranking.better)[1]).intersection(last)
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
    first, last = lists(ranks, board)

    def entry(town: str) -> Parts:
        lights: list[Parts] = [(count_of(lit, word, "个"), word) for word in words if (lit := of(town, word))]
        return (f"{county.area_names[town]}（", *_joined(lights), "）")

    best = _joined(entry(town) for town in first if not counts[town][0])
    worst = _joined(entry(town) for town in last if counts[town][0])
    about = {ranking.indicator.slug for ranking in rankings}
    return [_BoardLine("各项合计", about, best, worst)] if best or worst else []

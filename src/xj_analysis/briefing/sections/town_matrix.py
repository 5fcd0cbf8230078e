"""Town matrix section: one row a town, one column an indicator, the worst towns first; who leads and who trails."""

from __future__ import annotations

from collections.abc import Sequence

from ...document.blocks import Sentence, Table
from ...document.pieces import Cell
from ...quantity import periods
from .. import tables
from ..indicator_progress import IndicatorProgress
from ..period_before import PeriodBefore
from ..standing import Standing
from ..tables import ColumnSpec
from ..year_progress import YearProgress
from .progress_section import ceiling_note, describe_rule, latest, longest_bar, pace_bar
from .town_board import board_table
from .town_ranking import TownRanking, ranked

__all__ = ["town_matrix_blocks"]

_MOST_WITH_BARS = 3
"""With more indicators a bar in each cell leaves no room for the figures."""


def town_matrix_blocks(before: PeriodBefore) -> list[Sentence | Table]:
    """Return the best and the worst towns by name, then the matrix of towns and indicators.

    By the county's board (红榜、黑榜) in a table, else in a sentence for each indicator. Empty where no indicator has
    several towns.
    """
    progress = before.progress
    rankings = [TownRanking(before, slug) for slug in ranked(progress)]
    if not rankings:
        return []
    month = latest([pace for ranking in rankings for pace in ranking.paces])
    board, on_board = board_table(progress, rankings)
    others = [each.sentence(month) for each in rankings if each.places and each.indicator.slug not in on_board]
    return [*([board] if board else []), *others, _matrix(progress, rankings)]


def _matrix(progress: YearProgress, rankings: Sequence[TownRanking]) -> Table:
    county, first = progress.county, rankings[0].indicator
    shown = [pace for ranking in rankings for pace in ranking.paces]
    month = latest(shown)
    at = {(pace.area, pace.indicator): pace for pace in shown}
    of_town = {town: [pace for pace in shown if pace.area == town] for town in county.towns}

    def badness(town: str) -> list[float]:
        """How many of its results are as bad as any, then how far down in the first indicator: the least first."""
        most = sum(map(progress.worst, of_town[town]))
        pace = at.get((town, first.slug))
        return [-most, pace.lead if pace else float("inf")]

    columns: list[ColumnSpec[str]] = [ColumnSpec(name="乡镇", width=1.0, cell=lambda town: county.area_names[town])]
    columns += [_column(ranking, at, month, bars=len(rankings) <= _MOST_WITH_BARS) for ranking in rankings]
    gaps = [f"；{ranking.indicator.name}：{'，'.join(ranking.gaps)}" for ranking in rankings if ranking.gaps]
    bad = dict.fromkeys(str(pace.standing) for pace in shown if pace.standing.bad)
    most = progress.rule.levels[-1].word if progress.rule else f"{'或'.join(bad) or Standing.BEHIND}的指标"
    slow = "占控制数多" if rankings[0].better == "lower" else "慢"
    note = f"注：{most}多的在前，一样多的，{first.name}{slow}的在前{ceiling_note(shown, gaps=False)}；"
    if len(rankings) <= _MOST_WITH_BARS:
        note += "条形为完成率，竖线为全县的时序进度；"
    note += f"“—”为没有本期数或目标{''.join(gaps)}。{describe_rule(progress)}"
    title = f"各乡镇完成率（{periods.parse(month).label}）"
    towns = sorted((town for town in county.towns if of_town[town]), key=badness)
    return tables.tabulate(title, columns, towns, notes=[note])


def _column(
    ranking: TownRanking, at: dict[tuple[str, str], IndicatorProgress], month: str, *, bars: bool
) -> ColumnSpec[str]:
    """The column of one indicator: 完成率, the shape of the light, and a bar."""
    longest = longest_bar(ranking.paces)

    def cell(town: str) -> Cell | str:
        pace = at.get((town, ranking.indicator.slug))
        if pace is None:
            return tables.NONE
        light = (" ", pace.light.shortened()) if pace.ahead["light"] else ()
        return Cell(parts=(pace.figure("completed"), *light, *(pace_bar(pace, longest) if bars else ())))

    when = "" if (code := str(ranking.paces[0].done["period"])) == month else f"（{periods.parse(code).label}）"
    return ColumnSpec(name=f"{ranking.indicator.name}{when}", align="right", width=2.6 if bars else 1.4, cell=cell)

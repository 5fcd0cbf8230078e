"""Content of the county's overview: the 三量, the campaigns with their lights, and the indices of the towns."""

from __future__ import annotations

from ..document.blocks import Omission, Sentence, Table
from ..document.section import Section
from ..metrics.columns import row_selection
from ..quantity import periods
from .instrument_content import InstrumentContent
from .sections import campaign_board, comparisons, findings, monday, quantity_cards, town_index

__all__ = ["OverviewContent"]


class OverviewContent(InstrumentContent):
    """Methods of a briefing for the overview of its county."""

    def quantity_cards(self) -> Section:
        """Return a card for each of the 三量: its lead indicator with months, place and progress, others, and gaps."""
        known = {*self.figure_rows["indicator"], *self._store.conflicts()["indicator"]}
        cards = quantity_cards.quantity_cards(self._lookup, self._progress, known)
        return Section([cards] if cards else [])

    def quantities(self) -> Table:
        """Return the table of the 三量: every value known, with growth as published."""
        if not self._in_progress:
            return comparisons.headline_table(self.sound, self.county)
        results = self.sound[(self.sound["nature"] == "actual") & (self.sound["subject"] == "")]
        return comparisons.headline_table(row_selection.latest(row_selection.like_latest(results)), self.county)

    def campaigns(self, **points: Sentence | Omission) -> Table:
        """Return the table of all campaigns: lights now and before, the indicator furthest behind, who is responsible.

        A campaign without progress has its latest figure instead, as 要点.

        Parameters
        ----------
        points
            By the campaign's slug a sentence of one's own as its 要点: ``clusters=b.say("…")``. One that is not
            printed, for want of a figure, leaves what stands there by rule.

        Raises
        ------
        UsageError
            There is no such campaign: the nearest is named.
        """
        said = findings.campaign_points(self._lookup, self._progress, points)
        lines = campaign_board.campaign_lines(self._progress, self._before.of_county, said)
        return campaign_board.board(self._progress, lines)

    def monday(self) -> Section:
        """Return 总调度: a line a campaign with lights and worst matter, counts of alarms, 督办, and who is late."""
        boards = {board.shape.feeds: board for board in self._boards}
        alarms = {name: board.alarms for name, board in boards.items()}
        campaigns = {name: board.shape.campaigns for name, board in boards.items()}
        lines = campaign_board.campaign_lines(self._progress, self._before.of_county, {})
        until = f"（截至{periods.date_label(self.as_of)}）"
        worst = monday.worst_of(alarms, campaigns)
        blocks = [
            monday.alarm_counts(alarms, {name: board.title for name, board in boards.items()}, self.county),
            monday.task_movements(self._ledger_rows["tasks"][1], self.as_of, self.county)
            if "tasks" in self._ledger_rows
            else None,
            monday.dispatch_table(lines, worst, self.county, until),
            *self._about_ledgers(),
            *self._gaps,
        ]
        return Section([block for block in blocks if block is not None])

    def lights(self) -> Table | Sentence:
        """Return the light of each indicator of all campaigns, the worst first; a line where there are none."""
        table = campaign_board.indicator_lights(self._progress, self._before.of_county)
        return table or self._known.lights().sentence()

    def index(self) -> Section:
        """Return the indices of the 三量 for the towns, or a line where they have no months to compare."""
        table = town_index.town_index_table(self._progress)
        return Section([table or self._known.index().sentence()])

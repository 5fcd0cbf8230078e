"""Content of the county's overview: the 三量, the campaigns with their lights, and the indices of the towns."""

from __future__ import annotations

from ..document.blocks import Omission, Sentence, Table
from ..document.section import Section
from ..metrics.columns import row_selection
from .instrument_content import InstrumentContent
from .sections import campaign_board, comparisons, findings, quantity_cards, town_index

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

    def lights(self) -> Table | Sentence:
        """Return the light of each indicator of all campaigns, the worst first; a line where there are none."""
        table = campaign_board.indicator_lights(self._progress, self._before.of_county)
        return table or self._known.lights().sentence()

    def index(self) -> Section:
        """Return the indices of the 三量 for the towns, or a line where they have no months to compare."""
        table = town_index.town_index_table(self._progress)
        return Section([table or self._known.index().sentence()])

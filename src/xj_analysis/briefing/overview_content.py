"""Content of the county's overview: the 三量, the campaigns with their lights, and the indices of the towns."""

from __future__ import annotations

from ..document.blocks import Heading, Omission, Sentence, Table
from ..document.section import Section
from ..metrics.columns import row_selection
from .own_content import OwnContent
from .sections import comparisons, findings, progress_section, town_index

__all__ = ["OverviewContent"]


class OverviewContent(OwnContent):
    """Methods of a briefing for the overview of its county."""

    def quantities(self) -> Table:
        """Return the table of the 三量: every value known, with growth as published."""
        if not self._in_progress:
            return comparisons.headline_table(self.sound, self.county)
        results = self.sound[(self.sound["nature"] == "actual") & (self.sound["subject"] == "")]
        return comparisons.headline_table(row_selection.latest(row_selection.like_latest(results)), self.county)

    def campaigns(self, **points: Sentence | Omission) -> Table:
        """Return the table of all campaigns: the 三量 each serves, and its progress or latest figure.

        Parameters
        ----------
        points
            By the campaign's slug a sentence of one's own in place of these: ``clusters=b.say("…")``. One that is not
            printed, for want of a figure, leaves them.

        Raises
        ------
        UsageError
            There is no such campaign: the nearest is named.
        """
        return findings.campaign_table(self._lookup, self.county, findings.campaign_points(self._progress, points))

    def lights(self) -> Table | Sentence:
        """Return the lights of all campaigns side by side; a line where there are none."""
        return progress_section.board(self._progress) or self._known.lights().sentence()

    def index(self) -> Section:
        """Return the indices of the 三量 for the towns, or a line where they have no months to compare."""
        blocks = town_index.town_index_blocks(self._progress)
        if not blocks:
            return Section([self._known.index().sentence()])
        return Section([Heading(level=2, text="各乡镇“三量”指数"), *blocks])

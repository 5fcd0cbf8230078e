"""All blocks of a briefing made by rule, and the observations behind what it prints."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from xj_analysis import Briefing
from xj_analysis.document import blocks
from xj_analysis.document.blocks import Table
from xj_analysis.document.pieces import Light, plain_text


@dataclass(frozen=True)
class Page:
    """What a briefing prints.

    Parameters
    ----------
    briefing
        It, after its methods were called.
    blocks
        All of it but masthead and sources.
    """

    briefing: Briefing
    blocks: list[blocks.CellBlock]

    @property
    def texts(self) -> set[str]:
        """Its sentences and cells."""
        return {plain_text(parts) for block in self.blocks for parts in blocks.block_texts(block)}

    @property
    def tables(self) -> list[str]:
        """The titles of its tables."""
        return [plain_text(block.title) for block in self.blocks if isinstance(block, Table)]

    @property
    def labels(self) -> set[str]:
        """The labels of the figures with a value."""
        return {f.label for block in self.blocks for f in blocks.figures_of(block) if f.value is not None}

    @property
    def lights(self) -> set[str]:
        """The words of its lights."""
        parts = [part for block in self.blocks for run in blocks.block_texts(block) for part in run]
        return {part.light for part in parts if isinstance(part, Light)}

    @property
    def rows(self) -> pd.DataFrame:
        """The observations that any printed figure comes from."""
        origins = {o for block in self.blocks for f in blocks.figures_of(block) for o in f.origins}
        frame = self.briefing._store.frame
        return frame[frame["id"].isin(list(origins))]


def page_of(briefing: Briefing) -> Page:
    """Make the whole of a briefing, as the notebooks do."""
    b = briefing
    made: list[object] = [
        *b.findings(), b.indicators(), *b.charts(), *b.progress(), *b.town_ranking(), *b.town_tables(),
        *b.year_end(), b.changes(), *b.peers(), *b.since_previous(), b.background(), *b.verification(),
    ]  # fmt: skip
    if b.campaign is b.county.overview:
        made += [b.quantities(), *b.quantity_cards(), b.campaigns(), b.lights(), *b.index()]
    return Page(b, [block for block in made if isinstance(block, blocks.DisplayedBlock)])  # type: ignore[misc]

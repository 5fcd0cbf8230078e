"""The progress of a year of the invented county, its observations as exact fractions, and tables as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from xj_analysis.briefing import figure_frame
from xj_analysis.briefing.year_progress import YearProgress
from xj_analysis.county.model import County
from xj_analysis.document import blocks
from xj_analysis.document.blocks import Table
from xj_analysis.document.pieces import plain_text
from xj_analysis.quantity import periods
from xj_analysis.store.store import Store

SEPTEMBER = "2025-01/2025-09"


def progress_of(store: Store, *slugs: str) -> YearProgress:
    """The progress of indicators by the end of September 2025."""
    known = store.known(period=SEPTEMBER)
    narrow = Store(known.county, known.frame[known.frame["indicator"].isin(slugs)])
    frame = figure_frame.figure_frame(narrow)
    return YearProgress(store.county, frame[frame["doubt"] == ""], slugs, periods.parse(SEPTEMBER))


def until(month: str, year: str) -> str:
    """The code of the 累计 from January to a month."""
    return f"{year}-01/{year}-{month}"


def reported(store: Store, slug: str, area: str, period: str, nature: str) -> Fraction:
    """The digits of the one observation of a key."""
    key = dict(zip(("indicator", "area", "period", "nature"), (slug, area, period, nature), strict=True))
    rows = store.frame[(store.frame[list(key)] == list(key.values())).all(axis=1)]
    (digits,) = rows["digits"]
    return Fraction(digits)


def tables_by_title(section: Iterable[blocks.CellBlock]) -> dict[str, Table]:
    """The tables among blocks, by their titles."""
    return {plain_text(block.title): block for block in section if isinstance(block, Table)}


def cells(table: Table) -> list[list[str]]:
    """The cells of a table as text."""
    return [[plain_text(cell.parts) for cell in row] for row in table.rows]


def better_low(progress: YearProgress, *slugs: str) -> YearProgress:
    """The same progress in a county where these indicators are better low: their targets are ceilings (控制数)."""
    fields = {name: getattr(progress.county, name) for name in County.model_fields}
    declared = tuple(
        each.model_copy(update={"better": "lower"}) if each.slug in slugs else each for each in fields["indicators"]
    )
    return replace(progress, county=County(**fields | {"indicators": declared}))

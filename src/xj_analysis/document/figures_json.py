"""figures.json: the register of every figure a briefing prints, with place and origins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from ..quantity.figures import Figure
from . import blocks
from .blocks import Chart, Table
from .document import Document
from .pieces import ObservationRow, SourceRow

FIGURES_VERSION = 1


class PrintedFigure(Figure):
    """A figure with its identifier on the page and its place: 正文, 表n or 图n."""

    id: str
    place: str


class Register(BaseModel):
    """``figures.json``: every figure a briefing prints, with its origins. The schema is in docs/."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    county: str
    campaign: str
    period: str
    known_at: str
    edition: str
    figures: tuple[PrintedFigure, ...]
    observations: tuple[ObservationRow, ...]
    sources: tuple[SourceRow, ...]


def figures_json(document: Document) -> dict[str, Any]:
    """Return the content of ``figures.json``: every printed figure with its origins.

    Returns
    -------
    version, county, campaign, period, known_at, edition; figures: id, place (正文, 表n, 图n), text and the rest of a
    :class:`xj_analysis.quantity.figures.Figure`, in the order printed; their observations and sources.
    """
    head = document.masthead
    return {
        "version": FIGURES_VERSION,
        "county": head.county_slug,
        "campaign": head.slug,
        "period": head.period,
        "known_at": head.known_at,
        "edition": head.edition,
        "figures": [
            {"id": f"f{n}", "place": place, **figure.model_dump(mode="json", exclude_defaults=True)}
            for n, (place, figure) in enumerate(printed_figures(document), start=1)
        ],
        "observations": [row.model_dump(mode="json") for row in document.catalogue.observations],
        "sources": [row.model_dump(mode="json") for row in document.catalogue.sources],
    }


def printed_figures(document: Document) -> Iterator[tuple[str, Figure]]:
    """Yield every figure of a document with its place: 正文, 表n or 图n."""
    numbers = {"表": 0, "图": 0}
    for block in document.blocks:
        kind = "表" if isinstance(block, Table) else "图" if isinstance(block, Chart) else ""
        if kind:
            numbers[kind] += 1
        place = f"{kind}{numbers[kind]}" if kind else "正文"
        yield from ((place, figure) for figure in blocks.figures_of(block))

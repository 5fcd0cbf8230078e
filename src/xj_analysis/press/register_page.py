"""Context of the page 数字出处: the printed numbers by place, each with its origins, and the values of each source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from ..document.document import Document
from ..document.figures_json import printed_figures
from ..document.pieces import ObservationRow
from ..quantity.figures import Figure
from .page_context import label_of

__all__ = ["register_context"]
__dir__ = __all__.copy

_FEW = 12


def register_context(document: Document) -> dict[str, Any]:
    """Return the template context of the page 数字出处.

    Returns
    -------
    masthead; places, each with ``name`` and ``figures`` (id, text, label, formula, reason, and origins by source: those
    of more than a dozen without their values); sources, each with the rows read from it.
    """
    rows = document.catalogue.observations
    anchors = {row.id: f"o{number}" for number, row in enumerate(rows, start=1)}
    listed = [
        (place, _entry(document, f"f{number}", figure, anchors))
        for number, (place, figure) in enumerate(printed_figures(document), start=1)
    ]
    names = dict.fromkeys(place for place, _ in listed)
    return {
        "masthead": document.masthead.model_dump(mode="json"),
        "places": [
            {"name": name, "anchor": f"place-{n}", "figures": [each for place, each in listed if place == name]}
            for n, name in enumerate(names, start=1)
        ],
        "sources": [
            {
                **source.model_dump(mode="json"),
                "rows": [_row(row, anchors) for row in rows if row.source == source.id],
            }
            for source in document.catalogue.sources
        ],
    }


def _entry(document: Document, identifier: str, figure: Figure, anchors: dict[str, str]) -> dict[str, Any]:
    origins = list({row.id: row for row in document.origins(figure)}.values())
    return {
        "id": identifier,
        "text": figure.text,
        "label": label_of(figure),
        "formula": figure.formula,
        "reason": figure.reason,
        "brief": len(origins) > _FEW,
        "groups": [
            {"number": number, "rows": [_row(row, anchors) for row in group]}
            for number, group in _by_source(document, origins)
        ],
    }


def _by_source(document: Document, origins: Sequence[ObservationRow]) -> Iterable[tuple[int, list[ObservationRow]]]:
    """The rows of each source, by its number; 0 of one that is not printed."""
    numbers = {name: source.number for name, source in document.sources.items()}
    ordered = sorted(origins, key=lambda row: numbers.get(row.source, 0))
    return [(number, list(rows)) for number, rows in groupby(ordered, key=lambda row: numbers.get(row.source, 0))]


def _row(row: ObservationRow, anchors: dict[str, str]) -> dict[str, str]:
    return {"anchor": anchors[row.id], "locator": row.locator, "label": row.label, "text": row.text}

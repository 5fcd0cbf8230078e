"""Lights of a briefing by indicator, read from the figures it prints: the county's own, now and one period earlier."""

from __future__ import annotations

import re
from typing import Any

from ..quantity import periods
from ..quantity.figures import Figure
from . import blocks
from .document import Document
from .figures_json import printed_figures
from .pieces import Light

__all__ = ["printed_lights"]

_OF_RATE = re.compile("完成率(与时序进度之差)?$")
_Series = tuple[str, ...]


def printed_lights(document: Document) -> list[dict[str, str]]:
    """Return the light of each indicator of the county itself, in the order printed.

    Returns
    -------
    name, light, shape, colour and period of each in its latest period; was and since: the word and the period one
    earlier, empty where the briefing does not print it. Figures with :attr:`Figure.light` tell all of it but colours.
    """
    states: dict[_Series, dict[str, Figure]] = {}
    for _, figure in printed_figures(document):
        if figure.light and (series := _series(document, figure)):
            states.setdefault(series, {}).setdefault(figure.period, figure)
    colours = _colours(document)
    return [_state(list(of_period.values()), colours) for of_period in states.values()]


def _series(document: Document, figure: Figure) -> _Series:
    """The indicators behind a figure; empty for one of another area than the county."""
    own = [row.key for row in document.origins(figure) if row.key[4:5] == (figure.nature,)]
    if document.masthead.area and {key[1] for key in own} != {document.masthead.area}:
        return ()
    return tuple(sorted({"|".join(key[:3]) for key in own})) or (figure.label,)


def _state(figures: list[Figure], colours: dict[str, str]) -> dict[str, str]:
    """The latest light of an indicator, and the one before."""
    now, *before = sorted(figures, key=lambda figure: periods.parse(figure.period).sort_key(), reverse=True)
    was = before[0] if before else None
    return {
        "name": _OF_RATE.sub("", now.label),
        "light": now.light[1:],
        "shape": now.light[0],
        "colour": colours.get(now.light, ""),
        "period": now.period,
        "was": was.light[1:] if was else "",
        "since": was.period if was else "",
    }


def _colours(document: Document) -> dict[str, str]:
    """The colours of the lights that stand in the text, by shape and word."""
    runs: list[Any] = [parts for block in document.blocks for parts in blocks.block_texts(block)]
    return {f"{part.shape}{part.light}": part.colour for run in runs for part in run if isinstance(part, Light)}

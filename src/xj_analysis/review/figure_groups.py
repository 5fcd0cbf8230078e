"""Figures of one briefing grouped by identity: the same indicator, area, subject, period and nature."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..document.pieces import ObservationRow
from ..quantity import units
from ..quantity.figures import Figure
from ..quantity.hedges import phrase

_SUPERSEDED = ("revised", "corrected")
_RANK = "位次"
_CHART = "图"

Key = tuple[str, str, str, tuple[str, ...]]
"""Identity of a figure whatever its label and print: name, period, nature, place (see :func:`_key`)."""


@dataclass(frozen=True)
class FigureGroups:
    """The figures of one briefing, with the observations behind them."""

    campaign: str
    observations: dict[str, ObservationRow]
    figures: tuple[Figure, ...]

    @cached_property
    def groups(self) -> dict[Key, list[Figure]]:
        """Figures by key, in the order printed, without those of superseded values (the section on the past issue)."""
        groups: dict[Key, list[Figure]] = {}
        for figure in self.figures:
            # nothing is computed from values in conflict: such a formula shows the value before the conflict
            outdated = (*_SUPERSEDED, "conflict") if figure.formula else _SUPERSEDED
            if not any(self.status(origin) in outdated for origin in figure.origins):
                groups.setdefault(_key(figure, self.observations), []).append(figure)
        return groups

    def status(self, origin: str) -> str:
        """Return the status of an observation, empty if the briefing does not have it."""
        return self.observations[origin].status if origin in self.observations else ""


def parse_figures(content: Mapping[str, Any]) -> FigureGroups:
    """Return the figures of a briefing from the content of its ``figures.json``.

    Examples
    --------
    >>> content = {"campaign": "c", "observations": [], "figures": [{"text": "3个", "label": "项目", "period": "2024"}]}
    >>> list(parse_figures(content).groups)
    [('项目', '2024', 'actual', ())]
    """
    fields = Figure.model_fields
    rows = [ObservationRow.model_validate(row) for row in content["observations"]]
    figures = [Figure.model_validate({k: v for k, v in row.items() if k in fields}) for row in content["figures"]]
    observations = {row.id: row for row in rows}
    places = [str(row.get("place", "")) for row in content["figures"]]
    whole = [
        _in_full(figure, observations) if place.startswith(_CHART) else figure
        for figure, place in zip(figures, places, strict=True)
    ]
    return FigureGroups(campaign=str(content["campaign"]), observations=observations, figures=tuple(whole))


def _in_full(figure: Figure, observations: Mapping[str, ObservationRow]) -> Figure:
    """A reported figure of a chart, which has one unit for all, with the number as its source has it."""
    reported = len(figure.origins) == 1 and not figure.formula and not figure.full and figure.number
    row = observations.get(figure.origins[0]) if reported else None
    if row is None or figure.unit == (unit := _unit_of(row.text, figure.unit)) or not unit:
        return figure
    return figure.model_copy(update={"full": row.text})


def _unit_of(text: str, like: str) -> str:
    """The unit of the number of a text that is a multiple or a part of another unit; empty where it has none."""
    found = re.search(rf"[0-9]余?(\D*?{re.escape(units.unscaled(like))})", text)
    return found[1] if found else ""


def _key(figure: Figure, observations: Mapping[str, ObservationRow]) -> Key:
    """The key of a figure. A reported one needs no label: the key of its observation identifies it."""
    keys = [observations[origin].key for origin in figure.origins if origin in observations]
    place = tuple(sorted({"|".join(key[:3]) for key in keys if key}))
    reported = bool(place) and len(figure.origins) == 1 and not figure.formula
    name = (_RANK if figure.label.endswith(_RANK) else "") if reported else figure.label
    return (name, figure.period, figure.nature, place)


def statement(figure: Figure) -> tuple[str, tuple[str, ...]]:
    """Return the statement of a figure: its number in full with unit, wherever printed; for a reported one the origin.

    In full, since a number shortened to a reader's unit would hide what changed below its last digit.

    Examples
    --------
    >>> statement(Figure(text="3", number="3", unit="个", origins=("A1",)))
    ('3个', ('A1',))
    >>> statement(Figure(text="2.32", number="2.32", unit="亿元", full="23174万元", origins=("A1",)))
    ('23174万元', ('A1',))
    """
    words = figure.full or (phrase(figure.number, figure.unit, figure.hedge) if figure.number else figure.text)
    return words, figure.origins if len(figure.origins) == 1 and not figure.formula else ()


def unit_in_full(figure: Figure) -> str:
    """Return the unit of the number in full: that of the indicator, whatever the unit it is printed in.

    Examples
    --------
    >>> unit_in_full(Figure(text="2.32", number="2.32", unit="亿元", full="23174万元")), unit_in_full(Figure(text="a"))
    ('万元', '')
    """
    return _unit_of(figure.full, figure.unit) or figure.unit

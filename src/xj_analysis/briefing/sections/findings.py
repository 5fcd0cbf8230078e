"""The declared sentences of a conclusion, their slots filled with what is known; the ten campaigns at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from ...county.model import County
from ...county.narrative import Finding, Slot
from ...document.blocks import Sentence, Table
from ...document.pieces import Cell, Column, Part, Parts
from ...metrics.columns.coded_text import Texts
from ...metrics.columns.row_selection import latest, like_latest, records
from ...quantity import figures, periods
from ...quantity.figures import Figure
from ...store import observations
from .. import prose, tables

_MARKS = 3  # a row with a mark for each of twenty sources cannot be read; the figures know them all


@dataclass(frozen=True)
class FigureLookup:
    """What sentences are filled from, looked up a slot at a time.

    Parameters
    ----------
    frame
        Sound rows of all areas, with ``text``.
    """

    frame: pd.DataFrame

    @cached_property
    def _columns(self) -> Mapping[str, Texts]:
        """The columns: of thousands of rows few are ever asked for, so they are not all made records."""
        return {str(name): self.frame[name].to_numpy(dtype=object) for name in self.frame.columns}

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        places: dict[str, list[int]] = {}
        for place, indicator in enumerate(self._columns["indicator"]):
            places.setdefault(indicator, []).append(place)
        return places

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """The source of each observation that a row stands for."""
        both = zip(self._columns["origins"], self._columns["source"], strict=True)
        return {origins[0]: source for origins, source in both if len(origins) == 1}

    def row(self, indicator: str, **wanted: str | None) -> dict[str, Any] | None:
        """Return the row of an indicator that a slot means: a result, the latest of several; None if there is none.

        Parameters
        ----------
        indicator
            Slug.
        wanted
            What the row says in other columns; None for whatever it says.
        """
        asked = [(column, word) for column, word in wanted.items() if word is not None]
        columns = self._columns
        places = [p for p in self._places.get(indicator, ()) if all(columns[name][p] == word for name, word in asked)]
        # a plan or a target speaks only where there is no result
        places = [p for p in places if columns["nature"][p] == "actual"] or places
        if len(places) > 1:
            return records(latest(like_latest(self.frame.iloc[places])))[-1]
        return {name: column[places[0]] for name, column in columns.items()} if places else None


def fill_slot(slot: Slot, known: FigureLookup, county: County) -> Figure | str | None:
    """Return what a slot shows: a figure, or a period in words; None where it is not known.

    Parameters
    ----------
    slot
        Which indicator, and which side of it; the latest period where none is named.
    known
        What it may be filled from.
    county
        Whose own rows are meant where the slot names no area.
    """
    row = known.row(slot.of, area=slot.area or county.code, subject=slot.subject, period=slot.period)
    if row is None:
        return None
    match slot.show:
        case "period":
            return periods.parse(row["period"]).label
        case "value":
            shown = observations.in_unit(row, slot.unit) if slot.unit else row
            return figures.figure_from_row({**shown, "label": tables.label_of(row)}, county.rounding)
        case "rank":
            return tables.ranking_text({**row, "rank_scope": "", "tier": ""})
        case "tier":
            return tables.ranking_text({**row, "rank_scope": "", "rank": None})


def say_finding(finding: Finding, known: FigureLookup, county: County) -> Sentence | None:
    """Return the sentence of a finding, or None where a figure of it is not known: half a sentence says too much."""
    slots = {name: fill_slot(slot, known, county) for name, slot in finding.slots.items()}
    filled = {name: value for name, value in slots.items() if value is not None}
    if len(filled) < len(slots):
        return None
    return prose.say(finding.say, style="finding", names=county.names, **filled)


def campaign_table(known: FigureLookup, county: County, summaries: Mapping[str, Sentence]) -> Table:
    """Return the campaigns at a glance: which of the 三量 each serves, and the first finding that can be said.

    Parameters
    ----------
    known
        What the findings may be filled from.
    county
        Declares the campaigns.
    summaries
        By the campaign's slug: what is said of it in place of a declared finding.
    """
    columns = (
        Column(name="攻坚战", width=1.6),
        Column(name="服务的“三量”", width=1.1),
        Column(name="要点", width=4.0),
    )
    names = {quantity.slug: quantity.name for quantity in county.quantities}
    body: list[list[Cell | Part]] = []
    for campaign in county.campaigns:
        said = summaries.get(campaign.slug) or next(
            (s for finding in campaign.findings if (s := say_finding(finding, known, county))), None
        )
        parts: Parts = said.parts if said else ("没有可以支持结论的数据。",)
        origins = [origin for part in parts if isinstance(part, Figure) for origin in part.origins]
        marks = tuple(dict.fromkeys(known.sources[origin] for origin in origins))[:_MARKS]
        title = campaign.name + ("" if campaign.named_in_source else "（名称待核）")
        body.append([title, "、".join(names[slug] for slug in campaign.quantities), Cell(parts=parts, sources=marks)])
    return tables.table("十大攻坚战一览", columns, body)

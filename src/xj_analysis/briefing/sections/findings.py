"""Findings: the declared sentences of a conclusion with their slots filled, and the table of all campaigns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from ...county.model import Campaign, County
from ...county.narrative import Finding, Slot
from ...document.blocks import Omission, Sentence, Table
from ...document.pieces import Cell
from ...metrics.columns.coded_text import Texts
from ...metrics.columns.row_selection import latest, like_latest, records
from ...quantity import periods
from ...quantity.figures import Figure
from ...store import observations
from .. import prose, tables
from ..figure_wording import all_campaigns, label_of, ranking_text
from ..tables import ColumnSpec

_MARKS = 3  # a row with a mark for each of twenty sources cannot be read; the figures carry all of them


@dataclass(frozen=True)
class FigureLookup:
    """Index of a figure frame, from which slots of sentences are filled one at a time.

    Parameters
    ----------
    frame
        Sound rows of all areas, with ``text``.
    """

    frame: pd.DataFrame

    @cached_property
    def _columns(self) -> Mapping[str, Texts]:
        """The columns as arrays: few of thousands of rows are looked up, so not all are made records."""
        return {str(name): self.frame[name].to_numpy(dtype=object) for name in self.frame.columns}

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        places: dict[str, list[int]] = {}
        for place, indicator in enumerate(self._columns["indicator"]):
            places.setdefault(indicator, []).append(place)
        return places

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """The source of each reported observation, by its identifier."""
        pairs = zip(self._columns["origins"], self._columns["source"], strict=True)
        return {origins[0]: source for origins, source in pairs if len(origins) == 1}

    def row(self, indicator: str, **conditions: str | None) -> dict[str, Any] | None:
        """Return the row of an indicator for a slot: a result, the latest of several; None if there is none.

        Parameters
        ----------
        indicator
            Slug.
        conditions
            Values that other columns must have; None for any.
        """
        columns = self._columns
        equal = [(column, value) for column, value in conditions.items() if value is not None]
        places = [p for p in self._places.get(indicator, ()) if all(columns[name][p] == value for name, value in equal)]
        # a plan or a target is used only where there is no result
        places = [p for p in places if columns["nature"][p] == "actual"] or places
        if len(places) > 1:
            return records(latest(like_latest(self.frame.iloc[places])))[-1]
        return {name: column[places[0]] for name, column in columns.items()} if places else None


def fill_slot(slot: Slot, lookup: FigureLookup, county: County) -> Figure | str | None:
    """Return the content of a slot: a figure, or a period in words; None where it is not known.

    Parameters
    ----------
    slot
        Names the indicator and the side of it; the latest period where none is named.
    lookup
        Rows to fill it from.
    county
        The area of a slot that names none.
    """
    row = lookup.row(slot.of, area=slot.area or county.code, subject=slot.subject, period=slot.period)
    if row is None:
        return None
    match slot.show:
        case "period":
            return periods.parse(row["period"]).label
        case "value":
            converted = observations.in_unit(row, slot.unit) if slot.unit else row
            return county.figure({**converted, "label": label_of(row)})
        case "rank":
            return ranking_text({**row, "rank_scope": "", "tier": ""})
        case "tier":
            return ranking_text({**row, "rank_scope": "", "rank": None})


def say_finding(finding: Finding, lookup: FigureLookup, county: County) -> Sentence | Omission:
    """Return the sentence of a finding; where a figure of it is not known, why not: half a sentence misleads."""
    slots = {name: fill_slot(slot, lookup, county) for name, slot in finding.slots.items()}
    filled = {name: content for name, content in slots.items() if content is not None}
    if len(filled) < len(slots):
        missing = [f"{name}（{_named(finding.slots[name], county)}）" for name in slots if name not in filled]
        return Omission(what=f"结论“{finding.say}”", reason=f"没有可用的数：{'、'.join(missing)}。")
    return prose.say(finding.say, style="finding", names=county.proper_names, **filled)


def _named(slot: Slot, county: County) -> str:
    """The figure a slot asks for, in words."""
    declared = county.by_slug.get(slot.of)
    place = county.area_names.get(slot.area, slot.area) if slot.area else ""
    period = periods.parse(slot.period).label if slot.period else ""
    return f"{place}{slot.subject or ''}{period}{declared.name if declared else slot.of}"


def campaign_table(lookup: FigureLookup, county: County, summaries: Mapping[str, Sentence]) -> Table:
    """Return the table of all campaigns: the 三量 each serves, and its first finding whose figures are known.

    Parameters
    ----------
    lookup
        Rows to fill the findings from.
    county
        Declares the campaigns.
    summaries
        By the campaign's slug: a sentence in place of its declared findings.
    """
    names = {quantity.slug: quantity.name for quantity in county.quantities}

    def key_point(campaign: Campaign) -> Cell:
        declared = (say_finding(finding, lookup, county) for finding in campaign.findings)
        known = (said for said in declared if isinstance(said, Sentence))
        sentence = summaries.get(campaign.slug) or next(known, None)
        if sentence is None:
            return Cell(parts=("没有可以支持结论的数据。",))
        origins = [origin for part in sentence.parts if isinstance(part, Figure) for origin in part.origins]
        marks = tuple(dict.fromkeys(lookup.sources[origin] for origin in origins))[:_MARKS]
        return Cell(parts=sentence.parts, sources=marks)

    columns: list[ColumnSpec[Campaign]] = [
        ColumnSpec(name="攻坚战", width=1.6, cell=lambda c: c.name + ("" if c.named_in_source else "（名称待核）")),
        ColumnSpec(name="服务的“三量”", width=1.1, cell=lambda c: "、".join(names[slug] for slug in c.quantities)),
        ColumnSpec(name="要点", width=4.0, cell=key_point),
    ]
    return tables.tabulate(f"{all_campaigns(county)}一览", columns, county.campaigns)

"""The declared sentences of a conclusion, their slots filled with what is known; the ten campaigns at a glance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import figures, periods, prose, store, tables
from .blocks import Cell, Column, Part, Parts, Sentence, Table
from .county import County
from .figures import Figure
from .metrics.rows import latest, like_latest, records
from .sayings import Finding, Slot

_MARKS = 3  # a row with a mark for each of twenty sources cannot be read; the figures know them all


def fill(slot: Slot, frame: pd.DataFrame, county: County) -> Figure | str | None:
    """Return what a slot shows: a figure, or a period in words; None where it is not known.

    Parameters
    ----------
    slot
        Which indicator, and which side of it; the latest period where none is named.
    frame
        Sound rows of all areas, with ``text``.
    county
        Whose own rows are meant where the slot names no area.
    """
    wanted = {"indicator": slot.of, "area": slot.area or county.code, "subject": slot.subject, "period": slot.period}
    found = np.ones(len(frame), dtype=bool)
    for column, word in wanted.items():
        if word is not None:
            found &= (frame[column] == word).to_numpy()
    done = found & (frame["nature"] == "actual").to_numpy()
    rows = frame[done if done.any() else found]  # a plan or a target speaks only where there is no result
    if len(rows) > 1:
        rows = latest(like_latest(rows))
    if rows.empty:
        return None
    row = records(rows)[-1]
    match slot.show:
        case "period":
            return periods.parse(row["period"]).label
        case "value":
            shown = store.in_unit(row, slot.unit) if slot.unit else row
            return figures.of_row({**shown, "label": tables.label_of(row)}, county.rounding)
        case "rank":
            return tables.standing({**row, "rank_scope": "", "tier": ""})
        case "tier":
            return tables.standing({**row, "rank_scope": "", "rank": None})


def say(finding: Finding, frame: pd.DataFrame, county: County) -> Sentence | None:
    """Return the sentence of a finding, or None where a figure of it is not known: half a sentence says too much."""
    slots = {name: fill(slot, frame, county) for name, slot in finding.slots.items()}
    known = {name: value for name, value in slots.items() if value is not None}
    if len(known) < len(slots):
        return None
    return prose.say(finding.say, style="finding", names=county.names, **known)


def glance(frame: pd.DataFrame, county: County, summaries: Mapping[str, Sentence]) -> Table:
    """Return the campaigns at a glance: which of the 三量 each serves, and the first finding that can be said.

    Parameters
    ----------
    frame
        Sound rows of all areas, with ``text``.
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
    sources = {row["origins"][0]: row["source"] for row in records(frame[frame["origins"].str.len() == 1])}
    body: list[list[Cell | Part]] = []
    for campaign in county.campaigns:
        said = summaries.get(campaign.slug) or next(
            (s for finding in campaign.findings if (s := say(finding, frame, county))), None
        )
        parts: Parts = said.parts if said else ("没有可以支持结论的数据。",)
        origins = [origin for part in parts if isinstance(part, Figure) for origin in part.origins]
        marks = tuple(dict.fromkeys(sources[origin] for origin in origins))[:_MARKS]
        title = campaign.name + ("" if campaign.named_in_source else "（名称待核）")
        body.append([title, "、".join(names[slug] for slug in campaign.quantities), Cell(parts=parts, sources=marks)])
    return tables.table("十大攻坚战一览", columns, body)

"""Matters of ledgers in the conclusion: the worst alarms, a sentence each, no row twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from ...county.model import County
from ...document.blocks import Sentence
from ...document.pieces import Part
from ...instruments.alarms import RED, YELLOW, worst_first
from ...metrics.columns.row_selection import records
from ...quantity import periods
from .. import tables
from ..prose import say
from .alarm_table import ALARM_LIGHTS, alarm_figure, kind_of
from .quoting import quoted

__all__ = ["matters"]
__dir__ = __all__.copy


def matters(alarms: Iterable[pd.DataFrame], county: County, most: int) -> list[Sentence]:
    """Return a sentence for each of the worst rows of several alarm frames: what, how far, since when, whose.

    Parameters
    ----------
    most
        Their number at most; of a row the worst alarm alone.
    """
    found = worst_first(alarms)
    lit = found[found["light"].isin((RED, YELLOW))].drop_duplicates(["instrument", "key"])
    return [_matter(row, county) for row in records(lit.head(most))]


def _matter(row: tables.Row, county: County) -> Sentence:
    units = {unit.slug: unit.name for unit in county.units}

    def words(text: object) -> Part:
        return quoted(str(text), row["origins"][0])

    said = "{light}{name}{kind}{far}"
    slots: dict[str, Any] = {
        "light": ALARM_LIGHTS[row["light"]], "name": words(row["name"] or row["key"]), "kind": kind_of(row),
        "far": alarm_figure(row),
    }  # fmt: skip
    if not pd.isna(row["since"]):
        said += "（{since}起）"
        slots["since"] = periods.date_label(row["since"].date())
    for slot, title, text in (
        ("unit", "责任单位", units.get(row["owner"], row["owner"])),
        ("leader", "", row["leader"]),
    ):
        if text:
            said += f"，{title}{{{slot}}}" if title else f"、{{{slot}}}"
            slots[slot] = words(text)
    if not pd.isna(row["deadline"]):
        said += "，下一时限{deadline}"
        slots["deadline"] = periods.date_label(row["deadline"].date())
    return say(f"{said}。", style="finding", names=county.proper_names, **slots)

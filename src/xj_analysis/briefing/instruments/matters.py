"""Matters of ledgers in the conclusion: the worst alarms in a sentence, no row twice."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ...document.blocks import Sentence
from ...document.pieces import Part
from ...instruments.alarms import RED, YELLOW, worst_first
from ...metrics.columns.row_selection import records
from .alarm_table import ALARM_LIGHTS, alarm_figure, kind_of
from .quoting import quoted

__all__ = ["matters"]
__dir__ = __all__.copy


def matters(alarms: Iterable[pd.DataFrame], most: int) -> list[Sentence]:
    """Return the sentence of the worst rows of several alarm frames: what and how far; none without any.

    Parameters
    ----------
    most
        Their number at most; of a row the worst alarm alone.
    """
    found = worst_first(alarms)
    lit = found[found["light"].isin((RED, YELLOW))].drop_duplicates(["instrument", "key"])
    if lit.empty or not most:
        return []
    shown = records(lit.head(most))
    alike = len({row["light"] for row in shown}) == 1  # said once
    parts: list[Part] = ["台账里最急的" if len(lit) > len(shown) else "台账里有预警的"]
    parts += ["（", ALARM_LIGHTS[shown[0]["light"]], "）"] if alike else []
    for row in shown:
        name = quoted(str(row["name"] or row["key"]), row["origins"][0])
        parts += ["：" if row is shown[0] else "；", *([] if alike else [ALARM_LIGHTS[row["light"]]])]
        parts += [name, kind_of(row), alarm_figure(row)]
    return [Sentence(parts=(*parts, "。"), style="finding")]

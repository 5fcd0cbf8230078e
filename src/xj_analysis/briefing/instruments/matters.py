"""Matters of ledgers in the conclusion: the worst alarms in a sentence, no row twice."""

from __future__ import annotations

import pandas as pd

from ...document.blocks import Sentence
from ...document.pieces import Part
from ...instruments.alarms import RED, YELLOW
from ...metrics.columns.row_selection import records
from .alarm_table import ALARM_LIGHTS, kind_and_figure
from .quoting import quoted

__all__ = ["matters"]
__dir__ = __all__.copy


def matters(title: str, alarms: pd.DataFrame, most: int) -> list[Sentence]:
    """Return the sentence of the worst rows of an alarm frame: what and how far; none without any.

    Parameters
    ----------
    title
        What they are of: the name of the instrument, 台账里 of all.
    alarms
        The worst first.
    most
        Their number at most; of a row the worst alarm alone.
    """
    lit = alarms[alarms["light"].isin((RED, YELLOW))].drop_duplicates(["instrument", "key"])
    if lit.empty or not most:
        return []
    shown = records(lit.head(most))
    alike = len({row["light"] for row in shown}) == 1  # said once
    parts: list[Part] = [f"{title}最急的" if len(lit) > len(shown) else f"{title}有预警的"]
    parts += ["（", ALARM_LIGHTS[shown[0]["light"]], "）"] if alike else []
    for row in shown:
        name = quoted(str(row["name"] or row["key"]), row["origins"][0])
        parts += ["：" if row is shown[0] else "；", *([] if alike else [ALARM_LIGHTS[row["light"]]])]
        parts += [name, *kind_and_figure(row)]
    return [Sentence(parts=(*parts, "。"), style="finding")]

"""Table of alarms (预警): light, what, since when, by how much, whose, next deadline; the worst first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from ...county.instrument_fields import STEPS
from ...county.model import County
from ...county.selection import unit_names
from ...document.blocks import Alarms
from ...document.pieces import Cell, Light, Part
from ...instruments.alarms import LEVELS, OPEN, RED, YELLOW
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.figures import Figure, reported_figure
from ...quantity.hedges import rounded
from .. import tables
from ..tables import ColumnSpec, Row
from .quoting import quoted

__all__ = ["ALARM_LIGHTS", "alarm_figure", "alarm_table", "kind_and_figure", "kind_of", "matter_of", "short_day"]
__dir__ = __all__.copy

ALARM_LIGHTS: Mapping[str, Light] = {
    RED: Light(light="红", shape="■", colour="#c62828"),
    YELLOW: Light(light="黄", shape="▲", colour="#b26a00"),
    OPEN: Light(light="待核", shape="○"),
}
"""The lights of alarms, word and shape."""
UNKNOWN = "台账里没有填，不能判断"


def alarm_figure(row: Row, column: str = "value") -> Figure:
    """Return what is measured of an alarm as a figure: 18天, 25.4个百分点; without one the reason.

    Parameters
    ----------
    row
        A row of an alarm frame.
    column
        ``value``, or ``over``: how far it is beyond the limit.
    """
    origins, label = tuple(row["origins"]), f"{row['name']}{row['kind']}"
    if pd.isna(row[column]):
        return Figure(text=f"（{UNKNOWN}）", unit=str(row["unit"]), label=label, origins=origins, reason=UNKNOWN)
    number = rounded(Decimal(repr(float(row[column]))), 1, "half_even")
    return reported_figure(
        Decimal(f"{number.normalize():f}"), str(row["unit"]), label=label, origins=origins,
        formula=f"{row['kind']}：按台账所填计算",
    )  # fmt: skip


def alarm_table(
    title: str, alarms: pd.DataFrame, county: County, as_of: date, *, notes: tuple[str, ...] = ()
) -> Alarms:
    """Return the table of an alarm frame, in its order.

    Parameters
    ----------
    title
        Heading of the table, with the day.
    alarms
        A frame with the columns of :mod:`xj_analysis.instruments.alarms`.
    as_of
        The day: days of its year are printed without it.
    """
    units = unit_names(county)
    columns: list[ColumnSpec[Row]] = [
        ColumnSpec(name="灯", align="center", width=0.8, cell=lambda row: ALARM_LIGHTS[row["light"]]),
        ColumnSpec(name="事项", width=3.0, cell=matter_of),
        ColumnSpec(name="预警", width=1.6, cell=kind_of),
        ColumnSpec(name="程度", align="right", width=1.2, cell=alarm_figure),
        ColumnSpec(name="自何时", width=1.3, cell=lambda row: short_day(row["since"], as_of)),
        ColumnSpec(name="责任单位", width=1.6, cell=lambda row: units.get(row["owner"], row["owner"]) or tables.NONE),
        ColumnSpec(name="责任人", width=1.2, cell=_person),
        ColumnSpec(name="下一时限", width=1.3, cell=lambda row: short_day(row["deadline"], as_of)),
    ]
    listed = records(alarms)
    told = {
        "责任人": any(row["leader"] or row["person"] for row in listed),
        "下一时限": any(pd.notna(row["deadline"]) for row in listed),
    }
    used = [column for column in columns if told.get(column.name, True)]
    made = tables.tabulate(title, used, listed, notes=notes)
    return Alarms(title=made.title, columns=made.columns, rows=made.rows, notes=made.notes)


def matter_of(row: Row) -> Cell:
    """Return the number and the name of a row, as quoted words that lead to it."""
    origin = row["origins"][0]
    words = "　".join(dict.fromkeys(filter(None, (str(row["key"]), str(row["name"])))))
    return Cell(parts=(quoted(words, origin),))


def kind_of(row: Row) -> str:
    """Return what an alarm is, with the milestone: 节点逾期（竣工）."""
    step = STEPS.get(row["field"], "")
    return f"{row['kind']}（{step}）" if step and step not in row["kind"] else str(row["kind"])


def kind_and_figure(row: Row) -> tuple[Part, ...]:
    """Return what an alarm is and how far: 逾期未完成63天; a level stands in brackets: 超承载（117.7%）."""
    figure = alarm_figure(row)
    return (kind_of(row), "（", figure, "）") if row["unit"] in LEVELS else (kind_of(row), figure)


def _person(row: Row) -> Cell:
    parts: list[Part] = [quoted(words, row["origins"][0]) for words in (row["leader"], row["person"]) if words]
    return Cell(parts=tuple(part for each in parts for part in ("、", each))[1:] or (tables.NONE,))


def short_day(day: Any, as_of: date) -> str:
    """Return a day in words, without its year where that is the year of `as_of`; the mark for none."""
    if pd.isna(day):
        return tables.NONE
    words = periods.date_label(day.date())
    return words.partition("年")[2] if day.year == as_of.year else words

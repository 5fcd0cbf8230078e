"""Slips (督办单) as records: what is printed of one open matter, by its colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ..county.alarm_limits import TaskLimits
from ..metrics.columns.row_selection import records
from .tasks import BLUE, RED, YELLOW, days_late, given_by, slip_colours

__all__ = ["TaskSlip", "task_slips"]
__dir__ = __all__.copy

_ASKS = {
    BLUE: "请按时限办结，并按月反馈进展。",
    YELLOW: "请说明原因，提出下步措施，并尽快反馈。",
    RED: "已超过时限，请限期办结，书面说明原因。",
}
_ORDER = (RED, YELLOW, BLUE)


@dataclass(frozen=True)
class TaskSlip:
    """A slip of one open matter.

    Parameters
    ----------
    number, what, source, leader
        编号, 事项, 来源, 牵头领导; empty where the ledger has none.
    unit
        The responsible unit, by name.
    given, due
        交办日期, 完成时限; None where they are not in the ledger.
    colour
        蓝, 黄 or 红.
    days
        By how many days it is late; zero where it is not.
    heard
        The last word; None where there is none by the day.
    state, next_step, matter, evidence
        As the ledger has them.
    asks
        What is asked of the unit, by the colour.
    origin
        The row of the ledger.
    """

    number: str
    what: str
    source: str
    leader: str
    unit: str
    given: date | None
    due: date | None
    colour: str
    days: int
    heard: date | None
    state: str
    next_step: str
    matter: str
    evidence: str
    asks: str
    origin: str


def task_slips(
    rows: pd.DataFrame, as_of: date, limits: TaskLimits, units: Mapping[str, str], *, given: date | None = None
) -> list[TaskSlip]:
    """Return the slips that are open on a day: 红, 黄, then 蓝, the most overdue first.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).
    units
        Names of units by slug.
    given
        The day by which they are given; None for `as_of`.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["D1"], "origin": ["a"], "what": ["甲"], "state": ["滞后"], "unit": ["gxj"],
    ...                      "given": day(["2025-05-01"]), "due": day(["2025-08-01"])})
    >>> slip, = task_slips(rows, date(2025, 9, 30), TaskLimits(), {"gxj": "工信局"})
    >>> slip.unit, slip.colour, slip.days
    ('工信局', '红', 60)
    """
    rows = given_by(rows, given or as_of)
    rows = rows.assign(colour=slip_colours(rows, as_of, limits), days=days_late(rows, as_of).fillna(0))
    slips = [_slip(row, as_of, units) for row in records(rows[rows["colour"] != ""])]
    return sorted(slips, key=lambda slip: (_ORDER.index(slip.colour), -slip.days, slip.number))


def _slip(row: Mapping[str, Any], as_of: date, units: Mapping[str, str]) -> TaskSlip:
    unit, colour = str(row.get("unit", "")), str(row["colour"])
    heard = _day(row.get("heard"))
    texts = {name: str(row.get(name, "")) for name in ("what", "source", "leader", "state", "next_step", "matter",
                                                       "evidence")}  # fmt: skip
    return TaskSlip(
        number=str(row["key"]), unit=units.get(unit, unit), given=_day(row["given"]), due=_day(row["due"]),
        colour=colour, days=int(row["days"]), heard=heard if heard and heard <= as_of else None, asks=_ASKS[colour],
        origin=str(row["origin"]), **texts,
    )  # fmt: skip


def _day(value: Any) -> date | None:
    return None if value is None or pd.isna(value) else value.date()

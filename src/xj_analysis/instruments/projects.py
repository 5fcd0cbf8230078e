"""Alarms of 重点项目 (倒排工期): milestones overdue and due, investment behind time, rows not updated."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date

import pandas as pd

from ..county.alarm_limits import ProjectLimits
from ..county.instrument_fields import ACTUAL, PLANNED, STEPS
from ..quantity.periods import MONTHS
from .alarms import beyond, unjudged, worst_first
from .ledger_rows import happened, has

__all__ = [
    "BEHIND",
    "DUE",
    "KINDS",
    "NOT_STARTED",
    "NO_UPDATE",
    "OVERDUE",
    "UNDERSPENT",
    "next_deadline",
    "project_alarms",
    "steps_of",
    "year_share",
]
__dir__ = __all__.copy

INSTRUMENT = "projects"
NOT_STARTED, OVERDUE, BEHIND, UNDERSPENT = "应开未开", "节点逾期", "投资滞后", "竣工未完成投资"
NO_UPDATE, DUE = "久未更新", "临期"
KINDS = (NOT_STARTED, OVERDUE, BEHIND, UNDERSPENT, NO_UPDATE, DUE)


def project_alarms(rows: pd.DataFrame, as_of: date, limits: ProjectLimits) -> pd.DataFrame:
    """Return the alarms of projects on a day, the worst first.

    A milestone without a planned day, not done, is 待核; a date after the day has not happened.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`); what it has no column for is not judged.

    Returns
    -------
    A frame with :data:`~.alarms.COLUMNS`; ``field`` is the milestone.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["X1"], "origin": ["a"], "started_planned": day(["2025-05-01"]),
    ...                      "started_actual": pd.Series([pd.NaT], dtype="datetime64[s]")})
    >>> found = project_alarms(rows, date(2025, 9, 30), ProjectLimits())
    >>> found[["kind", "light", "value", "over"]].values.tolist()
    [['应开未开', '红', 152.0, 122.0]]
    """
    found = [*_milestones(rows, as_of, limits), *_investment(rows, as_of, limits)]
    if has(rows, "updated"):
        age = _days(rows["updated"], as_of)
        found.append(beyond(rows, INSTRUMENT, NO_UPDATE, age, limits.not_updated, unit="天", since=rows["updated"]))
        found.append(unjudged(rows[rows["updated"].isna()], INSTRUMENT, NO_UPDATE))
    worst = worst_first(found, KINDS)
    following = pd.Series(next_deadline(rows, as_of).to_numpy(), index=rows["key"])
    return worst.assign(deadline=worst["key"].map(following[~following.index.duplicated()]).astype("datetime64[s]"))


def steps_of(rows: pd.DataFrame) -> dict[str, str]:
    """Return the milestones that a ledger has, in order: their names by field."""
    return {step: name for step, name in STEPS.items() if has(rows, step + PLANNED, step + ACTUAL)}


def next_deadline(rows: pd.DataFrame, as_of: date) -> pd.Series:
    """Return the planned day of the next milestone of each project that is not done; missing where none is to come."""
    ahead = [
        rows[step + PLANNED].where(happened(rows[step + ACTUAL], as_of).isna() & (rows[step + PLANNED] >= str(as_of)))
        for step in steps_of(rows)
    ]
    earliest: pd.Series = pd.concat(ahead, axis="columns").min(axis="columns")
    return earliest


def year_share(as_of: date) -> float:
    """Return the share of the year that has passed, in %: full months, and of the last its days.

    Examples
    --------
    >>> year_share(date(2025, 9, 30)), year_share(date(2025, 12, 31))
    (75.0, 100.0)
    """
    length = calendar.monthrange(as_of.year, as_of.month)[1]
    return 100 * (as_of.month - 1 + as_of.day / length) / MONTHS


def _milestones(rows: pd.DataFrame, as_of: date, limits: ProjectLimits) -> Iterator[pd.DataFrame]:
    for step in steps_of(rows):
        planned, undone = rows[step + PLANNED], happened(rows[step + ACTUAL], as_of).isna()
        late = _days(planned, as_of).where(undone)
        if step == "started":
            # late by less than the first limit of 应开未开, the start is a milestone overdue like any other
            named = late > limits.not_started.yellow
            yield beyond(rows, INSTRUMENT, NOT_STARTED, late.where(named), limits.not_started, unit="天",
                         since=planned, field=step)  # fmt: skip
            late = late.mask(named)
        overdue = late.where(late > 0)
        yield beyond(rows, INSTRUMENT, OVERDUE, overdue, limits.milestone_overdue, unit="天", since=planned, field=step)
        ahead = (-late).where(late <= 0)
        due = beyond(rows, INSTRUMENT, DUE, ahead, limits.due_within + 1, unit="天", since=planned, field=step,
                     below=True)  # fmt: skip
        over = limits.due_within - due["value"]
        yield due.assign(over=over, limit=float(limits.due_within), severity=over / (limits.due_within + 1))
        yield unjudged(rows[undone & planned.isna()], INSTRUMENT, OVERDUE, field=step)


def _investment(rows: pd.DataFrame, as_of: date, limits: ProjectLimits) -> Iterator[pd.DataFrame]:
    if has(rows, "year_plan", "year_done"):
        planned = rows["year_plan"].where(rows["year_plan"] > 0)  # without a plan for the year nothing is behind
        behind = year_share(as_of) - 100 * rows["year_done"] / planned
        yield beyond(rows, INSTRUMENT, BEHIND, behind, limits.behind_pace, unit="个百分点", since=as_of)
        unknown = rows["year_plan"].isna() | (rows["year_done"].isna() & (rows["year_plan"] > 0))
        yield unjudged(rows[unknown], INSTRUMENT, BEHIND)
    if has(rows, "finished_actual", "investment_total", "investment_done"):
        finished = happened(rows["finished_actual"], as_of)
        share = 100 * rows["investment_done"] / rows["investment_total"]
        yield beyond(rows, INSTRUMENT, UNDERSPENT, share.where(finished.notna()), limits.invested_when_finished,
                     unit="%", since=finished, below=True)  # fmt: skip
        yield unjudged(rows[finished.notna() & share.isna()], INSTRUMENT, UNDERSPENT)


def _days(since: pd.Series, as_of: date) -> pd.Series:
    """Days from each day to `as_of`, missing where there is none; below zero for later ones."""
    days: pd.Series = (pd.Timestamp(as_of) - since.dt.normalize()).dt.days.astype("float64")
    return days

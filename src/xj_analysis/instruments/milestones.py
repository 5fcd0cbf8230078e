"""Milestones of projects (节点): a row a project and milestone, with its state and its days late on a day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from ..county.instrument_fields import ACTUAL, PLANNED
from ..quantity.workdays import workdays_after
from .ledger_rows import happened
from .projects import steps_of

__all__ = ["AHEAD", "DONE", "LATE", "OVERDUE", "UNPLANNED", "due_by", "milestones", "overdue"]
__dir__ = __all__.copy

DONE, LATE, OVERDUE, AHEAD, UNPLANNED = "按期完成", "逾期完成", "逾期", "未到期", "待核"
"""States: done by the day planned, or without one; done after it; not done and past it; to come; without a plan."""
_OF_PROJECTS = ("key", "origin", "name", "leader", "unit", "area", "category")


def milestones(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the state of every milestone of a ledger of projects at the end of a day.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).
    as_of
        The day; milestones done later count as not done.

    Returns
    -------
    A row a project and milestone, in that order: who the project is and whose, ``step`` (the field), ``planned``,
    ``actual``, ``state`` and ``days`` after the plan, below zero before it (missing where nothing is done or overdue,
    or nothing planned).

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["X1"], "origin": ["a"], "started_planned": day(["2025-03-01"]),
    ...     "started_actual": day(["2025-03-06"]), "finished_planned": day(["2025-08-01"]),
    ...     "finished_actual": pd.Series([pd.NaT], dtype="datetime64[s]")})
    >>> milestones(rows, date(2025, 8, 31))[["step", "state", "days"]].values.tolist()
    [['started', '逾期完成', 5], ['finished', '逾期', 30]]
    """
    steps = list(steps_of(rows))
    about = rows[[name for name in _OF_PROJECTS if name in rows]]
    found = about.loc[about.index.repeat(len(steps))].reset_index(drop=True).assign(step=steps * len(rows))
    planned = _in_rows(rows[[step + PLANNED for step in steps]])
    actual = happened(_in_rows(rows[[step + ACTUAL for step in steps]]), as_of)
    day = pd.Timestamp(as_of)
    done = actual.notna()
    past = ~done & (planned < day)
    after = (actual.where(done, day) - planned).dt.days
    state = np.select(
        [done & (after > 0), done, planned.isna(), past], [LATE, DONE, UNPLANNED, OVERDUE], AHEAD
    )  # fmt: skip
    days = after.where(done | past).astype("Int64")
    return found.assign(planned=planned, actual=actual, state=state, days=days)


def due_by(found: pd.DataFrame, as_of: date) -> pd.Series:
    """Return which milestones are due by a day: those planned for it or for an earlier one, done or not."""
    return found["planned"] <= pd.Timestamp(as_of)


def overdue(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the milestones that are overdue on a day, the longest first, with the ``workdays`` of it.

    Raises
    ------
    DataError
        A year has no calendar of working days.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["X1"], "origin": ["a"], "started_planned": pd.to_datetime(["2025-09-26"]),
    ...                      "started_actual": pd.Series([pd.NaT], dtype="datetime64[s]")})
    >>> overdue(rows, date(2025, 10, 9))[["step", "days", "workdays"]].values.tolist()
    [['started', 13, 4]]
    """
    found = milestones(rows, as_of)
    late = found[found["state"] == OVERDUE].sort_values("days", ascending=False, kind="stable", ignore_index=True)
    return late.assign(workdays=workdays_after(late["planned"], as_of))


def _in_rows(days: pd.DataFrame) -> pd.Series:
    """The days of several columns one below the other, row by row."""
    return pd.Series(days.to_numpy("datetime64[s]").ravel()).dt.normalize()

"""Milestones of scheduled projects (倒排工期): state and days late on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

DONE, LATE, OVERDUE, DUE, UNPLANNED = "done", "late", "overdue", "due", "unplanned"


def milestones(projects: pd.DataFrame, steps: Mapping[str, tuple[str, str]], as_of: date) -> pd.DataFrame:
    """Return the state of every milestone of a ledger of projects at the end of a day.

    Parameters
    ----------
    projects
        A row a project, with the dates of its milestones.
    steps
        The columns of the planned and the actual date by the name of each milestone, in order.
    as_of
        The day; milestones done later count as not done.

    Returns
    -------
    A row a project and milestone, in that order: the columns of `projects` except dates of milestones, ``step``,
    ``planned``, ``actual``, ``state`` and ``days``. The state is ``done`` (by the day planned), ``late`` (done after
    it), ``overdue`` (not done, though planned for before `as_of`), ``due`` (planned for that day or later) or
    ``unplanned``. Days are those after the plan, below zero before it; missing where nothing is done or overdue.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> ledger = pd.DataFrame({"project": ["X1"], "a": day(["2025-03-01"]), "b": day(["2025-03-06"]),
    ...                        "c": day(["2025-08-01"]), "d": pd.Series([pd.NaT], dtype="datetime64[s]")})
    >>> rows = milestones(ledger, {"开工": ("a", "b"), "竣工": ("c", "d")}, date(2025, 8, 31))
    >>> rows[["step", "state", "days"]].values.tolist()
    [['开工', 'late', 5], ['竣工', 'overdue', 30]]
    """
    day = pd.Timestamp(as_of)
    dates = {name for pair in steps.values() for name in pair}
    others = projects[[name for name in projects.columns if name not in dates]]
    parts = [
        others.assign(
            step=step, planned=projects[planned], actual=projects[actual], place=number, row=range(len(others))
        )
        for number, (step, (planned, actual)) in enumerate(steps.items())
    ]
    rows = pd.concat(parts).sort_values(["row", "place"], ignore_index=True).drop(columns=["row", "place"])
    done = rows["actual"] <= day
    rows["actual"] = rows["actual"].where(done)
    overdue = ~done & (rows["planned"] < day)
    after = (rows["actual"].where(done, day) - rows["planned"]).dt.days
    rows["state"] = np.select(
        [rows["planned"].isna(), done & (after > 0), done, overdue], [UNPLANNED, LATE, DONE, OVERDUE], DUE
    )
    rows["days"] = after.where(done | overdue).astype("Int64")
    return rows


def overdue(projects: pd.DataFrame, steps: Mapping[str, tuple[str, str]], as_of: date) -> pd.DataFrame:
    """Return the rows of :func:`milestones` that are overdue on a day, the longest first.

    Examples
    --------
    >>> ledger = pd.DataFrame({"project": ["X1", "X2"], "a": pd.to_datetime(["2025-03-01", "2025-02-01"]),
    ...                        "b": pd.Series([pd.NaT, pd.NaT], dtype="datetime64[s]")})
    >>> overdue(ledger, {"开工": ("a", "b")}, date(2025, 3, 2))[["project", "days"]].values.tolist()
    [['X2', 29], ['X1', 1]]
    """
    rows = milestones(projects, steps, as_of)
    return rows[rows["state"] == OVERDUE].sort_values("days", ascending=False, kind="stable", ignore_index=True)

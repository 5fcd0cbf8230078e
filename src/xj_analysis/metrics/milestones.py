"""Milestones of scheduled projects (倒排工期): met, how many days late, overdue on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

DONE, LATE, OVERDUE, DUE, UNPLANNED = "done", "late", "overdue", "due", "unplanned"


def milestones(projects: pd.DataFrame, steps: Mapping[str, tuple[str, str]], as_of: date) -> pd.DataFrame:
    """Return every milestone of a ledger of projects as it stood at the end of a day.

    Parameters
    ----------
    projects
        A row a project, with the dates of its milestones.
    steps
        By the name of a milestone, in their order: the columns of the planned and of the actual date.
    as_of
        What was done later is not done yet.

    Returns
    -------
    A row a project and milestone, in that order: the columns of `projects` that are no dates of milestones, ``step``,
    ``planned``, ``actual``, ``state`` and ``days``. The state is ``done`` (by the day planned), ``late`` (done after
    it), ``overdue`` (not done, though planned for before `as_of`), ``due`` (planned for that day or later) or
    ``unplanned``. Days are those after the plan, below zero before it; missing where nothing is done or overdue.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> ledger = pd.DataFrame({"project": ["X1"], "a": day(["2025-03-01"]), "b": day(["2025-03-06"]),
    ...                        "c": day(["2025-08-01"]), "d": pd.Series([pd.NaT], dtype="datetime64[s]")})
    >>> found = milestones(ledger, {"开工": ("a", "b"), "竣工": ("c", "d")}, date(2025, 8, 31))
    >>> found[["step", "state", "days"]].values.tolist()
    [['开工', 'late', 5], ['竣工', 'overdue', 30]]
    """
    day = pd.Timestamp(as_of)
    dates = {name for pair in steps.values() for name in pair}
    about = projects[[name for name in projects.columns if name not in dates]]
    parts = [
        about.assign(step=step, planned=projects[planned], actual=projects[actual], place=number, row=range(len(about)))
        for number, (step, (planned, actual)) in enumerate(steps.items())
    ]
    found = pd.concat(parts).sort_values(["row", "place"], ignore_index=True).drop(columns=["row", "place"])
    done = found["actual"] <= day
    found["actual"] = found["actual"].where(done)
    overdue = ~done & (found["planned"] < day)
    after = (found["actual"].where(done, day) - found["planned"]).dt.days
    found["state"] = np.select(
        [found["planned"].isna(), done & (after > 0), done, overdue], [UNPLANNED, LATE, DONE, OVERDUE], DUE
    )
    found["days"] = after.where(done | overdue).astype("Int64")
    return found


def overdue(projects: pd.DataFrame, steps: Mapping[str, tuple[str, str]], as_of: date) -> pd.DataFrame:
    """Return the milestones that are overdue on a day, the longest first; as :func:`milestones` gives them.

    Examples
    --------
    >>> ledger = pd.DataFrame({"project": ["X1", "X2"], "a": pd.to_datetime(["2025-03-01", "2025-02-01"]),
    ...                        "b": pd.Series([pd.NaT, pd.NaT], dtype="datetime64[s]")})
    >>> overdue(ledger, {"开工": ("a", "b")}, date(2025, 3, 2))[["project", "days"]].values.tolist()
    [['X2', 29], ['X1', 1]]
    """
    found = milestones(projects, steps, as_of)
    late = found[found["state"] == OVERDUE]
    return late.sort_values("days", ascending=False, kind="stable", ignore_index=True)

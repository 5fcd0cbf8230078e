"""Slip of projects (拖期): how late each is now, carried forward to an expected 投产 day; and where it is lost."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from ..county.instrument_fields import ACTUAL, PLANNED
from ..quantity.figures import Figure
from . import tallies
from .ledger_rows import happened, has
from .milestones import DONE, LATE, OVERDUE, UNPLANNED, milestones
from .projects import steps_of

__all__ = ["LAST", "slip_by_step", "slips"]
__dir__ = __all__.copy

LAST = "running"
"""The milestone to which a slip is carried forward: 投产."""


def slips(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return how many days each project is late on a day, and when it may be expected to run.

    A project is as late as the last milestone it has done, or as the longest overdue, whichever is more; never less
    than zero, for an early milestone does not move the plan of the last.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).
    as_of
        The day; what is done later is not done.

    Returns
    -------
    A row a project, on the index of `rows`: ``key``, ``origin``, ``slip`` (days; missing where a milestone to come, or
    the last done, has no planned day), ``step`` it is measured at, ``planned`` and ``expected`` day of 投产 (planned
    and slip, or the day it ran; missing where unknown), and whether it ``runs``.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["X1"], "origin": ["a"], "started_planned": day(["2025-03-01"]),
    ...     "started_actual": day(["2025-03-06"]), "running_planned": day(["2025-12-01"]),
    ...     "running_actual": pd.Series([pd.NaT], dtype="datetime64[s]")})
    >>> found = slips(rows, date(2025, 8, 31)).iloc[0]
    >>> float(found["slip"]), found["step"], f"{found['expected']:%Y-%m-%d}"
    (5.0, 'started', '2025-12-06')
    """
    steps = list(steps_of(rows))
    each = milestones(rows, as_of)
    state = each["state"].to_numpy(dtype=object).reshape(-1, len(steps))
    days = each["days"].to_numpy("float64", na_value=np.nan).reshape(-1, len(steps))
    at = np.arange(len(rows))
    done = np.isin(state, (DONE, LATE))
    last = len(steps) - 1 - done[:, ::-1].argmax(axis=1)
    of_done = np.where(done.any(axis=1), days[at, last].clip(min=0), 0.0)
    overdue = np.where(state == OVERDUE, days, 0.0)
    longest = overdue.argmax(axis=1)
    slip = np.maximum(of_done, overdue[at, longest])
    slip[(state == UNPLANNED).any(axis=1)] = np.nan
    measured = np.where(overdue[at, longest] >= of_done, longest, last)
    nothing = pd.Series(pd.NaT, index=rows.index).astype("datetime64[s]")
    known = has(rows, LAST + PLANNED, LAST + ACTUAL)
    planned = rows[LAST + PLANNED].dt.normalize() if known else nothing
    ran = happened(rows[LAST + ACTUAL], as_of) if known else nothing
    carried = planned + pd.to_timedelta(pd.Series(slip, index=rows.index), unit="D")
    return rows[["key", "origin"]].assign(
        slip=slip, step=np.where(slip > 0, np.array(steps, dtype=object)[measured], ""), planned=planned,
        expected=ran.fillna(carried), runs=ran.notna(),
    )  # fmt: skip


def slip_by_step(rows: pd.DataFrame, as_of: date) -> dict[str, dict[str, Figure]]:
    """Return where time is lost: by milestone the number done, done late, their median days, and the overdue.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["X1", "X2"], "origin": ["a", "b"], "started_planned": day(["2025-03-01"] * 2),
    ...                      "started_actual": day(["2025-03-06", "2025-03-01"])})
    >>> {name: figure.text for name, figure in slip_by_step(rows, date(2025, 8, 31))["开工"].items()}
    {'已完成': '2项', '逾期完成': '1项', '中位天数': '5天', '逾期未完成': '0项'}
    """
    each = milestones(rows, as_of)
    found: dict[str, dict[str, Figure]] = {}
    for step, name in steps_of(rows).items():
        own = each[each["step"] == step]
        late, overdue = (own[own["state"] == state] for state in (LATE, OVERDUE))
        found[name] = {
            "已完成": tallies.count(f"{name}已完成", own[own["state"].isin((DONE, LATE))], "项"),
            "逾期完成": tallies.count(f"{name}逾期完成", late, "项"),
            "中位天数": tallies.median(f"{name}逾期完成的天数", late, late["days"].astype("float64"), "天"),
            "逾期未完成": tallies.count(f"{name}逾期未完成", overdue, "项"),
        }
    return found

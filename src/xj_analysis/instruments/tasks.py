"""Alarms and rates of 督办: slips past their deadline, without a word, struck off without evidence; their colours."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from ..county.alarm_limits import TaskLimits
from ..quantity.figures import Figure
from .alarms import beyond, lights, unjudged, worst_first
from .ledger_rows import happened, has
from .tallies import amount, count, share

__all__ = [
    "BLUE",
    "CLOSED_STATES",
    "COLOURS",
    "KINDS",
    "LATE",
    "NO_EVIDENCE",
    "QUIET",
    "closed",
    "days_late",
    "given_by",
    "slip_colours",
    "struck",
    "task_alarms",
    "task_figures",
    "unit_figures",
]
__dir__ = __all__.copy

INSTRUMENT = "tasks"
LATE, QUIET, NO_EVIDENCE = "超期未办结", "久未反馈", "销号无依据"
KINDS = (LATE, QUIET, NO_EVIDENCE)
STRUCK = "销号"
CLOSED_STATES = ("办结", STRUCK)
BLUE, YELLOW, RED = "蓝", "黄", "红"
COLOURS = {BLUE: "提醒", YELLOW: "警告", RED: "限期"}
"""Colours of 三色督查单 with what each asks for."""


def given_by(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the slips that were given by a day; one without a day of giving is there from the first."""
    return rows[happened(rows["given"], as_of).notna() | rows["given"].isna()]


def closed(rows: pd.DataFrame, as_of: date) -> pd.Series:
    """Return which slips are done by a day: by their date, or without one by their state.

    Examples
    --------
    >>> rows = pd.DataFrame({"state": ["销号", "办结", "推进"], "done": pd.to_datetime(["2025-10-08", None, None])})
    >>> closed(rows, date(2025, 9, 30)).tolist()
    [False, True, False]
    """
    of_state = rows["state"].isin(CLOSED_STATES)
    if not has(rows, "done"):
        return of_state
    return happened(rows["done"], as_of).notna() | (rows["done"].isna() & of_state)


def struck(rows: pd.DataFrame, as_of: date) -> pd.Series:
    """Return which slips are struck off (销号) by a day."""
    return closed(rows, as_of) & (rows["state"] == STRUCK)


def days_late(rows: pd.DataFrame, as_of: date) -> pd.Series:
    """Return the days by which open slips are past their deadline on a day; missing for all others."""
    days = _days(rows["due"], as_of).where(~closed(rows, as_of))
    return days.where(days > 0)


def task_alarms(rows: pd.DataFrame, as_of: date, limits: TaskLimits) -> pd.DataFrame:
    """Return the alarms of slips on a day, the worst first.

    A slip that was never heard of is quiet from the day it was given. An open one without a deadline, and one that is
    done without a day, is 待核.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`); what it has no column for is not judged.

    Returns
    -------
    A frame with :data:`~.alarms.COLUMNS`, ``deadline`` that of the slip where it is still to come.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["D1"], "origin": ["a"], "what": ["甲"], "state": ["推进"],
    ...                      "given": day(["2025-05-01"]), "due": day(["2025-08-01"])})
    >>> task_alarms(rows, date(2025, 9, 30), TaskLimits())[["kind", "light", "value"]].values.tolist()
    [['超期未办结', '红', 60.0]]
    """
    rows = given_by(rows, as_of).assign(name=lambda given: given["what"])
    done = closed(rows, as_of)
    found = [
        beyond(rows, INSTRUMENT, LATE, days_late(rows, as_of), limits.overdue, unit="天", since=rows["due"]),
        unjudged(rows[~done & rows["due"].isna()], INSTRUMENT, LATE),
    ]
    if has(rows, "done"):
        found.append(unjudged(rows[done & rows["done"].isna()], INSTRUMENT, LATE))
    if has(rows, "heard"):
        since = rows["heard"].fillna(rows["given"])
        silent = _days(since, as_of).where(~done)
        found.append(beyond(rows, INSTRUMENT, QUIET, silent, limits.not_heard, unit="天", since=since))
        found.append(unjudged(rows[~done & since.isna()], INSTRUMENT, QUIET))
    if has(rows, "evidence"):
        papers = (rows["evidence"] != "").astype("float64").where(struck(rows, as_of))
        since = rows["done"] if has(rows, "done") else pd.Series(pd.NaT, index=rows.index)
        bare = beyond(rows, INSTRUMENT, NO_EVIDENCE, papers, 1, unit="份", since=since, below=True)
        found.append(bare.assign(severity=1.0))
    worst = worst_first(found, KINDS)
    ahead = rows["due"].where(~done & (_days(rows["due"], as_of) <= 0)).set_axis(rows["key"])
    return worst.assign(deadline=ahead[~ahead.index.duplicated()].reindex(worst["key"]).to_numpy())


def slip_colours(rows: pd.DataFrame, as_of: date, limits: TaskLimits) -> pd.Series:
    """Return the colour of each slip's 三色督查单 on a day: 蓝, 黄 or 红; '' for one that is done.

    An open slip is 蓝 (提醒) while it is in time and heard of; 黄 (警告) past its deadline, or without a word for
    longer than the limit; 红 (限期) past its deadline by more than the red limit.

    Examples
    --------
    >>> rows = pd.DataFrame({"state": ["推进"] * 3 + ["办结"], "given": pd.to_datetime(["2025-09-20"] * 4),
    ...                      "due": pd.to_datetime(["2025-10-20", "2025-09-25", "2025-08-01", "2025-08-01"])})
    >>> slip_colours(rows, date(2025, 9, 30), TaskLimits()).tolist()
    ['蓝', '黄', '红', '']
    """
    late = lights(days_late(rows, as_of), limits.overdue)
    silent = _days(rows["heard"].fillna(rows["given"]), as_of) > limits.not_heard if has(rows, "heard") else False
    chosen = np.select([closed(rows, as_of), late == RED, (late == YELLOW) | silent], ["", RED, YELLOW], BLUE)
    return pd.Series(chosen, index=rows.index)


def task_figures(rows: pd.DataFrame, as_of: date, limits: TaskLimits) -> dict[str, Figure]:
    """Return the figures of slips on a day, by name.

    交办, 在办, 办结, 销号: numbers. 办结率: done of all. 按期率: done in time of those that are due or done by the day.
    反馈率: open ones heard of within the limit, of the open ones. 超期, 超期天数: open ones past their deadline, days.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"origin": ["a", "b"], "state": ["办结", "推进"], "given": day(["2025-05-01"] * 2),
    ...                      "due": day(["2025-08-01", "2025-09-20"]), "done": day(["2025-07-01", None])})
    >>> {name: figure.text for name, figure in task_figures(rows, date(2025, 9, 30), TaskLimits()).items()}
    {'交办': '2件', '在办': '1件', '办结': '1件', '销号': '0件', '办结率': '50.0%', '按期率': '50.0%', '超期': '1件',
     '超期天数': '10天'}
    """
    rows = given_by(rows, as_of)
    done = closed(rows, as_of)
    late = rows.assign(days_late=days_late(rows, as_of))
    late = late[late["days_late"].notna()]
    named = {
        "交办": count("交办事项", rows, "件"),
        "在办": count("在办事项", rows[~done], "件"),
        "办结": count("办结事项", rows[done], "件"),
        "销号": count("销号事项", rows[struck(rows, as_of)], "件"),
        "办结率": share("办结率", rows[done], rows),
    }
    if has(rows, "done"):
        by = happened(rows["done"], as_of)
        judged = rows["due"].notna() & (by.notna() | ((_days(rows["due"], as_of) > 0) & ~done))
        named["按期率"] = share("按期率", rows[judged & (by.dt.normalize() <= rows["due"])], rows[judged])
    if has(rows, "heard"):
        heard = _days(rows["heard"], as_of) <= limits.not_heard
        named["反馈率"] = share("反馈率", rows[~done & heard], rows[~done])
    named["超期"] = count("超期事项", late, "件")
    named["超期天数"] = amount("超期天数合计", late, "days_late", "天", decimals=0)
    return named


def unit_figures(rows: pd.DataFrame, as_of: date, limits: TaskLimits) -> dict[str, dict[str, Figure]]:
    """Return the figures of each unit's slips by its slug, the most overdue unit first; empty without units."""
    rows = given_by(rows, as_of)
    if not has(rows, "unit"):
        return {}
    days = days_late(rows, as_of).fillna(0).groupby(rows["unit"]).sum()
    groups = {str(unit): own for unit, own in rows.groupby("unit")}
    worst = sorted(groups, key=lambda unit: (-days[unit], unit))
    return {unit: task_figures(groups[unit], as_of, limits) for unit in worst}


def _days(since: pd.Series, as_of: date) -> pd.Series:
    days: pd.Series = (pd.Timestamp(as_of) - since.dt.normalize()).dt.days.astype("float64")
    return days

"""Alarms of 就业之家: posts open for long, posts of which fewer than half are filled, employers short of staff."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ..county.alarm_limits import JobLimits
from .alarms import beyond, no_alarms, unjudged, worst_first
from .ledger_rows import days_since, happened, has, origins

__all__ = ["HALF_EMPTY", "KINDS", "POST_OPEN", "SHORT_OF_STAFF", "job_alarms", "open_posts"]
__dir__ = __all__.copy

INSTRUMENT = "posts"
POST_OPEN, HALF_EMPTY, SHORT_OF_STAFF = "久未招满", "到岗不足", "缺工"
KINDS = (SHORT_OF_STAFF, HALF_EMPTY, POST_OPEN)


def open_posts(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the posts of the day with ``gap``, the people still wanted: those posted later are left out.

    A post that has more people than it wanted has no gap; one that lacks a number has none that is known. How many had
    come by the day is not in the ledger: the number is that of the ledger when it was received.

    Examples
    --------
    >>> rows = pd.DataFrame({"posted": pd.to_datetime(["2025-09-01", "2025-10-01"]), "wanted": [5.0, 5.0],
    ...                      "filled": [2.0, 0.0]})
    >>> open_posts(rows, date(2025, 9, 30))["gap"].tolist()
    [3.0]
    """
    known = rows[rows["posted"].isna() | happened(rows["posted"], as_of).notna()]
    return known.assign(gap=(known["wanted"] - known["filled"]).clip(lower=0).astype("float64"))


def job_alarms(rows: pd.DataFrame, as_of: date, limits: JobLimits) -> pd.DataFrame:
    """Return the alarms of posts on a day, the worst first.

    久未招满 is a post not filled for more days than the limit; 到岗不足 one of which a lesser share than the limit
    is filled by then; 缺工 an employer who is short of more people over all posts. 待核 is a post without a number or a
    day.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).

    Returns
    -------
    A frame with :data:`~.alarms.COLUMNS`.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["G1"], "origin": ["a"], "title": ["电工"], "wanted": [10.0], "filled": [2.0],
    ...                      "posted": pd.to_datetime(["2025-08-01"])})
    >>> job_alarms(rows, date(2025, 9, 30), JobLimits())[["kind", "value"]].values.tolist()
    [['到岗不足', 20.0], ['久未招满', 60.0]]
    """
    posts = _named(open_posts(rows, as_of))
    wanting = posts[posts["gap"] > 0]
    days = days_since(wanting["posted"], as_of).astype("float64")
    share = (100 * wanting["filled"] / wanting["wanted"]).where(days > limits.open_days)
    since = wanting["posted"]
    unknown = posts[posts["gap"].isna() | ((posts["gap"] > 0) & posts["posted"].isna())]
    return worst_first([
        beyond(wanting, INSTRUMENT, POST_OPEN, days, limits.open_days, unit="天", since=since),
        beyond(wanting, INSTRUMENT, HALF_EMPTY, share, limits.filled, unit="%", since=since, below=True),
        unjudged(unknown, INSTRUMENT, POST_OPEN), _short(wanting, limits),
    ], KINDS)  # fmt: skip


def _named(posts: pd.DataFrame) -> pd.DataFrame:
    """What a post is called: its trade, and the employer whose it is."""
    employer = posts["employer"].fillna("") if has(posts, "employer") else pd.Series("", index=posts.index)
    title = posts["title"].fillna("")
    return posts.assign(name=employer + title.where(employer == "", "（" + title + "）"), employer=employer)


def _short(wanting: pd.DataFrame, limits: JobLimits) -> pd.DataFrame:
    """Employers by the people they are short of over all posts."""
    known = wanting[wanting["employer"] != ""]
    if known.empty:
        return no_alarms()
    by = known.groupby("employer", sort=True)
    firms = by.agg(gap=("gap", "sum"), since=("posted", "min"), origin=("origin", "first"))
    firms = firms[firms["gap"] > limits.short]
    of = known[known["employer"].isin(firms.index)]
    traced = {employer: origins(rows) for employer, rows in of.groupby("employer")}
    rows = firms.reset_index().assign(key=firms.index, name=firms.index)
    if has(known, "area"):
        rows["area"] = by["area"].first().reindex(firms.index).to_numpy()
    places = pd.Series([traced[each] for each in firms.index], index=rows.index, dtype=object)
    return beyond(
        rows, INSTRUMENT, SHORT_OF_STAFF, rows["gap"], limits.short, unit="人", since=rows["since"], origins=places
    )

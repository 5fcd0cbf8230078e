"""Alarms (预警) as a frame: what, since when, how far beyond its limit, whose, next deadline, light and origins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ..county.alarm_limits import Steps

__all__ = ["COLUMNS", "LEVELS", "OPEN", "RED", "YELLOW", "beyond", "lights", "no_alarms", "unjudged", "worst_first"]
__dir__ = __all__.copy

YELLOW, RED, OPEN = "黄", "红", "待核"
"""Lights of alarms; 待核 where a gap or a hedge leaves open whether there is one."""
LEVELS = ("%", "份")
"""Units of what is measured where it is no amount too much: after the kind it stands in brackets, 超承载（117.7%）."""

COLUMNS = (
    "instrument", "key", "kind", "field", "since", "value", "over", "limit", "unit", "light", "severity", "name",
    "leader", "owner", "person", "area", "deadline", "origins",
)  # fmt: skip
"""Columns of an alarm frame.

instrument, key : str, the instrument and the number of the row; kind : str, what it is (应开未开); field : str, the
milestone or indicator, or empty; since : datetime, the day it is counted from; value : float in `unit`; over : float,
how far the value is beyond `limit`, the limit of its first light; light : 红, 黄 or 待核; severity : float, value by
the greater limit; name, leader, owner (unit, by slug), person, area (by code) : str, of the row; deadline : datetime,
the next one; origins : tuple of str, the rows it comes from. What is unknown is missing, or empty; `beyond` leaves the
deadline to its caller, who knows the rows.
"""
_OF_ROWS = {"name": "name", "leader": "leader", "owner": "unit", "person": "person", "area": "area"}
_WORST = {RED: 0, YELLOW: 1, OPEN: 2}


def no_alarms() -> pd.DataFrame:
    """Return the frame of no alarms.

    Examples
    --------
    >>> len(no_alarms()), tuple(no_alarms()) == COLUMNS
    (0, True)
    """
    return _frame(pd.DataFrame(columns=list(COLUMNS)))


def lights(values: pd.Series, limit: Steps | float, *, below: bool = False) -> pd.Series:
    """Return the light of each value: 红 or 黄 beyond its limits, '' within them or missing.

    Parameters
    ----------
    limit
        One limit gives 黄 alone.
    below
        Whether a value is beyond the limit when it is less.

    Examples
    --------
    >>> lights(pd.Series([30.0, 31.0, 91.0, None]), Steps(yellow=30, red=90)).tolist()
    ['', '黄', '红', '']
    >>> lights(pd.Series([90.0, 89.9]), 90, below=True).tolist()
    ['', '黄']
    """
    yellow, red = (limit.yellow, limit.red) if isinstance(limit, Steps) else (limit, np.inf)
    sign = -1 if below else 1
    amounts = values.astype("float64")
    red_beyond = amounts > red if np.isfinite(red) else pd.Series(False, index=values.index)
    return pd.Series(np.select([red_beyond, sign * amounts > sign * yellow], [RED, YELLOW], ""), index=values.index)


def beyond(
    rows: pd.DataFrame,
    instrument: str,
    kind: str,
    values: pd.Series,
    limit: Steps | float,
    *,
    unit: str,
    since: pd.Series | date,
    field: str = "",
    below: bool = False,
    origins: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the alarms of the rows whose value is beyond a limit.

    Parameters
    ----------
    rows
        Rows of a ledger (:func:`~.ledger_rows.prepared`).
    values
        What is measured, a value a row; a missing one gives no alarm.
    since
        The day from which it is counted, by row or of all.
    origins
        Tuples by row, where an alarm comes of more than its row.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["X1", "X2"], "origin": ["a", "b"], "name": ["甲", "乙"]})
    >>> found = beyond(rows, "projects", "节点逾期", pd.Series([40, 0]), Steps(yellow=0, red=30), unit="天",
    ...                since=date(2025, 8, 1))
    >>> found[["key", "light", "over", "origins"]].values.tolist()
    [['X1', '红', 40.0, ('a',)]]
    """
    light = lights(values, limit, below=below)
    lit = light != ""
    if not lit.any():
        return no_alarms()
    first = limit.yellow if isinstance(limit, Steps) else limit
    greatest = (limit.red if isinstance(limit, Steps) else limit) or 1.0
    amounts = values[lit].astype("float64")
    ratio = greatest / amounts.clip(lower=1e-9) if below else amounts / greatest
    days = since[lit] if isinstance(since, pd.Series) else pd.Timestamp(since)
    about = {
        "instrument": instrument, "kind": kind, "field": field, "since": days, "value": amounts,
        "over": (first - amounts) if below else (amounts - first), "limit": float(first), "unit": unit,
        "light": light[lit], "severity": ratio, "deadline": pd.NaT,
    }  # fmt: skip
    return _of_rows(rows[lit], about, None if origins is None else origins[lit])


def unjudged(rows: pd.DataFrame, instrument: str, kind: str, *, field: str = "") -> pd.DataFrame:
    """Return the alarms 待核 of rows that cannot be judged: what they would be measured by is not in the ledger.

    Examples
    --------
    >>> unjudged(pd.DataFrame({"key": ["X1"], "origin": ["a"]}), "projects", "节点逾期")["light"].tolist()
    ['待核']
    """
    if rows.empty:
        return no_alarms()
    about = {
        "instrument": instrument, "kind": kind, "field": field, "since": pd.NaT, "value": np.nan, "over": np.nan,
        "limit": np.nan, "unit": "", "light": OPEN, "severity": 0.0, "deadline": pd.NaT,
    }  # fmt: skip
    return _of_rows(rows, about, None)


def worst_first(frames: Iterable[pd.DataFrame], kinds: Sequence[str] = ()) -> pd.DataFrame:
    """Return alarms in one frame, the worst first: by light, how far beyond the limit, since when, and number.

    Parameters
    ----------
    kinds
        Of alarms that are equal, the kinds in their order.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["X1", "X2"], "origin": ["a", "b"]})
    >>> found = beyond(rows, "projects", "久未更新", pd.Series([31, 99]), 30, unit="天", since=date(2025, 8, 1))
    >>> worst_first([found, unjudged(rows, "projects", "节点逾期")])["key"].tolist()
    ['X2', 'X1', 'X1', 'X2']
    """
    known = [frame for frame in frames if len(frame)]
    if not known:
        return no_alarms()
    found = pd.concat(known, ignore_index=True)
    order = {kind: number for number, kind in enumerate(kinds)}
    by = pd.DataFrame({
        "light": found["light"].map(_WORST), "severity": -found["severity"], "since": found["since"],
        "kind": found["kind"].map(order).fillna(len(order)), "key": found["key"], "field": found["field"],
    })  # fmt: skip
    return _frame(found.loc[by.sort_values([*by.columns], kind="stable").index].reset_index(drop=True))


def _of_rows(rows: pd.DataFrame, about: Mapping[str, Any], origins: pd.Series | None) -> pd.DataFrame:
    empty = pd.Series("", index=rows.index)
    named = {name: rows.get(column, empty) for name, column in _OF_ROWS.items()}
    traced: list[Any] = [(origin,) for origin in rows["origin"]] if origins is None else list(origins)
    found = pd.DataFrame({"key": rows["key"], **about, **named}, index=rows.index)
    return _frame(found.assign(origins=traced))


def _frame(found: pd.DataFrame) -> pd.DataFrame:
    days = {name: pd.to_datetime(found[name]).dt.as_unit("s") for name in ("since", "deadline")}
    numbers = {name: found[name].astype("float64") for name in ("value", "over", "limit", "severity")}
    return found.assign(**days, **numbers)[list(COLUMNS)].reset_index(drop=True)

"""码头: what berths handled by month, how full they are, alarms of berths over capacity and of months not reported."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from ..county.alarm_limits import PortLimits
from .alarms import beyond, unjudged, worst_first
from .ledger_rows import happened, has

__all__ = ["KINDS", "NOT_REPORTED", "OVER_CAPACITY", "berth_loads", "of_year", "port_alarms", "reported"]
__dir__ = __all__.copy

INSTRUMENT = "berth_months"
OVER_CAPACITY, NOT_REPORTED = "超设计能力", "未报"
KINDS = (OVER_CAPACITY, NOT_REPORTED)
_MONTHS = 12
_NOISE = 9


def reported(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the rows of the months that are over on a day and have an amount.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).

    Returns
    -------
    The rows with ``place``, the wharf and the berth; ``month``, its last day; ``year`` and ``at``, its number;
    ``through``, in and out together.

    Examples
    --------
    >>> rows = pd.DataFrame({"berth": ["1号", "1号"], "month": pd.to_datetime(["2025-08-31", "2025-09-30"]),
    ...                      "inbound": [2.0, 3.0], "outbound": [1.0, None]})
    >>> reported(rows, date(2025, 9, 29))[["place", "at", "through"]].values.tolist()
    [['1号', 8, 3.0]]
    """
    ends = rows["month"].dt.normalize() + pd.offsets.MonthEnd(0)
    through = rows[["inbound", "outbound"]].sum(axis=1, min_count=1)
    known = rows.assign(month=ends, through=through, place=_places(rows))
    known = known[happened(ends, as_of).notna() & through.notna()]
    return known.assign(year=known["month"].dt.year, at=known["month"].dt.month)


def of_year(told: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the rows (:func:`reported`) of a year."""
    return told[told["year"] == year]


def berth_loads(told: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return how full each berth is: its throughput of the year in % of the capacity of the months it reported.

    Parameters
    ----------
    told
        Of :func:`reported`; the capacity is that of a year, as the last month has it.

    Returns
    -------
    By place: ``through``; ``months``, their number; ``capacity``, not known where it is none, zero, or several in the
    last month; ``room``, the capacity of these months; and ``load``.

    Examples
    --------
    >>> rows = pd.DataFrame({"berth": ["1号"] * 2, "month": pd.to_datetime(["2025-01-31", "2025-02-28"]),
    ...                      "inbound": [2.0, 3.0], "outbound": [1.0, 0.0], "capacity": [30.0, 30.0]})
    >>> berth_loads(reported(rows, date(2025, 9, 30)), 2025).loc["1号", ["months", "room", "load"]].tolist()
    [2.0, 5.0, 120.0]
    """
    own = of_year(told, year)
    by = own.groupby("place", sort=False)
    found = pd.DataFrame({"through": by["through"].sum(), "months": by["at"].nunique()})
    capacity = pd.Series(np.nan, index=found.index)
    if has(own, "capacity"):
        last = own[own["at"] == own["place"].map(by["at"].max())].groupby("place")["capacity"]
        capacity = last.max().where((last.nunique() == 1) & (last.max() > 0)).reindex(found.index)
    room = capacity * found["months"] / _MONTHS
    return found.assign(capacity=capacity, room=room, load=(100 * found["through"] / room).round(_NOISE))


def port_alarms(rows: pd.DataFrame, as_of: date, limits: PortLimits) -> pd.DataFrame:
    """Return the alarms of berths on a day, the worst first.

    A berth has not reported a month of the year that is after its first one, and not after the last that any berth
    reported. 待核 is one whose capacity is not known.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).

    Returns
    -------
    A frame with :data:`~.alarms.COLUMNS`: ``key`` the wharf and the berth, origins the berth's rows of the year, or its
    last row.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["甲", "甲", "乙"], "berth": ["甲", "甲", "乙"], "origin": ["a", "b", "c"],
    ...                      "month": pd.to_datetime(["2025-01-31", "2025-03-31", "2025-01-31"]),
    ...                      "inbound": [2.0, 3.0, 1.0], "outbound": [1.0, 0.0, 1.0]})
    >>> port_alarms(rows, date(2025, 9, 30), PortLimits())[["key", "kind", "value"]].values.tolist()
    [['乙', '未报', 2.0], ['甲', '未报', 1.0]]
    """
    told = reported(rows, as_of)
    own = of_year(told, as_of.year)
    if own.empty:
        return worst_first([])
    berths = told.sort_values("month", kind="stable").drop_duplicates("place", keep="last").set_index("place")
    berths = berths.assign(key=berths.index, name="")
    traced = own.groupby("place")["origin"].agg(tuple).reindex(berths.index)
    traced = traced.where(traced.notna(), berths["origin"].map(lambda origin: (origin,)))
    found = []
    if has(rows, "capacity"):
        load = berth_loads(told, as_of.year)["load"].reindex(berths.index)
        found.append(beyond(berths, INSTRUMENT, OVER_CAPACITY, load, limits.full, unit="%", since=as_of,
                            origins=traced))  # fmt: skip
        found.append(unjudged(berths[load.isna() & berths.index.isin(own["place"])], INSTRUMENT, OVER_CAPACITY))
    missing = _missing(told, as_of.year).reindex(berths.index)
    found.append(beyond(berths, INSTRUMENT, NOT_REPORTED, missing["number"], limits.unreported, unit="个月",
                        since=missing["since"], origins=traced))  # fmt: skip
    return worst_first(found, KINDS)


def _missing(told: pd.DataFrame, year: int) -> pd.DataFrame:
    """How many months of the year each berth has not reported, and the last day of the first of them."""
    own = of_year(told, year)
    ends = pd.date_range(f"{year}-01-01", own["month"].max(), freq="ME")
    first = told.groupby("place")["month"].min()
    present = pd.crosstab(own["place"], own["month"]).reindex(index=first.index, columns=ends, fill_value=0) > 0
    due = first.to_numpy()[:, None] <= ends.to_numpy()[None, :]
    lacking = due & ~present.to_numpy()
    since = pd.Series(ends[lacking.argmax(axis=1)], index=first.index)
    return pd.DataFrame({"number": lacking.sum(axis=1).astype("float64"), "since": since}, index=first.index)


def _places(rows: pd.DataFrame) -> pd.Series:
    """The wharf and the berth of each row: wharves may call their berths alike."""
    berths = rows["berth"].fillna("").astype(str)
    if not has(rows, "name"):
        return berths
    return (rows["name"].fillna("").astype(str) + " " + berths).str.strip()

"""Alarms of 假日旅游: sights fuller than they may be, and sights that have not reported a day of a holiday."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from ..county.alarm_limits import Steps, TourismLimits
from ..quantity.holidays import holiday_days, holidays
from .alarms import beyond, unjudged, worst_first
from .ledger_rows import happened, has

__all__ = ["FULL", "KINDS", "NOT_REPORTED", "season", "told", "tourism_alarms", "unreported"]
__dir__ = __all__.copy

INSTRUMENT = "sight_days"
FULL, NOT_REPORTED = "超承载", "未报"
KINDS = (FULL, NOT_REPORTED)
_LONGEST = timedelta(days=31)


def season(as_of: date) -> pd.DataFrame:
    """Return the holidays of the year that have begun on a day, the last one last: of the year the last one is of.

    Raises
    ------
    DataError
        The year has no calendar: the day is named.

    Examples
    --------
    >>> season(date(2025, 5, 2))["name"].tolist()
    ['元旦', '春节', '清明节', '劳动节']
    """
    begun = holidays(date(as_of.year, 1, 1) - _LONGEST, as_of)
    of_year: pd.DataFrame = begun[begun["year"] == begun["year"].iloc[-1]]
    return of_year.reset_index(drop=True)


def told(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the rows up to a day, each with its day without a time, in the order of days."""
    days = happened(rows["day"], as_of).dt.normalize()
    dated: pd.DataFrame = rows.assign(day=days).loc[days.notna()]
    return dated.sort_values(["day", "key"], kind="stable")


def unreported(rows: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Return the days of holidays that sights have not reported: without a row, or without visits in it.

    A sight is asked from the first day on that the ledger has of it.

    Parameters
    ----------
    rows
        Of :func:`told`.
    days
        Days of holidays (:func:`~xj_analysis.quantity.holidays.holiday_days`).

    Returns
    -------
    The last row of the sight up to each such day, with the day as ``missed``, ``holiday``, its name, and ``first``, the
    first day of it.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["湖", "湖"], "day": pd.to_datetime(["2025-05-01", "2025-05-03"]),
    ...                      "visits": [9.0, None], "origin": ["a", "b"]})
    >>> missed = unreported(told(rows, date(2025, 5, 3)), holiday_days(date(2025, 5, 1), date(2025, 5, 3)))
    >>> missed[["missed", "origin"]].astype(str).values.tolist()
    [['2025-05-02', 'a'], ['2025-05-03', 'b']]
    """
    begun = rows.groupby("key", as_index=False).agg(begun=("day", "min"))
    asked = begun.merge(days[["day", "name", "first"]], how="cross")
    known = rows.loc[rows["visits"].notna(), ["key", "day"]].drop_duplicates().assign(known=True)
    asked = asked[asked["day"] >= asked["begun"]].merge(known, on=["key", "day"], how="left")
    missed = asked[asked["known"].isna()].rename(columns={"day": "missed", "name": "holiday"})
    wanted = missed[["key", "missed", "holiday", "first"]].sort_values("missed", kind="stable")
    same = wanted["missed"].dtype
    return pd.merge_asof(
        wanted, rows.astype({"day": same}), left_on="missed", right_on="day", by="key", direction="backward"
    )


def tourism_alarms(rows: pd.DataFrame, as_of: date, limits: TourismLimits) -> pd.DataFrame:
    """Return the alarms of sights on a day, the worst first: those of the year, from its first holiday on.

    超承载 is of a day of a sight, at the limit or beyond it; 未报 of a sight and a holiday, since the first of its days
    that are missing. 待核 is a sight with visits whose capacity is not known, and a row without a day.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`), the key the sight; what it has no column for is not judged.

    Raises
    ------
    DataError
        The year has no calendar: the day is named.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["湖", "湖"], "day": pd.to_datetime(["2025-05-01", "2025-05-02"]),
    ...                      "visits": [80.0, 120.0], "capacity": 100.0, "origin": ["a", "b"]})
    >>> found = tourism_alarms(rows, date(2025, 5, 3), TourismLimits())
    >>> found[["kind", "light", "value", "origins"]].values.tolist()
    [['超承载', '红', 120.0, ('b',)], ['未报', '黄', 1.0, ('b',)], ['超承载', '黄', 80.0, ('a',)]]
    """
    since = season(as_of)["first"].iloc[0]
    rows = rows.assign(name=rows["key"])
    known = told(rows, as_of)
    of_year = known[known["day"] >= since]
    found = [unjudged(rows[rows["day"].isna()], INSTRUMENT, FULL)]
    if has(rows, "capacity"):
        visited = of_year[of_year["visits"].notna()]
        load = (100 * visited["visits"] / visited["capacity"]).where(visited["capacity"] > 0)
        at_least = Steps(yellow=max(float(np.nextafter(limits.full.yellow, -np.inf)), 0.0), red=limits.full.red)
        over = beyond(visited, INSTRUMENT, FULL, load, at_least, unit="%", since=visited["day"])
        over = over.assign(over=over["value"] - limits.full.yellow, limit=limits.full.yellow)
        found += [over, unjudged(visited[load.isna()].drop_duplicates("key"), INSTRUMENT, FULL)]
    missed = unreported(known, holiday_days(since.date(), as_of))
    by_holiday = missed.groupby(["key", "first"], sort=False)["missed"]
    gaps = missed.assign(gap=by_holiday.transform("size")).drop_duplicates(["key", "first"])
    found.append(beyond(gaps, INSTRUMENT, NOT_REPORTED, gaps["gap"], limits.unreported, unit="天",
                        since=gaps["missed"]))  # fmt: skip
    return worst_first(found, KINDS)

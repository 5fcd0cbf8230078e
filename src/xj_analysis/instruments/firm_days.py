"""日监测 (output and power of firms by day): alarms and changes, over working days alone.

The ledger's span is from its first day to its last, none after the day that is asked for. The week is the seven days up
to the end of the span.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from ..county.alarm_limits import FirmLimits
from ..quantity.workdays import workdays
from .alarms import beyond, lights, no_alarms, unjudged, worst_first
from .firms import LEFT, states
from .ledger_rows import happened

__all__ = ["DAY_KINDS", "DIVERGING", "IDLE", "MONTH", "POWER_DROP", "UNREPORTED", "WEEK", "Monitored",
           "firm_day_alarms", "monitored"]  # fmt: skip
__dir__ = __all__.copy

INSTRUMENT = "firm_days"
POWER_DROP, IDLE, DIVERGING, UNREPORTED = "用电骤降", "连续零产值", "产值升用电降", "漏报"
DAY_KINDS = (IDLE, POWER_DROP, DIVERGING, UNREPORTED)
WEEK, MONTH = 7, 28
"""Days that are compared: the last week with the week before it, and with the four weeks before it."""


@dataclass(frozen=True)
class Monitored:
    """What firms have reported of working days.

    Parameters
    ----------
    rows
        A row a firm and working day: key, day, origin and what is measured.
    firms
        The numbers of the firms that are to report.
    days
        The working days of the span.
    last
        Its last day, worked or not.
    """

    rows: pd.DataFrame
    firms: pd.Index
    days: pd.DatetimeIndex
    last: date
    _wide: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, repr=False, compare=False)

    def wide(self, name: str) -> pd.DataFrame:
        """Return a field by working day and firm; missing where it is not reported, or the ledger has it not."""
        if name not in self._wide:
            rows = self.rows if name in self.rows else self.rows.assign(**{name: np.nan})
            known = rows.pivot(index="day", columns="key", values=name)
            self._wide[name] = known.reindex(index=self.days, columns=self.firms)
        return self._wide[name]

    @cached_property
    def unreported(self) -> pd.DataFrame:
        """Whether there is no report, by working day and firm: no output, or in a ledger without it no row."""
        field = "output" if "output" in self.rows else "origin"
        missing: pd.DataFrame = self.wide(field).isna()
        return missing

    def window(self, before: int) -> tuple[np.ndarray, np.ndarray]:
        """Return which working days are of the last week, and which of the `before` days before it."""
        week = pd.Timestamp(self.last) - pd.Timedelta(days=WEEK - 1)
        is_week = np.asarray(self.days >= week)
        return is_week, ~is_week & np.asarray(self.days >= week - pd.Timedelta(days=before))

    def change(self, field: str, before: int) -> pd.Series:
        """Return by how much the week's daily mean is above that of the days before it, in %, by firm.

        Parameters
        ----------
        before
            Days before the week: :data:`WEEK` or :data:`MONTH`.
        """
        frame = self.wide(field)
        week, earlier = self.window(before)
        base = frame[earlier].mean()
        change: pd.Series = 100 * (frame[week].mean() / base.where(base > 0) - 1)
        return change

    def trend(self, field: str) -> pd.Series:
        """Return the daily mean of the last four weeks by that of all days before them, by firm."""
        frame = self.wide(field)
        recent = np.asarray(self.days > pd.Timestamp(self.last) - pd.Timedelta(days=MONTH))
        base = frame[~recent].mean()
        ratio: pd.Series = frame[recent].mean() / base.where(base > 0)
        return ratio

    def origins(self, firms: pd.Index, first: pd.Timestamp | pd.Series) -> pd.Series:
        """Return the origins of the rows of some firms from a day on, as tuples by firm; none: an empty tuple.

        Parameters
        ----------
        first
            The day, of all or by firm.
        """
        own = self.rows[self.rows["key"].isin(firms)]
        since = own["key"].map(first) if isinstance(first, pd.Series) else first
        told = own[own["day"] >= since].groupby("key")["origin"].agg(tuple)
        return pd.Series([told.get(key, ()) for key in firms], index=firms, dtype=object)

    def since(self, before: int) -> pd.Timestamp:
        """Return the first day of what is compared: the week, and `before` days before it."""
        return pd.Timestamp(self.last) - pd.Timedelta(days=WEEK - 1 + before)


def monitored(rows: pd.DataFrame, register: pd.DataFrame, as_of: date) -> Monitored | None:
    """Return what firms have reported of working days up to a day; None for nothing at all.

    Parameters
    ----------
    rows
        Rows of 日监测 (:func:`~.ledger_rows.prepared`); a day that is reported twice counts as reported last.
    register
        Rows of the register: all its firms are to report, but those that have left.
    """
    days = happened(rows["day"], as_of).dt.normalize()
    known = rows.assign(day=days)[days.notna()].drop_duplicates(["key", "day"], keep="last")
    out = register["key"][states(register, as_of) == LEFT]
    firms = pd.Index(pd.concat([register["key"], known["key"]]).drop_duplicates(), name="key").difference(
        out, sort=False
    )
    if known.empty:
        return None
    first, last = (day.date() for day in (known["day"].min(), known["day"].max()))
    worked = workdays(first, last)
    return Monitored(known[known["day"].isin(worked)], firms, worked, last)


def firm_day_alarms(rows: pd.DataFrame, register: pd.DataFrame, as_of: date, limits: FirmLimits) -> pd.DataFrame:
    """Return the alarms of 日监测 on a day, the worst first.

    - 用电骤降: the daily mean of the week's power is below that of the week before.
    - 连续零产值: working days in a row, up to the last, with an output of zero.
    - 产值升用电降: against the four weeks before, output is above and power below.
    - 漏报: working days without output since the first day of the ledger.

    A firm that reports days without what would be compared is 待核.

    Parameters
    ----------
    rows, register
        Of 日监测 and of the register (:func:`~.ledger_rows.prepared`); names, leader and unit are the register's.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": "Q1", "day": pd.date_range("2025-09-01", "2025-09-05"), "output": [5.0, 5, 0, 0, 0],
    ...                      "origin": [*"abcde"]})
    >>> register = pd.DataFrame({"key": ["Q1", "Q2"], "origin": ["y", "z"], "state": "拟培育"})
    >>> found = firm_day_alarms(rows, register, date(2025, 9, 30), FirmLimits())
    >>> found[["key", "kind", "value", "origins"]].values.tolist()
    [['Q2', '漏报', 5.0, ('z',)], ['Q1', '连续零产值', 3.0, ('y', 'c', 'd', 'e')]]
    """
    told = monitored(rows, register, as_of)
    if told is None or told.days.empty:
        return no_alarms()
    firms = _described(register, rows, told.firms)
    week = (pd.Timestamp(told.last) - pd.Timedelta(days=WEEK - 1)).date()

    def of(kind: str, values: pd.Series, limit: float, unit: str, since: pd.Series | date,
           first: pd.Timestamp | pd.Series | None) -> pd.DataFrame:  # fmt: skip
        """The alarms of one kind: of the register's row, and the days from `first` on."""
        lit = firms[(lights(values, limit) != "").to_numpy()].index
        own = pd.Series([(origin,) for origin in firms.loc[lit, "origin"]], index=lit, dtype=object)
        traced = own if first is None else own.add(told.origins(lit, first))
        days = since.loc[lit] if isinstance(since, pd.Series) else since
        return beyond(firms.loc[lit], INSTRUMENT, kind, values.loc[lit], limit, unit=unit, since=days, origins=traced)

    fall, less, more = -told.change("power", WEEK), -told.change("power", MONTH), told.change("output", MONTH)
    idle = (told.wide("output")[::-1] == 0).cumprod().sum()
    stopped = _day(told, len(told.days) - idle.to_numpy(), idle.index)
    missing = told.unreported.sum()
    blank = _blank(told, "power", MONTH) | _blank(told, "output", MONTH)
    found = [
        of(IDLE, idle, limits.idle_days - 1, "个工作日", stopped, stopped),
        of(POWER_DROP, fall, limits.power_drop, "%", week, told.since(WEEK)),
        of(DIVERGING, less.where(more > limits.diverging), limits.diverging, "%", week, told.since(MONTH)),
        of(UNREPORTED, missing, limits.unreported, "个工作日", _day(told, told.unreported.to_numpy().argmax(axis=0),
                                                                missing.index), None),
        unjudged(firms[_blank(told, "power", WEEK).to_numpy()], INSTRUMENT, POWER_DROP),
        unjudged(firms[blank.to_numpy()], INSTRUMENT, DIVERGING),
    ]  # fmt: skip
    return worst_first(found, DAY_KINDS)


def _day(told: Monitored, places: np.ndarray, firms: pd.Index) -> pd.Series:
    """The working day at a place, by firm; of a place after the last, the last."""
    return pd.Series(told.days[np.minimum(places, len(told.days) - 1)], index=firms)


def _blank(told: Monitored, field: str, before: int) -> pd.Series:
    """Whether a firm reports in the week, or before it, without a field that the ledger has."""
    if field not in told.rows:
        return pd.Series(False, index=told.firms)
    reported, values = (told.wide(name).notna().to_numpy() for name in ("origin", field))
    blank = [reported[window].any(axis=0) & ~values[window].any(axis=0) for window in told.window(before)]
    return pd.Series(np.logical_or(*blank), index=told.firms)


def _described(register: pd.DataFrame, rows: pd.DataFrame, firms: pd.Index) -> pd.DataFrame:
    """The register's row of each firm by its number; of one that it has not, the first reported."""
    both = pd.concat([register, rows[["key", "origin"]]]).drop_duplicates("key").set_index("key", drop=False)
    words = {name: "" for name in ("name", "leader", "unit", "person", "area") if name in both}
    return both.loc[firms].fillna(words)

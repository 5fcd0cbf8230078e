"""Slips (督办单) that rules open, and those that the evidence in the ledgers allows to be struck off.

One matter, one slip: the matter (事由, ``projects X003 应开未开``) decides, so that however often slips are opened the
same matter keeps the same number. A row of a ledger has one open slip at a time: what follows from a matter is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from ..county.alarm_limits import TaskLimits
from ..county.instrument_fields import ACTUAL, PLANNED, STEPS
from ..metrics.columns.row_selection import records
from ..quantity.workdays import workdays
from .alarms import LEVELS, RED
from .ledger_rows import happened, has
from .projects import DUE, NOT_STARTED, OVERDUE
from .tasks import closed

__all__ = [
    "INDICATORS",
    "REPORTS",
    "Matter",
    "NewSlip",
    "StrikeOff",
    "alarm_matters",
    "due_day",
    "opened",
    "strike_offs",
]
__dir__ = __all__.copy

INDICATORS, REPORTS = "indicators", "reports"
"""First words of the matters that no ledger's row is behind: red lights of indicators, late reports."""
_DIGITS = 3
_CALENDAR_DAYS = 2
_HOLIDAYS = 20


@dataclass(frozen=True)
class Matter:
    """A matter that rules say somebody must mend.

    Parameters
    ----------
    identity
        What a ledger of slips has as 事由: what it is of, which one, and what kind, with a space between.
    what
        The task in words.
    leader, unit
        Whose it is: 牵头领导, and the unit by slug; empty where nobody is declared.
    origins
        What it comes of: rows, or observations.
    light
        Word of its light.
    found
        How far: ``100天``.
    """

    identity: str
    what: str
    kind: str = ""
    leader: str = ""
    unit: str = ""
    origins: tuple[str, ...] = ()
    light: str = ""
    found: str = ""

    @property
    def subject(self) -> str:
        """The row it is about: the identity without its kind.

        Examples
        --------
        >>> Matter("projects X003 应开未开", "甲").subject
        'projects X003'
        """
        return subject_of(self.identity)


@dataclass(frozen=True)
class NewSlip:
    """A slip to be opened: its number, the matter, and by when."""

    number: str
    matter: Matter
    given: date
    due: date


@dataclass(frozen=True)
class StrikeOff:
    """An open slip that may be struck off: its number, the matter, the words of the evidence, and where that stands."""

    number: str
    identity: str
    words: str
    origin: str


def subject_of(identity: str) -> str:
    """Return what a matter is about: its identity without the last word."""
    return identity.rpartition(" ")[0]


def alarm_matters(alarms: Mapping[str, pd.DataFrame], limits: TaskLimits) -> list[Matter]:
    """Return the matters of alarms: red ones, and milestones overdue for longer than the limit; one a row.

    Of a row an overdue milestone stands before what else is red of it, then the worst.

    Parameters
    ----------
    alarms
        Alarm frames by instrument, each the worst first; slips of slips are none.

    Examples
    --------
    >>> from .alarms import Steps, beyond
    >>> rows = pd.DataFrame({"key": ["X1"], "origin": ["a"], "name": ["甲"], "unit": ["gxj"]})
    >>> found = beyond(rows, "projects", "应开未开", pd.Series([100]), Steps(yellow=30, red=90), unit="天",
    ...                since=date(2025, 6, 22))
    >>> [(matter.identity, matter.unit) for matter in alarm_matters({"projects": found}, TaskLimits())]
    [('projects X1 应开未开', 'gxj')]
    """
    matters: list[Matter] = []
    for instrument, found in alarms.items():
        overdue = found["field"].isin(list(STEPS)) & (found["unit"] == "天") & found["over"].notna()
        late = overdue & ~(found["kind"] == DUE) & (found["value"] > limits.opens_overdue)
        chosen = found.assign(second=~late)[late | (found["light"] == RED)]
        worst = chosen.sort_values("second", kind="stable").drop_duplicates("key").sort_index()
        matters += [_matter(instrument, row) for row in records(worst)]
    return matters


def _matter(instrument: str, row: Mapping[str, Any]) -> Matter:
    kind = str(row["kind"])
    value = f"{row['value']:.1f}".removesuffix(".0") + str(row["unit"])
    return Matter(
        identity=f"{instrument} {row['key']} {kind}",
        what=f"{row['name'] or row['key']}限期整改",
        kind=kind,
        leader=str(row["leader"]),
        unit=str(row["owner"]),
        origins=tuple(row["origins"]),
        light=str(row["light"]),
        found=f"{kind}（{value}）" if row["unit"] in LEVELS else f"{kind}{value}",
    )


def opened(tasks: pd.DataFrame, matters: Iterable[Matter], as_of: date, limits: TaskLimits) -> list[NewSlip]:
    """Return the slips to be opened for matters that have none, numbered after the highest of the year.

    Parameters
    ----------
    tasks
        All slips of the ledger (:func:`~.ledger_rows.prepared`), with ``matter``.

    Examples
    --------
    >>> tasks = pd.DataFrame({"key": ["D2025007"], "matter": ["projects X1 应开未开"], "state": ["推进"]})
    >>> both = [Matter("projects X1 应开未开", "甲"), Matter("projects X2 应开未开", "乙")]
    >>> [(slip.number, slip.due) for slip in opened(tasks, both, date(2025, 9, 26), TaskLimits(due_workdays=3))]
    [('D2025008', datetime.date(2025, 9, 30))]
    """
    known = {words for words in tasks["matter"].str.split().str.join(" ") if words}
    still = tasks[~closed(tasks, as_of)]
    under = {subject_of(words) for words in still["matter"].str.split().str.join(" ") if words}
    new: list[Matter] = []
    for matter in matters:
        if matter.identity not in known and matter.subject not in under:
            known.add(matter.identity)
            under.add(matter.subject)
            new.append(matter)
    numbers = _numbers(tasks["key"], as_of, len(new))
    return [
        NewSlip(number, matter, as_of, due_day(as_of, _workdays_of(matter, limits)))
        for number, matter in zip(numbers, new, strict=True)
    ]


def due_day(given: date, days: int) -> date:
    """Return the day so many working days after another.

    Examples
    --------
    >>> due_day(date(2025, 9, 30), 1)  # after the holiday
    datetime.date(2025, 10, 9)
    """
    following = workdays(given + timedelta(1), given + timedelta(_CALENDAR_DAYS * days + _HOLIDAYS))
    return following[days - 1].date() if days else given


def strike_offs(
    tasks: pd.DataFrame, alarms: Mapping[str, pd.DataFrame], rows: Mapping[str, pd.DataFrame], as_of: date
) -> list[StrikeOff]:
    """Return the open slips whose matter is mended as the ledgers say: the alarm is gone, and there is evidence.

    Of a milestone that is its actual day (of 节点逾期 one that was planned before the slip was given and reached
    since); of what is measured the row itself, as long as it can be judged.

    Parameters
    ----------
    alarms, rows
        Alarm frames and rows by instrument.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> tasks = pd.DataFrame({"key": ["D1"], "matter": ["projects X1 应开未开"], "state": ["推进"],
    ...                       "given": day(["2025-08-01"])})
    >>> rows = pd.DataFrame({"key": ["X1"], "origin": ["a#b!A1:B1"], "started_planned": day(["2025-05-01"]),
    ...                      "started_actual": day(["2025-09-01"])})
    >>> from .alarms import no_alarms
    >>> strike_offs(tasks, {"projects": no_alarms()}, {"projects": rows}, date(2025, 9, 30))[0].words
    '开工2025-09-01'
    """
    found: list[StrikeOff] = []
    for slip in tasks[~closed(tasks, as_of) & (tasks["matter"] != "")].pipe(records):
        instrument, _, rest = str(slip["matter"]).partition(" ")
        key, _, kind = rest.rpartition(" ")
        held, lit = rows.get(instrument), alarms.get(instrument)
        if held is None or lit is None or ((lit["key"] == key) & (lit["kind"] == kind)).any():
            continue
        own = held[held["key"] == key]
        if len(own) != 1:
            continue
        words = _evidence(own, kind, slip["given"], as_of)
        if words:
            found.append(StrikeOff(str(slip["key"]), str(slip["matter"]), words, str(own["origin"].iloc[0])))
    return found


def _evidence(own: pd.DataFrame, kind: str, given: pd.Timestamp, as_of: date) -> str:
    """What a row says of a matter that is no alarm any more; '' where it says nothing."""
    steps = {step: name for step, name in STEPS.items() if has(own, step + PLANNED, step + ACTUAL)}
    if kind not in (NOT_STARTED, OVERDUE):
        return f"不再{kind}"
    reached = {name: happened(own[step + ACTUAL], as_of).iloc[0] for step, name in steps.items()}
    if kind == NOT_STARTED:
        day = reached.get(STEPS["started"])
        return "" if day is None or pd.isna(day) else f"{STEPS['started']}{day:%Y-%m-%d}"
    since = [
        f"{name}{reached[name]:%Y-%m-%d}"
        for step, name in steps.items()
        if own[step + PLANNED].iloc[0] < given and reached[name] >= given
    ]
    return "、".join(since)


def _workdays_of(matter: Matter, limits: TaskLimits) -> int:
    return limits.report_workdays if matter.identity.startswith(f"{REPORTS} ") else limits.due_workdays


def _numbers(taken: pd.Series, as_of: date, count: int) -> list[str]:
    """The next numbers of the year: ``D2025037``."""
    start = f"D{as_of.year}"
    used = [int(number.removeprefix(start)) for number in taken if re.fullmatch(rf"{start}\d+", number)]
    first = max(used, default=0) + 1
    return [f"{start}{number:0{_DIGITS}d}" for number in range(first, first + count)]

"""Checklist alarms (清单): overdue items, items about to be due, missing evidence, slow progress, empty cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd

from ..county.alarm_limits import ChecklistLimits
from ..county.checklist_states import BLANK, DONE
from .alarms import OPEN, beyond, unjudged, worst_first
from .checklist_items import FULL, checklist_items, dated_items, is_open, row_rates
from .ledger_rows import days_since, happened, has
from .projects import year_share

__all__ = [
    "AHEAD", "BEHIND", "DUE_SOON", "EARLY", "KINDS", "LAGGING", "NOT_FILLED", "NO_EVIDENCE", "ON_TIME", "OVERDUE",
    "PACES", "UNKNOWN", "WRONG_RATE", "checklist_alarms", "joined", "paces",
]  # fmt: skip
__dir__ = __all__.copy

INSTRUMENT = "checklists"
OVERDUE, BEHIND, NO_EVIDENCE, DUE_SOON = "逾期未完成", "进度滞后", "缺依据", "临期"
WRONG_RATE, NOT_FILLED = "完成率不符", "未填"
KINDS = (OVERDUE, BEHIND, NO_EVIDENCE, DUE_SOON, WRONG_RATE, NOT_FILLED)
EARLY, AHEAD, ON_TIME, LAGGING, UNKNOWN = "提前完成", "超序时", "按序时", "滞后", OPEN
PACES = (EARLY, AHEAD, ON_TIME, LAGGING, UNKNOWN)
"""Where a task stands against the time of the year that has passed."""
_DIGITS, _NOISE = 2, 1e-6


def checklist_alarms(
    rows: pd.DataFrame, items: Mapping[str, str], as_of: date, limits: ChecklistLimits
) -> pd.DataFrame:
    """Return the alarms of a checklist on a day, the worst first.

    待核 is an item that is not filled in (it is never taken for one not begun), one that is not done without a day,
    where the ledger has days, and a rate in the ledger that is not what is done of the target.

    Parameters
    ----------
    rows, items
        As of :func:`~.checklist_items.checklist_items`; what the ledger has no column for is not judged.

    Returns
    -------
    A frame with :data:`~.alarms.COLUMNS`; ``field`` and the end of ``name`` are the item.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["X1"], "origin": ["a"], "name": ["甲"], "road": ["在建"], "lamp": [""],
    ...                      "due": pd.to_datetime(["2025-08-01"])})
    >>> found = checklist_alarms(rows, {"road": "道路", "lamp": "路灯"}, date(2025, 9, 30), ChecklistLimits())
    >>> found[["name", "kind", "light", "value"]].values.tolist()
    [['甲：道路', '逾期未完成', '红', 60.0], ['甲：路灯', '未填', '待核', nan]]
    """
    entries = checklist_items(rows, items, as_of)
    dated = entries["item"].isin(dated_items(rows, items))
    found = [_named(entries, frame) for frame in _of_items(entries, dated, as_of, limits)]
    worst = worst_first([*found, *_of_rows(rows, as_of, limits)], KINDS)
    ahead = entries["due"].where(is_open(entries) & (days_since(entries["due"], as_of) <= 0))
    following = pd.Series(ahead.to_numpy(), index=pd.MultiIndex.from_frame(entries[["key", "item"]]))
    wanted = pd.MultiIndex.from_frame(worst[["key", "field"]])
    deadline = following[~following.index.duplicated()].reindex(wanted).to_numpy()
    return worst.assign(deadline=pd.Series(deadline, index=worst.index).astype("datetime64[s]"))


def joined(alarms: pd.DataFrame) -> pd.DataFrame:
    """Return alarms with those of one unit, of one kind and as long, in one: its name has all the items.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["X1"], "origin": ["a"], "name": ["甲"], "road": ["在建"], "lamp": ["未动"],
    ...                      "due": pd.to_datetime(["2025-08-01"])})
    >>> items = {"road": "道路", "lamp": "路灯"}
    >>> joined(checklist_alarms(rows, items, date(2025, 9, 30), ChecklistLimits()))["name"].tolist()
    ['甲：路灯、道路']
    """
    if alarms.empty:
        return alarms
    alike = ["key", "kind", "light", "since", "value", "over"]
    parts = alarms["name"].where(~alarms.duplicated(alike), alarms["field"])
    names = parts.groupby([alarms[each] for each in alike], dropna=False, sort=False).agg("、".join)
    first = alarms.drop_duplicates(alike)
    return first.assign(name=names.to_numpy()).reset_index(drop=True)


def paces(rows: pd.DataFrame, as_of: date, limits: ChecklistLimits) -> pd.Series:
    """Return where each row stands against the share of the year that has passed: one of :data:`PACES`.

    What is done before its day, or before the year ends, is 提前完成; by less than the first limit of `behind_pace`
    ahead or behind it is 按序时.

    Examples
    --------
    >>> rows = pd.DataFrame({"target": [100.0] * 5, "done": [100.0, 90.0, 75.0, 60.0, None]})
    >>> paces(rows, date(2025, 9, 30), ChecklistLimits()).tolist()
    ['提前完成', '超序时', '按序时', '滞后', '待核']
    """
    rates, yellow = row_rates(rows), limits.behind_pace.yellow
    behind = _behind(rates, as_of)
    last = pd.Series(pd.Timestamp(as_of.year, 12, 31), index=rows.index)
    due = rows["due"].fillna(last) if has(rows, "due") else last
    by = pd.Series(pd.Timestamp(as_of), index=rows.index)
    done = happened(rows["finished"], as_of).fillna(by) if has(rows, "finished") else by
    chosen = np.select(
        [rates.isna(), rates >= FULL, behind > yellow, behind < -yellow],
        [UNKNOWN, np.where(done < due, EARLY, ON_TIME), LAGGING, AHEAD], ON_TIME,
    )  # fmt: skip
    return pd.Series(chosen, index=rows.index, dtype=object)


def _of_items(entries: pd.DataFrame, dated: pd.Series, as_of: date, limits: ChecklistLimits) -> Iterator[pd.DataFrame]:
    """The alarms of items; the key of each is its place among them."""
    placed = entries.assign(key=entries.index)
    undone, days = is_open(entries), days_since(entries["due"], as_of)
    late = days.where(undone & (days > 0))
    yield beyond(placed, INSTRUMENT, OVERDUE, late, limits.overdue, unit="天", since=entries["due"])
    left = (-days).where(undone & (days <= 0))
    soon = beyond(placed, INSTRUMENT, DUE_SOON, left, limits.due_within + 1, unit="天", since=entries["due"],
                  below=True)  # fmt: skip
    over = limits.due_within - soon["value"]
    yield soon.assign(over=over, limit=float(limits.due_within), severity=over / (limits.due_within + 1))
    yield unjudged(placed[dated & undone & entries["due"].isna()], INSTRUMENT, OVERDUE)
    papers = (entries["evidence"] != "").astype("float64").where(entries["state"] == DONE)
    papers = papers.where(entries["evidence"].notna())
    bare = beyond(placed, INSTRUMENT, NO_EVIDENCE, papers, 1, unit="份", since=as_of, below=True)
    yield bare.assign(severity=1.0)
    yield unjudged(placed[entries["state"] == BLANK], INSTRUMENT, NOT_FILLED)


def _named(entries: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Alarms with the number, the item and the name of what is at the place that their key says."""
    own = entries.loc[found["key"].astype("int64")].set_axis(found.index)
    name = own["name"].where(own["item"] == "", own["name"] + "：" + own["item"])
    return found.assign(key=own["key"], field=own["item"], name=name)


def _of_rows(rows: pd.DataFrame, as_of: date, limits: ChecklistLimits) -> Iterator[pd.DataFrame]:
    """The alarms of rows: how much is done of each against the year, and whether the ledger reckons as it must."""
    amounts = has(rows, "target", "done")
    rates = row_rates(rows)
    if amounts or has(rows, "progress"):
        # what is due in a later year is not behind this one
        later = rows["due"].dt.year > as_of.year if has(rows, "due") else pd.Series(False, index=rows.index)
        over = happened(rows["finished"], as_of).notna() if has(rows, "finished") else False
        behind = _behind(rates, as_of).mask(later | over)
        yield beyond(rows, INSTRUMENT, BEHIND, behind, limits.behind_pace, unit="个百分点", since=as_of)
        if not amounts or has(rows, "state"):
            yield unjudged(rows[rates.isna() & ~(later | over)], INSTRUMENT, BEHIND)
    if amounts and has(rows, "progress"):
        apart = (rows["progress"] - rates).abs()
        wrong = apart > _rounding(rows["progress"])
        yield unjudged(rows[wrong], INSTRUMENT, WRONG_RATE).assign(
            value=apart[wrong].to_numpy(), over=apart[wrong].to_numpy(), unit="个百分点",
            since=pd.Timestamp(as_of).as_unit("s"),
        )  # fmt: skip


def _behind(rates: pd.Series, as_of: date) -> pd.Series:
    behind: pd.Series = (year_share(as_of) - rates).round(6)  # ninths of a hundred leave noise at the limit
    return behind


def _rounding(stated: pd.Series) -> pd.Series:
    """Half of the last digit that each rate is stated with: 45 may be anything from 44.5 to 45.5."""
    step = pd.Series(10.0**-_DIGITS, index=stated.index)
    for digits in range(_DIGITS - 1, -1, -1):
        step = step.mask((stated.round(digits) - stated).abs() < _NOISE, 10.0**-digits)
    return step / 2 + _NOISE

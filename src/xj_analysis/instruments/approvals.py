"""Alarms of 审批: open cases overdue or about to be, permits of projects that took too long, times in doubt."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ..county.alarm_limits import ApprovalLimits
from ..quantity.workdays import workday_of
from .alarms import OPEN, beyond, no_alarms, unjudged, worst_first
from .approval_days import measured, off_hours
from .ledger_rows import has, origins
from .permit_chains import permit_chains

__all__ = ["CHAIN_LATE", "DOUBTFUL", "KINDS", "OVERDUE_CASE", "SOON", "approval_alarms"]
__dir__ = __all__.copy

INSTRUMENT = "approvals"
OVERDUE_CASE, SOON, CHAIN_LATE, DOUBTFUL = "超期未办", "即将超期", "三证超时", "收件时间存疑"
KINDS = (OVERDUE_CASE, SOON, CHAIN_LATE, DOUBTFUL)
UNIT = "个工作日"


def approval_alarms(rows: pd.DataFrame, as_of: date, limits: ApprovalLimits) -> pd.DataFrame:
    """Return the alarms of 审批 on a day, the worst first.

    超期未办 counts the working days beyond those promised of a case that is open; 即将超期 has few left; 三证超时 are
    the permits of a project that took longer together than the limit, or have already; 收件时间存疑 is a department
    that received more cases when no office is open than can be.

    待核 is an open case without days promised, or received on a day without a time where that decides; and permits
    within the limit of which one has no case.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).

    Returns
    -------
    A frame with :data:`~.alarms.COLUMNS`.

    Raises
    ------
    DataError
        A year has no calendar: it is named.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["S1"], "origin": ["a"], "kind": ["施工许可"], "promised_days": [2.0],
    ...                      "received": day(["2025-09-22 09:00"]), "finished": day([None])})
    >>> approval_alarms(rows, date(2025, 9, 30), ApprovalLimits())[["kind", "light", "value"]].values.tolist()
    [['超期未办', '黄', 5.0]]
    """
    named = rows.assign(name=_names(rows))
    cases = measured(named, as_of, limits)
    waiting = cases[cases["open"]]
    promised = waiting["promised_days"]
    last = workday_of(waiting["begun"] + promised)
    least, most = waiting["taken"] - promised, waiting["taken_most"] - promised
    late = beyond(waiting, INSTRUMENT, OVERDUE_CASE, least.where(least > 0), limits.overdue, unit=UNIT, since=last)
    sure = (most <= 0) & (-least <= limits.days_left)
    left = (-most).where((least == most) & (most <= 0) | sure)
    soon = beyond(
        waiting, INSTRUMENT, SOON, left, limits.days_left + 1, unit=UNIT, since=waiting["received"], below=True
    )
    over = limits.days_left - soon["value"]
    days = pd.Series(last.to_numpy(), index=waiting["key"])
    deadline = days[~days.index.duplicated()].reindex(soon["key"]).to_numpy()
    soon = soon.assign(over=over, limit=float(limits.days_left), severity=over / (limits.days_left + 1),
                       deadline=deadline)  # fmt: skip
    open_to = (least <= 0) & (most >= -limits.days_left) & (least != most) & ~sure
    unknown = waiting[promised.isna() | open_to]
    unreceived = named[named["received"].isna()]
    backwards = cases[~cases["open"] & cases["received"].notna() & cases["taken"].isna()]
    found = [late, soon, *(unjudged(each, INSTRUMENT, OVERDUE_CASE) for each in (unknown, unreceived, backwards))]
    return worst_first([*found, *_chains(named, as_of, limits), _doubts(cases, as_of, limits)], KINDS)


def _names(rows: pd.DataFrame) -> pd.Series:
    """What a case is called: its kind, and the project it is of."""
    project = rows["project"].fillna("") if has(rows, "project") else pd.Series("", index=rows.index)
    names: pd.Series = rows["kind"].fillna("") + project.where(project == "", "（" + project + "）")
    return names


def _chains(rows: pd.DataFrame, as_of: date, limits: ApprovalLimits) -> list[pd.DataFrame]:
    chains = permit_chains(rows, as_of, limits)
    if chains.empty:
        return []
    late = beyond(chains, INSTRUMENT, CHAIN_LATE, chains["taken"].astype("float64"), limits.permit_days, unit=UNIT,
                  since=chains["since"], origins=chains["origins"])  # fmt: skip
    within = chains["taken"] <= limits.permit_days
    unknown = chains[within & (chains["missing"] | (chains["taken_most"] > limits.permit_days))]
    return [late, unjudged(unknown, INSTRUMENT, CHAIN_LATE)]


def _doubts(cases: pd.DataFrame, as_of: date, limits: ApprovalLimits) -> pd.DataFrame:
    """Departments that receive too much when no office is open: 待核."""
    if cases.empty:
        return no_alarms()
    owner = cases["unit"].fillna("") if has(cases, "unit") else pd.Series("", index=cases.index)
    known = cases.assign(owner=owner, off=off_hours(cases, limits))[cases["received"].notna()]
    share = known.groupby("owner")["off"].agg(["mean", "size"])
    doubtful = share[(100 * share["mean"] > limits.off_hours) & (share["size"] >= limits.off_hours_of)]
    off = known[known["off"] & known["owner"].isin(doubtful.index)]
    of_unit = {unit: origins(each) for unit, each in off.groupby("owner")}
    rows = pd.DataFrame({
        "key": [unit or "全部" for unit in doubtful.index], "name": "非工作时间收件",
        "unit": doubtful.index, "origin": [of_unit[unit][0] for unit in doubtful.index],
    }).astype(object)  # fmt: skip
    traced = pd.Series([of_unit[unit] for unit in doubtful.index], index=rows.index, dtype=object)
    values = pd.Series(100 * doubtful["mean"].to_numpy(dtype="float64"), index=rows.index)
    found = beyond(rows, INSTRUMENT, DOUBTFUL, values, limits.off_hours, unit="%", since=as_of, origins=traced)
    return found.assign(light=OPEN, severity=0.0)

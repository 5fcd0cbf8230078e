"""拿地即开工: the permits that let a project begin, from the first receipt to the last decision."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from ..county.alarm_limits import ApprovalLimits
from ..quantity.workdays import workday_numbers
from .approval_days import measured
from .ledger_rows import has

__all__ = ["permit_chains"]
__dir__ = __all__.copy


def permit_chains(rows: pd.DataFrame, as_of: date, limits: ApprovalLimits) -> pd.DataFrame:
    """Return a row a project with the working days its permits took together, the longest first.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`), with ``project``; without it there is no chain.
    limits
        ``permits``: the kinds of cases that are permits.

    Returns
    -------
    ``key`` and ``name``, the project; ``done``, whether all permits are granted; ``granted``, their number;
    ``missing``, whether one has no case; ``taken`` and ``taken_most``, the working days from the first receipt to the
    last decision, or so far; ``since``, the first receipt; ``origin`` and ``origins``, of the first case and of all;
    unit and persons of the case that is open or was decided last.

    Raises
    ------
    DataError
        A year has no calendar: it is named.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["S1", "S2"], "origin": ["a", "b"], "project": ["甲", "甲"],
    ...                      "promised_days": [3.0, 3.0], "kind": ["立项", "施工许可"],
    ...                      "received": day(["2025-09-22 09:00", "2025-09-24 09:00"]),
    ...                      "finished": day(["2025-09-24 16:00", "2025-09-29 10:00"])})
    >>> found = permit_chains(rows, date(2025, 9, 30), ApprovalLimits(permits=("立项", "施工许可")))
    >>> found[["name", "done", "taken", "origins"]].values.tolist()
    [['甲', True, 6.0, ('a', 'b')]]
    """
    columns = ["key", "name", "done", "granted", "missing", "taken", "taken_most", "since", "origin", "origins",
               "unit", "leader", "person"]  # fmt: skip
    if not has(rows, "project"):
        return pd.DataFrame(columns=columns)
    permits = rows[rows["kind"].isin(limits.permits) & (rows["project"].fillna("") != "") & rows["received"].notna()]
    cases = measured(permits, as_of, limits)
    if cases.empty:
        return pd.DataFrame(columns=columns)
    end = workday_numbers(cases["finished"].where(~cases["open"]).fillna(pd.Timestamp(as_of)))
    spread = cases["taken_most"] - cases["taken"]
    cases = cases.assign(end=end, first=cases["begun"] - spread)
    cases = cases.sort_values(["open", "end", "key"], kind="stable")
    by = cases.groupby("project", sort=True)
    latest, earliest = by["begun"].min(), by["first"].min()
    granted = cases[~cases["open"]].groupby("project")["kind"].nunique().reindex(latest.index, fill_value=0)
    owners = {name: by[name].last() if has(cases, name) else "" for name in ("unit", "leader", "person")}
    found = pd.DataFrame({
        "key": latest.index, "name": latest.index, "granted": granted,
        "missing": by["kind"].nunique() < len(limits.permits),
        "taken": (by["end"].max() - latest).clip(lower=0), "taken_most": (by["end"].max() - earliest).clip(lower=0),
        "since": by["received"].min(), "origin": by["origin"].first(), "origins": by["origin"].agg(tuple), **owners,
    })  # fmt: skip
    done = ~by["open"].any() & ~found["missing"]
    found = found.assign(done=done)[columns].reset_index(drop=True)
    order = np.lexsort((found["name"], -found["taken_most"]))
    return found.iloc[order].reset_index(drop=True)

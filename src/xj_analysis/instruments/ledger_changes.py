"""Changes of a ledger from one vintage to the next (较上期): rows new and gone, dates slipped, amounts moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from .ledger_rows import origins

__all__ = [
    "COLUMNS",
    "CUT",
    "EARLIER",
    "EMPTIED",
    "FILLED",
    "GONE",
    "LATER",
    "NEW",
    "RAISED",
    "ledger_changes",
    "reversed_kind",
]
__dir__ = __all__.copy

LATER, EARLIER, RAISED, CUT, FILLED, EMPTIED = "推迟", "提前", "调增", "调减", "补填", "清空"
NEW, GONE = "新增", "少了"
_ORDER = (LATER, GONE, EMPTIED, EARLIER, CUT, RAISED, FILLED, NEW)
"""The worst first: slips, and rows that are gone, which are a question (待核实)."""
COLUMNS = (
    "key", "kind", "field", "was_day", "now_day", "days", "was", "now", "moved", "name", "owner", "origins",
)  # fmt: skip
"""Columns of a frame of changes.

key : str, the number of the row; kind : str, what happened (推迟); field : str, the date or amount, or empty; was_day,
now_day : datetime, of a date; days : float, from one to the other; was, now, moved : float, of an amount in the unit of
its column; name, owner (unit, by slug) : str, of the row; origins : tuple of str, the rows, the later one first.
"""
_HEARD = ("updated", "followed", "heard")
"""Days of the last word on a row: they move with every issue, and say nothing of the matter."""
_OPPOSITE = {LATER: EARLIER, RAISED: CUT, FILLED: EMPTIED, NEW: GONE}


def reversed_kind(kind: str) -> str:
    """Return what a change is called when it is undone.

    Examples
    --------
    >>> reversed_kind(LATER), reversed_kind(GONE)
    ('提前', '新增')
    """
    return {**_OPPOSITE, **{later: earlier for earlier, later in _OPPOSITE.items()}}[kind]


def ledger_changes(before: pd.DataFrame, after: pd.DataFrame, by: Sequence[str] = ("key",)) -> pd.DataFrame:
    """Return the changes from one vintage of a ledger to another, the worst first.

    Rows are matched by their number. Dates are compared by their day, amounts as they are; a field that only one has is
    not compared.

    Parameters
    ----------
    before, after
        Rows of both (:func:`~.ledger_rows.prepared`).
    by
        Fields that together identify a row.

    Examples
    --------
    >>> days = pd.to_datetime(["2025-10-20", "2025-11-08"])
    >>> before = pd.DataFrame({"key": ["X1", "X2"], "origin": ["a1", "a2"], "due": days[[0, 0]]})
    >>> after = pd.DataFrame({"key": ["X1", "X3"], "origin": ["b1", "b2"], "due": days[[1, 1]]})
    >>> ledger_changes(before, after)[["key", "kind", "field", "days", "origins"]].values.tolist()[0]
    ['X1', '推迟', 'due', 19.0, ('b1', 'a1')]
    >>> ledger_changes(before, after)["kind"].tolist()
    ['推迟', '少了', '新增']
    """
    old, new = (_keyed(rows, by) for rows in (before, after))
    common = new.index.intersection(old.index, sort=False)
    made = [_whole(old[~old.index.isin(common)], GONE), _whole(new[~new.index.isin(common)], NEW)]
    made += _moved(old.loc[common], new.loc[common], by)
    found = pd.concat([frame for frame in made if len(frame)] or made[:1])
    ratio = found["moved"].abs() / found["was"].abs().clip(lower=1.0)
    size = found["days"].abs().fillna(ratio).fillna(0.0)
    order = pd.DataFrame({"kind": found["kind"].map(_ORDER.index), "size": -size, "key": found["key"],
                          "field": found["field"]}).reset_index(drop=True)  # fmt: skip
    return found.reset_index(drop=True).loc[order.sort_values([*order.columns], kind="stable").index, [*COLUMNS]]


def _keyed(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The rows by their number; fields that identify a row together are joined."""
    key = _words(rows[by[0]])
    for name in by[1:]:
        key = key + " " + _words(rows[name])
    keyed = rows.assign(key=key).set_index("key")
    return keyed[~keyed.index.duplicated()]


def _words(values: pd.Series) -> pd.Series:
    days: pd.Series = values.dt.strftime("%Y-%m-%d") if values.dtype.kind == "M" else values.astype(str)
    return days


def _moved(old: pd.DataFrame, new: pd.DataFrame, by: Sequence[str]) -> Iterator[pd.DataFrame]:
    """The dates and amounts that differ, of rows that both have, in the same order."""
    for name in [name for name in new.columns if name in old and name not in (*by, *_HEARD, "row")]:
        was, now = old[name], new[name]
        if was.dtype.kind == now.dtype.kind == "M":
            was, now = was.dt.normalize(), now.dt.normalize()
            days = (now - was).dt.days.astype("float64")
            yield _changed(old, new, name, days, LATER, EARLIER, was_day=was, now_day=now, days=days)
        elif was.dtype.kind == now.dtype.kind == "f":
            moved = now - was
            yield _changed(old, new, name, moved, RAISED, CUT, was=was, now=now, moved=moved)


def _changed(
    old: pd.DataFrame, new: pd.DataFrame, name: str, by_how_much: pd.Series, more: str, less: str, **values: pd.Series
) -> pd.DataFrame:
    blank, blank_before = new[name].isna(), old[name].isna()
    kinds = np.select(
        [by_how_much > 0, by_how_much < 0, blank_before & ~blank, blank & ~blank_before],
        [more, less, FILLED, EMPTIED], "",
    )  # fmt: skip
    changed = kinds != ""
    if not changed.any():  # as of most fields: no frame is made of them
        return pd.DataFrame()
    traced = [*zip(origins(new[changed]), origins(old[changed]), strict=True)]
    return _frame(new[changed], kinds[changed], name, traced, {key: each[changed] for key, each in values.items()})


def _whole(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    return _frame(rows, kind, "", [(origin,) for origin in origins(rows)], {})


def _frame(
    rows: pd.DataFrame, kinds: object, name: str, traced: Sequence[tuple[str, ...]], values: dict[str, pd.Series]
) -> pd.DataFrame:
    empty = pd.Series("", index=rows.index, dtype=str)
    about = {
        "kind": kinds, "field": name, **dict.fromkeys(("was_day", "now_day"), pd.NaT),
        **dict.fromkeys(("days", "was", "now", "moved"), np.nan), **values,
        "name": rows.get("name", empty), "owner": rows.get("unit", empty),
    }  # fmt: skip
    made = pd.DataFrame(about, index=rows.index).assign(key=rows.index, origins=pd.Series(traced, index=rows.index))
    days = {each: pd.to_datetime(made[each]).dt.as_unit("s") for each in ("was_day", "now_day")}
    return made.assign(**days)[[*COLUMNS]].astype(dict.fromkeys(("days", "was", "now", "moved"), "float64"))

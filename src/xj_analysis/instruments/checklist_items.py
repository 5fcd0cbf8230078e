"""Items of a checklist (清单): one long frame, unit × item, of a ledger with a column an item or with a row an item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from ..county.checklist_states import BLANK, DONE, NOT_APPLICABLE, NOT_BEGUN, UNDERWAY
from ..county.instrument_fields import DUE, EVIDENCE
from .ledger_rows import happened, has

__all__ = ["COLUMNS", "FULL", "checklist_items", "counted", "dated_items", "is_open", "row_rates"]
__dir__ = __all__.copy

COLUMNS = ("key", "origin", "name", "item", "state", "due", "evidence", "leader", "unit", "person", "area")
"""Columns of a frame of items.

key, name : str, number and name of the unit (小区, 村, 乡镇) or task; item : str, '' where a row is all there is;
state : str, of :mod:`~xj_analysis.county.checklist_states`, '' where nothing is filled in; due : datetime; evidence :
str, what shows that it is done, None where the ledger has no column for it; origin and the rest as of the row.
"""
FULL = 100.0
"""A rate of all that was to be done, in %."""
_ABOUT = ("name", "leader", "unit", "person", "area")


def checklist_items(rows: pd.DataFrame, items: Mapping[str, str], as_of: date) -> pd.DataFrame:
    """Return the items of a checklist, by unit and item: the same of the same content in whatever shape and order.

    Without columns of items a row is an item, and its state that of its column, or said by what is done of its target;
    what is finished after `as_of` is under way on it.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).
    items
        Names of the items by their columns (:attr:`xj_analysis.county.ledger_shapes.LedgerShape.items`); empty without.

    Returns
    -------
    A frame with :data:`COLUMNS`.

    Examples
    --------
    >>> rows = pd.DataFrame({"key": ["X1"], "origin": ["a"], "name": ["甲"], "road": ["✓"], "lamp": [""],
    ...                      "due": pd.to_datetime(["2025-12-31"])})
    >>> found = checklist_items(rows, {"road": "道路", "lamp": "路灯"}, date(2025, 9, 30))
    >>> found[["name", "item", "state", "due"]].astype(str).values.tolist()
    [['甲', '路灯', '', '2025-12-31'], ['甲', '道路', '✓', '2025-12-31']]
    """
    parts = [_of_column(rows, to, name) for to, name in items.items()] if items else [_of_rows(rows, as_of)]
    found = pd.concat(parts, ignore_index=True)
    return found.sort_values(["key", "item", "origin"], kind="stable", ignore_index=True)[[*COLUMNS]]


def counted(items: pd.DataFrame) -> pd.DataFrame:
    """Return the items that count: all but those that do not apply (不涉及)."""
    return items[items["state"] != NOT_APPLICABLE]


def dated_items(rows: pd.DataFrame, items: Mapping[str, str]) -> set[str]:
    """Return the names of the items for which the ledger has a day on which each is due; of rows alone that is ''."""
    if not items and has(rows, "due"):
        return {*rows["item"].fillna("")} if has(rows, "item") else {""}
    return {name for to, name in items.items() if has(rows, "due") or has(rows, to + DUE)}


def is_open(items: pd.DataFrame) -> pd.Series:
    """Return which items are known not to be done: under way, or not begun."""
    return items["state"].isin((UNDERWAY, NOT_BEGUN))


def row_rates(rows: pd.DataFrame) -> pd.Series:
    """Return how much of each row is done, in %: of its target, else as the ledger says; missing where unknown.

    Examples
    --------
    >>> rows = pd.DataFrame({"target": [400.0, 0.0], "done": [300.0, 5.0], "progress": [70.0, 70.0]})
    >>> row_rates(rows).tolist(), row_rates(rows[["progress"]]).tolist()
    ([75.0, nan], [70.0, 70.0])
    """
    if has(rows, "target", "done"):
        target = rows["target"].where(rows["target"] > 0)
        rates: pd.Series = 100 * rows["done"].where(rows["done"] >= 0) / target
        return rates
    return rows["progress"] if has(rows, "progress") else pd.Series(np.nan, index=rows.index)


def _of_column(rows: pd.DataFrame, to: str, name: str) -> pd.DataFrame:
    """The items of one column, with the day and the evidence of each where they have columns of their own."""
    days = rows[to + DUE] if has(rows, to + DUE) else pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
    due = days.fillna(rows["due"]) if has(rows, "due") else days
    evidence = next((rows[column] for column in (to + EVIDENCE, "evidence") if column in rows), None)
    return _framed(rows, name, rows[to], due, evidence)


def _of_rows(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    due = rows["due"] if has(rows, "due") else pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
    states = rows["state"] if has(rows, "state") else _told_by_amounts(row_rates(rows))
    if has(rows, "finished"):
        later = rows["finished"].notna() & happened(rows["finished"], as_of).isna()
        states = states.mask(later & (states == DONE), UNDERWAY)
    item = rows["item"] if has(rows, "item") else ""
    return _framed(rows, item, states, due, rows["evidence"] if has(rows, "evidence") else None)


def _told_by_amounts(rates: pd.Series) -> pd.Series:
    chosen = np.select([rates.isna(), rates >= FULL, rates > 0], [BLANK, DONE, UNDERWAY], NOT_BEGUN)
    return pd.Series(chosen, index=rates.index, dtype=object)


def _framed(
    rows: pd.DataFrame, item: str | pd.Series, states: pd.Series, due: pd.Series, evidence: pd.Series | None
) -> pd.DataFrame:
    about = {name: rows[name].fillna("").astype(str) if name in rows else "" for name in _ABOUT}
    return pd.DataFrame(
        {
            "key": rows["key"], "origin": rows["origin"], **about, "item": item,
            "state": states.fillna(BLANK).astype(object), "due": due.astype("datetime64[s]"),
            "evidence": None if evidence is None else evidence.fillna("").astype(object),
        },
        index=rows.index,
    ).astype({"item": object, "evidence": object})  # fmt: skip

"""Rules between the rows of ledgers: unique numbers, ordered dates, stages, references between ledgers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ..base.errors import Fault
from ..county.instrument_fields import is_planned
from ..county.model import County
from ..workbooks.grid import Grid
from .ledger_columns import BLANK, FAULTY, SOUND
from .ledger_tables import FIRST, LedgerTable

Found = list[tuple[int, Fault]]
"""Faults with the position of their row."""


def check_rows(table: LedgerTable) -> tuple[list[Fault], int]:
    """Return the first faults between the cells of a row, and between the rows of one file.

    Returns
    -------
    The first faults from the top, and how many more there are at least.
    """
    shape = table.shape
    headings = {declared.to: heading for heading, declared in shape.columns.items()}
    headings |= {shape.sheet_to: "页名"} if shape.sheet_to else {}
    found, more = _repeated(table, headings)
    for order in shape.orders:
        disordered, left = _out_of_order(table, order, headings)
        found += disordered
        more += left
    if shape.stages:
        misplaced, left = _at_other_stage(table, headings)
        found += misplaced
        more += left
    return [fault for _, fault in sorted(found, key=lambda item: item[0])], more


def _repeated(table: LedgerTable, headings: Mapping[str, str]) -> tuple[Found, int]:
    name = table.shape.unique[0]
    found: Found = []
    seen = _seen_before(table)
    repeated, more = table.first_places(np.array([*seen], np.int64), name)
    for at in repeated:
        first = seen[at]
        grid = Grid(table.sheets[first])
        before = grid.address(int(table.at_rows[name][first]), int(table.at_columns[name][first]))
        do = f"前一次在 {before}，请只留一行。"
        got = "、".join(_shown(table, part, at) for part in table.shape.unique)
        found.append((at, Fault(table.location(at, name), f"{headings[name]}重复", got, do)))
    return found, more


def _seen_before(table: LedgerTable) -> dict[int, int]:
    """Positions of rows whose key stands in a row above, with that of the first; a faulty key is none."""
    unique = table.shape.unique
    known = np.logical_and.reduce([table.states[name] != FAULTY for name in unique])
    keys = pd.DataFrame({name: table.values[name] for name in unique})[known]
    repeated = keys.duplicated()
    if not repeated.any():
        return {}
    first = keys[keys.duplicated(keep=False)].groupby(list(unique), dropna=False, sort=False).ngroup()
    at_first = {group: at for at, group in zip(first.index[::-1].tolist(), first.tolist()[::-1], strict=True)}
    groups = first[repeated.reindex(first.index)]
    return {at: at_first[group] for at, group in zip(groups.index.tolist(), groups.tolist(), strict=True)}


def _shown(table: LedgerTable, name: str, at: int) -> str:
    value = table.values[name][at]
    if table.states[name][at] == BLANK:
        return ""
    return f"{pd.Timestamp(value):%Y-%m-%d}" if isinstance(value, np.datetime64) else str(value)


def _out_of_order(table: LedgerTable, order: Sequence[str], headings: Mapping[str, str]) -> tuple[Found, int]:
    """Dates in order: none certainly earlier than the one before it, and none after a blank that is no planned one."""
    found: Found = []
    more = 0
    dated = {name: table.states[name] == SOUND for name in order}
    for number, name in enumerate(order[:-1]):
        if is_planned(name):
            continue
        later = np.logical_or.reduce([dated[other] for other in order[number + 1 :]])
        skipped, left = table.first_places(np.flatnonzero((table.states[name] == BLANK) & later), name)
        more += left
        for at in skipped:
            what = f"“{headings[name]}”没有日期，后面的却有"
            found.append((at, Fault(table.location(at, name), what, "", "请补填，或核对后面的日期。")))
    first = {name: table.values.get(name + FIRST, table.values[name]) for name in order}
    before = first[order[0]].copy()
    of = np.zeros(len(before), np.int64)
    for number, name in enumerate(order[1:], start=1):
        days = table.values[name]
        early, left = table.first_places(np.flatnonzero(days < before), name)  # a missing one is never less
        more += left
        for at in early:
            earlier = f"“{headings[name]}”早于“{headings[order[of[at]]]}”（{pd.Timestamp(before[at]):%Y-%m-%d}）"
            got = f"{pd.Timestamp(days[at]):%Y-%m-%d}"
            found.append((at, Fault(table.location(at, name), earlier, got, "请核对这两个日期。")))
        known = dated[name] & ~np.isnat(first[name])
        before, of = np.where(known, first[name], before), np.where(known, number, of)
    return found, more


def _at_other_stage(table: LedgerTable, headings: Mapping[str, str]) -> tuple[Found, int]:
    """The sheet of a row must be that of its last date."""
    shape, order = table.shape, table.shape.orders[0]
    dated = np.array([table.states[name] == SOUND for name in order])
    known = np.logical_and.reduce([table.states[name] != FAULTY for name in order])
    reached = len(order) - 1 - dated[::-1].argmax(axis=0)
    stage = pd.Series(table.sheets, dtype=object).map({name: at for at, name in enumerate(shape.stages)}).to_numpy()
    found: Found = []
    misplaced, more = table.first_places(np.flatnonzero(known & dated.any(axis=0) & (reached != stage)), order[0])
    for at in misplaced:
        name = order[max(int(stage[at]), int(reached[at]))]
        what = f"在“{table.sheets[at]}”页，而日期到了“{shape.stages[reached[at]]}”"
        found.append((at, Fault(table.location(at, name), what, headings[name], "请移到相应的页，或核对日期。")))
    return found, more


def faults_between_ledgers(tables: Mapping[str, LedgerTable], county: County) -> tuple[list[Fault], int]:
    """Return faults of rows whose reference is in no other ledger, or whose number is in another file too.

    A ledger that has no row, or no column of the reference, is a fault already, and no reference to it is checked.

    Returns
    -------
    The first faults, and how many more there are at least.
    """
    faults: list[Fault] = []
    more = 0
    names = {shape.slug: shape.name for shape in county.ledgers}
    for shape in county.ledgers:
        table = tables[shape.slug]
        for name, other in shape.within.items():
            target = tables[other]
            if len(target.rows) and name not in target.missing:
                known = pd.Series(table.values[name]).isin(pd.Series(target.values[name])).to_numpy()
                do = f"请先在“{names[other]}”里登记，或核对。"
                unknown, left = table.first_places(np.flatnonzero((table.states[name] == SOUND) & ~known), name)
                more += left
                faults += [Fault(table.location(at, name), "别的台账里没有", str(table.values[name][at]), do)
                           for at in unknown]  # fmt: skip
        if len(set(table.files)) > 1:
            name = shape.unique[0]
            seen = {at: first for at, first in _seen_before(table).items() if table.files[at] != table.files[first]}
            repeated, left = table.first_places(np.array([*seen], np.int64), name)
            more += left
            faults += [Fault(table.location(at, name), "与另一份台账重复", _shown(table, name, at),
                             f"另一份是 {table.files[seen[at]]}，请只留一行。") for at in repeated]  # fmt: skip
    return faults, more

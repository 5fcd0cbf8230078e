"""What rows of a ledger must be beside one another: numbers once, dates in order, stages reached, names known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from ..base.errors import Fault
from ..county.ledger_shapes import LedgerShape
from ..county.model import County
from .ledger_cells import FaultCollector, LedgerRow, where


def faults_of(rows: Sequence[LedgerRow], shape: LedgerShape, told: FaultCollector) -> None:
    """Tell every fault between the cells of rows, and between the rows of one file."""
    headings = {what.to: heading for heading, what in shape.columns.items()}
    seen: dict[tuple[object, ...], LedgerRow] = {}
    for row in rows:
        key = tuple(row.values.get(name) for name in shape.unique)
        if None not in key:
            if first := seen.get(key):
                at = row.places[shape.unique[0]]
                got = "、".join(f"{part:%Y-%m-%d}" if isinstance(part, datetime) else str(part) for part in key)
                before = first.grid.address(*first.places[shape.unique[0]])
                told.tell(row.grid, at, f"{headings[shape.unique[0]]}重复", got, f"前一次在 {before}，请只留一行。")
            seen.setdefault(key, row)
        for order in shape.orders:
            _in_order(row, order, headings, told)
        if shape.stages:
            _at_stage(row, shape, headings, told)


def _in_order(row: LedgerRow, order: Sequence[str], headings: dict[str, str], told: FaultCollector) -> None:
    """Dates that follow one another: none before the last one there is, none with a blank ahead of it."""
    known = [name for name in order if name in row.places]
    for number, name in enumerate(known):
        if row.values[name] == "" and any(isinstance(row.values[later], datetime) for later in known[number:]):
            what = f"“{headings[name]}”没有日期，后面的却有"
            told.tell(row.grid, row.places[name], what, "", "请补填，或核对后面的日期。")
    dated = [(name, day) for name in known if isinstance(day := row.values[name], datetime)]
    for (name, day), (following, then) in pairwise(dated):
        if then < day:
            what = f"“{headings[following]}”早于“{headings[name]}”（{day:%Y-%m-%d}）"
            told.tell(row.grid, row.places[following], what, f"{then:%Y-%m-%d}", "请核对这两个日期。")


def _at_stage(row: LedgerRow, shape: LedgerShape, headings: dict[str, str], told: FaultCollector) -> None:
    """The sheet a row stands on must be that of the last date it has."""
    dates = [row.values.get(name) for name in shape.orders[0]]
    reached = [number for number, day in enumerate(dates) if day]
    own = shape.stages.index(row.grid.name)
    if reached and None not in dates and reached[-1] != own:
        name = shape.orders[0][max(own, reached[-1])]
        what = f"在“{row.grid.name}”页，而日期到了“{shape.stages[reached[-1]]}”"
        told.tell(row.grid, row.places[name], what, headings[name], "请移到相应的页，或核对日期。")


def faults_between(rows: Sequence[LedgerRow], county: County) -> list[Fault]:
    """Return a fault for each row that names what no row of another ledger has, or has the number of another file."""
    found = []
    names = {shape.slug: shape.name for shape in county.ledgers}
    for shape in county.ledgers:
        own = [row for row in rows if row.shape is shape]
        for name, other in shape.within.items():
            known = {row.values[name] for row in rows if row.shape.slug == other}
            do = f"请先在“{names[other]}”里登记，或核对。"
            strange = [row for row in own if row.values[name] and row.values[name] not in known]
            found += [
                Fault(where(row.file, row.grid, row.places[name]), "别的台账里没有", str(row.values[name]), do)
                for row in strange
            ]
        seen: dict[tuple[object, ...], str] = {}
        for row in own:
            key = tuple(row.values.get(name) for name in shape.unique)
            if None not in key and seen.setdefault(key, row.file) != row.file:
                at = where(row.file, row.grid, row.places[shape.unique[0]])
                found.append(Fault(at, "与另一份台账重复", str(key[0]), f"另一份是 {seen[key]}，请只留一行。"))
    return found

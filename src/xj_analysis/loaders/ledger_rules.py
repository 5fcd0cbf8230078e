"""Rules between the rows of ledgers: unique numbers, ordered dates, stages, references between ledgers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from ..base.errors import Fault
from ..county.ledger_shapes import LedgerShape
from ..county.model import County
from ..workbooks.cell_faults import FaultCollector, cell_location
from .ledger_cells import LedgerRow


def check_rows(rows: Sequence[LedgerRow], shape: LedgerShape, faults: FaultCollector) -> None:
    """Add the faults between the cells of a row, and between the rows of one file."""
    headings = {declared.to: heading for heading, declared in shape.columns.items()}
    seen: dict[tuple[object, ...], LedgerRow] = {}
    for row in rows:
        key = tuple(row.values.get(name) for name in shape.unique)
        if None not in key:
            if first := seen.get(key):
                at = row.places[shape.unique[0]]
                got = "、".join(f"{part:%Y-%m-%d}" if isinstance(part, datetime) else str(part) for part in key)
                before = first.grid.address(*first.places[shape.unique[0]])
                faults.add(row.grid, at, f"{headings[shape.unique[0]]}重复", got, f"前一次在 {before}，请只留一行。")
            seen.setdefault(key, row)
        for order in shape.orders:
            _in_order(row, order, headings, faults)
        if shape.stages:
            _at_stage(row, shape, headings, faults)


def _in_order(row: LedgerRow, order: Sequence[str], headings: dict[str, str], faults: FaultCollector) -> None:
    """Dates in order: each not earlier than the one before it, and none after a blank."""
    present = [name for name in order if name in row.places]
    for number, name in enumerate(present):
        if row.values[name] == "" and any(isinstance(row.values[later], datetime) for later in present[number:]):
            what = f"“{headings[name]}”没有日期，后面的却有"
            faults.add(row.grid, row.places[name], what, "", "请补填，或核对后面的日期。")
    dated = [(name, day) for name in present if isinstance(day := row.values[name], datetime)]
    for (name, day), (following, then) in pairwise(dated):
        if then < day:
            what = f"“{headings[following]}”早于“{headings[name]}”（{day:%Y-%m-%d}）"
            faults.add(row.grid, row.places[following], what, f"{then:%Y-%m-%d}", "请核对这两个日期。")


def _at_stage(row: LedgerRow, shape: LedgerShape, headings: dict[str, str], faults: FaultCollector) -> None:
    """The sheet of a row must be that of its last date."""
    dates = [row.values.get(name) for name in shape.orders[0]]
    reached = [number for number, day in enumerate(dates) if day]
    stage = shape.stages.index(row.grid.name)
    if reached and None not in dates and reached[-1] != stage:
        name = shape.orders[0][max(stage, reached[-1])]
        what = f"在“{row.grid.name}”页，而日期到了“{shape.stages[reached[-1]]}”"
        faults.add(row.grid, row.places[name], what, headings[name], "请移到相应的页，或核对日期。")


def faults_between_ledgers(rows: Sequence[LedgerRow], county: County) -> list[Fault]:
    """Return a fault for each row whose reference is in no other ledger, or whose number is in another file too."""
    faults: list[Fault] = []
    names = {shape.slug: shape.name for shape in county.ledgers}
    for shape in county.ledgers:
        shape_rows = [row for row in rows if row.shape is shape]
        for name, other in shape.within.items():
            declared = {row.values[name] for row in rows if row.shape.slug == other}
            do = f"请先在“{names[other]}”里登记，或核对。"
            unknown = [row for row in shape_rows if row.values[name] and row.values[name] not in declared]
            faults += [
                Fault(cell_location(row.file, row.grid, row.places[name]), "别的台账里没有", str(row.values[name]), do)
                for row in unknown
            ]
        seen: dict[tuple[object, ...], str] = {}
        for row in shape_rows:
            key = tuple(row.values.get(name) for name in shape.unique)
            if None not in key and seen.setdefault(key, row.file) != row.file:
                at = cell_location(row.file, row.grid, row.places[shape.unique[0]])
                faults.append(Fault(at, "与另一份台账重复", str(key[0]), f"另一份是 {seen[key]}，请只留一行。"))
    return faults

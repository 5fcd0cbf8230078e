"""Ledgers of instruments as known on a day, with their vintages before, and why some of them cannot be used."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from ..base.byte_cache import ByteCache
from ..base.errors import Fault
from ..county.ledger_shapes import LedgerShape
from ..county.model import County
from ..workbooks.column_sandbox import read_ahead
from .ledger_register import files_before, files_known
from .ledgers import is_named, read_ledgers

__all__ = ["InstrumentLedgers", "load_instruments"]
__dir__ = __all__.copy

MISSING, FAULTY = "没有放进台账文件夹", "有错（xj check 列出各处）"


@dataclass(frozen=True)
class InstrumentLedgers:
    """The ledgers of a county that feed an instrument or are compared with reports.

    Parameters
    ----------
    frames
        By slug (:func:`~.ledgers.load_ledgers`); one that is missing or faulty is not among them.
    before
        The vintages before (上期), of those that have one.
    unusable
        By slug which ledger is not used, and why: one department's mistake stops no briefing, and each says so.
    """

    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    before: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    unusable: Mapping[str, str] = field(default_factory=dict)


def load_instruments(
    county: County, known_at: date | None = None, previous: date | None = None, cache: ByteCache | None = None
) -> InstrumentLedgers:
    """Return the ledgers of a county for its briefings; the other ledgers are neither opened nor checked.

    Parameters
    ----------
    known_at
        Each is the one received last by this day; one that came later is left out. None: the current ones.
    previous
        The day of the previous issue, whose vintages are compared with; None: those received last before.
    cache
        As of :func:`~xj_analysis.workbooks.column_sandbox.reader_of`.
    """
    folder = county.folder
    then, now = files_known(folder, known_at), files_known(folder, None)
    came = [shape for shape in county.ledgers if is_named(then, shape) or not is_named(now, shape)]
    if not (feeding := [shape.slug for shape in came if shape.instrument or shape.counts]):
        return InstrumentLedgers()
    chosen = _only(county, feeding)
    before, _ = files_before(folder, known_at, previous)
    named = [path for path in {*then, *before} if any(is_named([path], shape) for shape in chosen.ledgers)]
    read_ahead(named, cache)
    frames, faults = read_ledgers(chosen, county.ledgers, lambda: files_known(folder, known_at), cache)
    unusable = _unusable(chosen.ledgers, frames, faults, then)
    sound = {slug: frame for slug, frame in frames.items() if slug not in unusable}
    return InstrumentLedgers(sound, _vintages_before(county, known_at, previous, cache), unusable)


def _unusable(
    shapes: Sequence[LedgerShape], frames: Mapping[str, pd.DataFrame], faults: Sequence[Fault], paths: Sequence[Path]
) -> dict[str, str]:
    """The ledgers that have a fault in a file of theirs, are missing, or refer to one of these."""
    if not faults:
        return {}
    found: dict[str, str] = {}
    names = {shape.slug: shape.name for shape in shapes}
    for shape in shapes:
        files = {file.rpartition("/")[2] for file in frames[shape.slug]["file"]}  # told by headings, maybe
        files |= {path.name for path in paths if is_named([path], shape)}
        if any(fault.where.startswith(tuple(files)) for fault in faults):
            found[shape.slug] = FAULTY
        elif frames[shape.slug].empty or any(f"“{shape.name}”" in fault.what for fault in faults):
            found[shape.slug] = MISSING
    while more := {
        shape.slug: FAULTY for shape in shapes if shape.slug not in found and {*shape.within.values()} & found.keys()
    }:
        found |= more
    return {slug: f"“{names[slug]}”{why}" for slug, why in found.items()}


def _vintages_before(
    county: County, known_at: date | None, previous: date | None, cache: ByteCache | None
) -> dict[str, pd.DataFrame]:
    """The vintages before those known on a day.

    A vintage that no longer fits its shape (a column was declared since) is left out: nothing can be compared with it.
    So are files that are the same as the ones after them.
    """
    _, others = files_before(county.folder, known_at, previous)
    slugs = [each.slug for each in county.ledgers if each.instrument and is_named(map(Path, others), each)]
    if not slugs:
        return {}
    frames, faults = read_ledgers(
        _only(county, slugs), county.ledgers, lambda: files_before(county.folder, known_at, previous)[0], cache
    )
    faulty = [Path(name) for name in others if any(fault.where.startswith(name) for fault in faults)]
    sound = [shape.slug for shape in county.ledgers if shape.slug in slugs and not is_named(faulty, shape)]
    files = {slug: frames[slug]["file"].str.rpartition("/")[2] for slug in sound}
    return {slug: frames[slug][files[slug].isin(others)].reset_index(drop=True) for slug in sound}


def _only(county: County, slugs: Collection[str]) -> County:
    """The county with some ledgers, and those that they refer to."""
    wanted = set(slugs)
    while more := {to for each in county.ledgers if each.slug in wanted for to in each.within.values()} - wanted:
        wanted |= more
    return county.model_copy(update={"ledgers": tuple(each for each in county.ledgers if each.slug in wanted)})

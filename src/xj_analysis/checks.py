"""`xj check`: every fault and every doubt of a data folder at once, without stopping at the first."""

from __future__ import annotations

from pathlib import Path

from . import doubts, partial_county, store
from .errors import DataError, Fault
from .loaders import folder, ledgers


def run(data: Path) -> tuple[list[Fault], list[doubts.Doubt]]:
    """Return the faults of a data folder, and what in it is doubtful.

    Doubts are looked for only where there is no fault: they are about values that could be read.

    Parameters
    ----------
    data
        A county's data folder.
    """
    partial = partial_county.read(data)
    county, faults = partial.county, list(partial.faults)
    if county is None:
        return faults, []
    try:
        raw, found = folder.read_observations(county)
    except DataError as error:
        found = list(error.faults or (error.fault,))
    more = [*folder.transcripts(county), *found, *ledgers.read(county)[1]]
    faults += [fault for fault in more if not partial.follows(fault)]
    if faults:
        return faults, []
    known = store.Store(county, store.tidy(raw, county)).known()
    return [], doubts.find(doubts.with_derived(known))

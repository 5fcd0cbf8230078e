"""`xj check`: every fault and every doubt of a data folder at once, without stopping at the first."""

from __future__ import annotations

from pathlib import Path

from ..base.errors import DataError, Fault
from ..county.reading import read_county
from ..loaders import folder, ledgers
from ..store import observations, store
from .sections import verification


def run(data: Path) -> tuple[list[Fault], list[verification.Doubt]]:
    """Return the faults of a data folder, and what in it is doubtful.

    Doubts are looked for only where there is no fault: they are about values that could be read.

    Parameters
    ----------
    data
        A county's data folder.
    """
    try:
        county = read_county(data)
        raw, faults = folder.read_observations(county)
    except DataError as error:
        return list(error.faults or (error.fault,)), []
    faults = [*folder.transcripts(county), *faults, *ledgers.read(county)[1]]
    if faults:
        return faults, []
    known = store.Store(county, observations.tidy(raw, county)).known()
    return [], verification.find(verification.with_derived(known))

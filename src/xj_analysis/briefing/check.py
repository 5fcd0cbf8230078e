"""`xj check`: every fault and every doubt of a data folder at once, without stopping at the first."""

from __future__ import annotations

from pathlib import Path

from ..base.errors import DataError, Fault
from ..county import partial
from ..loaders import folder, ledgers
from ..store import observations, store
from .sections import verification


def check_folder(data: Path) -> tuple[list[Fault], list[verification.ItemToVerify]]:
    """Return the faults of a data folder, and what in it is doubtful.

    Doubts are looked for only where there is no fault: they are about values that could be read.

    Parameters
    ----------
    data
        A county's data folder.
    """
    sound = partial.read_partial_county(data)
    county, faults = sound.county, list(sound.faults)
    if county is None:
        return faults, []
    try:
        raw, found = folder.read_observations(county)
    except DataError as error:
        found = list(error.faults or (error.fault,))
    more = [*folder.transcript_faults(county), *found, *ledgers.read_ledgers(county)[1]]
    faults += [fault for fault in more if not sound.is_consequence(fault)]
    if faults:
        return faults, []
    known = store.Store(county, observations.tidy(raw, county)).known()
    return [], verification.find_items(verification.with_derived(known))

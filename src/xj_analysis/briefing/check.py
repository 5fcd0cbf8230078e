"""`xj check`: all faults of a data folder at once, or all its items to verify where there is no fault."""

from __future__ import annotations

from pathlib import Path

from ..base.errors import DataError, Fault
from ..county import partial
from ..county.places import own_period
from ..county.request import BriefingRequest
from ..instruments.ledger_rows import prepared
from ..loaders import folder, ledgers
from ..quantity import periods
from ..store import observations
from ..store.store import Store
from .sections import verification
from .sections.ledger_differences import AN_AREA, ledger_items


def check_folder(data: Path) -> tuple[list[Fault], list[verification.ItemToVerify]]:
    """Return the faults of a data folder and its items to verify.

    Items to verify are searched for only where there is no fault: they are about values that could be read.

    Parameters
    ----------
    data
        A county's data folder.
    """
    return folder.undisturbed(data, lambda: _check(data), sound=lambda found: not found[0])


def _check(data: Path) -> tuple[list[Fault], list[verification.ItemToVerify]]:
    declared = partial.read_partial_county(data)
    county, faults = declared.county, list(declared.faults)
    if county is None:
        return faults, []
    try:
        raw, row_faults = folder.read_observations(county)
    except DataError as error:
        row_faults = list(error.faults or (error.fault,))
    held, ledger_faults = ledgers.read_ledgers(county)
    data_faults = [*folder.transcript_faults(county, declared.places), *row_faults, *ledger_faults]
    faults += [fault for fault in data_faults if not declared.is_consequence(fault)]
    if faults:
        return faults, []
    store = Store(county, observations.tidy(raw, county))
    try:
        with own_period(county, BriefingRequest()):
            store.known(period=periods.parse_option(county.period).code)
    except DataError as error:
        return [error.fault], []
    resolved = store.known()
    counting = ((shape, prepared(held[shape.slug], shape)) for shape in county.ledgers if shape.counts)
    against = ledger_items(counting, resolved.current(), county, store.latest, AN_AREA)
    return [], [*verification.find_items(verification.with_derived(resolved)), *against]

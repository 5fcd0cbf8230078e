"""Slices of a county: the records and observations that one briefing depends on."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from collections.abc import Collection
from dataclasses import replace
from functools import partial
from pathlib import Path

from ..base.environment import SLICE
from ..county import selection
from ..county.model import Campaign, County
from ..quantity import periods
from ..store import observations, store
from . import folder


def slice_for(
    county: County,
    campaign: Campaign,
    *,
    period: str,
    also: Collection[str] = (),
    whole: store.Store | None = None,
    reader: folder.ObservationReader | None = None,
) -> store.Store:
    """Return the slice of a county for a briefing; its county has only the declarations that the slice needs.

    Parameters
    ----------
    county, campaign
        County and campaign of the briefing.
    period
        Skip rows of external sources that begin after it.
    also
        Slugs of further indicators, for a campaign's own notebook.
    whole
        The whole store, where it is loaded already.
    reader
        Shared by the slices of one county.

    Raises
    ------
    DataError
        Something that was read is faulty; all faults are listed.
    """
    needed = selection.indicators_to_read(campaign, county, also)
    if whole is None:
        read = reader.observations if reader else partial(folder.load_observations, county)
        part = read(indicators=needed, period=period)
    elif needed is None:
        part = whole
    else:
        rows = whole.frame["indicator"].isin(list(needed))
        part = store.Store(county, whole.frame[rows], whole.frame[observations.EXTENT])
    return replace(part, county=_narrowed(county, campaign, needed, set(part.frame["source"])))


def _narrowed(county: County, campaign: Campaign, needed: Collection[str] | None, sources: set[str]) -> County:
    """The county with only the records that a briefing may read: edits of others cannot change it."""
    fields = dict(county) | {"units": (), "ledgers": ()}
    if needed is not None:
        emptied = {"about": "", "findings": (), "views": (), "caveats": ()}
        fields |= {
            "campaigns": (campaign,),
            "indicators": tuple(i for i in county.indicators if i.slug in needed),
            "overview": county.overview.model_copy(update=emptied),
            "sources": tuple(source for source in county.sources if source.id in sources),
        }
    return County.model_construct(**fields)


def write_slice(part: store.Store, campaign: str, period: str, file: Path) -> None:
    """Write a slice to a file for the worker that makes its briefing, so that it is read and checked once.

    Parameters
    ----------
    part
        Result of :func:`slice_for`.
    campaign, period
        Slug of the campaign and code of the period.
    file
        A pickle: no other user may have write access to it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pickle.dumps((campaign, period, part), protocol=pickle.HIGHEST_PROTOCOL))


def read_slice(data: Path, campaign: str, period: str) -> store.Store | None:
    """Return the slice that was written for this process; None if there is none, or it is of another briefing.

    Parameters
    ----------
    data
        The county's folder.
    campaign, period
        Slug of the campaign and code of the period; empty for the county's period.
    """
    file = os.environ.get(SLICE)
    if not file:
        return None
    slug, code, content = pickle.loads(Path(file).read_bytes())  # noqa: S301 - written by the parent process
    part: store.Store = content
    same = part.county.folder.resolve() == data.resolve() and slug == campaign
    return part if same and periods.parse_option(period or part.county.period).code == code else None


def slice_digest(part: store.Store) -> str:
    """Return the hash of a slice: its records, its rows with all columns, and the latest day of publication."""
    records = part.county.model_dump_json(exclude={"folder"})
    rows = part.frame.to_csv(index=False)
    return hashlib.sha256(json.dumps([records, rows, part.latest.isoformat()]).encode()).hexdigest()

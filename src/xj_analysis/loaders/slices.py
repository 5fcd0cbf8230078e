"""The slice of a county that one briefing is made of: records and observations, and nothing else it could depend on."""

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
    reader: folder.Reader | None = None,
) -> store.Store:
    """Return the slice of a county that a briefing is made of; its county declares no more than the slice needs.

    Parameters
    ----------
    county, campaign
        Whose briefing it is.
    period
        Nothing that begins after it is read of sources with rows of their own.
    also
        Further indicators that a notebook of its own works with.
    whole
        Everything, where that is read already.
    reader
        Reads the slice, where several are read of one county.

    Raises
    ------
    DataError
        Something that was read is faulty; all faults are listed.
    """
    needed = selection.indicators_to_read(campaign, county, also)
    if whole is None:
        read = reader.observations if reader else partial(folder.load_observations, county)
        found = read(indicators=needed, period=period)
    elif needed is None:
        found = whole
    else:
        rows = whole.frame["indicator"].isin(list(needed))
        found = store.Store(county, whole.frame[rows], whole.frame[observations.EXTENT])
    return replace(found, county=_part(county, campaign, needed, set(found.frame["source"])))


def _part(county: County, campaign: Campaign, needed: Collection[str] | None, sources: set[str]) -> County:
    """The records a briefing may look at: an edit of any other cannot change it."""
    fields = dict(county) | {"units": (), "ledgers": ()}
    if needed is not None:
        silent = {"about": "", "findings": (), "views": (), "caveats": ()}
        fields |= {
            "campaigns": (campaign,),
            "indicators": tuple(i for i in county.indicators if i.slug in needed),
            "overview": county.overview.model_copy(update=silent),
            "sources": tuple(source for source in county.sources if source.id in sources),
        }
    return County.model_construct(**fields)


def write_slice(part: store.Store, campaign: str, period: str, file: Path) -> None:
    """Write a slice down for the process that will make its briefing, so that it is read and checked once.

    Parameters
    ----------
    part
        What :func:`slice_for` returned.
    campaign, period
        What it is the slice of: a slug, and the code of a period.
    file
        Nobody else must be able to write it: it is a pickle.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pickle.dumps((campaign, period, part), protocol=pickle.HIGHEST_PROTOCOL))


def read_slice(data: Path, campaign: str, period: str) -> store.Store | None:
    """Return the slice handed over to this process, if it is the one asked for; else None.

    Parameters
    ----------
    data
        The county's folder.
    campaign, period
        A slug, and the code of a period; empty for the county's own.
    """
    named = os.environ.get(SLICE)
    if not named:
        return None
    slug, code, part = pickle.loads(Path(named).read_bytes())  # noqa: S301 - written by the build that started us
    found: store.Store = part
    same = found.county.folder.resolve() == data.resolve() and slug == campaign
    return found if same and periods.parse_option(period or found.county.period).code == code else None


def slice_digest(part: store.Store) -> str:
    """Return one hash of a slice: of the records, every row and column, and the latest day anything was published."""
    records = part.county.model_dump_json(exclude={"folder"})
    rows = part.frame.to_csv(index=False)
    return hashlib.sha256(json.dumps([records, rows, part.latest.isoformat()]).encode()).hexdigest()

"""Slices of a county: the records and observations that one briefing depends on."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd

from ..base.environment import SLICE
from ..base.errors import UsageError
from ..county import selection
from ..county.instrument_fields import is_planned
from ..county.ledger_shapes import DATED
from ..county.model import Campaign, County
from ..quantity import periods
from ..quantity.periods import Period
from ..store import observations, store
from . import folder
from .instrument_ledgers import InstrumentLedgers, load_instruments
from .ledgers import OF_FILE

_REPORTS = ("reports", "by_town")
_PERIOD, _NAMED = "period", 3


@dataclass(frozen=True)
class BriefingSlice:
    """The slice of one briefing.

    Parameters
    ----------
    store
        Its observations; the county has only the declarations that the slice needs.
    named
        Words that its notebook names; those that are slugs of indicators are in it.
    ledgers
        Its ledgers that feed an instrument (:func:`~.instrument_ledgers.load_instruments`), by slug.
    compared
        Those that give indicators of the reports too, by slug.
    ledgers_before
        The vintages before its ledgers (上期), of those that have one.
    unusable
        By slug why one of its ledgers is not used.
    """

    store: store.Store
    named: tuple[str, ...] = ()
    ledgers: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    compared: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    ledgers_before: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    unusable: Mapping[str, str] = field(default_factory=dict)


def slice_for(
    county: County,
    campaign: Campaign,
    *,
    period: str,
    named: Collection[str] = (),
    whole: store.Store | None = None,
    reader: folder.ObservationReader | None = None,
    ledgers: InstrumentLedgers | None = None,
    known_at: date | None = None,
    previous: date | None = None,
) -> BriefingSlice:
    """Return the slice of a county for a briefing.

    Parameters
    ----------
    county, campaign
        County and campaign of the briefing.
    period
        Skip rows of external sources that begin after it.
    named
        Words that its notebook names; those that are slugs of indicators are read too.
    whole
        The whole store, where it is loaded already.
    reader
        Shared by the slices of one county.
    ledgers
        Those of the county, where they are loaded already.
    known_at, previous
        Otherwise: the days to load them for (:func:`~.instrument_ledgers.load_instruments`).

    Raises
    ------
    DataError
        Something that was read is faulty; all faults are listed.
    """
    needed = selection.indicators_to_read(campaign, county, named)
    if whole is None:
        read = reader.observations if reader else partial(folder.load_observations, county)
        part = read(indicators=needed, period=period)
    elif needed is None:
        part = whole
    else:
        rows = whole.frame["indicator"].isin(list(needed))
        part = replace(whole, frame=whole.frame[rows], extent=whole.frame[observations.EXTENT])
    wanted = selection.ledgers_to_read(campaign, county, named)
    beside = selection.ledgers_to_compare(campaign, county, named)
    if ledgers is None:
        ledgers = load_instruments(county, known_at, previous) if wanted or beside else InstrumentLedgers()
    own = {slug: frame for slug, frame in ledgers.frames.items() if slug in wanted}
    compared = {slug: frame for slug, frame in ledgers.frames.items() if slug in beside}
    before = {slug: frame for slug, frame in ledgers.before.items() if slug in own}
    unusable = {slug: why for slug, why in ledgers.unusable.items() if slug in wanted}
    sources = set(part.frame["source"])
    narrowed = replace(
        part, county=_narrowed(county, campaign, needed, sources, own | compared, before, unusable=unusable)
    )
    words = tuple(sorted({*county.by_slug, *wanted} & set(named)))
    return BriefingSlice(narrowed, words, own, compared, ledgers_before=before, unusable=unusable)


def require_results(
    part: store.Store, campaign: Campaign, known_at: date, *, period: str, edition: str = "internal"
) -> None:
    """Check that the results of a campaign's own indicators are not all of other periods than the requested one.

    Nothing is printed under a period that it does not belong to. The overview is of the whole county.

    Raises
    ------
    UsageError
        All are of other periods: the campaign and those that have results are named.
    """
    if campaign.slug != part.county.overview.slug:
        own = selection.indicators_of_its_own(campaign, part.county)
        part.require_results(own, known_at, campaign.name, period=period, edition=edition)


def require_week(
    part: BriefingSlice, campaign: Campaign, week: Period, as_of: date, *, edition: str = "internal"
) -> None:
    """Check that ledgers of a briefing have something of a week: what was done, updated or heard in it, by a day.

    Raises
    ------
    UsageError
        The edition is public: ledgers are internal. There is no ledger for it, or nothing of the week in them: the
        latest weeks are named.
    """
    if edition == "public":
        raise UsageError(_PERIOD, "周调度由内部台账编成，不出公开版", week.code, "请出内部版，或改用按月的期间。")
    if part.unusable and not part.ledgers:
        raise UsageError(_PERIOD, f"{campaign.name}的台账不能用：{'；'.join(part.unusable.values())}", week.code)
    if not part.ledgers:
        raise UsageError(_PERIOD, f"{campaign.name}没有台账，不出周调度", week.code, "请改用按月的期间。")
    shapes = {shape.slug: shape for shape in part.store.county.ledgers}
    events = [
        rows[column.to]
        for slug, rows in part.ledgers.items()
        for column in shapes[slug].columns.values()
        if column.kind in DATED and not is_planned(column.to)
    ]
    days = pd.concat(events, ignore_index=True).dropna() if events else pd.Series(dtype="datetime64[s]")
    days = days[days < pd.Timestamp(as_of) + pd.Timedelta(days=1)]
    if not (days >= str(week.start)).any():
        weeks = sorted({f"{day.year}-W{day.week:02d}" for day in days.dt.isocalendar()[["year", "week"]].itertuples()})
        do = f"台账里最近的几周：{'、'.join(weeks[-_NAMED:])}。" if weeks else "请先放进台账。"
        raise UsageError(_PERIOD, f"{campaign.name}的台账里没有这一周的内容", week.code, do)


def _narrowed(
    county: County,
    campaign: Campaign,
    needed: Collection[str] | None,
    sources: set[str],
    *ledgers: Mapping[str, pd.DataFrame],
    unusable: Collection[str] = (),
) -> County:
    """The county with only the records that a briefing may read: edits of others cannot change it."""
    read = {*ledgers[0], *unusable}
    fields = dict(county) | {"ledgers": tuple(shape for shape in county.ledgers if shape.slug in read)}
    responsible = {slug for each in ledgers for frame in each.values() for slug in frame.get("unit", ())}
    if needed is not None:
        fields |= {
            "campaigns": (campaign,),
            "indicators": tuple(i for i in county.indicators if i.slug in needed),
            "overview": county.overview.model_copy(update={"about": ""}),
            "units": tuple(
                unit.model_copy(
                    update={name: tuple(s for s in getattr(unit, name) if s in needed) for name in _REPORTS}
                )
                for unit in county.units
                if unit.slug in responsible or not set(needed).isdisjoint(unit.reports)
            ),
            "sources": tuple(source for source in county.sources if source.id in sources),
        }
    return County.model_construct(**fields)


def write_slice(part: BriefingSlice, campaign: str, period: str, file: Path) -> None:
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


def read_slice(data: Path, campaign: str, period: str) -> BriefingSlice | None:
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
    part: BriefingSlice = content
    county = part.store.county
    same = county.folder.resolve() == data.resolve() and slug == campaign
    return part if same and periods.parse_option(period or county.period).code == code else None


def slice_digest(part: BriefingSlice) -> str:
    """Return the hash of a slice: its records, its rows with all columns, and the latest days of publication."""
    records = part.store.county.model_dump_json(exclude={"folder"})
    rows = part.store.frame.to_csv(index=False)
    frames = [*part.ledgers.values(), *part.compared.values(), *part.ledgers_before.values()]
    files = sorted({place for frame in frames for place in zip(*(frame[name] for name in OF_FILE), strict=True)})
    content = [records, rows, part.store.latest.isoformat(), str(part.store.latest_dated), part.named, files]
    content += [sorted(part.unusable.items())]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()

"""What a briefing is about: the rows that count, and the indicators listed, doubted, and behind its numbers."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from . import loaders, metrics, store
from .county import Campaign, County


def needed(campaign: Campaign, county: County, also: Collection[str] = ()) -> set[str] | None:
    """Return the indicators a briefing must read; None for the overview, which reads them all.

    Those behind its numbers, what they are held against (a doubt of one may be settled by another), and what can be
    computed of all these.

    Parameters
    ----------
    campaign, county
        Whose briefing it is.
    also
        Further indicators that a notebook of its own asks for.
    """
    if campaign is county.overview:
        return None
    found = behind(campaign, county) | set(also)
    while (
        more := {
            slug
            for i in county.indicators
            if {i.slug, i.checks} & found or (i.of and found.issuperset(i.of))
            for slug in (i.slug, i.checks, *i.of)
            if slug
        }
        - found
    ):
        found |= more
    return found


def read(campaign: Campaign, county: County, *, period: str, also: Collection[str] = ()) -> store.Store:
    """Return the slice of a county's observations that a briefing is made of.

    Parameters
    ----------
    campaign, county, also
        As for :func:`needed`.
    period
        Nothing that begins after it is needed.

    Raises
    ------
    DataError
        Something that was read is faulty; all faults are listed.
    """
    return loaders.observations(county, indicators=needed(campaign, county, also), period=period)


def rows(known: store.Store) -> pd.DataFrame:
    """Return the current observations and the rows derived from the sound ones, of all areas, with ``text``."""
    rounding = known.county.rounding
    current = store.with_text(known.current(), rounding)
    sound = current[current["doubt"] == ""]
    derived = metrics.derive(sound, known.county.indicators)
    made = derived.iloc[len(sound) :].pipe(store.unranked)
    return pd.concat([current, store.with_text(made, rounding)], ignore_index=True)


def listed(campaign: Campaign, county: County) -> tuple[str, ...]:
    """Return the indicators a briefing lists: the campaign's, or those of the 三量 for the overview."""
    if campaign is county.overview:
        return tuple(dict.fromkeys(slug for quantity in county.quantities for slug in quantity.indicators))
    return tuple(i.slug for i in county.indicators if campaign.slug in i.campaigns)


def doubted(campaign: Campaign, county: County) -> set[str]:
    """Return the indicators whose contradictions and doubts a briefing tells."""
    own = set(listed(campaign, county))
    if campaign is not county.overview:
        return own
    drawn = {slug for view in campaign.views for slug in view.indicators}
    return own | drawn | {i.slug for i in county.indicators if i.checks}


def behind(campaign: Campaign, county: County) -> set[str]:
    """Return the indicators any number of a briefing may come from: what was put right in one of them is told."""
    said = (*county.campaigns, campaign) if campaign is county.overview else (campaign,)
    found = doubted(campaign, county)
    found |= {slot.of for each in said for finding in each.findings for slot in finding.slots.values()}
    found |= {slug for view in campaign.views for slug in view.indicators}
    for indicator in reversed(county.indicators):  # a derived one is declared after those it is made of
        found |= set(indicator.of) if indicator.slug in found else set()
    return found

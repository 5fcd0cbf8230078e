"""What a briefing is about: the rows that count, and the indicators listed, doubted, and behind its numbers."""

from __future__ import annotations

import pandas as pd

from . import metrics, periods, store
from .county import Campaign, County
from .metrics.rows import period_order


def rows(known: store.Store) -> pd.DataFrame:
    """Return the current observations and the rows derived from the sound ones, of all areas, with ``text``."""
    rounding = known.county.rounding
    current = store.with_text(known.current(), rounding)
    sound = current[current["doubt"] == ""]
    derived = metrics.derive(sound, known.county.indicators)
    made = derived.iloc[len(sound) :].pipe(store.unranked)
    return pd.concat([current, store.with_text(made, rounding)], ignore_index=True)


def narrowed(known: store.Store, campaign: Campaign) -> store.Store:
    """Return what is known without the 累计 of earlier months of what a briefing is not about.

    They are most of what a county reports, and a briefing that prints none of them need not carry them. The overview is
    about all indicators, but of the towns only about those of the indices.
    """
    county, frame = known.county, known.frame
    slugs = behind(campaign, county) | set(paced(campaign, county))
    about = frame["indicator"].isin(slugs)
    if campaign is county.overview:
        weighed = {slug for quantity in county.quantities for slug in quantity.weights}
        about &= ~frame["area"].isin(county.towns) | frame["indicator"].isin(weighed)
    months = frame[frame["period"].isin([code for code in set(frame["period"]) if periods.parse(code).by_months])]
    latest = months.assign(_order=period_order(months)).groupby("indicator")["_order"].transform("max")
    earlier = months.index[period_order(months) < latest]
    return store.Store(county, frame[about | ~frame.index.isin(earlier)])


def paced(campaign: Campaign, county: County) -> tuple[str, ...]:
    """Return the indicators whose progress a briefing tells: the campaign's, or those of all for the overview."""
    if campaign is not county.overview:
        return listed(campaign, county)
    return tuple(dict.fromkeys([*(i.slug for i in county.indicators if i.campaigns), *listed(campaign, county)]))


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

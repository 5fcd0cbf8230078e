"""Which indicators a briefing is about: listed, told the progress of, doubted, behind its numbers, read."""

from __future__ import annotations

from collections.abc import Collection

from .model import Campaign, County


def indicators_to_read(campaign: Campaign, county: County, also: Collection[str] = ()) -> set[str] | None:
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
    found = indicators_behind(campaign, county) | set(also)
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


def indicators_listed(campaign: Campaign, county: County) -> tuple[str, ...]:
    """Return the indicators a briefing lists: the campaign's, or those of the 三量 for the overview."""
    if campaign is county.overview:
        return tuple(dict.fromkeys(slug for quantity in county.quantities for slug in quantity.indicators))
    return tuple(i.slug for i in county.indicators if campaign.slug in i.campaigns)


def indicators_with_progress(campaign: Campaign, county: County) -> tuple[str, ...]:
    """Return the indicators whose progress a briefing tells: the campaign's, or those of all for the overview."""
    if campaign is not county.overview:
        return indicators_listed(campaign, county)
    return tuple(
        dict.fromkeys([*(i.slug for i in county.indicators if i.campaigns), *indicators_listed(campaign, county)])
    )


def indicators_to_verify(campaign: Campaign, county: County) -> set[str]:
    """Return the indicators whose contradictions and doubts a briefing tells."""
    own = set(indicators_listed(campaign, county))
    if campaign is not county.overview:
        return own
    drawn = {slug for view in campaign.views for slug in view.indicators}
    return own | drawn | {i.slug for i in county.indicators if i.checks}


def indicators_behind(campaign: Campaign, county: County) -> set[str]:
    """Return the indicators any number of a briefing may come from: what was put right in one of them is told."""
    said = (*county.campaigns, campaign) if campaign is county.overview else (campaign,)
    found = indicators_to_verify(campaign, county)
    found |= {slot.of for each in said for finding in each.findings for slot in finding.slots.values()}
    found |= {slug for view in campaign.views for slug in view.indicators}
    for indicator in reversed(county.indicators):  # a derived one is declared after those it is made of
        found |= set(indicator.of) if indicator.slug in found else set()
    return found

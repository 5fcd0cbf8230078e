"""Selection of indicators for a briefing: listed, with progress, to verify, behind its numbers, to read."""

from __future__ import annotations

from collections.abc import Collection

from .model import Campaign, County


def indicators_to_read(campaign: Campaign, county: County, also: Collection[str] = ()) -> set[str] | None:
    """Return the indicators a briefing must read; None for the overview, which reads all.

    The indicators behind its numbers, those they are checked against (one may settle the doubt of another), and all
    derived from these.

    Parameters
    ----------
    campaign, county
        Of the briefing.
    also
        Further indicators requested by a notebook (``also=``).
    """
    if campaign is county.overview:
        return None
    selected = indicators_behind(campaign, county) | set(also)
    while (
        more := {
            slug
            for i in county.indicators
            if {i.slug, i.checks} & selected or (i.of and selected.issuperset(i.of))
            for slug in (i.slug, i.checks, *i.of)
            if slug
        }
        - selected
    ):
        selected |= more
    return selected


def indicators_listed(campaign: Campaign, county: County) -> tuple[str, ...]:
    """Return the indicators a briefing lists: the campaign's, or those of the 三量 for the overview."""
    if campaign is county.overview:
        return tuple(dict.fromkeys(slug for quantity in county.quantities for slug in quantity.indicators))
    return tuple(i.slug for i in county.indicators if campaign.slug in i.campaigns)


def indicators_with_progress(campaign: Campaign, county: County) -> tuple[str, ...]:
    """Return the indicators with progress in a briefing: the campaign's, or those of all campaigns for the overview."""
    if campaign is not county.overview:
        return indicators_listed(campaign, county)
    return tuple(
        dict.fromkeys([*(i.slug for i in county.indicators if i.campaigns), *indicators_listed(campaign, county)])
    )


def indicators_to_verify(campaign: Campaign, county: County) -> set[str]:
    """Return the indicators whose contradictions and doubts a briefing lists."""
    listed = set(indicators_listed(campaign, county))
    if campaign is not county.overview:
        return listed
    drawn = {slug for view in campaign.views for slug in view.indicators}
    return listed | drawn | {i.slug for i in county.indicators if i.checks}


def indicators_behind(campaign: Campaign, county: County) -> set[str]:
    """Return the indicators that any number of a briefing may come from; it lists their corrections."""
    campaigns = (*county.campaigns, campaign) if campaign is county.overview else (campaign,)
    selected = indicators_to_verify(campaign, county)
    selected |= {slot.of for each in campaigns for finding in each.findings for slot in finding.slots.values()}
    selected |= {slug for view in campaign.views for slug in view.indicators}
    for indicator in reversed(county.indicators):  # a derived one is declared after its operands
        selected |= set(indicator.of) if indicator.slug in selected else set()
    return selected

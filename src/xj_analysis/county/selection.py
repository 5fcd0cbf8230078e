"""Selection for a briefing: indicators listed, with progress, to verify, behind its numbers; units that report them."""

from __future__ import annotations

from collections.abc import Collection

from .model import Campaign, County


def indicators_to_read(campaign: Campaign, county: County, named: Collection[str] = ()) -> set[str] | None:
    """Return the indicators a briefing must read; None for the overview, which reads all.

    The indicators behind its numbers, those they are checked against (one may settle the doubt of another), and all
    derived from these.

    Parameters
    ----------
    campaign, county
        Of the briefing.
    named
        Further words; those that are slugs of indicators are read too (a notebook names them).
    """
    if campaign is county.overview:
        return None
    selected = indicators_behind(campaign, county, named)
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


def indicators_to_verify(campaign: Campaign, county: County, named: Collection[str] = ()) -> set[str]:
    """Return the indicators whose contradictions and doubts a briefing lists: its own, and those its notebook names."""
    listed = {*indicators_listed(campaign, county), *county.by_slug.keys() & set(named)}
    return listed | {i.slug for i in county.indicators if i.checks and campaign is county.overview}


def indicators_behind(campaign: Campaign, county: County, named: Collection[str] = ()) -> set[str]:
    """Return the indicators that any number of a briefing may come from; it lists their corrections."""
    selected = indicators_to_verify(campaign, county, named)
    if campaign is county.overview:  # its table of the campaigns has a figure of each
        selected |= {i.slug for i in county.indicators if i.campaigns and not i.background}
    for indicator in reversed(county.indicators):  # a derived one is declared after its operands
        selected |= set(indicator.of) if indicator.slug in selected else set()
    return selected


def units_responsible(slug: str, county: County) -> tuple[str, ...]:
    """Return the names of the departments that report an indicator (责任单位), of a derived one those of its operands.

    Empty where the county declares none, or towns alone report it.
    """
    named = [unit.name for unit in county.units if not unit.area and slug in unit.reports]
    of_operands = (name for operand in county.by_slug[slug].of for name in units_responsible(operand, county))
    return tuple(dict.fromkeys(named or of_operands))

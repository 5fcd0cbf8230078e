"""Selection for a briefing: indicators listed, with progress, to verify, behind its numbers; units that report them."""

from __future__ import annotations

from collections.abc import Collection

from .model import Campaign, County
from .reporting import ReportingUnit


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


def ledgers_to_read(campaign: Campaign, county: County, named: Collection[str] = ()) -> set[str]:
    """Return the ledgers behind a briefing's instruments: those for its campaign, and those that its notebook names.

    Of the overview all that feed an instrument.
    """
    feeding = [shape for shape in county.ledgers if shape.instrument]
    if campaign is county.overview:
        return {shape.slug for shape in feeding}
    return {shape.slug for shape in feeding if campaign.slug in shape.campaigns or shape.slug in named}


def ledgers_to_compare(campaign: Campaign, county: County, named: Collection[str] = ()) -> set[str]:
    """Return the ledgers with which a briefing compares reports: those that give an indicator that it verifies."""
    verified = indicators_to_verify(campaign, county, named)
    return {shape.slug for shape in county.ledgers if verified & {count.indicator for count in shape.counts}}


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
    """Return the indicators whose contradictions and doubts a briefing lists.

    Its own, those that its ledgers give, and those its notebook names.
    """
    listed = {*indicators_listed(campaign, county), *campaign.key_figures, *county.by_slug.keys() & set(named)}
    if campaign is not county.overview:
        own = ledgers_to_read(campaign, county, named)
        listed |= {count.indicator for shape in county.ledgers if shape.slug in own for count in shape.counts}
    return listed | {i.slug for i in county.indicators if i.checks and campaign is county.overview}


def indicators_behind(campaign: Campaign, county: County, named: Collection[str] = ()) -> set[str]:
    """Return the indicators that any number of a briefing may come from; it lists their corrections."""
    selected = indicators_to_verify(campaign, county, named)
    if campaign is county.overview:  # its table of the campaigns has a figure of each
        selected |= {i.slug for i in county.indicators if i.campaigns and not i.background}
    return _with_operands(selected, county)


def indicators_of_its_own(campaign: Campaign, county: County) -> set[str]:
    """Return a campaign's own indicators, without its background, and those that they are derived from."""
    selected = {slug for slug in indicators_listed(campaign, county) if not county.by_slug[slug].background}
    return _with_operands(selected, county)


def _with_operands(slugs: set[str], county: County) -> set[str]:
    """Indicators and those that they are derived from."""
    selected = set(slugs)
    for indicator in reversed(county.indicators):  # a derived one is declared after its operands
        selected |= set(indicator.of) if indicator.slug in selected else set()
    return selected


def units_reporting(county: County, indicators: Collection[str] | None) -> tuple[ReportingUnit, ...]:
    """Return the units that report any of these indicators, with what they report of them; of None, all.

    Parameters
    ----------
    county
        Declares its units.
    indicators
        Slugs.
    """
    if indicators is None:
        return county.units
    wanted = set(indicators)
    narrowed = (
        unit.model_copy(
            update={
                name: tuple(slug for slug in getattr(unit, name) if slug in wanted) for name in ("reports", "by_town")
            }
        )
        for unit in county.units
    )
    return tuple(unit for unit in narrowed if unit.reports)


def unit_names(county: County) -> dict[str, str]:
    """Return the names of a county's units by slug, as its own county calls them: without its name at their head."""
    return {unit.slug: unit.name.removeprefix(county.name) for unit in county.units}


def responsible_unit(county: County, indicator: str) -> str:
    """Return the departments that report an indicator, as its own county calls them; '' where none is declared.

    For a derived indicator: those of its operands.

    Parameters
    ----------
    county
        Declares units and indicators. Its own name is left out at the head of theirs.
    indicator
        Slug of an indicator.
    """
    called = unit_names(county)
    names = [called[unit.slug] for unit in county.units if not unit.area and indicator in unit.reports]
    declared = county.by_slug.get(indicator)
    if not names and declared:
        names = [name for slug in declared.of for name in responsible_unit(county, slug).split("、") if name]
    return "、".join(dict.fromkeys(names))

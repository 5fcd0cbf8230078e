"""Selection of indicators: operands, checks and derived indicators belong together."""

from __future__ import annotations

import pytest

from support.county_folder import DataFolder
from xj_analysis.county import selection
from xj_analysis.store.store import Store


def test_every_campaign_but_the_overview_reads_a_part(xiajiang: Store) -> None:
    for slug in xiajiang.county.slugs:
        campaign = xiajiang.county.campaign(slug)
        selected = selection.indicators_to_read(campaign, xiajiang.county)
        if slug == "overview":
            assert selected is None
        else:
            assert selected is not None and 0 < len(selected) < len(xiajiang.county.indicators) / 2
            assert set(selection.indicators_listed(campaign, xiajiang.county)) <= selected


NEEDED = {"tourism": {"visits", "income", "spend"}, "jobs": {"homes_town", "homes_village", "homes", "village_share"}}


@pytest.mark.parametrize(("slug", "expected"), NEEDED.items())
def test_parts_wholes_and_what_they_are_held_against_belong_together(
    county_folder: DataFolder, slug: str, expected: set[str]
) -> None:
    county = county_folder.load().county
    against = {"reported_share"} if slug == "jobs" else set()
    assert selection.indicators_to_read(county.campaign(slug), county) == expected | against
    assert selection.indicators_to_read(county.campaign(slug), county, ["homes"]) == expected | against | (
        {"homes", "homes_town", "homes_village", "village_share", "reported_share"}
    )


def test_the_responsible_unit_is_the_department_that_reports_in_its_own_countys_words(example: Store) -> None:
    county = example.county
    assert selection.responsible_unit(county, "visits") == "文化广电旅游局"
    assert selection.responsible_unit(county, "spend") == "文化广电旅游局"  # a ratio of two of its own
    assert selection.responsible_unit(county, "villages_improved") == "农业农村局"  # and each town for itself
    assert selection.responsible_unit(county, "no_such_indicator") == ""


def test_several_units_are_named_in_turn(example: Store) -> None:
    county = example.county
    shared = county.units[1].model_copy(update={"reports": ("started_projects",)})
    both = county.model_copy(update={"units": (county.units[0], shared)})
    assert selection.responsible_unit(both, "started_projects") == "发展和改革委员会、工业和信息化局"
    assert selection.responsible_unit(both, "visits") == ""


def test_a_briefing_sees_the_units_of_its_own_indicators_alone(example: Store) -> None:
    units = selection.units_reporting(example.county, {"visits", "villages_improved"})
    assert {slug for unit in units for slug in unit.reports} == {"visits", "villages_improved"}
    assert all(set(unit.by_town) <= set(unit.reports) for unit in units)
    assert selection.units_reporting(example.county, None) == example.county.units


def test_reports_are_compared_with_the_ledgers_that_give_their_indicators(example: Store) -> None:
    county = example.county
    compared = {slug: selection.ledgers_to_compare(county.campaign(slug), county) for slug in county.slugs}
    assert compared["projects"] == {"projects", "leads"} and compared["clusters"] == {"enterprises", "chains"}
    assert (compared["reform"], compared["two_mountains"]) == ({"approvals"}, set())
    named = selection.ledgers_to_compare(county.campaign("two_mountains"), county, ["signed_investment"])
    assert named == {"leads"}


def test_a_campaign_reads_what_its_ledger_gives_beside_its_own(example: Store) -> None:
    county = example.county
    moved = tuple(
        each.model_copy(update={"campaigns": ("waterway",)}) if each.slug == "leads" else each
        for each in county.ledgers
    )
    other = county.model_copy(update={"ledgers": moved})
    assert "signed_investment" in (selection.indicators_to_read(other.campaign("waterway"), other) or set())
    assert "signed_investment" not in (selection.indicators_to_read(county.campaign("waterway"), county) or set())

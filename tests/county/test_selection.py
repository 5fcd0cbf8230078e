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


def test_the_units_responsible_are_the_departments_that_report_an_indicator(example: Store) -> None:
    county = example.county
    assert selection.units_responsible("visits", county) == ("示例县文化广电旅游局",)
    assert selection.units_responsible("spend", county) == ("示例县文化广电旅游局",), "a ratio of two of its own"
    assert selection.units_responsible("villages_improved", county) == ("示例县农业农村局",), "not the towns"
    shared = county.units[1].model_copy(update={"reports": ("started_projects",)})
    both = county.model_copy(update={"units": (county.units[0], shared)})
    assert len(selection.units_responsible("started_projects", both)) == 2
    assert selection.units_responsible("visits", both) == ()

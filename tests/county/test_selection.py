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

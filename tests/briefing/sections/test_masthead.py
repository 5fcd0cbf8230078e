"""Masthead: the kind of document, and a name that is not official."""

from __future__ import annotations

from datetime import date

from xj_analysis.briefing.sections.masthead import BANNERS, masthead
from xj_analysis.quantity import periods
from xj_analysis.store.store import Store


def test_the_masthead_names_the_kind_of_document_and_flags_unofficial_names(xiajiang: Store) -> None:
    county = xiajiang.county
    for slug in county.slugs:
        campaign = county.campaign(slug)
        head = masthead(county, campaign, period=periods.parse("2024"), known_at=date(2024, 6, 30), edition="public")
        assert head.banner == BANNERS["public"] and head.known_at_label == "2024年6月30日"
        assert head.title.endswith("攻坚战") is (campaign is not county.overview)
        assert bool(head.flags) is (not campaign.named_in_source and campaign is not county.overview)

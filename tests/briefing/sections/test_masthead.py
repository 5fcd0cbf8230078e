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
        days = {"known_at": date(2026, 11, 23), "dated": date(2024, 6, 30)}
        head = masthead(county, campaign, period=periods.parse("2024"), edition="public", **days)
        assert head.banner == BANNERS["public"] and head.known_at_label == "2024年6月30日"
        assert head.title.endswith("攻坚战") is (campaign is not county.overview)
        assert bool(head.flags) is (not campaign.named_in_source and campaign is not county.overview)


def test_a_masthead_without_any_date_says_so(xiajiang: Store) -> None:
    county, found = xiajiang.county, date(2026, 11, 23)
    year = periods.parse("2024")
    head = masthead(county, county.overview, period=year, known_at=found, dated=None, edition="public")
    assert head.known_at_label == "" and "资料发布日期不详" in head._repr_mimebundle_()["text/html"]

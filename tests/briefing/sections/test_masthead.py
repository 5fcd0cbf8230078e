"""Masthead: the kind of document, and a name that is not official."""

from __future__ import annotations

from datetime import date

import pytest

from xj_analysis.briefing.sections.masthead import BANNERS, masthead
from xj_analysis.quantity import periods
from xj_analysis.store.store import Store


def test_the_masthead_names_the_kind_of_document_and_flags_unofficial_names(xiajiang: Store) -> None:
    county = xiajiang.county
    for slug in county.slugs:
        campaign = county.campaign(slug)
        days = {"until": date(2024, 12, 31), "known_at": date(2026, 11, 23), "dated": date(2024, 6, 30)}
        head = masthead(county, campaign, period=periods.parse("2024"), edition="public", **days)
        assert head.banner == BANNERS["public"] and head.known_at_label == "2024年6月30日"
        assert head.title.endswith("攻坚战") is (campaign is not county.overview)
        assert bool(head.flags) is (not campaign.named_in_source and campaign is not county.overview)


def test_a_masthead_without_any_date_says_so(xiajiang: Store) -> None:
    county, found = xiajiang.county, date(2026, 11, 23)
    year = periods.parse("2024")
    head = masthead(
        county, county.overview, period=year, until=year.reach, known_at=found, dated=None, edition="public"
    )
    assert head.known_at_label == "" and "资料发布日期不详" in head._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize(
    ("period", "until", "label"),
    [
        ("2025", date(2025, 9, 30), "2025年1—9月"),
        ("2025", date(2025, 1, 31), "2025年1月"),
        ("2025", date(2025, 10, 12), "2025年1月1日—10月12日"),
        ("2025", date(2025, 12, 31), "2025年"),
        ("2025-01/2025-09", date(2025, 9, 30), "2025年1—9月"),
        ("2025-YTD", date(2025, 12, 31), "2025年以来"),
    ],
)
def test_a_year_that_is_not_over_is_told_by_what_of_it_is_known(
    xiajiang: Store, period: str, until: date, label: str
) -> None:
    county, day = xiajiang.county, date(2025, 11, 1)
    asked = periods.parse(period)
    head = masthead(county, county.overview, period=asked, until=until, known_at=day, dated=day, edition="public")
    assert head.period_label == label

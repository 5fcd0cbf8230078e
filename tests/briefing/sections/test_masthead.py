"""Masthead: the kind of document, and a name that is not official."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xj_analysis.briefing.sections.masthead import BANNERS, masthead
from xj_analysis.county import validation
from xj_analysis.county.publication import Publication
from xj_analysis.document.imprint import Imprint
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


def imprint(store: Store, period: str, edition: Any) -> Imprint:
    """The imprint of a briefing of a county that declares a publication."""
    declared = Publication(
        name="调度专报", office="攻坚办", secrecy="内部资料",
        report_to=("县委",), send_to=("政协",), copy_to=("各乡镇",), copies=50, first="2024-01",
    )  # fmt: skip
    county = store.county.model_copy(update={"issues": declared})
    days: Any = {"known_at": date(2024, 7, 1), "dated": None}
    head = masthead(
        county, county.overview, period=periods.parse(period), edition=edition, until=date(2024, 12, 31), **days
    )
    return Imprint(**{name: getattr(head, name) for name in Imprint.model_fields})


def test_a_declared_publication_is_printed_with_the_number_of_its_period(xiajiang: Store) -> None:
    head = imprint(xiajiang, "2024-01/2024-06", "internal")
    assert list(head.imprint_words()) == [
        "内部资料", "调度专报", "2024年第6期", "攻坚办", "县委", "政协", "各乡镇", "共印50份",
    ]  # fmt: skip


def test_a_period_without_an_issue_has_no_number(xiajiang: Store) -> None:
    head = imprint(xiajiang, "2024", "internal")
    assert head.issue_label == "" and head.office == "攻坚办"


def test_the_public_edition_has_neither_secrecy_nor_addressees(xiajiang: Store) -> None:
    head = imprint(xiajiang, "2024-06", "public")
    assert list(head.imprint_words()) == ["调度专报", "2024年第6期", "攻坚办"]


def test_a_county_that_declares_none_prints_none(xiajiang: Store) -> None:
    county, day = xiajiang.county, date(2024, 7, 1)
    month = periods.parse("2024-06")
    head = masthead(county, county.overview, period=month, until=day, known_at=day, dated=day, edition="internal")
    assert list(head.imprint_words()) == [Imprint().name]


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


def test_an_office_publishes_what_its_departments_report(xiajiang: Store) -> None:
    declared = Publication(office="攻坚办", first="2024-01")
    county = xiajiang.county.model_copy(update={"nature": "official", "issues": declared})
    assert list(validation.find_faults(county)) == []
    day, month = date(2024, 7, 1), periods.parse("2024-06")
    head = masthead(county, county.overview, period=month, until=day, known_at=day, dated=day, edition="internal")
    assert head.banner == "据各单位报送数据整理" and head.issue_label and head.office == "攻坚办"

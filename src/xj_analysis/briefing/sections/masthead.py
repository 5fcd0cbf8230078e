"""Masthead of a briefing: county, campaign, period, publication date, edition, and kind of document."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...county.model import Campaign, County
from ...county.request import Edition
from ...document.blocks import Masthead
from ...document.imprint import Imprint
from ...quantity import periods
from ...quantity.periods import Period

BANNERS = {
    "public": "公开数据整理，非官方文件",
    "official": "据各单位报送数据整理",
    "invented": "虚构示例，数据均为编造，不代表任何真实地方",
}


def masthead(
    county: County, campaign: Campaign, *,
    period: Period, until: date, known_at: date, dated: date | None, edition: Edition,
) -> Masthead:  # fmt: skip
    """Return the masthead of a briefing.

    Parameters
    ----------
    county, campaign, period, known_at, edition
        Of the briefing.
    until
        The last day that the period has results of: of a year that is not over, the months so far are said.
    dated
        The day up to which sources are dated, as printed; None where none of them has a date.
    """
    overview = campaign is county.overview
    return Masthead(
        county=county.name,
        county_slug=county.slug,
        area=county.code,
        campaign=campaign.name,
        slug=campaign.slug,
        title=county.title(campaign.slug),
        subtitle="、".join(q.name for q in county.quantities if q.slug in campaign.quantities),
        banner=BANNERS[county.nature],
        period=period.code,
        period_label=period_printed(period, until).label,
        known_at=known_at.isoformat(),
        known_at_label=periods.date_label(dated) if dated else "",
        edition=edition,
        flags=() if campaign.named_in_source or overview else ("名称待核",),
        names=county.proper_names,
        **dict(_imprint(county, period, edition)),
    )


def _imprint(county: County, period: Period, edition: Edition) -> Imprint:
    """What the county declares of its publication; the public edition has no 密级, no addressees and no copies."""
    declared = county.issues
    if declared is None:
        return Imprint()
    number = declared.number_of(period)
    told: dict[str, Any] = {
        "name": declared.name,
        "issue_label": week_label(period) if period.form == "week" else number and number.label,
        "office": declared.office,
    }
    if edition == "internal":
        told |= {name: getattr(declared, name) for name in ("secrecy", "report_to", "send_to", "copy_to")}
        told["copies_label"] = declared.copies and f"共印{declared.copies}份"
    return Imprint(**{name: words for name, words in told.items() if words})


def week_label(week: Period) -> str:
    """Return the number of a weekly issue: that of its week by ISO 8601.

    Examples
    --------
    >>> week_label(periods.parse("2025-W39"))
    '2025年第39周'
    """
    year, number, _ = (week.start or date.min).isocalendar()
    return f"{year}年第{number}周"


def period_printed(period: Period, until: date) -> Period:
    """Return the period that the masthead prints: of a year that is not over, the months or days so far (1—9月)."""
    if period.form != "year" or until >= period.reach:
        return period
    first, last = date(until.year, 1, 1), until
    if last == periods.month_end(last.year, last.month):
        codes = [f"{day:%Y-%m}" for day in (first, last)]
    else:
        codes = [day.isoformat() for day in (first, last)]
    return periods.parse("/".join(dict.fromkeys(codes)))

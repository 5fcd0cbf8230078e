"""Findings by rule: what is urgent, or the latest figures of a campaign without targets; what is said of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from ...base.errors import DataError, UsageError, choices
from ...county import selection
from ...county.model import Campaign, County
from ...document.blocks import Omission, Sentence
from ...document.pieces import Cell
from ...quantity import periods
from ...quantity.figures import Figure
from .. import arguments, prose
from ..absence import Absence
from ..figure_lookup import FigureLookup
from ..figure_wording import label_of
from ..period_before import PeriodBefore
from ..year_progress import YearProgress
from . import named_conclusions, progress_section, urgent_matters

_MARKS = 3  # a row with a mark for each of twenty sources cannot be read; the figures carry all of them
_MOST = 3


def any_printed(sentences: Sequence[Sentence | Omission]) -> bool:
    """Return whether one of an analyst's own sentences is printed.

    Raises
    ------
    DataError
        One is neither a sentence nor the omission of one.
    """
    for each in sentences:
        if not isinstance(each, Sentence | Omission):
            raise DataError("briefing.findings", "应是句子", arguments.quoted(each), "请写 briefing.finding(…)。")
    return any(isinstance(each, Sentence) for each in sentences)


def by_rule(before: PeriodBefore, lookup: FigureLookup, campaign: Campaign) -> list[Sentence]:
    """Return the conclusion by rule: progress against targets, and the latest figures of what has none."""
    progress, county = before.progress, before.progress.county
    paces = progress.of(county.code)
    if paces and campaign is county.overview:
        changes = before.of_county
        counted = urgent_matters.light_counts(progress, changes) or progress_section.summary(paces)
        return [*urgent_matters.urgent_matters(progress, changes), counted]
    without = {pace.indicator for pace in paces}
    return [*named_conclusions.conclusion(progress), *latest_findings(lookup, county, campaign, without=without)]


def latest_findings(
    lookup: FigureLookup, county: County, campaign: Campaign, *, without: set[str], most: int = _MOST
) -> list[Sentence]:
    """Return a sentence for each of a campaign's first indicators with a result: its latest.

    Parameters
    ----------
    lookup
        Sound rows.
    county, campaign
        Declare the indicators; those of the background are left out.
    without
        Slugs of those that another sentence has.
    most
        The number of sentences at most.
    """
    listed = selection.indicators_listed(campaign, county)
    slugs = [slug for slug in listed if slug not in without and not county.by_slug[slug].background]
    rows = (lookup.row(slug, area=county.code) for slug in slugs)
    return [_latest(row, county) for row in islice((row for row in rows if row is not None), most)]


def _latest(row: Mapping[str, object], county: County) -> Sentence:
    label = label_of(row)
    when = periods.parse(str(row["period"])).label
    figure = county.figure({**row, "label": label})
    return prose.say(
        "{when}{label}{figure}。", style="finding", names=county.proper_names, when=when, label=label, figure=figure
    )


def _nothing(lookup: FigureLookup, county: County, campaign: Campaign) -> Absence:
    """Why a campaign has no point of its own in the table of all."""
    own = [i.slug for i in county.indicators if campaign.slug in i.campaigns and not i.background]
    in_towns = any(lookup.row(slug, area=town) is not None for slug in own for town in county.towns)
    return Absence.POINT_IN_TOWNS if in_towns else Absence.POINT


def campaign_points(
    lookup: FigureLookup, progress: YearProgress, own: Mapping[str, Sentence | Omission]
) -> dict[str, Cell]:
    """Return what is said of campaigns besides their progress: an analyst's `own` sentence that is printed.

    Of a campaign without progress that has none of its own: its latest figure, or why there is no point.

    Raises
    ------
    UsageError
        There is no such campaign.
    """
    county = progress.county
    known = [campaign.slug for campaign in county.campaigns]
    for slug in own.keys() - known:
        raise UsageError("briefing.campaigns", "没有这个攻坚战", slug, choices(slug, known))
    said = {slug: point for slug, point in own.items() if isinstance(point, Sentence)}
    moving = {slug for pace in progress.of(county.code) for slug in county.by_slug[pace.indicator].campaigns}
    return {
        campaign.slug: _point(lookup, county, campaign, said.get(campaign.slug))
        for campaign in county.campaigns
        if campaign.slug in said or campaign.slug not in moving
    }


def _point(lookup: FigureLookup, county: County, campaign: Campaign, own: Sentence | None) -> Cell:
    sentence = own or next(iter(latest_findings(lookup, county, campaign, without=set(), most=1)), None)
    if sentence is None:
        return Cell(parts=(_nothing(lookup, county, campaign).value,))
    origins = [origin for part in sentence.parts if isinstance(part, Figure) for origin in part.origins]
    marks = tuple(dict.fromkeys(lookup.sources[origin] for origin in origins))[:_MARKS]
    return Cell(parts=sentence.parts, sources=marks)

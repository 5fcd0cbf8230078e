"""Findings by rule: the latest figures of a campaign without targets, and the table of all campaigns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from ...base.errors import DataError, UsageError, choices
from ...county import selection
from ...county.model import Campaign, County
from ...document.blocks import Omission, Sentence, Table
from ...document.pieces import Cell
from ...quantity import periods
from ...quantity.figures import Figure
from .. import arguments, prose, tables
from ..absence import Absence
from ..figure_lookup import FigureLookup
from ..figure_wording import all_campaigns, label_of
from ..tables import ColumnSpec
from ..year_progress import YearProgress
from . import named_conclusions, progress_section

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


def by_rule(progress: YearProgress, lookup: FigureLookup, campaign: Campaign) -> list[Sentence]:
    """Return the conclusion by rule: progress against targets, and the latest figures of what has none."""
    county = progress.county
    paces = progress.of(county.code)
    if paces and campaign is county.overview:
        return [progress_section.summary(paces)]
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


def campaign_points(progress: YearProgress, own: Mapping[str, Sentence | Omission]) -> dict[str, Sentence]:
    """Return the point of each campaign that has one: the analyst's `own` that is printed, or its progress.

    Raises
    ------
    UsageError
        There is no such campaign.
    """
    county = progress.county
    known = [campaign.slug for campaign in county.campaigns]
    for slug in own.keys() - known:
        raise UsageError("briefing.campaigns", "没有这个攻坚战", slug, choices(slug, known))
    campaigns = progress_section.by_campaign(county, progress.of(county.code))
    summaries = {campaign.slug: progress_section.summary(paces) for campaign, paces in campaigns}
    return summaries | {slug: point for slug, point in own.items() if isinstance(point, Sentence)}


def campaign_table(lookup: FigureLookup, county: County, summaries: Mapping[str, Sentence]) -> Table:
    """Return the table of all campaigns: the 三量 each serves, and its progress or its latest figure.

    Parameters
    ----------
    lookup
        Sound rows.
    county
        Declares the campaigns.
    summaries
        By the campaign's slug: a sentence in place of its latest figure.
    """
    names = {quantity.slug: quantity.name for quantity in county.quantities}

    def key_point(campaign: Campaign) -> Cell:
        latest: Sequence[Sentence] = latest_findings(lookup, county, campaign, without=set(), most=1)
        sentence = summaries.get(campaign.slug) or next(iter(latest), None)
        if sentence is None:
            return Cell(parts=(_nothing(lookup, county, campaign).value,))
        origins = [origin for part in sentence.parts if isinstance(part, Figure) for origin in part.origins]
        marks = tuple(dict.fromkeys(lookup.sources[origin] for origin in origins))[:_MARKS]
        return Cell(parts=sentence.parts, sources=marks)

    columns: list[ColumnSpec[Campaign]] = [
        ColumnSpec(name="攻坚战", width=1.6, cell=lambda c: c.name + ("" if c.named_in_source else "（名称待核）")),
        ColumnSpec(name="服务的“三量”", width=1.1, cell=lambda c: "、".join(names[slug] for slug in c.quantities)),
        ColumnSpec(name="要点", width=4.0, cell=key_point),
    ]
    return tables.tabulate(f"{all_campaigns(county)}一览", columns, county.campaigns)

"""Findings by rule: what is urgent, or the latest figures of a campaign without targets; what is said of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...base.errors import DataError, UsageError, choices
from ...county import selection
from ...county.model import Campaign, County
from ...document.blocks import CellBlock, Omission, Sentence
from ...document.pieces import Cell
from ...metrics.columns.row_selection import records
from ...quantity import periods
from ...quantity.figures import Figure
from .. import arguments, prose
from ..absence import Absence
from ..figure_lookup import FigureLookup
from ..figure_wording import label_of
from ..period_before import PeriodBefore
from ..year_progress import YearProgress
from . import named_conclusions, progress_section, urgent_matters

Row = Mapping[str, Any]
_MARKS = 3  # a row with a mark for each of twenty sources cannot be read; the figures carry all of them
_MOST, _TWO = 3, 2


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


def by_rule(
    before: PeriodBefore, lookup: FigureLookup, campaign: Campaign, month: str, matters: Iterable[CellBlock] = ()
) -> list[CellBlock]:
    """Return the conclusion by rule: progress against targets, and the latest figures of what has none.

    After the first, the one furthest behind, come `matters`, of the ledgers; before it where they are many, so that all
    stand on page one. The overview ends with its numbers of lights.

    What is not of `month`, the code of the period that the masthead prints, says of which it is.
    """
    progress, county = before.progress, before.progress.county
    paces = progress.of(county.code)
    if paces and campaign is county.overview:
        changes = before.of_county
        counted = urgent_matters.light_counts(progress, changes) or progress_section.summary(paces)
        return [*urgent_matters.urgent_matters(progress, changes, month), *matters, counted]
    without = {pace.indicator for pace in paces}
    latest = latest_findings(lookup, progress, campaign, without=without)
    first, *others = [*named_conclusions.conclusion(progress), *latest, None]
    worst = [*matters]
    said = [*worst, first, *others] if len(worst) > _TWO else [first, *worst, *others]
    return [each for each in said if each is not None]


def latest_findings(
    lookup: FigureLookup, progress: YearProgress, campaign: Campaign, *, without: set[str], most: int = _MOST
) -> list[Sentence]:
    """Return a sentence for each of a campaign's first indicators with a result: its latest.

    First comes what is above a target of zero that it should not be: of that there is no 完成率 and no light.

    Parameters
    ----------
    lookup
        Sound rows.
    progress
        Has the targets, and the county.
    campaign
        Declares the indicators; those of the background are left out.
    without
        Slugs of those that another sentence has.
    most
        The number of sentences at most.
    """
    county = progress.county
    listed = selection.indicators_listed(campaign, county)
    slugs = [slug for slug in listed if slug not in without and not county.by_slug[slug].background]
    found = (lookup.row(slug, area=county.code) for slug in slugs)
    rows = [(row, _zero_target(row, progress)) for row in found if row is not None]
    rows.sort(key=lambda pair: _excess(pair[0], pair[1], county) is None)
    return [_latest(row, zero, county) for row, zero in rows[:most]]


def _zero_target(row: Row, progress: YearProgress) -> Row | None:
    """The target of zero of a result of the year judged; None for none, or another."""
    end = periods.parse(str(row["period"])).end
    if row["nature"] != "actual" or row["subject"] or end is None or end.year != progress.year:
        return None
    targets = progress.targets
    own = records(targets[(targets["indicator"] == row["indicator"]) & (targets["area"] == row["area"])])
    return own[0] if len(own) == 1 and own[0]["value"] == 0 and own[0]["unit"] == row["unit"] else None


def _excess(row: Row, zero: Row | None, county: County) -> Figure | None:
    """How far a result is above its target of zero, where lower is better; None where it is not."""
    if zero is None or county.by_slug[row["indicator"]].better != "lower":
        return None
    above: Figure = county.figure(row) - county.figure(zero)
    if above.value is None or above.value <= 0:
        return None
    return above.model_copy(update={"label": f"{row['label']}超出目标", "period": row["period"]})


def _latest(row: Row, zero: Row | None, county: County) -> Sentence:
    label = label_of(row)
    slots: dict[str, Any] = {"label": label, "figure": county.figure({**row, "label": label})}
    slots["when"] = periods.parse(str(row["period"])).label
    words = "{when}{label}{figure}"
    if excess := _excess(row, zero, county):
        words += "，超出目标{excess}"
        slots["excess"] = excess
    if zero:
        words += "（目标{target}，不计完成率）"
        slots["target"] = county.figure(zero)
    return prose.say(f"{words}。", style="finding", names=county.proper_names, **slots)


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
        campaign.slug: _point(lookup, progress, campaign, said.get(campaign.slug))
        for campaign in county.campaigns
        if campaign.slug in said or campaign.slug not in moving
    }


def _point(lookup: FigureLookup, progress: YearProgress, campaign: Campaign, own: Sentence | None) -> Cell:
    sentence = own or next(iter(latest_findings(lookup, progress, campaign, without=set(), most=1)), None)
    if sentence is None:
        return Cell(parts=(_nothing(lookup, progress.county, campaign).value,))
    origins = [origin for part in sentence.parts if isinstance(part, Figure) for origin in part.origins]
    marks = tuple(dict.fromkeys(lookup.sources[origin] for origin in origins))[:_MARKS]
    return Cell(parts=sentence.parts, sources=marks)

"""Campaign board: each campaign's lights now and one period earlier, and its indicator furthest behind, in a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...county.model import Campaign
from ...county.selection import responsible_unit
from ...document.blocks import Table
from ...document.pieces import Cell, Light, Part
from ...metrics.lights import UNDECIDED, UNDECIDED_SHAPE
from ...quantity import periods
from .. import tables
from ..figure_wording import all_campaigns, shorten_gap
from ..indicator_progress import IndicatorProgress
from ..period_before import ProgressChange
from ..standing import light_scale
from ..tables import ColumnSpec
from ..year_progress import YearProgress
from .named_conclusions import by_urgency
from .progress_section import (
    ceiling_note,
    count_of,
    describe_rule,
    latest,
    light_cell,
    longest_bar,
    other_period,
    progress_columns,
)

__all__ = ["CampaignLine", "board", "campaign_lines", "indicator_lights", "lights_of", "most_urgent", "worst_cell"]

_ARROW = "→"


@dataclass(frozen=True)
class CampaignLine:
    """A campaign with the county's own progress of its indicators, and how each was one period earlier.

    Parameters
    ----------
    campaign
        The campaign.
    changes
        Its indicators with progress, now and then; empty for none.
    point
        What is said of it besides; None for nothing.
    progress
        Of all campaigns; declares the lights.
    """

    campaign: Campaign
    changes: Sequence[ProgressChange]
    point: Cell | None
    progress: YearProgress

    @cached_property
    def paces(self) -> list[IndicatorProgress]:
        """Its progress now."""
        return [change.now for change in self.changes]

    @cached_property
    def last(self) -> IndicatorProgress | None:
        """The most urgent of its indicators; None where none is behind."""
        return next(iter(most_urgent(self.paces, self.progress)), None)

    def worst_light(self, *, before: bool = False) -> Light | None:
        """Return its worst light, now or one period earlier; None where not every light is known."""
        lights = [change.lights[0 if before else 1] for change in self.changes]
        known = [light for light in lights if light is not None]
        if not known or (before and len(known) < sum(1 for change in self.changes if change.lights[1])):
            return None
        scale = light_scale([light.light for light in lights_of(self.progress)[:-1]])
        return max(known, key=lambda light: scale.index(light.light))

    @property
    def undecided(self) -> list[IndicatorProgress]:
        """Its indicators whose light is not known, where another has a worse one."""
        worst = self.worst_light()
        if worst is None or worst.light == UNDECIDED:
            return []
        return [pace for pace in self.paces if pace.ahead["light"] == UNDECIDED]


def campaign_lines(
    progress: YearProgress, changes: Sequence[ProgressChange], points: Mapping[str, Cell]
) -> list[CampaignLine]:
    """Return a line for each campaign of a county, in its order.

    Parameters
    ----------
    progress
        Of all campaigns.
    changes
        Progress of the county itself, now and then.
    points
        By the slugs of campaigns: what is said of them besides.
    """
    indicators = progress.county.by_slug
    return [
        CampaignLine(
            campaign,
            [change for change in changes if campaign.slug in indicators[change.now.indicator].campaigns],
            points.get(campaign.slug),
            progress,
        )
        for campaign in progress.county.campaigns
    ]


def most_urgent(paces: Iterable[IndicatorProgress], progress: YearProgress) -> list[IndicatorProgress]:
    """Return the progress on the bad side of its pace, or at a worse light: the worst light first, then by the gap."""
    worse = [level.word for level in progress.rule.levels[1:]] if progress.rule else []
    behind = [pace for pace in paces if pace.standing.bad or pace.ahead["light"] in worse]
    return by_urgency(behind, progress)


def lights_of(progress: YearProgress) -> list[Light]:
    """Return the lights that a county may have, from best to worst, and 待核; empty without a rule."""
    if progress.rule is None:
        return []
    lights = [Light(light=each.word, shape=each.shape, colour=each.colour) for each in progress.rule.levels]
    return [*lights, Light(light=UNDECIDED, shape=UNDECIDED_SHAPE)]


def board(progress: YearProgress, lines: Sequence[CampaignLine]) -> Table:
    """Return the campaigns side by side: lights, the indicator furthest behind, and what is said besides.

    Columns without anything in them are left out: lights where the county has none, points where all has progress.
    """
    county, paces = progress.county, [pace for line in lines for pace in line.paces]
    columns: list[ColumnSpec[CampaignLine]] = [
        ColumnSpec(
            name="攻坚战",
            width=2.6 if paces else 1.3,
            cell=lambda line: line.campaign.name + ("" if line.campaign.named_in_source else "（名称待核）"),
        )
    ]
    title, notes = f"{all_campaigns(county)}一览", []
    if paces:
        title = f"{all_campaigns(county)}进度（{periods.parse(latest(paces)).label}）"
        columns += [*_light_columns(progress), *_last_columns(progress, latest(paces))]
        notes = [_legend(progress, paces)]
    if any(line.point for line in lines):
        columns.append(ColumnSpec(name="要点", width=3.6, cell=lambda line: line.point or tables.NONE))
    return tables.tabulate(title, columns, lines, notes=notes)


def _light_columns(progress: YearProgress) -> list[ColumnSpec[CampaignLine]]:
    if progress.rule is None:
        return []
    return [ColumnSpec(name="最差的灯", align="center", width=1.2, cell=worst_cell)]


def worst_cell(line: CampaignLine) -> Cell | Part:
    """Return the worst light of a campaign, now and, where it was another, one period earlier."""
    then, now = line.worst_light(before=True), line.worst_light()
    if now is None:
        return tables.NONE
    shown: tuple[Part, ...] = (then.shortened(), _ARROW, now) if then and then != now else (now,)
    months = line.last.escalation if line.last and line.last.light == now else None
    shown = (*shown, "（连续", months, "）") if months else shown
    unknown = line.undecided
    return Cell(parts=(*shown, "，", count_of(unknown, UNDECIDED), UNDECIDED) if unknown else shown)


def _last_columns(progress: YearProgress, month: str) -> list[ColumnSpec[CampaignLine]]:
    """The columns of the indicator furthest behind."""
    county = progress.county
    shared = progress_columns(amounts=1.0, growth=1.0, longest=longest_bar(progress.of(county.code)))
    columns: list[ColumnSpec[IndicatorProgress]] = [
        ColumnSpec(
            name="最落后的指标", width=2.0, cell=lambda pace: f"{pace.done['label']}{other_period(pace, month)}"
        ),
        shared["完成率"],
        shared["快慢"],
    ]
    if county.units:
        columns.append(
            ColumnSpec(
                name="责任单位",
                width=1.8,
                cell=lambda pace: responsible_unit(county, pace.indicator) or tables.NONE,
            )
        )
    return [ColumnSpec(name=each.name, align=each.align, width=each.width, cell=_of_last(each)) for each in columns]


def _of_last(column: ColumnSpec[IndicatorProgress]) -> Callable[[CampaignLine], Cell | Part]:
    return lambda line: column.cell(line.last) if line.last else tables.NONE


def _legend(progress: YearProgress, paces: Sequence[IndicatorProgress]) -> str:
    words = f"注：条形为完成率，竖线为时序进度；快慢单位是个百分点{ceiling_note(paces)}；没有指标落后的印“—”。"
    if progress.rule:
        words += "“→”前为上期最差的灯，没有变的只印一个。"
    return words + describe_rule(progress)


def indicator_lights(progress: YearProgress, changes: Sequence[ProgressChange]) -> Table | None:
    """Return each indicator of all campaigns with its light, the worst first; None where there are no lights."""
    county = progress.county
    if progress.rule is None or not changes:
        return None
    names = {campaign.slug: campaign.name for campaign in county.campaigns}
    month = latest([change.now for change in changes])
    columns: list[ColumnSpec[ProgressChange]] = [
        ColumnSpec(
            name="指标", width=2.0, cell=lambda change: f"{change.now.done['label']}{other_period(change.now, month)}"
        ),
        ColumnSpec(
            name="攻坚战",
            width=2.0,
            cell=lambda change: (
                "、".join(names[slug] for slug in county.by_slug[change.now.indicator].campaigns if slug in names)
                or tables.NONE
            ),
        ),
        ColumnSpec(name="完成率", align="right", width=0.9, cell=lambda change: change.now.figure("completed")),
        ColumnSpec(name="快慢", align="right", width=0.9, cell=lambda change: shorten_gap(change.now.gap, unit=False)),
        ColumnSpec(name="上期", align="center", width=0.9, cell=lambda change: change.lights[0] or tables.NONE),
        ColumnSpec(name="灯", align="center", width=1.1, cell=lambda change: light_cell(change.now)),
    ]
    by_slug = {change.now.indicator: change for change in changes}
    rows = [by_slug[pace.indicator] for pace in by_urgency([change.now for change in changes], progress)]
    title = f"全部指标的灯（{periods.parse(month).label}）"
    note = f"注：从最落后的排起；快慢单位是个百分点{ceiling_note(change.now for change in changes)}；“—”为上期没有灯。"
    note += describe_rule(progress)
    return tables.tabulate(title, columns, rows, notes=[note])

"""What a notebook works with: one county, campaign and period, and the blocks of its briefing."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from ..base.errors import CheckError, UsageError
from ..county import selection
from ..county.narrative import Slot
from ..document.blocks import Block, Heading, Masthead, Sentence, Sources, Table
from ..document.pieces import Cell, Column
from ..document.section import Section
from ..metrics.columns import row_selection as frames
from ..quantity import figures, periods
from ..quantity.figures import Figure
from ..store import observations
from . import figure_frame, prose, tables
from .charts import declared
from .context import BriefingContext
from .sections import (
    comparisons,
    findings,
    masthead,
    progress_section,
    source_list,
    town_index,
    town_ranking,
    verification,
    year_end,
)
from .sections.findings import FigureLookup


class Briefing(BriefingContext):
    """One briefing: its blocks are computed from what is known, and shown by being the value of a cell.

    Parameters
    ----------
    campaign
        Slug of the campaign, or ``overview``.
    county
        Slug of the county: the name of its folder in the data root.
    period
        Nothing later than this; empty for the county's own default.
    known_at
        ISO date; only what was published by then exists. Empty: the latest publication.
    edition
        ``internal`` or ``public``.
    previous
        ISO date: the known_at of the issue before, to say what is new since. Empty: nothing is compared.
    also
        Indicators a notebook of its own works with besides the campaign's; others are not read.

    Raises
    ------
    UsageError
        No such county, campaign, period, edition or indicator; no issue could be made at `previous`.
    DataError
        The data folder is faulty.
    """

    # --- what stands above, and the conclusion -------------------------------------------------

    def masthead(self) -> Masthead:
        """The masthead: county, campaign, what kind of document this is, and as of when."""
        return masthead.masthead(
            self.county, self.campaign, period=self.period, known_at=self.known_at, edition=self.edition
        )

    def about(self) -> Sentence:
        """What the campaign is about, in a sentence."""
        return prose.say("{about}", about=self.campaign.about or f"{self.campaign.name}。")

    def findings(self) -> Section:
        """The conclusion: how far the targets are reached, and each declared finding whose figures are all known."""
        said = [findings.say_finding(finding, self._known, self.county) for finding in self.campaign.findings]
        if self.campaign is not self.county.overview:
            said = [*progress_section.conclusion(self._progress), *said]
        elif self._progress.paces:
            said = [progress_section.summary(self._progress.of(self.county.code)), *said]
        return Section([s for s in said if s] or [prose.say("本期没有可以支持结论的数据。", style="finding")])

    @cached_property
    def _known(self) -> FigureLookup:
        return FigureLookup(self.sound)

    def figure(
        self,
        indicator: str,
        *,
        period: str | None = None,
        area: str | None = None,
        subject: str | None = None,
        unit: str | None = None,
    ) -> Figure:
        """Return one figure, for a sentence of one's own: the latest where no period is named.

        Parameters
        ----------
        indicator
            Slug, reported or derived.
        period, area, subject
            Which observation, where there are several; the county itself where no area is named.
        unit
            To print it in another unit than the indicator's.

        Raises
        ------
        UsageError
            There is no such indicator; the nearest is named. Or it is not among those read.
        """
        if self._needed is None or indicator not in self._needed:
            self._declared(indicator)
        if self._needed is not None and indicator not in self._needed:
            do = f'请在开头写 Briefing(…, also=["{indicator}"])。'
            raise UsageError("指标", f"“{self.campaign.name}”的简报没有读这个指标", indicator, do)
        slot = Slot(of=indicator, period=period, area=area, subject=subject, unit=unit)
        found = findings.fill_slot(slot, self._known, self.county)
        label = self.county.by_slug[indicator].name
        return found if isinstance(found, Figure) else figures.missing_figure("无数据", label=label)

    # --- tables and charts ------------------------------------------------------------------------

    def indicators(self) -> Table | Sentence:
        """Every indicator of the campaign, each value known; contradictory ones point to 待核实."""
        declared = [slug for slug in self._slugs if not self.county.by_slug[slug].background]
        rows = frames.ordered(self._own, declared)
        conflicts = frames.ordered(frames.area_rows(self._store.conflicts(), self.county.code), declared)
        if rows.empty and conflicts.empty:
            return prose.say("来源没有给出本攻坚战的任何数字；下面的公开数据只作背景，不代表攻坚战成效。")
        made = tables.indicators("本攻坚战指标", frames.records(rows), self.county)
        extra = [_conflict_row(group) for _, group in conflicts.groupby(observations.KEY, sort=False)]
        return made.model_copy(update={"rows": (*made.rows, *extra)})

    def progress(self) -> Section:
        """Results against targets and plans, with lights; a line where there are no targets."""
        table = progress_section.progress_table(self._progress)
        if table is None:
            return Section([prose.say(progress_section.NOTHING)])
        chart = progress_section.progress_chart(self._progress)
        return Section([Heading(level=2, text="（一）目标进度"), table, *([chart] if chart else [])])

    def town_ranking(self) -> Section:
        """The towns ranked, for each indicator they are known by; nothing where there are no targets at all."""
        if not self._told:
            return Section()
        return Section([Heading(level=2, text="（二）乡镇排位"), *town_ranking.town_ranking_blocks(self._progress)])

    def year_end(self) -> Section:
        """Where the year is heading; nothing where there are no targets at all."""
        if not self._told:
            return Section()
        return Section([Heading(level=2, text="（三）全年推算"), year_end.projection_table(self._progress)])

    def background(self) -> Table | Sentence:
        """Public figures that are context, not results: the latest of each, with its 口径."""
        declared = [slug for slug in self._slugs if self.county.by_slug[slug].background]
        rows = frames.ordered(frames.latest(self._own), declared)
        if rows.empty:
            return prose.say("没有可作背景的公开数据。")
        return tables.indicators("公开数据背景", frames.records(rows), self.county, defined=True)

    def charts(self) -> Section:
        """The charts the campaign declares and the data allows."""
        drawn = [declared.draw_view(view, self.sound, self.county) for view in self.campaign.views]
        none = [] if self._told else [prose.say("可比的数据不足，不作图。")]
        return Section([chart for chart in drawn if chart] or none)

    def changes(self) -> Table | Sentence:
        """Each series' latest two values side by side, with the change or why there is none."""
        own = self._own[self._own["doubt"] == ""]
        return comparisons.change_table(own, self.county, self._slugs) or prose.say("没有可以前后对照的两期数据。")

    def peers(self) -> Section:
        """The city and its other counties beside this one; no rank where the cross-section is incomplete."""
        found = comparisons.peer_tables(self.sound, self.county, self._slugs)
        return Section(found or [prose.say("没有找到全市及其他县（市、区）可以对照的数据。")])

    def since_previous(self) -> Section:
        """What is new, changed or gone since the previous issue (较上期), and why; nothing where none was named."""
        if self._previous is None:
            return Section()
        both = [
            frames.area_rows(frame, self.county.code)
            for frame in (figure_frame.figure_frame(self._previous), self.frame)
        ]
        if self._told:  # the towns' months are in the rankings, where they can be read
            both = [own[own["area"] == self.county.code] for own in both]
        then, now = (frames.ordered(own, self._slugs) for own in both)
        table = comparisons.since_previous_table(then, now, (self._previous.frame, self._store.frame), self.county)
        same = prose.say("与上一期相比，本攻坚战的指标没有变化。")
        return Section([Heading(level=2, text="较上期"), table or same])

    # --- what must be known before use, and where it comes from -------------------------------------

    def verification(self) -> Section:
        """What has to be verified (待核实): contradictions, revisions, doubts, and the campaign's caveats."""
        found = verification.find_items(verification.with_derived(self._store))
        doubted, behind = (
            selection.indicators_to_verify(self.campaign, self.county),
            selection.indicators_behind(self.campaign, self.county),
        )
        relevant = [d for d in found if d.indicator in (behind if d.changed else doubted)]
        notes: list[Block] = [d.note for d in relevant]
        if not self.campaign.named_in_source and self.campaign is not self.county.overview:
            notes.append(prose.note("名称待核", ("未找到官方攻坚战名单，本攻坚战的名称系据文章内容拟定。",)))
        notes += [prose.note("说明", (caveat,)) for caveat in self.campaign.caveats]
        if silent := self._silent():
            notes.append(prose.note("缺数", (f"已登记而没有数据的指标：{'、'.join(silent)}。",)))
        return Section(notes or [prose.say("没有发现需要核实的问题。")])

    def _silent(self) -> list[str]:
        known = set(self.frame["indicator"]) | set(self._store.conflicts()["indicator"])
        return [self.county.by_slug[slug].name for slug in self._slugs if slug not in known]

    def definitions(self) -> Table | Sentence:
        """The 口径 of the campaign's own indicators; those of the background stand in its table."""
        own = [i for i in map(self.county.by_slug.__getitem__, self._slugs) if i.definition and not i.background]
        if not own:
            return prose.say(f"各指标口径从其来源。{self.county.rounding_rule}")
        columns = (Column(name="指标", width=1.4), Column(name="口径", width=4.0))
        note = (self.county.rounding_rule,)
        return tables.table("指标口径", columns, [[i.name, i.definition] for i in own], notes=(note,))

    def sources(self) -> Sources:
        """The catalogue of sources; the document keeps and numbers those that are printed."""
        return source_list.source_catalogue(self._store, self._needed)

    def check(self) -> str:
        """Return that the briefing is sound, or raise.

        Raises
        ------
        CheckError
            Two current values stand for one key, or a composition's parts exceed their whole.
        """
        current = self._store.current()
        twice = current["value"].notna() & current.duplicated(observations.KEY, keep=False)
        if twice.any():
            raise CheckError(
                "observations.csv", "同一项目有两个现行值", "、".join(current.loc[twice, "id"]), "请核对。"
            )
        return "核对通过"

    # --- the county's overview ----------------------------------------------------------------------

    def quantities(self) -> Table:
        """The 三量: every value known, with growth as published."""
        if not self._told:
            return comparisons.headline_table(self.sound, self.county)
        results = self.sound[(self.sound["nature"] == "actual") & (self.sound["subject"] == "")]
        return comparisons.headline_table(frames.latest(frames.like_latest(results)), self.county)

    def campaigns(self) -> Table:
        """The ten campaigns at a glance: whom they serve, and the first finding of each."""
        own = self._progress.of(self.county.code)
        said = {c.slug: progress_section.summary(paces) for c, paces in progress_section.by_campaign(self.county, own)}
        return findings.campaign_table(self._known, self.county, said)

    def lights(self) -> Table | Sentence:
        """The lights of all campaigns side by side; a line where there are none."""
        return progress_section.board(self._progress) or prose.say(progress_section.NOTHING)

    def index(self) -> Section:
        """The indices of the 三量 for the towns, or that there is nothing to make them of."""
        if not self._told:
            return Section([prose.say("没有各乡镇可比的分月数据，不编“三量”指数。")])
        return Section([Heading(level=2, text="各乡镇“三量”指数"), *town_index.town_index_blocks(self._progress)])


def _conflict_row(rows: pd.DataFrame) -> tuple[Cell, ...]:
    row = rows.iloc[0]
    period = periods.parse(row["period"]).label
    words = (row["label"], "见待核实", row["unit"], period, tables.NONE)
    return (*(Cell(parts=(word,)) for word in words), Cell(sources=tuple(dict.fromkeys(rows["source"]))))

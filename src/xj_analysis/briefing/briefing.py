"""Briefing: the object a notebook works with, whose methods return the blocks of one briefing."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..base.calls import told_methods
from ..base.errors import CheckError
from ..county import selection
from ..county.model import Indicator
from ..document.blocks import Block, Chart, Masthead, Omission, Sentence, Sources, Table
from ..document.section import Section
from ..metrics.columns import row_selection
from ..quantity.figures import Figure
from ..store import observations
from . import charts, prose, tables
from .absence import Absence
from .figure_series import in_common_unit
from .overview_content import OverviewContent
from .sections import (
    comparisons,
    findings,
    key_figures,
    masthead,
    progress_section,
    since_previous,
    source_list,
    then_and_now,
    town_matrix,
    town_ranking,
    verification,
    year_end,
)
from .tables import ColumnSpec

__all__ = ["Briefing"]
__dir__ = __all__.copy


@told_methods("briefing")
class Briefing(OverviewContent):
    """One briefing of a county and campaign. Its methods return blocks, which a notebook cell shows as its value.

    Parameters
    ----------
    campaign
        Slug of the campaign, or ``overview``.
    county
        Slug of the county: the name of its folder in the data root. Empty: the only one there is.
    period
        Code of the data period, or a year as an integer: nothing later is used. Empty: the county's default.
    known_at
        ISO date: only what was published by then is used. Empty: the latest publication.
    edition
        ``internal`` or ``public``.
    previous
        ISO date: the known_at of the previous issue, to compare with. Empty: no comparison.

    Raises
    ------
    UsageError
        No such campaign, period, edition or indicator; no issue could be made at `previous`; several counties and none
        named.
    DataError
        The data folder is faulty.
    """

    # --- masthead and conclusion ----------------------------------------------------------------

    def masthead(self) -> Masthead:
        """Return the masthead: county, campaign, period, publication date, and kind of document."""
        return masthead.masthead(
            self.county, self.campaign,
            period=self.week or self.period, until=self._until, known_at=self.known_at, dated=self._dated,
            edition=self.edition,
        )  # fmt: skip

    def key_figures(self, *figures: str | Figure) -> Section:
        """Return the key figures of page one: those named, declared in county.toml (``key_figures``), or by rule.

        The rule: the worst lights, the best, the greatest 同比; of what has no target, ranks, changes, then the first.

        Parameters
        ----------
        figures
            Slugs or figures, five at most: ``b.key_figures("visits", b.figure("tourism_income"))``.

        Raises
        ------
        UsageError
            There is no such indicator: the nearest is named.
        DataError
            There are more than five, one is neither, or a figure has no label.
        """
        wanted = figures or self.campaign.key_figures
        self._use(each for each in wanted if isinstance(each, str))
        further = {"worst": 1} if self.campaign is self.county.overview else {}  # its conclusion names the others
        return Section(
            key_figures.key_figures(wanted, self._before, self._lookup, self._own, self._printed.code, **further)
        )

    def about(self) -> Sentence:
        """Return the subject of the campaign in a sentence."""
        about = self.campaign.about or f"{self.campaign.name}。"
        return prose.say("{about}", names=self.county.proper_names, about=about)

    def findings(self, *sentences: Sentence | Omission) -> Section:
        """Return the conclusion: one's own sentences, or that by rule where none of them can be printed.

        The rule: progress against targets, and the latest figures of what has none; then the worst rows of its ledgers.
        Without any, that there is none.

        Parameters
        ----------
        sentences
            What :meth:`finding` returned, most important first.

        Raises
        ------
        DataError
            One is no sentence.
        """
        if findings.any_printed(sentences):
            return Section(sentences)
        ruled = findings.by_rule(self._before, self._lookup, self.campaign, self._printed.code, self.matters())
        return Section([*sentences, *(ruled or [self._known.conclusion(self._own).sentence("finding")])])

    # --- tables and charts ------------------------------------------------------------------------

    def indicators(self) -> Table | Sentence:
        """Return the table of the campaign's indicators; contradictory values are left to 待核实."""
        without = self._known.figures(self._own, self._of_background)
        return self._indicator_table("本攻坚战指标", self._rows, self._own) or without.sentence()

    def _indicator_table(
        self, title: str, rows: pd.DataFrame, slugs: Sequence[str], *, defined: bool = False
    ) -> Table | None:
        """The table of some indicators, contradictory ones without a value; None where there are none."""
        shown = row_selection.records(row_selection.ordered(rows, slugs))
        conflicts = row_selection.ordered(row_selection.area_rows(self._store.conflicts(), self.county.code), slugs)
        if not shown and conflicts.empty:
            return None
        return tables.indicators(title, shown, self.county, contested=tables.contested(conflicts), defined=defined)

    def progress(self) -> Section:
        """Return results against targets and plans, the worst light first; a line where there are no targets."""
        table = progress_section.progress_table(self._progress)
        if table is None:
            return Section([self._known.county_progress().sentence()])
        return Section([table])

    def town_ranking(self) -> Section:
        """Return who leads and who trails (红榜、黑榜), and the matrix of towns; empty without any target."""
        if not self._in_progress:
            return Section()
        return Section(town_matrix.town_matrix_blocks(self._before) or [self._known.town_ranking().sentence()])

    def town_tables(self) -> Section:
        """Return the whole table of the towns by each indicator that several have."""
        return Section(town_ranking.town_tables(self._before))

    def year_end(self) -> Section:
        """Return the projection of the whole year; empty without any target."""
        if not self._in_progress:
            return Section()
        return Section([year_end.projection_table(self._progress) or self._known.year_end().sentence()])

    def background(self) -> Table | Sentence:
        """Return the table of public background figures, the latest of each, with its 口径."""
        rows = row_selection.latest(self._rows)
        table = self._indicator_table("公开数据背景", rows, self._of_background, defined=True)
        return table or self._known.background(self._of_background).sentence()

    def charts(self) -> Section:
        """Return the charts by rule: the 累计 month by month of the first indicator that has months."""
        if self.campaign is self.county.overview:
            drawn = [self._months(quantity.indicators) for quantity in self.county.quantities]
        else:
            drawn = [self._months(self._listed)]
        return Section([chart for chart in drawn if chart is not None])

    def _months(self, slugs: Sequence[str]) -> Chart | None:
        for slug in slugs:
            column = self[slug]
            if column.index.nlevels > 1:  # of several subjects: no one line
                continue
            chart = charts.months(in_common_unit(column), f"{self.county.by_slug[slug].name}：年初以来累计")
            if isinstance(chart, Chart):
                return chart
        return None

    def changes(self) -> Table | Sentence:
        """Return the latest two values of each series side by side, with the change or why there is none."""
        sound = self._rows[self._rows["doubt"] == ""]
        table = comparisons.change_table(sound, self.county, self._listed)
        return table or self._known.pairs(self._sound_of_county).sentence()

    def peers(self) -> Section:
        """Return the city and its other counties beside this one; no rank where the cross-section is incomplete."""
        blocks = comparisons.peer_tables(self.sound, self.county, self._listed)
        return Section(blocks or [self._known.peers(self._listed).sentence()])

    def since_previous(self) -> Section:
        """Return 较上期: the lights that turned, 累计, 完成率 and light then → now, and what was revised or corrected.

        Then is one period earlier, or the previous issue where one was named; revisions are those since that. Empty
        where there is neither.
        """
        moves = then_and_now.ThenAndNow(self._before, self._listed)
        blocks = moves.blocks()
        if self._previous is not None:
            since = since_previous.SincePrevious(self._previous, self._store, self._listed, self._progress)
            same = Absence.CHANGES_IN_QUANTITIES if self.campaign is self.county.overview else Absence.CHANGES
            blocks += since.blocks(self.figure_rows, moves.compared, unchanged=None if blocks else same)
        return Section(blocks)

    # --- items to verify, definitions, sources ------------------------------------------------------

    def verification(self, *caveats: str) -> Section:
        """Return the items to verify (待核实): contradictions, revisions, doubts, caveats, and missing data.

        Those of the indicators that the notebook uses are among them: in a build all, in a session those used so far.

        Parameters
        ----------
        caveats
            What a reader must know of the figures: sentences without digits.

        Raises
        ------
        DataError
            A caveat has a digit.
        """
        items = verification.find_items(verification.with_derived(self._store))
        used = {*self._used, *self._part.named}  # a notebook may verify before its annex uses the rest
        unsettled = selection.indicators_to_verify(self.campaign, self.county, used)
        behind = selection.indicators_behind(self.campaign, self.county, used)
        notes: list[Block] = [item.note for item in items if item.indicator in (behind if item.changed else unsettled)]
        notes += [item.note for item in self._against_ledgers()]
        if not self.campaign.named_in_source and self.campaign is not self.county.overview:
            notes.append(prose.note("名称待核", ("未找到官方攻坚战名单，本攻坚战的名称系据文章内容拟定。",)))
        names = self.county.proper_names
        notes += [prose.note("说明", prose.fill(caveat, {}, names=names)) for caveat in caveats]
        if self.county.nature == "invented":
            notes.append(prose.note("说明", (f"{self.county.name}是虚构的，数字都由程序编造，只供演示。",)))
        notes += self._gaps
        notes += self._about_ledgers()
        if missing := self._without_data():
            notes.append(prose.note("缺数", (f"已登记而本期没有数据的指标：{'、'.join(missing)}。",)))
        return Section(notes or [self._known.problems().sentence()])

    def definitions(self) -> Table | Sentence:
        """Return the 口径 of the campaign's indicators; those of the background are in its table."""
        listed = map(self.county.by_slug.__getitem__, self._listed)
        defined = [indicator for indicator in listed if indicator.definition and not indicator.background]
        if not defined:
            return prose.say(f"各指标口径从其来源。{self.county.rounding_rule}")
        columns: list[ColumnSpec[Indicator]] = [
            ColumnSpec(name="指标", width=1.4, cell=lambda indicator: indicator.name),
            ColumnSpec(name="口径", width=4.0, cell=lambda indicator: indicator.definition),
        ]
        return tables.tabulate("指标口径", columns, defined, notes=[self.county.rounding_rule])

    def sources(self) -> Sources:
        """Return the catalogue of sources; the document keeps and numbers those that are printed."""
        catalogue = source_list.source_catalogue(self._store, self.county.by_slug)
        return source_list.with_ledgers(catalogue, [*self._held, *self._rows_before.values()])

    def check(self) -> str:
        """Check that no key has two current values, and return that the check passed.

        Raises
        ------
        CheckError
            A key has two current values.
        """
        current = self._store.current()
        twice = current["value"].notna() & current.duplicated(observations.KEY, keep=False)
        if twice.any():
            raise CheckError(
                "observations.csv", "同一项目有两个现行值", "、".join(current.loc[twice, "id"]), "请核对。"
            )
        return "核对通过"

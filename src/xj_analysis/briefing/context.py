"""Context of a briefing: county, campaign, period, publication date and edition, and the rows of its slice."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd

from ..base import untracked
from ..base.environment import DATA, OVERVIEW
from ..base.errors import AttributeUsageError, UsageError, choices
from ..county import selection
from ..county.places import COUNTY, own_period
from ..county.request import EDITION_LABELS, BriefingRequest, Edition, Parameter, parameter_text
from ..county.toml_files import read_county
from ..document.blocks import Note
from ..loaders import slices
from ..loaders.issue_reading import day_of, reading_of
from ..metrics.columns import row_selection
from ..quantity import periods
from ..quantity.periods import Period
from ..store.store import Store
from . import display, figure_frame, notebook_session
from .absence import Known
from .period_before import PeriodBefore
from .sections import gaps, masthead, town_ranking
from .year_progress import YearProgress


def data_root() -> Path:
    """Return the folder that holds the counties: ``XJ_DATA``, or the nearest upwards.

    That is ``data/``, or the one that holds the county that the notebook lies in.

    Raises
    ------
    UsageError
        There is none.
    """
    if named := os.environ.get(DATA):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / COUNTY).is_file():
            return folder.parent
        if (folder / "data").is_dir():
            return folder / "data"
    raise UsageError("数据文件夹", "从当前目录向上没有找到 data/", do="请设置环境变量 XJ_DATA。")


def only_county(root: Path) -> str:
    """Return the folder name of the only county in a data root, or of the one that the notebook lies in.

    Parameters
    ----------
    root
        The folder that holds the counties' data folders.

    Raises
    ------
    UsageError
        There are several counties, or none; they are named.
    """
    counties = sorted(path.parent.name for path in root.glob(f"*/{COUNTY}"))
    here = Path.cwd()
    if around := [folder.name for folder in (here, *here.parents) if folder.parent == root and folder.name in counties]:
        return around[0]
    if len(counties) == 1:
        return counties[0]
    if not counties:
        raise UsageError(str(root), "没有县的数据文件夹", do="请设置环境变量 XJ_DATA。")
    raise UsageError("county", "数据文件夹里不止一个县，要写明是哪个", do=choices("", counties))


class BriefingContext:
    """Rows and settings of one briefing; the parameters are those of :class:`xj_analysis.Briefing`."""

    def __init__(
        self,
        campaign: str | None = OVERVIEW,
        *,
        county: str | None = "",
        period: Parameter = "",
        known_at: Parameter = "",
        edition: Edition | None = "internal",
        previous: Parameter = "",
    ) -> None:
        notebook_session.begin()
        campaign = OVERVIEW if campaign is None else parameter_text("campaign", campaign)
        county = parameter_text("county", county)
        self._request = BriefingRequest.of(
            (campaign,), period=period, known_at=known_at, edition=edition, previous=previous
        )  # fmt: skip
        self.edition: Edition = self._request.edition
        # the slice of a campaign is part of a build's cache key; what is read besides is tracked as it is read
        with untracked.untracked():
            root = data_root()
            self._folder = root / (county or only_county(root))
            part = slices.read_slice(self._folder, campaign, self._request.period)
            declarations = part.store.county if part else read_county(self._folder)
            self.campaign = declarations.campaign(campaign)
            asked = periods.parse_option(self._request.period or declarations.period)
            self._days: dict[str, Any] = {
                "known_at": day_of(asked, self._request.known_at),
                "previous": self._request.previous,
            }
            self._part = part or slices.slice_for(declarations, self.campaign, period=asked.code, **self._days)
        reading = reading_of(self._part.store, asked, self._request.known_at)
        self.period, self.known_at, self.week = reading.period, reading.known_at, reading.week
        dated = self._request.known_at or self._part.store.latest_dated
        self._dated = self.known_at if self.week else dated
        self._used: set[str] = set()
        self._resolve()

    def _resolve(self) -> None:
        """Resolve what is known of the slice, for the issue and the previous one; what was computed before is gone."""
        part, named = self._part.store, self._part.named
        scope: dict[str, Any] = {"period": self.period.code, "edition": self.edition}
        self.county = part.county
        with own_period(part.county, self._request):
            known = part.known(self.known_at, **scope)
        if self.week:
            slices.require_week(self._part, self.campaign, self.week, self.known_at, edition=self.edition)
        else:
            slices.require_results(part, self.campaign, self.known_at, **scope)
        self._until = part.until(self.known_at, **scope)
        self._store = figure_frame.without_past_months(known, self.campaign, named)
        self._previous: Store | None = None
        if day := self._request.previous:
            previous = part.previous(day, known_at=self.known_at, **scope)
            self._previous = figure_frame.without_past_months(previous, self.campaign, named)
        for name in [name for name in vars(self) if isinstance(getattr(type(self), name, None), cached_property)]:
            del vars(self)[name]
        display.install(self.county)

    def __getattr__(self, name: str) -> NoReturn:
        """Raise for a name that a briefing does not have: ``b.visits`` is ``b["visits"]``, ``b.Frame`` is ``b.frame``.

        Raises
        ------
        AttributeUsageError
            With the nearest name.
        """
        if name.startswith("_") or "county" not in vars(self):
            raise AttributeError(name)
        if name in self.county.by_slug:
            raise AttributeUsageError("briefing", "指标不这样取", name, f'请写 b["{name}"]。')
        offered = [each for each in dir(self) if not each.startswith("_")]
        raise AttributeUsageError("briefing", "没有这一项", name, choices(name, [*offered, *self.county.by_slug]))

    def __repr__(self) -> str:
        edition = EDITION_LABELS[self.edition]
        until = f"截至{periods.date_label(self._dated)}" if self._dated else "发布日期不详"
        said = (self.county.name, self.campaign.name, self.period.label, until)
        return f"<简报　{'　'.join((*said, edition))}>"

    def _use(self, indicators: Iterable[str]) -> None:
        """Note indicators that the notebook uses, and read those that are not read yet.

        A build reads at once what a notebook names. A person's session, and a slug put together at run time, read
        further: what was not in the slice is tracked as a file that the briefing depends on.
        """
        wanted = set(indicators)
        unread = wanted - self.county.by_slug.keys()  # a slice declares its own indicators alone
        declarations = read_county(self._folder) if unread else self.county
        for indicator in sorted(unread - declarations.by_slug.keys()):
            raise UsageError("指标", "没有这个指标", indicator, choices(indicator, declarations.by_slug))
        self._used |= wanted
        named = {*self._part.named, *wanted}
        if unread:
            self._part = slices.slice_for(
                declarations, self.campaign, period=self.period.code, named=named, **self._days
            )
            self._resolve()
        elif wanted - {*self._part.named, *selection.indicators_behind(self.campaign, self.county)}:
            self._part = replace(self._part, named=tuple(sorted(named)))
            self._resolve()

    @cached_property
    def figure_rows(self) -> pd.DataFrame:
        """Figure frame of all areas: current observations and derived rows, with ``text``.

        Its indicators are the campaign's, their inputs and checks, and those that the notebook uses.
        """
        return figure_frame.figure_frame(self._store)

    @cached_property
    def sound(self) -> pd.DataFrame:
        """Rows of `figure_rows` without a doubt: these are compared and drawn."""
        return self.figure_rows[self.figure_rows["doubt"] == ""]

    @cached_property
    def _listed(self) -> tuple[str, ...]:
        """The indicators that the briefing lists, in order."""
        return selection.indicators_listed(self.campaign, self.county)

    @property
    def _own(self) -> list[str]:
        """The indicators listed that are not of the background."""
        return [slug for slug in self._listed if not self.county.by_slug[slug].background]

    @property
    def _of_background(self) -> list[str]:
        """The other indicators listed."""
        return [slug for slug in self._listed if self.county.by_slug[slug].background]

    @property
    def _sound_of_county(self) -> pd.DataFrame:
        """Sound rows of the indicators listed, of the county and its towns."""
        return row_selection.ordered(row_selection.area_rows(self.sound, self.county.code), self._listed)

    @cached_property
    def _rows(self) -> pd.DataFrame:
        """Rows of the county and its towns, without those of the progress section."""
        rows = row_selection.like_latest(row_selection.area_rows(self.figure_rows, self.county.code))
        if not self._in_progress:
            return rows
        in_county = {pace.indicator for pace in self._progress.of(self.county.code)}
        in_towns = rows["area"].isin(self.county.towns) & rows["indicator"].isin(town_ranking.ranked(self._progress))
        rows = rows[~rows["indicator"].isin(in_county) & ~in_towns]
        results = (rows["area"] == self.county.code) & (rows["nature"] == "actual")
        without_result = ~rows["indicator"].isin(rows.loc[results, "indicator"])  # plans, or towns alone
        targets = (rows["nature"] == "target") & (rows["period"] == str(self._progress.year)) & (rows["formula"] == "")
        return rows[results | targets | without_result]

    @cached_property
    def _in_progress(self) -> set[str]:
        """The indicators of the progress section: those with a target."""
        return {pace.indicator for pace in self._progress.paces}

    @cached_property
    def _known(self) -> Known:
        """What decides which sentence that there is none is true."""
        return Known(self.county, self._store.frame, self._progress)

    @cached_property
    def _progress(self) -> YearProgress:
        """The year's progress: of the campaign, or of all campaigns for the overview."""
        return self._progress_of(self.sound)

    @cached_property
    def _before(self) -> PeriodBefore:
        """The comparison with 上期: the previous issue where one was named, else the period before."""
        if self._previous is None:
            return PeriodBefore(self._progress)
        rows = figure_frame.figure_frame(self._previous)
        return PeriodBefore(self._progress, self._progress_of(rows[rows["doubt"] == ""]))

    def _progress_of(self, sound: pd.DataFrame) -> YearProgress:
        slugs = selection.indicators_with_progress(self.campaign, self.county)
        return YearProgress(self.county, sound, slugs, self.period)

    @property
    def _printed(self) -> Period:
        """The period that the masthead prints."""
        return masthead.period_printed(self.period, self._until)

    @cached_property
    def _gaps(self) -> list[Note]:
        """Notes on who has not reported, and on results that end before the period does."""
        county, rows = self.county, self._part.store.frame
        overview = self.campaign is county.overview
        own = set(county.by_slug) if overview else selection.indicators_of_its_own(self.campaign, county)
        if self.edition == "public":
            own = {slug for slug in own if not county.by_slug[slug].internal}
        published = rows[rows["published"] <= pd.Timestamp(self.known_at)]
        found = gaps.unreported(county, published, own, self._until)
        late = [] if overview else gaps.late_notes(county, self._store.frame, own, self.period, self._until)
        return [*gaps.unreported_notes(county, found, self._until), *late]

    def _without_data(self) -> list[str]:
        """Names of the listed indicators without any value."""
        with_data = set(self.figure_rows["indicator"]) | set(self._store.conflicts()["indicator"])
        return [self.county.by_slug[slug].name for slug in self._listed if slug not in with_data]

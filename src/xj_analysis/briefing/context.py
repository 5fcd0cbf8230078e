"""What one briefing stands on: a county, campaign, period and day, and the rows that are known of them."""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import nullcontext
from functools import cached_property
from pathlib import Path

import pandas as pd

from ..base import untracked
from ..base.environment import DATA, OVERVIEW
from ..base.errors import UsageError, choices
from ..county import selection
from ..county.request import BriefingRequest, Edition
from ..county.toml_files import read_county
from ..loaders import slices
from ..metrics.columns import row_selection as frames
from ..quantity import periods
from . import figure_frame
from .year_progress import YearProgress


def data_root() -> Path:
    """Return the folder that holds the counties: ``XJ_DATA``, or the nearest ``data/`` upwards.

    Raises
    ------
    UsageError
        There is none.
    """
    if named := os.environ.get(DATA):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data").is_dir():
            return folder / "data"
    raise UsageError("数据文件夹", "从当前目录向上没有找到 data/", do="请设置环境变量 XJ_DATA。")


class BriefingContext:
    """One briefing's county, campaign, period and day; the parameters are those of :class:`xj_analysis.Briefing`."""

    def __init__(
        self,
        campaign: str = OVERVIEW,
        *,
        county: str = "xiajiang",
        period: str = "",
        known_at: str = "",
        edition: Edition = "internal",
        previous: str = "",
        also: Collection[str] = (),
    ) -> None:
        request = BriefingRequest.of((campaign,), known_at=known_at, edition=edition, previous=previous)
        # a build knows the slice of a campaign; what a notebook of its own reads besides is seen as it is read
        with nullcontext() if also else untracked.untracked():
            self._folder = data_root() / county
            handed = None if also else slices.read_slice(self._folder, campaign, period)
            declares = handed.county if handed else read_county(self._folder)
            self.campaign = declares.campaign(campaign)
            self.period = periods.parse_option(period or declares.period)
            for slug in also:
                self._declared(slug)
            self._needed = selection.indicators_to_read(self.campaign, declares, also)
            everything = handed or slices.slice_for(declares, self.campaign, period=self.period.code, also=also)
        self.county = everything.county
        self.known_at = request.known_at or everything.latest
        self.edition: Edition = request.edition
        asked, before = {"period": self.period.code, "edition": edition}, request.previous
        self._store = figure_frame.without_past_months(everything.known(self.known_at, **asked), self.campaign)
        earlier = everything.previous(before, known_at=self.known_at, **asked) if before else None
        self._previous = figure_frame.without_past_months(earlier, self.campaign) if earlier else None

    def _declared(self, indicator: str) -> None:
        declared = read_county(self._folder).by_slug  # a slice does not say what else there is
        if indicator not in declared:
            raise UsageError("指标", "没有这个指标", indicator, choices(indicator, declared))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Current observations and derived rows of all areas, with ``text``: a figure frame.

        Of the campaign's indicators, what they are made of and held against, and those of `also`.
        """
        return figure_frame.figure_frame(self._store)

    @cached_property
    def sound(self) -> pd.DataFrame:
        """Rows fit to be compared and drawn: those of `frame` without a doubt."""
        return self.frame[self.frame["doubt"] == ""]

    @cached_property
    def _slugs(self) -> tuple[str, ...]:
        return selection.indicators_listed(self.campaign, self.county)

    @cached_property
    def _own(self) -> pd.DataFrame:
        """The county's own rows and its towns'; without what the section on progress tells."""
        own = frames.like_latest(frames.area_rows(self.frame, self.county.code))
        if not self._told:
            return own
        results = (own["area"] == self.county.code) & (own["nature"] == "actual")
        return own[results & ~own["indicator"].isin(self._told)]

    @cached_property
    def _told(self) -> set[str]:
        """The indicators the section on progress tells."""
        return {pace.indicator for pace in self._progress.paces}

    @cached_property
    def _progress(self) -> YearProgress:
        """The year's results against targets: of the campaign, or of all campaigns for the overview."""
        slugs = selection.indicators_with_progress(self.campaign, self.county)
        return YearProgress(self.county, self.sound, slugs, self.period)

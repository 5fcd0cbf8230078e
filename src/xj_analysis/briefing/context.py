"""Context of a briefing: county, campaign, period, publication date and edition, and the rows of its slice."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from functools import cached_property
from pathlib import Path

import pandas as pd

from ..base import untracked
from ..base.environment import DATA, OVERVIEW
from ..base.errors import UsageError, choices
from ..county import selection
from ..county.request import EDITION_LABELS, BriefingRequest, Edition, Parameter, parameter_text
from ..county.toml_files import read_county
from ..loaders import slices
from ..metrics.columns import row_selection
from ..quantity import periods
from ..store.store import Store
from . import arguments, display, figure_frame, figure_series, notebook_session
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


def only_county(root: Path) -> str:
    """Return the slug of the only county in a data root.

    Parameters
    ----------
    root
        The folder that holds the counties' data folders.

    Raises
    ------
    UsageError
        There are several counties, or none; they are named.
    """
    counties = sorted(path.parent.name for path in root.glob("*/county.toml"))
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
        also: Collection[str] = (),
    ) -> None:
        notebook_session.begin()
        also = arguments.indicators("also", also) if also else ()
        campaign = OVERVIEW if campaign is None else parameter_text("campaign", campaign)
        county = parameter_text("county", county)
        request = BriefingRequest.of(
            (campaign,), period=period, known_at=known_at, edition=edition, previous=previous
        )  # fmt: skip
        # the slice of a campaign is part of a build's cache key; what `also` reads besides is tracked as it is read
        with nullcontext() if also else untracked.untracked():
            root = data_root()
            self._folder = root / (county or only_county(root))
            part = None if also else slices.read_slice(self._folder, campaign, request.period)
            declarations = part.county if part else read_county(self._folder)
            self.campaign = declarations.campaign(campaign)
            self.period = periods.parse_option(request.period or declarations.period)
            for slug in also:
                self._require_declared(slug)
            self._read = selection.indicators_to_read(self.campaign, declarations, also)
            part = part or slices.slice_for(declarations, self.campaign, period=self.period.code, also=also)
        self.county = part.county
        self.known_at = request.known_at or part.latest
        self.edition: Edition = request.edition
        scope = {"period": self.period.code, "edition": request.edition}
        self._store = figure_frame.without_past_months(part.known(self.known_at, **scope), self.campaign)
        self._previous: Store | None = None
        if request.previous:
            previous_store = part.previous(request.previous, known_at=self.known_at, **scope)
            self._previous = figure_frame.without_past_months(previous_store, self.campaign)
        display.install(self.county)

    def __repr__(self) -> str:
        edition = EDITION_LABELS[self.edition]
        said = (self.county.name, self.campaign.name, self.period.label, f"截至{periods.date_label(self.known_at)}")
        return f"<简报　{'　'.join((*said, edition))}>"

    def _require_declared(self, indicator: str) -> None:
        declared = read_county(self._folder).by_slug  # a slice declares its own indicators alone
        if indicator not in declared:
            raise UsageError("指标", "没有这个指标", indicator, choices(indicator, declared))

    def _require_read(self, indicator: str) -> None:
        """Raise if an indicator is not declared, or not among those read."""
        if self._read is None or indicator not in self._read:
            self._require_declared(indicator)
        if self._read is not None and indicator not in self._read:
            do = f'请在开头写 Briefing(…, also=["{indicator}"])。'
            raise UsageError("指标", f"“{self.campaign.name}”的简报没有读这个指标", indicator, do)

    # --- figures as pandas columns ------------------------------------------------------------------

    def __getitem__(self, key: str | tuple[str, ...]) -> pd.Series:
        """Return an indicator as a column of figures.

        Parameters
        ----------
        key
            A slug: by period, the county itself. After it ``"town"``: by town in the latest period, or ``"subject"``;
            and ``"target"``, ``"planned"`` or ``"forecast"`` for others than results.

        Raises
        ------
        UsageError
            There is no such indicator (the nearest is named), or it is not among those read.

        """
        indicator, *words = arguments.key(key)
        self._require_read(indicator)
        return figure_series.figure_series(self.sound, self.county, indicator, *words)

    def frame(self, indicators: Sequence[str], *words: str) -> pd.DataFrame:
        """Return several indicators side by side, a column each: ``b.frame(["visits", "income"], "town")``.

        Raises
        ------
        UsageError
            There is no such indicator, or it is not among those read.
        """
        for indicator in arguments.indicators("briefing.frame", indicators):
            self._require_read(indicator)
        return figure_series.figure_columns_of(self.sound, self.county, indicators, *words)

    @property
    def data(self) -> pd.DataFrame:
        """All figures without a doubt, one a row: indicator, name, area, subject, period, nature, unit, figure."""
        return figure_series.tidy_figures(self.sound, self.county)

    def _ipython_key_completions_(self) -> list[str]:
        """Return the indicators that have figures, for completion of ``b["``."""
        return sorted(set(self.sound["indicator"]))

    # --- rows -----------------------------------------------------------------------------------------

    @cached_property
    def figure_rows(self) -> pd.DataFrame:
        """Figure frame of all areas: current observations and derived rows, with ``text``.

        Its indicators are the campaign's, their inputs and checks, and those of `also`.
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

    @cached_property
    def _rows(self) -> pd.DataFrame:
        """Rows of the county and its towns, without those of the progress section."""
        rows = row_selection.like_latest(row_selection.area_rows(self.figure_rows, self.county.code))
        if not self._in_progress:
            return rows
        results = (rows["area"] == self.county.code) & (rows["nature"] == "actual")
        return rows[results & ~rows["indicator"].isin(self._in_progress)]

    @cached_property
    def _in_progress(self) -> set[str]:
        """The indicators of the progress section: those with a target."""
        return {pace.indicator for pace in self._progress.paces}

    @cached_property
    def _progress(self) -> YearProgress:
        """The year's progress: of the campaign, or of all campaigns for the overview."""
        slugs = selection.indicators_with_progress(self.campaign, self.county)
        return YearProgress(self.county, self.sound, slugs, self.period)

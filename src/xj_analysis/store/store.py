"""The store: selection of observations by day, period and edition; current values and conflicts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from ..base.errors import UsageError
from ..county.model import County
from ..quantity import periods
from ..quantity.periods import Period
from . import reported_periods, vintages
from .observations import KEY


@dataclass(frozen=True)
class Store:
    """The observations of a county, or a slice of them.

    Parameters
    ----------
    county
        Declares their indicators and sources.
    frame
        Tidy observations (:func:`tidy`), every published version.
    extent
        For a slice: :data:`~xj_analysis.store.observations.EXTENT` of all observations, so that limits and errors are
        those of the whole. None: the frame is the whole.
    received
        The day on which a ledger that briefings read was received last; None where none is registered.
    """

    county: County
    frame: pd.DataFrame
    extent: pd.DataFrame | None = None
    received: date | None = None

    @property
    def _full_extent(self) -> pd.DataFrame:
        return self.frame if self.extent is None else self.extent

    @property
    def latest(self) -> date:
        """Day of the latest publication, or of the ledger received last: the default known_at."""
        day: date = self._full_extent["published"].max().date()
        return max(day, self.received or day)

    @property
    def latest_dated(self) -> date | None:
        """Day of the latest publication, without the days that undated sources were found; None if all are undated."""
        days = self._full_extent.loc[self._full_extent["dated"].astype(bool), "published"]
        known = [day for day in (days.max().date() if len(days) else None, self.received) if day]
        return max(known, default=None)

    def known(
        self, known_at: date | None = None, *, period: str | None = None, edition: str = "internal", whole: bool = True
    ) -> Store:
        """Return the observations known on a day, up to a period, for an edition, with ``status`` resolved.

        Parameters
        ----------
        known_at
            Observations published later do not exist. None: all exist.
        period
            Observations of later periods are left out, and results of a period that ends after it; undated ones stay.
            None: no limit.
        edition
            ``public`` excludes internal indicators and sources.
        whole
            Whether results must reach the period's end, if it is no year.

        Raises
        ------
        UsageError
            No observation is known by then, or none of the period, or none at its end.
        """
        day = pd.Timestamp(known_at or self.latest)
        extent = self._full_extent[self._full_extent["published"] <= day]
        if extent.empty:
            first = periods.date_label(self._full_extent["published"].min().date())
            raise UsageError("known_at", "那一天还没有任何数据", str(known_at), f"最早的数据发布于{first}。")
        extent = _of_edition(extent, edition)
        if extent.empty:
            raise UsageError(
                "edition", "没有可以公开的数据", edition, "请核对 indicators.csv 与 sources.toml 的 internal。"
            )
        frame = self._published(day.date(), edition)
        if period is not None:
            limit = periods.parse_option(period)
            reported_periods.require_reported(_results(extent), limit, self._lacking(day.date()), whole=whole)
            within = {
                p.code: (not p.begins_after(limit), not p.begins_after(limit) and p.end_by(limit))
                for p in map(periods.parse, set(extent["period"]))
            }
            begins, ends = (frame["period"].map({code: pair[i] for code, pair in within.items()}) for i in (0, 1))
            frame = frame[begins.astype(bool) & (ends.astype(bool) | (frame["nature"] != "actual"))]
        return replace(self, frame=vintages.resolve(frame))

    def previous(self, day: date, *, known_at: date, period: str, edition: str = "internal") -> Store:
        """Return the observations known at the previous issue, for the comparison in an issue as of `known_at`.

        Parameters
        ----------
        day
            known_at of the previous issue.
        known_at, period, edition
            Of this issue.

        Raises
        ------
        UsageError
            `day` is not before `known_at`, or no observation of the period was known then: there was no issue.
        """
        where = "previous"
        if day >= known_at:
            raise UsageError(
                where, "上一期不早于本期", day.isoformat(), f"本期截至{periods.date_label(known_at)}，请写更早的日子。"
            )
        try:
            return self.known(day, period=period, edition=edition, whole=False)
        except UsageError as error:
            raise UsageError(where, "那一天做不出上一期", day.isoformat(), error.fault.message) from None

    def until(self, known_at: date, *, period: str, edition: str = "internal") -> date:
        """Return the last day of a period that results of the whole county are about, as known on a day.

        Raises
        ------
        UsageError
            None is of the period.
        """
        extent = self._full_extent[self._full_extent["published"] <= pd.Timestamp(known_at)]
        limit, lacking = periods.parse_option(period), self._lacking(known_at)
        return reported_periods.require_reported(_results(_of_edition(extent, edition)), limit, lacking, whole=False)

    def reported_by(self, day: date) -> date:
        """Return the last month's end that results published by a day, and ended by then, are about.

        Raises
        ------
        UsageError
            There is none.
        """
        extent = self._full_extent[self._full_extent["published"] <= pd.Timestamp(day)]
        ends = [result.end for result in _results(extent) if result.by_months or result.form in ("month", "quarter")]
        last = max((end for end in ends if end and end <= day), default=None)
        if last is None:
            what = f"{periods.date_label(day)}前还没有公布过按月的实绩"
            raise UsageError(reported_periods.WHERE, what, do=reported_periods.offered(_results(self._full_extent)))
        return last

    def require_results(
        self, indicators: Collection[str], known_at: date, name: str, *, period: str, edition: str = "internal"
    ) -> None:
        """Check that the county's results of some indicators are not all of other periods; undated ones may be of any.

        Without any result there is nothing that could be taken for one of the period.

        Parameters
        ----------
        name
            What they are the indicators of, for the message.
        known_at, period, edition
            As for :meth:`known`.

        Raises
        ------
        UsageError
            All are of other periods: these are named.
        """
        frame = self._published(known_at, edition)
        own = frame["indicator"].isin(list(indicators)) & frame["area"].str.startswith(self.county.code)
        results = _results(frame[own])
        if results and all(result.start for result in results):
            what = f"{name}{self._lacking(known_at)}"
            reported_periods.require_reported(results, periods.parse_option(period), what, whole=False)

    def _published(self, day: date, edition: str) -> pd.DataFrame:
        """The observations published by a day, for an edition."""
        return _of_edition(self.frame[self.frame["published"] <= pd.Timestamp(day)], edition)

    def _lacking(self, day: date) -> str:
        """What is said where a period has no data on a day."""
        return f"截至{periods.date_label(day)}公布的数据里没有这个期间" if day < self.latest else "没有这个期间的数据"

    def current(self) -> pd.DataFrame:
        """Return the observations that count: not revised, corrected, repeated or in conflict."""
        return self.frame[self.frame["status"] == "current"]

    def conflicts(self) -> pd.DataFrame:
        """Return the observations that contradict one another, sorted by key."""
        return self.frame[self.frame["status"] == "conflict"].sort_values([*KEY, "id"])


def _of_edition(frame: pd.DataFrame, edition: str) -> pd.DataFrame:
    return frame[~frame["internal"]] if edition == "public" else frame


def _results(frame: pd.DataFrame) -> list[Period]:
    """The periods of the results in a frame."""
    return [periods.parse(code) for code in set(frame.loc[frame["nature"] == "actual", "period"])]

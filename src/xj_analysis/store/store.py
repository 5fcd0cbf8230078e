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
from . import vintages
from .observations import KEY

_NAMED = 5


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
    """

    county: County
    frame: pd.DataFrame
    extent: pd.DataFrame | None = None

    @property
    def _full_extent(self) -> pd.DataFrame:
        return self.frame if self.extent is None else self.extent

    @property
    def latest(self) -> date:
        """Day of the latest publication: the default known_at."""
        day: date = self._full_extent["published"].max().date()
        return day

    @property
    def latest_dated(self) -> date | None:
        """Day of the latest publication, without the days that undated sources were found; None if all are undated."""
        days = self._full_extent.loc[self._full_extent["dated"].astype(bool), "published"]
        return days.max().date() if len(days) else None

    def known(self, known_at: date | None = None, *, period: str | None = None, edition: str = "internal") -> Store:
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

        Raises
        ------
        UsageError
            No observation is known by then, or none of the period.
        """
        day = pd.Timestamp(known_at or self.latest)
        whole = self._full_extent[self._full_extent["published"] <= day]
        if whole.empty:
            first = periods.date_label(self._full_extent["published"].min().date())
            raise UsageError("known_at", "那一天还没有任何数据", str(known_at), f"最早的数据发布于{first}。")
        if edition == "public":
            whole = whole[~whole["internal"]]
        if whole.empty:
            raise UsageError(
                "edition", "没有可以公开的数据", edition, "请核对 indicators.csv 与 sources.toml 的 internal。"
            )
        frame = self.frame[(self.frame["published"] <= day) & ~(self.frame["internal"] & (edition == "public"))]
        if period is not None:
            within = self._within(whole, period, day)
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
            return self.known(day, period=period, edition=edition)
        except UsageError as error:
            raise UsageError(where, "那一天做不出上一期", day.isoformat(), error.fault.message) from None

    def _within(self, whole: pd.DataFrame, period: str, day: pd.Timestamp) -> dict[str, tuple[bool, bool]]:
        """For each period in the data: whether it begins, and whether it ends, by the end of the requested one."""
        limit = periods.parse_option(period)
        parsed = {code: periods.parse(code) for code in set(whole["period"])}
        results = [parsed[code] for code in set(whole.loc[whole["nature"] == "actual", "period"])]
        dated = [result for result in results if result.start]
        last = max((result.reach for result in dated), default=day.date())
        reported = any(result.reports(limit) for result in dated)
        if not reported or limit.reach.year > last.year:
            until = day.date() < self.latest
            problem = f"截至{periods.date_label(day.date())}公布的数据里没有这个期间" if until else "没有这个期间的数据"
            raise UsageError("period", problem, period, _with_results(dated, last))
        return {
            code: (not p.begins_after(limit), not p.begins_after(limit) and p.end_by(limit))
            for code, p in parsed.items()
        }

    def current(self) -> pd.DataFrame:
        """Return the observations that count: not revised, corrected, repeated or in conflict."""
        return self.frame[self.frame["status"] == "current"]

    def conflicts(self) -> pd.DataFrame:
        """Return the observations that contradict one another, sorted by key."""
        return self.frame[self.frame["status"] == "conflict"].sort_values([*KEY, "id"])


def _with_results(dated: Collection[Period], last: date) -> str:
    """The years and the latest periods that have results, as they are typed."""
    if not dated:
        return "还没有实绩。"
    years = sorted({str(result.reach.year) for result in dated}, reverse=True)[:_NAMED]
    within = [result for result in dated if result.form not in ("year", "since", "circa")]
    shorter = list(dict.fromkeys(p.code for p in sorted(within, key=Period.sort_key, reverse=True)))[:_NAMED]
    some = f"；较短的期间：{'、'.join(shorter)}" if shorter else ""
    return f"实绩到{periods.date_label(last)}为止，最近有实绩的年份：{'、'.join(years)}{some}。"

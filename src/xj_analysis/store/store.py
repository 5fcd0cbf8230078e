"""Observations as published: what is known on a day, which value of a key counts, and which contradict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from ..base.errors import UsageError, choices
from ..county.model import County
from ..quantity import periods
from . import vintages
from .observations import KEY


@dataclass(frozen=True)
class Store:
    """The observations of a county, or a slice of them.

    Parameters
    ----------
    county
        What they are about.
    frame
        Tidy observations (:func:`tidy`), every published version.
    extent
        Of a slice: :data:`EXTENT` of all observations, so that it starts, ends and fails where the whole would.
        None where the frame is the whole.
    """

    county: County
    frame: pd.DataFrame
    extent: pd.DataFrame | None = None

    @property
    def _whole(self) -> pd.DataFrame:
        return self.frame if self.extent is None else self.extent

    @property
    def latest(self) -> date:
        """The latest day anything was published: the default known_at."""
        day: date = self._whole["published"].max().date()
        return day

    def known(self, known_at: date | None = None, *, period: str | None = None, edition: str = "internal") -> Store:
        """Return what was known on a day, of nothing later than a period, for an edition; ``status`` is resolved.

        Parameters
        ----------
        known_at
            Only what was published by then exists. None: everything.
        period
            Observations of later periods are left out, of results also those of a period that goes on beyond it;
            those without a date stay. None: no limit.
        edition
            ``public`` leaves out internal indicators and sources.

        Raises
        ------
        UsageError
            Nothing is known by then, or nothing of the period.
        """
        day = pd.Timestamp(known_at or self.latest)
        whole = self._whole[self._whole["published"] <= day]
        if whole.empty:
            first = periods.date_label(self._whole["published"].min().date())
            raise UsageError("known_at", "那一天还没有任何数据", str(known_at), f"最早的数据发布于{first}。")
        if edition == "public":
            whole = whole[~whole["internal"]]
        if whole.empty:
            raise UsageError(
                "edition", "没有可以公开的数据", edition, "请核对 county.toml 与 sources.toml 的 internal。"
            )
        frame = self.frame[(self.frame["published"] <= day) & ~(self.frame["internal"] & (edition == "public"))]
        if period is not None:
            within = self._within(whole, period, day)
            begun, over = (frame["period"].map({code: of[side] for code, of in within.items()}) for side in (0, 1))
            frame = frame[begun.astype(bool) & (over.astype(bool) | (frame["nature"] != "actual"))]
        return replace(self, frame=vintages.resolve(frame))

    def previous(self, day: date, *, known_at: date, period: str, edition: str = "internal") -> Store:
        """Return what was known when the issue before was made, for an issue as of `known_at`.

        Parameters
        ----------
        day
            The known_at of the issue before.
        known_at, period, edition
            Those of this issue.

        Raises
        ------
        UsageError
            `day` is not before `known_at`, or nothing of the period was known then: there was no issue.
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
        """Of each period there is, whether it has begun by the end of the one asked for, and whether it is over."""
        limit = periods.parse_option(period)
        parsed = {code: periods.parse(code) for code in set(whole["period"])}
        if not any(limit.overlaps(p) and (limit.start or day.date()) <= p.reach for p in parsed.values()):
            years = sorted({str(p.start.year) for p in parsed.values() if p.start})
            known = (
                f"截至{periods.date_label(day.date())}公布的数据里没有这个期间"
                if day.date() < self.latest
                else "没有这个期间的数据"
            )
            raise UsageError("period", known, period, choices(period, years))
        return {
            code: (not p.begins_after(limit), not p.begins_after(limit) and p.end_by(limit))
            for code, p in parsed.items()
        }

    def current(self) -> pd.DataFrame:
        """Return the observations that count: neither revised, corrected, nor repeats, nor in conflict."""
        return self.frame[self.frame["status"] == "current"]

    def conflicts(self) -> pd.DataFrame:
        """Return the observations that contradict one another, those of a key together."""
        found = self.frame[self.frame["status"] == "conflict"]
        keys = list(zip(*(found[name] for name in (*KEY, "id")), strict=True))
        return found.iloc[sorted(range(len(keys)), key=keys.__getitem__)]

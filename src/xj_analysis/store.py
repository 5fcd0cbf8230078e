"""Observations as published: what is known on a day, which value of a key counts, and which contradict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from . import figures, periods, text, units, vintages
from .county import County
from .errors import UsageError, choices
from .figures import Figure
from .frames import compact, records
from .hedges import Hedge, Statement, decimals_of

KEY = vintages.KEY

CORRECTION = ("corrects", "because", "by", "issued")
"""What a corrected row has besides: the row it stands for, why, by whom, the day its source said it; '' elsewhere."""

EXTENT = ["period", "published", "internal"]
"""What is known of the observations that a slice leaves out."""

NATURES = ("actual", "planned", "forecast", "target")
NATURE_LABELS = {"actual": "", "planned": "计划", "forecast": "预计", "target": "目标"}

_STRENGTH = {"original": 0, "mirror": 1, "compiled": 2}


def tidy(raw: pd.DataFrame, county: County) -> pd.DataFrame:
    """Return checked observations as a figure frame, in the units of their indicators.

    Parameters
    ----------
    raw
        One row an observation, all text: id, indicator, area, subject, period, nature, value, unit, hedge,
        rank, rank_scope, tier, source, locator, published, doubt, note; of corrected rows :data:`CORRECTION` too.
    county
        Declares the indicators and sources the rows name.

    Returns
    -------
    The same rows in the order of their ids, whatever that of the file, with value, low and high (float, in the
    indicator's unit), digits and reported_unit (as printed), reported (the digits, where the unit is the indicator's
    own), rank (nullable integer), published and issued (datetime64), strength (0 original … 2 compiled), and every
    column of :data:`xj_analysis.figures.COLUMNS` but ``text``.
    """
    keys = [text.natural(identifier) for identifier in raw["id"].tolist()]
    raw = raw.iloc[sorted(range(len(raw)), key=keys.__getitem__)]
    of = _declared(raw["indicator"], county.by_slug, ["unit", "decimals", "name", "internal"])
    sources = {source.id: source for source in county.sources}
    given_by = _declared(raw["source"], sources, ["published", "strength", "publisher", "internal"])
    frame = raw.reindex(columns=list(dict.fromkeys([*raw.columns, *CORRECTION])), fill_value="")
    own = of["unit"].astype(str)
    written = raw["unit"].where(raw["value"] != "", own)  # a rank alone needs no unit
    pairs = list(zip(written.tolist(), own.tolist(), strict=True))
    factors = {pair: float(units.ratio(*pair)) for pair in set(pairs)}
    whole = {symbol: units.unit(symbol).counted for symbol, _ in factors}
    counted = pd.Series([whole[symbol] for symbol, _ in pairs], index=raw.index, dtype=bool)
    bounds = _bounds(raw["value"], raw["hedge"], counted)
    frame[["value", "low", "high"]] = bounds.mul([factors[pair] for pair in pairs], axis=0)
    frame["reported"] = raw["value"].where(raw["unit"] == own, "")
    frame["digits"], frame["reported_unit"] = raw["value"], raw["unit"]
    frame["unit"] = own
    frame["decimals"] = of["decimals"].astype(int)
    frame["label"] = of["name"].astype(str)
    frame["rank"] = pd.to_numeric(raw["rank"].replace("", None)).astype("Int64")
    own_day = given_by["published"].astype(str)
    frame["published"] = pd.to_datetime(raw["published"].where(raw["published"] != "", own_day))
    frame["issued"] = pd.to_datetime(frame["issued"].replace("", None)).fillna(frame["published"])
    frame["strength"] = given_by["strength"].map(_STRENGTH).astype(int)
    frame["publisher"] = given_by["publisher"].astype(str)
    frame["internal"] = of["internal"].astype(bool) | given_by["internal"].astype(bool)
    frame["origins"] = [(identifier,) for identifier in raw["id"].tolist()]
    frame["sources"] = [(identifier,) for identifier in raw["source"].tolist()]
    frame["formula"] = frame["reason"] = ""
    return compact(frame)


def _declared(names: pd.Series, records: Mapping[str, Any], fields: list[str]) -> pd.DataFrame:
    """What the records of names say, each looked up once, however often it is named."""
    codes, found = pd.factorize(names)
    once = pd.DataFrame({field: [getattr(records[name], field) for name in found] for field in fields}, dtype=object)
    return once.take(codes).set_axis(names.index)


def _bounds(digits: pd.Series, hedge: pd.Series, counted: pd.Series) -> pd.DataFrame:
    """Vectorised :func:`xj_analysis.hedges.bounds` (a test holds the two together)."""
    value = pd.to_numeric(digits.replace("", None)).astype(float)
    parts = [written.partition(".") for written in digits.tolist()]
    decimals = np.array([len(tail) for _, _, tail in parts], dtype=int)
    fraction = np.array([len(tail.rstrip("0")) for _, _, tail in parts], dtype=int)
    zeros = np.array([len(head) - len(head.rstrip("0")) for head, _, _ in parts], dtype=int)  # of a whole number
    whole = (value % 1 == 0) & counted
    last = np.power(10.0, -decimals) * ~whole
    digit = np.where(fraction > 0, np.power(10.0, -fraction.astype(float)), np.power(10.0, zeros.astype(float)))
    half = np.where(hedge == "about", np.where(value == 0, 1.0, digit), last) / 2
    over, under = hedge.isin(["over", "at_least"]), hedge.isin(["under", "at_most"])
    low = np.where(under, np.where(value >= 0, 0.0, -np.inf), np.where(over, value, value - half))
    high = np.where(over, np.inf, np.where(under, value, value + half))
    missing = value.isna()
    return pd.DataFrame({"value": value, "low": low, "high": high}, index=digits.index).mask(missing)


def with_text(frame: pd.DataFrame, rounding: str = "half_even") -> pd.DataFrame:
    """Return a figure frame with ``text`` filled in: each row as it would be printed. A text that is there stays.

    For slices that are printed, not for whole stores: it goes row by row.
    """
    own = frame["text"].to_numpy(dtype=object) if "text" in frame else np.full(len(frame), "", dtype=object)
    lacking = np.flatnonzero(own == "")
    if "text" in frame and not len(lacking):
        return frame
    texts = own.copy()
    rows = records(frame[_PRINTED].iloc[lacking])
    texts[lacking] = [figures.printed(figures.statement_of(row, rounding), row["unit"]) for row in rows]
    return frame.assign(text=pd.Series(texts, index=frame.index, dtype=object))


_PRINTED = ["value", "low", "high", "hedge", "unit", "decimals", "reported", "reason"]


def in_unit(row: Mapping[str, Any], symbol: str) -> dict[str, Any]:
    """Return a record of a figure frame in another unit; in its source's own, the source's own digits.

    Raises
    ------
    DataError
        The unit measures something else.
    """
    factor = float(units.ratio(row["unit"], symbol))
    moved = {name: row[name] * factor for name in ("value", "low", "high")}
    own = row["digits"] if row["reported_unit"] == symbol else ""
    return {**row, **moved, "unit": symbol, "reported": own}


PUBLISHED = ["digits", "reported_unit", "hedge", "tier", "rank"]
"""What a row must have to be printed in the digits and unit of its source."""


def as_published(row: Mapping[str, Any]) -> Figure:
    """Return the figure of an observation in the digits and unit of its source, whatever its indicator's unit is."""
    about = {"label": row["label"], "period": row["period"], "nature": row["nature"], "origins": tuple(row["origins"])}
    if not row["digits"]:
        return figures.worded(text_as_published(row), **about)
    return figures.reported(Decimal(row["digits"]), row["reported_unit"], Hedge(row["hedge"]), **about)


def text_as_published(row: Mapping[str, Any]) -> str:
    """Return the text of :func:`as_published`, without making a figure."""
    if not row["digits"]:
        return str(row["tier"] or f"第{row['rank']}位")
    value = Decimal(row["digits"])
    return figures.printed(Statement(value, decimals_of(value), Hedge(row["hedge"])), row["reported_unit"])


def unranked(frame: pd.DataFrame) -> pd.DataFrame:
    """Return computed rows with what only observations have left empty: rank, tier, doubt, digits, correction."""
    names = ["rank_scope", "tier", "doubt", "digits", "reported_unit", "corrects", "because", "by"]
    empty = pd.DataFrame("", index=frame.index, columns=names, dtype=object)
    return pd.concat([frame, empty], axis=1).assign(rank=pd.array([pd.NA] * len(frame), dtype="Int64"))


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
            first = periods.day(self._whole["published"].min().date())
            raise UsageError("--known-at", "那一天还没有任何数据", str(known_at), f"最早的数据发布于{first}。")
        if edition == "public":
            whole = whole[~whole["internal"]]
        if whole.empty:
            raise UsageError(
                "--edition", "没有可以公开的数据", edition, "请核对 county.toml 与 sources.toml 的 internal。"
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
        where = "--previous"
        if day >= known_at:
            raise UsageError(
                where, "上一期不早于本期", day.isoformat(), f"本期截至{periods.day(known_at)}，请写更早的日子。"
            )
        try:
            return self.known(day, period=period, edition=edition)
        except UsageError as error:
            raise UsageError(where, "那一天做不出上一期", day.isoformat(), str(error)) from None

    def _within(self, whole: pd.DataFrame, period: str, day: pd.Timestamp) -> dict[str, tuple[bool, bool]]:
        """Of each period there is, whether it has begun by the end of the one asked for, and whether it is over."""
        limit = periods.asked(period)
        parsed = {code: periods.parse(code) for code in set(whole["period"])}
        if not any(limit.overlaps(p) for p in parsed.values()):
            years = sorted({str(p.start.year) for p in parsed.values() if p.start})
            known = (
                f"截至{periods.day(day.date())}公布的数据里没有这个期间"
                if day.date() < self.latest
                else "没有这个期间的数据"
            )
            raise UsageError("--period", known, period, choices(period, years))
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

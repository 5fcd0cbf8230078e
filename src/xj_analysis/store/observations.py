"""Tidy observations: columns, units, intervals, and the text of each as printed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from ..base import text
from ..county.model import County
from ..quantity import figures, units
from ..quantity.figures import Figure
from ..quantity.hedges import Hedge, Statement, decimals_of
from ..quantity.interval_columns import published_intervals
from . import vintages
from .frames import compact, records

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
    column of :data:`xj_analysis.quantity.figures.COLUMNS` but ``text``.
    """
    keys = [text.natural_key(identifier) for identifier in raw["id"].tolist()]
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
    intervals = published_intervals(raw["value"], raw["hedge"], counted)
    frame[["value", "low", "high"]] = intervals.mul([factors[pair] for pair in pairs], axis=0)
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
    texts[lacking] = [figures.printed_text(figures.statement_of(row, rounding), row["unit"]) for row in rows]
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
        return figures.phrase_figure(text_as_published(row), **about)
    return figures.reported_figure(Decimal(row["digits"]), row["reported_unit"], Hedge(row["hedge"]), **about)


def text_as_published(row: Mapping[str, Any]) -> str:
    """Return the text of :func:`as_published`, without making a figure."""
    if not row["digits"]:
        return str(row["tier"] or f"第{row['rank']}位")
    value = Decimal(row["digits"])
    return figures.printed_text(Statement(value, decimals_of(value), Hedge(row["hedge"])), row["reported_unit"])


def unranked(frame: pd.DataFrame) -> pd.DataFrame:
    """Return computed rows with what only observations have left empty: rank, tier, doubt, digits, correction."""
    names = ["rank_scope", "tier", "doubt", "digits", "reported_unit", "corrects", "because", "by"]
    empty = pd.DataFrame("", index=frame.index, columns=names, dtype=object)
    return pd.concat([frame, empty], axis=1).assign(rank=pd.array([pd.NA] * len(frame), dtype="Int64"))

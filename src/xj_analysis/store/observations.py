"""Tidy observations: columns, conversion to the units of indicators, intervals, and printed text."""

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
"""Further columns of corrected rows: the row replaced, reason, author, day of the source's statement; '' elsewhere."""
EXTENT = ["period", "nature", "published", "internal", "dated"]
"""Columns known of all observations, of those outside a slice too."""
NATURES = ("actual", "planned", "forecast", "target")
NATURE_LABELS = {"actual": "", "planned": "计划", "forecast": "预计", "target": "目标"}
_STRENGTH = {"original": 0, "mirror": 1, "compiled": 2}


def tidy(raw: pd.DataFrame, county: County) -> pd.DataFrame:
    """Return checked observations as a figure frame, in the units of their indicators.

    Parameters
    ----------
    raw
        One row an observation, all text: id, indicator, area, subject, period, nature, value, unit, hedge,
        rank, rank_scope, tier, source, locator, published, doubt, note, remark; of corrected rows :data:`CORRECTION`
        too.
    county
        With the indicators and sources that the rows name.

    Returns
    -------
    The same rows in natural order of their ids, independent of the file's, with value, low and high (float, in the
    indicator's unit), digits and reported_unit (as printed), reported (the digits, if the unit is the indicator's
    own), rank (nullable integer), published and issued (datetime64), dated (False: published is
    the day the source was found), strength (0 original … 2 compiled), and every
    column of :data:`xj_analysis.quantity.figures.COLUMNS` but ``text``.
    """
    keys = [text.natural_key(identifier) for identifier in raw["id"].tolist()]
    raw = raw.iloc[sorted(range(len(raw)), key=keys.__getitem__)]
    indicator = _lookup(raw["indicator"], county.by_slug, ["unit", "decimals", "name", "internal"])
    sources = {source.id: source for source in county.sources}
    source = _lookup(raw["source"], sources, ["published", "strength", "publisher", "internal", "dated"])
    frame = raw.reindex(columns=list(dict.fromkeys([*raw.columns, *CORRECTION])), fill_value="")
    unit = indicator["unit"].astype(str)
    reported_unit = raw["unit"].where(raw["value"] != "", unit)  # a rank alone needs no unit
    pairs = list(zip(reported_unit.tolist(), unit.tolist(), strict=True))
    factors = {pair: float(units.ratio(*pair)) for pair in set(pairs)}
    is_counted = {symbol: units.unit(symbol).counted for symbol, _ in factors}
    counted = pd.Series([is_counted[symbol] for symbol, _ in pairs], index=raw.index, dtype=bool)
    intervals = published_intervals(raw["value"], raw["hedge"], counted)
    frame[["value", "low", "high"]] = intervals.mul([factors[pair] for pair in pairs], axis=0)
    frame["reported"] = raw["value"].where(raw["unit"] == unit, "")
    frame["digits"], frame["reported_unit"] = raw["value"], raw["unit"]
    frame["unit"] = unit
    frame["decimals"] = indicator["decimals"].astype(int)
    frame["label"] = indicator["name"].astype(str)
    frame["rank"] = pd.to_numeric(raw["rank"].replace("", None)).astype("Int64")
    day = raw["published"].where(raw["published"] != "", source["published"].astype(str))
    frame["published"] = pd.to_datetime(day)
    frame["dated"] = (raw["published"] != "") | source["dated"].astype(bool)
    frame["issued"] = pd.to_datetime(frame["issued"].replace("", None)).fillna(frame["published"])
    frame["strength"] = source["strength"].map(_STRENGTH).astype(int)
    frame["publisher"] = source["publisher"].astype(str)
    frame["internal"] = indicator["internal"].astype(bool) | source["internal"].astype(bool)
    frame["origins"] = [(identifier,) for identifier in raw["id"].tolist()]
    frame["sources"] = [(identifier,) for identifier in raw["source"].tolist()]
    frame["formula"] = frame["reason"] = ""
    return compact(frame)


def _lookup(names: pd.Series, records: Mapping[str, Any], fields: list[str]) -> pd.DataFrame:
    """Fields of the record of each name; each distinct name is looked up once."""
    codes, unique = pd.factorize(names)
    table = pd.DataFrame({field: [getattr(records[name], field) for name in unique] for field in fields}, dtype=object)
    return table.take(codes).set_axis(names.index)


def with_text(frame: pd.DataFrame, rounding: str = "half_even") -> pd.DataFrame:
    """Return a figure frame with ``text``, each row as printed; texts already there stay.

    Row by row, so for printed slices only, not for whole stores.
    """
    texts = (
        frame["text"].to_numpy(dtype=object, copy=True) if "text" in frame else np.full(len(frame), "", dtype=object)
    )
    missing = np.flatnonzero(texts == "")
    if "text" in frame and not len(missing):
        return frame
    rows = records(frame[_PRINTED].iloc[missing])
    texts[missing] = [figures.printed_text(figures.statement_of(row, rounding), row["unit"]) for row in rows]
    return frame.assign(text=pd.Series(texts, index=frame.index, dtype=object))


_PRINTED = ["value", "low", "high", "hedge", "unit", "decimals", "reported", "reason"]


def in_unit(row: Mapping[str, Any], symbol: str) -> dict[str, Any]:
    """Return a record of a figure frame in another unit; in its source's unit, with the source's digits.

    Raises
    ------
    DataError
        The unit has another dimension.
    """
    factor = float(units.ratio(row["unit"], symbol))
    interval = {name: row[name] * factor for name in ("value", "low", "high")}
    reported = row["digits"] if row["reported_unit"] == symbol else ""
    return {**row, **interval, "unit": symbol, "reported": reported}


PUBLISHED = ["digits", "reported_unit", "hedge", "tier", "rank"]
"""Columns needed to print a row in the digits and unit of its source."""


def as_published(row: Mapping[str, Any]) -> Figure:
    """Return the figure of an observation in the digits and unit of its source, not in its indicator's unit."""
    about = {"label": row["label"], "period": row["period"], "nature": row["nature"], "origins": tuple(row["origins"])}
    if not row["digits"]:
        return figures.phrase_figure(text_as_published(row), **about)
    return figures.reported_figure(Decimal(row["digits"]), row["reported_unit"], Hedge(row["hedge"]), **about)


def text_as_published(row: Mapping[str, Any]) -> str:
    """Return the text of :func:`as_published`, without the cost of a Figure."""
    if not row["digits"]:
        return str(row["tier"] or f"第{row['rank']}位")
    value = Decimal(row["digits"])
    return figures.printed_text(Statement(value, decimals_of(value), Hedge(row["hedge"])), row["reported_unit"])


def unranked(frame: pd.DataFrame) -> pd.DataFrame:
    """Return computed rows with the columns of observations, empty: rank, tier, doubt, digits, correction."""
    names = ["rank_scope", "tier", "doubt", "remark", "digits", "reported_unit", "corrects", "because", "by"]
    empty = pd.DataFrame("", index=frame.index, columns=names, dtype=object)
    return pd.concat([frame, empty], axis=1).assign(rank=pd.array([pd.NA] * len(frame), dtype="Int64"))

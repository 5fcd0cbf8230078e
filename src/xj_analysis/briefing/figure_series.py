"""Figures of a briefing as pandas columns: an indicator by period, town, county or subject; several; all, tidy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd

from ..base.errors import DataError, UsageError, choices
from ..county.model import County
from ..metrics.columns.row_selection import latest, like_latest
from ..quantity import periods
from ..quantity.figure_array import FigureArray
from ..quantity.figure_dtype import FigureDtype
from ..quantity.figures import Figure
from ..quantity.period_labels import PeriodLabel, period_index
from ..quantity.reader_units import common_unit
from ..store.frames import records
from ..store.observations import NATURES
from .figure_wording import label_of

PERIOD, TOWN, COUNTY, SUBJECT = "period", "town", "county", "subject"
_BY = (PERIOD, TOWN, COUNTY, SUBJECT)
_NAMES = {TOWN: "乡镇", COUNTY: "县（市、区）", SUBJECT: "对象"}
_ACROSS = (TOWN, COUNTY)  # dimensions across areas
_NO_VALUE = "无数据"
_RESULTS = "actual"
_DECIMALS = 2  # of amounts in a reader's unit
DECLARED = "indicator"
"""Key in ``Series.attrs`` of the declaration of the indicator, for growth that is quoted and never recomputed."""


def figure_series(rows: pd.DataFrame, county: County, indicator: str, *words: str) -> pd.Series:
    """Return the figures of an indicator as a column.

    Parameters
    ----------
    rows
        Sound rows of all areas.
    county
        The area of a column by period or by subject; declares the indicator and its towns.
    indicator
        Slug.
    words
        ``period`` (the default), ``town``, ``county`` or ``subject``; the code of a period; and ``target``,
        ``planned`` or ``forecast`` for others than results.

    Returns
    -------
    figure[unit], named by the slug. By period: the county itself, in time; with the subject as a second level where
    there are subjects alone. By town: all towns in the county's order, in the latest period that most of them have,
    missing with a reason where a town has none. By county: those of the city that have a value in that period. By
    subject: the latest of each.

    Raises
    ------
    UsageError
        A word is none of these.
    """
    selected = rows[rows["indicator"] == indicator]
    by, nature, period = _words(indicator, words, selected["period"])
    selected = _of_nature(selected, nature)
    if period:
        selected = selected[selected["period"] == period]
    if by == TOWN:
        return _by_town(selected, county, indicator)
    if by == COUNTY:
        return _by_county(selected, county, indicator)
    own = selected[selected["area"] == county.code]
    whole = own[own["subject"] == ""]
    if by == SUBJECT:
        parts = latest(like_latest(own[own["subject"] != ""]))
        return _series(
            parts, county, indicator, pd.Index(parts["subject"].tolist(), dtype=object, name=_NAMES[SUBJECT])
        )
    if whole.empty and len(own):
        own = _in_time(own)
        levels = [period_index(own["period"]), pd.Index(own["subject"].tolist(), dtype=object, name=_NAMES[SUBJECT])]
        return _series(own, county, indicator, pd.MultiIndex.from_arrays(levels))
    whole = _in_time(whole)
    return _series(whole, county, indicator, period_index(whole["period"]))


def keys_of(rows: pd.DataFrame, county: County) -> list[str | tuple[str, str]]:
    """Return the keys with which :func:`figure_series` gives figures: slugs, each with its dimensions and periods.

    Parameters
    ----------
    rows, county
        As for :func:`figure_series`.
    """
    keys: list[str | tuple[str, str]] = []
    for slug, each in rows.groupby("indicator", sort=True):
        selected = _of_nature(each, "")
        own = selected["area"] == county.code
        having = {
            TOWN: selected["area"].isin(list(county.towns)),
            SUBJECT: own & (selected["subject"] != ""),
            COUNTY: selected["area"].isin(list(county.peers)) & (selected["subject"] == ""),
        }
        natures = [nature for nature in NATURES if nature != _RESULTS and nature in set(each["nature"])]
        codes = dict.fromkeys(_in_time(selected[own])["period"])
        words = [*(word for word, those in having.items() if those.any()), *natures, *filter(None, codes)]
        keys += [str(slug), *((str(slug), word) for word in words)]
    return keys


def _words(indicator: str, words: Sequence[str], codes: Iterable[str]) -> tuple[str, str, str]:
    """The dimension, the nature, and the period that words name; empty where none does."""
    by, nature, period = PERIOD, "", ""
    for word in words:
        if word in _BY:
            by = word
        elif word in NATURES:
            nature = word
        elif isinstance(word, str) and (code := period_code(word, codes)):
            period = code
        else:
            raise UsageError(f'b["{indicator}", …]', "没有这种取法", str(word), choices(str(word), (*_BY, *NATURES)))
    return by, nature, period


def period_code(word: str, codes: Iterable[str]) -> str:
    """Return the code of a period, given as the code or as the label of one of `codes`; empty for another word.

    Examples
    --------
    >>> [period_code(word, ["2025-01/2025-09"]) for word in ("2024", "2025年1-9月", "town")]
    ['2024', '2025-01/2025-09', '']
    """
    with suppress(DataError):
        return periods.parse(word).code
    return next((code for code in dict.fromkeys(codes) if PeriodLabel(code).is_label(word)), "")


def figure_columns_of(rows: pd.DataFrame, county: County, indicators: Sequence[str], *words: str) -> pd.DataFrame:
    """Return several indicators side by side, aligned by period, town or subject.

    Across areas all are of one period, the latest that they share: nine months are not divided by one.

    Parameters
    ----------
    rows, county, words
        As for :func:`figure_series`.
    indicators
        Slugs, which name the columns.
    """
    areas = {TOWN: county.towns, COUNTY: county.peers}.get(next(filter(_ACROSS.__contains__, words), ""))
    if areas is not None:
        rows = _of_shared_periods(rows[rows["area"].isin(areas)], indicators, words)
    columns = {indicator: figure_series(rows, county, indicator, *words) for indicator in indicators}
    frame = pd.DataFrame(columns)
    return frame if areas is not None else frame.sort_index()


def tidy_figures(rows: pd.DataFrame, county: County) -> pd.DataFrame:
    """Return all figures, one a row: indicator, name, area, subject, period, nature, unit, figure.

    The column ``figure`` holds figures of different units; a selection of one unit becomes a column for arithmetic by
    ``astype("figure[万元]")``.
    """
    figures: Any = [county.figure({**row, "label": label_of(row, county)}) for row in records(rows)]
    return pd.DataFrame(
        {
            "indicator": rows["indicator"].to_numpy(),
            "name": rows["label"].to_numpy(),
            "area": [county.area_names[code] for code in rows["area"]],
            "subject": rows["subject"].to_numpy(),
            "period": period_index(rows["period"]),
            "nature": rows["nature"].to_numpy(),
            "unit": rows["unit"].to_numpy(),
            "figure": pd.Series(figures, dtype=object),
        }
    )


def _of_shared_periods(rows: pd.DataFrame, indicators: Sequence[str], words: Sequence[str]) -> pd.DataFrame:
    """Rows of the periods that all indicators have."""
    nature = next((word for word in words if word in NATURES), "")
    of_each = [set(_of_nature(rows[rows["indicator"] == indicator], nature)["period"]) for indicator in indicators]
    return rows[rows["period"].isin(set.intersection(*of_each) if of_each else ())]


def _of_nature(rows: pd.DataFrame, nature: str) -> pd.DataFrame:
    """Rows of a nature; by default the results, and where there are none the plans, one of each key."""
    if nature:
        return rows[rows["nature"] == nature]
    results = rows[rows["nature"] == _RESULTS]
    if len(results):
        return results
    order = rows["nature"].map({name: place for place, name in enumerate(NATURES)}).to_numpy()
    ranked = rows.iloc[np.argsort(order, kind="stable")]
    return ranked[~ranked.duplicated(["area", "subject", "period"])].sort_index()


def _in_time(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.iloc[np.argsort(np.array([PeriodLabel(code) for code in rows["period"]], dtype=object), kind="stable")]


def _by_town(rows: pd.DataFrame, county: County, indicator: str) -> pd.Series:
    towns = list(county.towns)
    rows = rows[rows["area"].isin(towns) & (rows["subject"] == "")]
    rows = rows[rows["period"] == _latest_period(rows["period"])]
    present = _array(rows, county, indicator)
    places = pd.Index(rows["area"].tolist(), dtype=object).get_indexer(pd.Index(towns, dtype=object))
    missing = FigureArray.missing(1, present.dtype, reason=_NO_VALUE)
    filled = pd.concat([pd.Series(present), pd.Series(missing)]).array.take(np.where(places < 0, len(rows), places))
    names = pd.Index([county.area_names[code] for code in towns], dtype=object, name=_NAMES[TOWN])
    return _declared(pd.Series(filled, index=names, name=indicator), county)


def _by_county(rows: pd.DataFrame, county: County, indicator: str) -> pd.Series:
    peers = list(county.peers)
    rows = rows[rows["area"].isin(peers) & (rows["subject"] == "")]
    rows = rows[rows["period"] == _latest_period(rows["period"])]
    rows = rows.iloc[np.argsort([peers.index(code) for code in rows["area"]], kind="stable")]
    names = pd.Index([county.area_names[code] for code in rows["area"]], dtype=object, name=_NAMES[COUNTY])
    return _series(rows, county, indicator, names)


def _latest_period(codes: pd.Series) -> str:
    """Of the periods that end last the one that most towns have; of several the longest: 累计 before a month."""

    def key(code: str) -> tuple[Any, ...]:
        end, start, _ = periods.parse(code).sort_key()
        return end, counts[code], -start.toordinal()

    counts = codes.value_counts()
    return str(max(counts.index, key=key, default=""))


def _series(rows: pd.DataFrame, county: County, indicator: str, index: pd.Index) -> pd.Series:
    return _declared(pd.Series(_array(rows, county, indicator), index=index, name=indicator), county)


def _array(rows: pd.DataFrame, county: County, indicator: str) -> FigureArray:
    labels = [label_of(row, county) for row in records(rows)]
    unit = "" if len(rows) else county.by_slug[indicator].unit
    rows = rows.assign(label=pd.Series(labels, index=rows.index, dtype=object), kind=county.by_slug[indicator].kind)
    return FigureArray.from_frame(rows, unit, county.rounding)


def _declared(series: pd.Series, county: County) -> pd.Series:
    series.attrs[DECLARED] = county.by_slug[str(series.name)]
    return series


def in_common_unit(column: pd.Series) -> pd.Series:
    """Return a column of amounts in the unit a reader speaks, to two decimals: 亿元 where most are ten thousand 万元.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from xj_analysis.quantity.figures import reported_figure
    >>> amounts = [reported_figure(Decimal(amount), "万元") for amount in (781798, 52400)]
    >>> in_common_unit(pd.Series(amounts, dtype="figure[万元]")).astype(str).tolist()
    ['78.18亿元', '5.24亿元']
    """
    dtype: Any = column.dtype
    unit = common_unit([figure for figure in column if isinstance(figure, Figure)])
    return column if unit in ("", dtype.unit) else column.astype(FigureDtype(unit)).round(_DECIMALS)

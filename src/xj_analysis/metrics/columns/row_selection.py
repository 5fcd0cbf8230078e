"""Selection and order of the rows of figure frames: by area, latest period, and order of the indicators."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...quantity import periods
from ...store.frames import records
from .coded_text import CodedText, Flags, Ints, encode_text
from .matching import SERIES, encode_columns, pack_keys, repeats_later

__all__ = ["area_rows", "latest", "like_latest", "ordered", "period_order", "records", "widest"]

_ABOUT = ("indicator", "area", "subject")


def area_rows(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return the rows of the area `code` and of the areas below it, whose codes begin with `code`.

    Examples
    --------
    >>> area_rows(pd.DataFrame({"area": ["360823", "360823101", "360824"]}), "360823")["area"].tolist()
    ['360823', '360823101']
    """
    area = encode_text(frame["area"])
    return frame[_flags(area, [text.startswith(code) for text in area.categories])]


def period_order(frame: pd.DataFrame) -> Ints:
    """Return the rank in time of each row's period, by end, then start; undated ones first.

    Examples
    --------
    >>> period_order(pd.DataFrame({"period": ["2024", "2023Q1", ""]})).tolist()
    [2, 1, 0]
    """
    return _in_time(encode_text(frame["period"]))


def _in_time(period: CodedText) -> Ints:
    return period.positions_in(sorted(period.categories, key=lambda code: periods.parse(code).sort_key()))


def latest(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the row of the latest period of each indicator, area and subject, in the order of `frame`.

    Examples
    --------
    >>> from .samples import sample
    >>> latest(sample(value=[1.0, 2.0], period=["2024", "2023"]))["value"].tolist()
    [1.0]
    """
    if len(frame) < 2:  # noqa: PLR2004 - a row is the latest of its kind
        return frame
    (series,) = pack_keys(encode_columns(_ABOUT, frame)[0])
    by_time = np.argsort(period_order(frame), kind="stable")
    return frame.iloc[np.sort(by_time[~repeats_later(series[by_time])])]


def like_latest(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with only those 累计 that cover the same months as the latest 累计 of their series.

    The single months of a series that has 累计 are dropped, too.

    Examples
    --------
    >>> from .samples import sample
    >>> codes = ["2023-01/2023-05", "2023-01/2023-06", "2024-01/2024-05", "2024", "2024-05"]
    >>> like_latest(sample(value=[1.0, 2.0, 3.0, 4.0, 5.0], period=codes))["value"].tolist()
    [1.0, 3.0, 4.0]
    """
    period = encode_text(frame["period"])
    parsed = [periods.parse(code) for code in period.categories]
    ranged = np.flatnonzero(_flags(period, [each.by_months for each in parsed]))
    if not len(ranged):
        return frame
    (series,) = pack_keys(encode_columns(SERIES, frame)[0])
    series = pd.factorize(series)[0]
    by_time = ranged[np.argsort(_in_time(period)[ranged], kind="stable")]
    last = np.full(series.max() + 1, -1)  # for each series, the row of its latest 累计
    last[series[by_time]] = by_time
    window = {each.window: place for place, each in enumerate(parsed)}
    months = np.array([window[each.window] for each in parsed])[period.codes]
    dropped = _flags(period, [each.form == "month" for each in parsed]) & (last[series] >= 0)
    dropped[ranged] = months[ranged] != months[last[series[ranged]]]
    return frame[~dropped] if dropped.any() else frame


def _flags(column: CodedText, by_category: list[bool]) -> Flags:
    return np.array(by_category, dtype=bool)[column.codes]


def ordered(frame: pd.DataFrame, slugs: Iterable[str]) -> pd.DataFrame:
    """Return the rows of the indicators `slugs`, in their order, then by area, subject and period.

    Examples
    --------
    >>> from .samples import sample
    >>> ordered(sample(value=[1.0, 2.0, 3.0], indicator=["a", "b", "c"]), ["c", "a"])["value"].tolist()
    [3.0, 1.0]
    """
    declared = encode_text(frame["indicator"]).positions_in(slugs)
    rows = np.flatnonzero(declared >= 0)
    keys = [period_order(frame), *(encode_text(frame[name]).sorted_codes() for name in ("subject", "area")), declared]
    return frame.iloc[rows[np.lexsort([key[rows] for key in keys])]]


def widest(frame: pd.DataFrame) -> pd.DataFrame:
    """Return, for each indicator, the rows of the period that most areas have, the latest of several.

    Examples
    --------
    >>> from .samples import sample
    >>> widest(sample(value=[1.0, 2.0, 3.0], area=["a", "b", "a"], period=["2022", "2022", "2023"]))["value"].tolist()
    [1.0, 2.0]
    """
    indicator, period, area = encode_columns(("indicator", "period", "area"), frame)[0]
    section = pd.factorize(pack_keys([indicator, period])[0])[0]
    first = ~repeats_later(pack_keys([section, area])[0])
    areas = np.bincount(section[first], minlength=len(frame))[section]  # number of areas in each row's period
    by_width = np.lexsort([period_order(frame), areas])
    best = by_width[~repeats_later(indicator[by_width])]
    return frame[np.isin(section, section[best])]

"""Which rows of a figure frame, and in what order: the county's own, the latest, as the indicators are declared."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...quantity import periods
from ...store.frames import records
from .coded_text import CodedText, Flags, Ints, encode_text
from .matching import SERIES, coded, packed, repeated

__all__ = ["latest", "like_latest", "ordered", "own", "period_order", "records", "widest"]

_ABOUT = ("indicator", "area", "subject")


def own(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return the rows of the area `code` and of the areas below it, whose codes begin with its own.

    Examples
    --------
    >>> own(pd.DataFrame({"area": ["360823", "360823101", "360824"]}), "360823")["area"].tolist()
    ['360823', '360823101']
    """
    area = encode_text(frame["area"])
    return frame[_flags(area, [text.startswith(code) for text in area.different])]


def period_order(frame: pd.DataFrame) -> Ints:
    """Return the place of each row's period in time: by its end, then its start; undated ones first.

    Examples
    --------
    >>> period_order(pd.DataFrame({"period": ["2024", "2023Q1", ""]})).tolist()
    [2, 1, 0]
    """
    return _in_time(encode_text(frame["period"]))


def _in_time(period: CodedText) -> Ints:
    return period.placed(sorted(period.different, key=lambda code: periods.parse(code).sort_key()))


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
    (series,) = packed(coded(_ABOUT, frame)[0])
    by_time = np.argsort(period_order(frame), kind="stable")
    return frame.iloc[np.sort(by_time[~repeated(series[by_time])])]


def like_latest(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` where of the 累计 of months only those of the same months as a series' latest are left.

    A series that is told in 累计 is not told in single months as well.

    Examples
    --------
    >>> from .samples import sample
    >>> codes = ["2023-01/2023-05", "2023-01/2023-06", "2024-01/2024-05", "2024", "2024-05"]
    >>> like_latest(sample(value=[1.0, 2.0, 3.0, 4.0, 5.0], period=codes))["value"].tolist()
    [1.0, 3.0, 4.0]
    """
    period = encode_text(frame["period"])
    parsed = [periods.parse(code) for code in period.different]
    ranged = np.flatnonzero(_flags(period, [each.by_months for each in parsed]))
    if not len(ranged):
        return frame
    (series,) = packed(coded(SERIES, frame)[0])
    series = pd.factorize(series)[0]
    by_time = ranged[np.argsort(_in_time(period)[ranged], kind="stable")]
    last = np.full(series.max() + 1, -1)  # of each series, the row of its latest 累计
    last[series[by_time]] = by_time
    window = {each.window: place for place, each in enumerate(parsed)}
    months = np.array([window[each.window] for each in parsed])[period.codes]
    out = _flags(period, [each.form == "month" for each in parsed]) & (last[series] >= 0)
    out[ranged] = months[ranged] != months[last[series[ranged]]]
    return frame[~out] if out.any() else frame


def _flags(column: CodedText, said: list[bool]) -> Flags:
    return np.array(said, dtype=bool)[column.codes]


def ordered(frame: pd.DataFrame, slugs: Iterable[str]) -> pd.DataFrame:
    """Return the rows of the indicators `slugs`, in their order, then by area, subject and period.

    Examples
    --------
    >>> from .samples import sample
    >>> ordered(sample(value=[1.0, 2.0, 3.0], indicator=["a", "b", "c"]), ["c", "a"])["value"].tolist()
    [3.0, 1.0]
    """
    declared = encode_text(frame["indicator"]).placed(slugs)
    rows = np.flatnonzero(declared >= 0)
    keys = [period_order(frame), *(encode_text(frame[name]).ranked() for name in ("subject", "area")), declared]
    return frame.iloc[rows[np.lexsort([key[rows] for key in keys])]]


def widest(frame: pd.DataFrame) -> pd.DataFrame:
    """Return, of each indicator, the rows of the period that most areas share; of several, the latest.

    Examples
    --------
    >>> from .samples import sample
    >>> widest(sample(value=[1.0, 2.0, 3.0], area=["a", "b", "a"], period=["2022", "2022", "2023"]))["value"].tolist()
    [1.0, 2.0]
    """
    indicator, period, area = coded(("indicator", "period", "area"), frame)[0]
    section = pd.factorize(packed([indicator, period])[0])[0]
    first = ~repeated(packed([section, area])[0])
    areas = np.bincount(section[first], minlength=len(frame))[section]  # how many areas each row's period is known of
    by_width = np.lexsort([period_order(frame), areas])
    best = by_width[~repeated(indicator[by_width])]
    return frame[np.isin(section, section[best])]

"""Which rows of a figure frame, and in what order: the county's own, the latest, as the indicators are declared."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from .. import periods
from ..frames import records

__all__ = ["latest", "like_latest", "ordered", "own", "period_order", "records", "widest"]


def own(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return the rows of the area `code` and of the areas below it, whose codes begin with its own.

    Examples
    --------
    >>> own(pd.DataFrame({"area": ["360823", "360823101", "360824"]}), "360823")["area"].tolist()
    ['360823', '360823101']
    """
    return frame[frame["area"].str.startswith(code)]


def period_order(frame: pd.DataFrame) -> pd.Series:
    """Return the place of each row's period in time: by its end, then its start; undated ones first.

    Examples
    --------
    >>> period_order(pd.DataFrame({"period": ["2024", "2023Q1", ""]})).tolist()
    [2, 1, 0]
    """
    ordered = sorted(set(frame["period"]), key=lambda code: periods.parse(code).sort_key())
    return frame["period"].map({code: place for place, code in enumerate(ordered)}).astype(int)


def latest(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the row of the latest period of each indicator, area and subject, in the order of `frame`.

    Examples
    --------
    >>> from .samples import sample
    >>> latest(sample(value=[1.0, 2.0], period=["2024", "2023"]))["value"].tolist()
    [1.0]
    """
    rows = frame.assign(_order=period_order(frame)).sort_values("_order", kind="stable")
    return rows.drop_duplicates(["indicator", "area", "subject"], keep="last").drop(columns="_order").sort_index()


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
    parsed = {code: periods.parse(code) for code in set(frame["period"])}
    months = {code: p.window for code, p in parsed.items() if p.by_months}
    series = ["indicator", "area", "subject", "nature"]
    ranged = frame["period"].isin(months)
    single = frame["period"].map({code: p.form == "month" for code, p in parsed.items()}).astype(bool)
    own = pd.MultiIndex.from_frame(frame[series])
    again = frame.index[single & own.isin(own[ranged])]
    ranges = frame[ranged].assign(_order=period_order(frame[ranged])).sort_values("_order", kind="stable")
    last = ranges.groupby(series)["period"].transform("last")
    alike = [months[own] == months[code] for own, code in zip(ranges["period"], last, strict=True)]
    return frame.drop(index=[*again, *(row for row, same in zip(ranges.index, alike, strict=True) if not same)])


def ordered(frame: pd.DataFrame, slugs: Iterable[str]) -> pd.DataFrame:
    """Return the rows of the indicators `slugs`, in their order, then by area, subject and period.

    Examples
    --------
    >>> from .samples import sample
    >>> ordered(sample(value=[1.0, 2.0, 3.0], indicator=["a", "b", "c"]), ["c", "a"])["value"].tolist()
    [3.0, 1.0]
    """
    place = {slug: i for i, slug in enumerate(slugs)}
    rows = frame[frame["indicator"].isin(list(place))]
    declared = rows["indicator"].map(place).to_numpy()
    area, subject = (pd.factorize(rows[name].to_numpy(dtype=object), sort=True)[0] for name in ("area", "subject"))
    return rows.iloc[np.lexsort([period_order(rows).to_numpy(), subject, area, declared])]


def widest(frame: pd.DataFrame) -> pd.DataFrame:
    """Return, of each indicator, the rows of the period that most areas share; of several, the latest.

    Examples
    --------
    >>> from .samples import sample
    >>> widest(sample(value=[1.0, 2.0, 3.0], area=["a", "b", "a"], period=["2022", "2022", "2023"]))["value"].tolist()
    [1.0, 2.0]
    """
    counted = frame.assign(_order=period_order(frame))
    counted["_areas"] = counted.groupby(["indicator", "period"])["area"].transform("nunique")
    best = counted.sort_values(["_areas", "_order"], kind="stable").drop_duplicates("indicator", keep="last")
    keys = pd.MultiIndex.from_frame(best[["indicator", "period"]])
    return frame[pd.MultiIndex.from_frame(frame[["indicator", "period"]]).isin(keys)]

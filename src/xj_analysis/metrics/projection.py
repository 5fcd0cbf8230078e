"""Where a year is heading: the run rate, and a seasonal model with its interval and its error in a back test.

A projection has the nature ``forecast``; it never enters a 完成率.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..county.model import Indicator
from .columns import intervals, results
from .columns.matching import SERIES, coded, packed, spans
from .columns.rounding import Floats
from .columns.text import words
from .cumulative import NOT_FLOW, cumulate

WHOLE_YEAR_KNOWN = "全年已有数，不推算"
SHORT_HISTORY = "历史不足两年，不推算"
BROKEN_HISTORY = "历史有月份缺失，不推算"
NO_BACKTEST = "历史不够回测"
ZEROS = "回测各月都为零，不算误差"
NOT_CONVERGED = "模型没有收敛，请谨慎使用"

_YEAR = 12
_JOINT = 11  # periods of a year whose January and February are published together
_FEBRUARY = 2
_HELD_OUT = 3
_PATHS = 2000
_SEED = 360823


def run_rate(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return the whole year at the pace of the months so far: their sum ÷ months gone × 12.

    Parameters
    ----------
    frame
        A figure frame of single periods (:func:`xj_analysis.metrics.single`).
    indicators
        Declare which indicators are flows.

    Returns
    -------
    A row a series and year, of nature ``forecast`` and hedged, in the indicator's unit; done is the sum so far, months
    how many. Without value and with a reason: a month is missing, the year is already whole, the indicator is no flow.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> flow = Indicator(slug="i", name="甲", unit="万元", kind="flow")
    >>> rows = sample(value=[20.0, 10.0], period=["2023-01/2023-02", "2023-03"])
    >>> run_rate(rows, [flow])[["period", "value", "nature"]].to_dict("records")
    [{'period': '2023', 'value': 120.0, 'nature': 'forecast'}]
    """
    so_far = cumulate(frame[frame["nature"] == "actual"].reset_index(drop=True), indicators)
    covered = spans(so_far["period"])
    latest = covered.assign(series=packed([*coded(SERIES, so_far)[0], covered["year"].to_numpy()])[0])
    latest = latest.sort_values("last", kind="stable").drop_duplicates("series", keep="last").sort_index()
    rows, months = so_far.loc[latest.index], latest["last"].to_numpy()
    gone = np.maximum(months, 1)
    done = rows[intervals.BOUNDS].reset_index(drop=True)
    computed = intervals.scale(done.div(gone, axis=0), float(_YEAR))
    own = rows["reason"].to_numpy(dtype=object)
    return results.made(
        rows,
        computed,
        words(pd.Series(np.where((own == "") & (months == _YEAR), WHOLE_YEAR_KNOWN, own))),
        exact=np.zeros(len(rows), dtype=bool),
        formula="已有各月之和÷已过月数×全年月数",
        label=results.suffixed(rows["label"], "全年推算"),
        nature="forecast",
        period=latest["year"].astype(str).astype(rows["period"].dtype),
        done=done["value"].to_numpy(),
        months=months,
    )


class _Fit(NamedTuple):
    """What a model says of the months to come: their sum, its interval, its error, and words on doubts."""

    value: float
    low: float
    high: float
    mape: float
    note: str
    doubt: str


def seasonal(frame: pd.DataFrame, indicators: Sequence[Indicator], *, level: float = 0.8) -> pd.DataFrame:
    """Return the whole year by exponential smoothing (ETS: level, damped trend, season), the months known kept.

    The model is statsmodels' ``ETSModel``; the interval comes from paths simulated with a fixed seed, so that the same
    data give the same numbers. One model is fitted a series (there is no other loop).

    Parameters
    ----------
    frame
        A figure frame of single months; January and February may be together throughout.
    indicators
        Declare which indicators are flows.
    level
        How often the interval is to hold.

    Returns
    -------
    A row a series, for its latest year, of nature ``forecast`` and hedged; low and high are the prediction interval
    (at `level`) of the year's total; done and months as :func:`run_rate`; mape is the mean absolute error in % when the
    last three months are forecast from those before, and mape_reason why there is none. doubt says if the fit did not
    converge. Without value and with a reason: less than two years of months, a month missing.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> flow = Indicator(slug="i", name="甲", unit="万元", kind="flow")
    >>> months = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
    >>> seasonal(sample(value=[10.0] * 23, period=months[:23]), [flow])["reason"].tolist()
    ['历史不足两年，不推算']
    """
    rows = frame[(frame["nature"] == "actual").to_numpy()].reset_index(drop=True)
    covered = spans(rows["period"])
    (series,) = packed(coded(SERIES, rows)[0]) if len(rows) else (np.zeros(0, dtype=np.int64),)
    flow = [indicator.slug for indicator in indicators if indicator.kind == "flow"]
    table = covered.assign(series=series, row=np.arange(len(rows)), value=rows["value"])
    ordered = table.sort_values(["series", "year", "last", "first"], kind="stable")
    found = [(part, *_forecast(part, level)) for _, part in ordered.groupby("series", sort=False)]
    if not found:
        return run_rate(rows, indicators)
    latest = rows.iloc[[int(part["row"].iloc[-1]) for part, _, _ in found]].reset_index(drop=True)
    fits = pd.DataFrame([fit for _, fit, _ in found], columns=list(_Fit._fields))
    months = np.array([int(part["last"].iloc[-1]) for part, _, _ in found])
    done = np.array([_this_year(part)["value"].sum() for part, _, _ in found])
    years = [str(int(part["year"].iloc[-1])) for part, _, _ in found]
    whole = fits[intervals.BOUNDS].add(done, axis=0)
    reason = np.array([why for _, _, why in found], dtype=object)
    reason = np.where(latest["indicator"].isin(flow), reason, NOT_FLOW).astype(object)
    used, named = ([_joined(rows[name], part) for part, _, _ in found] for name in ("origins", "sources"))
    return results.made(
        latest,
        whole,
        words(pd.Series(reason)),
        exact=np.zeros(len(latest), dtype=bool),
        formula="已有各月之和＋其余各月预测之和（指数平滑，含季节）",
        label=results.suffixed(latest["label"], "全年预测"),
        nature="forecast",
        period=pd.Series(years, dtype=rows["period"].dtype),
        done=done,
        months=months,
        mape=np.where(reason == "", fits["mape"], np.nan),
        mape_reason=np.where(reason == "", fits["note"], reason),
        doubt=np.where(reason == "", fits["doubt"], ""),
        origins=pd.Series(used, dtype=object),
        sources=pd.Series(named, dtype=object),
    )


def _joined(lists: pd.Series, part: pd.DataFrame) -> tuple[str, ...]:
    """The identifiers behind a whole series, each once."""
    return tuple(dict.fromkeys(chain.from_iterable(lists.iloc[part["row"].to_numpy()])))


def _this_year(part: pd.DataFrame) -> pd.DataFrame:
    latest: pd.DataFrame = part[part["year"] == part["year"].iloc[-1]]
    return latest


def _forecast(part: pd.DataFrame, level: float) -> tuple[_Fit, str]:
    """Return what one series says of the rest of its year, or why nothing."""
    nothing = _Fit(np.nan, np.nan, np.nan, np.nan, "", "")
    part, season = _even(part)
    values, length = part["value"].to_numpy(dtype=float), len(part)
    month = part["year"] * _YEAR + part["last"]
    steps = np.diff(month) == (part["last"] - part["first"] + 1).to_numpy()[1:]
    if not (steps.all() and (part["first"] > 0).all() and np.isfinite(values).all()):
        return nothing, BROKEN_HISTORY
    if length < 2 * season:
        return nothing, SHORT_HISTORY
    ahead = _YEAR - int(part["last"].iloc[-1])
    if not ahead:
        return nothing, WHOLE_YEAR_KNOWN
    fitted, doubt = _fitted(values, season)
    paths = _paths(fitted, ahead)
    tail = (1 - level) / 2
    low, high = np.quantile(paths, [tail, 1 - tail])
    value = float(np.asarray(fitted.forecast(ahead)).sum())
    mape, note = _back_test(values, season)
    return _Fit(value, min(float(low), value), max(float(high), value), mape, note, doubt), ""


def _even(part: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return a series whose years are cut alike: January and February together if they are so in any year."""
    opening = (part["first"] == 1) & (part["last"] <= _FEBRUARY)
    if not (part["first"] < part["last"]).any():
        return part, _YEAR
    joint = part[opening].groupby("year", as_index=False).agg(
        {"series": "first", "row": "last", "value": "sum", "first": "min", "last": "max"}
    )  # fmt: skip
    return pd.concat([joint, part[~opening]]).sort_values(["year", "last"], kind="stable"), _JOINT


def _fitted(values: Floats, season: int) -> tuple[Any, str]:
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # whether it converged is read from the result
        model = ETSModel(values, error="add", trend="add", damped_trend=True, seasonal="add", seasonal_periods=season)
        fitted = model.fit(disp=False, maxiter=2000)
    return fitted, "" if fitted.mle_retvals["converged"] else NOT_CONVERGED


def _paths(fitted: Any, ahead: int) -> Floats:
    """Sums of the months to come along simulated paths; the spread allows for how many parameters were fitted."""
    errors = np.asarray(fitted.resid, dtype=float)
    free = max(len(errors) - len(fitted.params), 1)
    spread = float(np.sqrt((errors**2).sum() / free))
    drawn = np.random.default_rng(_SEED).normal(scale=spread, size=(ahead, _PATHS))
    paths = fitted.simulate(ahead, anchor="end", repetitions=_PATHS, random_errors=drawn)
    total: Floats = np.asarray(paths, dtype=float).reshape(ahead, _PATHS).sum(axis=0)
    return total


def _back_test(values: Floats, season: int) -> tuple[float, str]:
    """Return the MAPE in % of the last months forecast from those before, or why there is none."""
    if len(values) - _HELD_OUT < 2 * season:
        return np.nan, NO_BACKTEST
    true = values[-_HELD_OUT:]
    said = np.asarray(_fitted(values[:-_HELD_OUT], season)[0].forecast(_HELD_OUT))
    counted = true != 0
    if not counted.any():
        return np.nan, ZEROS
    return float(np.mean(np.abs((said - true)[counted] / true[counted])) * 100), ""

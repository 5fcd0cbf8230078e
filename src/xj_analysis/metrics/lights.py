"""Lights by rules of the county: word and shape always, colour only if the bounds decide (docs/conventions.md §4)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..county.light_rules import LightRule
from ..county.model import Indicator
from ..quantity.hedges import Rounding
from ..quantity.intervals import BOUNDS
from .columns import results
from .columns.coded_text import Flags, Ints
from .columns.matching import SERIES, encode_columns, pack_keys, period_spans
from .columns.rounding import Floats, printed_column

UNDECIDED, UNDECIDED_SHAPE = "待核", "○"
BETWEEN = "约数跨过界限，不能定灯"
IMPRECISE = "精度不足，不能定灯"
WRONG_UNIT = "不是与进度或目标之差，不能定灯"

_UNIT = {"pace": "个百分点", "completion": "%"}
_WHOLE = 100.0
_NOISE = 10  # decimals of a difference beyond which there is only binary noise


def set_lights(
    frame: pd.DataFrame, rule: LightRule, indicators: Sequence[Indicator] = (), *, rounding: Rounding = "half_even"
) -> pd.DataFrame:
    """Return `frame` with the light (灯) of each row.

    Parameters
    ----------
    frame
        A figure frame of differences to the pace (:func:`xj_analysis.metrics.against_pace`) where the rule is on
        ``pace``, of 完成率 (:func:`xj_analysis.metrics.completion`) where it is on ``completion``. For escalation, all
        months of the year, a row a month.
    rule
        Levels, thresholds and escalation.
    indicators
        Declare which are better low: for these a positive difference is bad.

    Returns
    -------
    `frame` with light (word), light_shape, light_colour, light_level (0 the best, nullable) and light_reason. A number
    without a hedge is judged by its printed value; a hedged one gets a level only if both bounds give the same, else
    待核 without colour, with light_reason. behind : int, the number of consecutive months up to this one in which it is
    certainly behind (below zero); escalation counts these. escalated : bool, whether they gave the light, and not the
    difference alone.

    Examples
    --------
    >>> from ..county.light_rules import LightLevel
    >>> from .columns.samples import sample
    >>> green = LightLevel(word="绿灯", shape="●", colour="#2e7d32", at_least=0)
    >>> red = LightLevel(word="红灯", shape="■", colour="#c62828")
    >>> rule = LightRule(slug="p", scheme="红绿", levels=(green, red))
    >>> rows = sample(value=[7.3, -0.1, 1.0], unit="个百分点", low=[7.3, -0.1, -2.0], high=[7.3, -0.1, 3.0],
    ...     hedge=["exact", "exact", "about"], period=["2023-01/2023-08", "2023-01/2023-09", "2023-01/2023-10"])
    >>> set_lights(rows, rule)[["light", "light_shape"]].to_dict("list")
    {'light': ['绿灯', '红灯', '待核'], 'light_shape': ['●', '■', '○']}
    """
    low, high = _judged(frame, rule, indicators, rounding)
    limits = np.array([level.at_least for level in rule.levels[:-1]], dtype=float)
    best, worst = _levels(high, limits), _levels(low, limits)
    behind = _months_behind(frame, high < 0)
    lowest, plain = len(rule.levels) - 1, (best, worst)
    for months, floor in ((rule.second_after, 1), (rule.worst_after, lowest)):
        if months is not None:
            best, worst = (np.where(behind >= months, np.maximum(level, floor), level) for level in (best, worst))
    imprecise, wrong_unit = np.isnan(low) | np.isnan(high), ~results.equals(frame["unit"], _UNIT[rule.on])
    conditions = [(wrong_unit, WRONG_UNIT), (imprecise, IMPRECISE), (best != worst, BETWEEN)]
    reason = results.reasons(frame, conditions)
    level = np.where(reason.equals(""), worst, lowest + 1)
    lights = [(each.word, each.shape, each.colour) for each in rule.levels] + [(UNDECIDED, UNDECIDED_SHAPE, "")]
    table = np.array(lights, dtype=object)[level]
    return frame.assign(
        light=table[:, 0],
        light_shape=table[:, 1],
        light_colour=table[:, 2],
        light_level=pd.Series(level, index=frame.index, dtype="Int64").mask(~reason.equals("")),
        light_reason=reason.to_array(),
        behind=behind,
        escalated=(best == worst) & ((plain[0] != best) | (plain[1] != worst)) & reason.equals(""),
    )


def _judged(
    frame: pd.DataFrame, rule: LightRule, indicators: Sequence[Indicator], rounding: Rounding
) -> tuple[Floats, Floats]:
    """The low and high difference of each row: the printed value where it has no hedge, its bounds where it has."""
    exact = results.exact(frame)
    printed = np.full(len(frame), np.nan)
    for decimals in frame["decimals"].unique():
        at = np.flatnonzero((frame["decimals"] == decimals).to_numpy())
        printed[at] = printed_column(frame[BOUNDS].iloc[at], ~exact[at], int(decimals), rounding)
    whole = _WHOLE if rule.on == "completion" else 0.0
    lower = frame["indicator"].isin([i.slug for i in indicators if i.better == "lower"]).to_numpy()
    low, high = (
        np.where(exact, printed, frame[side].round(_NOISE).to_numpy(dtype=float)) - whole for side in ("low", "high")
    )
    return np.where(lower, -high, low), np.where(lower, -low, high)


def _levels(difference: Floats, limits: Floats) -> Ints:
    """The first level with its limit reached, else the worst."""
    reached = np.searchsorted(limits[::-1], np.nan_to_num(difference, nan=-np.inf, posinf=np.inf), side="right")
    return np.asarray(len(limits) - reached, dtype=np.int64)


def _months_behind(frame: pd.DataFrame, behind: Flags) -> Ints:
    """The number of consecutive months of a year, up to each row, in which a series is certainly behind."""
    covered = period_spans(frame["period"])
    last, year = covered["last"].to_numpy(), covered["year"].to_numpy()
    (series,) = pack_keys([*encode_columns(SERIES, frame)[0], year])
    order = np.lexsort((last, series))
    late = behind[order] & (last[order] > 0)
    position = np.arange(len(order))
    same = np.r_[False, (np.diff(series[order]) == 0) & (np.diff(last[order]) == 1)][: len(order)]
    goes_on = late & same & np.r_[False, late[:-1]][: len(order)]
    start = np.maximum.accumulate(np.where(goes_on, 0, position)) if len(order) else position
    result = np.zeros(len(order), dtype=np.int64)
    result[order] = np.where(late, position - start + 1, 0)
    return result

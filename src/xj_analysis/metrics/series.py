"""Metrics of columns of figures (``figure[unit]``): shares, growth, 完成率 and ranks, one line in a notebook.

Each takes and returns a pandas Series with the same index. What cannot be computed is missing with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, overload

import numpy as np
import pandas as pd

from ..base.calls import told
from ..base.errors import UsageError, choices
from ..county.model import Indicator
from ..quantity.figure_array import FigureArray
from ..quantity.figure_dtype import FigureDtype
from ..quantity.figures import Figure
from ..quantity.formulas import LEAF
from ..quantity.grouped_figures import reduced
from ..quantity.intervals import Intervals, outward
from ..quantity.lineage import Column, objects, repeated, union
from . import derived, ranking
from . import targets as against_targets
from .growth_rates import year_on_year
from .series_parts import figures_of, frame_of, in_percent, indicator_of, like, named_with, rounding_of

INCOMPLETE = "有缺数，不算占比"
NEGATIVE = "有负数，不算占比"
NO_WHOLE = "合计为零，不算占比"
_ENDS = ("higher", "lower")


@overload
def share(part: pd.DataFrame, whole: pd.DataFrame, indicator: Indicator) -> pd.DataFrame: ...
@overload
def share(part: pd.Series, whole: pd.Series | Figure | None = None) -> pd.Series: ...
@overload
def share(part: Figure, whole: Figure) -> Figure: ...
@told("metrics.share")
def share(part: Any, whole: Any = None, indicator: Any = None) -> Any:
    """Return the share of each element in the total of the column, in %; or in `whole`, element by element.

    A share of the own total knows that the part is in it: its interval is that of x ÷ (x + the rest), so it stays
    between 0 and 100. A part is taken as not below nought, whatever its digits allow. A frame is
    that of :func:`xj_analysis.metrics.derived.share`.

    Parameters
    ----------
    part
        Figures of one unit, or a single one.
    whole
        Figures that contain them, with the same index; a single one that contains each; None for the sum of `part`.
    indicator
        For frames alone: the declaration of the share.

    Returns
    -------
    figure[%], with the index of `part`; of a single figure a single one. A total of which a part is missing, or
    negative, has no shares.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> rows = sample(value=[30.0, 10.0], unit="家", reported=["30", "10"], decimals=0)
    >>> share(pd.Series(FigureArray.from_frame(rows), index=["甲镇", "乙镇"]))
    甲镇    75.0%
    乙镇    25.0%
    dtype: figure[%]
    """
    if isinstance(part, pd.DataFrame) and indicator is not None:
        return derived.share(part, whole, indicator)
    if isinstance(part, Figure):
        return share(pd.Series(FigureArray.of_figure(part)), whole).iloc[0]
    array = figures_of("share", part)
    if isinstance(whole, Figure):
        whole = pd.Series(FigureArray.of_figure(whole).take(np.zeros(len(part), np.intp)), index=part.index)
    if whole is not None:
        figures_of("share", whole)
        return like(part, in_percent(array / figures_of("share", whole.reindex(part.index)), array))
    total = reduced(array, "sum", skipna=False)
    quotient = array / total.take(np.zeros(len(array), dtype=np.intp)) if len(array) else array / array
    value, low, high = array.intervals()
    low = np.maximum(low, 0.0)  # of a part that is not negative: 0万元 is not half a 万元 below nothing
    conditions = [(array.isna().any(), INCOMPLETE), ((value < 0).any(), NEGATIVE), (value.sum() == 0, NO_WHOLE)]
    if reason := next((reason for holds, reason in conditions if holds), ""):
        return like(part, FigureArray.missing(len(array), FigureDtype("%"), reason))
    shares = Intervals(100.0 * value / value.sum(), *(100.0 * bound for bound in _shares_of_own_total(low, high)))
    result = in_percent(quotient, array)
    return like(part, FigureArray(result.columns | outward(*shares)._asdict(), result.dtype))


def _shares_of_own_total(low: Any, high: Any) -> tuple[Any, Any]:
    """Bounds of x ÷ (x + the rest) for parts that are not negative: x and the rest move against each other."""
    others = ~np.eye(len(low), dtype=bool) if len(low) <= _FEW else None
    if others is not None:
        rest_low, rest_high = (np.where(others, bound, 0.0).sum(axis=1) for bound in (low, high))
    else:
        infinite = np.isinf(high)
        finite = np.where(infinite, 0.0, high)
        rest_low = np.maximum(low.sum() - low, 0.0) * (1 - 1e-12)
        rest_high = np.where(infinite.sum() - infinite > 0, np.inf, (finite.sum() - finite) * (1 + 1e-12))
    with np.errstate(invalid="ignore", divide="ignore"):
        least = np.where(low > 0, low / (low + rest_high), 0.0)
        most = np.where(np.isinf(high), 1.0, high / (high + rest_low))
    return least, np.where(np.isnan(most), 1.0, most)


_FEW = 1000
"""Up to so many parts each rest is summed by itself; of more it is the total less the part, and a little wider."""


@told("metrics.growth")
def growth(series: pd.Series) -> pd.Series:
    """Return 同比 in %: each figure against that of the same months a year before, in the same column.

    Parameters
    ----------
    series
        Figures by period, as ``b["visits"]`` gives them.

    Returns
    -------
    figure[%] with the same index; of percentages figure[个百分点]. Missing with the reason, as
    :func:`xj_analysis.metrics.year_on_year` has it: no value a year before, a base that is not positive, an indicator
    whose growth is quoted at comparable prices, a series that broke.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> from ..quantity.period_labels import period_index
    >>> codes = ["2022-01/2022-06", "2023-01/2023-06"]
    >>> rows = sample(value=[71289.0, 72777.0], period=codes, reported=["71289", "72777"])
    >>> growth(pd.Series(FigureArray.from_frame(rows), index=period_index(codes)))
    期间
    2022年1—6月    （缺上年同期数）
    2023年1—6月        2.1%
    dtype: figure[%]
    """
    frame = frame_of("growth", series)
    declared = [indicator_of(series)]
    result = year_on_year(frame, declared)
    unit = "个百分点" if figures_of("growth", series).dtype.unit in ("%", "‰") else "%"
    return like(series, FigureArray.from_frame(result.assign(unit=unit), unit, rounding_of(series)))


@overload
def completion(
    actual: pd.DataFrame, target: Sequence[Indicator], *, targets: pd.DataFrame | None = None
) -> pd.DataFrame: ...
@overload
def completion(actual: pd.Series, target: pd.Series) -> pd.Series: ...
@told("metrics.completion")
def completion(actual: Any, target: Any, *, targets: Any = None) -> Any:
    """Return 完成率: each cumulative result in % of the target of its year.

    A frame is that of :func:`xj_analysis.metrics.targets.completion`.

    Parameters
    ----------
    actual
        Results, by period or by town: ``b["visits"]``.
    target
        Targets of whole years: by period, or by the towns of `actual`: ``b["visits", "target"]``.
    targets
        For frames alone: the targets, if they are in another frame.

    Returns
    -------
    figure[%] with the index of `actual`. Missing with the reason: no target, a period that does not begin in January.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> done = sample(value=[629.0], period="2023-01/2023-10", unit="亿元", reported="629")
    >>> goal = sample(value=[647.4], period="2023", unit="亿元", reported="647.4", nature="target")
    >>> done, goal = (pd.Series(FigureArray.from_frame(rows), index=["甲镇"]) for rows in (done, goal))
    >>> completion(done, goal)
    甲镇    97.2%
    dtype: figure[%]
    """
    if isinstance(actual, pd.DataFrame) and not isinstance(target, pd.Series | pd.DataFrame):
        return against_targets.completion(actual, target, targets=targets)
    array = figures_of("completion", actual)
    figures_of("completion", target)
    done = frame_of("completion", actual).assign(nature="actual")
    goal = frame_of("completion", target.astype(f"figure[{array.dtype.unit}]")).assign(nature="target")
    result = against_targets.completion(done, [indicator_of(actual)], targets=goal[goal["value"].notna()])
    return like(actual, FigureArray.from_frame(result, "%", rounding_of(actual)))


@told("metrics.rank")
def rank(series: pd.Series, *, better: Literal["higher", "lower", ""] = "") -> pd.Series:
    """Return the rank of each element among all of the column, 1 the best; ties share the better rank.

    Parameters
    ----------
    series
        Figures of one period, as ``b["visits", "town"]`` gives them.
    better
        The end that ranks first; empty for that of the indicator, or ``higher``.

    Returns
    -------
    figure[位] with the same index; each has all compared figures as origins. Missing with the reason: a number is
    missing, or the intervals of unequal numbers overlap.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> rows = sample(value=[30.0, 10.0, 20.0], unit="家", reported=["30", "10", "20"], decimals=0)
    >>> rank(pd.Series(FigureArray.from_frame(rows), index=["甲镇", "乙镇", "丙镇"]))
    甲镇    1位
    乙镇    3位
    丙镇    2位
    dtype: figure[位]
    """
    array, count = figures_of("rank", series), len(series)
    peers = [str(place) for place in range(count)]
    frame = array.to_frame().assign(indicator="i", area=peers, subject="", period="", nature="actual")
    if better not in ("", *_ENDS):
        raise UsageError("metrics.rank", "没有这种排法", str(better), choices(str(better), _ENDS))
    end = better or ("lower" if indicator_of(series).better == "lower" else "higher")
    ranked = ranking.ranks(frame, peers, better=end)
    ranked = ranked.set_index("area").reindex(peers)  # a missing number has no row
    reason = np.where(array.column("reason") != "", array.column("reason"), ranking.INCOMPLETE)
    given = ranked["reason"].notna().to_numpy()
    reason[given] = ranked["reason"].to_numpy(dtype=object)[given]
    place = ranked["rank"].to_numpy(dtype=float, na_value=np.nan)
    words = f"{count}个由{'高到低' if end == 'higher' else '低到高'}的位次"
    decided = ~np.isnan(place)
    changed: dict[str, Column] = {
        "value": place, "low": place, "high": place, "reason": np.where(decided, "", reason).astype(object),
        "decimals": np.zeros(count, np.int8), "hedge": np.zeros(count, np.int8),
        "binding": np.full(count, LEAF, np.int8),
        "label": named_with(array, "位次"), "reported": repeated("", count),
        "formula": np.where(decided, words, "").astype(object),
        "origins": objects([union(array.column("origins").tolist())] * count),
        "sources": objects([union(array.column("sources").tolist())] * count),
    }  # fmt: skip
    return like(series, FigureArray(array.columns | changed, FigureDtype("位")))

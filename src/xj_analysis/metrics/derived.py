"""Sum, ratio, share and difference: the only ways an indicator is derived from others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import units
from ..county import Indicator
from ..store import NATURES
from . import intervals, results

KEY = ["area", "subject", "period"]
_NEEDED = [*KEY, *intervals.BOUNDS, "unit", "hedge", "nature", "origins", "sources", "text"]
_PRECEDENCE = {nature: place for place, nature in enumerate(NATURES)}
_SIGN = {"sum": "＋", "ratio": "÷", "share": "÷", "difference": "−"}


def total(parts: Sequence[pd.DataFrame], indicator: Indicator) -> pd.DataFrame:
    """Return the sum of `parts`, for the keys where every part is known.

    Examples
    --------
    >>> from .samples import sample
    >>> one, two = sample(value=[6.0], text="6个", unit="个"), sample(value=[8.0], text="8个", unit="个")
    >>> row = total([one, two], Indicator(slug="t", name="合计", unit="个", kind="stock")).iloc[0]
    >>> float(row["value"]), row["formula"]
    (14.0, '6个＋8个')
    """
    return reduce(lambda left, right: _combine(left, right, indicator, "sum"), parts[1:], parts[0]).pipe(
        _named, indicator
    )


def difference(left: pd.DataFrame, right: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return ``left - right``, for the keys both have.

    Examples
    --------
    >>> from .samples import sample
    >>> one, two = sample(value=[6.0], text="6个", unit="个"), sample(value=[8.0], text="8个", unit="个")
    >>> difference(one, two, Indicator(slug="t", name="差", unit="个", kind="stock"))["value"].tolist()
    [-2.0]
    """
    return _named(_combine(left, right, indicator, "difference"), indicator)


def ratio(numerator: pd.DataFrame, denominator: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return `numerator` for one of `denominator`'s base units, in the indicator's unit (元 a 人次).

    Returns
    -------
    A figure frame for the keys both have, with numerator and denominator beside the value. A denominator that is
    not positive leaves no value, and a reason.

    Examples
    --------
    >>> from .samples import sample
    >>> income, visits = sample(value=[4800.0], unit="万元", text="a"), sample(value=[75.0], unit="万人次", text="b")
    >>> ratio(income, visits, Indicator(slug="t", name="人均消费", unit="元", kind="rate"))["value"].tolist()
    [64.0]
    """
    return _named(_combine(numerator, denominator, indicator, "ratio"), indicator)


def share(part: pd.DataFrame, whole: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return `part` in % of `whole`, for the keys both have; both must measure the same thing.

    Examples
    --------
    >>> from .samples import sample
    >>> one, two = sample(value=[6.0], text="6个", unit="个"), sample(value=[8.0], text="8个", unit="个")
    >>> share(one, two, Indicator(slug="t", name="占比", unit="%", kind="rate"))["value"].tolist()
    [75.0]
    """
    return _named(_combine(part, whole, indicator, "share"), indicator)


_PAIRED: dict[str, Callable[..., pd.DataFrame]] = {"ratio": ratio, "share": share, "difference": difference}


def derive(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return `frame` with the rows of every derived indicator its observations allow.

    Parameters
    ----------
    frame
        A figure frame with ``indicator``.
    indicators
        Declared indicators; the derived ones are computed in their order, so that one may build on another.

    Examples
    --------
    >>> from .samples import sample
    >>> rows = sample(indicator=["a", "b"], value=[6.0, 8.0], unit="个", text=["6个", "8个"])
    >>> whole = Indicator(slug="t", name="合计", unit="个", kind="stock", op="sum", of=("a", "b"))
    >>> derive(rows, [whole])[["indicator", "value"]].to_dict("list")
    {'indicator': ['a', 'b', 't'], 'value': [6.0, 8.0, 14.0]}
    """
    made: dict[str, pd.DataFrame] = {}
    for indicator in indicators:
        if indicator.op is None:
            continue
        inputs = [frame.loc[frame["indicator"] == slug, _NEEDED] for slug in indicator.of]
        inputs = [
            pd.concat([part, made[slug][_NEEDED]], ignore_index=True) if slug in made else part
            for slug, part in zip(indicator.of, inputs, strict=True)
        ]
        if any(part.empty for part in inputs):
            continue
        rows = total(inputs, indicator) if indicator.op == "sum" else _PAIRED[indicator.op](*inputs, indicator)
        if len(rows):
            made[indicator.slug] = rows
    return pd.concat([frame, *made.values()], ignore_index=True) if made else frame


def _combine(left: pd.DataFrame, right: pd.DataFrame, indicator: Indicator, op: str) -> pd.DataFrame:
    left, right = _paired(_results(left), _results(right))
    if left.empty:
        return left
    unit, unit_2 = left["unit"].iloc[0], right["unit"].iloc[0]
    if op == "ratio":
        result = intervals.divide(left, right, float(units.ratio(unit, indicator.unit) / units.unit(unit_2).factor))
    elif op == "share":
        result = intervals.divide(left, right, 100 * float(units.ratio(unit, unit_2)))
    else:
        scaled = right[intervals.BOUNDS] * float(units.ratio(unit_2, unit))
        result = (intervals.add if op == "sum" else intervals.subtract)(left, scaled)
    exact = results.exact(left) & results.exact(right)
    nature, text = ([side[name].to_numpy(dtype=object) for side in (left, right)] for name in ("nature", "text"))
    return pd.DataFrame({
        **{name: left[name] for name in KEY},
        **result,
        "numerator": left["value"],
        "denominator": right["value"],
        "unit": _result_unit(op, unit, indicator.unit),
        "hedge": np.where(exact, "exact", "about"),
        "nature": np.where(nature[0] != "actual", *nature),
        "origins": _union(left["origins"], right["origins"]),
        "sources": _union(left["sources"], right["sources"]),
        "text": text[0] + _SIGN[op] + text[1],
        "reason": np.where(np.isnan(result["value"].to_numpy()), "基数为零或为负，不计算", ""),
    })  # fmt: skip


def _results(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a key: the result where there is one, before a plan, forecast or target for the same period."""
    keys = pd.Series(_keys(frame))
    if not keys.duplicated().any():
        return frame
    order = frame["nature"].map(_PRECEDENCE).to_numpy().argsort(kind="stable")
    return frame.iloc[np.sort(order[~keys.iloc[order].duplicated().to_numpy()])]


def _paired(left: pd.DataFrame, right: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the keys both have, in the order of `left`, numbered alike: a merge, at a fifth of its price."""
    here, there = _keys(left), _keys(right)
    if np.array_equal(here, there):
        return left.reset_index(drop=True), right.reset_index(drop=True)
    place = pd.Index(there).get_indexer(pd.Index(here))
    both = place >= 0
    return left[both].reset_index(drop=True), right.iloc[place[both]].reset_index(drop=True)


def _keys(frame: pd.DataFrame) -> npt.NDArray[np.object_]:
    area, subject, period = (frame[name].to_numpy(dtype=object) for name in KEY)
    joined: npt.NDArray[np.object_] = area + "\n" + subject + "\n" + period
    return joined


def _union(left: pd.Series, right: pd.Series) -> pd.Series:
    merged = [tuple(dict.fromkeys(a + b)) for a, b in zip(left, right, strict=True)]
    return pd.Series(merged, index=left.index, dtype=object)


def _result_unit(op: str, unit: str, declared: str) -> str:
    """A sum keeps its parts' unit; a difference of percentages is in points, never in %."""
    if op == "difference" and unit == "%":
        return "个百分点"
    return unit if op in ("sum", "difference") else declared


def _named(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    if frame.empty:
        return frame
    points = frame["unit"].iloc[0] == "个百分点"  # an indicator in % whose two values are subtracted
    target = "个百分点" if points else indicator.unit
    factor = float(units.ratio(frame["unit"].iloc[0], target))
    return frame.assign(
        **frame[intervals.BOUNDS] * factor,
        indicator=indicator.slug,
        label=indicator.name,
        unit=target,
        decimals=indicator.decimals,
        formula=frame["text"],
        text="",
        reported="",
    )

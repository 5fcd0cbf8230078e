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
from . import intervals

KEY = ["area", "subject", "period"]
_NEEDED = [*KEY, *intervals.BOUNDS, "unit", "hedge", "nature", "origins", "sources", "text"]
_COMBINED = [*KEY, "hedge", "nature", "origins", "sources", "text"]
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
    needed, places = frame[_NEEDED].copy(), frame.groupby("indicator", sort=False).indices

    def known(slug: str) -> pd.DataFrame:
        observed = needed.iloc[places.get(slug, [])]
        return pd.concat([observed, made[slug][_NEEDED]], ignore_index=True) if slug in made else observed

    for indicator in indicators:
        if indicator.op is None:
            continue
        inputs = [known(slug) for slug in indicator.of]
        if any(part.empty for part in inputs):
            continue
        rows = total(inputs, indicator) if indicator.op == "sum" else _PAIRED[indicator.op](*inputs, indicator)
        if len(rows):
            made[indicator.slug] = rows
    return pd.concat([frame, *made.values()], ignore_index=True) if made else frame


def _combine(left: pd.DataFrame, right: pd.DataFrame, indicator: Indicator, op: str) -> pd.DataFrame:
    left, right = _paired(left, right)
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
    own, other = ({name: side[name].to_numpy(dtype=object) for name in _COMBINED} for side in (left, right))
    texts = {
        **{name: own[name] for name in KEY},
        "unit": np.full(len(left), _result_unit(op, unit, indicator.unit), dtype=object),
        "hedge": np.where((own["hedge"] == "exact") & (other["hedge"] == "exact"), "exact", "about"),
        "nature": np.where(own["nature"] != "actual", own["nature"], other["nature"]),
        "origins": _union(own["origins"], other["origins"]),
        "sources": _union(own["sources"], other["sources"]),
        "text": own["text"] + _SIGN[op] + other["text"],
        "reason": np.where(np.isnan(result["value"].to_numpy()), "基数为零或为负，不计算", ""),
    }
    return pd.DataFrame({
        **result,
        "numerator": left["value"],
        "denominator": right["value"],
        **{name: pd.Series(column, dtype=object) for name, column in texts.items()},
    })  # fmt: skip


def _paired(left: pd.DataFrame, right: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The results of the keys both have, in the order of `left`, numbered alike: a merge, at a fifth of its price."""
    (keys, rows), (keys_2, rows_2) = _results(left), _results(right)
    place = pd.Index(keys_2).get_indexer(pd.Index(keys))
    both = place >= 0
    chosen = left.iloc[rows[both]], right.iloc[rows_2[place[both]]]
    return chosen[0].reset_index(drop=True), chosen[1].reset_index(drop=True)


def _results(frame: pd.DataFrame) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int64]]:
    """The keys, and of each one row: the result where there is one, before a plan, forecast or target of the period."""
    area, subject, period = (frame[name].to_numpy(dtype=object) for name in KEY)
    keys: npt.NDArray[np.object_] = area + "\n" + subject + "\n" + period
    order = np.argsort(np.array([_PRECEDENCE[nature] for nature in frame["nature"].tolist()]), kind="stable")
    rows = np.sort(order[~pd.Index(keys[order]).duplicated()])
    return keys[rows], rows


def _union(left: npt.NDArray[np.object_], right: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    merged = np.empty(len(left), dtype=object)
    merged[:] = [tuple(dict.fromkeys(a + b)) for a, b in zip(left, right, strict=True)]
    return merged


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

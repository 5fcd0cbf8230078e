"""Derived indicators: sum, ratio, share and difference of others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..county.model import Indicator
from ..quantity import intervals, units
from ..store.observations import NATURES

KEY = ["area", "subject", "period"]
_WORDS = [*KEY, "unit", "hedge", "nature", "origins", "sources", "text"]
_NUMBERS = [*intervals.BOUNDS, "numerator", "denominator"]
_PRECEDENCE = {nature: place for place, nature in enumerate(NATURES)}
_SIGN = {"sum": "＋", "ratio": "÷", "share": "÷", "difference": "−"}

Columns = dict[str, npt.NDArray[Any]]
"""A figure frame as arrays by column, for derivations in several steps without a frame for each."""


def total(parts: Sequence[pd.DataFrame], indicator: Indicator) -> pd.DataFrame:
    """Return the sum of `parts`, for the keys that every part has.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> one, two = sample(value=[6.0], text="6个", unit="个"), sample(value=[8.0], text="8个", unit="个")
    >>> row = total([one, two], Indicator(slug="t", name="合计", unit="个", kind="stock")).iloc[0]
    >>> float(row["value"]), row["formula"]
    (14.0, '6个＋8个')
    """
    return _derived("sum", parts, indicator)


def difference(left: pd.DataFrame, right: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return ``left - right``, for the keys both have.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> one, two = sample(value=[6.0], text="6个", unit="个"), sample(value=[8.0], text="8个", unit="个")
    >>> difference(one, two, Indicator(slug="t", name="差", unit="个", kind="stock"))["value"].tolist()
    [-2.0]
    """
    return _derived("difference", [left, right], indicator)


def ratio(numerator: pd.DataFrame, denominator: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return `numerator` for one base unit of `denominator`, in the indicator's unit (元 a 人次).

    Returns
    -------
    A figure frame for the keys both have, with numerator and denominator beside the value. A denominator that is
    not positive leaves no value, and a reason.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> income, visits = sample(value=[4800.0], unit="万元", text="a"), sample(value=[75.0], unit="万人次", text="b")
    >>> ratio(income, visits, Indicator(slug="t", name="人均消费", unit="元", kind="rate"))["value"].tolist()
    [64.0]
    """
    return _derived("ratio", [numerator, denominator], indicator)


def share(part: pd.DataFrame, whole: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return `part` in % of `whole`, for the keys both have; both must measure the same thing.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> one, two = sample(value=[6.0], text="6个", unit="个"), sample(value=[8.0], text="8个", unit="个")
    >>> share(one, two, Indicator(slug="t", name="占比", unit="%", kind="rate"))["value"].tolist()
    [75.0]
    """
    return _derived("share", [part, whole], indicator)


def derive(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return `frame` and, below it, the rows of every derived indicator that its observations allow.

    Parameters
    ----------
    frame
        A figure frame with ``indicator``.
    indicators
        Declared indicators; the derived ones are computed in their order, so that one may build on another.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> rows = sample(indicator=["a", "b"], value=[6.0, 8.0], unit="个", text=["6个", "8个"])
    >>> whole = Indicator(slug="t", name="合计", unit="个", kind="stock", op="sum", of=("a", "b"))
    >>> derive(rows, [whole])[["indicator", "value"]].to_dict("list")
    {'indicator': ['a', 'b', 't'], 'value': [6.0, 8.0, 14.0]}
    """
    rows = derivations(frame, indicators)
    return pd.concat([frame, rows], ignore_index=True) if len(rows) else frame


def derivations(frame: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return the rows of every derived indicator that the observations of `frame` allow, without `frame` itself.

    Parameters
    ----------
    frame, indicators
        As for :func:`derive`.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> rows = sample(indicator=["a", "b"], value=[6.0, 8.0], unit="个", text=["6个", "8个"])
    >>> whole = Indicator(slug="t", name="合计", unit="个", kind="stock", op="sum", of=("a", "b"))
    >>> derivations(rows, [whole])["formula"].tolist()
    ['6个＋8个']
    """
    derived: dict[str, Columns] = {}
    observations, places = to_columns(frame), frame.groupby("indicator", sort=False).indices

    def rows_of(slug: str) -> Columns:
        rows = take_rows(observations, np.asarray(places.get(slug, ()), dtype=np.int64))
        return concatenate([rows, derived[slug]]) if slug in derived else rows

    for indicator in indicators:
        if indicator.op is None:
            continue
        inputs = [rows_of(slug) for slug in indicator.of]
        if all(len(part["value"]) for part in inputs):
            rows = compute(indicator.op, inputs, indicator)
            if len(rows["value"]):
                derived[indicator.slug] = rows
    return to_frame(concatenate(list(derived.values()))) if derived else frame.iloc[:0]


def _derived(op: str, parts: Sequence[pd.DataFrame], indicator: Indicator) -> pd.DataFrame:
    return to_frame(compute(op, [to_columns(part) for part in parts], indicator))


def to_columns(frame: pd.DataFrame) -> Columns:
    """Return the columns of a figure frame that derivations use, as arrays."""
    numbers = {name: frame[name].to_numpy(dtype=float) for name in intervals.BOUNDS}
    return numbers | {name: frame[name].to_numpy(dtype=object) for name in _WORDS}


def take_rows(columns: Columns, rows: npt.NDArray[np.int64]) -> Columns:
    """Return the rows at these places."""
    return {name: column[rows] for name, column in columns.items()}


def concatenate(parts: Sequence[Columns]) -> Columns:
    """Return the rows of all parts, in order."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def to_frame(columns: Columns) -> pd.DataFrame:
    """Return columns as a figure frame of few memory blocks: one of numbers, one of texts.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> whole = Indicator(slug="t", name="合计", unit="个", kind="stock")
    >>> parts = [to_columns(sample(value=[value], unit="个", text="甲")) for value in (6.0, 8.0)]
    >>> to_frame(compute("sum", parts, whole))[["value", "text", "formula"]].to_dict("records")
    [{'value': 14.0, 'text': '', 'formula': '甲＋甲'}]
    """
    texts = [name for name in columns if name not in (*_NUMBERS, "decimals")]
    block = np.empty((len(columns["value"]), len(texts)), dtype=object)
    for place, name in enumerate(texts):
        block[:, place] = columns[name]
    numbers = pd.DataFrame(np.column_stack([columns[name] for name in _NUMBERS]), columns=_NUMBERS)
    words = pd.DataFrame(block, columns=texts, dtype=object)
    return pd.concat([numbers, words], axis=1).assign(decimals=columns["decimals"])


def compute(op: str, inputs: Sequence[Columns], indicator: Indicator) -> Columns:
    """Return the sum, ratio, share or difference of `inputs`, for the keys all have, as rows of an indicator."""
    first, *others = inputs
    rows = len(first["value"])
    alone = {"numerator": first["value"], "denominator": np.full(rows, np.nan), "reason": _repeat("", rows)}
    result = reduce(lambda left, right: _combine(left, right, indicator, op), others, first | alone)
    return _as_indicator(result, indicator)


def _combine(left: Columns, right: Columns, indicator: Indicator, op: str) -> Columns:
    left, right = _paired(left, right)
    unit, unit_2 = (side["unit"][0] if len(side["unit"]) else indicator.unit for side in (left, right))
    one, other = (intervals.Intervals(*(side[name] for name in intervals.BOUNDS)) for side in (left, right))
    if op == "ratio":
        result = one.over(other, float(units.ratio(unit, indicator.unit) / units.unit(unit_2).factor))
    elif op == "share":
        result = one.over(other, 100 * float(units.ratio(unit, unit_2)))
    else:
        scaled = other.times(float(units.ratio(unit_2, unit)))
        result = one.plus(scaled) if op == "sum" else one.minus(scaled)
    return {
        **{name: left[name] for name in KEY},
        **result._asdict(),
        "numerator": left["value"],
        "denominator": right["value"],
        "unit": _repeat(_result_unit(op, unit, indicator.unit), len(left["unit"])),
        "hedge": np.where((left["hedge"] == "exact") & (right["hedge"] == "exact"), "exact", "about"),
        "nature": np.where(left["nature"] != "actual", left["nature"], right["nature"]),
        "origins": _union(left["origins"], right["origins"]),
        "sources": _union(left["sources"], right["sources"]),
        "text": left["text"] + _SIGN[op] + right["text"],
        "reason": np.where(np.isnan(result.value), "基数为零或为负，不计算", ""),
    }


def _repeat(text: str, rows: int) -> npt.NDArray[np.object_]:
    return np.full(rows, text, dtype=object)


def _paired(left: Columns, right: Columns) -> tuple[Columns, Columns]:
    """The rows of the keys both have, in the order of `left`: an inner join, five times as fast as pd.merge."""
    (keys, rows), (keys_2, rows_2) = _results(left), _results(right)
    place = keys_2.get_indexer(keys)
    both = place >= 0
    return take_rows(left, rows[both]), take_rows(right, rows_2[place[both]])


def _results(columns: Columns) -> tuple[pd.Index, npt.NDArray[np.int64]]:
    """The keys, and one row for each: the actual value if there is one, before plan, forecast or target."""
    area, subject, period = (columns[name] for name in KEY)
    keys = pd.Index(area + "\n" + subject + "\n" + period, dtype=object)
    order = np.argsort(np.array([_PRECEDENCE[nature] for nature in columns["nature"].tolist()]), kind="stable")
    rows = np.sort(order[~keys[order].duplicated()])
    return keys[rows], rows


def _union(left: npt.NDArray[np.object_], right: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    merged = np.empty(len(left), dtype=object)
    merged[:] = [tuple(dict.fromkeys(a + b)) for a, b in zip(left, right, strict=True)]
    return merged


def _result_unit(op: str, unit: str, declared: str) -> str:
    """The unit of a result: a sum keeps that of its parts; a difference of percentages is in 个百分点, never %."""
    if op == "difference" and unit == "%":
        return "个百分点"
    return unit if op in ("sum", "difference") else declared


def _as_indicator(columns: Columns, indicator: Indicator) -> Columns:
    rows = len(columns["value"])
    unit = columns["unit"][0] if rows else indicator.unit
    target = "个百分点" if unit == "个百分点" else indicator.unit  # difference of two values in %
    factor = float(units.ratio(unit, target))
    texts = {"indicator": indicator.slug, "label": indicator.name, "unit": target, "text": "", "reported": ""}
    return (
        columns
        | {name: columns[name] * factor for name in intervals.BOUNDS}
        | {name: _repeat(text, rows) for name, text in texts.items()}
        | {"decimals": np.full(rows, indicator.decimals), "formula": columns["text"]}
    )

"""What every computed row needs: a reason where there is no value, a formula, and the origins of both inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .intervals import BOUNDS
from .keys import Flags, Ints, Texts, words

NO_VALUE = "无数据"
TWICE_GIVEN = "同一期有不止一个数，不计算"
UNITS_DIFFER = "单位不同，不计算"


def bounds(frame: pd.DataFrame, places: Ints | None = None) -> pd.DataFrame:
    """Return value, low and high of a figure frame, or of the rows at `places` (no value where it is negative).

    Examples
    --------
    >>> from .samples import sample
    >>> bounds(sample(value=[5.0, 6.0]), np.array([1, -1]))["value"].tolist()
    [6.0, nan]
    """
    if places is None:
        return frame[BOUNDS].reset_index(drop=True)
    if not len(frame):
        return pd.DataFrame(np.nan, index=range(len(places)), columns=BOUNDS)
    return pd.DataFrame({name: np.where(places < 0, np.nan, frame[name].to_numpy()[places]) for name in BOUNDS})


def reasons(frame: pd.DataFrame, conditions: Sequence[tuple[Flags, str]]) -> Texts:
    """Return why each row of `frame` has no result: its own reason, or the first condition that holds, or empty.

    Examples
    --------
    >>> from .samples import sample
    >>> reasons(sample(value=[1.0, 2.0, float("nan")]), [(np.array([True, False, True]), "甲")]).tolist()
    ['甲', '', '无数据']
    """
    words = np.array([*(word for _, word in conditions), ""], dtype=object)
    chosen = np.full(len(frame), len(conditions))
    for place in range(len(conditions) - 1, -1, -1):
        chosen[conditions[place][0]] = place
    result: Texts = words[chosen]
    gaps = np.flatnonzero(np.isnan(frame["value"].to_numpy(dtype=float)))
    if len(gaps):
        own = frame["reason"].to_numpy(dtype=object)[gaps]
        result[gaps] = np.where(own == "", NO_VALUE, own)
    return result


def equals(column: pd.Series, word: str) -> Flags:
    """Return where a text column says `word`.

    Examples
    --------
    >>> equals(pd.Series(["%", "元"]), "%").tolist()
    [True, False]
    """
    return np.asarray(column.to_numpy(dtype=object) == word, dtype=bool)


def exact(frame: pd.DataFrame) -> Flags:
    """Return which rows bear no hedge.

    Examples
    --------
    >>> from .samples import sample
    >>> exact(sample(value=[1, 2], hedge=["exact", "over"])).tolist()
    [True, False]
    """
    return equals(frame["hedge"], "exact")


def joined(left: pd.Series, right: pd.Series, places: Ints) -> Texts:
    """Return the identifiers of each row and of the row it was computed with, those of the left first.

    Examples
    --------
    >>> joined(pd.Series([("x",), ("y",)]), pd.Series([("z",)]), np.array([0, -1])).tolist()
    [('x', 'z'), ('y',)]
    """
    both: Texts = left.to_numpy(dtype=object).copy()
    if len(right):
        np.add(both, right.to_numpy(dtype=object)[np.maximum(places, 0)], out=both, where=places >= 0)
    return both


def cited(left: pd.Series, right: pd.Series, places: Ints) -> Texts:
    """Return the sources of each row and of the row it was computed with; those that both share wholly, once.

    Examples
    --------
    >>> cited(pd.Series([("x",), ("y",)]), pd.Series([("x",)]), np.array([0, 0])).tolist()
    [('x',), ('y', 'x')]
    """
    own, others = left.to_numpy(dtype=object), right.to_numpy(dtype=object)
    with_partner = np.flatnonzero(places >= 0)
    theirs = others[places[with_partner]]
    new = np.asarray(own[with_partner] != theirs, dtype=bool)
    both: Texts = own.copy()
    both[with_partner[new]] += theirs[new]
    return both


def texts(frame: pd.DataFrame, otherwise: str, places: Ints | None = None) -> Texts | str:
    """Return what each row prints, or `otherwise` where that is not made yet (whole stores have no ``text``).

    Returns
    -------
    One text for all where no row has any.

    Examples
    --------
    >>> from .samples import sample
    >>> texts(sample(value=[1, 2], text=["1万元", ""]), "上年同期").tolist()
    ['1万元', '上年同期']
    >>> texts(sample(value=[1, 2]), "上年同期")
    '上年同期'
    """
    if not len(frame) or "text" not in frame or not (own := frame["text"].to_numpy(dtype=object)).any():
        return otherwise
    taken = own if places is None else own[places]
    return np.where(taken == "", otherwise, taken).astype(object)


def suffixed(labels: pd.Series, suffix: str) -> Any:
    """Return labels with a suffix: 「收入」 becomes 「收入较上年同期变化」.

    Examples
    --------
    >>> suffixed(pd.Series(["收入", "支出", "收入"]), "完成率").tolist()
    ['收入完成率', '支出完成率', '收入完成率']
    """
    codes, names = words(labels)
    return pd.array([f"{name}{suffix}" for name in names], dtype="str").take(codes)


def chosen(words: Sequence[str], which: Flags) -> Any:
    """Return a text column saying the second of `words` where `which` holds, and the first elsewhere.

    Examples
    --------
    >>> chosen(["约", ""], np.array([False, True])).tolist()
    ['约', '']
    """
    return pd.array(words, dtype="str").take(which.astype(np.int64))


def made(
    rows: pd.DataFrame, computed: pd.DataFrame, reason: Texts, *, exact: Flags, formula: Texts | str, **columns: object
) -> pd.DataFrame:
    """Return computed rows as a figure frame: no value, bounds or formula where there is a reason.

    Parameters
    ----------
    rows
        The figure frame the computation started from; what is not overwritten is kept, its index too.
    computed
        value, low and high, a row for each of `rows`.
    reason
        Why there is no value; empty where there is one.
    exact
        Whether no input was hedged.
    formula
        How the value came about.
    columns
        Whatever else differs from `rows`: label, unit, origins …

    Examples
    --------
    >>> from .samples import sample
    >>> base = sample(value=[1.0, 2.0])
    >>> why, how = np.array(["", "甲"], dtype=object), np.array(["x", "y"], dtype=object)
    >>> made(base, bounds(base), why, exact=np.array([True, True]), formula=how)[["value", "reason", "formula"]]
       value reason formula
    0    1.0              x
    1    NaN      甲
    """
    value = computed["value"].to_numpy()
    missing = np.asarray(reason != "", dtype=bool)
    silent = np.isnan(value) & ~missing
    if silent.any():  # whatever slipped through: never a gap without words
        reason = np.where(silent, NO_VALUE, reason).astype(object)
        missing = missing | silent
    numbers = {name: np.where(missing, np.nan, computed[name].to_numpy()) for name in BOUNDS}
    hedge = chosen(["about", "exact"], exact)
    if isinstance(formula, str):
        shown = chosen([formula, ""], missing)
    else:
        shown = np.where(missing, "", formula).astype(object)
    own = {"hedge": hedge, "reported": "", "reason": reason, "formula": shown, "text": ""}
    return rows.assign(**{name: _column(each, rows.index) for name, each in (numbers | own | columns).items()})


def _column(values: Any, index: pd.Index) -> Any:
    """What is quickest to put into a frame: texts as such, tuples and floats without a look at each."""
    if isinstance(values, str):
        return chosen([values], np.zeros(len(index), dtype=bool))
    if not isinstance(values, np.ndarray):
        return values
    if values.dtype == object and len(values) and isinstance(values[0], str):
        return pd.array(values, dtype="str")
    return pd.Series(values, index=index, copy=False)

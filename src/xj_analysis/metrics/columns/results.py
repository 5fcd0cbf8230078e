"""Result rows of metrics: value or reason, formula, and the origins and sources of both inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ...quantity.intervals import BOUNDS
from .coded_text import CodedText, Flags, Ints, Texts, choose_text, encode_text

NO_VALUE = "无数据"
TWICE_GIVEN = "同一期有不止一个数，不计算"
UNITS_DIFFER = "单位不同，不计算"

_EMPTY = np.empty((), dtype=object)  # an array of one empty tuple: numpy takes a bare () for no values at all
_EMPTY[()] = ()


def bounds_columns(frame: pd.DataFrame, places: Ints | None = None) -> pd.DataFrame:
    """Return value, low and high of a figure frame, or of its rows at `places` (NaN where a place is negative).

    Examples
    --------
    >>> from .samples import sample
    >>> bounds_columns(sample(value=[5.0, 6.0]), np.array([1, -1]))["value"].tolist()
    [6.0, nan]
    """
    if places is None:
        return frame[BOUNDS].reset_index(drop=True)
    if not len(frame):
        return pd.DataFrame(np.nan, index=range(len(places)), columns=BOUNDS)
    columns = {name: np.where(places < 0, np.nan, frame[name].to_numpy()[places]) for name in BOUNDS}
    return pd.DataFrame(columns, copy=False)


def reasons(frame: pd.DataFrame, conditions: Sequence[tuple[Flags, str]]) -> CodedText:
    """Return the reason each row of `frame` has no result: its own, or the first condition that holds, or empty.

    Examples
    --------
    >>> from .samples import sample
    >>> why = reasons(sample(value=[1.0, 2.0, float("nan")]), [(np.array([True, False, True]), "甲")])
    >>> why.to_array().tolist()
    ['甲', '', '无数据']
    """
    texts = np.array(["", *(reason for _, reason in conditions)], dtype=object)
    codes = np.zeros(len(frame), dtype=np.int64)
    for place in range(len(conditions), 0, -1):
        codes[conditions[place - 1][0]] = place
    gaps = np.flatnonzero(np.isnan(frame["value"].to_numpy(dtype=float)))
    if len(gaps):
        row_reasons = encode_text(frame["reason"].iloc[gaps])
        codes[gaps] = row_reasons.codes + len(texts)
        texts = np.append(texts, np.where(row_reasons.categories == "", NO_VALUE, row_reasons.categories))
    return CodedText(codes, texts)


def equals(column: pd.Series, text: str) -> Flags:
    """Return which rows of a text column have `text`.

    Examples
    --------
    >>> equals(pd.Series(["%", "元"]), "%").tolist()
    [True, False]
    """
    return np.asarray(column.to_numpy(dtype=object) == text, dtype=bool)


def exact(frame: pd.DataFrame) -> Flags:
    """Return which rows have no hedge.

    Examples
    --------
    >>> from .samples import sample
    >>> exact(sample(value=[1, 2], hedge=["exact", "over"])).tolist()
    [True, False]
    """
    return equals(frame["hedge"], "exact")


def joined_origins(left: pd.Series, right: pd.Series, places: Ints) -> Texts:
    """Return the identifiers of each row, then of the row of `right` it is computed with.

    Examples
    --------
    >>> joined_origins(pd.Series([("x",), ("y",)]), pd.Series([("z",)]), np.array([0, -1])).tolist()
    [('x', 'z'), ('y',)]
    """
    identifiers: Texts = left.to_numpy(dtype=object)
    if not len(right):
        return identifiers.copy()
    both: Texts = right.to_numpy(dtype=object)[np.maximum(places, 0)]
    both[places < 0] = _EMPTY
    np.add(identifiers, both, out=both)
    return both


def joined_sources(left: pd.Series, right: pd.Series, places: Ints) -> Texts:
    """Return the sources of each row, then of the row of `right` it is computed with, once where they are equal.

    Examples
    --------
    >>> joined_sources(pd.Series([("x",), ("y",)]), pd.Series([("x",)]), np.array([0, 0])).tolist()
    [('x',), ('y', 'x')]
    """
    both: Texts = left.to_numpy(dtype=object).copy()
    with_partner = np.flatnonzero(places >= 0)
    partners = right.to_numpy(dtype=object)[places[with_partner]]
    differ = np.asarray(both[with_partner] != partners, dtype=bool)
    both[with_partner[differ]] += partners[differ]
    return both


def text_columns(frame: pd.DataFrame, otherwise: str, places: Ints | None = None) -> Texts | str:
    """Return the printed text of each row, `otherwise` where there is none yet (whole stores have no ``text``).

    Returns
    -------
    An array, or `otherwise` alone where no row has a text.

    Examples
    --------
    >>> from .samples import sample
    >>> text_columns(sample(value=[1, 2], text=["1万元", ""]), "上年同期").tolist()
    ['1万元', '上年同期']
    >>> text_columns(sample(value=[1, 2]), "上年同期")
    '上年同期'
    """
    texts = _printed(frame)
    return otherwise if texts is None else _or(texts if places is None else texts[places], otherwise)


def both_texts(frame: pd.DataFrame, now: str, then: str, places: Ints) -> tuple[Texts | str, Texts | str]:
    """Return :func:`text_columns` of each row, and of the row of the same frame it is compared with.

    Examples
    --------
    >>> from .samples import sample
    >>> [side.tolist() for side in both_texts(sample(value=[1, 2], text=["1万元", ""]), "本", "上", np.array([1, 0]))]
    [['1万元', '本'], ['上', '1万元']]
    """
    texts = _printed(frame)
    return (now, then) if texts is None else (_or(texts, now), _or(texts[places], then))


def _printed(frame: pd.DataFrame) -> Texts | None:
    if not len(frame) or "text" not in frame:
        return None
    texts: Texts = frame["text"].to_numpy(dtype=object)
    return texts if (texts != "").any() else None


def _or(texts: Texts, otherwise: str) -> Texts:
    return np.where(texts == "", otherwise, texts).astype(object, copy=False)


def with_suffix(labels: pd.Series, suffix: str) -> CodedText:
    """Return labels with a suffix: 「收入」 becomes 「收入较上年同期变化」.

    Examples
    --------
    >>> with_suffix(pd.Series(["收入", "支出", "收入"]), "完成率").to_array().tolist()
    ['收入完成率', '支出完成率', '收入完成率']
    """
    codes, names = encode_text(labels)
    return CodedText(codes, names + suffix)


def result_rows(
    rows: pd.DataFrame,
    computed: pd.DataFrame,
    reason: CodedText,
    *,
    exact: Flags,
    formula: Texts | str,
    **columns: object,
) -> pd.DataFrame:
    """Return computed rows as a figure frame: no value, bounds or formula where there is a reason.

    Parameters
    ----------
    rows
        The figure frame the computation started from; what is not overwritten is kept, its index too.
    computed
        value, low and high, a row for each of `rows`.
    reason
        The reason of each row without a value; empty for the others.
    exact
        Whether no input is hedged.
    formula
        The formula of each value.
    columns
        Other columns that differ from `rows`: label, unit, origins …

    Examples
    --------
    >>> from .samples import sample
    >>> base = sample(value=[1.0, 2.0])
    >>> why, how = encode_text(pd.Series(["", "甲"])), np.array(["x", "y"], dtype=object)
    >>> result = result_rows(base, bounds_columns(base), why, exact=np.array([True, True]), formula=how)
    >>> result[["value", "reason", "formula"]]
       value reason formula
    0    1.0              x
    1    NaN      甲
    """
    missing = ~reason.equals("")
    unexplained = np.isnan(computed["value"].to_numpy()) & ~missing
    if unexplained.any():  # a missing value never goes without a reason
        reason, missing = reason.replace_rows(unexplained, NO_VALUE), missing | unexplained
    numbers = {name: np.where(missing, np.nan, computed[name].to_numpy()) for name in BOUNDS}
    if isinstance(formula, str):
        formulas: Texts | CodedText = choose_text((formula, ""), missing)
    else:
        formulas = np.where(missing, "", formula).astype(object, copy=False)
    hedge = choose_text(("about", "exact"), exact)
    common = {"hedge": hedge, "reported": "", "reason": reason, "formula": formulas, "text": ""}
    return rows.assign(**_columns(numbers | common | columns, rows.index))


def _columns(columns: dict[str, Any], index: pd.Index) -> dict[str, Any]:
    """Columns in the form quickest to assign; columns of one and the same constant text share memory."""
    constants: dict[str, Any] = {}
    result = {}
    for name, values in columns.items():
        text = _constant_text(values)
        if text is None:
            result[name] = _column(values, index)
        else:
            if text not in constants:
                constants[text] = _column(choose_text((text, ""), np.zeros(len(index), dtype=bool)), index)
            result[name] = constants[text]
    return result


def _constant_text(values: Any) -> str | None:
    """The only text of a column, if that shows without reading every row."""
    if isinstance(values, CodedText) and len(values.codes) and not values.codes.any():
        return str(values.categories[0])
    return values if isinstance(values, str) else None


def _column(values: Any, index: pd.Index) -> Any:
    """A column, without a copy or an inspection of each value where its type is known."""
    if isinstance(values, CodedText):
        values = values.to_array()
    elif isinstance(values, np.ndarray) and values.dtype == object and len(values) and isinstance(values[0], str):
        values = pd.array(values, dtype="str")
    elif not isinstance(values, np.ndarray):
        return values
    return pd.Series(values, index=index, copy=False)

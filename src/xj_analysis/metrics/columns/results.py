"""What every computed row needs: a reason where there is no value, a formula, and the origins of both inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .coded_text import CodedText, Flags, Ints, Texts, either, encode_text
from .intervals import BOUNDS

NO_VALUE = "无数据"
TWICE_GIVEN = "同一期有不止一个数，不计算"
UNITS_DIFFER = "单位不同，不计算"

_NOBODY = np.empty((), dtype=object)  # an array, or numpy would take the empty tuple for no values at all
_NOBODY[()] = ()


def bounds_columns(frame: pd.DataFrame, places: Ints | None = None) -> pd.DataFrame:
    """Return value, low and high of a figure frame, or of the rows at `places` (no value where it is negative).

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
    none = places < 0
    taken = {name: np.where(none, np.nan, frame[name].to_numpy()[places]) for name in BOUNDS}
    return pd.DataFrame(taken, copy=False)


def reasons(frame: pd.DataFrame, conditions: Sequence[tuple[Flags, str]]) -> CodedText:
    """Return why each row of `frame` has no result: its own reason, or the first condition that holds, or empty.

    Examples
    --------
    >>> from .samples import sample
    >>> why = reasons(sample(value=[1.0, 2.0, float("nan")]), [(np.array([True, False, True]), "甲")])
    >>> why.column().tolist()
    ['甲', '', '无数据']
    """
    said = np.array(["", *(word for _, word in conditions)], dtype=object)
    codes = np.zeros(len(frame), dtype=np.int64)
    for place in range(len(conditions), 0, -1):
        codes[conditions[place - 1][0]] = place
    gaps = np.flatnonzero(np.isnan(frame["value"].to_numpy(dtype=float)))
    if len(gaps):
        own = encode_text(frame["reason"].iloc[gaps])
        codes[gaps] = own.codes + len(said)
        said = np.append(said, np.where(own.different == "", NO_VALUE, own.different))
    return CodedText(codes, said)


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


def joined_origins(left: pd.Series, right: pd.Series, places: Ints) -> Texts:
    """Return the identifiers of each row and of the row it was computed with, those of the left first.

    Examples
    --------
    >>> joined_origins(pd.Series([("x",), ("y",)]), pd.Series([("z",)]), np.array([0, -1])).tolist()
    [('x', 'z'), ('y',)]
    """
    own: Texts = left.to_numpy(dtype=object)
    if not len(right):
        return own.copy()
    both: Texts = right.to_numpy(dtype=object)[np.maximum(places, 0)]
    both[places < 0] = _NOBODY
    np.add(own, both, out=both)
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


def text_columns(frame: pd.DataFrame, otherwise: str, places: Ints | None = None) -> Texts | str:
    """Return what each row prints, or `otherwise` where that is not made yet (whole stores have no ``text``).

    Returns
    -------
    One text for all where no row has any.

    Examples
    --------
    >>> from .samples import sample
    >>> text_columns(sample(value=[1, 2], text=["1万元", ""]), "上年同期").tolist()
    ['1万元', '上年同期']
    >>> text_columns(sample(value=[1, 2]), "上年同期")
    '上年同期'
    """
    own = _printed(frame)
    return otherwise if own is None else _or(own if places is None else own[places], otherwise)


def both_texts(frame: pd.DataFrame, now: str, then: str, places: Ints) -> tuple[Texts | str, Texts | str]:
    """Return :func:`text_columns` of each row and of the row of the same frame it is compared with.

    Examples
    --------
    >>> from .samples import sample
    >>> [side.tolist() for side in both_texts(sample(value=[1, 2], text=["1万元", ""]), "本", "上", np.array([1, 0]))]
    [['1万元', '本'], ['上', '1万元']]
    """
    own = _printed(frame)
    return (now, then) if own is None else (_or(own, now), _or(own[places], then))


def _printed(frame: pd.DataFrame) -> Texts | None:
    if not len(frame) or "text" not in frame:
        return None
    own: Texts = frame["text"].to_numpy(dtype=object)
    return own if (own != "").any() else None


def _or(own: Texts, otherwise: str) -> Texts:
    return np.where(own == "", otherwise, own).astype(object, copy=False)


def suffixed(labels: pd.Series, suffix: str) -> CodedText:
    """Return labels with a suffix: 「收入」 becomes 「收入较上年同期变化」.

    Examples
    --------
    >>> suffixed(pd.Series(["收入", "支出", "收入"]), "完成率").column().tolist()
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
    >>> why, how = encode_text(pd.Series(["", "甲"])), np.array(["x", "y"], dtype=object)
    >>> found = result_rows(base, bounds_columns(base), why, exact=np.array([True, True]), formula=how)
    >>> found[["value", "reason", "formula"]]
       value reason formula
    0    1.0              x
    1    NaN      甲
    """
    missing = ~reason.says("")
    silent = np.isnan(computed["value"].to_numpy()) & ~missing
    if silent.any():  # whatever slipped through: never a gap without words
        reason, missing = reason.put(silent, NO_VALUE), missing | silent
    numbers = {name: np.where(missing, np.nan, computed[name].to_numpy()) for name in BOUNDS}
    if isinstance(formula, str):
        shown: Texts | CodedText = either((formula, ""), missing)
    else:
        shown = np.where(missing, "", formula).astype(object, copy=False)
    hedge = either(("about", "exact"), exact)
    own = {"hedge": hedge, "reported": "", "reason": reason, "formula": shown, "text": ""}
    return rows.assign(**_columns(numbers | own | columns, rows.index))


def _columns(columns: dict[str, Any], index: pd.Index) -> dict[str, Any]:
    """What is quickest to put into a frame; columns that say one and the same text throughout are one in memory."""
    same: dict[str, Any] = {}
    made = {}
    for name, values in columns.items():
        text = _throughout(values)
        if text is None:
            made[name] = _column(values, index)
        else:
            if text not in same:
                same[text] = _column(either((text, ""), np.zeros(len(index), dtype=bool)), index)
            made[name] = same[text]
    return made


def _throughout(values: Any) -> str | None:
    """The one text of a column, where that can be seen at a glance."""
    if isinstance(values, CodedText) and len(values.codes) and not values.codes.any():
        return str(values.different[0])
    return values if isinstance(values, str) else None


def _column(values: Any, index: pd.Index) -> Any:
    """A column neither copied nor looked at value by value where its kind is known."""
    if isinstance(values, CodedText):
        values = values.column()
    elif isinstance(values, np.ndarray) and values.dtype == object and len(values) and isinstance(values[0], str):
        values = pd.array(values, dtype="str")
    elif not isinstance(values, np.ndarray):
        return values
    return pd.Series(values, index=index, copy=False)

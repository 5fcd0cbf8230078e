"""Columns of an array of figures, one element a place: of missing elements, numbers, figures made by hand, frames."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from . import units
from .conventions import TYPED, typed_origin
from .coverage import KIND_CODES
from .figure_refusals import untraced
from .figures import Figure, printed_text, statement_of
from .formulas import LEAF
from .hedges import Hedge, decimals_of, published_interval
from .intervals import BOUNDS, Intervals
from .lineage import Array, Column, Deferred, objects, realized, repeated
from .measures import standing
from .unit_algebra import times

HEDGES = tuple(Hedge)
"""Hedges by their code in the column ``hedge``."""
ROUNDINGS = ("half_even", "half_up")
"""Roundings by their code in the column ``rounding``."""
_CODES = ("hedge", "decimals", "binding", "rounding", "kind")
_TEXTS: dict[str, Any] = {
    "reported": "", "reason": "", "label": "", "period": "", "nature": "actual", "origins": (), "sources": (),
    "formula": "", "indicator": "", "area": "", "subject": "", "rank": "", "tier": "",
    "covers": None,
}  # fmt: skip
NUMBERS = (*BOUNDS, *_CODES)
"""Names of the columns of numbers; `binding` tells how tightly the formula binds (:mod:`.formulas`), `kind` that of the
indicator (:data:`.coverage.KIND_CODES`)."""
NAMES = (*NUMBERS, *_TEXTS)
"""Names of all columns: those of a figure frame, what it measures, rank and tier in words (:mod:`.measures`), and of
computed elements what they cover (:mod:`.coverage`)."""
_STANDING = ("rank", "tier")
_MAY_LACK = ("indicator", "area", "subject", "covers")
_PRINTED = (*BOUNDS, "hedge", "decimals", "rounding", "reported", "reason")
_NOTHING = "—"


def missing_columns(count: int, reason: str = "") -> dict[str, Column]:
    """Return the columns of `count` missing elements, with a reason or without.

    Examples
    --------
    >>> missing_columns(1)["value"].tolist(), missing_columns(1)["origins"].tolist()
    ([nan], [()])
    """
    return constant_columns(np.full(count, np.nan)) | {"reason": repeated(reason, count)}


def typed_columns(numbers: Array, *, scales: bool) -> dict[str, Column]:
    """Return the columns of numbers that a notebook has typed in: each is an origin of its own kind.

    Parameters
    ----------
    numbers
        Exact.
    scales
        Whether a power of ten is a change of scale, which has no origin, as it is of a factor; else that is one and
        nought (``x - 1``).

    Raises
    ------
    TypeError
        One is infinite.

    Examples
    --------
    >>> typed_columns(np.array([100.0, 8848.0]), scales=True)["origins"].tolist()
    [(), ('手写:8848',)]
    """
    if np.isinf(numbers).any():
        raise untraced("inf")
    columns = constant_columns(numbers)
    texts = realized(columns["reported"]).tolist()
    typed = [text and not (_is_scale(text) if scales else text in ("0", "1")) for text in texts]
    origins = [(typed_origin(text),) if kept else () for text, kept in zip(texts, typed, strict=True)]
    return columns | {"origins": objects(origins), "sources": objects([(TYPED,) if kept else () for kept in typed])}


def _is_scale(text: str) -> bool:
    return text.lstrip("-").replace(".", "").strip("0") == "1"


def constant_columns(numbers: Array) -> dict[str, Column]:
    """Return the columns of plain numbers: exact figures without unit and origin.

    Examples
    --------
    >>> constant_columns(np.array([2.5]))["reported"].tolist()
    ['2.5']
    """
    count = len(numbers)
    texts = ["" if np.isnan(number) else _plain(number) for number in numbers.tolist()]
    return {
        **dict.fromkeys(BOUNDS, numbers),
        **{name: np.zeros(count, dtype=np.int8) for name in _CODES},
        **{name: repeated(blank, count) for name, blank in _TEXTS.items()},
        "reported": objects(texts),
    }


def _plain(number: float) -> str:
    text = f"{number:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text


def printed_columns(figure: Figure) -> dict[str, Column]:
    """Return the columns of one figure that was not computed: the interval of its printed number.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from .figures import reported_figure
    >>> columns = printed_columns(reported_figure(Decimal("75"), "万人次", Hedge.ABOUT))
    >>> columns["low"].tolist(), columns["high"].tolist()
    ([74.5], [75.5])
    """
    value, low, high, decimals = np.nan, np.nan, np.nan, 0
    if figure.value is not None:
        bounds = published_interval(figure.value, figure.hedge, counted=units.unit(figure.unit).counted)
        (low, high), value, decimals = map(float, bounds), float(figure.value), decimals_of(figure.value)
    codes = {"hedge": HEDGES.index(figure.hedge), "decimals": decimals, "binding": LEAF, "rounding": 0, "kind": 0}
    texts = {name: vars(figure).get(name, blank) for name, blank in _TEXTS.items()} | {"reported": figure.number}
    return {
        **{name: np.array([number], dtype=float) for name, number in zip(BOUNDS, (value, low, high), strict=True)},
        **{name: np.array([code], dtype=np.int8) for name, code in codes.items()},
        **{name: objects([text]) for name, text in texts.items()},
    }


def row_columns(row: Mapping[str, Any], rounding: str) -> dict[str, Column]:
    """Return the columns of one row of a figure frame, in its own unit."""
    codes = {"hedge": HEDGES.index(row["hedge"]), "decimals": row["decimals"], "binding": LEAF,
             "rounding": ROUNDINGS.index(rounding), "kind": KIND_CODES[row.get("kind", "")]}  # fmt: skip
    return {
        **{name: np.array([row[name]], dtype=float) for name in BOUNDS},
        **{name: np.array([code], dtype=np.int8) for name, code in codes.items()},
        **{name: objects([row.get(name, blank)]) for name, blank in _TEXTS.items()},
        **{name: objects([standing(name, row.get(name), row.get("rank_scope", ""))]) for name in _STANDING},
    }


def frame_columns(frame: pd.DataFrame, unit: str, rounding: str) -> dict[str, Column]:
    """Return the columns of a figure frame in `unit`; digits as the source printed them stay in its own unit alone.

    Raises
    ------
    DataError
        A row has a unit that does not convert.
    """
    names = frame["unit"].tolist()
    parts = np.empty((len(BOUNDS), len(names)))
    bounds = Intervals.of(frame)
    for name in dict.fromkeys(names):
        rows = np.array([each == name for each in names])
        parts[:, rows] = times(Intervals(*(bound[rows] for bound in bounds)), units.ratio(name, unit))
    codes = {str(hedge): code for code, hedge in enumerate(HEDGES)}
    same = np.array([name == unit for name in names], dtype=bool)
    return {
        **dict(zip(BOUNDS, parts, strict=True)),
        "hedge": frame["hedge"].map(codes).to_numpy(dtype=np.int8),
        "decimals": frame["decimals"].to_numpy(dtype=np.int8),
        "binding": np.zeros(len(frame), dtype=np.int8),
        "rounding": np.full(len(frame), ROUNDINGS.index(rounding), dtype=np.int8),
        **{name: repeated(_TEXTS[name], len(frame)) for name in _MAY_LACK},
        **{name: frame[name].to_numpy(dtype=object, copy=True) for name in _TEXTS if name in frame},
        "kind": frame.get("kind", pd.Series("", index=frame.index)).map(KIND_CODES).to_numpy(dtype=np.int8),
        **{name: _standings(frame, name) for name in _STANDING},
        "reported": np.where(same, frame["reported"].to_numpy(dtype=object), "").astype(object),
    }


def _standings(frame: pd.DataFrame, name: str) -> Column:
    """Rank or tier of the rows of a frame in words, '' where it has none."""
    if name not in frame:
        return repeated("", len(frame))
    scope = frame["rank_scope"].to_numpy(dtype=object) if "rank_scope" in frame else repeated("", len(frame))

    def words(*columns: Array) -> Array:
        return objects([standing(name, *row) for row in zip(*(column.tolist() for column in columns), strict=True)])

    return Deferred([frame[name].to_numpy(dtype=object, copy=True), scope], words)


def row_of(columns: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """Return the columns' values of one element as the record of a figure frame."""
    return dict(columns) | {"hedge": HEDGES[columns["hedge"]], "unit": unit}


def printed_texts(columns: Mapping[str, Column], unit: str) -> Deferred:
    """Return the printed texts as a column that is computed when it is first looked at; '—' for a missing element.

    Examples
    --------
    >>> printed_texts(constant_columns(np.array([2.5, np.nan])), "倍").values().tolist()
    ['2.5倍', '—']
    """

    def texts(*arrays: Array) -> Array:
        rows = zip(*(array.tolist() for array in arrays), strict=True)
        return objects([_text(dict(zip(_PRINTED, row, strict=True)), unit) for row in rows])

    return Deferred([columns[name] for name in _PRINTED], texts)


def _text(columns: Mapping[str, Any], unit: str) -> str:
    if np.isnan(columns["value"]) and not columns["reason"]:
        return _NOTHING
    return printed_text(statement_of(row_of(columns, unit), ROUNDINGS[columns["rounding"]]), unit)

"""Parts of the metrics of columns of figures: what a pandas Series gives to compute with, and the one returned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..base.errors import UsageError
from ..county.model import Indicator
from ..quantity.figure_array import FigureArray
from ..quantity.figure_columns import ROUNDINGS
from ..quantity.figure_dtype import FigureDtype
from ..quantity.formulas import LEAF, PRODUCT
from ..quantity.intervals import Intervals, outward
from ..quantity.lineage import Column, objects
from ..quantity.period_labels import period_codes

DECLARED = "indicator"
"""Key in ``Series.attrs`` of the declaration that a briefing gives its columns."""
_SHARE_DECIMALS = 1
_UNDECLARED = Indicator(slug="computed", name="", unit="", kind="flow")


def figures_of(name: str, series: Any) -> FigureArray:
    """The array of a column of figures.

    Raises
    ------
    UsageError
        It is another column, or a frame.
    """
    array = getattr(series, "array", None)
    if isinstance(array, FigureArray):
        return array
    by_column = isinstance(series, pd.DataFrame) and f"请一列一列算：frame.apply(metrics.{name})。"
    got = str(getattr(series, "dtype", type(series).__name__))
    raise UsageError(f"metrics.{name}", "要一列带来源的数", got, by_column or '请用简报的数，如 b["visits"]。')


def frame_of(name: str, series: pd.Series) -> pd.DataFrame:
    """The column as a figure frame: its labels are the periods where they are such, else the areas."""
    array = figures_of(name, series)
    codes = period_codes(series.index)
    places: Any = "" if codes is not None else [str(label) for label in series.index]
    frame = array.to_frame().assign(indicator=indicator_of(series).slug, area=places, subject="")
    return frame if codes is None else frame.assign(period=codes)


def indicator_of(series: pd.Series) -> Indicator:
    """The declaration of a column; a computed one has none, though it came of one that has."""
    declared = series.attrs.get(DECLARED)
    array = series.array
    if not isinstance(declared, Indicator) or not isinstance(array, FigureArray):
        return _UNDECLARED
    known = (array.column("binding") == LEAF).all() and array.dtype.unit == declared.unit
    return declared if known else _UNDECLARED


def rounding_of(series: pd.Series) -> str:
    """How the county rounds what is computed from a column."""
    codes = figures_of("", series).column("rounding")
    return ROUNDINGS[int(codes.max(initial=0))]


def in_percent(quotient: FigureArray, part: FigureArray) -> FigureArray:
    """A quotient of one dimension as a percentage with one decimal, named after the part."""
    count = len(quotient)
    numbers = Intervals(*(100.0 * bound for bound in quotient.intervals()))
    changed: dict[str, Column] = {
        **outward(*numbers)._asdict(), "decimals": np.full(count, _SHARE_DECIMALS, np.int8),
        "binding": np.full(count, PRODUCT, np.int8), "label": named_with(part, "占比"),
    }  # fmt: skip
    return FigureArray(quotient.columns | changed, FigureDtype("%"))


def named_with(array: FigureArray, suffix: str) -> Column:
    """The labels of a column, each with a word after it."""
    return objects([label and label + suffix for label in array.column("label").tolist()])


def like(series: pd.Series, array: FigureArray) -> pd.Series:
    """The array as a column with the index and the name of another."""
    return pd.Series(array, index=series.index, name=series.name)

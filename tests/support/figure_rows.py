"""Rows of figure frames made by hand, and what a result prints."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from xj_analysis.county.model import Indicator
from xj_analysis.metrics.columns import row_selection
from xj_analysis.quantity import figures
from xj_analysis.quantity.hedges import Hedge, published_interval

COUNTED = {"个", "名", "家"}


def indicator(slug: str, unit: str, decimals: int = 0, **more: Any) -> Indicator:
    """An indicator of that unit."""
    return Indicator.model_validate(
        {"slug": slug, "name": slug, "unit": unit, "kind": "flow", "decimals": decimals} | more
    )


def observed(slug: str, value: str, unit: str, *, hedge: str = "exact", **more: Any) -> dict[str, Any]:
    """A row of a figure frame, as the store would make it."""
    number = Decimal(value)
    low, high = published_interval(number, Hedge(hedge), counted=unit in COUNTED)
    about = {
        "indicator": slug, "area": "a1", "subject": "", "period": "2024", "nature": "actual", "label": slug,
        "unit": unit, "value": float(number), "low": float(low), "high": float(high), "hedge": hedge, "decimals": 1,
        "reported": value, "origins": (slug,), "sources": ("s",), "formula": "", "reason": "", "text": f"{value}{unit}",
    }  # fmt: skip
    return about | more


def frame(*observations: dict[str, Any]) -> pd.DataFrame:
    """A figure frame of these rows."""
    return pd.DataFrame(list(observations))


def printed(result: pd.DataFrame) -> list[str]:
    """What each row prints."""
    return [figures.figure_from_row(row).text for row in row_selection.records(result)]


def only(result: pd.DataFrame) -> dict[str, Any]:
    """The one row of a result."""
    (row,) = row_selection.records(result)
    return row


FLOATS = st.decimals(min_value=-(10**6), max_value=10**6, places=3).map(float)
PARTS = st.fractions(min_value=0, max_value=1, max_denominator=1000)


@st.composite
def uncertain(draw: st.DrawFn, *, positive: bool = False) -> tuple[pd.DataFrame, Fraction]:
    """A value with its bounds, and a true number within them."""
    value, below, above = draw(FLOATS), abs(draw(FLOATS)), abs(draw(FLOATS))
    if positive:
        value = abs(value) + 0.001
        below = min(below, value / 2)
    low, high = value - below, value + above
    true = Fraction(low) + (Fraction(high) - Fraction(low)) * draw(PARTS)
    return pd.DataFrame({"value": [value], "low": [low], "high": [high]}), true

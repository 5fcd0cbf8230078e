"""Composition of a whole by shares, and the indicators of the 三量."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..county.model import Headline, Indicator
from . import derived
from .columns.row_selection import ordered


def composition(frame: pd.DataFrame, parts: Sequence[Indicator], *, decimals: int = 1) -> pd.DataFrame:
    """Return the share of each of `parts` in their sum.

    Parameters
    ----------
    frame
        A figure frame of one area and one period that holds every part, with ``text``.
    parts
        Indicators that together make the whole, in one dimension.
    decimals
        Decimals of the shares.

    Returns
    -------
    A figure frame of shares in %, in the order of `parts`; empty where a part is missing.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> rows = sample(indicator=["a", "b"], value=[430.9, 42.3], unit="亿元", text=["430.9亿元", "42.3亿元"])
    >>> parts = [Indicator(slug=slug, name=slug, unit="亿元", kind="flow") for slug in ("a", "b")]
    >>> composition(rows, parts)["value"].round(1).tolist()
    [91.1, 8.9]
    """
    columns, places = derived.to_columns(frame), frame.groupby("indicator").indices
    if any(part.slug not in places for part in parts):
        return frame.iloc[:0]
    rows = [derived.take_rows(columns, np.asarray(places[part.slug])) for part in parts]
    of_shares = {"unit": "%", "decimals": decimals}
    whole = derived.compute("sum", rows, parts[0].model_copy(update={"name": "合计"}))
    whole["text"][:] = "（" + "＋".join(row["text"][0] for row in rows) + "）"
    shares = [
        derived.compute("share", [row, whole], part.model_copy(update=of_shares | {"name": f"{part.name}占比"}))
        for part, row in zip(parts, rows, strict=True)
    ]
    return derived.to_frame(derived.concatenate(shares)) if all(len(p["value"]) for p in shares) else frame.iloc[:0]


def headlines(frame: pd.DataFrame, declared: Sequence[Headline], area: str) -> pd.DataFrame:
    """Return the observations of the 三量 about an area itself, in the order of declaration.

    Parameters
    ----------
    frame
        A figure frame of observations and derived rows.
    declared
        The quantities and their indicators.
    area
        The county's code.

    Returns
    -------
    The rows of the area itself with ``quantity`` (Chinese name), one block a quantity, by indicator then period.
    They form no index: that needs peers and history, which the data may lack.

    Examples
    --------
    >>> from .columns.samples import sample
    >>> economy = Headline(slug="economy", name="经济总量", indicators=("gdp",))
    >>> rows = sample(value=[1.0, 2.0, 3.0], indicator="gdp", area=["360823", "360824", "360823"],
    ...     period=["2024", "2024", "2023"])
    >>> headlines(rows, [economy], "360823")[["quantity", "value"]].to_dict("list")
    {'quantity': ['经济总量', '经济总量'], 'value': [3.0, 1.0]}
    """
    area_rows = frame[(frame["area"] == area) & (frame["subject"] == "")]
    blocks = [ordered(area_rows, quantity.indicators).assign(quantity=quantity.name) for quantity in declared]
    return pd.concat(blocks, ignore_index=True) if blocks else area_rows.assign(quantity="")

"""The 三量: 人口流量, 经济总量 and 发展质量, each by the indicators the county declares for it."""

from __future__ import annotations

import pandas as pd

from ..county import County
from .rows import ordered


def quantities(frame: pd.DataFrame, county: County) -> pd.DataFrame:
    """Return the county's own observations of its 三量, in the order they are declared.

    Parameters
    ----------
    frame
        A figure frame of observations and derived rows.
    county
        Declares the quantities and their indicators.

    Returns
    -------
    The rows of the county itself with ``quantity`` (Chinese name), one block a quantity, by indicator then period.
    No index is made of them: that would need peers and history the data may not have.
    """
    own = frame[(frame["area"] == county.code) & (frame["subject"] == "")]
    blocks = [
        ordered(own, [slug]).assign(quantity=quantity.name)
        for quantity in county.quantities
        for slug in quantity.indicators
    ]
    return pd.concat(blocks, ignore_index=True) if blocks else own.assign(quantity="")

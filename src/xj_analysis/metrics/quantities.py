"""The 三量: 人口流量, 经济总量 and 发展质量, each by the indicators the county declares for it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..county.model import Quantity
from .rows import ordered


def quantities(frame: pd.DataFrame, declared: Sequence[Quantity], area: str) -> pd.DataFrame:
    """Return an area's own observations of the 三量, in the order they are declared.

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
    No index is made of them: that would need peers and history the data may not have.

    Examples
    --------
    >>> from .samples import sample
    >>> economy = Quantity(slug="economy", name="经济总量", indicators=("gdp",))
    >>> rows = sample(value=[1.0, 2.0, 3.0], indicator="gdp", area=["360823", "360824", "360823"],
    ...     period=["2024", "2024", "2023"])
    >>> quantities(rows, [economy], "360823")[["quantity", "value"]].to_dict("list")
    {'quantity': ['经济总量', '经济总量'], 'value': [3.0, 1.0]}
    """
    own = frame[(frame["area"] == area) & (frame["subject"] == "")]
    blocks = [ordered(own, quantity.indicators).assign(quantity=quantity.name) for quantity in declared]
    return pd.concat(blocks, ignore_index=True) if blocks else own.assign(quantity="")

"""The parts of a whole, each with its share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..county.model import Indicator
from . import derived


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
    >>> from .samples import sample
    >>> rows = sample(indicator=["a", "b"], value=[430.9, 42.3], unit="亿元", text=["430.9亿元", "42.3亿元"])
    >>> parts = [Indicator(slug=slug, name=slug, unit="亿元", kind="flow") for slug in ("a", "b")]
    >>> composition(rows, parts)["value"].round(1).tolist()
    [91.1, 8.9]
    """
    held, places = derived.split(frame), frame.groupby("indicator").indices
    if any(part.slug not in places for part in parts):
        return frame.iloc[:0]
    rows = [derived.at(held, np.asarray(places[part.slug])) for part in parts]
    said = {"unit": "%", "decimals": decimals}
    whole = derived.computed("sum", rows, parts[0].model_copy(update={"name": "合计"}))
    whole["text"][:] = "（" + "＋".join(row["text"][0] for row in rows) + "）"
    each = [
        derived.computed("share", [row, whole], part.model_copy(update=said | {"name": f"{part.name}占比"}))
        for part, row in zip(parts, rows, strict=True)
    ]
    return derived.framed(derived.joined(each)) if all(len(part["value"]) for part in each) else frame.iloc[:0]

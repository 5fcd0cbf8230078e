"""The parts of a whole, each with its share."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..county import Indicator
from .derived import share, total


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
    rows = [frame[frame["indicator"] == part.slug] for part in parts]
    if any(row.empty for row in rows):
        return frame.iloc[:0]
    whole = total(rows, parts[0].model_copy(update={"name": "合计"}))
    whole = whole.assign(text="＋".join(row["text"].iloc[0] for row in rows))
    whole["text"] = "（" + whole["text"] + "）"
    each = [
        share(row, whole, part.model_copy(update={"name": f"{part.name}占比", "unit": "%", "decimals": decimals}))
        for part, row in zip(parts, rows, strict=True)
    ]
    return pd.concat(each, ignore_index=True) if all(len(part) for part in each) else frame.iloc[:0]

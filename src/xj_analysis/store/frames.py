"""Figure frames in memory: compact dtypes and fast access to rows."""

from __future__ import annotations

from typing import Any

import pandas as pd


def compact(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with its text columns as objects, which pandas stores in one block.

    A selection of rows costs pandas a step for each block, and a str column is a block of its own.

    Examples
    --------
    >>> compact(pd.DataFrame({"area": ["360823"], "unit": ["个"], "value": [1.0]})).dtypes.astype(str).tolist()
    ['object', 'object', 'float64']
    """
    texts = [name for name, kind in frame.dtypes.items() if kind == "str"]
    return (frame.astype(dict.fromkeys(texts, object)) if texts else frame).copy()


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of `frame` as dictionaries with str keys.

    Examples
    --------
    >>> records(pd.DataFrame({"value": [1.0]}))
    [{'value': 1.0}]
    """
    names = [str(name) for name in frame.columns]
    rows = frame.to_numpy(dtype=object).tolist()  # four times as fast as to_dict
    return [dict(zip(names, row, strict=True)) for row in rows]

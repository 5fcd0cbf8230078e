"""Sample figure frames for examples, tests, and first steps in a notebook."""

from __future__ import annotations

from typing import Any

import pandas as pd

_DEFAULTS: dict[str, Any] = {
    "indicator": "i", "area": "a", "subject": "", "period": "2024", "nature": "actual", "label": "", "unit": "万元",
    "hedge": "exact", "decimals": 1, "reported": "", "formula": "", "reason": "", "text": "",
}  # fmt: skip


def sample(**columns: Any) -> pd.DataFrame:
    """Return a figure frame of these columns, with defaults for the others.

    Parameters
    ----------
    columns
        Any of :data:`xj_analysis.quantity.figures.COLUMNS` and of the key columns, each one value or a list.
        ``value`` must be among them. By default ``low`` and ``high`` are the value (exactly known), ``label`` is the
        indicator, ``origins`` are r0, r1 … by row.

    Examples
    --------
    >>> sample(value=[1.0, 2.0], period=["2023", "2024"])[["period", "value", "low", "origins"]]
      period  value  low origins
    0   2023    1.0  1.0   (r0,)
    1   2024    2.0  2.0   (r1,)
    """
    value = pd.Series(columns["value"], dtype=float).to_numpy()
    bounds = {"value": value, "low": value, "high": value}
    frame = pd.DataFrame(bounds | _DEFAULTS | columns | {"value": value}, index=range(len(value)))
    if "label" not in columns:
        frame["label"] = frame["indicator"]
    if "origins" not in columns:
        frame["origins"] = [(f"r{row}",) for row in range(len(frame))]
    if "sources" not in columns:
        frame["sources"] = [("s",)] * len(frame)
    return frame

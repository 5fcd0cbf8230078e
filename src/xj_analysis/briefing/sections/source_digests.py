"""What observations hash to: rows that stand in no file of ours are held to this."""

from __future__ import annotations

import hashlib
import json

import pandas as pd

from ...store.observations import KEY

COLUMNS = (
    "id", *KEY, "digits", "reported_unit", "hedge", "rank", "rank_scope", "tier", "source", "locator", "published",
    "doubt", "note",
)  # fmt: skip
"""What the source gave of an observation, in the order it is hashed."""


def source_digests(frame: pd.DataFrame) -> str:
    """Return the SHA-256 of observations as their sources gave them, whatever the order of the rows.

    Parameters
    ----------
    frame
        Tidy observations (:func:`xj_analysis.store.observations.tidy`). Corrected rows are ours, not the source's, and
        left out.

    Returns
    -------
    64 hexadecimal digits: of a JSON list of :data:`COLUMNS` a row, a line each, sorted, in UTF-8.
    """
    given = frame[frame["corrects"] == ""]
    rank = given["rank"].astype("string").fillna("")
    cells = given[list(COLUMNS)].assign(rank=rank, published=given["published"].dt.strftime("%Y-%m-%d"))
    lines = sorted(json.dumps(row, ensure_ascii=False) for row in cells.to_numpy(dtype=object).tolist())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()

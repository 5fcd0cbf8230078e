"""Small counts of people: rows of a table that are hidden in anything public, so that none can be worked out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

__all__ = ["hidden_rows"]
__dir__ = __all__.copy

_FEWEST = 2


def hidden_rows(counts: pd.DataFrame, limit: int, people: Sequence[str]) -> pd.Series | None:
    """Return which rows of a table with a row of totals are not printed; None where the totals may not be either.

    A row is hidden, all its columns together, where a count of people is below the limit. The totals less the rows
    printed are the sums of the hidden ones: so as many rows more are hidden, the smallest first, as it takes for these
    to be two at least whose sums are not below the limit. Each hidden count may then be anything up to such a sum.

    Parameters
    ----------
    counts
        Numbers, a row a group; their totals are printed below them.
    limit
        Counts below it are small; of zero none is.
    people
        The columns that count people.

    Examples
    --------
    >>> counts = pd.DataFrame({"登记": [30, 3, 9, 12]}, index=["甲", "乙", "丙", "丁"])
    >>> hidden_rows(counts, 5, ["登记"]).tolist()
    [False, True, True, False]
    """
    known = counts.astype("float64").fillna(0.0)
    columns = [column for column in people if column in known]
    small = (known[columns] < limit).any(axis=1)
    if not small.any():
        return small
    least = known[columns].min(axis=1).sort_values(kind="stable").index
    order = [*least[small[least]], *least[~small[least]]]
    for number in range(max(_FEWEST, int(small.sum())), len(order) + 1):
        hidden = order[:number]
        if (known.loc[hidden, columns].sum() >= max(limit, 1)).all():
            return pd.Series(known.index.isin(hidden), index=known.index)
    return None

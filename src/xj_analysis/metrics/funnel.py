"""Funnel of leads from 线索 to 投产: number, amount and share that reached each stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

NO_BASE = "上一阶段没有，不计算"


def funnel(leads: pd.DataFrame, stages: Mapping[str, str], amount: str, as_of: date) -> pd.DataFrame:
    """Return the funnel of the leads of a ledger at the end of a day.

    Parameters
    ----------
    leads
        A row a lead, with the day each stage was reached, an amount, and ``locator``.
    stages
        The column of its date by the name of each stage, in order.
    amount
        The column of the amount.
    as_of
        The day; stages reached later count as not reached.

    Returns
    -------
    A row a stage: ``stage``, ``count`` and ``amount`` of the leads that reached it; ``of`` and ``of_amount``, those of
    the stage before; ``share`` and ``amount_share``, in % of them, missing with a ``reason`` where there are none
    (of the first stage neither); ``origins``, the locators of the leads counted.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> ledger = pd.DataFrame({"found": day(["2025-01-05", "2025-02-01"]), "signed": day(["2025-03-01", "2025-09-01"]),
    ...                        "amount": [300.0, 100.0], "locator": ["线索!A5:F5", "线索!A6:F6"]})
    >>> rows = funnel(ledger, {"线索": "found", "签约": "signed"}, "amount", date(2025, 6, 30))
    >>> rows[["stage", "count", "amount", "share", "amount_share"]].values.tolist()
    [['线索', 2, 400.0, nan, nan], ['签约', 1, 300.0, 50.0, 75.0]]
    """
    day = pd.Timestamp(as_of)
    reached = [leads[leads[column] <= day] for column in stages.values()]
    result = pd.DataFrame({
        "stage": list(stages), "count": [len(rows) for rows in reached],
        "amount": [float(rows[amount].sum()) for rows in reached],
    })  # fmt: skip
    result["of"], result["of_amount"] = result["count"].shift().astype("Int64"), result["amount"].shift()
    result["share"] = _share(result["count"], result["of"].astype("float64"))
    result["amount_share"] = _share(result["amount"], result["of_amount"])
    result["reason"] = ["" if before is pd.NA or before else NO_BASE for before in result["of"]]
    result["origins"] = [tuple(rows["locator"]) for rows in reached]
    return result


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    return (100 * part / whole).where(whole > 0)

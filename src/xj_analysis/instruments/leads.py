"""Alarms of 招商: contracts signed and not started, leads not followed up."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ..county.alarm_limits import LeadLimits
from .alarms import beyond, unjudged, worst_first
from .lead_stages import short_of, staged, stages_of
from .ledger_rows import days_since, happened, has

__all__ = ["KINDS", "NOT_FOLLOWED", "SIGNED_NOT_STARTED", "lead_alarms"]
__dir__ = __all__.copy

INSTRUMENT = "leads"
SIGNED_NOT_STARTED, NOT_FOLLOWED = "签约未开工", "久未跟进"
KINDS = (SIGNED_NOT_STARTED, NOT_FOLLOWED)


def lead_alarms(rows: pd.DataFrame, as_of: date, limits: LeadLimits) -> pd.DataFrame:
    """Return the alarms of leads on a day, the worst first.

    待核 is a lead without any day, or paid for without a day of signing (whether it is signed in time), and one that is
    not running whose last follow-up is missing, or is later than the day while all before is longer ago than the limit.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`); what it has no column for is not judged.

    Returns
    -------
    A frame with :data:`~.alarms.COLUMNS`.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["L1"], "origin": ["a"], "lead_on": day(["2024-12-01"]),
    ...                      "signed_on": day(["2025-03-01"]), "started_on": day([None])})
    >>> lead_alarms(rows, date(2025, 9, 30), LeadLimits())[["kind", "light", "value", "over"]].values.tolist()
    [['签约未开工', '黄', 213.0, 33.0]]
    """
    leads = staged(rows, as_of).assign(undated=rows[list(stages_of(rows))].isna().all(axis="columns"))
    found = []
    if has(rows, "started_on"):
        waiting = short_of(leads, "started_on")
        signed = happened(waiting["signed_on"], as_of)
        found.append(beyond(waiting, INSTRUMENT, SIGNED_NOT_STARTED, days_since(signed, as_of),
                            limits.signed_not_started, unit="天", since=signed))  # fmt: skip
        paid = waiting["paid"] > 0 if has(rows, "paid") else False
        unsaid = waiting["undated"] | (waiting["signed_on"].isna() & paid)
        found.append(unjudged(waiting[unsaid], INSTRUMENT, SIGNED_NOT_STARTED))
    if has(rows, "followed"):
        begun = short_of(leads[leads["undated"] | (leads["place"] >= 0)], "running_on")
        heard = happened(begun["followed"], as_of)
        found.append(beyond(begun, INSTRUMENT, NOT_FOLLOWED, days_since(heard, as_of), limits.not_followed, unit="天",
                            since=heard))  # fmt: skip
        later = heard.isna() & (begun["age"] > limits.not_followed)
        found.append(unjudged(begun[begun["followed"].isna() | later], INSTRUMENT, NOT_FOLLOWED))
    return worst_first(found, KINDS)

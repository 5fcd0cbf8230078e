"""Working days of 审批: from when a case counts as received to when it is done, by the State Council's calendar.

The day of receipt is not counted (民法典第二百零一条, 行政许可法第八十二条: 期限以工作日计). What is received after the
office closes or on a day off counts from the next working day: a case done on the day from which it counts took none.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from ..county.alarm_limits import ApprovalLimits
from ..quantity.workdays import is_workday, workday_numbers
from .ledger_rows import happened, has

__all__ = ["measured", "off_hours"]
__dir__ = __all__.copy


def measured(rows: pd.DataFrame, as_of: date, limits: ApprovalLimits) -> pd.DataFrame:
    """Return the cases received by a day, with the working days they took, or have been open for.

    A day without a time of day may be before the office closes or after it: such a case has two numbers of days, and
    neither is guessed.

    Parameters
    ----------
    rows
        Rows of the ledger (:func:`~.ledger_rows.prepared`).
    as_of
        What is received later is left out; what is done later is open.
    limits
        ``closes``: the hour from which what is received counts from the next working day.

    Returns
    -------
    The rows with ``open``; ``begun``, the number of the working day from which a case counts, the later one of two
    (:func:`~xj_analysis.quantity.workdays.workday_numbers`); ``taken`` and ``taken_most``, the working days it took, or
    has been open for: the least and the most, missing where received is, or where it is done before it is received;
    ``left``, those left of the days promised, at least (missing where no days are promised).

    Raises
    ------
    DataError
        A year has no calendar: it is named.

    Examples
    --------
    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"key": ["S1", "S2"], "origin": ["a", "b"], "promised_days": [1.0, 3.0],
    ...                      "received": day(["2025-09-26 17:30", "2025-09-26 00:00"]),
    ...                      "finished": day(["2025-09-29 10:00", None])})
    >>> measured(rows, date(2025, 9, 30), ApprovalLimits())[["open", "taken", "taken_most", "left"]].values.tolist()
    [[False, 1.0, 1.0, 0.0], [True, 2.0, 3.0, 0.0]]
    """
    received = rows["received"]
    kept = rows[(received.isna() | happened(received, as_of).notna()).to_numpy()]
    received, finished = kept["received"], happened(kept["finished"], as_of)
    until = finished.fillna(pd.Timestamp(as_of)) if len(kept) else finished
    number, worked = workday_numbers(received), is_workday(received)
    timeless = worked & (received == received.dt.normalize())
    later = ~worked | (received.dt.hour >= limits.closes)
    begun = number + (later | timeless)
    end = workday_numbers(until)
    backwards = finished.notna() & (finished.dt.normalize() < received.dt.normalize())
    most = (end - (number + later)).clip(lower=0).mask(backwards)
    least = (end - begun).clip(lower=0).mask(backwards)
    promised = kept["promised_days"] if has(kept, "promised_days") else pd.Series(np.nan, index=kept.index)
    return kept.assign(
        open=finished.isna() & received.notna(), begun=begun, taken=least, taken_most=most, left=promised - most
    )


def off_hours(rows: pd.DataFrame, limits: ApprovalLimits) -> pd.Series:
    """Return whether each case was received when no office is open: on a day off, before it opens, after it closes.

    A day without a time of day is not of the hours.

    Raises
    ------
    DataError
        A year has no calendar: it is named.

    Examples
    --------
    >>> moments = pd.to_datetime(["2025-09-27 10:00", "2025-09-28 10:00", "2025-09-29 02:00", "2025-09-29 00:00"])
    >>> off_hours(pd.DataFrame({"received": moments}), ApprovalLimits()).tolist()
    [True, False, True, False]
    """
    received = rows["received"]
    hour, timed = received.dt.hour, received != received.dt.normalize()
    early_or_late = timed & ((hour < limits.opens) | (hour >= limits.closes))
    off: pd.Series = received.notna() & (~is_workday(received) | early_or_late)
    return off

"""Notes on ledgers that tell of later days than the one they are judged on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from ...county.instrument_fields import INSTRUMENTS
from ...county.ledger_shapes import LedgerShape
from ...document.blocks import Note
from ...instruments.reconciliation import ledger_day
from ...quantity import periods
from .. import prose
from ..instruments.change_table import received_label

__all__ = ["later_notes"]
__dir__ = __all__.copy


def later_notes(ledgers: Iterable[tuple[LedgerShape, pd.DataFrame]], as_of: date) -> list[Note]:
    """Return a note on each ledger received after a day, and one on all others in which later things are entered.

    What has a day is counted to the day; amounts and states have none.

    Parameters
    ----------
    ledgers
        Shapes, and rows of :func:`xj_analysis.instruments.ledger_rows.prepared`.
    as_of
        The day on which they are judged.
    """
    until = periods.date_label(as_of)
    notes, later = [], []
    for shape, rows in ledgers:
        announced = shape.instrument is not None and INSTRUMENTS[shape.instrument].announces
        told = None if announced else ledger_day(rows, shape)
        if max(rows["file_day"], default="") > as_of.isoformat():
            said = f"“{shape.name}”是{received_label(rows)}收到的：日期截至{until}，数额、状态是收到时的。"
            notes.append(prose.note("台账", (said,)))
        elif told is not None and told > as_of:
            later.append(f"“{shape.name}”")
    if later:
        said = f"{'、'.join(later)}已记到{until}以后：有日期的算到这一天，数额、状态是后来的，不是这一天的。"
        notes.append(prose.note("台账", (said,)))
    return notes

"""周调度表 of 培育库: the firms in words and numbers, days not reported, and a line a firm, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

from ...base.errors import UsageError
from ...document.blocks import Block
from ..briefing import Briefing
from ..sections.monday import alarm_counts

__all__ = ["pool_sheet"]
__dir__ = __all__.copy


def pool_sheet(briefing: Briefing) -> Iterator[Block]:
    """Yield the blocks of the sheet.

    Raises
    ------
    UsageError
        The county has no ledger of firms, or no firm in it.
    """
    board = briefing.firms
    if board.rows.empty:
        raise UsageError("xj sheet pool", f"“{board.shape.name}”台账里没有一行", do="请先把台账放进 ledgers/。")
    yield board.summary()
    said = (alarm_counts({"firms": board.alarms}, {"firms": board.title}, board.county), board.unreported())
    yield from (sentence for sentence in said if sentence is not None)
    yield board.dispatch(wide=True)

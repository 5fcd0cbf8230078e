"""就业之家周报: posts and people in words, alarms, the gap by trade, employers short of staff, network and services."""

from __future__ import annotations

from collections.abc import Iterator

from ...base.errors import UsageError
from ...document.blocks import Block, Table
from ..briefing import Briefing

__all__ = ["job_sheet"]
__dir__ = __all__.copy

_LISTED, _ALARMS = 5, 4


def job_sheet(briefing: Briefing) -> Iterator[Block]:
    """Yield the blocks of the sheet.

    Raises
    ------
    UsageError
        The county has no ledger of posts, or no post in it.
    """
    board = briefing.jobs
    if board.rows.empty:
        raise UsageError("xj sheet jobs", f"“{board.shape.name}”台账里没有一行", do="请先把台账放进 ledgers/。")
    yield from board.summary()
    if not board.alarms.empty:
        yield board.alarm_table(_ALARMS)
    yield from (block for block in board.trade_blocks() if isinstance(block, Table))
    yield from board.employer_tables(_LISTED)
    yield from board.network_tables()

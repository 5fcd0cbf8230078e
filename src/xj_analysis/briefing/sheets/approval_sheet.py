"""审批效能周报: cases in words, alarms, departments, late cases and permits of projects, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

from ...base.errors import UsageError
from ...document.blocks import Block
from ..briefing import Briefing

__all__ = ["approval_sheet"]
__dir__ = __all__.copy

_LISTED = 10


def approval_sheet(briefing: Briefing) -> Iterator[Block]:
    """Yield the blocks of the sheet.

    Raises
    ------
    UsageError
        The county has no ledger of cases, or no case in it.
    """
    board = briefing.approvals
    if board.rows.empty:
        raise UsageError("xj sheet approvals", f"“{board.shape.name}”台账里没有一行", do="请先把台账放进 ledgers/。")
    yield from board.summary()
    yield board.alarm_table()
    yield from board.group_tables()
    yield from board.late_tables(_LISTED)

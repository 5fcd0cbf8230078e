"""清单表: every checklist of the county on pages of its own, each unit with all its items, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

from ...base.errors import UsageError
from ...document.blocks import Block, Heading
from ..briefing import Briefing

__all__ = ["checklist_sheet"]
__dir__ = __all__.copy


def checklist_sheet(briefing: Briefing) -> Iterator[Block]:
    """Yield the blocks of the sheet: of each checklist a heading, a sentence, the whole matrix, what is not filled in.

    Raises
    ------
    UsageError
        The county has no ledger that is a checklist, or no row in any.
    """
    boards = [board for board in briefing.checklists if not board.rows.empty]
    if not boards:
        raise UsageError("xj sheet checklists", "没有清单的台账，或台账里没有一行", do="请先把台账放进 ledgers/。")
    for board in boards:
        yield Heading(level=1, text=board.title)
        yield board.summary()
        tables = (board.matrix(wide=True), board.blanks() if board.has_items else None)
        yield from (table for table in tables if table is not None)

"""15分钟服务圈 as a sheet: the tables by town and by kind, and a map of each kind that is for 一老一小."""

from __future__ import annotations

from collections.abc import Iterator

from ...base.errors import UsageError
from ...document.blocks import Block, Omission
from ..briefing import Briefing
from ..instruments.reach_board import ReachBoard

__all__ = ["reach_sheet"]
__dir__ = __all__.copy


def reach_sheet(briefing: Briefing) -> Iterator[Block]:
    """Yield the blocks of the sheet; where no kind is for a group of its own, the map is of the one that reaches least.

    Raises
    ------
    UsageError
        The county has no ledger of facilities, or no facility in it.
    """
    board: ReachBoard = briefing.reach
    if not board.kinds:
        raise UsageError("xj sheet reach", f"“{board.shape.name}”台账里没有一行", do="请先把台账放进 ledgers/。")
    yield board.summary()
    yield from board.tables()
    serving = [kind for kind in board.kinds if kind in board.county.alarms.reach.serves]
    for kind in serving or filter(None, [board.least]):
        drawn = board.map(kind)
        if not isinstance(drawn, Omission):
            yield drawn

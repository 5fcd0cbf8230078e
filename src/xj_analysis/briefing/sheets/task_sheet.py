"""督办单: one matter one slip, each a table of its fields on an A4 page of its own, the worst first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ...base.errors import UsageError
from ...document.blocks import Table
from ...document.pieces import Cell, Part, Parts
from ...instruments.tallies import count
from ...instruments.task_slips import TaskSlip
from ...instruments.tasks import BLUE
from ..briefing import Briefing
from ..instruments.slip_fields import SLIP_LIGHTS, slip_fields
from ..tables import ColumnSpec, tabulate

__all__ = ["slip_sheets"]
__dir__ = __all__.copy

_Field = tuple[str, Parts]


def slip_sheets(briefing: Briefing) -> list[Table]:
    """Return the slips to be sent out: the open ones that are late or not heard of (红、黄); of none, all open ones.

    Each says of how many it is one.

    Raises
    ------
    UsageError
        The county has no ledger of slips, or none is open.
    """
    board = briefing.tasks
    if not board.slips:
        what = f"“{board.shape.name}”台账里没有在办的事项{board.until}"
        raise UsageError("xj sheet tasks", what, do="没有要印的督办单。")
    pressing = [slip for slip in board.slips if slip.colour != BLUE]
    printed = pressing or board.slips
    columns: list[ColumnSpec[_Field]] = [
        ColumnSpec(name="栏目", width=1, cell=lambda field: field[0]),
        ColumnSpec(name="内容", width=5, cell=lambda field: Cell(parts=field[1])),
    ]
    told = _told(board.slips, printed)
    title = f"{board.county.name}督办单{board.until}"
    return [tabulate(title, columns, slip_fields(slip), notes=(told,)) for slip in printed]


def _told(open_: Sequence[TaskSlip], printed: Sequence[TaskSlip]) -> Parts:
    """How many slips of how many are printed, by colour, and why the others are not."""

    def counted(label: str, slips: Sequence[TaskSlip]) -> Part:
        return count(label, pd.DataFrame({"origin": [slip.origin for slip in slips]}), "件")

    by_colour = {colour: [slip for slip in printed if slip.colour == colour] for colour in SLIP_LIGHTS}
    kinds = [
        part
        for colour, own in by_colour.items()
        if own
        for part in ("、", SLIP_LIGHTS[colour], counted(f"{colour}色督办单", own))
    ][1:]
    rest = len(open_) - len(printed)
    why = "没有超期、按时反馈的不印。" if rest else "在办的全部印单。"
    return ("在办", counted("在办事项", open_), "，印单", counted("印出的督办单", printed), "（", *kinds, "）：", why)

"""The invented county's slips and firms, in any number, as their sheets take them."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd

from support.planted_county import Made
from xj_analysis.briefing.briefing import Briefing
from xj_analysis.briefing.instruments.firm_board import FirmBoard
from xj_analysis.briefing.instruments.task_board import TaskBoard
from xj_analysis.briefing.sheets.pool_sheet import pool_sheet
from xj_analysis.briefing.sheets.task_sheet import slip_sheets
from xj_analysis.document.blocks import Block, Table

__all__ = ["DAY", "pooled", "repeated", "slipped"]

DAY = date(2025, 9, 30)


def repeated(rows: pd.DataFrame, number: int) -> pd.DataFrame:
    """As many rows, over and over, each with a number of its own."""
    copied = pd.concat([rows] * -(-number // len(rows)), ignore_index=True).head(number)
    return copied.assign(key=[f"N{n:04d}" for n in range(1, number + 1)])


def slipped(made: Made, rows: pd.DataFrame, as_of: date = DAY) -> list[Table]:
    """The slips of rows."""
    board = TaskBoard(made.county, made.shape("tasks"), rows, as_of)
    return slip_sheets(cast("Briefing", cast("Any", SimpleNamespace(tasks=board))))


def pooled(made: Made, rows: pd.DataFrame, days: pd.DataFrame | None = None, as_of: date = DAY) -> list[Block]:
    """The blocks of the sheet of firms, with what they report of days or without."""
    shape = made.shape("enterprises")
    beside = {} if days is None else {"firm_days": (made.shape("enterprise_days"), days)}
    board = FirmBoard(made.county, shape, rows, as_of, None, beside)
    return list(pool_sheet(cast("Briefing", cast("Any", SimpleNamespace(firms=board)))))

"""The invented county's projects, in any number, as the wall chart takes them."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd

from support.planted_county import Made
from xj_analysis.briefing.briefing import Briefing
from xj_analysis.briefing.instruments.project_board import ProjectBoard
from xj_analysis.briefing.sheets.project_sheet import wall_charts
from xj_analysis.document.sheet_blocks import WallChart, WallRow

__all__ = ["DAY", "charted", "many", "rows_of"]

DAY = date(2025, 9, 30)


def many(made: Made, number: int) -> pd.DataFrame:
    """As many rows of the ledger, over and over, each with a number of its own."""
    rows = made.rows("projects")
    times = -(-number // len(rows)) if len(rows) else 0
    copied = pd.concat([rows] * times, ignore_index=True).head(number)
    return copied.assign(key=[f"P{n:04d}" for n in range(1, number + 1)])


def charted(made: Made, rows: pd.DataFrame, as_of: date = DAY) -> list[WallChart]:
    """The sheets of rows."""
    shape = next(each for each in made.county.ledgers if each.instrument == "projects")
    board = ProjectBoard(made.county, shape, rows, as_of)
    return wall_charts(cast("Briefing", cast("Any", SimpleNamespace(projects=board, as_of=as_of))))


def rows_of(charts: list[WallChart]) -> list[WallRow]:
    """All rows, in the order printed."""
    return [row for chart in charts for group in chart.groups for row in group.rows]

"""就业之家大屏: posts that are open by trade with their pay, fairs to come, the network, services; public always."""

from __future__ import annotations

from collections.abc import Iterator

from ...base.errors import UsageError
from ...document.blocks import Block, Table
from ...instruments.job_figures import open_trades
from ...metrics.columns.row_selection import records
from .. import tables
from ..briefing import Briefing
from ..instruments.alarm_table import short_day
from ..instruments.figure_grid import figure_grid
from ..instruments.job_board import JobBoard
from ..instruments.quoting import quoted
from ..tables import ColumnSpec, Row

__all__ = ["job_wallboard"]
__dir__ = __all__.copy

_POSTS = {"缺口": "招聘（人）", "最低": "月薪最低（元）", "最高": "月薪最高（元）"}


def job_wallboard(briefing: Briefing) -> Iterator[Block]:
    """Yield the tables of the board, a page each or more.

    Raises
    ------
    UsageError
        The county has no ledger of posts, or no post in it.
    """
    board = briefing.jobs
    if board.rows.empty:
        raise UsageError("xj sheet wallboard", f"“{board.shape.name}”台账里没有一行", do="请先把台账放进 ledgers/。")
    posts = open_trades(board.posts)
    if not posts.empty:
        headings = {name: heading for name, heading in _POSTS.items() if name in posts}
        yield figure_grid(f"招聘岗位{board.until}", "工种", posts, headings)
    yield from _fairs(board)
    yield from board.network_tables()


def _fairs(board: JobBoard) -> Iterator[Table]:
    """What is announced for the days to come."""
    rows = board.fairs()
    if rows.empty:
        return
    field = "name" if "name" in rows else "kind"
    columns: list[ColumnSpec[Row]] = [
        ColumnSpec(name="日期", cell=lambda row: short_day(row["day"], board.as_of)),
        ColumnSpec(name="活动", width=3, cell=lambda row: quoted(str(row[field] or row["kind"]), row["origin"])),
    ]
    yield tables.tabulate("近期招聘会和就业服务", columns, records(rows))

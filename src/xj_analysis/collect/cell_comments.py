"""Comments beside the cells of a report (批注): to the note of the value they stand at, else told as left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..base.text import printable
from ..workbooks.cell_faults import cell_location
from ..workbooks.grid import Grid
from .report import FiledReport

MOST = 20
"""Most comments of a sheet that are told one by one."""
_LONGEST = 60


def take_comments(report: FiledReport, sheets: Sequence[Grid]) -> None:
    """Add the comments of a workbook to a report whose values were read."""
    taken = {(value.sheet, value.at): n for n, value in enumerate(report.values) if value.entry.digits}
    for grid in sheets:
        lines: list[str] = []
        for at, words in grid.comments.items():
            place = taken.get((grid.name, grid.origin(*at)), taken.get((grid.name, at)))
            if place is not None:
                value = report.values[place]
                report.values[place] = replace(value, note="；".join(filter(None, [value.note, printable(words)])))
            else:
                short = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
                lines.append(f"{printable(cell_location('', grid, at).strip())} 批注“{printable(short)}”")
        report.left_out += lines[:MOST]
        if len(lines) > MOST:
            report.left_out.append(f"「{printable(grid.name)}」还有{len(lines) - MOST}条批注")

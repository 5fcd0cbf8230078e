"""Template context of a wall chart: runs of text, and where its days stand on the grid, 0 to 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..document.pieces import Parts
from ..document.sheet_blocks import OPEN, WallChart, WallMark, WallRow

__all__ = ["wall_chart_view"]
__dir__ = __all__.copy

Run = Callable[[Parts], list[dict[str, Any]]]


def wall_chart_view(chart: WallChart, run: Run) -> dict[str, Any]:
    """Return the template context of a wall chart.

    Parameters
    ----------
    run
        Makes the view of a run of text, and numbers its figures: called in reading order.
    """
    return {
        "type": "wall_chart",
        "title": run(chart.title),
        "summary": run(chart.summary),
        "groups": [
            {"heading": run(group.heading), "rows": [_row(chart, row, run) for row in group.rows]}
            for group in chart.groups
        ],
        "notes": [run(note) for note in chart.notes],
        "today": chart.place(chart.as_of),
        "as_of": f"{chart.as_of.year}年{chart.as_of.month}月{chart.as_of.day}日",
        "months": [
            {
                "at": chart.place(month),
                "label": chart.month_label(month),
                "year": f"{month.year}年" if month.month == 1 or month == chart.months[0] else "",
            }
            for month in chart.months
        ],
    }


def _row(chart: WallChart, row: WallRow, run: Run) -> dict[str, Any]:
    fields = ("number", "name", "leader", "unit", "overdue")
    light = run((row.light,) if row.light else ())
    words = {field: run(getattr(row, field)) for field in fields}
    planned = [chart.place(mark.planned) for mark in row.marks if mark.planned]
    actual = [chart.place(mark.actual) for mark in row.marks if mark.actual]
    # from the first milestone done to the last; of what goes on, to the day
    goes_on = actual and any(mark.actual is None for mark in row.marks)
    return {
        "light": light,
        **words,
        "planned": planned,
        "actual": [min(actual), max(*actual, chart.place(chart.as_of)) if goes_on else max(actual)] if actual else [],
        "marks": [_mark(chart, mark) for mark in row.marks if mark.state(chart.as_of) != OPEN],
    }


def _mark(chart: WallChart, mark: WallMark) -> dict[str, Any]:
    day = mark.actual or mark.planned or chart.as_of
    return {"letter": mark.letter, "state": mark.state(chart.as_of), "at": chart.place(day)}

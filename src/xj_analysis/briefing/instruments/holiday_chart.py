"""Chart of a holiday: this year's days against the same days of last year's."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...document.blocks import Chart, Omission
from ..charts.style import (
    INK,
    MAIN,
    WIDTH,
    altair,
    axis_title,
    block,
    checked_words,
    layered,
    ticks,
    too_few,
    without_validation,
)  # fmt: skip

__all__ = ["FEWEST", "holiday_lines"]
__dir__ = __all__.copy

FEWEST = 4
"""Days of a holiday from which a chart says more than the table."""
_SIDES = {"now": "今年", "then": "上年同日"}
_GREY = "#6b6b6b"


@without_validation
def holiday_lines(title: str, days: pd.DataFrame) -> Chart | Omission:
    """Return two lines over the days of a holiday: visits of this year, solid, and of last year, broken.

    Parameters
    ----------
    title
        With the day.
    days
        Figures by day in their order, with ``now`` and ``then``; without them there is no chart.
    """
    _, heading = checked_words(title, (), [*map(str, days.index)], "")
    if not {*_SIDES} <= {*days} or len(days) < 2:  # noqa: PLR2004 - a line has two ends
        return too_few(heading, "没有可以逐日比的上年同一假日。")
    data: list[dict[str, Any]] = []
    for day, row in days.iterrows():
        more = bool(row["now"].value >= row["then"].value)
        for side, name in _SIDES.items():
            data.append({"day": str(day), "side": name, "value": float(row[side].value), "label": row[side].bare,
                         "above": (side == "now") == more})  # fmt: skip
    alt = altair()
    names = list(_SIDES.values())
    legend = alt.Legend(title=None, orient="top")
    base = alt.Chart().encode(
        x=alt.X("day:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, ticks=False)),
        y=alt.Y("value:Q", title=axis_title("人次"), scale=alt.Scale(zero=True), axis=ticks(alt, "人次")),
        color=alt.Color("side:N", scale=alt.Scale(domain=names, range=[MAIN, _GREY]), legend=legend),
    )
    dash = alt.StrokeDash("side:N", scale=alt.Scale(domain=names, range=[[1, 0], [5, 3]]), legend=legend)
    shape = alt.Shape("side:N", scale=alt.Scale(domain=names, range=["circle", "triangle-up"]), legend=legend)
    words = [
        base.transform_filter(f"datum.above == {above}")
        .mark_text(dy=dy)
        .encode(text=alt.Text("label:N"), color=alt.ColorValue(INK))
        for above, dy in (("true", -10), ("false", 12))
    ]
    lines, points = base.mark_line(strokeWidth=2), base.mark_point(size=45, filled=True)
    spec = layered(
        data, lines.encode(strokeDash=dash), points.encode(shape=shape), *words, width=WIDTH - 60, height=170
    )
    drawn = [row[side] for _, row in days.iterrows() for side in _SIDES]
    return block(spec, heading, drawn, (), ["只比今年和上年都逐日报全的景区"])

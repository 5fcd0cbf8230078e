"""Chart of cargo: a stacked bar a cargo of what came in and what went out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...document.blocks import Chart, Omission
from ...quantity.figures import Figure
from ..charts.style import (
    INK,
    MAIN,
    PALE,
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
from .quoting import quoted

__all__ = ["cargo_bars"]
__dir__ = __all__.copy

_STEP = 26
_ROOM = 0.09
"""Least part of the axis that has room for a number."""


@without_validation
def cargo_bars(title: str, mix: pd.DataFrame) -> Chart | Omission:
    """Return the chart of a mix by cargo: in dark, out light with an edge, each with its number where there is room.

    Parameters
    ----------
    title
        With the day.
    mix
        Of :func:`xj_analysis.instruments.port_figures.by_cargo`, without the total.
    """
    names = [*map(str, mix.index)]
    _, heading = checked_words(title, (), (), "")
    sizes = [float(figure.value or 0) for figure in mix["through"]] if len(mix) else []
    longest = max(sizes, default=0.0)
    if not longest:
        return too_few(heading, "没有吞吐量。")
    rows: list[dict[str, Any]] = []
    for name, (_, line) in zip(names, mix.iterrows(), strict=True):
        start = 0.0
        for column, direction in (("inbound", "进港"), ("outbound", "出港")):
            size = float(line[column].value or 0)
            words = line[column].bare if size >= _ROOM * longest else ""
            rows.append({"cargo": name, "start": start, "end": start + size, "middle": start + size / 2,
                         "direction": direction, "words": words})  # fmt: skip
            start += size
        rows.append({"cargo": name, "end": start, "direction": "", "words": f"共{line['through'].bare}"})
    alt = altair()
    y = alt.Y("cargo:N", sort=names, title=None, scale=alt.Scale(domain=names), axis=alt.Axis(ticks=False))
    x = {"title": axis_title(mix["through"].iloc[0].unit), "axis": ticks(alt, ""),
         "scale": alt.Scale(domain=[0, longest * 1.12], nice=False)}  # fmt: skip
    directions = alt.Scale(domain=["进港", "出港"], range=[MAIN, PALE])
    base = alt.Chart().encode(y=y)
    bars = base.transform_filter("datum.direction != ''").mark_bar(stroke=INK, strokeWidth=0.6, height=16)
    legend = alt.Legend(title=None, orient="top")
    bars = bars.encode(
        x=alt.X("start:Q", **x), x2="end:Q", fill=alt.Fill("direction:N", scale=directions, legend=legend)
    )
    inside = [
        base.transform_filter(f"datum.direction == '{direction}'").mark_text(color=colour).encode(
            x=alt.X("middle:Q", **x), text="words:N")
        for direction, colour in (("进港", "#ffffff"), ("出港", INK))
    ]  # fmt: skip
    totals = base.transform_filter("datum.direction == ''").mark_text(align="left", dx=5, color=INK)
    totals = totals.encode(x=alt.X("end:Q", **x), text="words:N")
    spec = layered(rows, bars, *inside, totals, width=WIDTH - 60, height=_STEP * len(names))
    drawn = [line[column] for _, line in mix.iterrows() for column in ("inbound", "outbound", "through")]
    numbered = [quoted(name, figure.origins[0]) for name, figure in zip(names, mix["through"], strict=True)]
    return block(spec, heading, [*drawn, *(name for name in numbered if isinstance(name, Figure))], (),
                 ["深色为进港，浅色为出港，右侧为两者合计"], drawn)  # fmt: skip

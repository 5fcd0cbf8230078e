"""Charts of leads: how long each has stood at its stage, and the heat table of what became of what was signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...document.blocks import Chart, Omission
from ...quantity.figures import Figure
from ...quantity.reader_units import in_reader_unit
from ..charts.style import (
    ACCENT,
    INK,
    MAIN,
    WIDTH,
    altair,
    block,
    checked_words,
    layered,
    ticks,
    too_few,
    without_validation,
)  # fmt: skip

__all__ = ["cohort_heat", "stage_ages"]
__dir__ = __all__.copy

_STEP = 38
_DARK = 0.72
"""Share above which the words of a cell are white."""


@without_validation
def stage_ages(
    title: str, ages: Mapping[str, Sequence[float]], medians: pd.Series, counts: pd.Series, note: str = ""
) -> Chart | Omission:
    """Return a strip a stage: a stroke a lead at the days it has stood there, and the median.

    Parameters
    ----------
    title
        With the day.
    ages
        Days by stage.
    medians, counts
        Figures by stage, printed beside the strip.
    note
        Printed below.
    """
    _, heading = checked_words(title, (), [*ages], note)
    stages = [stage for stage in ages if len(ages[stage])]
    if not stages:
        return too_few(heading, "没有一条线索处在这些阶段。")
    longest = max(max(ages[stage]) for stage in stages) or 1
    rows: list[dict[str, Any]] = [
        {"stage": stage, "days": days, "of": "lead"} for stage in stages for days in ages[stage]
    ]
    for stage in stages:
        said = f"中位数{medians[stage].text}，共{counts[stage].text}"
        rows.append({"stage": stage, "days": float(medians[stage].value), "of": "median", "said": said})
    alt = altair()
    base = alt.Chart().encode(
        y=alt.Y("stage:N", sort=stages, title=None, scale=alt.Scale(domain=stages), axis=alt.Axis(ticks=False)),
        x=alt.X("days:Q", title="处在该阶段的天数", scale=alt.Scale(domain=[0, longest * 1.05], nice=False),
                axis=ticks(alt, "天")),
    )  # fmt: skip
    strokes = base.transform_filter("datum.of == 'lead'").mark_tick(
        color=MAIN, opacity=0.55, thickness=1.5, height=14, yOffset=6
    )
    middle = base.transform_filter("datum.of == 'median'")
    point = middle.mark_point(shape="triangle-down", filled=True, size=70, color=ACCENT, opacity=1, yOffset=-5)
    words = middle.mark_text(align="left", dx=8, dy=-9, color=INK).encode(text=alt.Text("said:N"))
    spec = layered(rows, strokes, point, words, width=WIDTH - 60, height=_STEP * len(stages))
    drawn = [figure for stage in stages for figure in (counts[stage], medians[stage])]
    return block(spec, heading, drawn, (), ["一竖是一条线索，▼为中位数", note])


@without_validation
def cohort_heat(title: str, cohorts: pd.DataFrame, note: str = "") -> Chart | Omission:
    """Return the heat table of cohorts: a row a quarter of signing, shaded by the share of what was signed.

    Parameters
    ----------
    title
        With the day.
    cohorts
        Of :func:`xj_analysis.instruments.lead_rates.cohorts`, in the order of the rows.
    note
        Printed below.
    """
    names = {"signed": "签约", "amount": "签约额", "started": "已开工", "running": "已投产", "kept": "履约率",
             "paid": "资金到位率"}  # fmt: skip
    _, heading = checked_words(title, (), [*map(str, cohorts.index)], note)
    if cohorts.empty:
        return too_few(heading, "没有签约的项目。")
    drawn: list[Figure] = []
    cells: list[dict[str, Any]] = []
    for quarter, row in cohorts.iterrows():
        for column, name in names.items():
            figure = in_reader_unit(row[column])
            shade = _shade(row, column)
            drawn.append(figure)
            cells.append({"quarter": str(quarter), "column": name, "shade": shade, "words": _words(figure)})
    alt = altair()
    base = alt.Chart().encode(
        y=alt.Y("quarter:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X("column:N", sort=list(names.values()), title=None, scale=alt.Scale(domain=list(names.values())),
                axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False)),
    )  # fmt: skip
    scale = alt.Scale(domain=[0, 1], range=["#ffffff", MAIN], interpolate="rgb")
    rectangles = base.mark_rect(stroke="#c8c8c8", strokeWidth=0.5).encode(
        fill=alt.Fill("shade:Q", scale=scale, legend=None)
    )
    dark = base.transform_filter(f"datum.shade > {_DARK}").mark_text(color="#ffffff")
    light = base.transform_filter(f"datum.shade <= {_DARK}").mark_text(color=INK)
    texts = [each.encode(text=alt.Text("words:N")) for each in (light, dark)]
    spec = layered(cells, rectangles, *texts, width=WIDTH - 48, height=19 * len(cohorts))
    return block(spec, heading, drawn, (), ["底色越深，占当季签约的比例越高", note])


def _shade(row: pd.Series, column: str) -> float:
    """How dark a cell is: the share of what was signed, 0 to 1; of what is signed itself, none."""
    whole = float(row["signed"].value or 0)
    if column in ("kept", "paid"):
        return min(float(row[column].value or 0) / 100, 1.0)
    return float(row[column].value or 0) / whole if column in ("started", "running") and whole else 0.0


def _words(figure: Figure) -> str:
    return figure.text if figure.value is not None else "—"

"""Line charts: a point a year, or a line a year over its months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...base.errors import DataError
from ...document.blocks import Chart
from ...quantity import figures, periods
from ...quantity.figures import Figure
from .. import arguments
from .style import (
    ACCENT,
    INK,
    MAIN,
    PALE,
    WIDTH,
    Row,
    altair,
    axis_title,
    block,
    checked_words,
    layered,
    ticks,
    without_validation,
)

__all__ = ["months", "timeline"]
__dir__ = __all__.copy


@without_validation
def timeline(
    title: str,
    series: Mapping[str, Sequence[Row]],
    *,
    breaks: Sequence[int] = (),
    note: str = "",
    rounding: str = "half_even",
    proper_names: Iterable[str] = (),
) -> Chart:
    """Return points over years; a line joins only years that follow one another, so that a gap is a gap.

    Parameters
    ----------
    title
        Title, without digits.
    series
        Records by the name of their line, each with a period that has a start, in one unit.
    breaks
        Years from which values are not comparable with those before: no line crosses them.
    note
        Printed below.
    rounding
        Of numbers computed: the county's.
    proper_names
        Names with numbers that its words may hold, besides those of its rows: ``briefing.county.names``.

    Raises
    ------
    DataError
        Lists of unequal lengths, rows of another kind, or words with a number that is no figure.
    """
    if not isinstance(series, Mapping) or not series:
        raise DataError(
            arguments.named("图", title), "没有可画的线", arguments.quoted(series), '请写 {"名称": 行, …}。'
        )
    lines = {
        name: arguments.rows(f"{arguments.named('图', title)} “{name}”", line, figures.COLUMNS[:-1])
        for name, line in series.items()
    }
    where, heading = checked_words(
        title, [row for line in lines.values() for row in line], [*lines], note, proper_names
    )
    arguments.one_of(where, "修约", rounding, ("half_even", "half_up"))
    for name, line in lines.items():
        if undated := [row["period"] for row in line if periods.parse(row["period"]).window is None]:
            raise DataError(f"{where} “{name}”", "这一行没有起止时间", undated[0] or "时点不详", "请去掉这一行。")
    alt = altair()
    data: list[dict[str, Any]] = []
    drawn: list[Figure] = []
    rows: list[Row] = []
    for name, records in lines.items():
        ordered = sorted(records, key=lambda row: periods.parse(row["period"]).sort_key())
        run = 0
        last: int | None = None
        for row in ordered:
            year = periods.parse(row["period"]).sort_key()[0].year
            run += last is not None and (year - last > 1 or any(last < at <= year for at in breaks))
            figure = figures.figure_from_row(row, rounding).model_copy(update={"label": name})
            point = {"name": name, "year": year, "run": f"{name}{run}"}
            data.append({**point, "value": float(figure.value or 0), "label": figure.bare})
            drawn.append(figure)
            rows.append(row)
            last = year
    years = [point["year"] for point in data]
    unit = str(rows[0]["unit"])
    every = list(range(min(years), max(years) + 1))
    base = alt.Chart().encode(
        x=alt.X("year:Q", title="年份",
                scale=alt.Scale(domain=[min(years) - 0.5, max(years) + 0.5], nice=False),
                axis=alt.Axis(format="d", values=every, labelOverlap=True, grid=False)),
        y=alt.Y("value:Q", title=axis_title(unit), scale=alt.Scale(zero=True), axis=ticks(alt, unit)),
    )  # fmt: skip
    several = len(series) > 1
    tones = alt.Scale(domain=list(series), range=[MAIN, ACCENT, "#6b6b6b", PALE][: len(series)])
    legend = alt.Legend(title=None, orient="top") if several else None
    line = base.mark_line(strokeWidth=2).encode(
        detail=alt.Detail("run:N"), color=alt.Color("name:N", scale=tones, legend=legend)
    )
    shape = (
        alt.Shape("name:N", scale=alt.Scale(domain=list(series)), legend=legend)
        if several
        else alt.ShapeValue("circle")
    )
    dots = base.mark_point(size=45, filled=True).encode(
        color=alt.Color("name:N", scale=tones, legend=legend), shape=shape
    )
    text = base.mark_text(dy=-11, color=INK).encode(text=alt.Text("label:N"))
    layer = layered(data, line, dots, text, width=WIDTH - 60, height=190)
    gap = any(b - a > 1 for a, b in zip(sorted(set(years)), sorted(set(years))[1:], strict=False))
    notes = "；".join(filter(None, [note.rstrip("。"), "没有数据的年份留空，不连线" if gap else ""]))
    return block(layer, heading, rows, drawn, notes)


@without_validation
def months(
    title: str,
    points: Sequence[Row],
    rows: Sequence[Row],
    drawn: Sequence[Figure],
    *,
    note: str = "",
    proper_names: Iterable[str] = (),
) -> Chart:
    """Return a line a year over its months, each labelled where it ends.

    Parameters
    ----------
    title
        Title, without digits.
    points
        Of each mark: ``year``, ``month``, ``run`` (a line joins those of one), ``value``, ``label`` (empty but for the
        last of a year), the ``side`` the label is on (above, below, right), and how high it stands (``place``).
    rows, drawn
        The record and the figure of each.
    note
        Printed below.
    proper_names
        Names with numbers that its words may hold, besides those of its rows: ``briefing.county.names``.

    Raises
    ------
    DataError
        Lists of unequal lengths, rows of another kind, or words with a number that is no figure.
    """
    points = arguments.rows(
        arguments.named("图", title), points, ("year", "month", "run", "value", "label", "side", "place")
    )
    rows = arguments.as_long(
        arguments.named("图", title), "行", arguments.rows(arguments.named("图", title), rows), len(points), "点"
    )
    where, heading = checked_words(title, rows, (), note, proper_names)
    arguments.parts(where, "标注", tuple(arguments.as_long(where, "标注", drawn, len(points), "点")))
    alt = altair()
    unit = str(rows[0]["unit"])
    years = list(dict.fromkeys(point["year"] for point in reversed(points)))  # the last is drawn over the others
    base = alt.Chart().encode(
        x=alt.X("month:Q", title="月份（自年初累计）", scale=alt.Scale(domain=[1.5, 14], nice=False),
                axis=alt.Axis(format="d", values=list(range(2, 13)), grid=False)),
        y=alt.Y("value:Q", title=axis_title(unit), scale=alt.Scale(zero=True), axis=ticks(alt, unit)),
    )  # fmt: skip
    tones = alt.Scale(domain=years, range=[ACCENT, MAIN, "#6b6b6b"][: len(years)])
    legend = alt.Legend(title=None, orient="top")
    tone = alt.Color("year:N", scale=tones, legend=legend)
    shape = alt.Shape("year:N", scale=alt.Scale(domain=years), legend=legend)
    marks = [base.mark_line(strokeWidth=2).encode(detail=alt.Detail("run:N"), color=tone)]
    marks.append(base.mark_point(size=32, filled=True).encode(color=tone, shape=shape))
    looks: dict[str, Any] = {"above": {"dy": -11}, "below": {"dx": 16, "dy": 13}, "right": {"dx": 8, "align": "left"}}
    for side, look in looks.items():
        text = base.transform_filter(f"datum.side == '{side}'").mark_text(**look)
        marks.append(text.encode(text=alt.Text("label:N"), y=alt.Y("place:Q", title=axis_title(unit)), color=tone))
    layer = layered(points, *marks, width=WIDTH - 60, height=190)
    return block(layer, heading, rows, drawn, note, [f for f, p in zip(drawn, points, strict=True) if p["label"]])

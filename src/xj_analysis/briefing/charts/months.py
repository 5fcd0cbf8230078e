"""Line charts over the months of a year: the 累计 of the last years, a line a year."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...base.errors import DataError
from ...document.blocks import Chart, Omission
from ...document.pieces import Parts
from ...metrics.columns.matching import period_spans
from .. import arguments
from .chart_function import chart_function
from .marks import ChartMark, checked_column, marks_of, period_of, planned, unit_of
from .style import ACCENT, MAIN, WIDTH, altair, axis_title, block, checked_words, layered, ticks, too_few

__all__ = ["months"]
__dir__ = __all__.copy

_FEWEST_MONTHS = 2
_YEARS, _DECEMBER = 3, 12
_LINES = 14  # of labels, one above the other, in the height of a chart
_TONES = [ACCENT, MAIN, "#6b6b6b"]
_GAP = "没有数据的月份留空，不连线"
_LOOKS: dict[str, dict[str, Any]] = {
    "above": {"dy": -11}, "below": {"dx": 16, "dy": 13}, "right": {"dx": 8, "align": "left"}
}  # fmt: skip


@chart_function
def months(data: pd.Series, title: str | Parts, *, note: str = "") -> Chart | Omission:
    """Return a line a year over its months, of the last three years, each labelled where it ends.

    Parameters
    ----------
    data
        Figures by period: ``b["visits"]``. Drawn are those that begin in January (累计), at the month of their ends;
        whether January and February are reported together or apart. How many do not is said below.
    title
        Title; digits only in figures and dates.
    note
        Printed below.

    Returns
    -------
    The chart; of fewer than two months, the line that tells why there is none.

    Raises
    ------
    DataError
        Plain numbers, another index than of periods, two numbers of a month, figures of several units, or words with a
        number that is no figure.

    Examples
    --------
    >>> from xj_analysis import charts
    >>> from xj_analysis.metrics.columns.samples import sample
    >>> from xj_analysis.quantity.figure_array import FigureArray
    >>> from xj_analysis.quantity.period_labels import period_index
    >>> codes = ["2024-01", "2024-01/2024-02", "2024-01/2024-03"]
    >>> rows = sample(value=[1.0, 3.0, 6.0], unit="亿元", period=codes, label="工业投资", decimals=0)
    >>> chart = charts.months(pd.Series(FigureArray.from_frame(rows), index=period_index(codes)), "工业投资")
    >>> [(point["month"], point["label"]) for point in chart.spec["data"]["values"]]
    [(1, ''), (2, ''), (3, '6')]
    """
    where = arguments.named("图", title)
    marks, _ = marks_of(where, checked_column(where, data))
    where, heading = checked_words(title, marks, (), note)
    rows, others = _by_month(where, marks)
    if rows["month"].nunique() < _FEWEST_MONTHS:
        return too_few(heading, f"自年初累计的只有{rows['month'].nunique()}个月的数，一张图至少要两个月。")
    first = rows["year"] != rows["year"].shift()
    gap = ~first & (rows["month"] - rows["month"].shift() > 1)
    ends, whole = first.shift(-1, fill_value=True), rows["month"] == _DECEMBER
    alike = rows.groupby("month")["value"]
    highest = rows["value"] == alike.transform("max")
    apart = _apart(rows["value"][ends & whole], rows["value"].max() / _LINES).reindex(rows.index)
    side = highest.map({True: "above", False: "below"}).mask(whole, "right")
    rows = rows.assign(
        run=(first | gap).cumsum(), ends=ends, side=side,
        place=apart.fillna(rows["value"].where(highest, alike.transform("min"))),  # below all lines, or above them
    )  # fmt: skip
    points: list[dict[str, Any]] = [
        {
            "year": f"{row['year']}年", "month": row["month"], "run": row["run"], "value": row["value"],
            "label": row["mark"].figure.bare if row["ends"] else "", "side": row["side"], "place": row["place"],
        }
        for row in rows.to_dict("records")
    ]  # fmt: skip
    drawn = [mark.figure for mark in rows["mark"]]
    sources = [source for mark in rows["mark"] for source in mark.sources]
    ended = [figure for figure, end in zip(drawn, ends, strict=True) if end]
    left_out = "不自年初累计的数未画" if others else ""
    notes = [note, left_out, planned(rows["mark"]), _GAP if gap.any() else ""]
    return block(_layers(points, unit_of(marks)), heading, drawn, sources, notes, ended)


def _by_month(where: str, marks: list[ChartMark]) -> tuple[pd.DataFrame, int]:
    """The marks of the last years that begin in January, in time: year, month, value and mark; and how many do not.

    Raises
    ------
    DataError
        A month has two numbers that are not the same.
    """
    span = period_spans(pd.Series([period_of(where, mark).code for mark in marks], dtype=object))
    values = [float(mark.figure.value or 0) for mark in marks]
    rows = pd.DataFrame({"year": span["year"], "month": span["last"], "value": values, "mark": marks})
    cumulative = span["first"] == 1
    rows = rows[cumulative].sort_values(["year", "month"], kind="stable")
    again = rows.duplicated(["year", "month"])
    if (unlike := again & ~rows.duplicated(["year", "month", "value"])).any():
        said = next(mark for mark, other in zip(rows["mark"], unlike, strict=True) if other)
        do = "同一个月只能有一个数，请去掉一个，如 数.drop(…)。"
        raise DataError(where, "一个月有两个不同的数", f"{said.name}{said.figure.text}", do)
    last_years: pd.DataFrame = rows[~again & (rows["year"] > rows["year"].max() - _YEARS)]
    return last_years, int((~cumulative).sum())


def _layers(points: list[dict[str, Any]], unit: str) -> dict[str, Any]:
    """The specification: lines, marks, and the labels on each side."""
    alt = altair()
    years = list(dict.fromkeys(point["year"] for point in reversed(points)))  # the last is drawn over the others
    start, end = (int(limit(point["month"] for point in points)) for limit in (min, max))
    room = max(1, round((end - start) / 5))  # for the last label
    base = alt.Chart().encode(
        x=alt.X("month:Q", title="月份（自年初累计）", scale=alt.Scale(domain=[start - 0.5, end + room], nice=False),
                axis=alt.Axis(format="d", values=list(range(start, end + 1)), grid=False)),
        y=alt.Y("value:Q", title=axis_title(unit), scale=alt.Scale(zero=True), axis=ticks(alt, unit)),
    )  # fmt: skip
    tones = alt.Scale(domain=years, range=_TONES[: len(years)])
    legend = alt.Legend(title=None, orient="top")
    tone = alt.Color("year:N", scale=tones, legend=legend)
    shape = alt.Shape("year:N", scale=alt.Scale(domain=years), legend=legend)
    marks = [base.mark_line(strokeWidth=2).encode(detail=alt.Detail("run:N"), color=tone)]
    marks.append(base.mark_point(size=32, filled=True).encode(color=tone, shape=shape))
    for side, look in _LOOKS.items():
        text = base.transform_filter(f"datum.side == '{side}'").mark_text(**look)
        marks.append(text.encode(text=alt.Text("label:N"), y=alt.Y("place:Q", title=axis_title(unit)), color=tone))
    return layered(points, *marks, width=WIDTH - 60, height=190)


def _apart(heights: pd.Series, least: float) -> pd.Series:
    """Heights of labels that do not touch: each its own, or `least` above the label below it."""
    ordered = heights.sort_values()
    steps = pd.Series(range(len(ordered)), index=ordered.index) * least
    return (ordered - steps).cummax() + steps

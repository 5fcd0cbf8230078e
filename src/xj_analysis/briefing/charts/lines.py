"""Line charts over years: a point a year, a line a column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from ...base.errors import DataError
from ...document.blocks import Chart, Omission
from ...document.pieces import Parts
from ...quantity.periods import Period
from .. import arguments, session_county
from .chart_function import chart_function
from .marks import NO_VALUE, ChartMark, checked_column, marks_of, name_of, period_of, planned, several_units, unit_of
from .style import ACCENT, INK, MAIN, PALE, WIDTH, altair, axis_title, block, checked_words, layered, ticks, too_few

__all__ = ["timeline"]
__dir__ = __all__.copy

_FEWEST = 2
_TONES = [MAIN, ACCENT, "#6b6b6b", PALE]
_GAP, _OTHER_WINDOW = "没有数据的年份留空，不连线", "起止月份不同的不连线"


@chart_function
def timeline(
    data: pd.Series | pd.DataFrame, title: str | Parts, *, breaks: Sequence[int] = (), note: str = ""
) -> Chart | Omission:
    """Return points over years; a line joins only years that follow one another, so that a gap is a gap.

    Parameters
    ----------
    data
        Figures by period, one a year: ``b["gdp"]``. The columns of a frame are lines of one unit, four at most.
    title
        Title; digits only in figures and dates.
    breaks
        Years from which values are not comparable with those before: no line crosses them, nor those that an indicator
        declares.
    note
        Printed below.

    Returns
    -------
    The chart; of fewer than two numbers, the line that tells why there is none.

    Raises
    ------
    DataError
        Plain numbers, another index than of periods, several numbers of a year, figures of several units, or words
        with a number that is no figure.

    Notes
    -----
    A number of a period without a beginning and an end (时点不详) is not drawn, and is named below; so is a planned,
    forecast or targeted value, which is.

    Examples
    --------
    >>> from xj_analysis import charts
    >>> from xj_analysis.metrics.columns.samples import sample
    >>> from xj_analysis.quantity.figure_array import FigureArray
    >>> from xj_analysis.quantity.period_labels import period_index
    >>> years = ["2019", "2020", "2023"]
    >>> rows = sample(value=[79.5, 85.7, 92.4], unit="亿元", period=years, label="地区生产总值")
    >>> chart = charts.timeline(pd.Series(FigureArray.from_frame(rows), index=period_index(years)), "地区生产总值")
    >>> [(point["year"], point["run"]) for point in chart.spec["data"]["values"]], chart.notes
    ([(2019, '地区生产总值0'), (2020, '地区生产总值0'), (2023, '地区生产总值1')], (('没有数据的年份留空，不连线。',),))
    """
    where = arguments.named("图", title)
    lines, left_out = _lines(where, data)
    marks = [mark for _, line in lines for mark, _ in line]
    names = [name for name, _ in lines]
    where, heading = checked_words(title, marks, names, note)
    if len(units := list(dict.fromkeys(mark.figure.unit for mark in marks))) > 1:
        raise several_units(where, units)
    breaks = [*_years(where, breaks), *_declared_breaks(data)]
    if len(marks) < _FEWEST:
        return too_few(heading, f"有起止时间的只有{len(marks)}个数，一张图至少要两个。")
    alt = altair()
    points: list[dict[str, Any]] = []
    notes: dict[str, None] = {}
    for name, line in lines:
        run = 0
        for place, (mark, period) in enumerate(line):
            if place:
                why = _apart(line[place - 1][1], period, breaks)
                run += why is not None
                notes |= {why: None} if why else {}
            points.append({
                "name": name, "year": _year(period), "run": f"{name}{run}",
                "value": float(mark.figure.value or 0), "label": mark.figure.bare,
            })  # fmt: skip
    years = [point["year"] for point in points]
    unit = unit_of(marks)
    every = list(range(min(years), max(years) + 1))
    base = alt.Chart().encode(
        x=alt.X("year:Q", title="年份",
                scale=alt.Scale(domain=[min(years) - 0.5, max(years) + 0.5], nice=False),
                axis=alt.Axis(format="d", values=every, labelOverlap=True, grid=False)),
        y=alt.Y("value:Q", title=axis_title(unit), scale=alt.Scale(zero=True), axis=ticks(alt, unit)),
    )  # fmt: skip
    several = len(lines) > 1
    tones = alt.Scale(domain=names, range=_TONES[: len(names)])
    legend = alt.Legend(title=None, orient="top") if several else None
    tone = alt.Color("name:N", scale=tones, legend=legend)
    shape = alt.Shape("name:N", scale=alt.Scale(domain=names), legend=legend) if several else alt.ShapeValue("circle")
    joined = base.mark_line(strokeWidth=2).encode(detail=alt.Detail("run:N"), color=tone)
    dots = base.mark_point(size=45, filled=True).encode(color=tone, shape=shape)
    text = base.mark_text(dy=-11, color=INK).encode(text=alt.Text("label:N"))
    layer = layered(points, joined, dots, text, width=WIDTH - 60, height=190)
    sources = [source for mark in marks for source in mark.sources]
    return block(layer, heading, [mark.figure for mark in marks], sources, [note, left_out, planned(marks), *notes])


_Line = list[tuple[ChartMark, Period]]


def _lines(where: str, data: object) -> tuple[list[tuple[str, _Line]], str]:
    """The lines in time, each with its name; and which have no number or no place in time."""
    if isinstance(data, pd.DataFrame):
        columns = [(name_of(where, label), data.iloc[:, place]) for place, label in enumerate(data.columns)]
    else:
        column = checked_column(where, data)
        columns = [(_series_name(column), column)]
    names = [name for name, _ in columns]
    if len(names) > len(_TONES) or len(set(names)) < len(names):
        why = "有同名的线" if len(set(names)) < len(names) else "一张图最多画四条线"
        raise DataError(where, why, "、".join(names)[:40], "请分成几张图，或改列名。")
    lines: list[tuple[str, _Line]] = []
    undated: list[str] = []
    empty: list[str] = []
    for name, column in columns:
        here = f"{where} “{name}”" if isinstance(data, pd.DataFrame) else where
        marks, _ = marks_of(here, checked_column(here, column), name)
        line = [(mark, period_of(here, mark)) for mark in marks]
        undated += [mark.name for mark, period in line if period.window is None]
        dated = sorted((each for each in line if each[1].window is not None), key=lambda each: each[1].sort_key())
        _require_one_a_year(here, dated)
        if dated:
            lines.append((name, dated))
        elif not marks:
            empty.append(name)
    left_out = {"没有起止时间、未画": undated, NO_VALUE: empty}
    return lines, "；".join(f"{why}：{'、'.join(dict.fromkeys(names))}" for why, names in left_out.items() if names)


def _series_name(column: pd.Series) -> str:
    """The name of a single line: the indicator's, else what its figures are called, else the column's."""
    if indicator := session_county.indicator_of(column.name):
        return indicator.name
    labels = {figure.label for figure in column.dropna()} - {""}
    return labels.pop() if len(labels) == 1 else column.name if isinstance(column.name, str) else ""


def _year(period: Period) -> int:
    return period.sort_key()[0].year


def _require_one_a_year(where: str, line: _Line) -> None:
    for (one, before), (two, period) in pairwise(line):
        if _year(before) == _year(period):
            do = "请每年只留一个，如全年的；逐月累计的请用 charts.months。"
            raise DataError(where, "一年里有几个数", f"{one.name}、{two.name}", do)


def _apart(before: Period, period: Period, breaks: Iterable[int]) -> str | None:
    """Why two numbers in a row are not joined, empty for a declared break; None where they are."""
    last, year = _year(before), _year(period)
    if year - last > 1:
        return _GAP
    if not before.same_window(period):
        return _OTHER_WINDOW
    return "" if any(last < at <= year for at in breaks) else None


def _years(where: str, breaks: object) -> list[int]:
    years = arguments.several(where, "breaks", breaks)
    if wrong := [year for year in years if not isinstance(year, int)]:
        raise DataError(where, "breaks 应是年份", arguments.quoted(wrong[0]), "请写 breaks=[年份]，不加引号。")
    return years


def _declared_breaks(data: pd.Series | pd.DataFrame) -> list[int]:
    """The breaks that the indicators declare whose slugs name the columns."""
    labels = data.columns if isinstance(data, pd.DataFrame) else [data.name]
    return [year for label in labels if (of := session_county.indicator_of(label)) for year in of.breaks]

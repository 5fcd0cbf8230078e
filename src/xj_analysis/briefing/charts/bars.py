"""Bar charts: one bar an element of a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ...base.errors import DataError, choices
from ...document.blocks import Chart, Omission
from ...document.pieces import Part, Parts
from ...quantity.figures import Figure
from .. import arguments, session_county
from ..frame_tables import row_sources
from .chart_function import chart_function
from .marks import ChartMark, checked_column, marks_of, several_units, told_apart, unit_of
from .style import ACCENT, INK, MAIN, WIDTH, altair, axis_title, block, checked_words, layered, ticks, too_few

__all__ = ["bars"]
__dir__ = __all__.copy

_FEWEST = 2
_ROOM = 0.35  # beside the longest bar, for its label
_MOST_WRAPPED = 20  # of more bars, the names are not broken into lines: the page has no room
_HOLLOW = "空心条为计划、预计或目标数"


@chart_function
def bars(
    data: pd.Series,
    title: str | Parts,
    *,
    labels: pd.Series | None = None,
    against: pd.Series | None = None,
    highlight: str = "",
    note: str = "",
    quotations: Sequence[Part] = (),
) -> Chart | Omission:
    """Return horizontal bars, one an element, in the order given.

    Parameters
    ----------
    data
        Figures of one unit: ``figure[unit]``, or objects. The index names the bars: periods, towns, subjects; for a
        slug stands the name of the indicator.
    title
        Title; digits only in figures and dates.
    labels
        A second column of figures with the same index, printed after the values: ``metrics.share(data)``.
    against
        A column of the same unit and index, drawn as an upright stroke on each bar: the pace, a limit, the average.
    highlight
        The name whose bar stands out; an area that the data do not have has no bar.
    note
        Printed below.
    quotations
        Names as a ledger has them: one with a number in it (3D打印员) is a figure that leads to its row.

    Returns
    -------
    The chart; of fewer than two numbers, the line that tells why there is none.

    Raises
    ------
    DataError
        Plain numbers, figures of several units, labels or strokes that do not fit, or words with a number that is no
        figure.

    Notes
    -----
    A planned, forecast or targeted value is a hollow bar; a one-sided hedge (余, 近) is printed in its label. A missing
    value has no bar, and is named below with its reason.

    Examples
    --------
    >>> from xj_analysis import charts, metrics
    >>> from xj_analysis.metrics.columns.samples import sample
    >>> from xj_analysis.quantity.figure_array import FigureArray
    >>> rows = sample(value=[30.0, 10.0], unit="家", reported=["30", "10"], decimals=0, label="新增企业")
    >>> new = pd.Series(FigureArray.from_frame(rows), index=["甲镇", "乙镇"])
    >>> chart = charts.bars(new, "各镇新增企业", labels=metrics.share(new), highlight="甲镇")
    >>> [bar["label"] for bar in chart.spec["data"]["values"]]
    ['30家（75.0%）', '10家（25.0%）']
    """
    where = arguments.named("图", title)
    column = checked_column(where, data)
    marks, missing = marks_of(where, column)
    marks = told_apart(marks)
    names = [mark.name for mark in marks]
    quoted = [name for name in quotations if isinstance(name, Figure)]
    own = {name.text for name in quoted}
    where, parts = checked_words(title, marks, [name for name in names if name not in own], note)
    _require_highlight(where, highlight, column, names)
    seconds, second_sources = _seconds(where, labels, column, marks)
    strokes, stroke_sources = _strokes(where, against, column, marks)
    if len(marks) < _FEWEST:
        return too_few(parts, f"只有{len(marks)}个数，一张图至少要两个{f'（{missing}）' if missing else ''}。")
    alt = altair()
    lines = [_wrapped(name) if len(marks) <= _MOST_WRAPPED else [name] for name in names]
    bars_drawn: list[dict[str, Any]] = [
        {
            "name": lines[i],
            "order": i,
            "value": float(mark.figure.value or 0),
            "label": mark.figure.text + (f"（{extra.text}）" if extra else ""),
            **({"stroke": float(stroke.value or 0)} if stroke else {}),
            "tone": "hollow" if mark.figure.nature != "actual" else "high" if _is(mark, highlight) else "main",
        }
        for i, (mark, extra, stroke) in enumerate(zip(marks, seconds, strokes, strict=True))
    ]
    step = max(26, 14 * max(map(len, lines)) + 8)
    ends = [bar[side] for bar in bars_drawn for side in ("value", "stroke") if side in bar]
    unit, domain = unit_of(marks), _domain(ends)
    base = alt.Chart().encode(
        y=alt.Y("order:O", axis=None),
        x=alt.X("value:Q", scale=alt.Scale(domain=domain), title=axis_title(unit), axis=ticks(alt, unit)),
    )  # fmt: skip
    tone = alt.Scale(domain=["main", "high", "hollow"], range=[MAIN, ACCENT, "#ffffff"])
    rectangles = base.mark_bar(stroke=MAIN, strokeWidth=1, cornerRadius=1).encode(
        fill=alt.Fill("tone:N", scale=tone, legend=None)
    )
    head = base.mark_text(align="right", dx=-8, color=INK, lineHeight=13).encode(
        text=alt.Text("name:N"), x=alt.XValue(0)
    )
    upright = base.mark_tick(color=ACCENT, thickness=4, height=step - 2, stroke="#ffffff", strokeWidth=1).encode(
        x=alt.X("stroke:Q", scale=alt.Scale(domain=domain), title=axis_title(unit), axis=ticks(alt, unit))
    )
    layers = [rectangles, *([upright] if any(strokes) else []), *_values(alt, base, below=domain[0] < 0), head]
    layer = layered(bars_drawn, *layers, width=WIDTH - 150, height=len(bars_drawn) * step)
    hollow = any(mark.figure.nature != "actual" for mark in marks)
    drawn = [*(mark.figure for mark in marks), *filter(None, seconds), *filter(None, strokes), *quoted]
    sources = [source for mark in marks for source in mark.sources]
    return block(
        layer, parts, drawn, [*sources, *second_sources, *stroke_sources], [note, missing, _HOLLOW if hollow else ""]
    )


def _values(alt: Any, base: Any, below: bool) -> list[Any]:
    """Labels at the ends of the bars; of bars below zero on their left."""
    right = base.mark_text(align="left", dx=5, color=INK).encode(text=alt.Text("label:N"))
    if not below:
        return [right]
    left = base.mark_text(align="right", dx=-5, color=INK).encode(text=alt.Text("label:N"))
    return [right.transform_filter("datum.value >= 0"), left.transform_filter("datum.value < 0")]


def _domain(values: Sequence[float]) -> list[float]:
    """The axis of values: from zero, with room for a label where bars end."""
    least, most = min(values), max(values)
    if least >= 0:
        return [0, (most or 1) * (1 + _ROOM)]
    room = _ROOM * (max(most, 0) - least)
    return [least - room, most + room if most > 0 else 0]


def _seconds(
    where: str, labels: object, data: pd.Series, marks: Sequence[ChartMark]
) -> tuple[list[Figure | None], list[str]]:
    """The second figure of each mark, None where it is missing, and the sources of all."""
    if labels is None:
        return [None] * len(marks), []
    column = checked_column(f"{where} 标注", labels, one_unit=False)
    if len(column) != len(data):
        do = "请一一对应，如 labels=metrics.share(数)。"
        raise DataError(where, f"标注有{len(column)}个，数有{len(data)}个", do=do)
    if not column.index.equals(data.index):
        if not (data.index.is_unique and data.index.isin(column.index).all()):
            strange = next((str(label) for label in column.index if label not in data.index), str(column.index[0]))
            raise DataError(where, "标注和数的名称对不上", strange, "请用同一列算出的标注，如 metrics.share(数)。")
        column = column.reindex(data.index)
    kept = column[data.notna().to_numpy()]
    figures = [value if isinstance(value, Figure) and _says(value) else None for value in kept]
    return figures, [source for row in row_sources([kept], len(kept)) for source in row]


def _strokes(
    where: str, against: object, data: pd.Series, marks: Sequence[ChartMark]
) -> tuple[list[Figure | None], list[str]]:
    """The figure of the stroke on each bar, None where it is missing, and the sources of all."""
    figures, sources = _seconds(where, against, data, marks)
    strokes = [figure if figure and figure.value is not None else None for figure in figures]
    if unlike := {figure.unit for figure in strokes if figure} - {unit_of(marks)}:
        raise several_units(where, [unit_of(marks), *sorted(unlike)])
    return strokes, sources


def _says(figure: Figure) -> bool:
    """Whether there is more to print than the reason for a missing number."""
    return figure.value is not None or not figure.reason


def _require_highlight(where: str, highlight: object, data: pd.Series, names: Sequence[str]) -> None:
    """Raise if the bar that stands out is not among the labels, drawn or missing, and is no area without data."""
    wanted = arguments.text(where, "突出的一条", highlight)
    known = {*names, *(str.__str__(label) for label in data.index if isinstance(label, str))}
    if wanted and wanted not in known and not session_county.is_area(wanted):
        raise DataError(where, "图里没有这一条", wanted, choices(wanted, names))


def _is(mark: ChartMark, highlight: str) -> bool:
    return bool(highlight) and highlight in (mark.name, mark.place)


def _wrapped(text: str, width: int = 13) -> list[str]:
    """A name in lines; a range of dates breaks behind its dash and nowhere else."""
    if len(text) <= width:
        return [text]
    cut = text.find("—") + 1 or width
    return [text[:cut], *_wrapped(text[cut:], width)]

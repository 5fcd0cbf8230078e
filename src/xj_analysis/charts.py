"""Charts of figures: the marks are labelled with the figures as printed, hedges and all.

Each function takes records (rows of a figure frame) and returns a :class:`Chart` block. Altair is imported where a
chart is made; the SVG is drawn by the press, or here when a person is looking (not in an unattended run).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from . import figures, imports, periods, units
from .blocks import Chart, Parts, plain
from .figures import Figure

if TYPE_CHECKING:
    import altair as alt

Row = Mapping[str, Any]

WIDTH = 430
INK = "#1a1a1a"
MAIN = "#1f5582"  # dark enough to stay apart from PALE in greyscale
PALE = "#b9cbd9"
ACCENT = "#b3261e"
FONT = "Noto Sans SC"


@cache
def _altair() -> Any:
    with imports.lean():  # no chart has an IRI
        import altair
    return altair


class DrawnChart(Chart):
    """A chart that draws itself for a person in JupyterLab, and is plain data in an unattended run."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(include, exclude)
        if "XJ_UNATTENDED" not in os.environ:
            from .press import svg

            bundle["image/svg+xml"] = svg.draw(self.spec)
        return bundle


def _chart(
    spec: alt.TopLevelMixin, title: Parts, rows: Sequence[Row], drawn: Sequence[Figure], note: str,
    told: Sequence[Figure] = (),
) -> Chart:  # fmt: skip
    """The chart as a block; its description tells the figures `told`, all those drawn where none is named."""
    values = "；".join(f"{each.label}（{periods.parse(each.period).label}）{each.text}" for each in told or drawn)
    json = spec.to_dict()
    json["usermeta"] = {"origins": sorted({origin for figure in drawn for origin in figure.origins})}
    return DrawnChart(
        title=title,
        spec=json,
        description=f"{plain(title)}。{values}。",
        figures=tuple(drawn),
        sources=tuple(dict.fromkeys(source for row in rows for source in row["sources"])),
        notes=((note.rstrip("。") + "。",),) if note else (),
    )


def _wrapped(text: str, width: int = 13) -> list[str]:
    """A name in lines; a range of dates breaks behind its dash and nowhere else."""
    if len(text) <= width:
        return [text]
    cut = text.find("—") + 1 or width
    return [text[:cut], *_wrapped(text[cut:], width)]


def _titled(unit: str, what: str = "") -> str:
    return f"{what}（{unit}）" if what else f"单位：{unit}"


def _called(label: str, name: str) -> str:
    """What a mark is, when only its name stands beside it: 地区生产总值（泰和县）."""
    return label if name == label else f"{label}（{name}）"


def _ticks(alt: Any, unit: str) -> Any:
    """Ticks without thousands separators, as in the tables; whole ones for what is counted."""
    whole = {"tickMinStep": 1} if units.unit(unit).counted else {}
    return alt.Axis(tickCount=5, format="~f", **whole)


def bars(
    title: str | Parts,
    rows: Sequence[Row],
    names: Sequence[str],
    *,
    labels: Sequence[Figure] = (),
    highlight: str = "",
    note: str = "",
    rounding: str = "half_even",
) -> Chart:
    """Return horizontal bars, one a row, in the order given.

    Parameters
    ----------
    title
        What the bars show; no digits but in figures.
    rows
        Records of one unit.
    names
        What each bar is called.
    labels
        A second figure a bar, printed after the value (a share).
    highlight
        The name whose bar stands out.
    note
        Printed below.

    Notes
    -----
    A planned, forecast or targeted value is a hollow bar; a one-sided hedge (余, 近) is told by its label.
    """
    alt = _altair()
    drawn = [
        figures.of_row({**row, "label": _called(row["label"], name)}, rounding)
        for row, name in zip(rows, names, strict=True)
    ]
    second: Sequence[Figure | None] = labels or [None] * len(drawn)
    data: list[dict[str, Any]] = [
        {
            "name": _wrapped(name),
            "order": i,
            "value": float(figure.value or 0),
            "label": figure.text + (f"（{extra.text}）" if extra else ""),
            "tone": "hollow" if figure.nature != "actual" else "high" if name == highlight else "main",
        }
        for i, (figure, name, extra) in enumerate(zip(drawn, names, second, strict=True))
    ]
    step = max(26, 14 * max(len(_wrapped(name)) for name in names) + 8)
    most = max(row["value"] for row in data) or 1
    base = alt.Chart(alt.Data(values=data)).encode(
        y=alt.Y("order:O", axis=None),
        x=alt.X("value:Q", scale=alt.Scale(domain=[0, most * 1.35]), title=_titled(str(rows[0]["unit"])),
                axis=_ticks(alt, str(rows[0]["unit"]))),
    )  # fmt: skip
    tone = alt.Scale(domain=["main", "high", "hollow"], range=[MAIN, ACCENT, "#ffffff"])
    marks = base.mark_bar(stroke=MAIN, strokeWidth=1, cornerRadius=1).encode(
        fill=alt.Fill("tone:N", scale=tone, legend=None)
    )
    values = base.mark_text(align="left", dx=5, color=INK).encode(text="label:N")
    head = base.mark_text(align="right", dx=-8, color=INK, lineHeight=13).encode(text="name:N", x=alt.value(0))
    layer = _styled(alt.layer(marks, values, head).properties(width=WIDTH - 150, height=len(data) * step))
    parts = title if isinstance(title, tuple) else (title,)
    hollow = any(figure.nature != "actual" for figure in drawn)
    said = "；".join(filter(None, [note.rstrip("。"), "空心条为计划、预计或目标数" if hollow else ""]))
    return _chart(layer, parts, rows, [*drawn, *filter(None, labels)], said)


def timeline(
    title: str,
    series: Mapping[str, Sequence[Row]],
    *,
    breaks: Sequence[int] = (),
    note: str = "",
    rounding: str = "half_even",
) -> Chart:
    """Return points over years; a line joins only years that follow one another, so that a gap is a gap.

    Parameters
    ----------
    title
        What the points show.
    series
        Records by the name of their line, each with a period that has a start, in one unit.
    breaks
        Years from which values are not comparable with those before: no line crosses them.
    note
        Printed below.
    """
    alt = _altair()
    data: list[dict[str, Any]] = []
    drawn: list[Figure] = []
    rows: list[Row] = []
    for name, records in series.items():
        ordered = sorted(records, key=lambda row: periods.parse(row["period"]).sort_key())
        run = 0
        last: int | None = None
        for row in ordered:
            year = periods.parse(row["period"]).sort_key()[0].year
            run += last is not None and (year - last > 1 or any(last < at <= year for at in breaks))
            figure = figures.of_row(row, rounding).model_copy(update={"label": name})
            point = {"name": name, "year": year, "run": f"{name}{run}"}
            data.append({**point, "value": float(figure.value or 0), "label": figure.bare})
            drawn.append(figure)
            rows.append(row)
            last = year
    years = [point["year"] for point in data]
    unit = str(rows[0]["unit"])
    every = list(range(min(years), max(years) + 1))
    base = alt.Chart(alt.Data(values=data)).encode(
        x=alt.X("year:Q", title="年份",
                scale=alt.Scale(domain=[min(years) - 0.5, max(years) + 0.5], nice=False),
                axis=alt.Axis(format="d", values=every, labelOverlap=True, grid=False)),
        y=alt.Y("value:Q", title=_titled(unit), scale=alt.Scale(zero=True), axis=_ticks(alt, unit)),
    )  # fmt: skip
    several = len(series) > 1
    tones = alt.Scale(domain=list(series), range=[MAIN, ACCENT, "#6b6b6b", PALE][: len(series)])
    legend = alt.Legend(title=None, orient="top") if several else None
    line = base.mark_line(strokeWidth=2).encode(detail="run:N", color=alt.Color("name:N", scale=tones, legend=legend))
    shape = alt.Shape("name:N", scale=alt.Scale(domain=list(series)), legend=legend) if several else alt.value("circle")
    dots = base.mark_point(size=45, filled=True).encode(
        color=alt.Color("name:N", scale=tones, legend=legend), shape=shape
    )
    text = base.mark_text(dy=-11, color=INK).encode(text="label:N")
    layer = _styled(alt.layer(line, dots, text).properties(width=WIDTH - 60, height=190))
    gap = any(b - a > 1 for a, b in zip(sorted(set(years)), sorted(set(years))[1:], strict=False))
    said = "；".join(filter(None, [note.rstrip("。"), "没有数据的年份留空，不连线" if gap else ""]))
    return _chart(layer, (title,), rows, drawn, said)


def months(title: str, points: Sequence[Row], rows: Sequence[Row], drawn: Sequence[Figure], *, note: str = "") -> Chart:
    """Return a line a year over its months, each labelled where it ends.

    Parameters
    ----------
    title
        What adds up from month to month.
    points
        Of each mark: ``year``, ``month``, ``run`` (a line joins those of one), ``value``, ``label`` (empty but for the
        last of a year), the ``side`` the label is on (above, below, right), and how high it stands (``place``).
    rows, drawn
        The record and the figure of each.
    note
        Printed below.
    """
    alt = _altair()
    unit = str(rows[0]["unit"])
    years = list(dict.fromkeys(point["year"] for point in reversed(points)))  # the last is drawn over the others
    base = alt.Chart(alt.Data(values=list(points))).encode(
        x=alt.X("month:Q", title="月份（自年初累计）", scale=alt.Scale(domain=[1.5, 14], nice=False),
                axis=alt.Axis(format="d", values=list(range(2, 13)), grid=False)),
        y=alt.Y("value:Q", title=_titled(unit), scale=alt.Scale(zero=True), axis=_ticks(alt, unit)),
    )  # fmt: skip
    tones = alt.Scale(domain=years, range=[ACCENT, MAIN, "#6b6b6b"][: len(years)])
    legend = alt.Legend(title=None, orient="top")
    tone = alt.Color("year:N", scale=tones, legend=legend)
    shape = alt.Shape("year:N", scale=alt.Scale(domain=years), legend=legend)
    marks = [base.mark_line(strokeWidth=2).encode(detail="run:N", color=tone)]
    marks.append(base.mark_point(size=32, filled=True).encode(color=tone, shape=shape))
    looks: dict[str, Any] = {"above": {"dy": -11}, "below": {"dx": 16, "dy": 13}, "right": {"dx": 8, "align": "left"}}
    for side, look in looks.items():
        text = base.transform_filter(f"datum.side == '{side}'").mark_text(**look)
        marks.append(text.encode(text="label:N", y=alt.Y("place:Q", title=_titled(unit)), color=tone))
    layer = _styled(alt.layer(*marks).properties(width=WIDTH - 60, height=190))
    return _chart(layer, (title,), rows, drawn, note, [f for f, p in zip(drawn, points, strict=True) if p["label"]])


def before_after(
    title: Parts, rows: Sequence[Row], indices: Sequence[Figure], base: Figure, *, note: str = ""
) -> Chart:
    """Return pairs of bars: an index before a change (the base), and after it.

    Parameters
    ----------
    title
        What changed; holds `base`.
    rows
        The changes reported, in %.
    indices
        The index after each change, derived from it.
    base
        The index before, a convention (基期).
    note
        Printed below.
    """
    alt = _altair()
    start = float(base.value or 0)
    data: list[dict[str, Any]] = [
        entry
        for i, (row, after) in enumerate(zip(rows, indices, strict=True))
        for entry in (
            {"item": _wrapped(after.label.removesuffix("（改造后）")), "place": 2.6 * i, "value": start,
             "label": base.text, "when": "改造前"},
            {"item": [""], "place": 2.6 * i + 1, "value": float(after.value or 0), "label": after.text,
             "when": "改造后"},
        )
    ]  # fmt: skip
    most = max(bar["value"] for bar in data)
    chart = alt.Chart(alt.Data(values=data)).encode(
        y=alt.Y("place:O", axis=None),
        x=alt.X("value:Q", title="指数", scale=alt.Scale(domain=[0, most * 1.3]), axis=_ticks(alt, "")),
    )  # fmt: skip
    tones = alt.Scale(domain=["改造前", "改造后"], range=[PALE, MAIN])
    marks = chart.mark_bar(stroke=MAIN, strokeWidth=0.8).encode(
        fill=alt.Fill("when:N", scale=tones, legend=alt.Legend(title=None, orient="top"))
    )
    label = chart.mark_text(align="left", dx=5, color=INK).encode(text="label:N")
    head = chart.mark_text(align="right", dx=-8, dy=12, color=INK, lineHeight=13).encode(text="item:N", x=alt.value(0))
    layer = _styled(alt.layer(marks, label, head).properties(width=WIDTH - 150, height=len(data) * 26))
    return _chart(layer, title, rows, [*indices, base], note)


def _styled(chart: alt.LayerChart) -> alt.LayerChart:
    return (
        chart.configure(font=FONT, background="#ffffff")
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK, titleColor=INK, labelFontSize=10, titleFontSize=10, titleFontWeight="normal",
                        gridColor="#e4e4e4", domainColor="#8a8a8a", tickColor="#8a8a8a")
        .configure_text(fontSize=10.5)
        .configure_legend(labelFontSize=10.5, labelColor=INK, symbolSize=80)
    )  # fmt: skip

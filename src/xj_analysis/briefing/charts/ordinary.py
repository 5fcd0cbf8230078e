"""Ordinary Altair charts of frames of figures as charts of a briefing: layered and faceted ones, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...base.errors import DataError, Fault
from ...document.blocks import Chart, Omission
from ...quantity import periods
from ...quantity.figure_dtype import FigureDtype
from ...quantity.figures import Figure
from .. import frame_words
from ..frame_tables import column_faults, only_counts, row_sources
from . import axis_titles, colours
from .chart_checks import CONCATENATIONS, IN_PANDAS, encodings, field_of, spec_faults, unit_faults, units_of, walk
from .style import INK, MAIN, STYLE, WIDTH, DrawnChart, altair, too_few

TEXT = "_text"
"""Ending of the column with the printed texts of a column of figures or dates: ``income_text``."""
_DISCRETE = ("nominal", "ordinal")
_UNSEEN = ("order", "detail", "key")
"""Channels whose values a reader never sees."""


def chart_block(
    chart: Any, *, names: Iterable[str] = (), headings: Mapping[str, str] | None = None
) -> Chart | Omission:
    """Return the block of an Altair chart whose data are frames of figures; of empty ones the line that tells so.

    A column ``income`` of figures can be encoded as ``income:Q``, its printed texts as ``income_text``. An index with
    a name is a column, too. The title of the chart becomes the caption; those of charts beside each other stay.

    Parameters
    ----------
    chart
        Of :mod:`altair`: single, layered, faceted or concatenated.
    names
        Names with digits (“5+2”) that may stand in it.
    headings
        Names of indicators by slug, printed for a slug as a title.

    Raises
    ------
    DataError
        Something drawn is no figure: plain numbers, a typed digit, numbers that the chart itself would compute; or an
        axis has figures of several units.
    """
    allowed, known = tuple(names), headings or {}
    drawn = chart.copy(deep=True)
    frames, faults = _own_data(drawn)
    try:
        spec = {} if faults else drawn.to_dict()
    except Exception as error:  # altair's own, of several kinds
        line = " ".join(str(error).removeprefix("Multiple errors were found.").split()) or type(error).__name__
        raise DataError.of([Fault("图", "Altair 说图写得不对", line[:80], "请按 Altair 的说明改正这一处。")]) from None
    columns: dict[str, Any] = {}
    for name, column in (each for frame in frames for each in _columns(frame)):
        if units_of(columns.setdefault(name, column)) != units_of(column):
            faults.append(Fault(f"图的列“{name}”", "几张表里同名而单位不同", do=frame_words.RENAME))
    drawable = [str(name) for frame in frames for name in plain_frame(frame)]
    _name_indicators(spec, known)
    faults += spec_faults(spec, drawable, allowed)
    used = {name for field in map(field_of, walk(spec)) for name in (field, field.removesuffix(TEXT))}
    seen = {field_of(node) for _, channel, node in encodings(spec) if channel not in _UNSEEN}
    for name, column in (each for frame in frames for each in _columns(frame)):
        if name in used:
            found = [*column_faults("", column, allowed), *(_code_faults(column, known) if name in seen else ())]
            faults += [Fault(f"图的列“{name}”", fault.what, fault.got, fault.do) for fault in found]
    faults += unit_faults(spec, columns)
    shown = [column for frame in frames for name, column in _columns(frame) if name in used]
    figures = [figure for column in shown for figure in column if isinstance(figure, Figure)]
    if frames and all(frame.empty for frame in frames) and not faults:
        return too_few((_caption(spec),), "表里没有一行，这一期还没有数。")
    if not figures and not faults:
        faults = [Fault("图", "画的没有一个是带出处的数", do=IN_PANDAS)]
    if faults:
        raise DataError.of(list(dict.fromkeys(faults)))
    title = _caption(spec)
    inner = [each for each in dict.fromkeys(_titles_within(spec)) if each not in title]
    axis_titles.entitle(spec, columns, known)
    _print_texts(spec, columns)
    marked = [row for column in shown for row in row_sources([column], len(column))]
    origins = sorted({origin for figure in figures for origin in figure.origins})
    return DrawnChart(
        title=(title,) if title else (),
        spec=_styled(spec) | {"usermeta": {"origins": origins}},
        description="。".join(filter(None, [title, *inner, "；".join(map(_described, figures))])) + "。",
        figures=tuple(figures),
        sources=tuple(dict.fromkeys(source for row in marked for source in row)),
    )


def _own_data(chart: Any) -> tuple[list[pd.DataFrame], list[Fault]]:
    """The frames of a chart and of those in it, which it then has as numbers and texts; what other data it has."""
    frames: list[pd.DataFrame] = []
    faults: list[Fault] = []
    for part in _parts(chart):
        if isinstance(part.data, pd.DataFrame):
            if not part.data.columns.is_unique:
                twice = str(part.data.columns[part.data.columns.duplicated()][0])
                faults.append(Fault("图的数据", "列名重复", twice, frame_words.RENAME))
                continue
            frames.append(with_index(part.data))
            part.data = plain_frame(frames[-1])
        elif part.data is not None and type(part.data).__name__ != "UndefinedType":
            kind = type(part.data).__name__
            faults.append(Fault("图的数据", "不是简报的数", kind, "请给 b.frame([…]) 等得到的 DataFrame。"))
    return frames, faults


def _parts(chart: Any) -> Iterator[Any]:
    """A chart and the charts in it."""
    yield chart
    for name in ("layer", *CONCATENATIONS):
        inner = getattr(chart, name, None)
        for part in inner if isinstance(inner, list) else ():
            yield from _parts(part)
    inner = getattr(chart, "spec", None)
    if hasattr(inner, "data"):
        yield from _parts(inner)


def with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with the levels of its index as columns, unless it only counts the rows."""
    whole = frame.copy(deep=False) if only_counts(frame.index) else frame.reset_index()
    return whole.set_axis([str(name) for name in whole.columns], axis=1)


def plain_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of numbers and texts for the drawing: of a column of figures, or dates, both."""
    columns: dict[str, Any] = {}
    for name, column in _columns(frame):
        if isinstance(column.dtype, FigureDtype):
            columns[name] = column.astype(float).to_numpy()
            columns[f"{name}{TEXT}"] = column.array.texts()
        elif any(isinstance(value, Figure) for value in column):
            columns[name] = [float(value) if isinstance(value, Figure) else np.nan for value in column]
            columns[f"{name}{TEXT}"] = [str(value) if isinstance(value, Figure) else "" for value in column]
        elif column.dtype.kind == "M":
            columns[name] = column.to_numpy()
            columns[f"{name}{TEXT}"] = [frame_words.printed_date(value) for value in column]
        elif column.dtype.kind in "biufcm":
            columns[name] = column.to_numpy()
        else:
            columns[name] = [_word(value) for value in column]
    return pd.DataFrame(columns)


def _word(value: Any) -> str | None:
    missing = value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value))
    return None if missing else frame_words.printed_date(value) or str(value)


def _columns(frame: pd.DataFrame) -> Iterator[tuple[str, Any]]:
    return ((str(name), frame[name]) for name in frame)


def _code_faults(column: pd.Series, headings: Mapping[str, str]) -> Iterator[Fault]:
    """Codes of the library among the words of a column: a legend or an axis would print them."""
    words = [value for value in column if type(value) is str]
    if code := next((word for word in words if frame_words.printed_word(word, headings) != word), ""):
        do = f'请先改成中文：.replace({{"{code}": "{frame_words.printed_word(code, headings)}"}})。'
        yield Fault("", "是程序里的代号", code, do)


def _name_indicators(spec: dict[str, Any], headings: Mapping[str, str]) -> None:
    """Print the name of an indicator for its slug as a title."""
    for node in walk(spec):
        if isinstance(title := node.get("title"), str):
            node["title"] = frame_words.printed_name(title, headings)


def _caption(spec: dict[str, Any]) -> str:
    """The titles of a chart, its layers and the view it repeats in facets, which leave the drawing."""
    return "；".join(dict.fromkeys(filter(None, _popped_titles(spec)))) or "；".join(
        dict.fromkeys(_titles_within(spec))
    )


def _popped_titles(view: dict[str, Any]) -> Iterator[str]:
    yield _title_text(view.pop("title", ""))
    for inner in [*view.get("layer", ()), view.get("spec")]:
        if isinstance(inner, dict):
            yield from _popped_titles(inner)


def _titles_within(view: dict[str, Any]) -> Iterator[str]:
    """Titles of the charts beside each other, which the drawing keeps."""
    for name in CONCATENATIONS:
        for inner in view.get(name, ()):
            yield from filter(None, [_title_text(inner.get("title", ""))])
            yield from _titles_within(inner)


def _title_text(title: Any) -> str:
    """A title with its subtitle: 标题——副标题."""
    if isinstance(title, dict):
        return "——".join(filter(None, (_title_text(title.get(name, "")) for name in ("text", "subtitle"))))
    return "".join(map(str, title)) if isinstance(title, list) else str(title or "")


def _print_texts(spec: dict[str, Any], columns: Mapping[str, pd.Series]) -> None:
    """Print figures and dates as they are printed elsewhere, where a chart would write their bare numbers."""
    for _, channel, each in encodings(spec):
        column = columns.get(each.get("field", ""))
        if column is None or not (units_of(column) or column.dtype.kind == "M"):
            continue
        if channel == "text" or each.get("type") in _DISCRETE:
            if channel != "text":
                each.setdefault("sort", {"field": each["field"], "op": "min"})
            each |= {"field": f"{each['field']}{TEXT}", "type": "nominal"}


def _styled(spec: dict[str, Any]) -> dict[str, Any]:
    """A specification in the style of the briefings, where it says nothing else."""
    own = {name: value for name, value in spec.get("config", {}).items() if (name, value) != ("view", _DEFAULT_VIEW)}
    sized = {} if _SIZED & set(spec) else {"width": WIDTH}
    look = {**STYLE, **_LOOK, **colours.category_range(spec), **own}
    return {**sized, **spec, "config": look, "$schema": altair().SCHEMA_URL}


_DAYS = {"format": "%Y年%-m月%-d日", "labelOverlap": True, "tickCount": 5}
_LOOK = {
    "numberFormat": "~f", "axisQuantitative": {"tickCount": 5}, "axisTemporal": _DAYS, "mark": {"color": MAIN},
    "text": {"fontSize": 10.5, "limit": 0, "color": INK}, "arc": {"stroke": "#ffffff"},
    "header": {"labelFontSize": 10, "labelColor": INK, "labelLimit": 0, "titleLimit": 0},
    "headerRow": {"labelAngle": 0, "labelAlign": "left", "labelBaseline": "middle"},
}  # fmt: skip
"""Ticks as in the tables, without thousands separators, and the colour of marks."""
_SIZED = {"width", "facet", "hconcat", "vconcat", "concat", "repeat"}
_DEFAULT_VIEW = {"continuousWidth": 300, "continuousHeight": 300}


def _described(figure: Figure) -> str:
    period = f"（{periods.parse(figure.period).label}）" if figure.period else ""
    return f"{figure.label}{period}{figure.text}"

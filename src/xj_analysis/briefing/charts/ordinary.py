"""Ordinary Altair charts of frames of figures as charts of a briefing: layered and faceted ones, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ...base.errors import DataError, Fault
from ...document.blocks import Chart
from ...quantity import periods
from ...quantity.figure_dtype import FigureDtype
from ...quantity.figures import Figure
from ...quantity.mentions.printed_numerals import typed_numerals
from ..frame_tables import column_faults, row_sources
from .style import INK, MAIN, STYLE, WIDTH, DrawnChart, altair, axis_title

TEXT = "_text"
"""Ending of the column with the printed texts of a column of figures: ``income_text``."""
_PARTS = ("layer", "hconcat", "vconcat", "concat")
_COMPUTED = ("aggregate", "transform", "timeUnit", "impute", "bin")
_REWRITING = ("labelExpr", "expr", "format", "formatType", "clamp")
_COMPUTING_MARKS = ("boxplot", "errorbar", "errorband")
_IN_PANDAS = "请先在表里用 pandas 算好，算出的数才带着出处。"


def chart_block(chart: Any, *, names: Iterable[str] = ()) -> Chart:
    """Return the block of an Altair chart whose data are frames of figures.

    A column ``income`` of figures can be encoded as ``income:Q``, its printed texts as ``income_text``. An index with
    a name is a column, too. The title of the chart becomes the caption.

    Parameters
    ----------
    chart
        Of :mod:`altair`: single, layered, faceted or concatenated.
    names
        Names with digits (“5+2”) that may stand in it.

    Raises
    ------
    DataError
        Something drawn is no figure: plain numbers, a typed digit, numbers that the chart itself would compute.
    """
    allowed = tuple(names)
    drawn = chart.copy(deep=True)
    frames: list[pd.DataFrame] = []
    for part in _parts(drawn):
        if isinstance(part.data, pd.DataFrame):
            frames.append(_with_index(part.data))
            part.data = _plain(frames[-1])
    try:
        spec = drawn.to_dict()
    except Exception as error:  # altair's own, of several kinds
        line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise DataError.of([Fault("图", "Altair 说图写得不对", line[:80], "请按 Altair 的说明改正这一处。")]) from None
    title = _title(spec)
    used = {name for field in _fields(spec) for name in (field, field.removesuffix(TEXT))}
    columns = [(name, column) for frame in frames for name, column in _columns(frame) if name in used]
    faults = [
        Fault(f"图的{fault.where}", fault.what, fault.got, fault.do)
        for name, column in columns for fault in column_faults(name, column, allowed)
    ] + list(_spec_faults({"title": title, "spec": spec}, allowed))  # fmt: skip
    figures = [figure for _, column in columns for figure in column if isinstance(figure, Figure)]
    if not figures and not faults:
        faults = [Fault("图", "画的没有一个是带出处的数", do=_IN_PANDAS)]
    if faults:
        raise DataError.of(faults)
    _entitle(spec, dict(columns))
    marked = [row for _, column in columns for row in row_sources([column], len(column))]
    origins = sorted({origin for figure in figures for origin in figure.origins})
    return DrawnChart(
        title=(title,) if title else (),
        spec=_styled(spec) | {"usermeta": {"origins": origins}},
        description="。".join(filter(None, [title, "；".join(map(_described, figures))])) + "。",
        figures=tuple(figures),
        sources=tuple(dict.fromkeys(source for row in marked for source in row)),
    )


def _parts(chart: Any) -> Iterator[Any]:
    """A chart and the charts in it."""
    yield chart
    for name in _PARTS:
        inner = getattr(chart, name, None)
        for part in inner if isinstance(inner, list) else ():
            yield from _parts(part)
    inner = getattr(chart, "spec", None)
    if hasattr(inner, "data"):
        yield from _parts(inner)


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with the levels of its index as columns, unless it only counts the rows."""
    counting = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    whole = frame.copy(deep=False) if counting else frame.reset_index()
    return whole.set_axis([str(name) for name in whole.columns], axis=1)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of numbers and texts for the drawing: of a column of figures both."""
    columns: dict[str, Any] = {}
    for name, column in _columns(frame):
        if isinstance(column.dtype, FigureDtype):
            columns[name] = column.astype(float).to_numpy()
            columns[f"{name}{TEXT}"] = column.array.texts()
        elif any(isinstance(value, Figure) for value in column):
            columns[name] = [float(value) if isinstance(value, Figure) else np.nan for value in column]
            columns[f"{name}{TEXT}"] = [str(value) if isinstance(value, Figure) else "" for value in column]
        elif column.dtype.kind in "biufcmM":
            columns[name] = column
        else:
            columns[name] = [None if value is None or value is pd.NA else str(value) for value in column]
    return pd.DataFrame(columns)


def _columns(frame: pd.DataFrame) -> Iterator[tuple[str, Any]]:
    return ((str(name), frame[name]) for name in frame)


def _title(spec: dict[str, Any]) -> str:
    """The title of a chart, or of a layer of it, which leaves the drawing: it is the caption."""
    written = [part.pop("title") for part in (spec, *spec.get("layer", ())) if "title" in part]
    title = next((each for each in written if each), "")
    title = title.get("text", "") if isinstance(title, dict) else title
    return "".join(title) if isinstance(title, list) else str(title)


def _walk(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a specification but its data."""
    if isinstance(node, dict):
        yield node
        for name, inner in node.items():
            if name not in ("data", "datasets", "config"):
                yield from _walk(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _walk(inner)


def _fields(spec: dict[str, Any]) -> Iterator[str]:
    for node in _walk(spec):
        field = node.get("field")
        if isinstance(field, str):
            yield field


def _spec_faults(spec: dict[str, Any], names: Sequence[str]) -> Iterator[Fault]:
    """Numbers that a chart computes or that were typed into it."""
    for node in _walk(spec):
        if computed := next((word for word in _COMPUTED if node.get(word)), ""):
            yield Fault("图", "图里不能再算数", computed, _IN_PANDAS)
        if rewritten := next((str(node[word]) for word in _REWRITING if node.get(word) not in (None, "")), ""):
            yield Fault("图", "图里不能改写数", rewritten, "数照原样标，写法在列里；请用 列名_text。")
        if node.get("stack") in ("normalize", "center") or node.get("type") in _COMPUTING_MARKS:
            yield Fault("图", "图里不能再算数", str(node.get("stack") or node.get("type")), _IN_PANDAS)
        if isinstance(node.get("datum"), int | float) and not isinstance(node["datum"], bool):
            yield Fault("图", "画了手写的数", str(node["datum"]), _IN_PANDAS)
        for word in ("title", "text"):
            written = node.get(word)
            constant = written.get("value", "") if isinstance(written, dict) else written
            text = "".join(map(str, constant if isinstance(constant, list) else [constant or ""]))
            if typed_numerals(text, names, structure=False):
                yield Fault("图的文字", "文字里写了数字", text, "数字只能来自数据，请改用文字。")


def _entitle(spec: dict[str, Any], columns: Mapping[str, pd.Series]) -> None:
    """Give axes without a title the unit of their figures, and none to those of words."""
    for node in _walk(spec):
        if "title" not in node and "type" in node and isinstance(node.get("field"), str):
            dtype = columns[node["field"]].dtype if node["field"] in columns else None
            node["title"] = axis_title(dtype.unit) if isinstance(dtype, FigureDtype) and dtype.unit else None


def _styled(spec: dict[str, Any]) -> dict[str, Any]:
    """A specification in the style of the briefings, where it says nothing else."""
    own = {name: value for name, value in spec.get("config", {}).items() if (name, value) != ("view", _DEFAULT_VIEW)}
    sized = {} if _SIZED & set(spec) else {"width": WIDTH}
    return {**sized, **spec, "config": {**STYLE, **_LOOK, **own}, "$schema": altair().SCHEMA_URL}


_LOOK = {
    "numberFormat": "~f", "axisQuantitative": {"tickCount": 5}, "mark": {"color": MAIN},
    "text": {"fontSize": 10.5, "limit": 0, "color": INK},
}  # fmt: skip
"""Ticks as in the tables, without thousands separators, and the colour of marks."""
_SIZED = {"width", "facet", "hconcat", "vconcat", "concat", "repeat"}
_DEFAULT_VIEW = {"continuousWidth": 300, "continuousHeight": 300}


def _described(figure: Figure) -> str:
    period = f"（{periods.parse(figure.period).label}）" if figure.period else ""
    return f"{figure.label}{period}{figure.text}"

"""Checks of the specification of an ordinary chart: what it draws are figures, of one unit on an axis.

What a reader takes for a statement is no number that a person typed or that the chart would compute: titles, subtitles,
headings of facets, text marks, labels, categories and legends, rules and bars at a constant. The ends and the ticks of
an axis of numbers state nothing, they are the ruler: ``scale.domain`` and ``axis.values`` may be typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from ...base.errors import Fault, choices
from ...quantity.figure_dtype import FigureDtype
from ...quantity.figures import Figure
from ...quantity.mentions.printed_numerals import typed_numerals
from ..frame_words import inner_name_faults

Spec = Mapping[str, Any]

CONCATENATIONS = ("hconcat", "vconcat", "concat")
IN_PANDAS = "请先在表里用 pandas 算好，算出的数才带着出处。"
_COMPUTED = ("aggregate", "transform", "timeUnit", "impute", "bin")
_REWRITING = ("labelExpr", "expr", "format", "formatType", "clamp", "numberFormat", "timeFormat")
_COMPUTING_MARKS = ("boxplot", "errorbar", "errorband")
_POSITIONS = ("x", "y", "x2", "y2", "xOffset", "yOffset", "theta", "theta2", "radius", "radius2")
_AXES = ("x", "y", "theta", "radius")
_SECOND = {"x2": "x", "y2": "y", "theta2": "theta", "radius2": "radius"}
_UNSCALED = ("text", "tooltip", "detail", "order", "key", "href", "url", "facet", "row", "column")
_STEPPED = ("threshold", "quantize", "quantile", "bin-ordinal")
_WORDS_ONLY = "数字只能来自数据，请改用文字。"
_ONE_UNIT = '请先换成一个单位（astype("figure[…]")），或分成几张图；两根轴请写 resolve_scale(y="independent")。'


def walk(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a specification but its data."""
    if isinstance(node, dict):
        yield node
        for name, inner in node.items():
            if name not in ("data", "datasets"):
                yield from walk(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from walk(inner)


def encodings(spec: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield mark, channel and definition of every encoding, those of conditions and facets too."""
    for node in walk(spec):
        mark = node.get("mark", "")
        for name in ("encoding", "facet"):
            channels = node.get(name)
            if isinstance(channels, dict):
                flat = {"facet": channels} if "field" in channels else channels
                for channel, written in flat.items():
                    for each in _with_conditions(written):
                        yield mark.get("type", "") if isinstance(mark, dict) else str(mark), channel, each


def _with_conditions(written: Any) -> Iterator[dict[str, Any]]:
    for each in written if isinstance(written, list) else [written]:
        if isinstance(each, dict):
            yield each
            yield from _with_conditions(each.get("condition", []))


def field_of(node: Spec) -> str:
    """Return the column that an object of a specification names; empty for none."""
    field = node.get("field")
    return field if isinstance(field, str) else ""


def spec_faults(spec: Spec, columns: Iterable[str], names: Sequence[str]) -> Iterator[Fault]:
    """Yield why a specification may not be printed, besides its data.

    Parameters
    ----------
    spec
        Of a whole chart, with its titles.
    columns
        Names of the columns of its data.
    names
        Names with digits (“5+2”) that may stand in it.
    """
    known = list(columns)
    for node in walk(spec):
        yield from _computing_faults(node)
        yield from _text_faults(node, names)
        if (field := field_of(node)) and field not in known:
            yield Fault("图", "表里没有这一列", field, choices(field, known))
        if isinstance(mark := node.get("mark"), dict):
            for channel in _POSITIONS:
                yield from _position_faults(str(mark.get("type")), channel, mark.get(channel))
        if isinstance(title := node.get("title"), str) and title not in names:
            yield from inner_name_faults("图的文字", title)
    for mark_type, channel, written in encodings(spec):
        yield from _position_faults(mark_type, channel, written.get("value"))
        yield from _domain_faults(channel, written, names)


def _computing_faults(node: Spec) -> Iterator[Fault]:
    """Numbers that a chart computes or writes in another way."""
    if computed := next((word for word in _COMPUTED if node.get(word)), ""):
        yield Fault("图", "图里不能再算数", computed, IN_PANDAS)
    if rewritten := next((str(node[word]) for word in _REWRITING if node.get(word) not in (None, "")), ""):
        yield Fault("图", "图里不能改写数", rewritten[:40], "数照原样标，写法在列里；请用 列名_text。")
    if node.get("stack") in ("normalize", "center") or node.get("type") in _COMPUTING_MARKS:
        yield Fault("图", "图里不能再算数", str(node.get("stack") or node.get("type")), IN_PANDAS)
    if node.get("repeat"):
        yield Fault("图", "图里不能用 repeat", str(node["repeat"])[:40], "请一列画一张图，用 | 或 & 拼起来。")
    if "image" in (node.get("mark"), node.get("type")):
        yield Fault("图", "图里不能放图片", "mark_image", "请用别的图形。")


def _text_faults(node: Spec, names: Sequence[str]) -> Iterator[Fault]:
    """Typed numbers among the words of a chart, those of its ticks too, and its constants."""
    for word in ("title", "subtitle", "text"):
        for text in _constants(node.get(word)):
            if typed_numerals(text, names, structure=False):
                yield Fault("图的文字", "文字里写了数字", text[:40], _WORDS_ONLY)
    datum = node.get("datum")
    if _is_number(datum):
        yield Fault("图", "画了手写的数", str(datum), IN_PANDAS)
    elif isinstance(datum, str) and typed_numerals(datum, names):
        yield Fault("图", "画了手写的数", datum[:40], IN_PANDAS)
    ticks = node.get("values")
    if typed := _typed([each for each in ticks if isinstance(each, str)] if isinstance(ticks, list) else [], names):
        yield Fault("图的刻度", "写了手写的数", typed, _WORDS_ONLY)


def _constants(written: Any) -> Iterator[str]:
    """Words that a title or a label has by itself, its conditions included."""
    if isinstance(written, list):
        if all(isinstance(each, str) for each in written):
            yield "".join(written)
        else:
            for each in written:
                yield from _constants(each)
    elif isinstance(written, dict):
        for name in ("value", "condition"):
            yield from _constants(written.get(name))
    elif isinstance(written, str | int | float) and not isinstance(written, bool):
        yield str(written)


def _position_faults(mark: str, channel: str, value: Any) -> Iterator[Fault]:
    """A place in pixels: a bar of a typed length reads as a number; a label may stand anywhere."""
    if channel in _POSITIONS and mark != "text" and _is_number(value) and value:
        yield Fault("图", "位置是手写的数", f"{channel}={value}", IN_PANDAS)


def _domain_faults(channel: str, written: Spec, names: Sequence[str]) -> Iterator[Fault]:
    """Ends of a scale: those of an axis of numbers print nothing, all others stand in an axis or a legend."""
    scale = written.get("scale")
    if not isinstance(scale, dict):
        return
    ends = [each for name, each in scale.items() if name.startswith("domain")]
    continuous = written.get("type") in ("quantitative", "temporal") and scale.get("type") not in _STEPPED
    typed = _typed(ends, names)
    if typed and not (continuous and channel in _AXES):
        yield Fault("图的刻度", "写了手写的数", typed, "只有数轴的两端可以写 domain；请去掉它。")


def _typed(written: Any, names: Sequence[str]) -> str:
    """The first number, or word with a number, in a list of constants."""
    if isinstance(written, list):
        return next(filter(None, (_typed(each, names) for each in written)), "")
    if isinstance(written, dict):
        return _typed(written.get("unionWith"), names)
    if _is_number(written) or (isinstance(written, str) and typed_numerals(written, names)):
        return str(written)[:40]
    return ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def units_of(column: Any) -> set[str]:
    """Return the units of a column of figures; none of another column."""
    if isinstance(column.dtype, FigureDtype):
        return {column.dtype.unit}
    return {value.unit for value in column if isinstance(value, Figure)}


def unit_faults(view: Spec, columns: Mapping[str, pd.Series]) -> Iterator[Fault]:
    """Yield the axes and legends of a view on which figures of several units stand.

    Parameters
    ----------
    view
        A chart, or one in it: the layers of a chart share a scale, unless it says otherwise.
    columns
        Columns of the data by name.
    """
    for inner in [*(each for name in CONCATENATIONS for each in view.get(name, ())), view.get("spec")]:
        if isinstance(inner, dict):
            yield from unit_faults(inner, columns)
    for channel, units in _scales(view, columns):
        if len(units) > 1:
            yield Fault(
                "图", f"{channel} 轴上有几种单位", "、".join(sorted(unit or "无单位" for unit in units)), _ONE_UNIT
            )


def _scales(view: Spec, columns: Mapping[str, pd.Series]) -> list[tuple[str, set[str]]]:
    """Channel and units of every scale of a view and its layers."""
    own = {key: view[key] for key in ("mark", "encoding") if key in view}
    shared: dict[str, set[str]] = {}
    for _, channel, written in encodings(own):
        if channel not in _UNSCALED and written.get("type") == "quantitative" and field_of(written) in columns:
            units = units_of(columns[field_of(written)])
            shared.setdefault(_SECOND.get(channel, channel), set()).update(units)
    resolved = view.get("resolve", {}).get("scale", {})
    apart: list[tuple[str, set[str]]] = []
    for layer in view.get("layer", ()):
        for channel, units in _scales(layer, columns):
            if resolved.get(channel) == "independent":
                apart.append((channel, units))
            else:
                shared.setdefault(channel, set()).update(units)
    return [*shared.items(), *apart]


def rows_of(spec: Spec) -> list[dict[str, Any]]:
    """Return the rows of all data of a whole chart."""
    held = [
        *spec.get("datasets", {}).values(),
        *(node["data"].get("values", ()) for node in walk(spec) if isinstance(node.get("data"), dict)),
    ]
    return [row for rows in held for row in rows if isinstance(row, dict)]

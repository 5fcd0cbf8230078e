"""Titles of axes and legends of figures: measure and unit, and of several axes the marks that belong to each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ...quantity.figures import Figure
from ...quantity.mentions.printed_numerals import typed_numerals
from .. import frame_words
from .chart_checks import encodings, field_of, units_of
from .style import ACCENT, MAIN, axis_title

_GUIDES = ("axis", "legend", "header")
_AXES = ("x", "y")
_SEVERAL = 2
_MARKS = {"bar": "柱", "line": "线", "area": "面", "point": "点", "circle": "点", "square": "点", "trail": "线"}
_COLOURS = (MAIN, ACCENT, "#4d7d2c", "#6b6b6b")


def entitle(spec: dict[str, Any], columns: Mapping[str, pd.Series], headings: Mapping[str, str]) -> None:
    """Give axes and legends of figures a title with their unit, and none to untitled ones of words.

    Parameters
    ----------
    spec
        Of a chart; changed in place.
    columns
        Columns of the data by name.
    headings
        Names of indicators by slug.
    """
    written = {(channel, each["field"]): title for _, channel, each in encodings(spec)
               if "field" in each and (title := _guide_title(each))}  # fmt: skip
    for _, channel, each in encodings(spec):
        if "type" not in each or "field" not in each:
            continue
        column = columns.get(each["field"])
        units = units_of(column) if column is not None else set()
        unit = next(iter(units)) if len(units) == 1 else ""
        holders = [each, *(guide for name in _GUIDES if isinstance(guide := each.get(name), dict))]
        titled = [holder for holder in holders if "title" in holder]
        for holder in titled:
            holder["title"] = _with_unit(holder["title"], unit)
        if not titled:
            measure = written.get((channel, each["field"])) or (
                _measure(each["field"], column, headings) if units else ""
            )
            each["title"] = _with_unit(measure, unit) if measure else axis_title(unit) if unit else None
    for view in _layered(spec):
        _tell_apart(view)


def _measure(name: str, column: Any, headings: Mapping[str, str]) -> str:
    """What a column is called: by its figures' indicator, by its name, or what all its figures are called."""
    labels = {value.label for value in column if isinstance(value, Figure)}
    called = (
        frame_words.printed_name(name, headings, column),
        headings.get(name, ""),
        *(labels if len(labels) == 1 else ()),
    )
    return next(filter(_is_printable, called), "")


def _is_printable(words: str) -> bool:
    inner = any(frame_words.inner_name_faults("", words))
    return bool(words) and not inner and not typed_numerals(words, (), structure=False)


def _guide_title(written: Mapping[str, Any]) -> Any:
    guides = [written, *(guide for name in _GUIDES if isinstance(guide := written.get(name), dict))]
    return next((guide["title"] for guide in guides if guide.get("title")), None)


def _with_unit(title: Any, unit: str) -> Any:
    if not isinstance(title, str) or not title or not unit or unit in title:
        return title
    return f"{title}（{unit}）"


def _layered(view: Any) -> Iterator[dict[str, Any]]:
    """The layered views of a chart."""
    if isinstance(view, dict):
        if "layer" in view:
            yield view
        for name in ("spec", "hconcat", "vconcat", "concat"):
            inner = view.get(name)
            for each in inner if isinstance(inner, list) else [inner]:
                yield from _layered(each)


def _tell_apart(view: dict[str, Any]) -> None:
    """Name the marks of layers with an axis each in its title, and give both one colour."""
    resolved = view.get("resolve", {}).get("scale", {})
    for channel in _AXES:
        layers = [layer for layer in view["layer"] if field_of(_encoded(layer, channel))]
        if resolved.get(channel) != "independent" or len(layers) < _SEVERAL:
            continue
        for number, layer in enumerate(layers):
            mark = layer.get("mark", {})
            mark = mark if isinstance(mark, dict) else {"type": mark}
            axis = _encoded(layer, channel)
            if mark.get("type") not in _MARKS or axis.get("axis", {}) is None:
                continue
            word, title = _MARKS[mark["type"]], axis.get("title")
            if isinstance(title, str) and title:
                axis["title"] = f"{title[:-1]}，{word}）" if title.endswith("）") else f"{title}（{word}）"
            if not {"color", "fill", "stroke"} & layer.get("encoding", {}).keys():
                colour = mark.setdefault("color", _COLOURS[number % len(_COLOURS)])
                layer["mark"] = mark
                axis["axis"] = {"titleColor": colour, "labelColor": colour} | axis.get("axis", {})


def _encoded(layer: Mapping[str, Any], channel: str) -> dict[str, Any]:
    found = layer.get("encoding", {}).get(channel)
    return found if isinstance(found, dict) else {}

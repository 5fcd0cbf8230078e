"""Size of a chart on paper: one that is larger than the page is laid out anew until it fits, its letters legible.

A drawing that is merely scaled down has letters that nobody reads. Hence panels move to other rows and columns, views
shrink while the letters stay, and then the letters of crowded axes. What still does not fit is scaled by the press.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

WIDTH, HEIGHT = 465.0, 590.0
"""Of the largest drawing in pixels: the text block of a page, with room for the caption and a few notes."""
_LEAST_PANEL = 110.0
_LEAST_SHARE = 0.12
_LETTERS, _LEAST_LETTERS = 10.0, 5.5
_ROUNDS = 4
_STEP, _VIEW = 20, 300  # of Vega-Lite: of a category, and of a view of numbers
_CONCATENATIONS = ("hconcat", "vconcat", "concat")
_SIZE = re.compile(r'<svg\b[^>]*? width="([\d.]+)" height="([\d.]+)"')
_LABELS = re.compile(r'<g class="mark-text role-(axis-label|mark)\b[^>]*>(.*?)</g>', re.DOTALL)
_PLACE = re.compile(r'<text\b(?![^>]*\bopacity="0")[^>]*\btransform="translate\((-?[\d.]+),(-?[\d.]+)\)')

Spec = Mapping[str, Any]
Size = tuple[float, float]


def drawing_size(drawing: str) -> Size:
    """Return width and height of a drawing in pixels.

    Examples
    --------
    >>> drawing_size('<svg class="marks" width="430" height="20.5">')
    (430.0, 20.5)
    """
    match = _SIZE.search(drawing)
    return (float(match[1]), float(match[2])) if match else (0.0, 0.0)


def fitted(spec: dict[str, Any], draw: Callable[[dict[str, Any]], str]) -> str:
    """Return the drawing of a chart, laid out so that it fits on a page.

    Parameters
    ----------
    spec
        A Vega-Lite specification.
    draw
        Draws one.
    """
    drawing = draw(spec)
    if not _fits(drawing):
        spec = _arranged(spec)
        drawing, spec = _shrunk(spec, draw)
    letters = dict(_letters(drawing))
    return draw(_configured(spec, letters)) if letters else drawing


def _fits(drawing: str) -> bool:
    width, height = drawing_size(drawing)
    return width <= WIDTH and height <= HEIGHT


# --- panels ---------------------------------------------------------------------------------------------


def _arranged(spec: dict[str, Any]) -> dict[str, Any]:
    """A specification with its panels in so many columns that none is too narrow or too low."""
    for name in _CONCATENATIONS:
        if name in spec:
            count = len(spec[name])
            now = {"hconcat": count, "vconcat": 1}.get(name, spec.get("columns", count))
            if (columns := _columns(count, now)) != now:
                rest = {key: value for key, value in spec.items() if key != name}
                return rest | {"concat": spec[name], "columns": columns}
            return spec
    facet = spec.get("facet")
    if isinstance(facet, dict):
        wrapped = _wrapped(facet, spec, spec.get("columns"))
        return spec if wrapped is None else spec | {"facet": wrapped[0], "columns": wrapped[1]}
    channels = {name: spec.get("encoding", {}).get(name) for name in ("row", "column", "facet")}
    given = {name: each for name, each in channels.items() if isinstance(each, dict)}
    written = given.get("facet", given)
    wrapped = _wrapped(written, spec, written.get("columns")) if written else None
    if wrapped is None:
        return spec
    others = {name: each for name, each in spec["encoding"].items() if name not in given}
    return spec | {"encoding": others | {"facet": wrapped[0] | {"columns": wrapped[1]}}}


def _wrapped(facet: dict[str, Any], spec: Spec, columns: Any) -> tuple[dict[str, Any], int] | None:
    """The field of panels and the number of their columns; None where they stay as they are."""
    if "row" in facet and "column" in facet:
        return None
    inner = facet.get("row", facet.get("column", facet))
    values = {str(row.get(inner.get("field"))) for row in _rows(spec)}
    if not values:
        return None
    now = 1 if "row" in facet else columns if isinstance(columns, int) and columns else len(values)
    chosen = _columns(len(values), now)
    return None if chosen == now else (inner, chosen)


def _rows(spec: Spec) -> list[dict[str, Any]]:
    data = spec.get("data") or {}
    found = data.get("values", spec.get("datasets", {}).get(data.get("name"), []))
    return found if isinstance(found, list) else []


def _columns(count: int, now: int) -> int:
    """The number of columns: as it is, unless the panels would be too small.

    Examples
    --------
    >>> _columns(4, 2), _columns(24, 2), _columns(11, 11)
    (2, 4, 3)
    """

    def least(columns: int) -> float:
        return min(WIDTH / columns, HEIGHT / math.ceil(count / columns))

    return now if least(now) >= _LEAST_PANEL else max(range(1, count + 1), key=least)


# --- views ----------------------------------------------------------------------------------------------


def _shrunk(spec: dict[str, Any], draw: Callable[[dict[str, Any]], str]) -> tuple[str, dict[str, Any]]:
    """A drawing with smaller views, and its specification.

    What a drawing has around its views keeps its size, so that the share is found from two drawings.
    """
    shares = (1.0, 1.0)
    known: list[tuple[Size, Size]] = []
    smaller = spec
    for _ in range(_ROUNDS):
        drawing = draw(smaller)
        known.append((shares, drawing_size(drawing)))
        if _fits(drawing):
            break
        wide, high = ([(each[0][way], each[1][way]) for each in known] for way in (0, 1))
        shares = (_share(wide, WIDTH), _share(high, HEIGHT))
        smaller = _scaled(spec, *shares)
    return drawing, smaller


def _share(known: list[Size], room: float) -> float:
    """The share of the size of views with which a drawing fits, from those that were tried."""
    share, size = known[-1]
    if size <= room:
        return share
    guess = share * room / size
    if len(known) > 1 and known[-2][0] != share and known[-2][1] > size:
        before, larger = known[-2]
        guess = share - (size - room) * (before - share) / (larger - size) - 0.002
    return max(guess, _LEAST_SHARE)


def _scaled(node: dict[str, Any], width: float, height: float) -> dict[str, Any]:
    view = node.get("config", {}).get("view", {})
    sizes = {
        "continuousWidth": view.get("continuousWidth", _VIEW) * width,
        "continuousHeight": view.get("continuousHeight", _VIEW) * height,
        "discreteWidth": {"step": view.get("step", _STEP) * width},
        "discreteHeight": {"step": view.get("step", _STEP) * height},
    }
    smaller: dict[str, Any] = _resized(node, {"width": width, "height": height})
    return _configured(smaller, {"view": sizes})


def _resized(node: Any, shares: Mapping[str, float]) -> Any:
    """A view and those in it, with the sizes they state made smaller."""
    if isinstance(node, list):
        return [_resized(each, shares) for each in node]
    if not isinstance(node, dict):
        return node
    inner = {name: _resized(node[name], shares) for name in ("layer", "spec", *_CONCATENATIONS) if name in node}
    sizes = {name: _resized_length(node[name], share) for name, share in shares.items() if name in node}
    return node | inner | sizes


def _resized_length(length: Any, share: float) -> Any:
    if isinstance(length, dict):
        return {name: _resized_length(each, share) for name, each in length.items()}
    return length * share if isinstance(length, int | float) else length


def _configured(spec: dict[str, Any], settings: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    config = spec.get("config", {})
    return spec | {"config": config | {name: config.get(name, {}) | each for name, each in settings.items()}}


# --- letters --------------------------------------------------------------------------------------------


def _letters(drawing: str) -> Iterator[tuple[str, dict[str, float]]]:
    """The size of the letters of axes and of labels in a row that stand closer than their letters are high."""
    pitches: dict[str, float] = {}
    for role, labels in _LABELS.findall(drawing):
        places = [(float(x), float(y)) for x, y in _PLACE.findall(labels)]
        for (x, y), (next_x, next_y) in pairwise(places):
            if x == next_x or y == next_y:
                name = "text" if role == "mark" else "axisY" if x == next_x else "axisX"
                pitches[name] = min(pitches.get(name, _LETTERS), abs(next_y - y) or abs(next_x - x) or _LETTERS)
    for name, pitch in pitches.items():
        if pitch < _LETTERS:
            yield name, {"fontSize" if name == "text" else "labelFontSize": max(pitch * 0.95, _LEAST_LETTERS)}

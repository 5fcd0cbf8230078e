"""Template context of a web page: anchors, contents, origin cards, sort orders and back links."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..document.blocks import Table
from ..document.document import Document
from ..document.figures_json import printed_figures
from ..quantity import units
from ..quantity.figures import Figure
from .view import template_context

__all__ = ["label_of", "legible", "light_colours", "page_context", "pieces"]
__dir__ = __all__.copy

_LIGHT, _DARK = "#ffffff", "#15181c"  # --paper of style.css
_CONTRAST = 3.0  # WCAG 1.4.11, of shapes: the word beside a light is printed in ink
_LINEAR = 0.03928  # WCAG 2: darker channels are linear
_SEVERITY = "■▲●○"
_ARROW = "→"
_FEW = 6
_SHORT = 6  # characters of a name that stays in a line
_STEPS = 20


def page_context(document: Document) -> dict[str, Any]:
    """Return the context of :func:`xj_analysis.press.view.template_context` with what only a screen needs.

    Returns
    -------
    Besides masthead and blocks: ``contents`` (the headings) and ``origins`` (the data of the origin cards). Each block
    has an ``anchor``; tables the ``key``, the column that names the rows, and whether all of these names are ``whole``,
    too short to break; columns a ``sort`` and their cells an ``order``, where they can be sorted; sources the places
    that cite them.
    """
    view = template_context(document)
    figures = [figure for _, figure in printed_figures(document)]
    for number, block in enumerate(view["blocks"], start=1):
        block["anchor"] = f"{block['type']}-{block.get('number', number)}"
        if block["type"] == "table":
            words = (index for index, column in enumerate(block["columns"]) if column["align"] == "left")
            block["key"] = next(words, 0)
            names = ["".join(part.get("text", "") for part in row[block["key"]]["run"]) for row in block["rows"]]
            block["whole"] = all(len(name) <= _SHORT for name in names)
            _add_orders(block, figures)
    for block in view["blocks"]:
        if block["type"] == "sources":
            cited = _citations(document, view["blocks"])
            for row in block["sources"]:
                row["cited"] = cited.get(row["number"], {})
    return {
        **view,
        "contents": [block for block in view["blocks"] if block["type"] == "heading"],
        "origins": _cards(document, figures),
    }


def pieces(node: Any, key: str) -> Iterator[dict[str, Any]]:
    """Yield every mapping below a node of the context that has a key, in reading order.

    Examples
    --------
    >>> list(pieces({"run": [{"text": "共"}, {"text": "24个", "figure": "f1"}]}, "figure"))
    [{'text': '24个', 'figure': 'f1'}]
    """
    if isinstance(node, Mapping):
        if key in node:
            yield dict(node)
        for value in node.values():
            yield from pieces(value, key)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from pieces(value, key)


def label_of(figure: Figure) -> str:
    """Return the label of a figure, with its whole number where it is printed in a reader's unit.

    Examples
    --------
    >>> label_of(Figure(text="78.2亿元", full="781798万元", label="签约额"))
    '签约额，原数781798万元'
    """
    return f"{figure.label}，原数{figure.full}" if figure.full else figure.label


def _cards(document: Document, figures: Sequence[Figure]) -> dict[str, Any]:
    """The data of the origin cards: rows of source number, locator and reported text; figures with their rows."""
    known = {row.id: place for place, row in enumerate(document.catalogue.observations)}
    numbers = {name: source.number for name, source in document.sources.items()}
    rows = [[numbers.get(row.source, 0), row.locator, row.text] for row in document.catalogue.observations]
    cards: dict[str, list[Any]] = {}
    for number, figure in enumerate(figures, start=1):
        places = list(dict.fromkeys(known[origin] for origin in figure.origins if origin in known))
        unit = figure.unit if figure.text[-1:].isdecimal() else ""  # of a cell below a heading that names the unit
        cards[f"f{number}"] = [label_of(figure), figure.formula, places[:_FEW], len(places), unit]
    return {"rows": rows, "figures": cards}


def _citations(document: Document, blocks: Sequence[Mapping[str, Any]]) -> dict[int, dict[str, str]]:
    """For each source number, the places that cite it (正文, 表1, 图2) and the anchor of the first citation there."""
    cited: dict[int, dict[str, str]] = {}
    for block, shown in zip(document.blocks, blocks, strict=True):
        kind = {"table": "表", "alarms": "表", "chart": "图"}.get(block.type, "")
        place = f"{kind}{shown['number']}" if kind else "正文"
        for piece in pieces(shown, "href") if kind != "图" else ():  # a chart's figures are folded away
            number = piece["href"].removeprefix("#s")
            if number.isdecimal():
                cited.setdefault(int(number), {}).setdefault(place, piece["figure"])
        marking = [cell for row in block.rows for cell in row] if isinstance(block, Table) else [block]
        for number in {number for piece in marking for number in document.marks(piece)}:
            cited.setdefault(number, {}).setdefault(place, shown["anchor"])
    return dict(sorted(cited.items()))


# --- sorting ----------------------------------------------------------------------------------------


def _add_orders(table: dict[str, Any], figures: Sequence[Figure]) -> None:
    """Give each column that can be sorted its kind, ``number`` or ``text``, and the cells of numbers their order.

    Numbers of units that do not convert are not compared: such a column has no kind.
    """
    for index, column in enumerate(table["columns"]):
        cells = [row[index] for row in table["rows"]]
        keys = [_key(cell["run"], figures) for cell in cells]
        dimensions = {dimension for _, dimension in filter(None, keys)}
        if not dimensions:
            column["sort"] = "text" if any(cell["run"] for cell in cells) else ""
        else:
            column["sort"] = "number" if len(dimensions) == 1 else ""
        for cell, key in zip(cells, keys, strict=True):
            cell["order"] = f"{key[0]:.12g}" if key and column["sort"] == "number" else ""


def _key(run: Sequence[Mapping[str, Any]], figures: Sequence[Figure]) -> tuple[float, str] | None:
    """The number that a cell is sorted by, of 8.1→9.2 the later one, and its dimension; None of words."""
    arrows = [place for place, part in enumerate(run) if part.get("text") == _ARROW]
    run = run[arrows[-1] + 1 :] if arrows else run
    for part in run:
        if "shape" in part:
            return float(_SEVERITY.find(part["shape"])), "灯"
        if "figure" in part:
            figure = figures[int(part["figure"].removeprefix("f")) - 1]
            if figure.value is None:
                return (float(figure.text), "") if figure.text.isdecimal() else None
            unit = units.find_unit(figure.unit)
            return float(figure.value) * float(unit.factor if unit else 1), unit.dimension if unit else ""
    text = "".join(part.get("text", "") for part in run)
    return (float(text), "") if text.isdecimal() else None


# --- colours ----------------------------------------------------------------------------------------


def light_colours(node: Any) -> list[tuple[str, str, str]]:
    """Return each colour of a light below a node of the context, and how it is printed on a light and a dark page."""
    colours = sorted({part["colour"] for part in pieces(node, "shape") if part["colour"]})
    return [(colour, legible(colour, _LIGHT), legible(colour, _DARK)) for colour in colours]


def legible(colour: str, ground: str) -> str:
    """Return a colour, changed towards black or white as far as its contrast on `ground` asks for.

    Examples
    --------
    >>> legible("#2e7d32", "#ffffff"), legible("#ffeb3b", "#ffffff")
    ('#2e7d32', '#998d23')
    """
    ink = max("#000000", "#ffffff", key=lambda each: _contrast(each, ground))
    steps = (_mixed(colour, ink, step / _STEPS) for step in range(_STEPS + 1))
    return next(mixed for mixed in steps if _contrast(mixed, ground) >= _CONTRAST)


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    shares = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= _LINEAR else math.pow((c + 0.055) / 1.055, 2.4) for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, two: str) -> float:
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)

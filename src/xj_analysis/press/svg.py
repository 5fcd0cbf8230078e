"""SVG renderer of Vega-Lite charts: fonts registered once, identifiers unique within a page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from . import chart_size, fonts

_VEGA_LITE = re.compile(r"/v(\d+)\.(\d+)")
_ID = re.compile(r'\b(id="|url\(#|href="#)([A-Za-z][\w-]*)')
_LABEL = re.compile(r"<text\b[^>]*>(.*?)</text>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@cache
def _converter() -> Any:
    import vl_convert

    for folder in (fonts.labels_folder(), fonts.font_folder()):
        vl_convert.register_font_directory(str(folder))
    return vl_convert


def newest_vegalite() -> str:
    """Return the newest version of Vega-Lite, in which charts are written.

    The first use of a version compiles it, in a third of a second.
    """
    return str(_converter().get_vegalite_versions()[-1])


def drawn_texts(drawing: str) -> list[str]:
    """Return the labels of a drawing: of marks, titles, legend and ticks of the axes.

    Examples
    --------
    >>> drawn_texts('<g><text>27家</text><text><tspan>甲</tspan><tspan>乙</tspan></text></g>')
    ['27家', '甲乙']
    """
    return [html.unescape(_TAG.sub("", label)) for label in _LABEL.findall(drawing)]


def draw(spec: dict[str, Any]) -> str:
    """Return the SVG of a chart that fits on a page, before :func:`number_identifiers`: its ids count earlier drawings.

    Raises
    ------
    CheckError
        A label has a character without a glyph.
    """
    version = _VEGA_LITE.search(spec["$schema"])
    config = spec.get("config", {})
    measurable = config.get("font") == fonts.SANS and fonts.label_characters().issuperset(
        json.dumps(spec, ensure_ascii=False)
    )
    measured = {**spec, "config": {**config, "font": fonts.LABELS}} if measurable else spec
    number = f"{version[1]}.{version[2]}" if version else None
    drawing = chart_size.fitted(measured, lambda each: str(_converter().vegalite_to_svg(each, vl_version=number)))
    drawing = drawing.replace(f'font-family="{fonts.LABELS}"', f'font-family="{fonts.SANS}"')
    fonts.require_glyphs("".join(drawn_texts(drawing)), "图", (fonts.SANS,))
    return drawing


def number_identifiers(drawings: Iterable[str]) -> list[str]:
    """Return the drawings of a document with identifiers numbered in order, unique on a page.

    Examples
    --------
    >>> number_identifiers(['<g clip-path="url(#clip7)"><clipPath id="clip7">', '<g>'])
    ['<g clip-path="url(#c1-1)"><clipPath id="c1-1">', '<g>']
    """
    return [_numbered(drawing, f"c{number}") for number, drawing in enumerate(drawings, start=1)]


def _numbered(drawing: str, prefix: str) -> str:
    names: dict[str, str] = {}
    return _ID.sub(lambda m: m[1] + names.setdefault(m[2], f"{prefix}-{len(names) + 1}"), drawing)


def drawings(specs: Iterable[dict[str, Any]]) -> list[str]:
    """Return the SVG of each chart of a document, in order, for both presses."""
    return number_identifiers(map(draw, specs))


def warm_up() -> None:
    """Draw a chart and discard it: the first of a process takes a second longer than the others."""
    row = {"values": [{"place": 1, "name": "字"}]}
    axes = {"x": {"field": "place", "type": "quantitative"}, "y": {"field": "name", "type": "nominal"}}
    schema = f"https://vega.github.io/schema/vega-lite/v{newest_vegalite()}.0.json"
    draw({"$schema": schema, "data": row, "mark": "bar", "encoding": axes, "config": {"font": fonts.SANS}})

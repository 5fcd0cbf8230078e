"""PDF press: a Typst template of the package gets the document as JSON, so that data never becomes markup."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from ..base.errors import CheckError
from ..base.json_lines import dumps_lines
from ..document.document import Document
from ..document.figures_json import figures_json
from . import chart_size, fonts
from .view import template_context

STANDARDS = ["a-3a", "ua-1"]

_SCALE = 0.95  # prints the 10.5 px letters of a chart as large as those of a table


@cache
def _compiler(template: str) -> Any:
    import typst

    return typst.Compiler(
        str(files("xj_analysis.press") / "templates" / template),
        font_paths=[str(fonts.font_folder()), str(fonts.kai_file().parent)],
        ignore_system_fonts=True,
    )


def render_pdf(
    document: Document, drawings: list[str], *, figures: str | None = None, template: str = "briefing.typ"
) -> bytes:
    """Return a document as PDF, PDF/A-3a and PDF/UA-1: A4 in the layout of GB/T 9704, or as its template has it.

    Parameters
    ----------
    document
        The document to print.
    drawings
        The SVG of each of its charts, in order.
    figures
        The text of ``figures.json``, attached to the PDF; computed from `document` if None.
    template
        The template of the package that prints it.

    Raises
    ------
    CheckError
        A character has no glyph, or Typst warns or refuses.
    """
    view = template_context(document)
    for drawing, block in zip(drawings, (b for b in view["blocks"] if b["type"] == "chart"), strict=True):
        block["svg"] = drawing
        width, height = chart_size.drawing_size(drawing)
        block["width"], block["height"] = width * _SCALE, height * _SCALE
    where = f"{document.masthead.slug} PDF"
    fonts.require_glyphs(_printed(view), where)
    day = date.fromisoformat(document.masthead.known_at)
    inputs = {
        "document": json.dumps(view, ensure_ascii=False),
        "figures": dumps_lines(figures_json(document)) if figures is None else figures,
        "serif": fonts.SERIF,
        "sans": fonts.SANS,
        "kai": fonts.KAI,
    }
    import typst

    try:
        pages, warnings = _compiler(template).compile_with_warnings(
            sys_inputs=inputs,
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
        )
    except typst.TypstError as error:
        raise CheckError(where, "排版失败", str(error), "这是程序的问题，请报告。") from None
    if warnings:
        raise CheckError(where, "排版有警告", "；".join(str(w.message) for w in warnings), "这是程序的问题，请报告。")
    return bytes(pages)


def _printed(node: Any) -> str:
    """All printed text of a template context, for the glyph check; drawings are checked when drawn."""
    if isinstance(node, dict):
        return "".join(_printed(value) for key, value in node.items() if key not in ("svg", "description"))
    if isinstance(node, list):
        return "".join(_printed(value) for value in node)
    return node if isinstance(node, str) else ""

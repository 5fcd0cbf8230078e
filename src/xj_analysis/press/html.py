"""HTML press: one self-contained page without network requests, the index page, and marked copies of drafts."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..document.document import Document
from .view import template_context

BRIEFING = "briefing.html.j2"


@cache
def template(name: str) -> Any:
    """Return a Jinja template, compiled once."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("xj_analysis.press", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template(name)


def render_html(document: Document, drawings: list[str]) -> str:
    """Return a document as one HTML page.

    Parameters
    ----------
    document
        The document to print.
    drawings
        The SVG of each of its charts, in order.

    Returns
    -------
    The page. All text of the data is escaped; the drawings come from :mod:`xj_analysis.press.svg`.
    """
    view = template_context(document)
    for drawing, block in zip(drawings, (b for b in view["blocks"] if b["type"] == "chart"), strict=True):
        block["svg"] = _inline(drawing, block["description"])
    return str(template(BRIEFING).render(**view)) + "\n"


def _inline(drawing: str, description: str) -> Any:
    """The drawing as an accessible inline image that scales with the page."""
    import markupsafe

    head, body = drawing.split("<svg ", 1)
    return markupsafe.Markup(f'{head}<svg role="img" aria-label="{markupsafe.escape(description)}" {body}')


def render_index(groups: list[dict[str, Any]]) -> str:
    """Return the archive page.

    Parameters
    ----------
    groups
        One for each county, period and edition: title, banner, known_at_label, issue_label, briefings (title, flags,
        html, pdf).
    """
    return str(template("index.html.j2").render(groups=groups)) + "\n"


def render_marked_copy(*, title: str, lines: list[list[dict[str, Any]]], notes: list[dict[str, Any]]) -> str:
    """Return a draft with highlights as one page.

    Parameters
    ----------
    title
        The name of the draft's file.
    lines
        One for each paragraph: pieces of text with the numbers of their notes (``notes``), of the notes that end with
        them (``ends``), and the certainty of the first.
    notes
        number, words, sure and the marked words (``place``) of each.
    """
    return str(template("proof.html.j2").render(title=title, lines=lines, notes=notes)) + "\n"

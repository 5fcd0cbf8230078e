"""HTML press: self-contained pages without network requests (briefing, its numbers, index), and marked copies."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from ..document.document import Document
from .page_context import light_colours, page_context
from .page_links import PLACE
from .register_page import register_context

__all__ = [
    "render_html",
    "render_index",
    "render_marked_copy",
    "render_register",
    "render_sheet",
    "template",
]
__dir__ = __all__.copy

_BRIEFING = "briefing.html.j2"


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
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment.get_template(name)


@cache
def _text(name: str) -> str:
    return (files("xj_analysis.press") / "templates" / name).read_text(encoding="utf-8").strip()


def _page(
    name: str,
    script: str,
    context: Mapping[str, Any],
    colours: Sequence[tuple[str, str, str]] = (),
    sheet: str = "style.css",
) -> str:
    """A page whose policy admits its one script, its one style, and nothing else.

    Parameters
    ----------
    name, script
        The template, and the file of its script; empty for none.
    colours
        Name of each colour of a light (``#2e7d32``), and how it is printed on a light and on a dark page.
    sheet
        The file of its style.
    """
    import markupsafe

    code = _text(script) if script else ""
    light = "".join(f"\n.c{each[1:]} {{ color: {light} }}" for each, light, _ in colours)
    dark = "".join(f" .c{each[1:]} {{ color: {dark} }}" for each, _, dark in colours)
    style = _text(sheet) + light
    if dark:
        style += f"\n@media screen and (prefers-color-scheme: dark) {{{dark} }}"
    admitted = f"script-src {_hash(code)}; " if code else ""
    policy = f"default-src 'none'; {admitted}style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
    parts = {"policy": policy, "style": markupsafe.Markup(style), "script": markupsafe.Markup(code)}
    links = {"links": markupsafe.Markup("".join(PLACE))}
    return str(template(name).render(**context, **parts, **links)) + "\n"


def _hash(text: str) -> str:
    """The hash of an inline script or style, as a Content-Security-Policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


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
    context = page_context(document)
    for drawing, block in zip(drawings, (b for b in context["blocks"] if b["type"] == "chart"), strict=True):
        block["svg"] = _inline(drawing, block["description"])
    return _page(_BRIEFING, "page.js", context, light_colours(context["blocks"]))


def render_register(document: Document) -> str:
    """Return the page 数字出处: every printed number with its formula and places, and every source with its values."""
    return _page("register.html.j2", "", register_context(document))


def render_sheet(document: Document, template: str) -> str:
    """Return a sheet that is a page: its template ``x.html.j2`` has a script ``x.js`` and a style ``x.css``."""
    name = template.removesuffix(".html.j2")
    return _page(template, f"{name}.js", page_context(document), sheet=f"{name}.css")


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
        One for each county, period and edition: title, banner, known_at_label, issue_label, year, before,
        lit and turned (whether any row has lights, and any knows how they were), and briefings (title, campaign,
        flags, lights, turned, page, links).
    """
    return _page("index.html.j2", "index.js", {"groups": groups}, light_colours(groups))


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

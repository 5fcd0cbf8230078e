"""Visible text of a rendered page, as a reader sees it: figures, prose, labels of drawings, links to briefings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

__all__ = ["VisiblePage", "visible_page"]

_VOID = frozenset({"meta", "br", "link", "img", "hr", "input", "path", "rect", "line", "wbr"})
_AXIS = "role-axis-label"
_SIBLING = re.compile(r"\.\./([^/]+)/briefing\.html")
_LINK = "link"


def visible_page(text: str) -> VisiblePage:
    """Return what a reader sees of a page, or of a drawing.

    Examples
    --------
    >>> page = visible_page('<p>共<a class="figure" id="f1">24个</a></p>')
    >>> page.figures, "".join(page.prose).replace(chr(0), "_")
    ([('f1', '24个')], '共_')
    """
    parser = _Parser()
    parser.feed(text)
    return VisiblePage(parser.figures, parser.prose, parser.labels, parser.links)


@dataclass(frozen=True)
class VisiblePage:
    """The visible text of a page.

    Parameters
    ----------
    figures
        Identifier and text of each figure.
    prose
        All other words, in pieces.
    labels
        Labels of drawings.
    links
        Links to other briefings of the issue: slug and text.
    """

    figures: list[tuple[str, str]]
    prose: list[str]
    labels: list[str]
    links: list[tuple[str, str]]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.figures: list[tuple[str, str]] = []
        self.prose: list[str] = [""]
        self.labels: list[str] = []
        self.links: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        attributes = {name: value or "" for name, value in attrs}
        kind = attributes.get("class", "")
        if tag == "a" and (sibling := _SIBLING.fullmatch(attributes.get("href", ""))):
            kind = _LINK
            self.links.append((sibling[1], ""))
        self._open.append((tag, kind))
        if tag == "a" and kind == "figure":
            self.figures.append((attributes.get("id", ""), ""))
        elif tag not in ("a", "span", "strong", "data"):
            self.prose.append("")
        if tag == "text":
            self.labels.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        while self._open and self._open.pop()[0] != tag:
            continue
        if tag not in ("a", "span", "strong", "data"):
            self.prose.append("")

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if "style" in tags or "script" in tags:
            return
        if "svg" in tags:
            axis = any(_AXIS in kind for _, kind in self._open)
            if self.labels and not axis and "text" in tags:
                self.labels[-1] += data
            return
        if ("a", "figure") in self._open:
            identifier, text = self.figures[-1]
            self.figures[-1] = (identifier, text + data)
            self.prose[-1] += "\0"
        elif ("a", _LINK) in self._open:
            slug, text = self.links[-1]
            self.links[-1] = (slug, text + data)
        else:
            self.prose[-1] += data

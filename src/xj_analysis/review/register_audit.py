"""Audit of the page 数字出处: each entry prints what ``figures.json`` registers, and no other number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from ..document.admission import Structure
from ..quantity.mentions.printed_numerals import find_numerals

__all__ = ["untraced_on_register"]

_VOID = frozenset({"meta", "br", "link"})
_MARK = re.compile(r"\[[0-9]+\]|SHA-256")
_ENTRY = re.compile("[fos][0-9]+")


class _Entries(HTMLParser):
    """Parser of the text of a page by the items of its lists that have an identifier; the rest under ''."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {"": ""}
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        identifier = dict(attrs).get("id") or ""
        self._open.append((tag, identifier if tag == "li" and _ENTRY.fullmatch(identifier) else ""))
        self.texts[self._entry] = self.texts.get(self._entry, "") + ("" if tag in ("a", "span") else "\n")

    def handle_endtag(self, tag: str) -> None:
        while tag not in _VOID and self._open and self._open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] not in ("style", "script"):
            self.texts[self._entry] += data

    @property
    def _entry(self) -> str:
        return next((identifier for _, identifier in reversed(self._open) if identifier), "")


def untraced_on_register(
    page: str, registered: Mapping[str, Any], structure: Structure
) -> Iterator[tuple[str, str, str]]:
    """Yield numeral, place and reason of what the page prints that is not registered there, or does not print.

    Parameters
    ----------
    page
        ``figures.html``.
    registered
        The content of ``figures.json``.
    structure
        Words with numerals that are no figures.
    """
    reader = _Entries()
    reader.feed(page)
    expected = _registered_words(registered)
    for identifier, words in expected.items():
        if not reader.texts.get(identifier, "").strip().startswith(words[0]):
            yield words[0], identifier, "数字出处页没有照登记的印"
    for identifier, text in reader.texts.items():
        left = _MARK.sub("\n", text)  # first: 2 is a part of [24]
        for word in sorted((_MARK.sub("\n", each) for each in expected.get(identifier, ())), key=len, reverse=True):
            left = left.replace(word, "\n") if word else left
        for numeral in find_numerals(structure.blank(left)):
            yield numeral.text, identifier, "没有登记"


def _registered_words(registered: Mapping[str, Any]) -> dict[str, list[str]]:
    """What each entry prints, what stands first in it at the head: figures, observations and sources."""
    rows = {row["id"]: row for row in registered["observations"]}
    words: dict[str, list[str]] = {}
    for figure in registered["figures"]:
        origins = [rows[origin] for origin in figure.get("origins", ()) if origin in rows]
        own = [figure.get(name, "") for name in ("text", "label", "formula", "reason", "full")]
        words[figure["id"]] = own + [row[name] for row in origins for name in ("locator", "text")]
    for number, row in enumerate(registered["observations"], start=1):
        words[f"o{number}"] = [row["locator"], row["label"], row["text"]]
    for source in registered["sources"]:
        words[f"s{source['number']}"] = [
            source["title"],
            *(value for name, value in source.items() if name != "number"),
        ]
    return words

"""SHA-256 of transcripts, written into the text of ``sources.toml`` and nowhere else in it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .toml_spans import Path, Span, spans_of

_KEY, _LIST = "sha256", "sources"
_BOM = "\ufeff"


@dataclass(frozen=True)
class RenewedHash:
    """A hash that was written.

    Parameters
    ----------
    source
        The id of the source.
    old, new
        What stood there, '' for nothing, and what stands there now.
    """

    source: str
    old: str
    new: str


def renew_hashes(text: str, hash_of: Callable[[str], str | None]) -> tuple[str, list[RenewedHash]]:
    r"""Return a text of ``sources.toml`` with the hash of every transcript, and the hashes that are new.

    Only values of ``sha256`` change; a missing one is inserted behind ``id``. Comments, order, line ends and a byte
    order mark stay.

    Parameters
    ----------
    text
        With its line ends as they are in the file.
    hash_of
        Returns the hash of a transcript by its path in the data folder; None for one that cannot be read, whose source
        stays as it is.

    Raises
    ------
    ValueError
        The text is not TOML.

    Examples
    --------
    >>> text, renewed = renew_hashes('[[sources]]\nid = "a"  # first\ntranscript = "a.csv"\n', lambda path: "0f")
    >>> print(text)
    [[sources]]
    id = "a"  # first
    sha256 = "0f"
    transcript = "a.csv"
    <BLANKLINE>
    >>> renewed
    [RenewedHash(source='a', old='', new='0f')]
    """
    if text.startswith(_BOM):
        renewed, changes = renew_hashes(text.removeprefix(_BOM), hash_of)
        return _BOM + renewed, changes
    declared = tomllib.loads(text).get(_LIST)
    spans = {span.path: span for span in spans_of(text)}
    edits: list[tuple[int, int, str]] = []
    changes = []
    for number, source in enumerate(declared if isinstance(declared, list) else ()):
        new = hash_of(str(source["transcript"])) if _has_transcript(source) else None
        old = str(source.get(_KEY, "")) if isinstance(source, dict) else ""
        edit = _edit(text, spans, (_LIST, number), new) if new and new != old else None
        if new and edit:
            edits.append(edit)
            changes.append(RenewedHash(str(source.get("id", "")), old, new))
    for start, end, written in sorted(edits, reverse=True):
        text = text[:start] + written + text[end:]
    return text, changes


def _has_transcript(source: object) -> bool:
    """Whether a table describes a source of the kind that has a hash."""
    return isinstance(source, dict) and source.get("kind", "transcript") == "transcript" and "transcript" in source


def _edit(text: str, spans: Mapping[Path, Span], source: Path, new: str) -> tuple[int, int, str] | None:
    """The offsets between which a text stands, and what replaces it; None where there is no place for it."""
    if present := spans.get((*source, _KEY)):
        return present.value, present.end, f'"{new}"'
    before = spans.get((*source, "id")) or spans.get((*source, "transcript"))
    if before is None:
        return None
    if before.inline:
        return before.end, before.end, f', {_KEY} = "{new}"'
    ends = text.find("\n", before.end)
    place = ends if ends >= 0 else len(text)
    place -= text.endswith("\r", 0, place)
    line_end = "\r\n" if "\r\n" in text else "\n"
    indent = text[text.rfind("\n", 0, before.start) + 1 : before.start]
    return place, place, f'{line_end}{indent}{_KEY} = "{new}"'

"""The manifest that commits an issue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..base import hashing
from ..base.environment import SHEETS_FOLDER
from ..base.json_lines import dumps_lines
from ..base.text_files import replace_file
from ..press import fonts

MANIFEST = "manifest.json"
VERSION = 1

_PACKAGES = (
    "xj-analysis",
    "pandas",
    "altair",
    "vl-convert-python",
    "papermill",
    "nbconvert",
    "typst",
    "jinja2",
    "pydantic",
    "mistune",
)
FILES = ("briefing.html", "briefing.pdf", "briefing.ipynb", "figures.html", "figures.json")
"""Files that a build writes into the folder of a briefing."""


def briefing_entries(folder: Path) -> dict[str, Any]:
    """Return the briefings' entries in an issue's manifest; empty where it is missing or damaged."""
    return dict(read_manifest(folder / MANIFEST).get("briefings", {}))


def sheet_entries(folder: Path, inputs: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the printable sheets' entries in an issue's manifest, of those that are there as recorded.

    Parameters
    ----------
    inputs
        SHA-256 of the files of the data folder: an entry made of others is ``stale``. None: as recorded.
    """
    recorded = read_manifest(folder / MANIFEST).get("sheets", {})
    files = [path for path in (folder / SHEETS_FOLDER).rglob("*") if path.is_file()] if recorded else []
    there = hashing.file_hashes(files, folder)
    entries = {name: entry for name, entry in recorded.items() if entry["files"].items() <= there.items()}
    if inputs is None:
        return entries
    return {name: entry | {"stale": not entry["inputs"].items() <= inputs.items()} for name, entry in entries.items()}


def short_title(entry: Mapping[str, Any], county: str) -> str:
    """Return the title of a briefing without what all of its county have in common.

    Examples
    --------
    >>> short_title({"title": "示例县就业攻坚战"}, "示例县"), short_title({"title": "示例县全县概览"}, "示例县")
    ('就业', '全县概览')
    """
    return str(entry["title"]).removeprefix(county).removesuffix("攻坚战") or str(entry["title"])


def read_manifest(manifest: Path) -> dict[str, Any]:
    """Return the content of a manifest; empty where it is missing or damaged."""
    try:
        return dict(json.loads(manifest.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # missing, damaged, or another program's: the next build writes a new one
        return {}


def write_manifest(
    county: Mapping[str, Any],
    briefings: Mapping[str, Any],
    folder: Path,
    *,
    period: str,
    edition: str,
    versions: Mapping[str, str],
    draft: Path,
    sheets: Mapping[str, Any] | None = None,
) -> None:
    """Write the manifest of an issue, after its briefings are published: it commits them.

    Parameters
    ----------
    county
        slug, name, and the slugs of all briefings in their order.
    briefings
        The entries of published briefings, by slug.
    versions
        Versions of installed packages, by name.
    draft
        A folder on the same disk for the atomic write.
    sheets
        The entries of printable sheets, by name.
    """
    body = {
        "version": VERSION,
        "county": county["slug"],
        "name": county["name"],
        "period": period,
        "edition": edition,
        "versions": {package: versions[package] for package in _PACKAGES},
        "fonts": fonts.font_hashes(),
        "substituted_fonts": fonts.SUBSTITUTIONS,
        "briefings": {slug: briefings[slug] for slug in county["slugs"] if slug in briefings},
        **({"sheets": dict(sorted(sheets.items()))} if sheets else {}),
    }
    write_file(folder / MANIFEST, dumps_lines(body).encode(), draft)


def write_file(path: Path, content: bytes, draft: Path) -> None:
    """Write a file atomically: in `draft` first, then renamed; an equal file is left alone."""
    if path.is_file() and path.read_bytes() == content:
        return
    replace_file(path, content, draft=draft)

"""The manifest that commits an issue, and the index page of all issues in ``reports/``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..base.json_lines import dumps_lines
from ..base.text_files import replace_file
from ..county.request import EDITION_LABELS
from ..press import fonts
from ..quantity import periods

MANIFEST, INDEX = "manifest.json", "index.html"
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
_LABELS = {"briefing.html": "网页", "briefing.pdf": "PDF", "figures.json": "数字出处"}
FILES = (*_LABELS, "briefing.ipynb")
"""Files that a build writes into the folder of a briefing."""


def briefing_entries(folder: Path) -> dict[str, Any]:
    """Return the briefings' entries in an issue's manifest; empty where it is missing or damaged."""
    return dict(_read(folder / MANIFEST).get("briefings", {}))


def _read(manifest: Path) -> dict[str, Any]:
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
    }
    _write(folder / MANIFEST, dumps_lines(body).encode(), draft)


def write_index(out: Path, draft: Path) -> None:
    """Write the index page of every issue that has a readable manifest."""
    from ..press import html

    groups = []
    for path in sorted(out.glob(f"*/*/*/{MANIFEST}")):
        folder = path.parent
        manifest = _read(path)
        if not manifest.get("briefings"):
            continue
        briefings = [
            _index_entry(folder.relative_to(out).as_posix(), slug, e) for slug, e in manifest["briefings"].items()
        ]
        first = next(iter(manifest["briefings"].values()))
        replay = "（回看）" if "@" in folder.parent.name else ""
        label, edition = periods.parse(manifest["period"]).label, EDITION_LABELS[manifest["edition"]]
        title = f"{manifest['name']}　{label}　{edition}{replay}"
        labels = {"banner": first["banner"], "known_at_label": first["known_at_label"]}
        labels["issue_label"] = first.get("issue_label", "")
        groups.append({"title": title, "briefings": briefings, **labels})
    _write(out / INDEX, html.render_index(groups).encode(), draft)


def _index_entry(folder: str, slug: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    links = [(label, f"{folder}/{slug}/{file}" if file in entry["files"] else "") for file, label in _LABELS.items()]
    return {"title": entry["title"], "flags": entry["flags"], "links": links}


def _write(path: Path, content: bytes, draft: Path) -> None:
    """Write a file atomically: in `draft` first, then renamed; an equal file is left alone."""
    if path.is_file() and path.read_bytes() == content:
        return
    replace_file(path, content, draft=draft)

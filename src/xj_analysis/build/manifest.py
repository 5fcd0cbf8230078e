"""What reports/ holds: briefings put in place whole, the manifest that commits an issue, the page that lists all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..base.json_lines import dumps_lines
from ..base.text_files import replace_file
from ..press import fonts
from ..quantity import periods

MANIFEST, INDEX = "manifest.json", "index.html"
VERSION = 1
EDITIONS = {"internal": "内部版", "public": "公开版"}

_PARTS = (
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


def hashes(files: Iterable[Path]) -> dict[str, str]:
    """Return the SHA-256 of each file, by its name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def entries(folder: Path) -> dict[str, Any]:
    """Return what an issue's manifest says of its briefings; empty where there is none, or none that can be read."""
    return dict(_read(folder / MANIFEST).get("briefings", {}))


def _read(manifest: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(manifest.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # absent, damaged, or not ours: the next build of it writes another
        return {}


def commit(
    county: Mapping[str, Any],
    briefings: Mapping[str, Any],
    folder: Path,
    *,
    period: str,
    edition: str,
    versions: Mapping[str, str],
    draft: Path,
) -> None:
    """Write the manifest of an issue: the last file written, and only when its briefings are in place.

    Parameters
    ----------
    county
        slug, name, and the slugs of all briefings in their order.
    briefings
        The entry of each briefing that stands.
    versions
        Of the packages installed, by name.
    draft
        A folder on the same disk to write it in first.
    """
    body = {
        "version": VERSION,
        "county": county["slug"],
        "name": county["name"],
        "period": period,
        "edition": edition,
        "versions": {part: versions[part] for part in _PARTS},
        "fonts": fonts.font_hashes(),
        "substituted_fonts": fonts.SUBSTITUTIONS,
        "briefings": {slug: briefings[slug] for slug in county["slugs"] if slug in briefings},
    }
    _write(folder / MANIFEST, dumps_lines(body).encode(), draft)


def index(out: Path, draft: Path) -> None:
    """Write the page that lists every issue whose manifest can be read."""
    from ..press import html

    groups = []
    for path in sorted(out.glob(f"*/*/*/{MANIFEST}")):
        folder = path.parent
        manifest = _read(path)
        if not manifest.get("briefings"):
            continue
        listed = [_listed(folder.relative_to(out).as_posix(), slug, e) for slug, e in manifest["briefings"].items()]
        first = next(iter(manifest["briefings"].values()))
        replay = "（回看）" if "@" in folder.parent.name else ""
        title = (
            f"{manifest['name']}　{periods.parse(manifest['period']).label}　{EDITIONS[manifest['edition']]}{replay}"
        )
        labels = {"banner": first["banner"], "known_at_label": first["known_at_label"]}
        groups.append({"title": title, "briefings": listed, **labels})
    _write(out / INDEX, html.render_index(groups).encode(), draft)


def _listed(folder: str, slug: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    links = [(label, f"{folder}/{slug}/{file}" if file in entry["files"] else "") for file, label in _LABELS.items()]
    return {"title": entry["title"], "flags": entry["flags"], "links": links}


def _write(path: Path, content: bytes, draft: Path) -> None:
    """Write a file whole: elsewhere first, then moved into its place; left alone where it is the same."""
    if path.is_file() and path.read_bytes() == content:
        return
    replace_file(path, content, draft=draft)

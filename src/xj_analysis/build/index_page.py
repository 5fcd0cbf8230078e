"""The index page of all issues in ``reports/``: lights of each briefing, those that turned, and its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..county.request import EDITION_LABELS
from ..quantity import periods
from . import manifest

if TYPE_CHECKING:
    from ..document.document import Document

__all__ = ["INDEX", "lights_of", "turned_lights", "write_index"]
__dir__ = __all__.copy

INDEX = "index.html"
_PAGE = "briefing.html"
_LABELS = {"briefing.pdf": "PDF", "figures.html": "数字出处"}
_SEVERITY = "■▲●○"
_SHOWN = 3

Lights = Sequence[Mapping[str, str]]


def lights_of(document: Document) -> list[dict[str, str]]:
    """Return the lights of a briefing: those of its first table with any, each with the words of its row's first cell.

    Returns
    -------
    name, light, shape and colour of each, in the order printed; of a row with several lights, the first.
    """
    from ..document.blocks import Table
    from ..document.pieces import Light, plain_text

    for table in (block for block in document.blocks if isinstance(block, Table)):
        rows = [
            (plain_text(row[0].parts), [part for cell in row for part in cell.parts if isinstance(part, Light)])
            for row in table.rows
        ]
        if any(lights for _, lights in rows):
            return [{"name": name, **lights[0].model_dump()} for name, lights in rows if lights]
    return []


def turned_lights(before: Lights, now: Lights) -> str:
    """Return which lights turned between two issues, in words; empty where no light stands in both.

    Examples
    --------
    >>> red, green = {"light": "红灯", "shape": "■"}, {"light": "绿灯", "shape": "●"}
    >>> turned_lights([{"name": "税收", **green}], [{"name": "税收", **red}, {"name": "就业", **green}])
    '税收：绿灯→红灯'
    >>> turned_lights([{"name": "税收", **green}], [{"name": "税收", **green}]), turned_lights([], [])
    ('灯没有变化', '')
    """
    old = {each["name"]: each["light"] for each in before}
    both = [(each["name"], old[each["name"]], each["light"]) for each in now if each["name"] in old]
    turned = [f"{name}：{was}→{light}" for name, was, light in both if was != light]
    more = f"等{len(turned)}项" if len(turned) > _SHOWN else ""
    return "；".join(turned[:_SHOWN]) + more if turned else "灯没有变化" if both else ""


def write_index(out: Path, draft: Path) -> None:
    """Write the index page of every issue that has a readable manifest."""
    from ..press import html

    issues = {}
    for path in sorted(out.glob(f"*/*/*/{manifest.MANIFEST}")):
        body = manifest.read_manifest(path)
        if body.get("briefings"):
            issues[path.parent.relative_to(out).as_posix()] = body
    groups = [_group(folder, body, _before(folder, issues)) for folder, body in sorted(issues.items(), key=_place)]
    manifest.write_file(out / INDEX, html.render_index(groups).encode(), draft)


def _place(issue: tuple[str, Mapping[str, Any]]) -> tuple[str, int, str]:
    """The place of an issue on the page: by county, the newest first."""
    folder, body = issue
    return body["county"], -periods.parse(body["period"]).reach.toordinal(), folder


def _before(folder: str, issues: Mapping[str, Mapping[str, Any]]) -> tuple[str, Mapping[str, Any]]:
    """The label and the briefings of the issue before one, of its county and edition; empty where there is none."""
    one = issues[folder]
    earlier = [
        (periods.parse(each["period"]), each["briefings"])
        for name, each in issues.items()
        if "@" not in name and (each["county"], each["edition"]) == (one["county"], one["edition"])
    ]
    end = periods.parse(one["period"]).sort_key()
    found = [(period, briefings) for period, briefings in earlier if period.sort_key() < end]
    period, briefings = max(found, key=lambda pair: pair[0].sort_key(), default=(None, {}))
    return (period.label, briefings) if period else ("", {})


def _group(folder: str, body: Mapping[str, Any], before: tuple[str, Mapping[str, Any]]) -> dict[str, Any]:
    first, period = next(iter(body["briefings"].values())), periods.parse(body["period"])
    replay = "（回看）" if "@" in folder else ""
    rows = [
        _row(f"{folder}/{slug}", entry, body["name"], before[1].get(slug, {}))
        for slug, entry in body["briefings"].items()
    ]
    return {
        "title": f"{body['name']}　{period.label}　{EDITION_LABELS[body['edition']]}{replay}",
        "banner": first["banner"],
        "known_at_label": first["known_at_label"],
        "issue_label": first.get("issue_label", ""),
        "year": f"{period.reach.year}年",
        "before": before[0],
        "lit": any(row["lights"] for row in rows),
        "turned": any(row["turned"] for row in rows),
        "briefings": rows,
    }


def _row(folder: str, entry: Mapping[str, Any], county: str, before: Mapping[str, Any]) -> dict[str, Any]:
    lights = entry.get("lights", ())
    counts = Counter((each["shape"], each["light"], each["colour"]) for each in lights)
    return {
        "title": entry["title"],
        "campaign": manifest.short_title(entry, county),
        "flags": entry["flags"],
        "lights": [
            {"shape": shape, "text": light, "colour": colour, "count": count}
            for (shape, light, colour), count in sorted(counts.items(), key=lambda item: _SEVERITY.find(item[0][0]))
        ],
        "turned": turned_lights(before.get("lights", ()), lights),
        "page": f"{folder}/{_PAGE}" if _PAGE in entry["files"] else "",
        "links": [(label, f"{folder}/{file}") for file, label in _LABELS.items() if file in entry["files"]],
    }

"""The index page of all issues in ``reports/``: lights of each briefing, those that turned, and its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..county.request import EDITION_LABELS
from ..quantity import periods
from . import manifest

__all__ = ["INDEX", "turned_lights", "write_index"]
__dir__ = __all__.copy

INDEX = "index.html"
_PAGE = "briefing.html"
_LABELS = {"briefing.pdf": "PDF", "figures.html": "数字出处"}
_SEVERITY = "■▲●○"
_SHOWN = 3

Lights = Sequence[Mapping[str, str]]


def turned_lights(before: Lights, now: Lights) -> list[dict[str, Any]] | None:
    """Return the lights that turned, by what they turned to, the worst first; None where no earlier light is known.

    Parameters
    ----------
    before
        The lights of the issue before: taken where a briefing does not say itself how a light was.
    now
        As :func:`xj_analysis.document.printed_lights.printed_lights` returns them.

    Returns
    -------
    light (its shape, text and colour), count and the first names of each group.

    Examples
    --------
    >>> red, green = {"light": "红灯", "shape": "■"}, {"light": "绿灯", "shape": "●"}
    >>> now = [{"name": "税收", "was": "绿灯", **red}, {"name": "就业", "was": "绿灯", **green}]
    >>> [(group["light"]["text"], group["count"], group["names"]) for group in turned_lights([], now)]
    [('红灯', 1, '税收')]
    >>> turned_lights([{"name": "就业", **green}], [{"name": "就业", **green}]), turned_lights([], [])
    ([], None)
    """
    old = {each["name"]: each["light"] for each in before}
    known = [(each, was) for each in now if (was := each.get("was") or old.get(each["name"]))]
    groups: dict[tuple[str, str, str], list[str]] = {}
    for each, was in known:
        if each["light"] != was:
            groups.setdefault(_light(each), []).append(each["name"])
    return (
        [
            {"light": _part(light), "count": len(names), "names": _few(names)}
            for light, names in sorted(groups.items(), key=_severity)
        ]
        if known
        else None
    )


def _few(names: Sequence[str]) -> str:
    return "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")


def _light(each: Mapping[str, str]) -> tuple[str, str, str]:
    return each["shape"], each["light"], each.get("colour", "")


def _part(light: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip(("shape", "text", "colour"), light, strict=True))


def _severity(item: tuple[tuple[str, str, str], Any]) -> int:
    return _SEVERITY.find(item[0][0])


def write_index(out: Path, draft: Path) -> None:
    """Write the index page of every issue that has a readable manifest."""
    from ..press import html

    issues = {}
    for path in sorted(out.glob(f"*/*/*/{manifest.MANIFEST}")):
        body = manifest.read_manifest(path)
        if body.get("briefings") or body.get("sheets"):
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
    sheets = body.get("sheets", {})
    first, period = next(iter([*body["briefings"].values(), *sheets.values()])), periods.parse(body["period"])
    replay = "（回看）" if "@" in folder else ""
    since = _since(body["briefings"].values())
    rows = [
        _row(f"{folder}/{slug}", entry, body["name"], {} if since else before[1].get(slug, {}))
        for slug, entry in body["briefings"].items()
    ]
    return {
        "title": f"{body['name']}　{period.label}　{EDITION_LABELS[body['edition']]}{replay}",
        "banner": first["banner"],
        "known_at_label": first["known_at_label"],
        "issue_label": first.get("issue_label", ""),
        "year": f"{period.reach.year}年",
        "before": since or before[0],
        "lit": any(row["lights"] for row in rows),
        "turned": any(row["turned"] is not None for row in rows),
        "briefings": rows,
        "sheets": [
            {
                "title": entry["title"],
                "href": next(f"{folder}/{file}" for file in entry["files"] if file.count("/") == 1),
                "stale": entry.get("stale", False),
            }
            for name, entry in sheets.items()
        ],
    }


def _since(entries: Iterable[Mapping[str, Any]]) -> str:
    """The label of the period that most lights of an issue are compared with; empty where they are with none."""
    codes = Counter(each["since"] for entry in entries for each in entry.get("lights", ()) if each.get("since"))
    return periods.parse(codes.most_common(1)[0][0]).label if codes else ""


def _row(folder: str, entry: Mapping[str, Any], county: str, before: Mapping[str, Any]) -> dict[str, Any]:
    lights = entry.get("lights", ())
    counts = Counter(map(_light, lights))
    return {
        "title": entry["title"],
        "campaign": manifest.short_title(entry, county),
        "flags": entry["flags"],
        "lights": [{**_part(light), "count": count} for light, count in sorted(counts.items(), key=_severity)],
        "turned": turned_lights(before.get("lights", ()), lights),
        "page": f"{folder}/{_PAGE}" if _PAGE in entry["files"] else "",
        "links": [(label, f"{folder}/{file}") for file, label in _LABELS.items() if file in entry["files"]],
    }

"""The manifest: entries, order, damaged files, unchanged files left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from xj_analysis.build import manifest, program

ENTRY = {
    "title": "就业攻坚战", "flags": ["红灯1个"], "banner": "示例数据", "known_at_label": "资料截至2024年7月",
    "files": {"briefing.html": "0", "figures.json": "0"},
}  # fmt: skip
COUNTY = {"slug": "shili", "name": "示例县", "slugs": ["tourism", "jobs"]}


def write(out: Path, folder: str = "shili/2024/internal", **briefings: Any) -> Path:
    issue = out / folder
    issue.mkdir(parents=True, exist_ok=True)
    manifest.write_manifest(
        COUNTY, briefings, issue, period="2024", edition="internal", versions=program.versions(), draft=out / ".draft"
    )
    return issue


def test_a_manifest_lists_the_briefings_in_the_countys_order(tmp_path: Path) -> None:
    issue = write(tmp_path, jobs=ENTRY, tourism=ENTRY)
    body = json.loads((issue / manifest.MANIFEST).read_text(encoding="utf-8"))
    assert list(body["briefings"]) == COUNTY["slugs"] and body["county"] == "shili"
    assert manifest.briefing_entries(issue) == {"tourism": ENTRY, "jobs": ENTRY}
    assert body["versions"]["typst"] == program.versions()["typst"] and body["fonts"]


def test_an_equal_manifest_is_not_written_again(tmp_path: Path) -> None:
    first = (write(tmp_path, jobs=ENTRY) / manifest.MANIFEST).stat().st_ino
    assert (write(tmp_path, jobs=ENTRY) / manifest.MANIFEST).stat().st_ino == first
    assert (write(tmp_path, jobs=ENTRY | {"title": "新"}) / manifest.MANIFEST).stat().st_ino != first


@pytest.mark.parametrize("content", ["", "[]", "{", "7"])
def test_a_damaged_manifest_has_no_entries(tmp_path: Path, content: str) -> None:
    (tmp_path / manifest.MANIFEST).write_text(content, encoding="utf-8")
    assert manifest.briefing_entries(tmp_path) == {}

"""The index page: files that exist, replays, order of the issues, lights and those that turned, issue numbers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from xj_analysis.build import index_page, manifest, program
from xj_analysis.document.pieces import Light

GREEN = Light(light="绿灯", shape="●", colour="#2e7d32")
RED = Light(light="红灯", shape="■", colour="#c62828")


def light(name: str, one: Light) -> dict[str, str]:
    """A light as the manifest has it."""
    return {"name": name, **one.model_dump()}


def entry(*lights: dict[str, str], **changed: Any) -> dict[str, Any]:
    """The entry of a briefing in a manifest."""
    fields: dict[str, Any] = {
        "title": "示例县就业攻坚战", "flags": ["红灯1个"], "banner": "示例数据", "known_at_label": "2024年7月",
        "issue_label": "", "lights": list(lights), "files": {"briefing.html": "0", "figures.html": "0"},
    }  # fmt: skip
    return fields | changed


def index(out: Path, issues: dict[str, dict[str, Any]]) -> str:
    """The index page of issues, by their folders."""
    for folder, jobs in issues.items():
        county = {"slug": "shili", "name": "示例县", "slugs": ["jobs"]}
        period = folder.split("/")[1].split("@")[0].replace("_", "/")
        manifest.write_manifest(
            county, {"jobs": jobs}, out / folder,
            period=period, edition=folder.split("/")[2], versions=program.versions(), draft=out / ".draft",
        )  # fmt: skip
    index_page.write_index(out, out / ".draft")
    return (out / index_page.INDEX).read_text(encoding="utf-8")


def words_of(page: str) -> list[str]:
    """What turned, in words."""
    return [re.sub("<[^>]*>", "", each) for each in re.findall('<span class="turned">.*?：[^<]*</span>', page)]


def test_the_index_links_the_files_that_exist_and_marks_replays(tmp_path: Path) -> None:
    page = index(tmp_path, {"shili/2024/internal": entry(), "shili/2024@2024-06-30/internal": entry()})
    assert re.findall(r'href="(shili/2024/[^"]*)"', page) == [
        "shili/2024/internal/jobs/briefing.html", "shili/2024/internal/jobs/figures.html",
    ]  # fmt: skip
    assert "2024年　内部版（回看）" in page and "2024年　内部版<" in page
    assert 'data-campaign="就业" data-year="2024年"' in page, "what the filters go by"


def test_an_entry_of_an_older_version_has_a_row_too(tmp_path: Path) -> None:
    old = {name: value for name, value in entry().items() if name not in ("lights", "issue_label")}
    page = index(tmp_path, {"shili/2024/internal": old})
    assert "shili/2024/internal/jobs/briefing.html" in page and "灯</th>" not in page and "较" not in page


def test_the_newest_issue_stands_first_with_its_number_and_its_lights_the_worst_first(tmp_path: Path) -> None:
    lights = [light("就业", GREEN), light("税收", RED), light("参保", GREEN)]
    issues = {
        "shili/2025-01_2025-08/internal": entry(),
        "shili/2025-01_2025-09/internal": entry(*lights, issue_label="2025年第9期"),
        "shili/2024/internal": entry(),
    }
    page = index(tmp_path, issues)
    titles = re.findall(r"<h2[^>]*>(.*)</h2>", page)
    assert [title.split("　")[1] for title in titles] == ["2025年1—9月", "2025年1—8月", "2024年"]
    assert titles[0].endswith("2025年第9期")
    assert re.sub("<[^>]*>", "", re.findall(r'<td><span class="lit">.*?</td>', page)[0]) == "■红灯1 ●绿灯2 "


def test_what_turned_is_told_against_the_issue_before_of_the_same_edition(tmp_path: Path) -> None:
    issues = {
        "shili/2025-01_2025-09/internal": entry(light("就业", RED)),
        "shili/2025-01_2025-08/internal": entry(light("就业", GREEN)),
        "shili/2025-01_2025-07/internal": entry(light("就业", RED)),
        "shili/2025-01_2025-08/public": entry(light("就业", RED)),
        "shili/2025-01_2025-08@2025-08-02/internal": entry(light("就业", RED)),
    }
    page = index(tmp_path, issues)
    first, _, others = page.partition("</section>")
    assert words_of(first) == ["转■红灯1：就业"] and "较2025年1—8月" in first
    assert words_of(others) == ["转●绿灯1：就业"], "of 1—8月, but not of its replay or its public edition"


def test_a_briefing_says_itself_what_turned_whatever_issues_there_are(tmp_path: Path) -> None:
    own = [
        light("就业", RED) | {"was": "绿灯", "since": "2025-01/2025-08"},
        light("税收", GREEN) | {"was": "", "since": ""},
    ]
    page = index(tmp_path, {
        "shili/2025-01_2025-09/internal": entry(*own),
        "shili/2025-01_2025-07/internal": entry(light("就业", RED), light("税收", RED)),
    })  # fmt: skip
    assert "较2025年1—8月" in page and words_of(page) == ["转■红灯1：就业"], (
        "not against 1—7月, nor what has no light then"
    )


@pytest.mark.parametrize(("turned", "words"), [(3, "甲、乙、丙"), (4, "甲、乙、丙等")])
def test_of_many_that_turned_the_first_three_are_named(turned: int, words: str) -> None:
    names = "甲乙丙丁"[:turned]
    (told,) = index_page.turned_lights([light(n, GREEN) for n in names], [light(n, RED) for n in names]) or []
    assert (told["count"], told["names"]) == (turned, words)

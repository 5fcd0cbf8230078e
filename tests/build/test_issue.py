"""Up-to-date briefings: decided by the content of inputs, options and published files; reasons to rebuild."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from support.built_county import SLUGS, BuiltCounty
from xj_analysis.base import hashing
from xj_analysis.build import program, run_records
from xj_analysis.build.issue import Issue
from xj_analysis.build.run_records import CachedBriefing, RunRecords

pytestmark = pytest.mark.usefixtures("warm")

Edit = Callable[[BuiltCounty], object]


def test_what_was_just_built_stands(built_county: BuiltCounty) -> None:
    assert built_county.stale() == set()


def test_a_time_stamp_is_nothing(built_county: BuiltCounty) -> None:
    for path in [*built_county.data.path.rglob("*"), *built_county.books.iterdir(), *built_county.out.rglob("*")]:
        os.utime(path, (1, 1))
    assert built_county.stale() == set()


def test_a_value_changed_under_the_same_time_stamp_is_seen(built_county: BuiltCounty) -> None:
    path = built_county.data.path / "observations.csv"
    before = path.stat()
    built_county.data.cell(2, "value", "76")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert built_county.stale() == {"tourism", "overview"}


OF_THE_DATA: list[tuple[Edit, set[str]]] = [
    (lambda built_county: built_county.data.cell(2, "value", "76"), {"tourism", "overview"}),  # visits
    (lambda built_county: built_county.data.cell(6, "value", "12"), {"jobs", "overview"}),  # homes_town
    (
        lambda built_county: built_county.data.cell(8, "value", "89.4"),
        {"jobs", "overview"},
    ),  # what a share is held against
    (
        lambda built_county: built_county.data.cell(5, "value", "0.53"),
        {"tourism", "overview"},
    ),  # another county's income
    (lambda built_county: built_county.data.cell(3, "note", "已核"), {"tourism", "overview"}),
    (lambda built_county: built_county.data.cell(3, "locator", "第3行"), {"tourism", "overview"}),
    (
        lambda built_county: built_county.data.add("N1", indicator="homes_town", unit="个", period="2023"),
        {"jobs", "overview"},
    ),
    # what is published last is the day that every page prints
    (lambda built_county: built_county.data.cell(6, "published", "2024-08-01"), SLUGS),
    (lambda built_county: built_county.data.edit("county.toml", "做实", "抓实"), {"tourism", "overview"}),
    (
        lambda built_county: built_county.data.edit("county.toml", 'name = "就业攻坚战"', 'name = "就业大会战"'),
        {"jobs", "overview"},
    ),
    (
        lambda built_county: built_county.data.declare("indicators.csv", "homes_town", name="乡镇之家"),
        {"jobs", "overview"},
    ),
    (lambda built_county: built_county.data.declare("areas.csv", "999902", name="邻近县"), SLUGS),
    (
        lambda built_county: built_county.data.append("county.toml", '\n[issues]\noffice = "甲"\nfirst = "2024-01"\n'),
        SLUGS,
    ),
    (lambda built_county: built_county.data.append("county.toml", "\n# 一句注释\n"), set()),
    (lambda built_county: built_county.data.edit("sources.toml", "示例县通报", "示例县公报"), SLUGS),
    (
        lambda built_county: built_county.data.edit("sources.toml", "示例县镜像页", "示例县镜像"),
        {"overview"},
    ),  # nobody quotes it
    (lambda built_county: built_county.data.write("备忘.txt", "与简报无关"), set()),
]


@pytest.mark.parametrize(("edit", "expected"), OF_THE_DATA, ids=range(len(OF_THE_DATA)))
def test_a_change_of_the_data_reaches_its_briefings_and_no_other(
    built_county: BuiltCounty, edit: Edit, expected: set[str]
) -> None:
    edit(built_county)
    assert built_county.stale() == expected


def test_what_is_put_back_was_never_changed(built_county: BuiltCounty) -> None:
    built_county.data.cell(2, "value", "76")
    assert built_county.stale() != set()
    built_county.data.cell(2, "value", "75")
    assert built_county.stale() == set()


def test_what_is_not_in_the_key_of_a_value_cannot_hide_in_it(built_county: BuiltCounty) -> None:
    """Two cells that change places hash as something else, though the file holds the same characters."""
    built_county.data.cell(6, "value", "92")
    built_county.data.cell(7, "value", "11")
    assert built_county.stale() == {"jobs", "overview"}


def test_a_notebook_reaches_the_briefings_it_serves(built_county: BuiltCounty) -> None:
    built_county.write("campaign", "x = 1")
    assert built_county.stale() == {"tourism", "jobs"}


def test_a_notebook_of_its_own_replaces_the_common_one(built_county: BuiltCounty) -> None:
    built_county.write("jobs", "x = 1")
    assert built_county.stale() == {"jobs"}


def test_parameters_count(built_county: BuiltCounty) -> None:
    """What is asked for in words is the county's own period; the notebook is given another parameter all the same."""
    assert built_county.stale(period="2024") == SLUGS


def test_so_do_formats_in_whatever_order(built_county: BuiltCounty) -> None:
    assert built_county.stale(formats=("html", "pdf")) == SLUGS
    assert built_county.stale(formats=()) == SLUGS


def test_another_period_day_or_edition_stands_elsewhere(built_county: BuiltCounty) -> None:
    assert built_county.stale(known_at="2024-07-15") == built_county.stale(edition="public") == SLUGS
    assert built_county.stale() == set()


def test_another_program_makes_everything_anew(built_county: BuiltCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "program_hash", lambda: "another")
    assert built_county.stale() == SLUGS


OF_THE_REPORTS: list[Edit] = [
    lambda built_county: (built_county.issue / "jobs" / "briefing.html").write_bytes(b""),
    lambda built_county: (built_county.issue / "jobs" / "figures.json").unlink(),
    lambda built_county: (built_county.issue / "jobs" / "briefing.docx").write_bytes(b"x"),
    lambda built_county: (built_county.issue / "jobs" / "briefing.html").rename(
        built_county.issue / "jobs" / "page.html"
    ),
    lambda built_county: shutil.rmtree(built_county.issue / "jobs"),
]


@pytest.mark.parametrize("edit", OF_THE_REPORTS, ids=["cut", "missing", "strange", "renamed", "gone"])
def test_what_does_not_stand_as_it_was_written_is_made_anew(built_county: BuiltCounty, edit: Edit) -> None:
    edit(built_county)
    assert built_county.stale() == {"jobs"}


def test_without_the_records_nothing_is_taken_on_trust(built_county: BuiltCounty) -> None:
    shutil.rmtree(built_county.place / ".xj")
    assert built_county.stale() == SLUGS


def test_a_built_county_may_be_moved(built_county: BuiltCounty) -> None:
    """The fixture has moved it: what stands does not depend on where."""
    assert built_county.stale() == set() != built_county.stale(out="elsewhere")


def test_what_a_notebook_read_besides_its_data_counts(built_county: BuiltCounty) -> None:
    records = RunRecords(built_county.xj)
    cached, beside = records.cached_briefings("shili/2024/internal")["jobs"], built_county.books / "helper.py"
    for reads, expected in (
        (hashing.current_hashes([beside]), set()),  # looked for, and still not there
        ({str(beside): "what it was"}, {"jobs"}),
        ({f"{hashing.OUTSIDE}socket.connect": "socket.connect"}, {"jobs"}),
    ):
        records.save_cached_briefing(
            "shili/2024/internal", "jobs", CachedBriefing(key=cached.key, entry=cached.entry, reads=reads)
        )
        assert built_county.stale() == expected
    records.save_cached_briefing(
        "shili/2024/internal",
        "jobs",
        CachedBriefing(key=cached.key, entry=cached.entry, reads=hashing.current_hashes([beside])),
    )
    beside.write_text("x = 1", encoding="utf-8")
    assert built_county.stale() == {"jobs"}
    records.close()


def library(built_county: BuiltCounty) -> None:
    """Let the jobs briefing have looked for a library that has since been installed."""
    records = RunRecords(built_county.xj)
    cached = records.cached_briefings("shili/2024/internal")["jobs"]
    records.save_cached_briefing(
        "shili/2024/internal",
        "jobs",
        CachedBriefing(key=cached.key, entry=cached.entry, reads={f"{hashing.MODULE}pandas": ""}),
    )
    records.close()


def clear(built_county: BuiltCounty) -> None:
    """Remove reports and records."""
    shutil.rmtree(built_county.out)
    shutil.rmtree(built_county.place / ".xj")


def data_and_notebook(built_county: BuiltCounty) -> None:
    """Change both."""
    built_county.data.cell(6, "value", "12")
    built_county.write("jobs", "x = 1")


BECAUSE: list[tuple[Edit, dict[str, Any], str]] = [
    (lambda built_county: built_county.data.cell(6, "value", "12"), {}, "数据"),
    (lambda built_county: built_county.write("jobs", "x = 1"), {}, "笔记本"),
    (lambda built_county: None, {"period": "2024"}, "选项 --period"),
    (lambda built_county: None, {"formats": ["html", "pdf"]}, "选项 --format"),
    (lambda built_county: None, {"force": True}, "--force"),
    (library, {}, "库 pandas 现已装上"),
    (lambda built_county: (built_county.issue / "jobs" / "figures.json").unlink(), {}, "成品被改动"),
    (lambda built_county: shutil.rmtree(built_county.issue / "jobs"), {}, "成品被改动"),
    (lambda built_county: shutil.rmtree(built_county.place / ".xj"), {}, "没有运行记录"),
    (clear, {}, "还没有做成过"),
    (data_and_notebook, {}, "数据；笔记本"),
    (lambda built_county: None, {}, ""),
]


@pytest.mark.parametrize(("edit", "options", "said"), BECAUSE, ids=range(len(BECAUSE)))
def test_the_records_say_why_a_briefing_was_made(
    built_county: BuiltCounty, edit: Edit, options: dict[str, Any], said: str
) -> None:
    edit(built_county)
    (result,) = built_county.build("jobs", **options).results
    assert not result.error and result.unchanged == (not said)
    with run_records.open_records(built_county.xj) as records:
        (row,) = records.runs()[0].briefings
    assert "；".join(row.why) == said


def test_an_unchanged_briefing_tells_again_what_it_does_not_print(built_county: BuiltCounty) -> None:
    built_county.write("jobs")
    built_county.append("jobs", "print('看一眼')")
    (made,), (kept,) = (built_county.build("jobs").results for _ in range(2))
    assert not made.unchanged and kept.unchanged
    assert [each.what for each in kept.omissions] == ["print 的文字“看一眼”"]
    assert kept.omissions == made.omissions and kept.omissions[0].cell
    built_county.write("jobs")
    (now,), (again,) = (built_county.build("jobs").results for _ in range(2))
    assert again.unchanged and not now.omissions and not again.omissions


@pytest.mark.parametrize(("kept", "said"), [(True, "库 polars 新装了"), (False, "程序")])
def test_a_program_that_changed_is_named_by_its_part(
    built_county: BuiltCounty, monkeypatch: pytest.MonkeyPatch, kept: bool, said: str
) -> None:
    if not kept:
        monkeypatch.setattr(RunRecords, "load_value", lambda *_: None)
    now = program.program_parts()
    monkeypatch.setattr(program, "program_hash", lambda: "another")
    monkeypatch.setattr(program, "program_parts", lambda: now | {"packages": now["packages"] | {"polars-1.0": "x"}})
    built_county.build("jobs")
    with run_records.open_records(built_county.xj) as records:
        assert [row.why for row in records.runs()[0].briefings] == [(said,)]


def test_the_manifest_tells_what_a_build_cut_short_has_put_in_place(built_county: BuiltCounty) -> None:
    """Killed after a briefing was placed and before the manifest: the next build, of another one, makes it true."""
    old = (built_county.issue / "manifest.json").read_bytes()
    built_county.data.cell(6, "value", "12")
    built_county.build("jobs")
    (built_county.issue / "manifest.json").write_bytes(old)
    built_county.build("tourism")
    said = json.loads((built_county.issue / "manifest.json").read_text(encoding="utf-8"))["briefings"]
    assert {slug: entry["files"] for slug, entry in said.items()} == {
        slug: hashing.folder_hashes(built_county.issue / slug) for slug in SLUGS
    }


def test_what_is_edited_while_a_build_runs_is_not_in_it_and_made_again(built_county: BuiltCounty) -> None:
    """A notebook is given what the build has planned with; putting the value back must not hide the edit."""
    path = built_county.data.path / "observations.csv"
    before = path.read_bytes()
    edit = f"import pathlib\np = pathlib.Path({str(path)!r})\np.write_text(p.read_text().replace(',11,', ',12,'));"
    built_county.write("jobs", edit)
    assert built_county.build("jobs").exit_code == 0
    figures = (built_county.issue / "jobs" / "figures.json").read_text(encoding="utf-8")
    assert "11个" in figures and "12个" not in figures
    path.write_bytes(before)
    assert "jobs" in built_county.stale()


def test_pages_link_those_of_their_issue_that_exist_however_they_were_built(built_county: BuiltCounty) -> None:
    def links(slug: str) -> list[str]:
        page = (built_county.issue / slug / "briefing.html").read_text(encoding="utf-8")
        return re.findall(r'href="(\.\./[^"]*|\w[^"]*)"', page)

    at_once = built_county.contents()
    own = ["../../../../index.html", "figures.html"]
    assert links("jobs") == [*own, *(f"../{slug}/briefing.html" for slug in ("tourism", "jobs", "overview"))]
    assert all((built_county.issue / slug / link).is_file() for slug in SLUGS for link in links(slug))
    shutil.rmtree(built_county.out)
    built_county.build("jobs")
    assert links("jobs") == own, "one that is built alone has no dead links"
    built_county.build("overview", "tourism")
    assert built_county.contents() == at_once and built_county.stale() == set()


def test_a_page_that_was_edited_is_not_linked_but_made_again(built_county: BuiltCounty) -> None:
    page = built_county.issue / "jobs" / "briefing.html"
    whole = page.read_bytes()
    page.write_bytes(b"<!--links--><!--/links-->")
    built_county.build("tourism")
    assert page.read_bytes() == b"<!--links--><!--/links-->"
    built_county.build()
    assert page.read_bytes() == whole


def test_a_build_cut_off_before_its_end_leaves_pages_as_they_were(
    built_county: BuiltCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hashing.folder_hashes(built_county.out)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Issue, "commit", cut_off)
    with pytest.raises(KeyboardInterrupt):
        built_county.build(force=True)
    assert {name: sha for name, sha in hashing.folder_hashes(built_county.out).items() if "internal/" in name} == {
        name: sha for name, sha in before.items() if "internal/" in name
    }

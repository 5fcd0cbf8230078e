"""What is made anew and what stands: decided by content, of everything a briefing is made from and of what it left."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from support.desk import SLUGS, Desk
from xj_analysis.base import hashing
from xj_analysis.build import program, run_records
from xj_analysis.build.run_records import CachedBriefing, RunRecords

pytestmark = pytest.mark.usefixtures("warm")

Edit = Callable[[Desk], object]


def test_what_was_just_built_stands(desk: Desk) -> None:
    assert desk.stale() == set()


def test_a_time_stamp_is_nothing(desk: Desk) -> None:
    for path in [*desk.data.path.rglob("*"), *desk.books.iterdir(), *desk.out.rglob("*")]:
        os.utime(path, (1, 1))
    assert desk.stale() == set()


def test_a_value_changed_under_the_same_time_stamp_is_seen(desk: Desk) -> None:
    path = desk.data.path / "observations.csv"
    before = path.stat()
    desk.data.cell(2, "value", "76")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert desk.stale() == {"tourism", "overview"}


OF_THE_DATA: list[tuple[Edit, set[str]]] = [
    (lambda desk: desk.data.cell(2, "value", "76"), {"tourism", "overview"}),  # visits
    (lambda desk: desk.data.cell(6, "value", "12"), {"jobs", "overview"}),  # homes_town
    (lambda desk: desk.data.cell(8, "value", "89.4"), {"jobs", "overview"}),  # what a share is held against
    (lambda desk: desk.data.cell(5, "value", "0.53"), {"tourism", "overview"}),  # another county's income
    (lambda desk: desk.data.cell(3, "note", "已核"), {"tourism", "overview"}),
    (lambda desk: desk.data.cell(3, "locator", "第3行"), {"tourism", "overview"}),
    (lambda desk: desk.data.add("N1", indicator="homes_town", unit="个", period="2023"), {"jobs", "overview"}),
    # what is published last is the day that every page prints
    (lambda desk: desk.data.cell(6, "published", "2024-08-01"), SLUGS),
    (lambda desk: desk.data.edit("county.toml", "做实", "抓实"), {"tourism", "overview"}),
    (lambda desk: desk.data.edit("county.toml", 'name = "就业攻坚战"', 'name = "就业大会战"'), {"jobs", "overview"}),
    (lambda desk: desk.data.edit("county.toml", 'name = "乡镇就业之家"', 'name = "乡镇之家"'), {"jobs", "overview"}),
    (lambda desk: desk.data.edit("county.toml", 'name = "邻县"', 'name = "邻近县"'), SLUGS),
    (lambda desk: desk.data.append("county.toml", "\n# 一句注释\n"), set()),
    (lambda desk: desk.data.edit("sources.toml", "示例县通报", "示例县公报"), SLUGS),
    (lambda desk: desk.data.edit("sources.toml", "示例县镜像页", "示例县镜像"), {"overview"}),  # nobody quotes it
    (lambda desk: desk.data.write("备忘.txt", "与简报无关"), set()),
]


@pytest.mark.parametrize(("edit", "expected"), OF_THE_DATA, ids=range(len(OF_THE_DATA)))
def test_a_change_of_the_data_reaches_its_briefings_and_no_other(desk: Desk, edit: Edit, expected: set[str]) -> None:
    edit(desk)
    assert desk.stale() == expected


def test_what_is_put_back_was_never_changed(desk: Desk) -> None:
    desk.data.cell(2, "value", "76")
    assert desk.stale() != set()
    desk.data.cell(2, "value", "75")
    assert desk.stale() == set()


def test_what_is_not_in_the_key_of_a_value_cannot_hide_in_it(desk: Desk) -> None:
    """Two cells that change places hash as something else, though the file holds the same characters."""
    desk.data.cell(6, "value", "92")
    desk.data.cell(7, "value", "11")
    assert desk.stale() == {"jobs", "overview"}


def test_a_notebook_reaches_the_briefings_it_serves(desk: Desk) -> None:
    desk.write("campaign", "x = 1")
    assert desk.stale() == {"tourism", "jobs"}


def test_a_notebook_of_its_own_replaces_the_common_one(desk: Desk) -> None:
    desk.write("jobs", "x = 1")
    assert desk.stale() == {"jobs"}


def test_parameters_count(desk: Desk) -> None:
    """What is asked for in words is the county's own period; the notebook is given another parameter all the same."""
    assert desk.stale(period="2024") == SLUGS


def test_so_do_formats_in_whatever_order(desk: Desk) -> None:
    assert desk.stale(formats=("html", "pdf")) == SLUGS
    assert desk.stale(formats=()) == SLUGS


def test_another_period_day_or_edition_stands_elsewhere(desk: Desk) -> None:
    assert desk.stale(known_at="2024-07-15") == desk.stale(edition="public") == SLUGS
    assert desk.stale() == set()


def test_another_program_makes_everything_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "program_hash", lambda: "another")
    assert desk.stale() == SLUGS


OF_THE_REPORTS: list[Edit] = [
    lambda desk: (desk.issue / "jobs" / "briefing.html").write_bytes(b""),
    lambda desk: (desk.issue / "jobs" / "figures.json").unlink(),
    lambda desk: (desk.issue / "jobs" / "briefing.docx").write_bytes(b"x"),
    lambda desk: (desk.issue / "jobs" / "briefing.html").rename(desk.issue / "jobs" / "page.html"),
    lambda desk: shutil.rmtree(desk.issue / "jobs"),
]


@pytest.mark.parametrize("edit", OF_THE_REPORTS, ids=["cut", "missing", "strange", "renamed", "gone"])
def test_what_does_not_stand_as_it_was_written_is_made_anew(desk: Desk, edit: Edit) -> None:
    edit(desk)
    assert desk.stale() == {"jobs"}


def test_without_the_records_nothing_is_taken_on_trust(desk: Desk) -> None:
    shutil.rmtree(desk.place / ".xj")
    assert desk.stale() == SLUGS


def test_a_desk_may_be_moved(desk: Desk) -> None:
    """The fixture has moved it: what stands does not depend on where."""
    assert desk.stale() == set() != desk.stale(out="elsewhere")


def test_what_a_notebook_read_besides_its_data_counts(desk: Desk) -> None:
    ledger = RunRecords(desk.xj)
    known, beside = ledger.standing("shili/2024/internal")["jobs"], desk.books / "helper.py"
    for reads, expected in (
        (hashing.current_hashes([beside]), set()),  # looked for, and still not there
        ({str(beside): "what it was"}, {"jobs"}),
        ({f"{hashing.OUTSIDE}socket.connect": "socket.connect"}, {"jobs"}),
    ):
        ledger.stand("shili/2024/internal", "jobs", CachedBriefing(known.key, known.entry, reads))
        assert desk.stale() == expected
    ledger.stand(
        "shili/2024/internal", "jobs", CachedBriefing(known.key, known.entry, hashing.current_hashes([beside]))
    )
    beside.write_text("x = 1", encoding="utf-8")
    assert desk.stale() == {"jobs"}
    ledger.close()


def library(desk: Desk) -> None:
    """Let the jobs briefing have looked for a library that has since been installed."""
    ledger = RunRecords(desk.xj)
    known = ledger.standing("shili/2024/internal")["jobs"]
    ledger.stand("shili/2024/internal", "jobs", CachedBriefing(known.key, known.entry, {f"{hashing.MODULE}pandas": ""}))
    ledger.close()


def clear(desk: Desk) -> None:
    """Remove reports and records."""
    shutil.rmtree(desk.out)
    shutil.rmtree(desk.place / ".xj")


def data_and_notebook(desk: Desk) -> None:
    """Change both."""
    desk.data.cell(6, "value", "12")
    desk.write("jobs", "x = 1")


BECAUSE: list[tuple[Edit, dict[str, Any], str]] = [
    (lambda desk: desk.data.cell(6, "value", "12"), {}, "数据"),
    (lambda desk: desk.write("jobs", "x = 1"), {}, "笔记本"),
    (lambda desk: None, {"period": "2024"}, "选项 --period"),
    (lambda desk: None, {"formats": ["html", "pdf"]}, "选项 --format"),
    (lambda desk: None, {"force": True}, "--force"),
    (library, {}, "库 pandas 现已装上"),
    (lambda desk: (desk.issue / "jobs" / "figures.json").unlink(), {}, "成品被改动"),
    (lambda desk: shutil.rmtree(desk.issue / "jobs"), {}, "成品被改动"),
    (lambda desk: shutil.rmtree(desk.place / ".xj"), {}, "没有运行记录"),
    (clear, {}, "还没有做成过"),
    (data_and_notebook, {}, "数据；笔记本"),
    (lambda desk: None, {}, ""),
]


@pytest.mark.parametrize(("edit", "options", "said"), BECAUSE, ids=range(len(BECAUSE)))
def test_the_records_say_why_a_briefing_was_made(desk: Desk, edit: Edit, options: dict[str, Any], said: str) -> None:
    edit(desk)
    (made,) = desk.build("jobs", **options).made
    assert not made.error and made.unchanged == (not said)
    with run_records.open_records(desk.xj) as ledger:
        (row,) = ledger.runs()[0].briefings
    assert "；".join(row.why) == said


@pytest.mark.parametrize(("kept", "said"), [(True, "库 polars 新装了"), (False, "程序")])
def test_a_program_that_changed_is_named_by_its_part(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, kept: bool, said: str
) -> None:
    if not kept:
        monkeypatch.setattr(RunRecords, "plan", lambda *_: None)
    now = program.program_parts()
    monkeypatch.setattr(program, "program_hash", lambda: "another")
    monkeypatch.setattr(program, "program_parts", lambda: now | {"packages": now["packages"] | {"polars-1.0": "x"}})
    desk.build("jobs")
    with run_records.open_records(desk.xj) as ledger:
        assert [row.why for row in ledger.runs()[0].briefings] == [(said,)]


def test_the_manifest_tells_what_a_build_cut_short_has_put_in_place(desk: Desk) -> None:
    """Killed after a briefing was placed and before the manifest: the next build, of another one, makes it true."""
    old = (desk.issue / "manifest.json").read_bytes()
    desk.data.cell(6, "value", "12")
    desk.build("jobs")
    (desk.issue / "manifest.json").write_bytes(old)
    desk.build("tourism")
    said = json.loads((desk.issue / "manifest.json").read_text(encoding="utf-8"))["briefings"]
    assert {slug: entry["files"] for slug, entry in said.items()} == {
        slug: hashing.folder_hashes(desk.issue / slug) for slug in SLUGS
    }


def test_what_is_edited_while_a_build_runs_is_not_in_it_and_made_again(desk: Desk) -> None:
    """A notebook is given what the build has planned with; putting the value back must not hide the edit."""
    path = desk.data.path / "observations.csv"
    before = path.read_bytes()
    edit = f"import pathlib\np = pathlib.Path({str(path)!r})\np.write_text(p.read_text().replace(',11,', ',12,'))"
    desk.write("jobs", edit)
    assert desk.build("jobs").exit_code == 0
    figures = (desk.issue / "jobs" / "figures.json").read_text(encoding="utf-8")
    assert "11个" in figures and "12个" not in figures
    path.write_bytes(before)
    assert "jobs" in desk.stale()

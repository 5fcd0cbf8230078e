"""Printable sheets of an issue: whole, traced, kept by later builds, stale when their data changed, removed with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from support.county_folder import REPO
from support.paper import read_paper
from xj_analysis.base.errors import CheckError, UsageError
from xj_analysis.base.folder_lock import FolderLock
from xj_analysis.base.folder_swap import staging_path
from xj_analysis.build import manifest, printable_sheets, removal
from xj_analysis.build.pipeline import build
from xj_analysis.cli.app import app
from xj_analysis.review.audit import audit, briefing_folders, briefing_name
from xj_analysis.review.trace import trace

LEDGER = "ledgers/重点项目倒排工期表.xlsx"


def sheet(data: Path, out: Path, *options: str) -> str:
    """Make the wall chart by the command."""
    return str(CliRunner().invoke(app, ["sheet", str(data), "projects", "--out", str(out), *options]).output)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the invented county, and its wall chart in its reports."""
    place = tmp_path_factory.mktemp("sheets")
    shutil.copytree(REPO / "data" / "example", place / "example")
    assert "projects.pdf" in sheet(place / "example", place / "reports")
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(made, tmp_path / "place")
    yield tmp_path / "place"


def issue(place: Path) -> Path:
    return place / "reports" / "example" / "2025-01_2025-09" / "internal"


def entry(place: Path) -> dict[str, Any]:
    return dict(manifest.read_manifest(issue(place) / "manifest.json")["sheets"]["projects"])


def files(place: Path) -> dict[str, bytes]:
    folder = issue(place) / "sheets"
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_sheet_lies_in_the_folder_of_its_issue_with_what_audits_read(place: Path) -> None:
    assert set(files(place)) == {"projects.pdf", "projects/briefing.ipynb", "projects/figures.json"}
    assert set(entry(place)["files"]) == {f"sheets/{name}" for name in files(place)}
    index = (place / "reports" / "index.html").read_text(encoding="utf-8")
    assert 'href="example/2025-01_2025-09/internal/sheets/projects.pdf"' in index and "数据已变" not in index


def test_every_number_of_it_is_registered_and_leads_to_its_row(place: Path) -> None:
    (folder,) = briefing_folders([issue(place)])
    assert briefing_name(folder) == "example/2025-01_2025-09/internal/sheets/projects"
    result = audit(folder)
    assert result.untraced == [] and result.numerals_read > 150
    (whole, *_) = trace([folder], "60个")
    assert len(whole.origins) == 60 and {origin.file for origin in whole.origins} == {LEDGER}


def test_an_audit_finds_a_number_that_no_figure_has(place: Path) -> None:
    (folder,) = briefing_folders([issue(place)])
    register = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    book = (folder / "briefing.ipynb").read_text(encoding="utf-8")
    days = next(figure["text"] for figure in register["figures"] if figure["text"].endswith("天"))
    (folder / "briefing.ipynb").write_text(book.replace(days, f"9{days}"), encoding="utf-8")
    assert audit(folder).untraced


def test_made_again_it_has_the_same_bytes(place: Path) -> None:
    def make() -> dict[str, bytes]:
        sheet(place / "example", place / "reports")
        for name in ("pool", "tasks"):
            CliRunner().invoke(app, ["sheet", str(place / "example"), name, "--out", str(place / "reports")])
        return files(place)

    before = files(place)
    made = make()
    assert before.items() <= made.items() and {"pool.pdf", "tasks.pdf"} <= set(made)
    assert make() == made


def test_a_later_build_keeps_it_and_says_when_its_data_changed(place: Path) -> None:
    before = files(place)
    build(place / "example", campaigns=["talent"], out=place / "reports", formats=["html"])
    assert files(place) == before and not entry(place)["stale"]
    assert set(manifest.briefing_entries(issue(place))) == {"talent"}
    book = openpyxl.load_workbook(place / "example" / LEDGER)
    book.worksheets[0]["C5"] = "改名的项目"
    book.save(place / "example" / LEDGER)
    build(place / "example", campaigns=["talent"], out=place / "reports", formats=["html"])
    assert files(place) == before and entry(place)["stale"]
    assert "数据已变" in (place / "reports" / "index.html").read_text(encoding="utf-8")
    sheet(place / "example", place / "reports")
    assert not entry(place)["stale"] and "改名的项目" in files(place)["projects/briefing.ipynb"].decode()
    assert set(manifest.briefing_entries(issue(place))) == {"talent"}, "the briefings stay in the manifest"


def test_one_whose_files_are_gone_is_no_longer_listed(place: Path) -> None:
    (issue(place) / "sheets" / "projects.pdf").unlink()
    build(place / "example", campaigns=["talent"], out=place / "reports", formats=["html"])
    assert "sheets" not in manifest.read_manifest(issue(place) / "manifest.json")


def test_an_issue_is_removed_with_its_sheets_and_not_with_a_file_of_a_person(place: Path) -> None:
    note = issue(place) / "sheets" / "note.txt"
    note.write_text("甲", encoding="utf-8")
    with pytest.raises(UsageError, match=r"sheets/note\.txt"):
        removal.remove_issue(issue(place), place / "reports")
    note.unlink()
    removal.remove_issue(issue(place), place / "reports")
    assert not issue(place).exists()


def test_a_fault_leaves_the_sheet_that_was_there(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xj_analysis.press import pdf

    def fail(*_: object, **__: object) -> bytes:
        raise CheckError("sheets/projects", "排版失败")

    before = files(place), entry(place)
    monkeypatch.setattr(pdf, "render_pdf", fail)
    sheet(place / "example", place / "reports")
    assert (files(place), entry(place)) == before


def test_it_waits_for_a_build_that_writes_there(place: Path) -> None:
    lock = FolderLock(staging_path(place / "reports"), place / "reports", "xj build", lambda _: None)
    lock.acquire()
    told: list[str] = []

    def release(notice: str) -> None:
        told.append(notice)
        lock.release()

    from xj_analysis.county.request import BriefingRequest

    with pytest.raises(ZeroDivisionError):  # reached only when the lock is free
        printable_sheets.make_sheet(
            place / "example", BriefingRequest(), "projects", lambda: {"cells": [1 / 0]}, template="wall_chart.typ",
            out=place / "reports", on_notice=release,
        )  # fmt: skip
    assert told


def test_several_sheets_lie_side_by_side_and_each_is_audited(place: Path) -> None:
    wall = files(place)["projects.pdf"]
    for name in ("monday", "pool", "tasks"):
        run = CliRunner().invoke(app, ["sheet", str(place / "example"), name, "--out", str(place / "reports")])
        assert run.exit_code == 0 and files(place)["projects.pdf"] == wall
    assert set(manifest.sheet_entries(issue(place))) == {"monday", "pool", "projects", "tasks"}
    audits = [audit(folder) for folder in briefing_folders([place / "reports"])]
    assert len(audits) == 4 and all(each.numerals_read and not each.untraced for each in audits)
    pages = {name: len(read_paper(content).lines) for name, content in files(place).items() if name.endswith(".pdf")}
    assert pages.pop("tasks.pdf") > 1 and set(pages.values()) == {1}


def test_the_sheet_of_a_week_lies_in_its_issue(place: Path) -> None:
    words = ["sheet", str(place / "example"), "monday", "--period", "2025-W39", "--out", str(place / "reports")]
    assert CliRunner().invoke(app, words).exit_code == 0
    weekly = place / "reports" / "example" / "2025-W39" / "internal"
    assert manifest.sheet_entries(weekly)["monday"]["issue_label"] == "2025年第39周"
    assert [audit(folder).untraced for folder in briefing_folders([weekly])] == [[]]

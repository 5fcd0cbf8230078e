"""Ledgers of briefings: one that is missing or faulty stops no briefing, and is told in each that would use it."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.base.errors import UsageError
from xj_analysis.build import pipeline
from xj_analysis.county.toml_files import read_county
from xj_analysis.document.blocks import text_of
from xj_analysis.loaders.instrument_ledgers import load_instruments

PROJECTS = "重点项目倒排工期表.xlsx"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("generator", "faulty", "inbox", ".xj", "vintages")
    return Path(shutil.copytree(REPO / "data" / "example", tmp_path / "example", ignore=ignored))


def spoil(path: Path) -> None:
    """Write words where a number is asked for."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heading = next(cell for row in sheet.iter_rows(max_row=6) for cell in row if "总投资" in str(cell.value))
    sheet.cell(heading.row + 2, heading.column).value = "很多"
    book.save(path)


def test_all_are_used_where_all_are_sound(data: Path) -> None:
    held = load_instruments(read_county(data))
    assert not held.unusable and {"projects", "leads", "enterprises", "enterprise_days", "tasks"} <= held.frames.keys()


def test_a_faulty_ledger_is_left_out_and_named(data: Path) -> None:
    spoil(data / "ledgers" / PROJECTS)
    held = load_instruments(read_county(data))
    assert held.unusable.keys() == {"projects"} and "有错" in held.unusable["projects"]
    assert "projects" not in held.frames and "leads" in held.frames


def test_a_ledger_that_others_refer_to_takes_them_along(data: Path) -> None:
    (data / "ledgers" / "培育库企业监测.xlsx").unlink()
    held = load_instruments(read_county(data))
    assert held.unusable.keys() >= {"enterprises", "enterprise_days"} and "projects" in held.frames


def test_a_briefing_is_made_without_it_and_says_so(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data / "ledgers" / PROJECTS).unlink()
    monkeypatch.setenv("XJ_DATA", str(data.parent))
    briefing = Briefing("projects", county="example")
    told = [text_of(block) for block in briefing.verification()]
    assert any("“重点项目倒排工期”没有放进台账文件夹，本期没有用" in words for words in told)
    assert [board.instrument for board in briefing._boards] == ["leads"]
    with pytest.raises(UsageError, match="重点项目"):
        _ = briefing.projects


def test_a_build_tells_of_it_on_the_console(data: Path, tmp_path: Path) -> None:
    spoil(data / "ledgers" / PROJECTS)
    told: list[str] = []
    events = pipeline.BuildEvents(on_notice=told.append)
    report = pipeline.build(data, campaigns=["waterway"], out=tmp_path / "out", events=events)
    assert report.exit_code == 0 and any("重点项目倒排工期" in notice for notice in told)


def test_a_row_without_unit_or_person_is_kept(data: Path) -> None:
    path = data / "ledgers" / PROJECTS
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    blanked = 0
    for heading in ("单位", "责任人", "县领导"):
        cell = next(cell for row in sheet.iter_rows(max_row=6) for cell in row if str(cell.value).strip() == heading)
        sheet.cell(6, cell.column).value = None
        blanked += 1
    book.save(path)
    held = load_instruments(read_county(data))
    assert blanked == 3 and not held.unusable
    projects = held.frames["projects"]
    assert len(projects) == 60
    assert projects.loc[projects["row"] == 6, ["unit", "person", "leader"]].to_numpy().tolist() == [["", "", ""]]


def test_of_two_files_one_that_cannot_be_read_is_not_left_out_unsaid(data: Path) -> None:
    (data / "ledgers" / "重点项目 倒排工期 补报.xlsx").write_bytes(b"no workbook")
    held = load_instruments(read_county(data))
    assert held.unusable.keys() == {"projects"} and "有错" in held.unusable["projects"]
    assert "projects" not in held.frames

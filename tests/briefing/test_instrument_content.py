"""Ledgers in a briefing: worst matters in the conclusion, alarms as a table, rows in the catalogue of sources."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.base.errors import UsageError
from xj_analysis.document.blocks import Alarms, figures_of, text_of
from xj_analysis.document.pieces import plain_text


@pytest.fixture(scope="module")
def projects() -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing("projects", county="example")


def test_the_conclusion_names_the_three_worst_rows_of_each_ledger_once_each(projects: Briefing) -> None:
    said = projects.matters()
    boards = (projects.projects, projects.leads)
    for sentence, board in zip(said, boards, strict=True):
        told = board.alarms.drop_duplicates("key").head(3)
        assert text_of(sentence).startswith(f"{board.title}最急的") and all(
            name in text_of(sentence) for name in told["name"]
        )
    assert [text_of(each) for each in projects.findings()[1:3]] == [text_of(each) for each in said]


def test_a_row_of_the_table_is_an_alarm_in_the_order_of_the_frame(projects: Briefing) -> None:
    table = projects.projects.alarm_table()
    assert isinstance(table, Alarms)
    keys = [plain_text(row[1].parts).partition("　")[0] for row in table.rows]
    assert keys == projects.projects.alarms["key"].tolist()


def test_every_figure_of_an_alarm_leads_to_a_row_of_the_catalogue(projects: Briefing) -> None:
    table = projects.projects.alarm_table()
    known = {row.id: row for row in projects.sources().observations}
    origins = {origin for figure in figures_of(table) for origin in figure.origins}
    assert origins and origins <= known.keys()
    assert all(known[origin].source.startswith("ledgers/") for origin in origins)


def test_a_campaign_without_the_ledger_says_what_to_declare() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        other = Briefing("two_mountains", county="example")
    assert other.instruments() == [] and other.matters() == []
    with pytest.raises(UsageError, match="重点项目"):
        other.projects.alarm_table()


def _example(campaign: str, **asked: str) -> Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XJ_DATA", str(REPO / "data"))
        return Briefing(campaign, county="example", **asked)  # type: ignore[arg-type]


def test_the_public_edition_has_nothing_of_a_ledger() -> None:
    public = _example("projects", edition="public")
    sections = (public.findings(), public.instruments(), public.instrument_tables("projects"), public.verification())
    assert public.instruments() == [] and public.instrument_tables("projects") == [] and public.matters() == []
    told = "".join(text_of(block) for section in sections for block in section)
    inside = _example("projects")
    assert not any(name in told for name in inside.projects.rows["name"])
    assert not any("ledgers/" in str(row.source) for row in public.sources().observations)
    with pytest.raises(UsageError, match="公开版"):
        _ = public.projects


def test_the_public_edition_has_no_weekly_issue() -> None:
    with pytest.raises(UsageError, match="不出公开版"):
        _example("projects", edition="public", period="2025-W39")


def test_instruments_by_name_are_those_of_the_briefing(projects: Briefing) -> None:
    both = [*projects.instruments("projects"), *projects.instruments("leads")]
    assert [text_of(block) for block in both] == [text_of(block) for block in projects.instruments()]
    assert projects.instruments("tasks") == []
    with pytest.raises(UsageError, match="projects"):
        projects.instruments("project")


def test_a_ledger_received_after_the_day_says_of_when_its_amounts_are() -> None:
    said = "数额、状态是收到时的"
    assert any(said in text_of(block) for block in _example("projects", period="2025-08").verification())
    assert not any(said in text_of(block) for block in _example("projects").verification())


def test_an_instrument_without_a_usable_ledger_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = shutil.copytree(REPO / "data" / "example", tmp_path / "example")
    shutil.rmtree(copied / "ledgers" / "vintages")
    monkeypatch.setenv("XJ_DATA", str(tmp_path))
    (copied / "ledgers" / "重点项目倒排工期表.xlsx").unlink()
    without = Briefing("projects")
    assert without.instruments("projects") == [] and without.instruments("leads")
    with pytest.raises(UsageError, match="“重点项目倒排工期”没有放进台账文件夹"):
        _ = without.projects
    assert any("没有放进台账文件夹" in text_of(block) for block in Briefing().monday())


def test_no_matters_are_no_sentence(projects: Briefing) -> None:
    assert projects.matters(0) == []

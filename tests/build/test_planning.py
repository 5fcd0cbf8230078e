"""Plans: briefings, notebooks and data hashes of a county; the plan of equal inputs is cached."""

from __future__ import annotations

import json
import shutil
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from support.county_folder import REPO, DataFolder
from support.external_sources import CONTAINERS, Move
from xj_analysis.base import hashing
from xj_analysis.base.errors import DataError, UsageError
from xj_analysis.build import planning, program
from xj_analysis.build.county_notebooks import notebooks_for
from xj_analysis.build.planning import Plan
from xj_analysis.build.run_records import RunRecords
from xj_analysis.county.request import BriefingRequest
from xj_analysis.loaders import external, tabular
from xj_analysis.workbooks import column_sandbox, sandbox


class Planner:
    """Plans a folder, and counts how often that had to be worked out."""

    def __init__(self, records: RunRecords) -> None:
        self.records = records
        self.worked = 0

    def __call__(self, folder: Path, *campaigns: str, notebooks: Path | None = None, **asked: str) -> Plan:
        request = BriefingRequest.of(campaigns, **asked)
        return planning.plan_county(
            folder, request, self.records, self._count, notebooks=notebooks_for(folder, notebooks)
        )

    def _count(self, function: Callable[..., Any], *args: Any) -> Any:
        self.worked += 1
        return function(*args)


@pytest.fixture
def planner(tmp_path: Path) -> Iterator[Planner]:
    records = RunRecords(tmp_path / ".xj")
    yield Planner(records)
    records.close()


def test_a_plan_is_the_briefings_in_their_order_with_a_hash_each(planner: Planner, county_folder: DataFolder) -> None:
    plan = planner(county_folder.path)
    assert (plan.county, plan.name, plan.period) == ("shili", "示例县", "2024")
    assert plan.slugs == plan.chosen == ("tourism", "jobs", "overview")
    assert set(plan.digests) == set(plan.slugs) and len(set(plan.digests.values())) == 3
    assert plan.inputs == hashing.folder_hashes(county_folder.path)


def test_the_same_inputs_are_worked_out_once_and_give_the_same_plan(
    planner: Planner, county_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = planner(county_folder.path)
    assert planner(county_folder.path) == first and planner.worked == 1
    assert planner(county_folder.path, "jobs").digests == first.digests and planner.worked == 1
    assert planner(county_folder.path, period="2024").digests == first.digests and planner.worked == 2
    county_folder.cell(2, "value", "76")
    assert planner(county_folder.path).digests != first.digests and planner.worked == 3
    monkeypatch.setattr(program, "program_hash", lambda: "another")
    planner(county_folder.path)
    assert planner.worked == 4


def test_a_campaign_with_results_of_other_periods_alone_is_refused_for_itself(
    planner: Planner, county_folder: DataFolder
) -> None:
    plan = planner(county_folder.path, period="2023")
    assert list(plan.refused) == ["jobs"] and set(plan.digests) == {"tourism", "jobs", "overview"}
    why = "period：就业攻坚战没有这个期间的数据，得到“2023”。实绩到2024年12月31日为止，最近有实绩的年份：2024。"
    assert plan.refused["jobs"] == why
    assert planner(county_folder.path, period="2023") == plan and not planner(county_folder.path).refused


@pytest.mark.parametrize(("kind", "times"), [("csv", 1), ("parquet", 1), ("sql", 2)])
def test_what_the_folder_does_not_hold_is_asked_for_every_time(
    planner: Planner, move: Move, kind: str, times: int
) -> None:
    folder = move(kind)
    assert planner(folder.path).digests == planner(folder.path).digests
    assert planner.worked == times


@pytest.mark.parametrize("kind", CONTAINERS)
def test_a_source_is_opened_and_parsed_once_for_all_briefings_of_a_county(
    county_folder: DataFolder, move: Move, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = move(kind)
    county_folder.rows = [{**row, "id": f"own-{row['id']}", "period": "2019"} for row in county_folder.rows]
    county_folder.save()
    opened, parsed = external.open_source, tabular.read_table
    seen: list[str] = []

    def watched(name: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def done(*args: Any, **more: Any) -> Any:
            seen.append(name)
            return do(*args, **more)

        return done

    monkeypatch.setattr(external, "open_source", watched("source", opened))
    monkeypatch.setattr(tabular, "read_table", watched("observations.csv", parsed))
    slices = data.path.parent / "slices"
    planning.write_slices(data.path, BriefingRequest(), slices, lambda function, *args: function(*args))
    assert sorted(seen) == ["observations.csv", "source"]
    assert {file.name for file in slices.iterdir()} == {"tourism", "jobs", "overview"}


def test_a_change_in_a_database_is_seen(planner: Planner, county_folder: DataFolder, move: Move) -> None:
    before = planner(move("sql").path).digests
    county_folder.rows[4]["value"] = "12"
    after = planner(move("sql").path).digests
    assert {slug for slug in before if before[slug] != after[slug]} == {"jobs", "overview"}


def test_campaigns_are_taken_as_named_each_once(planner: Planner, county_folder: DataFolder) -> None:
    assert planner(county_folder.path, "overview", "jobs", "overview").chosen == ("overview", "jobs")


@pytest.mark.parametrize("cached", [False, True])
def test_an_unknown_campaign_is_refused_with_the_nearest(
    planner: Planner, county_folder: DataFolder, cached: bool
) -> None:
    if cached:
        planner(county_folder.path)
    with pytest.raises(
        UsageError, match="示例县：没有这个攻坚战，得到“job”。是否想写“jobs”？可选：tourism、jobs、overview。"
    ):
        planner(county_folder.path, "job")


def test_what_cannot_be_is_refused_and_not_kept(planner: Planner, county_folder: DataFolder) -> None:
    for _ in range(2):
        with pytest.raises(UsageError, match="没有这个期间的数据，得到“1999”"):
            planner(county_folder.path, period="1999")
        with pytest.raises(UsageError, match="那一天还没有任何数据"):
            planner(county_folder.path, known_at="1999-01-01")
        with pytest.raises(UsageError, match="上一期不早于本期"):
            planner(county_folder.path, previous=date(2024, 6, 30).isoformat())
    county_folder.cell(2, "value", "七十五")
    for _ in range(2):
        with pytest.raises(DataError, match="七十五"):
            planner(county_folder.path)
    with pytest.raises(DataError, match=r"county.toml：文件不存在"):
        planner(county_folder.path / "none")


def test_a_folder_edited_while_it_is_read_is_not_remembered_as_it_was(
    planner: Planner, county_folder: DataFolder
) -> None:
    before = (county_folder.path / "observations.csv").read_bytes()
    records = planner.records

    def read(function: Callable[..., Any], *args: Any) -> Any:
        county_folder.cell(2, "value", "76")
        return function(*args)

    edited = planning.plan_county(county_folder.path, BriefingRequest(), records, read)
    (county_folder.path / "observations.csv").write_bytes(before)
    assert planner(county_folder.path).digests["tourism"] != edited.digests["tourism"]


def test_a_later_build_reads_only_the_ledger_that_changed(
    planner: Planner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(shutil.copytree(REPO / "data" / "example", tmp_path / "data" / "example"))
    read: list[str] = []
    answers = sandbox._answers

    def watched(module: str, paths: Sequence[Path], seconds: int) -> tuple[list[bytes], bool]:
        read.extend(path.name for path in paths)
        return answers(module, paths, seconds)

    def plan(name: str) -> Plan:
        """As a process that was just started: it has read nothing yet."""
        monkeypatch.setattr(column_sandbox, "_kept", OrderedDict())
        read.clear()
        cache = planning.workbook_cache(tmp_path / name)
        records = RunRecords(tmp_path / name)
        try:
            return planning.plan_county(data, BriefingRequest(), records, planner._count, cache=cache)
        finally:
            records.close()

    monkeypatch.setattr(sandbox, "_answers", watched)
    first = plan("one")
    assert len(read) > 3
    (tmp_path / "one" / "runs.sqlite").unlink()
    assert plan("one") == first and read == []
    ledger = data / "ledgers" / "督办台账.xlsx"
    saved = load_workbook(ledger)
    saved.properties.title = "另存"
    saved.save(ledger)
    edited = plan("one")
    assert read == [ledger.name] and edited.digests != first.digests
    assert plan("another") == edited and len(read) > 3
    monkeypatch.setattr(program, "program_hash", lambda: "another program")
    assert plan("one") == edited and len(read) > 3
    assert hashing.folder_hashes(data) == edited.inputs


def test_what_a_notebook_names_is_part_of_its_plan(planner: Planner, county_folder: DataFolder, tmp_path: Path) -> None:
    def plan(source: str) -> Plan:
        cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}
        book = json.dumps({"cells": [cell], "nbformat": 4, "nbformat_minor": 5, "metadata": {}})
        (tmp_path / "books" / "tourism.ipynb").write_text(book, encoding="utf-8")
        return planner(county_folder.path, notebooks=tmp_path / "books")

    (tmp_path / "books").mkdir()
    before, after = plan('briefing["visits"]'), plan('briefing["homes"]')
    changed = {slug for slug in before.slugs if before.digests[slug] != after.digests[slug]}
    assert changed == {"tourism"} and planner.worked == 2
    assert plan('briefing["homes"]  # the same') == after and planner.worked == 2

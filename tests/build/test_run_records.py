"""Run records: builds, states of briefings, cached briefings and values, damaged and old databases."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from xj_analysis.base.errors import OutputError, UsageError
from xj_analysis.build import run_records
from xj_analysis.build.job_results import BriefingCost, BriefingResult
from xj_analysis.build.run_records import CachedBriefing, RunRecords

ISSUE = "shili/2024/internal"
OPTIONS = {"data": ["shili"], "campaigns": ["a", "b", "c"], "period": "2024"}


@pytest.fixture
def records(tmp_path: Path) -> Iterator[RunRecords]:
    made = RunRecords(tmp_path / ".xj")
    yield made
    made.close()


def begin(records: RunRecords, *slugs: str) -> None:
    records.begin(OPTIONS, [(ISSUE, slug, f"key of {slug}", ["数据"]) for slug in slugs])


def test_a_run_is_one_row_a_briefing(records: RunRecords) -> None:
    begin(records, "a", "b", "c")
    records.record([(ISSUE, BriefingResult("a", cost=BriefingCost(seconds={"run": 1.23456, "pdf": 0.5}, peak=151)))])
    records.record(
        [(ISSUE, BriefingResult("b", error="坏了", failed_notebook="failed/b.ipynb", cost=BriefingCost(tries=3)))]
    )
    records.record([(ISSUE, BriefingResult("c", unchanged=True))])
    records.end()
    (run,) = records.runs()
    assert run.options == OPTIONS and run.finished >= run.started
    assert [(row.slug, row.state, row.key) for row in run.briefings] == [
        ("a", "done", "key of a"), ("b", "failed", "key of b"), ("c", "unchanged", "key of c"),
    ]  # fmt: skip
    done, failed, _ = run.briefings
    assert done.why == ("数据",)
    assert (done.seconds, done.peak, done.tries, done.error) == ({"run": 1.235, "pdf": 0.5}, 151, 1, "")
    assert (failed.error, failed.kept, failed.tries) == ("坏了", "failed/b.ipynb", 3)


def test_a_run_cut_short_has_no_end_and_says_what_was_left(records: RunRecords, tmp_path: Path) -> None:
    begin(records, "a", "b")
    records.record([(ISSUE, BriefingResult("a"))])
    records.close()  # as the system does when a process is killed
    with run_records.open_records(tmp_path / ".xj") as again:
        (run,) = again.runs()
        assert run.finished == ""
        assert [row.state for row in run.briefings] == ["done", "planned"]


def test_the_last_run_comes_first_and_old_ones_go(records: RunRecords, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_records, "_MOST_RUNS", 3)
    for slug in "abcde":
        begin(records, slug)
    assert [run.briefings[0].slug for run in records.runs()] == ["e", "d", "c"]
    assert [run.briefings[0].slug for run in records.runs(latest=1)] == ["e"]


def test_what_stands_is_known_by_issue_and_replaced(records: RunRecords) -> None:
    first, second = (
        CachedBriefing(
            key={"data": key},
            entry={"files": {"briefing.html": key}},
            reads={"/x.csv": ""},
            omissions=[{"cell": key, "what": "图", "reason": "没有数。"}],
        )
        for key in ("1", "2")
    )
    records.save_cached_briefing(ISSUE, "a", first)
    records.save_cached_briefing(ISSUE, "b", first)
    records.save_cached_briefing("shili/2024/public", "a", second)
    records.save_cached_briefing(ISSUE, "a", second)
    assert records.cached_briefings(ISSUE) == {"a": second, "b": first}
    assert records.cached_briefings("none") == {}


def test_what_was_worked_out_is_found_again_the_latest_of_it(
    records: RunRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_records, "_MOST_VALUES", 2)
    for key in "abc":
        records.save_value(key, {"slugs": [key, "县"]})
    assert records.load_value("a") is None
    assert [records.load_value(key) for key in "bc"] == [{"slugs": [key, "县"]} for key in "bc"]


def test_a_build_is_done_again_as_it_was_asked_for(records: RunRecords) -> None:
    begin(records, "a", "b", "c", "d")
    records.record([(ISSUE, BriefingResult("a"))])
    records.record([(ISSUE, BriefingResult("b", error="坏了"))])
    records.record([(ISSUE, BriefingResult("d", unchanged=True))])
    records.begin({**OPTIONS, "data": ["other"]}, [("other/2024/internal", "a", "", ())])
    asked = {"campaigns": ["a", "b", "c"], "period": "2024"}
    assert records.redo(["shili"], ("planned", "failed")) == (asked, ["b", "c"])
    assert records.redo(["shili"], ("failed",)) == (asked, ["b"])
    with pytest.raises(UsageError, match="none：没有上一次的记录"):
        records.redo(["none"], ("failed",))


def test_a_file_that_is_no_database_is_a_message(tmp_path: Path) -> None:
    (tmp_path / run_records.FILE).write_bytes(b"not a database, however long one looks at it " * 30)
    with pytest.raises(OutputError) as caught:
        RunRecords(tmp_path)
    assert str(caught.value) == (
        ".xj/runs.sqlite：运行记录写不下，得到“file is not a database”。"
        "请检查磁盘空间与权限；文件坏了可以删去，删去只是要全部重做。"
    )


def test_a_database_of_something_else_is_a_message(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / run_records.FILE) as database:
        database.execute("CREATE TABLE standing (something TEXT)")
    database.close()
    records = RunRecords(tmp_path)
    with pytest.raises(OutputError, match=r"运行记录写不下，得到“no such column"):
        records.cached_briefings(ISSUE)
    records.close()


def test_records_from_before_reasons_and_omissions_were_kept_can_still_be_read(tmp_path: Path) -> None:
    old = re.sub(r"    (why|omissions) TEXT NOT NULL DEFAULT '\[\]',\n", "", run_records._SCHEMA)
    with sqlite3.connect(tmp_path / run_records.FILE) as database:
        database.executescript(old)
        database.execute("INSERT INTO runs VALUES (1, '2024-07-01T09:00:00+08:00', NULL, 7, '{\"data\": []}')")
        database.execute("INSERT INTO briefings (run, issue, slug, key, state) VALUES (1, 'i', 'a', 'k', 'done')")
        database.execute("INSERT INTO standing VALUES ('i', 'a', '3f0c', '{}', '{}')")
    database.close()
    with run_records.open_records(tmp_path) as records:
        assert [row.why for run in records.runs() for row in run.briefings] == [()]
        kept = records.cached_briefings("i")["a"]
        assert (kept.key, kept.omissions) == ({"program": "3f0c"}, [])


def test_what_was_never_built_has_no_records(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="还没有运行记录"), run_records.open_records(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []

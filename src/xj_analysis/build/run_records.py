"""Run records: an SQLite database of builds, of published briefings with their cache keys, and of cached values."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..base.errors import OutputError, UsageError, reason

if TYPE_CHECKING:
    from .job_results import BriefingResult

FILE = "runs.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT, process INTEGER NOT NULL, options TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS briefings (
    run INTEGER NOT NULL REFERENCES runs, issue TEXT NOT NULL, slug TEXT NOT NULL, key TEXT NOT NULL,
    state TEXT NOT NULL, seconds TEXT NOT NULL DEFAULT '{}', peak INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '', kept TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (run, issue, slug)
);
CREATE TABLE IF NOT EXISTS standing (
    issue TEXT NOT NULL, slug TEXT NOT NULL, key TEXT NOT NULL, entry TEXT NOT NULL, reads TEXT NOT NULL,
    omissions TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (issue, slug)
);
CREATE TABLE IF NOT EXISTS plans (key TEXT PRIMARY KEY, plan TEXT NOT NULL);
"""
_MOST_RUNS = 1000
_MOST_VALUES = 1000

STATES = {"planned": "未做", "done": "完成", "unchanged": "无变化", "failed": "失败"}


@dataclass(frozen=True)
class BriefingRecord:
    """One briefing of one run: a state of :data:`STATES`, seconds by phase, peak memory in MB, the error if any.

    Parameters
    ----------
    kept
        The path of a failed briefing's notebook.
    why
        The reasons it was made (:mod:`xj_analysis.build.reasons`); none where it was unchanged.
    """

    issue: str
    slug: str
    key: str
    state: str
    seconds: Mapping[str, float]
    peak: int
    tries: int
    error: str
    kept: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class BuildRecord:
    """One build: its times, options and briefings; `finished` is empty where it was killed or still runs."""

    id: int
    started: str
    finished: str
    options: Mapping[str, Any]
    briefings: tuple[BriefingRecord, ...]


@dataclass(frozen=True)
class CachedBriefing:
    """A published briefing, as the cache records it.

    Parameters
    ----------
    key
        Its cache key (:meth:`xj_analysis.build.issue.Issue.cache_key`); empty where an input was edited meanwhile.
    entry
        Its entry in the manifest.
    reads
        Its notebook's dependencies besides the data (:func:`xj_analysis.base.hashing.current_hashes`).
    omissions
        What its notebook declares or shows and it does not print: cell, what, reason.
    """

    key: Mapping[str, str]
    entry: Mapping[str, Any]
    reads: Mapping[str, str]
    omissions: Sequence[Mapping[str, str]] = ()


@contextmanager
def open_records(staging: Path) -> Iterator[RunRecords]:
    """Open the records in a staging folder, and close them at the end.

    Raises
    ------
    UsageError
        There are none.
    """
    if not (staging / FILE).is_file():
        raise UsageError(str(staging), "还没有运行记录", do="请先做一次 xj build，或用 --out 指定简报的文件夹。")
    records = RunRecords(staging)
    try:
        yield records
    finally:
        records.close()


class RunRecords:
    """The records of the builds into one folder of reports.

    Parameters
    ----------
    staging
        The staging folder; created if missing.

    Raises
    ------
    OutputError
        The file cannot be written, or is not a database.
    """

    def __init__(self, staging: Path) -> None:
        self._path = staging / FILE
        self._lock = threading.RLock()
        with self._locked():
            staging.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.executescript(_SCHEMA)
            for table, column in (("briefings", "why"), ("standing", "omissions")):  # records of an older version
                if column not in {each[1] for each in self._db.execute(f"PRAGMA table_info({table})")}:
                    self._db.execute(f"ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT '[]'")
        self._run = 0

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the lock, and turn errors of database and file system into a message."""
        try:
            with self._lock:
                yield
        except (sqlite3.Error, OSError) as error:
            do = "请检查磁盘空间与权限；文件坏了可以删去，删去只是要全部重做。"
            got = reason(error) if isinstance(error, OSError) else str(error)
            raise OutputError(f".xj/{FILE}", "运行记录写不下", got, do) from None

    def _write(self, statement: str, *values: object) -> int:
        with self._locked():
            return int(self._db.execute(statement, values).lastrowid or 0)

    def begin(self, options: Mapping[str, Any], planned: Iterable[tuple[str, str, str, Sequence[str]]]) -> None:
        """Record the start of a build, and of each briefing its issue, slug, key and reasons."""
        with self._locked(), self._db:
            self._db.execute("BEGIN")
            self._run = self._write(
                "INSERT INTO runs (started, process, options) VALUES (?, ?, ?)",
                datetime.now().astimezone().isoformat(timespec="seconds"),
                os.getpid(),
                json.dumps(options, ensure_ascii=False),
            )
            self._db.executemany(
                "INSERT INTO briefings (run, issue, slug, key, why, state) VALUES (?, ?, ?, ?, ?, 'planned')",
                [(self._run, *each, json.dumps(why, ensure_ascii=False)) for *each, why in planned],
            )
            self._db.execute("DELETE FROM briefings WHERE run <= ?", [self._run - _MOST_RUNS])
            self._db.execute("DELETE FROM runs WHERE id <= ?", [self._run - _MOST_RUNS])

    def record(self, results: Iterable[tuple[str, BriefingResult]]) -> None:
        """Record results, each with the name of its issue, in one transaction."""
        rows = [
            (
                "failed" if result.error else "unchanged" if result.unchanged else "done",
                json.dumps({phase: round(seconds, 3) for phase, seconds in result.cost.seconds.items()}),
                result.cost.peak, result.cost.tries, result.error, result.failed_notebook,
                self._run, issue, result.slug,
            )
            for issue, result in results
        ]  # fmt: skip
        with self._locked(), self._db:
            self._db.execute("BEGIN")
            self._db.executemany(
                "UPDATE briefings SET state = ?, seconds = ?, peak = ?, tries = ?, error = ?, kept = ? "
                "WHERE run = ? AND issue = ? AND slug = ?",
                rows,
            )

    def end(self) -> None:
        """Record the end of the build."""
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        self._write("UPDATE runs SET finished = ? WHERE id = ?", now, self._run)

    def runs(self, latest: int = 20) -> list[BuildRecord]:
        """Return the latest builds, newest first."""
        with self._locked():
            rows = self._db.execute(
                "SELECT id, started, finished, options FROM runs ORDER BY id DESC LIMIT ?", [latest]
            ).fetchall()
            return [
                BuildRecord(
                    id=run,
                    started=started,
                    finished=finished or "",
                    options=json.loads(options),
                    briefings=self._briefings(run),
                )
                for run, started, finished, options in rows
            ]

    def _briefings(self, run: int) -> tuple[BriefingRecord, ...]:
        rows = self._db.execute(
            "SELECT issue, slug, key, state, seconds, peak, tries, error, kept, why FROM briefings "
            "WHERE run = ? ORDER BY rowid",
            [run],
        )
        return tuple(
            BriefingRecord(
                issue=issue,
                slug=slug,
                key=key,
                state=state,
                seconds=json.loads(seconds),
                peak=peak,
                tries=tries,
                error=error,
                kept=kept,
                why=tuple(json.loads(why)),
            )
            for issue, slug, key, state, seconds, peak, tries, error, kept, why in rows
        )

    def cached_briefings(self, issue: str) -> dict[str, CachedBriefing]:
        """Return the cached briefings of an issue, by slug."""
        with self._locked():
            rows = self._db.execute(
                "SELECT slug, key, entry, reads, omissions FROM standing WHERE issue = ?", [issue]
            ).fetchall()
        return {slug: CachedBriefing(_key_parts(key), *map(json.loads, others)) for slug, key, *others in rows}

    def save_cached_briefing(self, issue: str, slug: str, cached: CachedBriefing) -> None:
        """Record a published briefing."""
        parts = (cached.key, cached.entry, cached.reads, cached.omissions)
        texts = (json.dumps(part, ensure_ascii=False) for part in parts)
        self._write("INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?, ?, ?)", issue, slug, *texts)

    def load_value(self, key: str) -> Any:
        """Return the cached value of a key (a plan, the parts of a program, hashes of the index), or None."""
        with self._locked():
            row = self._db.execute("SELECT plan FROM plans WHERE key = ?", [key]).fetchone()
        return json.loads(row[0]) if row else None

    def save_value(self, key: str, value: Any) -> None:
        """Cache a value that JSON can hold; the oldest are dropped."""
        self._write("INSERT OR REPLACE INTO plans VALUES (?, ?)", key, json.dumps(value, ensure_ascii=False))
        self._write(
            "DELETE FROM plans WHERE rowid NOT IN (SELECT rowid FROM plans ORDER BY rowid DESC LIMIT ?)", _MOST_VALUES
        )

    def redo(self, data: Sequence[str], states: Collection[str]) -> tuple[dict[str, Any], list[str]]:
        """Return the options of the last build of these counties, and the slugs of its briefings in those states.

        Raises
        ------
        UsageError
            No build of these counties is recorded.
        """
        for run in self.runs(_MOST_RUNS):
            if run.options["data"] == list(data):
                slugs = dict.fromkeys(row.slug for row in run.briefings if row.state in states)
                return {key: value for key, value in run.options.items() if key != "data"}, list(slugs)
        raise UsageError("、".join(data), "没有上一次的记录", do="请不带 --resume 和 --failed 再做一次。")

    def forget(self, issue: str) -> None:
        """Delete the records of an issue, and of builds that made no other."""
        with self._locked(), self._db:
            self._db.execute("BEGIN")
            for table in ("standing", "briefings"):
                self._db.execute(f"DELETE FROM {table} WHERE issue = ?", [issue])  # noqa: S608 - two names of our own
            self._db.execute("DELETE FROM runs WHERE id NOT IN (SELECT run FROM briefings)")

    def close(self) -> None:
        """Close the database."""
        self._db.close()


def _key_parts(key: str) -> dict[str, str]:
    """The parts of a recorded key; one recorded as a single hash counts as another program's."""
    parts: dict[str, str] = json.loads(key) if key.startswith("{") else {"program": key}
    return parts

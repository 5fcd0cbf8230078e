"""What each build did, and what stands where, made from what: a small database beside the reports."""

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

from ..base.errors import OutputError, UsageError

if TYPE_CHECKING:
    from .steps import BriefingResult

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
    PRIMARY KEY (issue, slug)
);
CREATE TABLE IF NOT EXISTS plans (key TEXT PRIMARY KEY, plan TEXT NOT NULL);
"""
_KEPT_RUNS = 1000
_KEPT_PLANS = 1000

STATES = {"planned": "未做", "done": "完成", "unchanged": "无变化", "failed": "失败"}


@dataclass(frozen=True)
class BriefingRecord:
    """One briefing of one run: a state of :data:`STATES`, seconds by phase, peak memory in MB, the error if any.

    Parameters
    ----------
    why
        The reasons it was made, as :mod:`xj_analysis.build.reasons` words them; none where it was unchanged.
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
    """One build: when, with which options, and its briefings; `finished` is empty where it was cut short."""

    id: int
    started: str
    finished: str
    options: Mapping[str, Any]
    briefings: tuple[BriefingRecord, ...]


@dataclass(frozen=True)
class CachedBriefing:
    """A briefing in its place: the parts of what it was made from, its entry in the manifest, what else it read.

    Parameters
    ----------
    key
        Hashes and options by name, as :meth:`xj_analysis.build.issue.Issue.key` gives them; empty where they changed while
        it was made.
    reads
        What its notebook depended on besides its data, and what that was
        (:func:`xj_analysis.base.hashing.current_hashes`).
    """

    key: Mapping[str, str]
    entry: Mapping[str, Any]
    reads: Mapping[str, str]


@contextmanager
def open_records(workshop: Path) -> Iterator[RunRecords]:
    """Open the records of a folder ``.xj`` for as long as they are needed.

    Raises
    ------
    UsageError
        Nothing was ever built there.
    """
    if not (workshop / FILE).is_file():
        raise UsageError(str(workshop), "还没有运行记录", do="请先做一次 xj build，或用 --out 指定简报的文件夹。")
    ledger = RunRecords(workshop)
    try:
        yield ledger
    finally:
        ledger.close()


class RunRecords:
    """The records of the builds into one folder of reports.

    Parameters
    ----------
    workshop
        The folder ``.xj``; made if it is not there.

    Raises
    ------
    OutputError
        The database cannot be written: no space, no permission, or it is none.
    """

    def __init__(self, workshop: Path) -> None:
        self._path = workshop / FILE
        self._turn = threading.RLock()
        with self._plainly():
            workshop.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.executescript(_SCHEMA)
            if "why" not in {column[1] for column in self._db.execute("PRAGMA table_info(briefings)")}:
                self._db.execute("ALTER TABLE briefings ADD COLUMN why TEXT NOT NULL DEFAULT '[]'")
        self._run = 0

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """One at a time, and what goes wrong gets a message."""
        try:
            with self._turn:
                yield
        except (sqlite3.Error, OSError) as error:
            do = "请检查磁盘空间与权限；文件坏了可以删去，删去只是要全部重做。"
            raise OutputError(f".xj/{FILE}", "运行记录写不下", str(error), do) from None

    def _write(self, statement: str, *values: object) -> int:
        with self._plainly():
            return int(self._db.execute(statement, values).lastrowid or 0)

    def begin(self, options: Mapping[str, Any], planned: Iterable[tuple[str, str, str, Sequence[str]]]) -> None:
        """Record a build and issue, slug and key of each briefing, and the reasons to make it."""
        with self._plainly(), self._db:
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
            self._db.execute("DELETE FROM briefings WHERE run <= ?", [self._run - _KEPT_RUNS])
            self._db.execute("DELETE FROM runs WHERE id <= ?", [self._run - _KEPT_RUNS])

    def record(self, came: Iterable[tuple[str, BriefingResult]]) -> None:
        """Record what came of briefings, of each the issue it belongs to: all of them in one step."""
        rows = [
            (
                "failed" if made.error else "unchanged" if made.unchanged else "done",
                json.dumps({name: round(taken, 3) for name, taken in made.seconds.items()}),
                made.peak, made.tries, made.error, made.kept, self._run, issue, made.slug,
            )
            for issue, made in came
        ]  # fmt: skip
        with self._plainly(), self._db:
            self._db.execute("BEGIN")
            self._db.executemany(
                "UPDATE briefings SET state = ?, seconds = ?, peak = ?, tries = ?, error = ?, kept = ? "
                "WHERE run = ? AND issue = ? AND slug = ?",
                rows,
            )

    def end(self) -> None:
        """Record that the build came to its end."""
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        self._write("UPDATE runs SET finished = ? WHERE id = ?", now, self._run)

    def runs(self, latest: int = 20) -> list[BuildRecord]:
        """Return the latest builds, the last first."""
        with self._plainly():
            found = self._db.execute(
                "SELECT id, started, finished, options FROM runs ORDER BY id DESC LIMIT ?", [latest]
            ).fetchall()
            return [BuildRecord(key, at, end or "", json.loads(options), self._rows(key)) for key, at, end, options in found]

    def _rows(self, run: int) -> tuple[BriefingRecord, ...]:
        found = self._db.execute(
            "SELECT issue, slug, key, state, seconds, peak, tries, error, kept, why FROM briefings "
            "WHERE run = ? "
            "ORDER BY rowid", [run],
        )  # fmt: skip
        return tuple(
            BriefingRecord(issue, slug, key, state, json.loads(seconds), peak, tries, error, kept, tuple(json.loads(why)))
            for issue, slug, key, state, seconds, peak, tries, error, kept, why in found
        )

    def standing(self, issue: str) -> dict[str, CachedBriefing]:
        """Return what was put in place in an issue's folder, by slug."""
        with self._plainly():
            found = self._db.execute("SELECT slug, key, entry, reads FROM standing WHERE issue = ?", [issue]).fetchall()
        return {slug: CachedBriefing(_parts(key), json.loads(entry), json.loads(reads)) for slug, key, entry, reads in found}

    def stand(self, issue: str, slug: str, standing: CachedBriefing) -> None:
        """Record that a briefing was put in place."""
        parts = (json.dumps(part, ensure_ascii=False) for part in (standing.key, standing.entry, standing.reads))
        self._write("INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?, ?)", issue, slug, *parts)

    def plan(self, key: str) -> Any:
        """Return what was worked out of the very same inputs before, or None."""
        with self._plainly():
            found = self._db.execute("SELECT plan FROM plans WHERE key = ?", [key]).fetchone()
        return json.loads(found[0]) if found else None

    def keep_plan(self, key: str, plan: Any) -> None:
        """Keep what was worked out of inputs, the latest only."""
        self._write("INSERT OR REPLACE INTO plans VALUES (?, ?)", key, json.dumps(plan, ensure_ascii=False))
        self._write(
            "DELETE FROM plans WHERE rowid NOT IN (SELECT rowid FROM plans ORDER BY rowid DESC LIMIT ?)", _KEPT_PLANS
        )

    def redo(self, data: Sequence[str], states: Collection[str]) -> tuple[dict[str, Any], list[str]]:
        """Return the options of the last build of these counties, and the slugs of its briefings in those states.

        Raises
        ------
        UsageError
            There was none.
        """
        for run in self.runs(_KEPT_RUNS):
            if run.options["data"] == list(data):
                slugs = dict.fromkeys(row.slug for row in run.briefings if row.state in states)
                return {key: value for key, value in run.options.items() if key != "data"}, list(slugs)
        raise UsageError("、".join(data), "没有上一次的记录", do="请不带 --resume 和 --failed 再做一次。")

    def forget(self, issue: str) -> None:
        """Drop the records of an issue, and the runs that made nothing else."""
        with self._plainly(), self._db:
            self._db.execute("BEGIN")
            for table in ("standing", "briefings"):
                self._db.execute(f"DELETE FROM {table} WHERE issue = ?", [issue])  # noqa: S608 - two names of our own
            self._db.execute("DELETE FROM runs WHERE id NOT IN (SELECT run FROM briefings)")

    def close(self) -> None:
        """Close the database."""
        self._db.close()


def _parts(key: str) -> dict[str, str]:
    """The parts of a key; one that was recorded whole is that of another program."""
    parts: dict[str, str] = json.loads(key) if key.startswith("{") else {"program": key}
    return parts

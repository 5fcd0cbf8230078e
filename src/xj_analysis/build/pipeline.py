"""All briefings of counties: planned, made side by side where something changed, put in place whole, and recorded."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..base import hashing
from ..base.errors import UsageError, choices
from ..county.request import BriefingRequest
from ..engine.limits import Limits
from . import manifest, planning, program, reasons, run_records, staging
from .issue import BuildReport, Issue, Task
from .scheduler import Scheduler
from .staging import StagingFolder, writable
from .steps import BriefingResult

FORMATS = ("html", "pdf")
EVERYTHING = BriefingRequest()


@dataclass(frozen=True)
class BuildEvents:
    """Who wants to know how a build goes: what is to come and whence, each briefing done, and whatever else is said."""

    started: Callable[[int, Path], None] = lambda total, notebooks: None
    finished: Callable[[BriefingResult], None] = lambda made: None
    noticed: Callable[[str], None] = lambda said: None


def build(
    data: Path,
    *,
    campaigns: Sequence[str] = (),
    period: str = "",
    known_at: date | None = None,
    edition: str = "internal",
    previous: date | None = None,
    **options: Any,
) -> BuildReport:
    """Build the briefings of one county: :func:`build_all` for a single folder and a request spelt out."""
    request = BriefingRequest.of(campaigns, period=period, known_at=known_at, edition=edition, previous=previous)
    (report,) = build_all([data], request, **options)
    return report


def build_all(
    folders: Sequence[Path],
    request: BriefingRequest = EVERYTHING,
    *,
    formats: Sequence[str] = FORMATS,
    out: Path = Path("reports"),
    jobs: int | None = None,
    notebooks: Path | None = None,
    limits: Limits | None = None,
    force: bool = False,
    watch: BuildEvents | None = None,
    crew: Scheduler | None = None,
) -> list[BuildReport]:
    """Build the briefings of counties and return what was written where.

    A briefing is made anew where something it depends on has changed, or where it does not stand as it was written.

    Parameters
    ----------
    folders
        The counties' data folders.
    request
        Which briefings, of what. An explicit `known_at` goes to a folder of its own.
    formats
        Of ``html`` and ``pdf``.
    out
        The folder of all reports; one build at a time writes to it, others wait.
    jobs
        How many run side by side; the number of cores by default.
    notebooks
        Where to look for notebooks first.
    limits
        What a notebook may use.
    force
        Make everything anew.
    watch
        Is told how it goes.
    crew
        Who makes them, where they are to stay for the next build; else a crew of this build's own.

    Raises
    ------
    UsageError
        An unknown folder, campaign, period, edition or format; a briefing without a notebook; no issue could be made at
        `previous`; two folders of one county.
    DataError
        The data of a county is faulty; nothing is built.
    OutputError
        Manifest, index or the records cannot be written.
    """
    for name in formats:
        if name not in FORMATS:
            raise UsageError("--format", "没有这种格式", name, choices(name, FORMATS))
    for folder in folders:
        planning.require_county(folder)
        planning.notebooks_for(folder, notebooks)
    folders, watch = _once(folders), watch or BuildEvents()
    size = min(jobs or os.cpu_count() or 1, len(folders) * len(request.campaigns) or sys.maxsize)
    with StagingFolder(out, watch.noticed) as shop, nullcontext(crew) if crew else Scheduler(size, watch.noticed) as working:
        if force:
            working.call()

        def planned(folder: Path) -> Issue:
            parts = planning.slice_folder(shop.place, folder)
            plan = planning.plan_county(folder, request, shop.ledger, working.do, parts)
            issue = Issue(plan, folder, request, out, notebooks, shop.ledger)
            planning.require_notebooks(issue.report.notebooks, plan.chosen)
            return issue

        issues = working.side_by_side(planned, folders)
        tasks = [
            Task(issue, slug, issue.key(slug, formats), issue.job(slug, formats, limits, shop.place))
            for issue in issues
            for slug in issue.plan.chosen
        ]
        wanted = {"campaigns": list(request.campaigns), **request.parameters(), "formats": list(formats)}
        why = [((reasons.FORCED,) if force else ()) + task.issue.why(task) for task in tasks]
        planned_rows = [
            (task.issue.name, task.slug, hashing.digest(task.key), because)
            for task, because in zip(tasks, why, strict=True)
        ]
        shop.ledger.begin({"data": _names(folders), **wanted}, planned_rows)
        watch.started(len(tasks), issues[0].report.notebooks)
        stale: list[Task] = []
        fresh: list[tuple[Task, BriefingResult]] = []
        for task, because in zip(tasks, why, strict=True):
            if because:
                stale.append(task)
            else:
                fresh.append((task, task.issue.as_it_stands(task)))
        _finish(fresh, shop, watch)
        if stale:
            shop.ledger.keep_plan(program.program_hash(), program.program_parts())  # to tell what of it has changed, once it has
            at_work = list(dict.fromkeys(task.issue for task in stale))
            working.side_by_side(lambda issue: issue.hand_over(shop.place, working.do), at_work)
            stale.sort(key=_size, reverse=True)  # what takes longest is begun first, so that all end together
            _make(stale, working, shop, watch)
        _commit(issues, shop, working)
        shop.ledger.end()
        return [issue.report for issue in issues]


def redo(folders: Sequence[Path], out: Path, *, failed: bool) -> tuple[BriefingRequest, list[str]] | None:
    """Return request and formats of the last build of these counties for what it left undone or failed at, or None.

    Raises
    ------
    UsageError
        There is no such folder, or it was never built.
    """
    for folder in folders:
        planning.require_county(folder)
    with run_records.open_records(staging.staging_path(out)) as ledger:
        options, slugs = ledger.redo(_names(folders), ("failed",) if failed else ("planned", "failed"))
    if not slugs:
        return None
    formats = options.pop("formats")
    return BriefingRequest.of(**options | {"campaigns": slugs}), formats


def _once(folders: Sequence[Path]) -> list[Path]:
    """The folders without those named again; two of one name would be written to one place."""
    once = list({folder.resolve(): folder for folder in folders}.values())
    names = _names(once)
    for name in names:
        if names.count(name) > 1:
            raise UsageError(name, "两个数据文件夹同名，简报会写到一处", do="请分开做，用 --out 写到两处。")
    return once


def _names(folders: Sequence[Path]) -> list[str]:
    return [folder.resolve().name for folder in folders]


def _size(task: Task) -> int:
    """How much data a briefing is made of, which tells how long it takes; 0 where it is read slice by slice."""
    return task.job.part.stat().st_size if task.job.part and task.job.part.is_file() else 0


def _make(stale: Sequence[Task], crew: Scheduler, shop: StagingFolder, watch: BuildEvents) -> None:
    tasks = {id(task.job): task for task in stale}
    with writable():
        for job, made in crew.each([task.job for task in stale]):
            task = tasks[id(job)]
            if not made.error:
                task.issue.put(task, made, shop.ledger)
            _finish([(task, made)], shop, watch)


def _commit(issues: Sequence[Issue], shop: StagingFolder, crew: Scheduler) -> None:
    """Write manifests and the index, where what stands is not what they say."""
    draft = shop.place / "staging"
    with writable():
        for issue in issues:
            issue.commit(draft)
        manifests = hashing.file_hashes(shop.out.glob(f"*/*/*/{manifest.MANIFEST}"), shop.out)
        key, page = hashing.digest("index", program.program_hash(), manifests), shop.out / manifest.INDEX
        if manifests and shop.ledger.plan(key) != hashing.current_hashes([page]):
            crew.finish(manifest.index, shop.out, draft)
            shop.ledger.keep_plan(key, hashing.current_hashes([page]))


def _finish(came: Sequence[tuple[Task, BriefingResult]], shop: StagingFolder, watch: BuildEvents) -> None:
    shop.ledger.record((task.issue.name, made) for task, made in came)
    for task, made in came:
        task.issue.report.made.append(made)
        watch.finished(made)

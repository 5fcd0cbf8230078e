"""The build pipeline: plan counties, make the briefings that changed in parallel, publish and record them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ..base import hashing
from ..base.errors import UsageError, choices, writable
from ..base.folder_swap import staging_path
from ..county.request import BriefingRequest
from ..engine.limits import Limits
from ..quantity import periods
from . import index_page, manifest, planning, program, run_records
from .county_notebooks import notebooks_for
from .issue import BuildReport, Issue, Task
from .job_results import BriefingResult
from .scheduler import Scheduler
from .staging import StagingFolder

FORMATS = ("html", "pdf")
EVERYTHING = BriefingRequest()


@dataclass(frozen=True)
class BuildEvents:
    """Callbacks of a build.

    Parameters
    ----------
    on_start
        Called with the number of briefings and the folders of their notebooks.
    on_result
        Called with each result, of unchanged briefings too.
    on_notice
        Called with other messages.
    """

    on_start: Callable[[int, Sequence[Path]], None] = lambda total, notebooks: None
    on_result: Callable[[BriefingResult], None] = lambda result: None
    on_notice: Callable[[str], None] = lambda notice: None


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
    """Build the briefings of one county: :func:`build_all` for a single folder, the request in keywords."""
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
    events: BuildEvents | None = None,
    scheduler: Scheduler | None = None,
) -> list[BuildReport]:
    """Build the briefings of counties, and return a report for each.

    A briefing is made again if its cache key or a dependency changed, or its published files did.

    Parameters
    ----------
    folders
        The counties' data folders.
    request
        The briefings to make. An explicit `known_at` has a folder of its own.
    formats
        Of ``html`` and ``pdf``.
    out
        The folder of all reports; builds that write to the same one wait for each other.
    jobs
        How many notebooks are executed in parallel; the number of cores by default.
    notebooks
        The folder of notebooks.
    limits
        Time and memory limits of a notebook.
    force
        Make every briefing again.
    events
        Callbacks.
    scheduler
        A running scheduler that outlives this build; by default a new one.

    Raises
    ------
    UsageError
        An unknown folder, campaign, period, edition or format; a briefing without a notebook; no data at `previous`;
        two folders of one name, or counties of one slug.
    DataError
        The data of a county is faulty; nothing is built.
    OutputError
        Manifest, index or records cannot be written.
    """
    for name in formats:
        if name not in FORMATS:
            raise UsageError("--format", "没有这种格式", name, choices(name, FORMATS))
    for folder in folders:
        planning.require_county(folder)
        notebooks_for(folder, notebooks)
    folders, events = _unique(folders), events or BuildEvents()
    size = min(jobs or os.cpu_count() or 1, len(folders) * len(request.campaigns) or sys.maxsize)
    active = nullcontext(scheduler) if scheduler else Scheduler(size, events.on_notice)
    with StagingFolder(out, events.on_notice) as staging, active as running:
        if force:
            running.start()

        def plan_issue(folder: Path) -> Issue:
            slices = planning.slice_folder(staging.path, folder)
            books = notebooks_for(folder, notebooks)
            if request.period and periods.parse_option(request.period).form == "week":
                books = replace(books, weekly=True)
            cache = planning.workbook_cache(staging.path)
            plan = planning.plan_county(folder, request, staging.records, running.plan_call, slices, books, cache)
            books.require(plan.chosen)
            for notice in plan.notices:
                events.on_notice(notice)
            return Issue(plan=plan, data=folder, request=request, out=out, notebooks=books, records=staging.records)

        issues = running.map_in_threads(plan_issue, folders)
        _require_own_reports(issues)
        tasks = [
            issue.task(slug, formats=formats, limits=limits, workspace=staging.path)
            for issue in issues
            for slug in issue.plan.chosen
        ]
        tasks_with_reasons = [(task, task.issue.rebuild_reasons(task, force=force)) for task in tasks]
        options = {"campaigns": list(request.campaigns), **request.parameters(), "formats": list(formats)}
        staging.records.begin(
            {"data": _names(folders), **options},
            [(task.issue.name, task.slug, hashing.digest(task.key), why) for task, why in tasks_with_reasons],
        )
        places = [place for issue in issues for place in issue.report.notebooks.folders]
        events.on_start(len(tasks), list(dict.fromkeys(places)))
        settled = [(task, task.issue.settled_result(task)) for task, why in tasks_with_reasons if not why]
        _report(settled, staging, events)
        if stale := [task for task, why in tasks_with_reasons if why]:
            # so that a later build can name the part of the program that changed
            staging.records.save_value(program.program_hash(), program.program_parts())
            stale_issues = list(dict.fromkeys(task.issue for task in stale))
            running.map_in_threads(lambda issue: issue.write_slices(staging.path, running.plan_call), stale_issues)
            stale.sort(key=_data_size, reverse=True)  # the longest first, so that all end together
            _make(stale, running, staging, events)
        _commit(issues, staging, running)
        staging.records.end()
        return [issue.report for issue in issues]


def redo(folders: Sequence[Path], out: Path, *, failed: bool) -> tuple[BriefingRequest, list[str]] | None:
    """Return request and formats for the briefings that the last build of these counties did not make, or None.

    Parameters
    ----------
    failed
        Only the failed ones, without those not reached.

    Raises
    ------
    UsageError
        A folder does not exist or was never built.
    """
    for folder in folders:
        planning.require_county(folder)
    with run_records.open_records(staging_path(out)) as records:
        options, slugs = records.redo(_names(folders), ("failed",) if failed else ("planned", "failed"))
    if not slugs:
        return None
    formats = options.pop("formats")
    return BriefingRequest.of(**options | {"campaigns": slugs}), formats


def _unique(folders: Sequence[Path]) -> list[Path]:
    """The folders without repetitions; two of one name are refused, as their reports have the same path."""
    unique = list({folder.resolve(): folder for folder in folders}.values())
    names = _names(unique)
    for name in names:
        if names.count(name) > 1:
            raise UsageError(name, "两个数据文件夹同名，简报会写到一处", do="请分开做，用 --out 写到两处。")
    return unique


def _require_own_reports(issues: Sequence[Issue]) -> None:
    """Raise if two counties have one slug: their folders have names that are none, and their reports one path."""
    counties = [issue.plan.county for issue in issues]
    for slug in counties:
        if counties.count(slug) > 1:
            raise UsageError(slug, "两个县的代号相同，简报会写到一处", do="请在一个县的 county.toml 里改 slug。")


def _names(folders: Sequence[Path]) -> list[str]:
    return [folder.resolve().name for folder in folders]


def _data_size(task: Task) -> int:
    """The size of a briefing's slice, an estimate of its duration; 0 where no slice is written."""
    return task.job.slice_file.stat().st_size if task.job.slice_file and task.job.slice_file.is_file() else 0


def _make(stale: Sequence[Task], scheduler: Scheduler, staging: StagingFolder, events: BuildEvents) -> None:
    tasks = {id(task.job): task for task in stale}
    with writable():
        for job, result in scheduler.run([task.job for task in stale]):
            task = tasks[id(job)]
            if not result.error:
                task.issue.publish(task, result)
            titled = replace(result, title=result.title or task.issue.plan.titles[task.slug])
            _report([(task, titled)], staging, events)


def _commit(issues: Sequence[Issue], staging: StagingFolder, scheduler: Scheduler) -> None:
    """Write manifests and the index page, where they are out of date."""
    draft = staging.path / "staging"
    with writable():
        for issue in issues:
            issue.commit(draft)
        manifests = hashing.file_hashes(staging.out.glob(f"*/*/*/{manifest.MANIFEST}"), staging.out)
        key, page = hashing.digest("index", program.program_hash(), manifests), staging.out / index_page.INDEX
        if manifests and staging.records.load_value(key) != hashing.current_hashes([page]):
            scheduler.render_call(index_page.write_index, staging.out, draft)
            staging.records.save_value(key, hashing.current_hashes([page]))


def _report(results: Sequence[tuple[Task, BriefingResult]], staging: StagingFolder, events: BuildEvents) -> None:
    staging.records.record((task.issue.name, result) for task, result in results)
    for task, result in results:
        task.issue.report.results.append(result)
        events.on_result(result)

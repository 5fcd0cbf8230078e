"""An issue: all briefings of one county, period and edition, with their cache keys, results and manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..base import hashing
from ..base.errors import UsageError
from ..base.folder_swap import swap_in
from ..base.text_files import replace_file
from ..county.request import BriefingRequest
from ..engine.limits import Limits
from ..press import page_links
from . import manifest, planning, program, reasons
from .county_notebooks import CountyNotebooks
from .job_results import BriefingJob, BriefingResult
from .planning import Plan
from .run_records import CachedBriefing, RunRecords

if TYPE_CHECKING:
    from ..document.blocks import Omission

PAGE = "briefing.html"


@dataclass
class BuildReport:
    """The results of a build for one county.

    Parameters
    ----------
    folder
        The issue's folder.
    notebooks
        Those from which the briefings are chosen.
    results
        One for each requested briefing, in the county's order; a failed one has an ``error``.
    """

    folder: Path
    notebooks: CountyNotebooks
    results: list[BriefingResult] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """The highest exit code of the results; 0 if none failed."""
        return max((result.exit_code for result in self.results), default=0)


def issue_name(county: str, period: str, request: BriefingRequest) -> str:
    """Return the name of an issue, its folder below the reports.

    Examples
    --------
    >>> issue_name("shili", "2025-01/2025-09", BriefingRequest())
    'shili/2025-01_2025-09/internal'
    """
    folder = period.replace("/", "_") + (f"@{request.known_at}" if request.known_at else "")
    return f"{county}/{folder}/{request.edition}"


class Issue:
    """An issue during a build: which briefings are up to date, and the folder they are published in.

    Parameters
    ----------
    data
        The county's data folder.
    out
        The folder of all reports.
    notebooks
        Those from which its briefings are chosen.
    """

    def __init__(
        self,
        *,
        plan: Plan,
        data: Path,
        request: BriefingRequest,
        out: Path,
        notebooks: CountyNotebooks,
        records: RunRecords,
    ) -> None:
        self.plan = plan
        self._folder, self._request = data.resolve(), request
        self.name = issue_name(plan.county, plan.period, request)
        self.report = BuildReport(folder=out / self.name, notebooks=notebooks)
        parameters = request.parameters().items()
        self._parameters = {"county": self._folder.name} | {
            name: v for name, v in parameters if name != "previous" or v
        }
        self._records = records
        self._cached = records.cached_briefings(self.name)
        # a build that was killed may have published briefings that the manifest does not list yet
        self._intact = {slug: each for slug, each in self._cached.items() if self._is_intact(slug, each)}
        published = {slug: dict(each.entry) for slug, each in self._intact.items()}
        self._entries = manifest.briefing_entries(self.report.folder) | published

    def _is_intact(self, slug: str, cached: CachedBriefing) -> bool:
        folder = self.report.folder / slug
        return folder.is_dir() and hashing.folder_hashes(folder) == cached.entry["files"]

    def cache_key(self, slug: str, formats: Sequence[str]) -> dict[str, str]:
        """Return the cache key of a briefing: hashes of program, data and notebook, and the options, by name."""
        notebook = self.report.notebooks.path(slug)
        notebook_hash = hashing.file_hashes([notebook], notebook.parent) if notebook.is_file() else {}
        options = {f"--{name.replace('_', '-')}": value for name, value in self._request.parameters().items()}
        return {
            "program": program.program_hash(),
            "data": self.plan.digests[slug],
            "notebook": hashing.digest(notebook_hash),
            **options,
            "--format": ",".join(sorted(formats)),
        }

    def task(self, slug: str, *, formats: Sequence[str], limits: Limits | None, workspace: Path) -> Task:
        """Return the task of a briefing; it is staged below `workspace`."""
        job = BriefingJob(
            slug=slug,
            notebook=self.report.notebooks.path(slug),
            parameters={**self._parameters, "campaign": slug},
            data=self._folder.parent,
            slice_file=planning.slice_folder(workspace, self._folder) / slug,
            staging=workspace / "staging" / self.name / slug,
            failed=workspace / "failed" / self.name / f"{slug}.ipynb",
            formats=tuple(formats),
            limits=limits or Limits(),
        )
        return Task(issue=self, slug=slug, key=self.cache_key(slug, formats), job=job)

    def write_slices(self, workspace: Path, call: planning.FunctionCaller) -> None:
        """Write the slices of all briefings, read once, where the jobs look for them."""
        parts = planning.slice_folder(workspace, self._folder)
        cache = planning.workbook_cache(workspace)
        planning.write_slices(self._folder, self._request, parts, call, self.report.notebooks, cache)

    def rebuild_reasons(self, task: Task, *, force: bool = False) -> tuple[str, ...]:
        """Return the reasons to make a briefing again, in Chinese; none where it is up to date, or refused."""
        if task.slug in self.plan.refused:
            return ()
        changes = [reasons.FORCED] if force else []
        cached = self._cached.get(task.slug)
        if cached is None:
            return (*changes, reasons.UNRECORDED if (self.report.folder / task.slug).is_dir() else reasons.NEVER)
        changes += [] if task.slug in self._intact else [reasons.OUTPUT]
        if cached.key != task.key:
            changes += reasons.changed_parts(cached.key, task.key)
            cached_program = cached.key.get("program")
            if cached_program and cached_program != task.key["program"]:
                changes += reasons.changed_program(self._records.load_value(cached_program), program.program_parts())
        return (*changes, *reasons.changed_reads(cached.reads, hashing.current_hashes(cached.reads)))

    def settled_result(self, task: Task) -> BriefingResult:
        """Return the result of a briefing that is refused or up to date; an older failed notebook is removed."""
        task.job.failed.unlink(missing_ok=True)
        if why := self.plan.refused.get(task.slug):
            title, code = self.plan.titles[task.slug], UsageError.exit_code
            return BriefingResult(slug=task.slug, title=title, error=why, exit_code=code, refused=True)
        entry = self._entries[task.slug]
        return BriefingResult(
            slug=task.slug,
            title=entry["title"],
            flags=tuple(entry["flags"]),
            banner=entry["banner"],
            known_at_label=entry["known_at_label"],
            issue_label=entry.get("issue_label", ""),
            omissions=_omissions(self._cached[task.slug].omissions),
            unchanged=True,
        )

    def publish(self, task: Task, result: BriefingResult) -> None:
        """Move a briefing into the reports and cache its key; no key if its inputs were edited meanwhile."""
        staged = task.job.staging
        entry: dict[str, Any] = {
            "title": result.title,
            "flags": list(result.flags),
            "banner": result.banner,
            "known_at_label": result.known_at_label,
            "issue_label": result.issue_label,
            "lights": list(result.lights),
            "notebook": hashing.file_hashes([task.job.notebook], task.job.notebook.parent),
            "parameters": dict(task.job.parameters),
            "inputs": {name: sha for name, sha in self.plan.inputs.items() if "/" not in name},
            "files": hashing.folder_hashes(staged),
        }
        self._entries[result.slug] = entry
        # linked before it is seen: a build killed now leaves no page without its links
        if (linked := self._linked(result.slug, staged / PAGE)) is not None:
            (staged / PAGE).write_bytes(linked)
            entry["files"] = hashing.folder_hashes(staged)
        swap_in(staged, self.report.folder / result.slug)
        unedited = (
            self.cache_key(result.slug, task.job.formats) == task.key
            and hashing.folder_hashes(self._folder) == self.plan.inputs
        )
        omissions = [{"cell": each.cell, "what": each.what, "reason": each.reason} for each in result.omissions]
        key = task.key if unedited else {}
        cached = CachedBriefing(key=key, entry=entry, reads=result.reads, omissions=omissions)
        self._records.save_cached_briefing(self.name, result.slug, cached)
        task.job.failed.unlink(missing_ok=True)

    def commit(self, draft: Path) -> None:
        """Link the pages to each other and write the manifest, if any briefing is published."""
        self.report.results.sort(key=lambda result: self.plan.slugs.index(result.slug))
        self._relink(draft)
        if self._entries:
            county = {"slug": self.plan.county, "name": self.plan.name, "slugs": self.plan.slugs}
            manifest.write_manifest(
                county,
                self._entries,
                self.report.folder,
                period=self.plan.period,
                edition=self._request.edition,
                versions=program.versions(),
                draft=draft,
                sheets=manifest.sheet_entries(self.report.folder, self.plan.inputs),
            )

    def _relink(self, draft: Path) -> None:
        """Put the links of this issue into its pages, as far as they are as recorded."""
        for slug in [slug for slug in self.plan.slugs if slug in self._entries]:
            path, entry = self.report.folder / slug / PAGE, self._entries[slug]
            if not path.is_file() or hashing.file_hash(path) != entry["files"].get(PAGE):
                continue
            if (linked := self._linked(slug, path)) is None:
                continue
            replace_file(path, linked, draft=draft)
            self._entries[slug] = entry | {"files": entry["files"] | {PAGE: hashing.file_hash(path)}}
            if cached := self._records.cached_briefings(self.name).get(slug):
                self._records.save_cached_briefing(self.name, slug, replace(cached, entry=self._entries[slug]))

    def _linked(self, slug: str, path: Path) -> bytes | None:
        """A page with links to the pages of this issue there are so far; none if it has them, or there is no page."""
        listed = [each for each in self.plan.slugs if PAGE in self._entries.get(each, {}).get("files", ())]
        if slug not in listed:
            return None
        names = {each: manifest.short_title(self._entries[each], self.plan.name) for each in listed}
        page = path.read_text(encoding="utf-8")
        linked = page_links.linked_page(page, slug, names, list(self._entries[slug]["files"]))
        return None if linked == page else linked.encode()


@dataclass(frozen=True)
class Task:
    """One briefing of an issue, its cache key, and the job that makes it."""

    issue: Issue
    slug: str
    key: Mapping[str, str]
    job: BriefingJob


def _omissions(recorded: Sequence[Mapping[str, Any]]) -> tuple[Omission, ...]:
    """Omissions of an earlier build; without any, which is usual, a build with nothing to do needs no pydantic."""
    if not recorded:
        return ()
    from ..document.blocks import Omission

    return tuple(Omission(**each) for each in recorded)

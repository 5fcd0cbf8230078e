"""All briefings of one county, period and edition: what is planned, what stands, and what a build made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..base import hashing
from ..county.request import BriefingRequest
from ..engine.limits import Limits
from . import manifest, planning, program, reasons, staging
from .planning import Plan
from .run_records import CachedBriefing, RunRecords
from .steps import BriefingJob, BriefingResult


@dataclass
class BuildReport:
    """What a build did for one county.

    Parameters
    ----------
    folder
        The issue's folder.
    notebooks
        Where the notebooks came from.
    made
        Every briefing asked for, in the order of the county; failed ones have an ``error``.
    """

    folder: Path
    notebooks: Path
    made: list[BriefingResult] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0, or the gravest of the failures."""
        return max((briefing.exit_code for briefing in self.made), default=0)


class Issue:
    """All briefings of one county, period and edition: what is planned, what stands, and what this build made."""

    def __init__(
        self, plan: Plan, data: Path, request: BriefingRequest, out: Path, notebooks: Path | None, ledger: RunRecords
    ) -> None:
        self.plan = plan
        self._folder, self._request = data.resolve(), request
        folder = plan.period.replace("/", "_") + (f"@{request.known_at}" if request.known_at else "")
        self.name = f"{plan.county}/{folder}/{request.edition}"
        self.report = BuildReport(out / self.name, planning.notebooks_for(data, notebooks))
        self._out, self._edition = out, request.edition
        given = request.parameters().items()
        self._parameters = {"county": plan.county} | {name: v for name, v in given if name != "previous" or v}
        self._ledger = ledger
        self._standing = ledger.standing(self.name)
        # a build that was cut short may have put in place what no manifest says yet
        self._intact = {slug: each for slug, each in self._standing.items() if self._stands(slug, each)}
        said = {slug: dict(each.entry) for slug, each in self._intact.items()}
        self._entries = manifest.entries(self.report.folder) | said

    def _stands(self, slug: str, standing: CachedBriefing) -> bool:
        folder = self.report.folder / slug
        return folder.is_dir() and hashing.folder_hashes(folder) == standing.entry["files"]

    def key(self, slug: str, formats: Sequence[str]) -> dict[str, str]:
        """The parts of what a briefing is made from, by name: hashes, and options as they were asked for."""
        notebook = planning.notebook_path(self.report.notebooks, slug)
        made_from = hashing.file_hashes([notebook], notebook.parent) if notebook.is_file() else {}
        asked = {f"--{name.replace('_', '-')}": value for name, value in self._request.parameters().items()}
        return {
            "program": program.program_hash(),
            "data": self.plan.digests[slug],
            "notebook": hashing.digest(made_from),
            **asked,
            "--format": ",".join(sorted(formats)),
        }

    def job(self, slug: str, formats: Sequence[str], limits: Limits | None, place: Path) -> BriefingJob:
        """What it takes to make a briefing."""
        return BriefingJob(
            slug=slug,
            notebook=planning.notebook_path(self.report.notebooks, slug),
            parameters={**self._parameters, "campaign": slug},
            data=self._folder.parent,
            part=planning.slice_folder(place, self._folder) / slug,
            staging=place / "staging" / self.name / slug,
            failed=place / "failed" / self.name / f"{slug}.ipynb",
            formats=tuple(formats),
            limits=limits or Limits(),
        )

    def hand_over(self, place: Path, do: planning.Do) -> None:
        """See to it that the slices lie where :meth:`job` says, read once for all its briefings."""
        planning.write_slices(self._folder, self._request, planning.slice_folder(place, self._folder), do)

    def fresh(self, task: Task) -> bool:
        """Whether a briefing stands as it was written, made from what it would be made from now."""
        return not self.why(task)

    def why(self, task: Task) -> tuple[str, ...]:
        """The reasons to make a briefing, in Chinese; none where it is fresh."""
        standing = self._standing.get(task.slug)
        if standing is None:
            return (reasons.UNRECORDED if (self.report.folder / task.slug).is_dir() else reasons.NEVER,)
        found = [] if task.slug in self._intact else [reasons.OUTPUT]
        if standing.key != task.key:
            found += reasons.changed_parts(standing.key, task.key)
            was = standing.key.get("program")
            if was and was != task.key["program"]:
                found += reasons.changed_program(self._ledger.plan(was), program.program_parts())
        return (*found, *reasons.changed_reads(standing.reads, hashing.current_hashes(standing.reads)))

    def as_it_stands(self, task: Task) -> BriefingResult:
        """What is known of a briefing that need not be made anew; what failed since it was made is of no use."""
        task.job.failed.unlink(missing_ok=True)
        entry = self._entries[task.slug]
        return BriefingResult(
            task.slug, entry["title"], tuple(entry["flags"]), entry["banner"], entry["known_at_label"], unchanged=True
        )

    def put(self, task: Task, made: BriefingResult, ledger: RunRecords) -> None:
        """Put a briefing in place and remember what it was made from, unless that was edited meanwhile."""
        folder = self.report.folder / made.slug
        staging.swap_in(task.job.staging, folder)
        entry = {
            "title": made.title,
            "flags": list(made.flags),
            "banner": made.banner,
            "known_at_label": made.known_at_label,
            "notebook": manifest.hashes([task.job.notebook]),
            "parameters": dict(task.job.parameters),
            "inputs": {name: sha for name, sha in self.plan.inputs.items() if "/" not in name},
            "files": hashing.folder_hashes(folder),
        }
        self._entries[made.slug] = entry
        asked = self.key(made.slug, task.job.formats) == task.key and hashing.folder_hashes(self._folder) == self.plan.inputs
        ledger.stand(self.name, made.slug, CachedBriefing(task.key if asked else {}, entry, made.reads))
        task.job.failed.unlink(missing_ok=True)

    def commit(self, draft: Path) -> None:
        """Write the manifest, if anything stands."""
        self.report.made.sort(key=lambda made: self.plan.slugs.index(made.slug))
        if self._entries:
            county = {"slug": self.plan.county, "name": self.plan.name, "slugs": self.plan.slugs}
            manifest.commit(
                county,
                self._entries,
                self.report.folder,
                period=self.plan.period,
                edition=self._edition,
                versions=program.versions(),
                draft=draft,
            )


@dataclass(frozen=True)
class Task:
    """One briefing of an issue, the parts of what it is made from, and what it takes."""

    issue: Issue
    slug: str
    key: Mapping[str, str]
    job: BriefingJob

"""All briefings of one county, period and edition: what is planned, what stands, and what a build made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import archive, inputs, plans, workshop
from .limits import Limits
from .making import Job, Made
from .plans import Plan
from .request import BriefingRequest
from .runs import Ledger, Standing


@dataclass
class Report:
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
    made: list[Made] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0, or the gravest of the failures."""
        return max((briefing.exit_code for briefing in self.made), default=0)


class Issue:
    """All briefings of one county, period and edition: what is planned, what stands, and what this build made."""

    def __init__(
        self, plan: Plan, data: Path, request: BriefingRequest, out: Path, notebooks: Path | None, ledger: Ledger
    ) -> None:
        self.plan = plan
        self._folder, self._request = data.resolve(), request
        folder = plan.period.replace("/", "_") + (f"@{request.known_at}" if request.known_at else "")
        self.name = f"{plan.county}/{folder}/{request.edition}"
        self.report = Report(out / self.name, plans.notebooks_for(data, notebooks))
        self._out, self._edition = out, request.edition
        given = request.parameters().items()
        self._parameters = {"county": plan.county} | {name: v for name, v in given if name != "previous" or v}
        # a build that was cut short may have put in place what no manifest says yet
        self._intact = {slug: each for slug, each in ledger.standing(self.name).items() if self._stands(slug, each)}
        said = {slug: dict(each.entry) for slug, each in self._intact.items()}
        self._entries = archive.entries(self.report.folder) | said

    def _stands(self, slug: str, standing: Standing) -> bool:
        folder = self.report.folder / slug
        return folder.is_dir() and inputs.folder(folder) == standing.entry["files"]

    def key(self, slug: str, formats: Sequence[str]) -> str:
        """The hash of all that a briefing is made from."""
        notebook = plans.notebook(self.report.notebooks, slug)
        made_from = inputs.files([notebook], notebook.parent) if notebook.is_file() else {}
        given = {**self._parameters, "campaign": slug}
        return inputs.digest(inputs.program(), self.plan.digests[slug], made_from, given, sorted(formats))

    def job(self, slug: str, formats: Sequence[str], limits: Limits | None, place: Path) -> Job:
        """What it takes to make a briefing."""
        return Job(
            slug=slug,
            notebook=plans.notebook(self.report.notebooks, slug),
            parameters={**self._parameters, "campaign": slug},
            data=self._folder.parent,
            part=plans.parts_of(place, self._folder) / slug,
            staging=place / "staging" / self.name / slug,
            failed=place / "failed" / self.name / f"{slug}.ipynb",
            formats=tuple(formats),
            limits=limits or Limits(),
        )

    def hand_over(self, place: Path, do: plans.Do) -> None:
        """See to it that the slices lie where :meth:`job` says, read once for all its briefings."""
        plans.hand_over(self._folder, self._request, plans.parts_of(place, self._folder), do)

    def fresh(self, task: Task) -> bool:
        """Whether a briefing stands as it was written, made from what it would be made from now."""
        standing = self._intact.get(task.slug)
        return standing is not None and standing.key == task.key and inputs.current(standing.reads) == standing.reads

    def as_it_stands(self, task: Task) -> Made:
        """What is known of a briefing that need not be made anew; what failed since it was made is of no use."""
        task.job.failed.unlink(missing_ok=True)
        entry = self._entries[task.slug]
        return Made(
            task.slug, entry["title"], tuple(entry["flags"]), entry["banner"], entry["known_at_label"], unchanged=True
        )

    def put(self, task: Task, made: Made, ledger: Ledger) -> None:
        """Put a briefing in place and remember what it was made from, unless that was edited meanwhile."""
        folder = self.report.folder / made.slug
        workshop.put(task.job.staging, folder)
        entry = {
            "title": made.title,
            "flags": list(made.flags),
            "banner": made.banner,
            "known_at_label": made.known_at_label,
            "notebook": archive.hashes([task.job.notebook]),
            "parameters": dict(task.job.parameters),
            "inputs": {name: sha for name, sha in self.plan.inputs.items() if "/" not in name},
            "files": inputs.folder(folder),
        }
        self._entries[made.slug] = entry
        asked = self.key(made.slug, task.job.formats) == task.key and inputs.folder(self._folder) == self.plan.inputs
        ledger.stand(self.name, made.slug, Standing(task.key if asked else "", entry, made.reads))
        task.job.failed.unlink(missing_ok=True)

    def commit(self, draft: Path) -> None:
        """Write the manifest, if anything stands."""
        self.report.made.sort(key=lambda made: self.plan.slugs.index(made.slug))
        if self._entries:
            county = {"slug": self.plan.county, "name": self.plan.name, "slugs": self.plan.slugs}
            archive.commit(
                county,
                self._entries,
                self.report.folder,
                period=self.plan.period,
                edition=self._edition,
                versions=inputs.versions(),
                draft=draft,
            )


@dataclass(frozen=True)
class Task:
    """One briefing of an issue, the key of what it is made from, and what it takes."""

    issue: Issue
    slug: str
    key: str
    job: Job

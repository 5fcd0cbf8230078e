"""All briefings of a county: planned, executed side by side, and put in place whole; the manifest is written last."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

from . import archive, loaders, periods
from .county import OVERVIEW
from .errors import UsageError, XjError, choices

FORMATS = ("html", "pdf")


@dataclass(frozen=True)
class Job:
    """One briefing to make: which notebook, with what, and where it is staged before it is put in place."""

    slug: str
    notebook: Path
    parameters: Mapping[str, str]
    data: Path
    staging: Path
    formats: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """One briefing made, or the reason it was not."""

    slug: str
    title: str = ""
    flags: tuple[str, ...] = ()
    banner: str = ""
    known_at_label: str = ""
    charts: int = 0
    figures: int = 0
    unprinted: tuple[int, ...] = ()
    error: str = ""
    exit_code: int = 0


@dataclass
class Report:
    """What a build did.

    Parameters
    ----------
    folder
        The issue's folder.
    notebooks
        Where the notebooks came from.
    made
        Every briefing, in the order of the county; failed ones have an ``error``.
    """

    folder: Path
    notebooks: Path
    made: list[Made] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0, or the gravest of the failures."""
        return max((briefing.exit_code for briefing in self.made), default=0)


def notebooks_for(data: Path, named: Path | None = None) -> Path:
    """Return the folder of the notebooks: `named`, else beside the data folder's parent, else the wheel's copy.

    Raises
    ------
    UsageError
        The folder named does not exist, or there is none anywhere.
    """
    if named is not None:
        if not named.is_dir():
            raise UsageError("--notebooks", "文件夹不存在", str(named), "请核对路径。")
        return named.resolve()
    beside = data.resolve().parent.parent / "notebooks"
    packaged = Path(str(files("xj_analysis"))) / "notebooks"
    for folder in (beside, packaged):
        if folder.is_dir():
            return folder
    raise UsageError("notebooks", "没有找到笔记本", do="请用 --notebooks 指定文件夹。")


def build(
    data: Path,
    *,
    campaigns: Sequence[str] = (),
    period: str = "",
    known_at: date | None = None,
    edition: str = "internal",
    previous: date | None = None,
    formats: Sequence[str] = FORMATS,
    out: Path = Path("reports"),
    jobs: int | None = None,
    notebooks: Path | None = None,
    started: Callable[[Sequence[str], Path], None] = lambda slugs, folder: None,
    finished: Callable[[Made], None] = lambda made: None,
) -> Report:
    """Build briefings and return what was written where.

    Parameters
    ----------
    data
        A county's data folder.
    campaigns
        Slugs; all of the county's, and its overview, where none is named.
    period, known_at, edition, previous
        As :class:`xj_analysis.Briefing` takes them. An explicit `known_at` goes to a folder of its own.
    formats
        Of ``html`` and ``pdf``.
    out
        The folder of all reports.
    jobs
        How many run side by side; the number of cores by default.
    notebooks
        Where to look for notebooks first.
    started, finished
        Called with the briefings to come, and with each as it is done.

    Raises
    ------
    UsageError
        An unknown campaign, period, edition or format; no issue could be made at `previous`.
    DataError
        The data is faulty; nothing is built.
    """
    for name in formats:
        if name not in FORMATS:
            raise UsageError("--format", "没有这种格式", name, choices(name, FORMATS))
    store = loaders.load(data)
    county = store.county
    slugs = [county.campaign(slug).slug for slug in campaigns] or list(county.slugs)
    code = periods.asked(period or county.period).code
    store.known(known_at, period=code, edition=edition)
    if previous:
        store.previous(previous, known_at=known_at or store.latest, period=code, edition=edition)
    source = notebooks_for(data, notebooks)
    issue = code.replace("/", "_") + (f"@{known_at.isoformat()}" if known_at else "")
    report = Report(out / county.slug / issue / edition, source)
    staging = out.resolve().parent / ".xj" / "staging" / f"{os.getpid()}"
    common = {"county": county.slug, "period": period, "known_at": str(known_at or ""), "edition": edition}
    common |= {"previous": str(previous)} if previous else {}
    tasks = [
        Job(
            slug,
            _notebook(source, slug),
            {**common, "campaign": slug},
            data.resolve().parent,
            staging / slug,
            tuple(formats),
        )
        for slug in slugs
    ]
    started(slugs, source)
    entries = archive.entries(report.folder)
    try:
        for task, made in _each(tasks, jobs or os.cpu_count() or 1):
            report.made.append(made)
            if not made.error:
                _replace(task.staging, report.folder / made.slug)
                entries[made.slug] = _entry(task, made, report.folder)
            finished(made)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        with contextlib.suppress(OSError):  # not empty: another build is at work
            staging.parent.rmdir()
    report.made.sort(key=lambda made: slugs.index(made.slug))
    if any(not made.error for made in report.made):
        archive.commit(county, entries, report.folder, period=code, edition=edition)
        archive.index(out)
    return report


def _notebook(folder: Path, slug: str) -> Path:
    own = folder / f"{slug}.ipynb"
    return own if own.is_file() or slug == OVERVIEW else folder / "campaign.ipynb"


def _each(tasks: Sequence[Job], jobs: int) -> Iterator[tuple[Job, Made]]:
    if min(jobs, len(tasks)) <= 1:
        yield from ((task, make(task)) for task in tasks)
        return
    pool = ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=get_context("spawn"))
    try:
        pending = {pool.submit(make, task): task for task in tasks}
        for done in as_completed(pending):
            yield pending[done], done.result()
    except BaseException:  # interrupted: what runs is given up, not waited for; its kernel ends with it
        for child in active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def make(job: Job) -> Made:
    """Make one briefing in its staging folder, and return what it is; a known failure is returned, not raised."""
    from . import document, exporters, run
    from .press import html, pdf

    try:
        executed = run.execute(job.notebook, job.parameters, data=job.data)
        printed = document.from_notebook(executed)
        drawn = exporters.drawings(printed)
        figures = document.figures_json(printed)
        contents: dict[str, bytes] = {
            "briefing.ipynb": archive.as_json(executed),
            "figures.json": archive.as_json(figures),
        }
        if "html" in job.formats:
            contents["briefing.html"] = html.press(printed, drawn).encode()
        if "pdf" in job.formats:
            contents["briefing.pdf"] = pdf.press(printed, drawn)
    except XjError as error:
        return Made(job.slug, error=str(error), exit_code=error.exit_code)
    job.staging.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (job.staging / name).write_bytes(content)
    head = printed.masthead
    return Made(
        job.slug, head.title, head.flags, head.banner, head.known_at_label,
        charts=len(drawn), figures=len(figures["figures"]), unprinted=printed.unprinted,
    )  # fmt: skip


def _replace(new: Path, target: Path) -> None:
    """Put a whole folder in place of another."""
    target.parent.mkdir(parents=True, exist_ok=True)
    old = new.with_name(f"{new.name}.old")
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _entry(job: Job, made: Made, folder: Path) -> dict[str, Any]:
    """What the manifest says of a briefing: the inputs by hash, and the files written."""
    inputs = sorted(path for path in (job.data / job.parameters["county"]).iterdir() if path.is_file())
    return {
        "title": made.title,
        "flags": list(made.flags),
        "banner": made.banner,
        "known_at_label": made.known_at_label,
        "notebook": archive.hashes([job.notebook]),
        "parameters": dict(job.parameters),
        "inputs": archive.hashes(inputs),
        "files": archive.hashes(sorted((folder / made.slug).iterdir())),
    }

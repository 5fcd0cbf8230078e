"""How a briefing is made, in three steps: its notebook is executed, its charts are drawn, its pages are printed.

To draw is for another process than the rest: what draws takes a second to start, and has threads. So it can begin while
the notebook is still being executed.
"""

from __future__ import annotations

import json
import shutil
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from ..base.errors import OutputError, XjError
from ..base.json_lines import dumps_lines
from ..engine.limits import Limits

TRIES = 3
"""A kernel or a helper that dies is given two more chances: what killed it may be gone."""

_NOTEBOOK = "briefing.ipynb"


@dataclass(frozen=True)
class BriefingJob:
    """One briefing to make: which notebook, with what, and where it is staged before it is put in place.

    Parameters
    ----------
    data
        The folder the counties are in.
    part
        The file of its slice, where that was read already.
    staging, failed
        Where the finished briefing waits to be put in place, and where a failed one's notebook is kept.
    """

    slug: str
    notebook: Path
    parameters: Mapping[str, str]
    data: Path
    part: Path | None
    staging: Path
    failed: Path
    formats: tuple[str, ...]
    limits: Limits


@dataclass(frozen=True)
class BriefingResult:
    """One briefing made, as far as it got, or the reason it was not.

    Parameters
    ----------
    seconds
        By phase: run, draw, html, pdf.
    peak
        The most memory its kernel had, in megabytes.
    reads
        What its notebook depended on besides its data, as :class:`xj_analysis.build.run_records.CachedBriefing` has it.
    kept
        The notebook of a failed one, as far as it was executed.
    drawn
        What the next step takes of its charts: their specifications as JSON, then their drawings.
    unchanged
        It stood there already, made from the same.
    """

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
    kept: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)
    peak: int = 0
    tries: int = 1
    reads: Mapping[str, str] = field(default_factory=dict)
    unchanged: bool = False
    drawn: tuple[str, ...] = ()


class Drawing(NamedTuple):
    """A chart drawn, and how many seconds it took."""

    svg: str
    seconds: float


class _Clock:
    """Seconds by phase."""

    def __init__(self, seconds: Mapping[str, float]) -> None:
        self.seconds = dict(seconds)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def make_briefing(job: BriefingJob) -> BriefingResult:
    """Make one briefing in its staging folder, and return what it is; a failure is returned, not raised."""
    made = BriefingResult(job.slug)
    for step in (execute_step, draw_charts, render):
        made = made if made.error else step(job, made)
    return made


def execute_step(job: BriefingJob, made: BriefingResult, tell: Callable[[str], object] = lambda spec: None) -> BriefingResult:
    """Execute the notebook of a briefing, stage it, and return what is known so far, or why it failed.

    Parameters
    ----------
    tell
        Is told the specification of each chart once there is one, as JSON.
    """
    from ..document import section
    from ..engine import execute, papermill_engine

    def charts(output: Mapping[str, Any]) -> list[str]:
        return [dumps_lines(block["spec"]) for block in section.blocks_of_output(output) if block["type"] == "chart"]

    clock, trial = _Clock(made.seconds), papermill_engine.Execution()

    def executed() -> BriefingResult:
        with clock.phase("run"):
            book = execute.execute_notebook(
                job.notebook, job.parameters, data=job.data, part=job.part, limits=job.limits, trial=trial,
                heard=lambda output: [tell(spec) for spec in charts(output)],
            )  # fmt: skip
            job.staging.mkdir(parents=True, exist_ok=True)
            (job.staging / _NOTEBOOK).write_bytes(dumps_lines(book).encode())
        outputs = (output for cell in book["cells"] for output in cell.get("outputs", ()))
        specs = tuple(spec for output in outputs for spec in charts(output))
        return replace(made, seconds=clock.seconds, peak=trial.peak, reads=trial.reads, drawn=specs)

    for tries in range(1, TRIES + 1):
        came = _told(job, executed)
        if not (isinstance(came, execute.KernelLostError) and tries < TRIES):
            break
    if isinstance(came, BriefingResult):
        return replace(came, tries=tries)
    return _failed(came, job, replace(made, seconds=clock.seconds, peak=trial.peak, tries=tries), trial.notebook)


def draw_chart(spec: str) -> Drawing:
    """Draw a chart, given as JSON."""
    from ..press import svg

    start = time.perf_counter()
    return Drawing(svg.draw(json.loads(spec)), time.perf_counter() - start)


def draw_charts(job: BriefingJob, made: BriefingResult, ahead: Mapping[str, Drawing] = MappingProxyType({})) -> BriefingResult:
    """Draw the charts of a briefing that was executed, those that were not drawn ahead, by their specification."""
    clock = _Clock(made.seconds)

    def all_drawn() -> BriefingResult:
        drawings = [ahead.get(spec) or draw_chart(spec) for spec in made.drawn]
        clock.seconds["draw"] = sum(each.seconds for each in drawings)
        return replace(made, drawn=tuple(each.svg for each in drawings), seconds=clock.seconds)

    came = _told(job, all_drawn)
    return came if isinstance(came, BriefingResult) else _unstaged(came, job, replace(made, seconds=clock.seconds))


def render(job: BriefingJob, made: BriefingResult) -> BriefingResult:
    """Print the notebook of a briefing that was executed and whose charts were drawn, and return what it is."""
    clock = _Clock(made.seconds)
    came = _told(job, lambda: _pressed(job, made, clock))
    return came if isinstance(came, BriefingResult) else _unstaged(came, job, replace(made, seconds=clock.seconds))


def _pressed(job: BriefingJob, made: BriefingResult, clock: _Clock) -> BriefingResult:
    from ..document import document, figures_json
    from ..press import html, pdf, svg

    with clock.phase("draw"):  # with all that is not yet paper or page
        printed = document.from_notebook(_staged(job))
        figures = figures_json.figures_json(printed)
    drawings = svg.number_identifiers(made.drawn)
    register = dumps_lines(figures)
    contents = {"figures.json": register.encode()}
    if "html" in job.formats:
        with clock.phase("html"):
            contents["briefing.html"] = html.render_html(printed, drawings).encode()
    if "pdf" in job.formats:
        with clock.phase("pdf"):
            contents["briefing.pdf"] = pdf.render_pdf(printed, drawings, figures=register)
    for name, content in contents.items():
        (job.staging / name).write_bytes(content)
    head = printed.masthead
    return replace(
        made, title=head.title, flags=head.flags, banner=head.banner, known_at_label=head.known_at_label,
        charts=len(drawings), figures=len(figures["figures"]), unprinted=printed.unprinted, seconds=clock.seconds,
        drawn=(),
    )  # fmt: skip


def _staged(job: BriefingJob) -> dict[str, Any]:
    book: dict[str, Any] = json.loads((job.staging / _NOTEBOOK).read_bytes())
    return book


def _told(job: BriefingJob, step: Callable[[], BriefingResult]) -> BriefingResult | XjError:
    """What came of a step, whatever came of it."""
    try:
        return step()
    except XjError as error:
        return error
    except OSError as error:
        where = f"{job.slug} {error.filename or ''}".rstrip()
        return OutputError(where, "写不下", error.strerror or type(error).__name__, "请检查磁盘空间与权限。")
    except Exception as error:  # ours to mend: one briefing fails, the others are made
        said = traceback.format_exception_only(error)[-1].strip()
        return OutputError(job.slug, "程序出错", said, "请把这条信息报给维护者。")


def _unstaged(failure: XjError, job: BriefingJob, so_far: BriefingResult) -> BriefingResult:
    """A failure of what was staged already: the notebook is kept, the rest goes."""
    book: Mapping[str, Any] = {}
    with suppress(OSError, ValueError):  # that it cannot be read may be the failure
        book = _staged(job)
    made = _failed(failure, job, replace(so_far, drawn=()), book)
    shutil.rmtree(job.staging, ignore_errors=True)
    return made


def _failed(failure: XjError, job: BriefingJob, so_far: BriefingResult, notebook: Mapping[str, Any]) -> BriefingResult:
    """What is told of a failure; what its notebook got to is kept, for reading."""
    return replace(so_far, error=str(failure), exit_code=failure.exit_code, kept=_kept(job, notebook))


def _kept(job: BriefingJob, notebook: Mapping[str, Any]) -> str:
    """Where a failed notebook is kept, or nothing if it never began or cannot be kept."""
    from ..engine import execute

    if not notebook:
        return ""
    try:
        job.failed.parent.mkdir(parents=True, exist_ok=True)
        job.failed.write_bytes(dumps_lines(execute.make_deterministic(notebook, job.notebook.parent, job.data)).encode())
    except OSError:
        return ""
    return str(job.failed)

"""The three steps of a briefing: execute its notebook, draw its charts, render its files.

Charts are drawn in a process of their own, the chart renderer: it takes a second to start and has threads. Drawing can
begin while the notebook is still executed.
"""

from __future__ import annotations

import json
import shutil
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from ..base.errors import OutputError, XjError, reason
from ..base.json_lines import dumps_lines
from . import county_notebooks
from .job_results import BriefingCost, BriefingJob, BriefingResult, Drawing, DrawnBriefing, ExecutedBriefing

T = TypeVar("T")

TRIES = 3
"""Attempts at a step whose kernel or worker dies: the cause may be gone at the next."""

_NOTEBOOK = "briefing.ipynb"


class _Clock:
    """A stopwatch that adds up seconds by phase."""

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
    """Make one briefing in its staging folder, all steps in this process; a failure is returned, not raised."""
    executed = execute_step(job)
    if isinstance(executed, BriefingResult):
        return executed
    drawn = draw_step(job, executed)
    return drawn if isinstance(drawn, BriefingResult) else render_step(job, drawn)


def execute_step(
    job: BriefingJob, on_chart: Callable[[str], object] = lambda spec: None
) -> ExecutedBriefing | BriefingResult:
    """Execute and stage the notebook of a briefing; return a result only on failure.

    Parameters
    ----------
    on_chart
        Called with the specification of each chart, as JSON, once its cell is done.
    """
    from ..document import outputs, section
    from ..engine import execute, papermill_engine

    def chart_specs(output: Mapping[str, Any]) -> list[str]:
        return [dumps_lines(block["spec"]) for block in section.blocks_of_output(output) if block["type"] == "chart"]

    clock, execution = _Clock({}), papermill_engine.Execution()

    def execute_and_stage() -> tuple[str, ...]:
        county_notebooks.require_sound(job.notebook)
        with clock.phase("run"):
            book = execute.execute_notebook(
                job.notebook, job.parameters, data=job.data, slice_file=job.slice_file, limits=job.limits,
                execution=execution, on_output=lambda output: [on_chart(spec) for spec in chart_specs(output)],
            )  # fmt: skip
            job.staging.mkdir(parents=True, exist_ok=True)
            (job.staging / _NOTEBOOK).write_bytes(dumps_lines(book).encode())
        shown = (output for cell in book["cells"] for output in outputs.shown_outputs(cell))
        return tuple(spec for output in shown for spec in chart_specs(output))

    for tries in range(1, TRIES + 1):
        specs = _attempt(job, execute_and_stage)
        if not (isinstance(specs, execute.KernelLostError) and tries < TRIES):
            break
    cost = BriefingCost(seconds=clock.seconds, peak=execution.peak, tries=tries)
    if isinstance(specs, XjError):
        return _failure(specs, job, cost, execution.notebook)
    return ExecutedBriefing(chart_specs=specs, reads=execution.reads, cost=cost)


def draw_chart(spec: str) -> Drawing:
    """Draw a chart from its specification, given as JSON."""
    from ..press import svg

    start = time.perf_counter()
    return Drawing(svg.draw(json.loads(spec)), time.perf_counter() - start)


def draw_step(
    job: BriefingJob, executed: ExecutedBriefing, drawn_ahead: Mapping[str, Drawing] = MappingProxyType({})
) -> DrawnBriefing | BriefingResult:
    """Draw the charts of an executed briefing; return a result only on failure.

    Parameters
    ----------
    drawn_ahead
        Charts drawn while the notebook was executed, by their specification.
    """
    drawings = _attempt(job, lambda: [drawn_ahead.get(spec) or draw_chart(spec) for spec in executed.chart_specs])
    if isinstance(drawings, XjError):
        return _failure_after_staging(drawings, job, executed.cost)
    seconds = {**executed.cost.seconds, "draw": sum(each.seconds for each in drawings)}
    return DrawnBriefing(
        drawings=tuple(each.svg for each in drawings),
        reads=executed.reads,
        cost=replace(executed.cost, seconds=seconds),
    )


def render_step(job: BriefingJob, drawn: DrawnBriefing) -> BriefingResult:
    """Render the files of a briefing from its staged notebook and its drawings."""
    clock = _Clock(drawn.cost.seconds)
    result = _attempt(job, lambda: _render(job, drawn, clock))
    cost = replace(drawn.cost, seconds=clock.seconds)
    return _failure_after_staging(result, job, cost) if isinstance(result, XjError) else replace(result, cost=cost)


def _render(job: BriefingJob, drawn: DrawnBriefing, clock: _Clock) -> BriefingResult:
    from ..document import document, figures_json, printed_lights
    from ..press import html, pdf, svg

    with clock.phase("draw"):  # with everything else before page and paper
        printed = document.from_notebook(_staged_notebook(job))
        figures = figures_json.figures_json(printed)
    drawings = svg.number_identifiers(drawn.drawings)
    register = dumps_lines(figures)
    contents = {"figures.json": register.encode()}
    if "html" in job.formats:
        with clock.phase("html"):
            contents["briefing.html"] = html.render_html(printed, drawings).encode()
            contents["figures.html"] = html.render_register(printed).encode()
    if "pdf" in job.formats:
        with clock.phase("pdf"):
            contents["briefing.pdf"] = pdf.render_pdf(printed, drawings, figures=register)
    for name, content in contents.items():
        (job.staging / name).write_bytes(content)
    head = printed.masthead
    return BriefingResult(
        slug=job.slug, title=head.title, flags=head.flags, banner=head.banner, known_at_label=head.known_at_label,
        issue_label=head.issue_label, lights=printed_lights.printed_lights(printed),
        charts=len(drawings), figures=len(figures["figures"]), omissions=printed.omissions, reads=drawn.reads,
    )  # fmt: skip


def _staged_notebook(job: BriefingJob) -> dict[str, Any]:
    book: dict[str, Any] = json.loads((job.staging / _NOTEBOOK).read_bytes())
    return book


def _attempt(job: BriefingJob, step: Callable[[], T]) -> T | XjError:
    """Run a step, and return its result or its error with a message."""
    try:
        return step()
    except XjError as error:
        return error
    except OSError as error:
        where = f"{job.slug} {error.filename or ''}".rstrip()
        return OutputError(where, "写不下", reason(error), "请检查磁盘空间与权限。")
    except Exception as error:  # a fault of the program: this briefing fails, others are made
        cause = traceback.format_exception_only(error)[-1].strip()
        return OutputError(job.slug, "程序出错", cause, "请把这条信息报给维护者。")


def _failure_after_staging(error: XjError, job: BriefingJob, cost: BriefingCost) -> BriefingResult:
    """The result of a failure after staging: the notebook is saved, the staging folder removed."""
    book: Mapping[str, Any] = {}
    with suppress(OSError, ValueError):  # an unreadable notebook may be the failure
        book = _staged_notebook(job)
    result = _failure(error, job, cost, book)
    shutil.rmtree(job.staging, ignore_errors=True)
    return result


def _failure(error: XjError, job: BriefingJob, cost: BriefingCost, notebook: Mapping[str, Any]) -> BriefingResult:
    """The result of a failure; the notebook is saved as far as it was executed."""
    saved = _save_failed_notebook(job, notebook)
    return BriefingResult(slug=job.slug, error=str(error), exit_code=error.exit_code, failed_notebook=saved, cost=cost)


def _save_failed_notebook(job: BriefingJob, notebook: Mapping[str, Any]) -> str:
    """Save a failed notebook and return its path; empty if it never began or cannot be written."""
    from ..engine import execute

    if not notebook:
        return ""
    book = execute.make_deterministic(notebook, job.notebook.parent, job.data)
    try:
        job.failed.parent.mkdir(parents=True, exist_ok=True)
        job.failed.write_bytes(dumps_lines(book).encode())
    except OSError:
        return ""
    return str(job.failed)

"""The processes that make briefings, each one after another: notebook executed, charts drawn, pages printed."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self

from . import processes
from .errors import OutputError, XjError
from .limits import Limits
from .writing import as_json

TRIES = 3
"""A kernel or a worker that dies is given two more chances: what killed it may be gone."""


@dataclass(frozen=True)
class Job:
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
class Made:
    """One briefing made, or the reason it was not.

    Parameters
    ----------
    seconds
        By phase: run, draw, html, pdf.
    peak
        The most memory its kernel had, in megabytes.
    reads
        What its notebook depended on besides its data, as :class:`xj_analysis.runs.Standing` has it.
    kept
        The notebook of a failed one, as far as it was executed.
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


class _Clock:
    """Seconds by phase."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def make(job: Job) -> Made:
    """Make one briefing in its staging folder, and return what it is; a failure is returned, not raised."""
    from . import engine, run

    clock, trial = _Clock(), engine.Trial()
    for tries in range(1, TRIES + 1):
        try:
            return replace(_make(job, clock, trial), tries=tries)
        except run.KernelLostError as error:
            failure: XjError = error
        except XjError as error:
            failure = error
            break
        except OSError as error:
            failure = OutputError(job.slug, "写不下", error.strerror or type(error).__name__, "请检查磁盘空间与权限。")
            break
        except Exception as error:  # ours to mend: one briefing fails, the others are made
            said = traceback.format_exception_only(error)[-1].strip()
            failure = OutputError(job.slug, "程序出错", said, "请把这条信息报给维护者。")
            break
    return Made(
        job.slug, error=str(failure), exit_code=failure.exit_code, kept=_kept(job, trial.notebook),
        seconds=clock.seconds, peak=trial.peak, tries=tries,
    )  # fmt: skip


def _make(job: Job, clock: _Clock, trial: Any) -> Made:
    from . import document, run
    from .press import html, pdf, svg

    with clock.phase("run"):
        executed = run.execute(
            job.notebook, job.parameters, data=job.data, part=job.part, limits=job.limits, trial=trial
        )
    with clock.phase("draw"):
        printed = document.from_notebook(executed)
        drawn = svg.drawings(document.charts_of(printed))
        figures = document.figures_json(printed)
    contents: dict[str, bytes] = {
        "briefing.ipynb": as_json(executed).encode(),
        "figures.json": as_json(figures).encode(),
    }
    if "html" in job.formats:
        with clock.phase("html"):
            contents["briefing.html"] = html.press(printed, drawn).encode()
    if "pdf" in job.formats:
        with clock.phase("pdf"):
            contents["briefing.pdf"] = pdf.press(printed, drawn)
    job.staging.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (job.staging / name).write_bytes(content)
    head = printed.masthead
    return Made(
        job.slug, head.title, head.flags, head.banner, head.known_at_label,
        charts=len(drawn), figures=len(figures["figures"]), unprinted=printed.unprinted,
        seconds=clock.seconds, peak=trial.peak, reads=trial.reads,
    )  # fmt: skip


def _kept(job: Job, notebook: Mapping[str, Any]) -> str:
    """Keep what a failed notebook got to, for reading; where, or nothing if it never began or cannot be kept."""
    from . import run

    if not notebook:
        return ""
    try:
        job.failed.parent.mkdir(parents=True, exist_ok=True)
        job.failed.write_bytes(as_json(run.cleaned(notebook, job.notebook.parent, job.data)).encode())
    except OSError:
        return ""
    return str(job.failed)


class Pool:
    """Workers that live as long as the build; one that dies is replaced, and what it was at is tried again.

    They end at once when it does: by then nobody waits for anything they may still be at.

    Parameters
    ----------
    size
        How many work side by side.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def get_ready(self, ahead: int) -> None:
        """Start so many workers ahead of the work, to do what takes long the first time it is done."""
        for _ in range(ahead):
            self._started().submit(_rehearse)

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self._size, mp_context=prepared(), initializer=_begin, initargs=(dict(os.environ),)
            )
            self._workers = self._executor._processes  # the executor forgets them when one dies
        return self._executor

    def each(
        self, jobs: Sequence[Job], noticed: Callable[[str], None] = lambda said: None
    ) -> Iterator[tuple[Job, Made]]:
        """Yield each job with what came of it, as they are done.

        Parameters
        ----------
        jobs
            In the order they are begun.
        noticed
            Is told of workers that died.
        """
        left = list(range(len(jobs)))
        suspects: list[int] = []
        deaths = dict.fromkeys(left, 0)
        while left or suspects:
            # one under suspicion works alone: should a worker die again, it is known whose fault it is
            begun, left = (suspects[:1], left) if suspects else (left, [])
            suspects = suspects[1:]
            waiting = dict.fromkeys(begun)
            for number, made in self._done({number: jobs[number] for number in begun}):
                del waiting[number]
                yield jobs[number], made
            if waiting:
                self._give_up()
            for number in list(waiting)[: self._size]:  # jobs are begun in their order: these were at work
                deaths[number] += 1
                slug = jobs[number].slug
                if deaths[number] < TRIES:
                    noticed(f"工作进程中断，重做 {slug}（第{deaths[number]}次重试）")
                    suspects.append(number)
                else:
                    error = OutputError(slug, "工作进程一再中断", do="可能是内存不足；请减少 --jobs。")
                    yield jobs[number], Made(slug, error=str(error), exit_code=error.exit_code, tries=TRIES)
            left += list(waiting)[self._size :]

    def _done(self, jobs: Mapping[int, Job]) -> Iterator[tuple[int, Made]]:
        """Yield what came of jobs begun side by side; nothing of those that were not done when a worker died."""
        begun: dict[Future[Made], int] = {}
        with suppress(BrokenProcessPool):  # while jobs are still being handed out
            for number, job in jobs.items():
                begun[self._started().submit(make, job)] = number
            # the pool waits for the death of the workers it had when it was last given something: now it has them all
            self._started().submit(os.getpid)
        for future in as_completed(begun):
            with suppress(BrokenProcessPool):
                made = future.result()
                yield begun[future], made

    def __exit__(self, *_: object) -> None:
        self._give_up()

    def _give_up(self) -> None:
        """Kill the workers, and with them their kernels: asked to end, nbclient would first see to its kernel."""
        if self._executor is not None:
            for process in list(self._workers.values()):
                process.kill()
            self._executor.shutdown(cancel_futures=True)
            self._executor = None


def prepared() -> Any:
    """Return how workers are started: forked, where that is safe, from a process that does its imports from now on."""
    if sys.platform != "linux":
        return get_context("spawn")
    from multiprocessing import forkserver

    context = get_context("forkserver")
    context.set_forkserver_preload(["xj_analysis.ready"])
    os.environ[processes.PARENT] = str(os.getpid())
    try:
        forkserver.ensure_running()
    finally:
        del os.environ[processes.PARENT]
    return context


def _rehearse() -> None:
    from .press import svg

    svg.rehearse()


def _begin(environment: dict[str, str]) -> None:
    """Make a worker one that ends with the build, leaves Ctrl-C to it, and has its environment as it is by now."""
    processes.end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.clear()
    os.environ.update(environment)

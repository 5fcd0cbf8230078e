"""The scheduler: processes that plan, execute, draw and render, started on demand, and the steps they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property, partial
from importlib import import_module
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, Self, TypeVar

from ..base.errors import OutputError
from ..engine import workers
from ..engine.workers import Worker, WorkerDiedError, WorkerPool
from . import steps
from .job_results import BriefingCost, BriefingJob, BriefingResult, Drawing
from .steps import TRIES

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

P = ParamSpec("P")
T = TypeVar("T")
U = TypeVar("U")

_MOST_IDLE = 4  # kernels and workers started ahead: each has the memory of its imports
_RUNNERS_A_RENDERER = 3  # to execute a notebook and render it takes three times as long as to draw its charts

_Event = str | tuple[BriefingJob, BriefingResult] | BaseException


class _Pools(NamedTuple):
    """Workers by task: planners read data, runners execute notebooks and render files, renderers draw charts."""

    planners: WorkerPool
    runners: WorkerPool
    chart_renderers: WorkerPool


def _start_planner() -> Worker:
    """Start a planner: forked as soon as the modules that read data are imported."""
    from ..engine import kernels

    return _fork_or_spawn(kernels.PLANNER_PRELOAD, early=True)


def _start_runner() -> Worker:
    """Start a runner: forked once all modules are imported."""
    from ..engine import kernels

    return _fork_or_spawn(kernels.WORKER_PRELOAD)


def _fork_or_spawn(module: str, *, early: bool = False) -> Worker:
    from ..engine import kernels

    return (kernels.fork_worker(early=early) if kernels.SUPPORTED else None) or workers.spawn_worker(
        partial(import_module, module)
    )


def _start_chart_renderer() -> Worker:
    """Start a chart renderer, in a fresh interpreter: its threads rule out a fork, and the first chart is slow."""
    return workers.spawn_worker(_warm_up_chart_renderer)


def _warm_up_chart_renderer() -> None:
    from ..press import svg

    svg.warm_up()


def _call_with_retries(pool: WorkerPool, task: str, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    for _ in range(TRIES):
        try:
            return pool.call(function, *args, **named)
        except WorkerDiedError:
            continue
    raise OutputError(task, "工作进程一再中断", do="可能是内存不足；请关掉别的程序再试。")


class Scheduler:
    """Kernels and worker pools of builds, started on first use and kept until the end.

    Parameters
    ----------
    size
        How many notebooks are executed in parallel.
    on_notice
        Called with messages: a worker died, or kernels cannot be forked.
    """

    def __init__(self, size: int, on_notice: Callable[[str], None] = lambda notice: None) -> None:
        self._size = size
        self._on_notice = on_notice
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @cached_property
    def _pools(self) -> _Pools:
        """The worker pools; the first access starts the fork server and workers ahead of the work."""
        from ..engine import kernels

        chart_renderers = WorkerPool(-(-self._size // _RUNNERS_A_RENDERER), _start_chart_renderer)
        self._stack.callback(chart_renderers.end)
        self._stack.enter_context(kernels.running_fork_server(min(self._size, _MOST_IDLE)))
        planners, runners = WorkerPool(self._size, _start_planner), WorkerPool(self._size, _start_runner)
        self._stack.callback(planners.end)
        self._stack.callback(runners.end)
        planners.start_ahead(1)
        runners.start_ahead(1)
        chart_renderers.start_ahead(_MOST_IDLE)
        if not kernels.SUPPORTED:
            self._on_notice(kernels.NO_FORK_NOTICE)
        return _Pools(planners=planners, runners=runners, chart_renderers=chart_renderers)

    def start(self) -> None:
        """Start kernels and workers, if they are not running."""
        _ = self._pools

    def plan_call(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Call a function of a module in a planner, and return what it returns or raise what it raises.

        Raises
        ------
        OutputError
            Planners died of it repeatedly.
        """
        return _call_with_retries(self._pools.planners, "读取数据", function, *args, **named)

    def render_call(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Call a function in a runner, which has the modules for rendering; in this process if none is running."""
        if "_pools" not in self.__dict__:
            return function(*args, **named)
        return _call_with_retries(self._pools.runners, "写目录", function, *args, **named)

    def map_in_threads(self, function: Callable[[U], T], items: Sequence[U]) -> list[T]:
        """Call a function for each item in threads, as many as there are planners for :meth:`plan_call`."""
        if len(items) == 1:
            return [function(items[0])]
        from concurrent.futures import ThreadPoolExecutor

        threads = ThreadPoolExecutor(self._size)
        try:
            return list(threads.map(function, items))
        finally:
            threads.shutdown(cancel_futures=True)

    def run(self, jobs: Sequence[BriefingJob]) -> Iterator[tuple[BriefingJob, BriefingResult]]:
        """Make briefings in parallel, and yield each job with its result as it is done.

        Parameters
        ----------
        jobs
            In the order they are started.
        """
        from concurrent.futures import ThreadPoolExecutor

        events: SimpleQueue[_Event] = SimpleQueue()

        def make(job: BriefingJob) -> None:
            try:
                events.put((job, self._make_briefing(job, chart_threads, events.put)))
            except BaseException as error:  # raised again below, in the caller's thread
                events.put(error)

        remaining = len(jobs)
        # twice as many threads as runners: while charts of some are drawn, others are executed and rendered
        job_threads = ThreadPoolExecutor(2 * self._pools.runners.size)
        chart_threads = ThreadPoolExecutor(self._pools.chart_renderers.size)
        try:
            for job in jobs:
                job_threads.submit(make, job)
            while remaining:
                match events.get():
                    case str() as notice:
                        self._on_notice(notice)
                    case BaseException() as error:
                        raise error
                    case job_and_result:
                        remaining -= 1
                        yield job_and_result
        finally:
            if remaining:  # the caller stopped: end running calls
                self._pools.runners.end()
                self._pools.chart_renderers.end()
            chart_threads.shutdown(cancel_futures=True)
            job_threads.shutdown(cancel_futures=True)

    def _make_briefing(
        self, job: BriefingJob, chart_threads: Executor, on_notice: Callable[[str], object]
    ) -> BriefingResult:
        """Make a briefing; each chart is drawn ahead, as soon as its cell is done."""
        _, runners, chart_renderers = self._pools
        futures: dict[str, Future[Drawing]] = {}

        def draw_ahead(spec: str) -> None:
            if spec not in futures:
                futures[spec] = chart_threads.submit(chart_renderers.call, steps.draw_chart, spec)

        def with_retries(step: Callable[[], T]) -> T | BriefingResult:
            for deaths in range(1, TRIES + 1):
                try:
                    return step()
                except WorkerDiedError:
                    if runners.ended or chart_renderers.ended:
                        raise
                    if deaths < TRIES:
                        on_notice(f"工作进程中断，重做 {job.slug}（第{deaths}次重试）")
            error = OutputError(job.slug, "工作进程一再中断", do="可能是内存不足；请减少 --jobs。")
            return BriefingResult(
                slug=job.slug, error=str(error), exit_code=error.exit_code, cost=BriefingCost(tries=TRIES)
            )

        executed = with_retries(lambda: runners.call_with_events(draw_ahead, steps.execute_step, job))
        if isinstance(executed, BriefingResult):
            for future in futures.values():
                future.cancel()
            return executed
        drawn_ahead = {spec: future.result() for spec, future in futures.items() if not future.exception()}
        if drawn_ahead.keys() >= set(executed.chart_specs):
            drawn = steps.draw_step(job, executed, drawn_ahead)
        else:  # charts that failed ahead are drawn again: an error of this attempt is the briefing's
            drawn = with_retries(lambda: chart_renderers.call(steps.draw_step, job, executed, drawn_ahead))
        if isinstance(drawn, BriefingResult):
            return drawn
        return with_retries(lambda: runners.call(steps.render_step, job, drawn))

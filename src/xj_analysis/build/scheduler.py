"""Those who make briefings, called together when there is something to make, and what each of them does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property, partial
from importlib import import_module
from queue import SimpleQueue
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar

from ..base.errors import OutputError
from ..engine import workers
from ..engine.workers import Worker, WorkerDiedError, WorkerPool
from . import steps
from .steps import TRIES, BriefingJob, BriefingResult, Drawing

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

P = ParamSpec("P")
T = TypeVar("T")
U = TypeVar("U")

_AHEAD = 4  # kernels and helpers that wait, at most: each has the memory of what it has touched
_RUNNERS_A_DRAWER = 3  # to execute a notebook and print it takes three times as long as to draw its charts

_Event = str | tuple[BriefingJob, BriefingResult] | BaseException


def _planner() -> Worker:
    """Who works out what is to be made: forked as soon as what reads data is imported, where kernels will be."""
    from ..engine import kernels

    return _forked(kernels.PLANNING, early=True)


def _runner() -> Worker:
    """Who executes notebooks: forked where kernels are, with all imported."""
    from ..engine import kernels

    return _forked(kernels.READY)


def _forked(module: str, *, early: bool = False) -> Worker:
    from ..engine import kernels

    return (kernels.fork_worker(early=early) if kernels.SUPPORTED else None) or workers.spawn_worker(
        partial(import_module, module)
    )


def _drawer() -> Worker:
    """Who draws: a process that stays, for the first chart takes a second longer than those after it."""
    return workers.spawn_worker(_rehearsed)


def _rehearsed() -> None:
    from ..press import svg

    svg.warm_up()


def _done(pool: WorkerPool, what: str, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    for _ in range(TRIES):
        try:
            return pool.call(function, *args, **named)
        except WorkerDiedError:
            continue
    raise OutputError(what, "工作进程一再中断", do="可能是内存不足；请关掉别的程序再试。")


class Scheduler:
    """Kernels, runners and drawers, started when they are first wanted and kept until the end.

    Parameters
    ----------
    size
        How many notebooks are executed side by side.
    noticed
        Is told of helpers that died, and where kernels cannot be warm.
    """

    def __init__(self, size: int, noticed: Callable[[str], None] = lambda said: None) -> None:
        self._size = size
        self._noticed = noticed
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @cached_property
    def _pools(self) -> tuple[WorkerPool, WorkerPool, WorkerPool]:
        """Planners, runners and drawers; to ask for them starts the process that most of them are forked from."""
        from ..engine import kernels

        drawers = WorkerPool(-(-self._size // _RUNNERS_A_DRAWER), _drawer)
        self._stack.callback(drawers.end)
        self._stack.enter_context(kernels.started(min(self._size, _AHEAD)))
        planners, runners = WorkerPool(self._size, _planner), WorkerPool(self._size, _runner)
        self._stack.callback(planners.end)
        self._stack.callback(runners.end)
        planners.get_ready(1)
        runners.get_ready(1)
        drawers.get_ready(_AHEAD)
        if not kernels.SUPPORTED:
            self._noticed(kernels.COLD)
        return planners, runners, drawers

    def call(self) -> None:
        """Start them, if they are not at work yet."""
        _ = self._pools

    def do(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Have a planner call a function of a module, and return what it returns, or raise what it raises.

        Raises
        ------
        OutputError
            Whoever tried died of it.
        """
        planners, _, _ = self._pools
        return _done(planners, "读取数据", function, *args, **named)

    def finish(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """As :meth:`do`, by a runner, who has imported what pages are made with; here, where nobody is at work."""
        if "_pools" not in self.__dict__:
            return function(*args, **named)
        _, runners, _ = self._pools
        return _done(runners, "写目录", function, *args, **named)

    def side_by_side(self, function: Callable[[U], T], items: Sequence[U]) -> list[T]:
        """Call a function for each item in threads, as many as there are planners to :meth:`do` things for them."""
        if len(items) == 1:
            return [function(items[0])]
        from concurrent.futures import ThreadPoolExecutor

        threads = ThreadPoolExecutor(self._size)
        try:
            return list(threads.map(function, items))
        finally:
            threads.shutdown(cancel_futures=True)

    def each(self, jobs: Sequence[BriefingJob]) -> Iterator[tuple[BriefingJob, BriefingResult]]:
        """Yield each job with what came of it, as they are done.

        Parameters
        ----------
        jobs
            In the order they are begun.
        """
        from concurrent.futures import ThreadPoolExecutor

        _, runners, drawers = self._pools
        events: SimpleQueue[_Event] = SimpleQueue()

        def whole(job: BriefingJob) -> None:
            try:
                events.put((job, self._whole(job, artists, events.put)))
            except BaseException as error:  # it belongs to whoever waits
                events.put(error)

        left = len(jobs)
        # each is driven by a thread: while charts of some are drawn, or wait for it, others are executed and printed
        drivers, artists = ThreadPoolExecutor(2 * runners.size), ThreadPoolExecutor(drawers.size)
        try:
            for job in jobs:
                drivers.submit(whole, job)
            while left:
                match events.get():
                    case str() as said:
                        self._noticed(said)
                    case BaseException() as error:
                        raise error
                    case done:
                        left -= 1
                        yield done
        finally:
            if left:  # nobody waits for the rest
                runners.end()
                drawers.end()
            artists.shutdown(cancel_futures=True)
            drivers.shutdown(cancel_futures=True)

    def _whole(self, job: BriefingJob, artists: Executor, tell: Callable[[str], object]) -> BriefingResult:
        """Make a briefing, its charts drawn as soon as they are there."""
        _, runners, drawers = self._pools
        begun: dict[str, Future[Drawing]] = {}

        def heard(spec: str) -> None:
            if spec not in begun:
                begun[spec] = artists.submit(drawers.call, steps.draw_chart, spec)

        def tried(step: Callable[..., BriefingResult]) -> BriefingResult:
            for deaths in range(1, TRIES + 1):
                try:
                    return step()
                except WorkerDiedError:
                    if runners.ended or drawers.ended:
                        raise
                    if deaths < TRIES:
                        tell(f"工作进程中断，重做 {job.slug}（第{deaths}次重试）")
            error = OutputError(job.slug, "工作进程一再中断", do="可能是内存不足；请减少 --jobs。")
            return BriefingResult(job.slug, error=str(error), exit_code=error.exit_code, tries=TRIES)

        made = tried(lambda: runners.follow(heard, steps.execute_step, job, BriefingResult(job.slug)))
        if made.error:
            for each in begun.values():
                each.cancel()
            return made
        ahead = {spec: each.result() for spec, each in begun.items() if not each.exception()}
        if ahead.keys() >= set(made.drawn):
            made = steps.draw_charts(job, made, ahead)
        else:  # what could not be drawn ahead is tried again, and told if it fails again
            made = tried(lambda: drawers.call(steps.draw_charts, job, made, ahead))
        return made if made.error else tried(lambda: runners.call(steps.render, job, made))

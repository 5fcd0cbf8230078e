"""Those who make briefings, called together when there is something to make, and what each of them does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from importlib import import_module
from queue import SimpleQueue
from typing import ParamSpec, Self, TypeVar

from . import helpers, making
from .errors import OutputError
from .helpers import Helper, LostError, Pool
from .making import TRIES, Job, Made

P = ParamSpec("P")
T = TypeVar("T")

_AHEAD = 4  # kernels and helpers that wait, at most: each has the memory of what it has touched
_RUNNERS_A_DRAWER = 3  # to execute a notebook and print it takes three times as long as to draw its charts

_Event = str | tuple[Job, Made] | BaseException


def _runner() -> Helper:
    """Who executes notebooks: forked where kernels are, with all imported."""
    from . import kernels

    return (kernels.helper() if kernels.SUPPORTED else None) or helpers.spawned(_imported)


def _imported() -> None:
    from . import kernels

    import_module(kernels.READY)


def _drawer() -> Helper:
    """Who draws: a process that stays, for the first chart takes a second longer than those after it."""
    return helpers.spawned(_rehearsed)


def _rehearsed() -> None:
    from .press import svg

    svg.rehearse()


class Crew:
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
    def _pools(self) -> tuple[Pool, Pool]:
        """Runners and drawers; to ask for them starts them, and the process runners and kernels are forked from."""
        from . import kernels

        drawers = Pool(-(-self._size // _RUNNERS_A_DRAWER), _drawer)
        self._stack.callback(drawers.end)
        self._stack.enter_context(kernels.started(min(self._size, _AHEAD)))
        runners = Pool(self._size, _runner)
        self._stack.callback(runners.end)
        runners.get_ready(1)
        drawers.get_ready(_AHEAD)
        if not kernels.SUPPORTED:
            self._noticed(kernels.COLD)
        return runners, drawers

    def call(self) -> None:
        """Start them, if they are not at work yet."""
        _ = self._pools

    def do(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Have a runner call a function of a module, and return what it returns, or raise what it raises.

        Raises
        ------
        OutputError
            Whoever tried died of it.
        """
        runners, _ = self._pools
        for _ in range(TRIES):
            try:
                return runners.call(function, *args, **named)
            except LostError:
                continue
        raise OutputError("读取数据", "工作进程一再中断", do="可能是内存不足；请关掉别的程序再试。")

    def each(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Made]]:
        """Yield each job with what came of it, as they are done.

        Parameters
        ----------
        jobs
            In the order they are begun.
        """
        from concurrent.futures import ThreadPoolExecutor

        runners, drawers = self._pools
        events: SimpleQueue[_Event] = SimpleQueue()

        def whole(job: Job) -> None:
            try:
                made = Made(job.slug)
                for pool, step in ((runners, making.execute), (drawers, making.draw), (runners, making.press)):
                    made = made if made.error else self._tried(events, pool, step, job, made)
                events.put((job, made))
            except BaseException as error:  # it belongs to whoever waits
                events.put(error)

        left = len(jobs)
        # each is driven by a thread: while charts of some are drawn, or wait for it, others are executed and printed
        drivers = ThreadPoolExecutor(2 * runners.size)
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
            drivers.shutdown(cancel_futures=True)

    @staticmethod
    def _tried(
        events: SimpleQueue[_Event], pool: Pool, step: Callable[[Job, Made], Made], job: Job, made: Made
    ) -> Made:
        for deaths in range(1, TRIES + 1):
            try:
                return pool.call(step, job, made)
            except LostError:
                if pool.ended:
                    raise
                if deaths < TRIES:
                    events.put(f"工作进程中断，重做 {job.slug}（第{deaths}次重试）")
        error = OutputError(job.slug, "工作进程一再中断", do="可能是内存不足；请减少 --jobs。")
        return Made(job.slug, error=str(error), exit_code=error.exit_code, tries=TRIES)

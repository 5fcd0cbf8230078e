"""Processes that do what they are told, one thing after another, and how they are told."""

from __future__ import annotations

import gc
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

P = ParamSpec("P")
T = TypeVar("T")


class LostError(Exception):
    """A helper died of what it was told to do, or was ended."""


class Helper:
    """One process at work for this one.

    Parameters
    ----------
    connection
        To where :func:`serve` listens.
    end
        Ends the process at once, whatever it is at.
    """

    def __init__(self, connection: Connection, end: Callable[[], object]) -> None:
        self._connection = connection
        self._end = end
        self._ending = threading.Lock()
        self._ended = False
        self.waits = True

    def end(self) -> None:
        """End it, if it is not ended yet: who waits for it may find it dead while it is being ended by another."""
        with self._ending:
            if not self._ended:
                self._end()
                self._ended = True

    def call(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Have a function of a module called there, and return what it returns, or raise what it raises.

        Raises
        ------
        LostError
            The process is gone.
        """
        return self._asked(None, function, args, named)

    def follow(self, heard: Callable[[Any], object], function: Callable[..., T], *args: Any) -> T:
        """As :meth:`call`, but the function is given one argument more: what it calls that with is `heard` here."""
        return self._asked(heard, function, args, {})

    def _asked(
        self, heard: Callable[[Any], object] | None, function: Callable[..., T], args: Sequence[Any],
        named: Mapping[str, Any],
    ) -> T:  # fmt: skip
        self.waits = False
        try:
            self._connection.send((heard is not None, function, args, named))
            while not isinstance(answer := self._connection.recv(), _Answer):
                assert heard is not None
                heard(answer)
        except (EOFError, OSError):
            raise LostError from None
        self.waits = True
        if answer.error is not None:
            answer.error.add_note(answer.told)
            raise answer.error
        return cast("T", answer.came)


class _Answer(NamedTuple):
    """What a function came to, which is the last thing that is told of it."""

    came: object
    error: Exception | None = None
    told: str = ""


def serve(connection: Connection) -> None:
    """Do what comes over the connection until it is closed."""
    while True:
        try:
            followed, function, args, named = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer = _Answer(function(*args, connection.send, **named) if followed else function(*args, **named))
        except Exception as error:  # for whoever asked
            answer = _Answer(None, error, traceback.format_exc())
        connection.send(answer)


def spawned(prepare: Callable[[], object]) -> Helper:
    """Start a fresh interpreter that first calls `prepare`, then does what it is told; it is not waited for."""
    from multiprocessing import get_context

    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, prepare), daemon=True)
    with _without_interrupts():
        process.start()
    theirs.close()

    def end() -> None:
        process.kill()
        process.join()

    return Helper(ours, end)


def _work(connection: Connection, prepare: Callable[[], object]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()
    with suppress(Exception):  # what is wrong, the first thing it is told to do will tell
        prepare()
    gc.freeze()  # what it is prepared with stays: it need not be looked through again and again
    gc.enable()
    serve(connection)


def _end_with_parent() -> None:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Keep Ctrl-C from what is started meanwhile: it is for the build, which decides what becomes of its helpers."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Pool:
    """Helpers of one kind: started when they are wanted, kept for the next, and replaced when they die.

    Parameters
    ----------
    size
        How many there are at most; who asks for one more waits.
    start
        Starts one.
    """

    def __init__(self, size: int, start: Callable[[], Helper]) -> None:
        self.size = size
        self.ended = False
        self._start = start
        self._free = threading.BoundedSemaphore(size)
        self._idle: list[Helper] = []
        self._all: list[Helper] = []
        self._lock = threading.Lock()

    def get_ready(self, ahead: int) -> None:
        """Start so many ahead of the work."""
        self._idle += [self._started() for _ in range(min(ahead, self.size))]

    def call(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Have the next helper that is free call a function.

        Raises
        ------
        LostError
            It died, or all were ended.
        """
        with self._next() as helper:
            return helper.call(function, *args, **named)

    def follow(self, heard: Callable[[Any], object], function: Callable[..., T], *args: Any) -> T:
        """As :meth:`call`, and hear what :meth:`Helper.follow` says."""
        with self._next() as helper:
            return helper.follow(heard, function, *args)

    @contextmanager
    def _next(self) -> Iterator[Helper]:
        with self._free:
            helper = self._idle.pop() if self._idle else self._started()
            try:
                yield helper
            finally:
                if helper.waits:
                    self._idle.append(helper)
                else:  # dead, or still at what nobody waits for any more
                    helper.end()

    def _started(self) -> Helper:
        with self._lock:
            if self.ended:
                raise LostError
            helper = self._start()
            self._all.append(helper)
            return helper

    def end(self) -> None:
        """End them at once: nobody waits any more for what they may be at."""
        with self._lock:
            self.ended = True
            for helper in self._all:
                helper.end()

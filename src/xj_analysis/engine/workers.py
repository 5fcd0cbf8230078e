"""Processes that do what they are told, one thing after another, and how they are told."""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, NamedTuple, NoReturn, ParamSpec, Self, TypeVar, cast

from .threads import one_thread

P = ParamSpec("P")
T = TypeVar("T")

FRESH = "import sys; sys.flags.safe_path or sys.path.pop(0); from {module} import main; main()"
"""Runs a module's main; the current folder is taken off the path before: a random.py there must not be found."""


class WorkerDiedError(Exception):
    """A helper died of what it was told to do, or was ended."""


class Channel:
    """Any objects, one after another, both ways over two streams."""

    def __init__(self, reader: BinaryIO, writer: BinaryIO) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    def of(cls, connection: socket.socket) -> Self:
        """Return the channel of a connected socket, which is its alone from now on."""
        channel = cls(connection.makefile("rb"), connection.makefile("wb"))
        connection.close()  # once the streams are
        return channel

    def send(self, said: object) -> None:
        """Send an object; nothing of it is sent if it cannot be."""
        self._writer.write(pickle.dumps(said))
        self._writer.flush()

    def receive(self) -> Any:
        """Wait for an object and return it; one of :data:`GONE` is raised where none will come any more."""
        return pickle.load(self._reader)  # noqa: S301 - from our own processes

    def close(self) -> None:
        """Let go of the streams; what could not be sent is lost."""
        for stream in (self._reader, self._writer):
            with suppress(OSError):
                stream.close()


GONE = (EOFError, OSError, pickle.UnpicklingError, ValueError)  # the last where a stream was closed on this side


class Worker:
    """One process at work for this one.

    Parameters
    ----------
    channel
        To where :func:`serve` listens.
    end
        Ends the process at once, whatever it is at.
    """

    def __init__(self, channel: Channel, end: Callable[[], object]) -> None:
        self._channel = channel
        self._end = end
        self._ending = threading.Lock()
        self._ended = False
        self.waits = True

    def end(self) -> None:
        """End it, if it is not ended yet: who waits for it may find it dead while it is being ended by another."""
        with self._ending:
            if not self._ended:
                self._end()
                self._channel.close()
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
            self._channel.send((heard is not None, function, args, named))
            while not isinstance(answer := self._channel.receive(), _Answer):
                assert heard is not None
                heard(answer)
        except GONE:
            raise WorkerDiedError from None
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


def serve(channel: Channel) -> None:
    """Do what comes over the channel until it is closed."""
    while True:
        try:
            followed, function, args, named = channel.receive()
        except GONE:
            return
        try:
            answer = _Answer(function(*args, channel.send, **named) if followed else function(*args, **named))
        except Exception as error:  # for whoever asked
            answer = _Answer(None, error, traceback.format_exc())
        channel.send(answer)


def spawn_worker(prepare: Callable[[], object]) -> Worker:
    """Start a fresh interpreter that first calls `prepare`, then does what it is told; it is not waited for."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", FRESH.format(module=__name__)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **one_thread(os.environ)},
        start_new_session=True,  # Ctrl-C is for the build, which decides what becomes of its helpers
    )
    channel = Channel(cast("BinaryIO", process.stdout), cast("BinaryIO", process.stdin))
    with suppress(OSError):  # it died at once: who tells it something will notice
        channel.send(prepare)

    def end() -> None:
        process.kill()
        process.wait()

    return Worker(channel, end)


def main() -> NoReturn:
    """Be what :func:`spawn_worker` started, for as long as its standard input is open."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked = os.dup(0)
    channel = Channel(os.fdopen(asked, "rb"), os.fdopen(os.dup(1), "wb"))
    if hasattr(select, "poll"):  # elsewhere it does first what it is at
        threading.Thread(target=_end_with_the_other, args=(asked,), daemon=True).start()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # whatever is printed is not for who reads the channel
    gc.disable()
    with suppress(Exception):  # what is wrong, the first thing it is told to do will tell
        channel.receive()()
    gc.freeze()  # what it is prepared with stays: it need not be looked through again and again
    gc.enable()
    with suppress(OSError):  # nobody is there to be answered
        serve(channel)
    os._exit(0)  # not waiting for threads


def _end_with_the_other(descriptor: int) -> None:
    """End this process, whatever it is at, once nobody is at the other end."""
    watched = select.poll()
    watched.register(descriptor, 0)
    watched.poll()
    os._exit(1)


class WorkerPool:
    """Helpers of one kind: started when they are wanted, kept for the next, and replaced when they die.

    Parameters
    ----------
    size
        How many there are at most; who asks for one more waits.
    start
        Starts one.
    """

    def __init__(self, size: int, start: Callable[[], Worker]) -> None:
        self.size = size
        self.ended = False
        self._start = start
        self._free = threading.BoundedSemaphore(size)
        self._idle: list[Worker] = []
        self._all: list[Worker] = []
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
    def _next(self) -> Iterator[Worker]:
        with self._free:
            helper = self._idle.pop() if self._idle else self._started()
            try:
                yield helper
            finally:
                if helper.waits:
                    self._idle.append(helper)
                else:  # dead, or still at what nobody waits for any more
                    helper.end()

    def _started(self) -> Worker:
        with self._lock:
            if self.ended:
                raise WorkerDiedError
            helper = self._start()
            self._all.append(helper)
            return helper

    def end(self) -> None:
        """End them at once: nobody waits any more for what they may be at."""
        with self._lock:
            self.ended = True
            for helper in self._all:
                helper.end()

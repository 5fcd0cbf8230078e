"""Worker processes and worker pools: a function of a module is called in another process, over a pickled channel."""

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

FRESH_INTERPRETER = "import sys; sys.flags.safe_path or sys.path.pop(0); from {module} import main; main()"
"""Code that runs a module's main, without the current folder on the path: a random.py there must not be imported."""


class WorkerDiedError(Exception):
    """A worker process died during a call, or was ended."""


class Channel:
    """A two-way stream of pickled objects."""

    def __init__(self, reader: BinaryIO, writer: BinaryIO) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    def from_socket(cls, connection: socket.socket) -> Self:
        """Return the channel of a connected socket, and take the socket over."""
        channel = cls(connection.makefile("rb"), connection.makefile("wb"))
        connection.close()  # the streams hold it open
        return channel

    def send(self, message: object) -> None:
        """Send an object; nothing is sent of one that cannot be pickled."""
        self._writer.write(pickle.dumps(message))
        self._writer.flush()

    def receive(self) -> Any:
        """Wait for an object and return it; a closed channel raises one of :data:`CHANNEL_CLOSED`."""
        return pickle.load(self._reader)  # noqa: S301 - from our own processes

    def close(self) -> None:
        """Close the streams; unsent data is lost."""
        for stream in (self._reader, self._writer):
            with suppress(OSError):
                stream.close()


CHANNEL_CLOSED = (EOFError, OSError, pickle.UnpicklingError, ValueError)  # ValueError: closed on this side


class Worker:
    """One worker process, seen from the process that calls it.

    Parameters
    ----------
    channel
        The other end is read by :func:`serve`.
    kill
        Kills the process, whatever it is doing.
    """

    def __init__(self, channel: Channel, kill: Callable[[], object]) -> None:
        self._channel = channel
        self._kill = kill
        self._lock = threading.Lock()
        self._ended = False
        self.idle = True

    def end(self) -> None:
        """End the process, once: several threads may end it at the same time."""
        with self._lock:
            if not self._ended:
                self._kill()
                self._channel.close()
                self._ended = True

    def call(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Call a function of a module in the worker, and return what it returns or raise what it raises.

        Raises
        ------
        WorkerDiedError
            The process is gone.
        """
        return self._request(None, function, args, named)

    def call_with_events(self, on_event: Callable[[Any], object], function: Callable[..., T], *args: Any) -> T:
        """Do the same with one more argument: a function whose every call there calls `on_event` here."""
        return self._request(on_event, function, args, {})

    def _request(
        self, on_event: Callable[[Any], object] | None, function: Callable[..., T], args: Sequence[Any],
        named: Mapping[str, Any],
    ) -> T:  # fmt: skip
        self.idle = False
        try:
            self._channel.send((on_event is not None, function, args, named))
            while not isinstance(answer := self._channel.receive(), _Answer):
                assert on_event is not None
                on_event(answer)
        except CHANNEL_CLOSED:
            raise WorkerDiedError from None
        self.idle = True
        if answer.error is not None:
            answer.error.add_note(answer.traceback)
            raise answer.error
        return cast("T", answer.result)


class _Answer(NamedTuple):
    """The result or error of a call: the last message about it."""

    result: object
    error: Exception | None = None
    traceback: str = ""


def serve(channel: Channel) -> None:
    """Answer the calls that arrive over a channel, in the worker process, until it is closed."""
    while True:
        try:
            has_events, function, args, named = channel.receive()
        except CHANNEL_CLOSED:
            return
        try:
            answer = _Answer(function(*args, channel.send, **named) if has_events else function(*args, **named))
        except Exception as error:  # raised again in the calling process
            answer = _Answer(None, error, traceback.format_exc())
        channel.send(answer)


def spawn_worker(prepare: Callable[[], object]) -> Worker:
    """Start a worker in a fresh interpreter, without waiting for it; it calls `prepare` first."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", FRESH_INTERPRETER.format(module=__name__)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **one_thread(os.environ)},
        start_new_session=True,  # Ctrl-C goes to the build, which ends its workers itself
    )
    channel = Channel(cast("BinaryIO", process.stdout), cast("BinaryIO", process.stdin))
    with suppress(OSError):  # it died at once: the first call raises
        channel.send(prepare)

    def kill() -> None:
        process.kill()
        process.wait()

    return Worker(channel, kill)


def main() -> NoReturn:
    """Run the worker process that :func:`spawn_worker` starts, until its standard input is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests = os.dup(0)
    channel = Channel(os.fdopen(requests, "rb"), os.fdopen(os.dup(1), "wb"))
    if hasattr(select, "poll"):  # elsewhere a running call is finished first
        threading.Thread(target=_exit_with_caller, args=(requests,), daemon=True).start()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # printed text must not reach the channel
    gc.disable()
    with suppress(Exception):  # the first call raises what is wrong
        channel.receive()()
    gc.freeze()  # prepared objects stay: no collection need visit them
    gc.enable()
    with suppress(OSError):  # the caller is gone
        serve(channel)
    os._exit(0)  # not waiting for threads


def _exit_with_caller(descriptor: int) -> None:
    """Exit, whatever is running, once the other end of a descriptor is closed."""
    poll = select.poll()
    poll.register(descriptor, 0)
    poll.poll()
    os._exit(1)


class WorkerPool:
    """Workers of one kind: started on demand, kept for the next call, replaced when they die.

    Parameters
    ----------
    size
        The most workers at a time; further calls wait.
    start
        Starts a worker.
    """

    def __init__(self, size: int, start: Callable[[], Worker]) -> None:
        self.size = size
        self.ended = False
        self._start = start
        self._free = threading.BoundedSemaphore(size)
        self._idle: list[Worker] = []
        self._all: list[Worker] = []
        self._lock = threading.Lock()

    def start_ahead(self, count: int) -> None:
        """Start up to `count` workers before there is work."""
        self._idle += [self._start_worker() for _ in range(min(count, self.size))]

    def call(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Call a function in the next free worker.

        Raises
        ------
        WorkerDiedError
            The worker died, or the pool was ended.
        """
        with self._free_worker() as worker:
            return worker.call(function, *args, **named)

    def call_with_events(self, on_event: Callable[[Any], object], function: Callable[..., T], *args: Any) -> T:
        """Call :meth:`Worker.call_with_events` of the next free worker."""
        with self._free_worker() as worker:
            return worker.call_with_events(on_event, function, *args)

    @contextmanager
    def _free_worker(self) -> Iterator[Worker]:
        with self._free:
            worker = self._idle.pop() if self._idle else self._start_worker()
            try:
                yield worker
            finally:
                if worker.idle:
                    self._idle.append(worker)
                else:  # dead, or still running a call whose answer is no longer awaited
                    worker.end()

    def _start_worker(self) -> Worker:
        with self._lock:
            if self.ended:
                raise WorkerDiedError
            worker = self._start()
            self._all.append(worker)
            return worker

    def end(self) -> None:
        """End all workers at once, running calls included."""
        with self._lock:
            self.ended = True
            for worker in self._all:
                worker.end()

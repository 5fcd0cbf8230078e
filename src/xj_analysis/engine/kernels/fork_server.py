"""The fork server: a process that imports modules once, forks kernels and workers on request, and reaps them.

It has one thread and runs no notebook code. Its standard input is a lifeline: when the process that started it is gone,
the fork server kills all kernels and ends.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from . import forked_process
from .fork_server_client import EXIT_REFUSED, peer_user

_LIFELINE = 0
_HUNG_UP = select.POLLRDHUP | select.POLLHUP | select.POLLERR


@dataclass
class _Fork:
    """A forked process: in the pool while it has no connection, a kernel or worker of a client afterwards."""

    pid: int
    handle: int
    requests: socket.socket
    connection: socket.socket | None = None
    code: int | None = None


class ForkServer:
    """Forks kernels and workers: a pool ahead of requests, the rest on request.

    Parameters
    ----------
    listener, early
        Listening sockets; each connection is a request for a kernel or worker. `early` is answered before all modules
        are imported.
    environment
        The variables before the imports. A fork keeps the ones that imports set, as if it had imported by itself.
    """

    def __init__(self, listener: socket.socket, early: socket.socket, environment: Mapping[str, str]) -> None:
        self._listeners = listener, early
        self._early = early
        self._environment = environment
        self._pool: list[_Fork] = []
        self._handlers: dict[int, Callable[[], None]] = {}
        self._forks: dict[int, _Fork] = {}
        self._poll = select.poll()
        self._watch(_LIFELINE, _HUNG_UP, lambda: None)
        self._watch(listener.fileno(), select.POLLIN, lambda: self._accept(listener))
        self._watch(early.fileno(), select.POLLIN, lambda: self._accept(early))

    def answer_early(self) -> None:
        """Fork for the early requests that have come so far."""
        while select.select([self._early], [], [], 0)[0]:
            self._accept(self._early)

    def serve(self, pool_size: int) -> None:
        """Answer requests, with `pool_size` forks ahead of them, until the lifeline is cut; then kill all forks."""
        while True:
            while len(self._pool) < pool_size:
                self._pool.append(self._fork())
            for descriptor, _ in self._poll.poll():
                if descriptor == _LIFELINE:
                    self._kill_all()
                    return
                if handler := self._handlers.get(descriptor):  # an earlier event may have closed this one
                    handler()

    def _watch(self, descriptor: int, events: int, handler: Callable[[], None]) -> None:
        self._poll.register(descriptor, events)
        self._handlers[descriptor] = handler

    def _unwatch(self, descriptor: int) -> None:
        self._poll.unregister(descriptor)
        del self._handlers[descriptor]

    def _fork(self) -> _Fork:
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        pid = os.fork()
        if not pid:
            self._close_in_fork()
            ours.close()
            imported = {name: value for name, value in os.environ.items() if self._environment.get(name) != value}
            forked_process.run(theirs, parent, imported)
        theirs.close()
        fork = _Fork(pid=pid, handle=os.pidfd_open(pid), requests=ours)
        self._forks[pid] = fork
        self._watch(fork.handle, select.POLLIN, lambda: self._on_exit(fork))
        return fork

    def _close_in_fork(self) -> None:
        """Close the server's sockets in a fork: a connection must have no other holder."""
        for listener in self._listeners:
            listener.close()
        for fork in self._forks.values():
            os.close(fork.handle)
            fork.requests.close()
            if fork.connection:
                fork.connection.close()

    def _accept(self, listener: socket.socket) -> None:
        connection, _ = listener.accept()
        if peer_user(connection) != os.getuid():
            connection.close()
            return
        fork = self._pool.pop(0) if self._pool else self._fork()
        try:
            socket.send_fds(fork.requests, [b"!"], [connection.fileno()])
        except OSError:  # it died in the pool, about to be noticed: the client asks again
            connection.close()
            return
        fork.requests.close()
        fork.connection = connection
        self._watch(connection.fileno(), select.POLLRDHUP, lambda: self._on_disconnect(fork))

    def _on_exit(self, fork: _Fork) -> None:
        """Send the exit code of a dead fork, unreaped while a client may signal it: its id must not be used again."""
        self._unwatch(fork.handle)
        result = os.waitid(os.P_PID, fork.pid, os.WEXITED | os.WNOWAIT)
        assert result is not None
        fork.code = result.si_status if result.si_code == os.CLD_EXITED else -result.si_status
        if fork.connection is None:
            if fork in self._pool:
                self._pool.remove(fork)
            self._reap(fork)
        else:
            with contextlib.suppress(OSError):
                fork.connection.sendall(b"exit %d\n" % fork.code)

    def _on_disconnect(self, fork: _Fork) -> None:
        """Kill a fork whose client is gone, with all it started; reap it if it has ended."""
        assert fork.connection is not None
        self._unwatch(fork.connection.fileno())
        fork.connection.close()
        fork.connection = None
        _kill(fork.pid)
        if fork.code is not None:
            self._reap(fork)

    def _reap(self, fork: _Fork) -> None:
        os.waitpid(fork.pid, 0)
        os.close(fork.handle)
        fork.requests.close()
        del self._forks[fork.pid]

    def _kill_all(self) -> None:
        for pid in self._forks:
            _kill(pid)
        for pid in self._forks:
            os.waitpid(pid, 0)


def _kill(pid: int) -> None:
    """Kill an unreaped fork and its process group: a fork may die before it leads a group."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)


def _freeze_or_refuse() -> None:
    """Exclude imported objects from garbage collection; exit where an import has started a thread."""
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads > 1:
        sys.stderr.write(f"内核热启动停用：预先载入的库启动了{threads - 1}个线程，分叉不安全；改用普通内核。\n")
        sys.stderr.flush()
        os._exit(EXIT_REFUSED)  # not waiting for the threads
    gc.freeze()  # a collection in a fork must not copy shared pages


def main() -> NoReturn:
    """Run a fork server.

    Arguments: modules to import, separated by commas; the descriptors of two listening sockets; the size of the pool;
    as JSON, the kernel arguments to prepare for. Early requests are answered after each module but the last.
    """
    modules, listener, early, pool_size, kernel_arguments = sys.argv[1:]
    *first, last = modules.split(",")
    server = ForkServer(socket.socket(fileno=int(listener)), socket.socket(fileno=int(early)), dict(os.environ))
    os.environ.pop("JPY_PARENT_PID", None)  # a forked kernel's parent is the fork server
    gc.disable()  # imported objects stay: collections would cost a tenth of the time
    for module in first:
        importlib.import_module(module)
        _freeze_or_refuse()
        server.answer_early()
    importlib.import_module(last)
    from . import application  # after the preload, which imports ipykernel without the parts that are not needed

    if arguments := json.loads(kernel_arguments):
        application.prepare(arguments)
    gc.collect()
    _freeze_or_refuse()
    gc.enable()
    server.serve(int(pool_size))
    sys.exit(0)

"""The process kernels are forked from: it imports, listens, forks, and sees every kernel to its end.

It has one thread and never runs a notebook's code. Its standard input is a lifeline: when the process that started it
is gone, however it went, the zygote kills all kernels and ends.
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
from .fork_server_client import REFUSED, peer

_LIFELINE = 0
_HUNG_UP = select.POLLRDHUP | select.POLLHUP | select.POLLERR


@dataclass
class _ForkedKernel:
    """A fork: waiting in the pool while it has no connection, somebody's kernel afterwards."""

    pid: int
    handle: int
    orders: socket.socket
    connection: socket.socket | None = None
    code: int | None = None


class ForkServer:
    """Forks kernels, those of the pool ahead of the asking.

    Parameters
    ----------
    listener, early
        Bound and listening; each connection to them is a kernel asked for, or a helper. To `early` go those who need
        not wait until all is imported.
    environment
        As it was before the imports: what they put into it they would have put into the kernel's.
    """

    def __init__(self, listener: socket.socket, early: socket.socket, environment: Mapping[str, str]) -> None:
        self._listeners = listener, early
        self._early = early
        self._environment = environment
        self._pool: list[_ForkedKernel] = []
        self._watched: dict[int, Callable[[], None]] = {}
        self._kernels: dict[int, _ForkedKernel] = {}
        self._poll = select.poll()
        self._watch(_LIFELINE, _HUNG_UP, lambda: None)
        self._watch(listener.fileno(), select.POLLIN, lambda: self._accept(listener))
        self._watch(early.fileno(), select.POLLIN, lambda: self._accept(early))

    def answer_early(self) -> None:
        """Fork for those who need no more than what is imported by now."""
        while select.select([self._early], [], [], 0)[0]:
            self._accept(self._early)

    def serve(self, ahead: int) -> None:
        """Fork on demand, and so many ahead of it, until the lifeline is cut; then kill what is left."""
        while True:
            while len(self._pool) < ahead:
                self._pool.append(self._fork())
            for descriptor, _ in self._poll.poll():
                if descriptor == _LIFELINE:
                    self._end()
                    return
                if act := self._watched.get(descriptor):  # an event before it may have closed this one
                    act()

    def _watch(self, descriptor: int, events: int, act: Callable[[], None]) -> None:
        self._poll.register(descriptor, events)
        self._watched[descriptor] = act

    def _forget(self, descriptor: int) -> None:
        self._poll.unregister(descriptor)
        del self._watched[descriptor]

    def _fork(self) -> _ForkedKernel:
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        pid = os.fork()
        if not pid:
            self._leave()
            ours.close()
            imported = {name: value for name, value in os.environ.items() if self._environment.get(name) != value}
            forked_process.wait(theirs, parent, imported)
        theirs.close()
        kernel = _ForkedKernel(pid, os.pidfd_open(pid), ours)
        self._kernels[pid] = kernel
        self._watch(kernel.handle, select.POLLIN, lambda: self._ended(kernel))
        return kernel

    def _leave(self) -> None:
        """Close, in a fork, all that is the zygote's: a connection must have no other holder."""
        for listener in self._listeners:
            listener.close()
        for kernel in self._kernels.values():
            os.close(kernel.handle)
            kernel.orders.close()
            if kernel.connection:
                kernel.connection.close()

    def _accept(self, listener: socket.socket) -> None:
        connection, _ = listener.accept()
        if peer(connection) != os.getuid():
            connection.close()
            return
        kernel = self._pool.pop(0) if self._pool else self._fork()
        try:
            socket.send_fds(kernel.orders, [b"!"], [connection.fileno()])
        except OSError:  # it died in the pool, which is about to be noticed: the next one will do
            connection.close()
            return
        kernel.orders.close()
        kernel.connection = connection
        self._watch(connection.fileno(), select.POLLRDHUP, lambda: self._left(kernel))

    def _ended(self, kernel: _ForkedKernel) -> None:
        """A kernel is dead: say how, and keep its number from being used again while somebody may still signal it."""
        self._forget(kernel.handle)
        result = os.waitid(os.P_PID, kernel.pid, os.WEXITED | os.WNOWAIT)
        assert result is not None
        kernel.code = result.si_status if result.si_code == os.CLD_EXITED else -result.si_status
        if kernel.connection is None:
            if kernel in self._pool:
                self._pool.remove(kernel)
            self._bury(kernel)
        else:
            with contextlib.suppress(OSError):
                kernel.connection.sendall(b"exit %d\n" % kernel.code)

    def _left(self, kernel: _ForkedKernel) -> None:
        """Nobody waits for a kernel any more: it ends with all it started, now if it has not already."""
        assert kernel.connection is not None
        self._forget(kernel.connection.fileno())
        kernel.connection.close()
        kernel.connection = None
        _kill(kernel.pid)
        if kernel.code is not None:
            self._bury(kernel)

    def _bury(self, kernel: _ForkedKernel) -> None:
        os.waitpid(kernel.pid, 0)
        os.close(kernel.handle)
        kernel.orders.close()
        del self._kernels[kernel.pid]

    def _end(self) -> None:
        for pid in self._kernels:
            _kill(pid)
        for pid in self._kernels:
            os.waitpid(pid, 0)


def _kill(pid: int) -> None:
    """Kill a kernel not yet buried, and its group: a fork may be asked to die before it leads one."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)


def _settle() -> None:
    """Make what is imported ready to be shared with forks, or refuse to fork."""
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads > 1:
        sys.stderr.write(f"内核热启动停用：预先载入的库启动了{threads - 1}个线程，分叉不安全；改用普通内核。\n")
        sys.stderr.flush()
        os._exit(REFUSED)  # not waiting for the threads
    gc.freeze()  # what is shared with the forks is not to be copied by their collections


def main() -> NoReturn:
    """Be a zygote: what to import, two descriptors to listen at, how many wait ahead, what kernels to prepare for.

    What to import are modules with commas between. After each but the last there are forks for who asked at the second.
    """
    modules, listener, early, ahead, prepared = sys.argv[1:]
    *first, last = modules.split(",")
    zygote = ForkServer(socket.socket(fileno=int(listener)), socket.socket(fileno=int(early)), dict(os.environ))
    os.environ.pop("JPY_PARENT_PID", None)  # a kernel of ours watches the zygote, not what that may run under
    gc.disable()  # what is imported stays: to look again and again for what of it might go takes a tenth of the time
    for module in first:
        importlib.import_module(module)
        _settle()
        zygote.answer_early()
    importlib.import_module(last)
    from . import application  # after what was imported without the parts that are not wanted

    if arguments := json.loads(prepared):
        application.prepare(arguments)
    gc.collect()
    _settle()
    gc.enable()
    zygote.serve(int(ahead))
    sys.exit(0)

"""One connection for each kernel, between who asks for it, the zygote, and the kernel.

The connection is the kernel's life. While it is open the kernel runs, and its exit code comes back over it; when the
process that asked closes it, or dies, the zygote kills the kernel.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import select
import signal
import socket
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from ..threads import one_thread
from ..workers import Channel, Worker
from . import fork_server_client

_HEADER = struct.Struct("!I")
_TRIES = 3  # the zygote that is shared may be dying, and then one's own


class Child:
    """A forked kernel, with the part of Popen's interface that a provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._heard = b""
        self.pid = 0
        self.ready = False
        self.returncode: int | None = None

    async def started(self) -> bool:
        """Wait until the kernel listens or has ended; False where there never was one."""
        while not self.ready and self.returncode is None:
            await self._listen()
        return bool(self.pid)

    async def ended(self, seconds: float) -> bool:
        """Wait for the end of the kernel, and return whether it came."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.returncode is None:
                    await self._listen()
        return self.returncode is not None

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel runs."""
        while self.returncode is None:
            try:
                self._hear(self._connection.recv(4096))
            except BlockingIOError:
                break
            except ConnectionError:
                self._hear(b"")
        return self.returncode

    def wait(self) -> int:
        """Wait for the end of the kernel and return its exit code."""
        while (code := self.poll()) is None:
            select.select([self._connection], [], [])
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """Give the kernel up: if it still runs, the zygote kills it."""
        self._connection.close()
        if self.returncode is None:
            self.returncode = -signal.SIGKILL

    async def _listen(self) -> None:
        try:
            self._hear(await asyncio.get_running_loop().sock_recv(self._connection, 4096))
        except ConnectionError:
            self._hear(b"")

    def _hear(self, received: bytes) -> None:
        """Take in what the kernel (its number, then that it listens) and the zygote (the exit code) say."""
        if not received:  # the zygote is dead, and its kernels with it
            self.close()
            return
        *lines, self._heard = (self._heard + received).split(b"\n")
        for line in lines:
            word, _, number = line.partition(b" ")
            if word == b"pid":
                self.pid = int(number)
            elif word == b"ready":
                self.ready = True
            else:
                self.returncode = int(number)
                self._connection.close()


async def kernel(arguments: Sequence[str], env: Mapping[str, str], cwd: str) -> Child | None:
    """Start a kernel; None where a warm one cannot be had, for it needs an interpreter started in another way.

    Parameters
    ----------
    arguments
        What comes after ``python -m ipykernel_launcher``.
    """
    with open(os.devnull, "rb") as null:  # noqa: PTH123 - a descriptor is what is wanted
        for _ in range(_TRIES):
            child = _asked([list(arguments), dict(env), cwd], env, null.fileno())
            if child and await child.started():
                return child
    return None


def fork_worker(*, early: bool = False) -> Worker | None:
    """Fork a process that does what it is told; None where none can be had.

    It is not waited for: what it is told waits until it is there.

    Parameters
    ----------
    early
        Whether it will do if it has only imported what comes first, and be there the sooner.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        order = [None, {**os.environ, **one_thread(os.environ)}, os.getcwd()]  # noqa: PTH109
        child = _asked(order, os.environ, theirs.fileno(), early=early)
    if child is None:
        ours.close()
        return None

    def end() -> None:
        if child.poll() is None and child.pid:
            child.kill()
            child.wait()
        child.close()

    return Worker(Channel.of(ours), end)


def _asked(order: Sequence[Any], env: Mapping[str, str], standard_input: int, *, early: bool = False) -> Child | None:
    """Ask the zygote for what `order` says, where there is one for `env`."""
    connection = fork_server_client.connected(env, early=early)
    if connection is None:
        return None
    said = json.dumps(order).encode()
    try:
        socket.send_fds(connection, [_HEADER.pack(len(said))], [standard_input, 1, 2])
        connection.sendall(said)
    except OSError:
        connection.close()
        return None
    connection.setblocking(False)
    return Child(connection)


def received(connection: socket.socket) -> tuple[Any, list[int]]:
    """Return what :func:`kernel` or :func:`fork_worker` sent, and the three standard streams, in the child."""
    header, streams, _, _ = socket.recv_fds(connection, _HEADER.size, 3, socket.MSG_WAITALL)
    (left,) = _HEADER.unpack(header)
    parts = []
    while left:
        part = connection.recv(min(left, 1 << 16))
        if not part:
            raise EOFError
        parts.append(part)
        left -= len(part)
    return json.loads(b"".join(parts)), list(streams)

"""The connection of a forked kernel: between the client that requests it, the fork server, and the kernel.

A kernel lives as long as its connection. The exit code comes back over it; when the client closes it, or dies, the fork
server kills the kernel.
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
_TRIES = 3  # the shared fork server may be dying, and then the process's own


class KernelProcess:
    """A forked kernel, with the part of Popen's interface that a provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._unparsed = b""
        self.pid = 0
        self.ready = False
        self.returncode: int | None = None

    async def wait_until_ready(self) -> bool:
        """Wait until the kernel listens or has ended; False where no process was forked."""
        while not self.ready and self.returncode is None:
            await self._receive()
        return bool(self.pid)

    async def wait_for_end(self, seconds: float) -> bool:
        """Wait for the kernel to end, and return whether it did."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.returncode is None:
                    await self._receive()
        return self.returncode is not None

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel runs."""
        while self.returncode is None:
            try:
                self._parse(self._connection.recv(4096))
            except BlockingIOError:
                break
            except ConnectionError:
                self._parse(b"")
        return self.returncode

    def wait(self) -> int:
        """Wait for the kernel to end and return its exit code."""
        while (code := self.poll()) is None:
            select.select([self._connection], [], [])
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Send SIGKILL to the kernel."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Send SIGTERM to the kernel."""
        self.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """Close the connection: the fork server kills a kernel that still runs."""
        self._connection.close()
        if self.returncode is None:
            self.returncode = -signal.SIGKILL

    async def _receive(self) -> None:
        try:
            self._parse(await asyncio.get_running_loop().sock_recv(self._connection, 4096))
        except ConnectionError:
            self._parse(b"")

    def _parse(self, content: bytes) -> None:
        """Read the messages of the kernel (process id, then ready) and of the fork server (exit code)."""
        if not content:  # the fork server is dead, and its kernels with it
            self.close()
            return
        *lines, self._unparsed = (self._unparsed + content).split(b"\n")
        for line in lines:
            word, _, number = line.partition(b" ")
            if word == b"pid":
                self.pid = int(number)
            elif word == b"ready":
                self.ready = True
            else:
                self.returncode = int(number)
                self._connection.close()


async def fork_kernel(arguments: Sequence[str], env: Mapping[str, str], cwd: str) -> KernelProcess | None:
    """Fork a kernel; None where no fork server fits, because `env` needs an interpreter of its own.

    Parameters
    ----------
    arguments
        The words after ``python -m ipykernel_launcher``.
    """
    with open(os.devnull, "rb") as null:  # noqa: PTH123 - a descriptor is needed
        for _ in range(_TRIES):
            process = _request([list(arguments), dict(env), cwd], env, null.fileno())
            if process and await process.wait_until_ready():
                return process
    return None


def fork_worker(*, early: bool = False) -> Worker | None:
    """Fork a worker process, without waiting for it; None where there is no fork server.

    Parameters
    ----------
    early
        Fork as soon as the first modules are imported, not all of them.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        request = [None, {**os.environ, **one_thread(os.environ)}, os.getcwd()]  # noqa: PTH109
        process = _request(request, os.environ, theirs.fileno(), early=early)
    if process is None:
        ours.close()
        return None

    def kill() -> None:
        if process.poll() is None and process.pid:
            process.kill()
            process.wait()
        process.close()

    return Worker(Channel.from_socket(ours), kill)


def _request(
    request: Sequence[Any], env: Mapping[str, str], standard_input: int, *, early: bool = False
) -> KernelProcess | None:
    """Send a request to the fork server that fits `env`, if there is one."""
    connection = fork_server_client.connect(env, early=early)
    if connection is None:
        return None
    content = json.dumps(request).encode()
    try:
        socket.send_fds(connection, [_HEADER.pack(len(content))], [standard_input, 1, 2])
        connection.sendall(content)
    except OSError:
        connection.close()
        return None
    connection.setblocking(False)
    return KernelProcess(connection)


def receive_request(connection: socket.socket) -> tuple[Any, list[int]]:
    """Return, in the forked process, what :func:`fork_kernel` or :func:`fork_worker` sent and the standard streams.

    Raises
    ------
    EOFError
        The connection was closed before the whole request came.
    """
    header, streams, _, _ = socket.recv_fds(connection, _HEADER.size, 3, socket.MSG_WAITALL)
    if len(header) < _HEADER.size:
        raise EOFError
    (left,) = _HEADER.unpack(header)
    parts = []
    while left:
        part = connection.recv(min(left, 1 << 16))
        if not part:
            raise EOFError
        parts.append(part)
        left -= len(part)
    return json.loads(b"".join(parts)), list(streams)

"""Jupyter's side of warm kernels: its own extension points, so that papermill and nbclient notice nothing."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from queue import Empty
from typing import Any, cast

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.utils import ensure_async

from .. import limits
from . import connection, fork_server_client

_LAUNCHER = ["-m", "ipykernel_launcher"]
_TRACEABLE = "-Xfrozen_modules=off"  # for a debugger; nothing else comes of it
_GRACE = 1.0  # how long the end of a kernel is awaited here before jupyter_client's own polling takes over
_OURS = frozenset({"env", "cwd", "kernel_id", "extra_arguments"})


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel by forking one; one that is not this Python's own ipykernel is started as usual."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Return the connection of a kernel started for `cmd`.

        Parameters
        ----------
        cmd
            ``python -m ipykernel_launcher -f FILE …``.
        kwargs
            env and cwd, as for Popen; with anything else the kernel is started as usual.

        Raises
        ------
        UsageError
            The environment asks for a limit that is none.
        """
        env = dict(kwargs.get("env") or os.environ)
        cwd = str(kwargs.get("cwd") or Path.cwd())
        limits.memory_limit(env)
        child = None
        arguments = _arguments(cmd)
        if fork_server_client.SUPPORTED and arguments is not None and set(kwargs) <= _OURS and Path(cwd).is_dir():
            env["JPY_PARENT_PID"] = str(os.getpid())  # as the launcher says it
            child = await connection.kernel(arguments, env, cwd)
        if child is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = cast("Any", child)
        self.pid = self.pgid = child.pid
        self.cwd = cast("Any", cwd)
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel's group, unless the kernel has ended: its number may be another's by then."""
        if await self.poll() is None:
            await super().send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and see it dead, so that nobody need poll for it."""
        await super().kill(restart)
        await self._ended()

    async def shutdown_requested(self, restart: bool = False) -> None:
        """See the end of a kernel that was asked to go, so that nobody need poll for it."""
        await self._ended()

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the kernel's connection; should it still run, it is killed."""
        if isinstance(self.process, connection.Child):
            self.process.close()
        await super().cleanup(restart)

    async def _ended(self) -> None:
        if isinstance(self.process, connection.Child):
            await self.process.ended(_GRACE)


def _arguments(cmd: list[str]) -> list[str] | None:
    """What a command gives this interpreter's own ipykernel; None if it starts anything else."""
    given, ours = Path(cmd[0]), Path(sys.executable)
    options = [word for word in cmd[1:] if word != _TRACEABLE]
    if options[:2] == _LAUNCHER and given.parent == ours.parent and given.exists() and given.samefile(ours):
        return options[2:]
    return None


class ReadyClient(AsyncKernelClient):
    """A client that knows when a kernel is ready, instead of waiting for a fifth of a second of silence."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on both channels, and forget what it said so far.

        Parameters
        ----------
        timeout
            Seconds; None for ever.

        Raises
        ------
        RuntimeError
            The kernel died, or did not answer in time.
        """
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        while True:
            asked = self.kernel_info()
            try:
                reply = await ensure_async(self.shell_channel.get_msg(timeout=1))
                if reply["msg_type"] == "kernel_info_reply" and await self._idle_after(asked):
                    self._handle_kernel_info_reply(reply)
                    return
            except Empty:
                pass
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    wait_for_ready = _async_wait_for_ready

    async def _idle_after(self, asked: str) -> bool:
        """Read what was published up to the end of a request; Empty where nobody is heard."""
        while True:
            heard = await ensure_async(self.iopub_channel.get_msg(timeout=0.2))
            if heard["parent_header"].get("msg_id") == asked and heard["content"].get("execution_state") == "idle":
                return True

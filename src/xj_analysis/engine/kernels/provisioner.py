"""The Jupyter kernel provisioner of warm kernels, and a client that sees at once when a kernel is ready.

Both are extension points of jupyter_client: papermill and nbclient use them unchanged.
"""

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
_TRACEABLE = "-Xfrozen_modules=off"  # for a debugger only
_GRACE = 1.0  # seconds to wait for a kernel's end before jupyter_client polls for it
_HANDLED_OPTIONS = frozenset({"env", "cwd", "kernel_id", "extra_arguments"})


class WarmProvisioner(LocalProvisioner):
    """Forks kernels of this interpreter's ipykernel; starts any other kernel as usual."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start a kernel for `cmd` and return its connection.

        Parameters
        ----------
        cmd
            ``python -m ipykernel_launcher -f FILE …``.
        kwargs
            env and cwd, as for Popen; with any other option the kernel is started as usual.

        Raises
        ------
        UsageError
            The memory limit in the environment is not a number.
        """
        env = dict(kwargs.get("env") or os.environ)
        cwd = str(kwargs.get("cwd") or Path.cwd())
        limits.memory_limit(env)
        process = None
        arguments = _arguments(cmd)
        if (
            fork_server_client.SUPPORTED
            and arguments is not None
            and set(kwargs) <= _HANDLED_OPTIONS
            and Path(cwd).is_dir()
        ):
            env["JPY_PARENT_PID"] = str(os.getpid())  # as the launcher sets it
            process = await connection.fork_kernel(arguments, env, cwd)
        if process is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = cast("Any", process)
        self.pid = self.pgid = process.pid
        self.cwd = cast("Any", cwd)
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel's group, unless the kernel has ended: its id may be another's by then."""
        if await self.poll() is None:
            await super().send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and wait for its end."""
        await super().kill(restart)
        await self._wait_for_end()

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Wait for the end of a kernel that was sent a shutdown request."""
        await self._wait_for_end()

    async def cleanup(self, restart: bool = False) -> None:
        """Close the kernel's connection, which kills a kernel that still runs."""
        if isinstance(self.process, connection.KernelProcess):
            self.process.close()
        await super().cleanup(restart)

    async def _wait_for_end(self) -> None:
        if isinstance(self.process, connection.KernelProcess):
            await self.process.wait_for_end(_GRACE)


def _arguments(cmd: list[str]) -> list[str] | None:
    """The arguments a command gives this interpreter's ipykernel; None if it starts anything else."""
    program, ours = Path(cmd[0]), Path(sys.executable)
    options = [word for word in cmd[1:] if word != _TRACEABLE]
    if options[:2] == _LAUNCHER and program.parent == ours.parent and program.exists() and program.samefile(ours):
        return options[2:]
    return None


class ReadyClient(AsyncKernelClient):
    """A client that sees when a kernel is ready, instead of waiting for a fifth of a second of silence."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on both channels, and drop the messages so far.

        Parameters
        ----------
        timeout
            Seconds; None waits without limit.

        Raises
        ------
        RuntimeError
            The kernel died, or did not answer in time.
        """
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        while True:
            request = self.kernel_info()
            try:
                reply = await ensure_async(self.shell_channel.get_msg(timeout=1))
                if reply["msg_type"] == "kernel_info_reply" and await self._idle_after(request):
                    self._handle_kernel_info_reply(reply)
                    return
            except Empty:
                pass
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    wait_for_ready = _async_wait_for_ready

    async def _idle_after(self, request: str) -> bool:
        """Read published messages up to the end of a request; raises Empty when none come."""
        while True:
            message = await ensure_async(self.iopub_channel.get_msg(timeout=0.2))
            if (
                message["parent_header"].get("msg_id") == request
                and message["content"].get("execution_state") == "idle"
            ):
                return True

"""Warm kernels: real ipykernels forked from a process that has the heavy imports behind it.

A provisioner is jupyter_client's own extension point, so that papermill and nbclient notice nothing: the kernel is a
process of its own, with its own group, signals and exit code. Where fork is missing the ordinary kernel is used.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from functools import cache
from pathlib import Path
from typing import Any, cast

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

NAME = "xj-warm"
SUPPORTED = sys.platform == "linux"  # elsewhere fork is missing, or known to break system libraries
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
# No thread may be alive in the process that forks; pyarrow, if it is there, would start one of its own.
_QUIET = dict.fromkeys(_THREADS, "1") | {"JE_ARROW_MALLOC_CONF": "background_thread:false"}


@cache
def _server() -> Any:
    """The context whose fork server is started, with the imports done, when the first kernel is asked for."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["xj_analysis.warm"])
    saved = {name: os.environ.get(name) for name in _QUIET}
    os.environ.update(_QUIET)
    try:
        from multiprocessing.forkserver import ensure_running

        ensure_running()
    finally:
        for name, value in saved.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    return context


def _serve(argv: list[str], env: dict[str, str], cwd: str) -> None:
    """Become a kernel: what ``python -m ipykernel_launcher`` does, in a process that need not import it all again."""
    os.setsid()
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    os.environ["JPY_PARENT_PID"] = str(os.getppid())  # the fork server: it ends when the runner does, and this with it
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = argv
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(argv=argv[1:])


class _Child:
    """A forked kernel with the part of Popen's interface that a provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, process: Any) -> None:
        self._process = process
        self.pid: int = process.pid

    def poll(self) -> int | None:
        code: int | None = self._process.exitcode
        return code

    def wait(self) -> int:
        self._process.join()
        return int(self._process.exitcode)

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel by forking one; a command that is not Python's own ipykernel is started as usual."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Return the connection of a kernel started for `cmd`.

        Parameters
        ----------
        cmd
            ``python -m ipykernel_launcher -f FILE …``.
        kwargs
            env and cwd, as for Popen.
        """
        if not SUPPORTED or cmd[1:3] != ["-m", "ipykernel_launcher"]:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = (cmd[2:], dict(kwargs.get("env") or os.environ), str(kwargs.get("cwd") or Path.cwd()))
        process = _server().Process(target=_serve, args=arguments, daemon=True)
        process.start()
        self.process = cast("Any", _Child(process))
        self.pid = self.pgid = process.pid
        return self.connection_info

"""A forked process: looks freshly started, keeps its limits, reports exit codes, runs exit functions."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

from support.kernels import connected_client, messages_of, printed, within_patience
from xj_analysis.engine import kernels, threads
from xj_analysis.engine.kernels import connection, forked_process


def test_chance_is_not_the_same_in_every_kernel(tmp_path: Path) -> None:
    code = "import random, numpy\nprint(random.random(), numpy.random.random())"
    first, second = (printed(tmp_path, code).split() for _ in range(2))
    assert first[0] != second[0] and first[1] != second[1]


# The variable that the debugger sets while it is imported is left out: a build's kernels have no debugger.
SELF = """
import os, resource, signal, sys
{
    "path": sys.path, "program": sys.argv[0], "name": __name__, "executable": sys.executable, "flags": str(sys.flags),
    "streams": [sys.stdout.encoding, sys.stdin.encoding, type(sys.stdout).__name__],
    "leads": os.getsid(0) == os.getpid(),
    "signals": [str(signal.getsignal(number)) for number in (1, 2, 13, 15, 17)], "umask": os.umask(0o22),
    "blocked": signal.pthread_sigmask(signal.SIG_BLOCK, []), "files": resource.getrlimit(resource.RLIMIT_NOFILE),
    "data": resource.getrlimit(resource.RLIMIT_DATA), "cwd": os.getcwd(),
    "variables": sorted(set(os.environ) - {"PYDEVD_USE_FRAME_EVAL"}),
}
"""


def test_a_kernel_looks_like_one_started_from_the_command_line(
    managers: Callable[[], KernelManager], tmp_path: Path
) -> None:
    found = []
    for extra in ({}, {"stderr": subprocess.DEVNULL}):  # what Popen alone can do is left to it
        manager = managers()
        manager.start_kernel(cwd=str(tmp_path), **extra)
        warm = isinstance(manager.provisioner.process, connection.KernelProcess)  # type: ignore[union-attr]
        client = connected_client(manager)
        found.append((warm, messages_of(client, SELF)["execute_result"]["data"]["text/plain"]))
        client.stop_channels()
        manager.shutdown_kernel()
    assert [warm for warm, _ in found] == [True, False]
    assert found[0][1] == found[1][1]


@pytest.mark.parametrize(("death", "code"), [("os._exit(7)", 7), ("os.kill(os.getpid(), 9)", -9)])
def test_the_exit_code_comes_back(manager: KernelManager, death: str, code: int) -> None:
    manager.start_kernel()
    client = connected_client(manager)
    client.execute(f"import os; {death}")
    assert within_patience(lambda: not manager.is_alive())
    client.stop_channels()
    assert asyncio.run(polled(manager)) == code


async def polled(manager: KernelManager) -> int | None:
    assert manager.provisioner is not None
    return await manager.provisioner.poll()


def test_what_a_notebook_leaves_for_its_end_is_done(manager: KernelManager, tmp_path: Path) -> None:
    manager.start_kernel()
    client = connected_client(manager)
    messages_of(client, f"import atexit, pathlib; _ = atexit.register(pathlib.Path({str(tmp_path / 'done')!r}).touch)")
    client.stop_channels()
    manager.shutdown_kernel()
    assert (tmp_path / "done").exists()


@pytest.mark.parametrize(
    "greed",
    [
        "kept = bytearray(1 << 30)",
        pytest.param("kept = []\nwhile True: kept.append(bytearray(1 << 20))", marks=pytest.mark.thorough),
        pytest.param("kept = []\nwhile True: kept.append(str(len(kept)))", marks=pytest.mark.thorough),
    ],
)
def test_a_kernel_that_wants_too_much_memory_says_so_and_lives(
    manager: KernelManager, monkeypatch: pytest.MonkeyPatch, greed: str
) -> None:
    monkeypatch.setenv(kernels.MEMORY, "600")
    manager.start_kernel()
    client = connected_client(manager)
    assert messages_of(client, greed)["reply"]["ename"] == "MemoryError"
    assert (
        messages_of(client, "kept = None; import pandas; pandas.DataFrame({'a': [2]}).a.sum()")["reply"]["status"]
        == "ok"
    )
    client.stop_channels()


BLAS = """
import ctypes, os
maps = open("/proc/self/maps").read().splitlines()
(file,) = {line.split(maxsplit=5)[5] for line in maps if "openblas" in line and "numpy" in line}
library = ctypes.CDLL(file)
names = [f"{before}openblas_get_num_threads{after}" for before in ("scipy_", "") for after in ("64_", "")]
(count,) = [library[name]() for name in names if hasattr(library, name)]
print(count, os.environ.get("OMP_NUM_THREADS"), os.environ.get("OPENBLAS_NUM_THREADS"))
"""


@pytest.mark.parametrize(
    ("env", "seen"),
    [
        ({}, "1 1 1"),
        ({"OMP_NUM_THREADS": "2"}, "2 2 None"),
        ({"OPENBLAS_NUM_THREADS": "3"}, "3 1 3"),
        ({"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "1"}, "1 2 1"),
    ],
)
def test_a_kernel_computes_with_one_thread_unless_its_environment_asks_for_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, env: Mapping[str, str], seen: str
) -> None:
    for name in threads.THREADS:
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert printed(tmp_path, BLAS) == f"{seen}\n"


def test_a_socket_folder_that_a_dead_client_held_is_no_fault_of_the_kernel(tmp_path: Path) -> None:
    handle = os.open(tmp_path, os.O_RDONLY)
    address = f"/proc/{os.getpid()}/fd/{handle}"
    refused = OSError(2, f"No such file or directory for ipc path '{address}/kernel-1'")
    assert not forked_process._client_is_gone(refused), "the client is there: the error is told"
    os.close(handle)
    assert forked_process._client_is_gone(refused)
    assert not forked_process._client_is_gone(OSError(2, "No such file or directory: '/nowhere/kernel-1'"))

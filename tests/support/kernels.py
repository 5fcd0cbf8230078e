"""Helpers for tests of warm kernels: run code, read messages, watch processes, start a client process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

from support.notebooks import notebook
from xj_analysis.engine import execute, kernels, papermill_engine

PATIENCE = 120  # seconds; only a failure takes so long


CLIENT_SCRIPT = """
import asyncio, os, sys
from xj_analysis.engine.kernels import connection, fork_server_client

async def main():
    from jupyter_client.connect import write_connection_file
    file, _ = write_connection_file(sys.argv[1] + "/kernel.json", transport="ipc", ip=sys.argv[1] + "/k")
    child = await connection.fork_kernel(["-f", file, "--log-level=CRITICAL"], os.environ, sys.argv[1])
    parent = next(line for line in open(f"/proc/{child.pid}/status") if line.startswith("PPid")).split()[1]
    print(child.pid, parent, flush=True)
    if sys.argv[2:]:
        os.kill(int(parent), 9)
        print(await child.wait_for_end(20), child.returncode, flush=True)
    return child

fork_server_client.KERNEL_PRELOAD = "json"  # starts sooner
kept = asyncio.run(main())
if sys.argv[2:]:
    kept = asyncio.run(main())
sys.stdin.read()
"""  # no main guard: nothing here is run twice


def printed(folder: Path, code: str) -> str:
    made = execute.execute_notebook(notebook(folder, code), {}, data=folder)
    return "".join(output["text"] for output in made["cells"][-1]["outputs"])


def dependencies(folder: Path, code: str) -> Mapping[str, str]:
    """What the notebook depended on, as a build keeps it."""
    execution = papermill_engine.Execution()
    execute.execute_notebook(notebook(folder, code), {}, data=folder, execution=execution)
    return execution.reads


def process_state(pid: int) -> str:
    """A process's state as the system names it; empty where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def within_patience(true: Callable[[], bool]) -> bool:
    """Whether something comes true before the test gives up."""
    for _ in range(PATIENCE * 50):
        if true():
            return True
        time.sleep(0.02)
    return False


def gone(pid: int) -> bool:
    return within_patience(lambda: process_state(pid) in ("", "Z"))


def connected_client(manager: KernelManager) -> Any:
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=PATIENCE)
    return client


def messages_of(client: Any, code: str, **options: Any) -> dict[str, Any]:
    """What a kernel published of a piece of code, by the kind of message, and its reply."""
    messages: dict[str, Any] = {}
    reply = client.execute_interactive(
        code, timeout=PATIENCE, output_hook=lambda msg: messages.update({msg["msg_type"]: msg["content"]}), **options
    )
    return messages | {"reply": reply["content"]}


def start_client(folder: Path, *, alone: bool, kill: bool = False) -> subprocess.Popen[str]:
    """Start a process that asks for a kernel, says its number and the fork server's, and keeps it."""
    env = {name: value for name, value in os.environ.items() if not (alone and name == kernels.ADDRESS)}
    command = [sys.executable, "-c", CLIENT_SCRIPT, str(folder), *(["kill"] if kill else [])]
    return subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def read_words(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()

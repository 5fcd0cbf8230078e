"""Builds measured from outside: seconds, processor seconds, peak memory, and how many briefings were made."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

REPO = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
_PR_SET_CHILD_SUBREAPER = 36


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def command(*words: str | Path, **more: Any) -> None:
    """Run a command, and stop the benchmark if it fails."""
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **more)  # noqa: S603


def build(folders: Sequence[Path], out: Path, *more: str) -> None:
    """Run ``xj build``, from a cold start."""
    out.parent.mkdir(parents=True, exist_ok=True)
    command(BIN / "xj", "build", *folders, "--out", out, "--notebooks", REPO / "notebooks", *more, cwd=out.parent)


def made(out: Path, work: Callable[[], object]) -> int:
    """Return how many briefings stand below `out` that something made: each is put in place as a new folder."""

    def standing() -> set[tuple[str, int, int]]:
        found = ((file.parent, file.stat()) for file in out.rglob("figures.json"))
        return {(str(folder), status.st_ino, status.st_mtime_ns) for folder, status in found}

    before = standing()
    work()
    return len(standing() - before)


class Cost(NamedTuple):
    """What a build took: seconds, seconds of all processors, and the peak of its memory in megabytes."""

    wall: float
    processor: float
    peak: float


def measured(folders: Sequence[Path], out: Path) -> Cost:
    """Build everything anew, and return what it took."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)  # what a build leaves to the system to bury is counted, too
    ours, before = set(_descendants(os.getpid())), resource.getrusage(resource.RUSAGE_CHILDREN)
    with Memory() as memory:
        wall = seconds(lambda: build(folders, out, "--force"))
    while set(_descendants(os.getpid())) - ours:
        with suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
        time.sleep(0.02)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, spent, memory.most / 1024)


class Memory:
    """The most memory all our processes had together, sampled: what they share is counted once (PSS)."""

    def __init__(self) -> None:
        self.most = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(1.0):
            self.most = max(self.most, sum(map(_proportional, _descendants(os.getpid()))))


def _descendants(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found[1:]


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)

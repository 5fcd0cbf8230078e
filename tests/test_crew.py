"""The crew: called together once, kept as long as it is wanted, and gone with whoever called it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from desk import within_patience

from xj_analysis import kernels
from xj_analysis.crew import Crew


def children() -> set[int]:
    """The processes this one has started, and theirs."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
    found = [os.getpid()]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return set(found[1:])


def test_a_crew_nobody_calls_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(kernels.ADDRESS, raising=False)
    before = children()
    with Crew(2):
        assert children() == before and kernels.ADDRESS not in os.environ


@pytest.mark.skipif(not kernels.SUPPORTED, reason="warm kernels are for Linux")
def test_a_crew_is_called_once_and_leaves_nobody_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(kernels.ADDRESS, raising=False)
    before = children()
    with Crew(1) as crew:
        crew.call()
        pool, address = crew.pool, os.environ[kernels.ADDRESS]
        crew.call()
        assert crew.pool is pool and os.environ[kernels.ADDRESS] == address
        assert within_patience(lambda: len(children() - before) > 1), "kernels and workers are on their way"
    assert kernels.ADDRESS not in os.environ
    lasting = {"multiprocessing.forkserver", "multiprocessing.resource_tracker"}  # the standard library keeps these
    assert within_patience(lambda: all(named(pid) in {"", *lasting} for pid in children() - before))


def named(pid: int) -> str:
    """Which of the standard library's own processes this is; empty where it ended, else what was run."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        ended = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return ""
    kept = ("multiprocessing.forkserver", "multiprocessing.resource_tracker")
    return "" if ended else next((name for name in kept if f"from {name} import main" in command), command)

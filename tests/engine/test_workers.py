"""Workers and worker pools: calls, events, errors, replacement of dead workers, end with the parent."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import NoReturn

import pytest

from support.built_county import within_patience
from support.county_folder import REPO
from xj_analysis.engine import kernels, threads, workers
from xj_analysis.engine.workers import Channel, Worker, WorkerDiedError, WorkerPool

FIND_TESTS = partial(exec, f"import sys; sys.path += [{str(REPO)!r}, {str(REPO / 'tests')!r}]")
"""Lets a process that knows the library alone import the functions below."""


def spawned() -> Worker:
    return workers.spawn_worker(FIND_TESTS)


def forked() -> Worker:
    worker = kernels.fork_worker()
    assert worker is not None
    return worker


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


WAYS = [spawned, pytest.param(forked, marks=pytest.mark.skipif(not kernels.SUPPORTED, reason="no fork here"))]


@pytest.mark.parametrize("start", WAYS)
def test_it_does_one_thing_after_another_in_a_process_of_its_own(start: type[Worker], warm: None) -> None:
    worker = start()  # type: ignore[call-arg]
    try:
        pid = worker.call(os.getpid)
        assert pid not in (os.getpid(), 0) and worker.call(os.getpid) == pid
        assert worker.call(divmod, 7, 2) == (3, 1)
        with pytest.raises(json.JSONDecodeError) as caught:
            worker.call(json.loads, s="{")
        assert "in raw_decode" in "".join(caught.value.__notes__), "where it happened is told"
    finally:
        worker.end()
    assert not alive(pid)
    with pytest.raises(WorkerDiedError):
        worker.call(os.getpid)


def counting(upwards: int, tell: Callable[[int], object]) -> str:
    for number in range(upwards):
        tell(number)
    return "done" if upwards < 3 else json.loads("{")


@pytest.mark.parametrize("start", WAYS)
def test_what_it_tells_on_the_way_is_heard_before_what_comes_of_it(start: type[Worker], warm: None) -> None:
    worker = start()  # type: ignore[call-arg]
    worker.call(FIND_TESTS)
    events: list[int] = []
    try:
        assert worker.call_with_events(events.append, counting, 2) == "done" and events == [0, 1]
        with pytest.raises(json.JSONDecodeError):
            worker.call_with_events(events.append, counting, 3)
        assert events == [0, 1, 0, 1, 2]
        assert worker.idle and worker.call(divmod, 7, 2) == (3, 1)
    finally:
        worker.end()


def test_a_spawned_one_is_prepared_first() -> None:
    worker = spawned()
    assert worker.call(pid_after_a_while) != os.getpid(), "it finds this module where it was told to look"
    worker.end()


def test_one_whose_preparation_fails_still_does_what_it_is_told() -> None:
    empty: list[int] = []
    worker = workers.spawn_worker(empty.pop)
    assert worker.call(os.getpid) != os.getpid()
    worker.end()


@pytest.mark.parametrize("start", WAYS)
def test_ctrl_c_is_not_for_it(start: type[Worker], warm: None) -> None:
    worker = start()  # type: ignore[call-arg]
    pid = worker.call(os.getpid)
    os.kill(pid, signal.SIGINT)
    assert worker.call(os.getpid) == pid
    worker.end()


@pytest.mark.parametrize("start", WAYS)
def test_one_that_dies_of_what_it_was_told_is_lost(start: type[Worker], warm: None) -> None:
    worker = start()  # type: ignore[call-arg]
    with pytest.raises(WorkerDiedError):
        worker.call(os._exit, 1)
    worker.end()


@pytest.mark.parametrize("start", WAYS)
def test_several_may_end_it_at_once(start: type[Worker], warm: None) -> None:
    for _ in range(10):
        worker = start()  # type: ignore[call-arg]
        pid = worker.call(os.getpid)
        with ThreadPoolExecutor(4) as threads:
            waiting = threads.submit(worker.call, time.sleep, 600)
            endings = [threads.submit(worker.end) for _ in range(3)]
            for ending in endings:
                ending.result(timeout=20)
            with pytest.raises(WorkerDiedError):
                waiting.result(timeout=20)
        assert not alive(pid)


@pytest.mark.parametrize("how", ["workers.spawn_worker(os.getpid)", "kernels.fork_worker()"])
def test_it_does_not_outlive_who_started_it(how: str, tmp_path: Path) -> None:
    if "kernels" in how and not kernels.SUPPORTED:
        pytest.skip("no fork here")
    code = (
        "import os, time\nfrom xj_analysis.engine import kernels, workers\n"
        f"if __name__ == '__main__':\n    worker = {how}\n    print(worker.call(os.getpid), flush=True)\n"
        "    worker.call(time.sleep, 600)"
    )
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        assert alive(pid)
        process.kill()
        assert within_patience(lambda: not alive(pid))


def test_a_pool_has_no_more_than_its_size_and_keeps_them() -> None:
    pool = WorkerPool(2, spawned)
    pool.start_ahead(4)
    with ThreadPoolExecutor(6) as threads:
        pids = set(threads.map(lambda _: pool.call(pid_after_a_while), range(6)))
    assert len(pids) == 2
    with pytest.raises(WorkerDiedError):
        pool.call(os._exit, 1)
    with pytest.raises(ValueError, match="x"):
        pool.call(int, "x")
    with ThreadPoolExecutor(6) as threads:
        now = set(threads.map(lambda _: pool.call(pid_after_a_while), range(6)))
    assert len(now) == 2 and len(now & pids) == 1, "one that died is replaced, one that failed is kept"
    pool.end()
    assert not any(alive(pid) for pid in pids | now)
    with pytest.raises(WorkerDiedError):
        pool.call(os.getpid)


class Interrupted(Worker):
    """One whose answer is not waited for."""

    def __init__(self, ended: list[bool]) -> None:
        super().__init__(Channel(BytesIO(), BytesIO()), lambda: ended.append(True))

    def call(self, *_: object) -> NoReturn:  # type: ignore[override]
        self.idle = False
        raise KeyboardInterrupt


def test_one_whose_answer_was_not_waited_for_is_asked_nothing_more() -> None:
    ended: list[bool] = []
    started: list[Worker] = [Interrupted(ended), spawned()]
    pool = WorkerPool(1, lambda: started.pop(0))
    with pytest.raises(KeyboardInterrupt):
        pool.call(os.getpid)
    assert ended and pool.call(os.getpid) != os.getpid()
    pool.end()


def pid_after_a_while() -> int:
    time.sleep(0.2)
    return os.getpid()


@pytest.mark.parametrize("start", WAYS)
def test_it_computes_with_one_thread_unless_more_are_asked_for(
    start: type[Worker], warm: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in threads.THREADS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MKL_NUM_THREADS", "2")
    worker = start()  # type: ignore[call-arg]
    try:
        seen = {name: worker.call(os.getenv, name) for name in threads.THREADS}
    finally:
        worker.end()
    assert seen == dict.fromkeys(threads.THREADS, "1") | {"MKL_NUM_THREADS": "2"}

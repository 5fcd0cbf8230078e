"""The papermill engine: parameters, time limit, peak memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from support.notebooks import notebook
from xj_analysis.engine import papermill_engine


def test_parameters_are_those_of_the_tagged_cell(tmp_path: Path) -> None:
    book = notebook(tmp_path, "other = 1", parameters='campaign: str = "a"  # 攻坚战\nperiod = ""')
    assert papermill_engine.parameters(book) == ("campaign", "period")


def test_what_is_timed_out_is_killed() -> None:
    execution = papermill_engine.Execution()
    command = [sys.executable, "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process, execution.supervise(process.pid, 0.05):
        process.wait()
    assert execution.timed_out and process.returncode == -signal.SIGKILL


def test_what_is_in_time_is_left_alone_and_measured() -> None:
    execution = papermill_engine.Execution()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        with execution.supervise(process.pid, 600):
            assert process.poll() is None
        assert process.poll() is None and not execution.timed_out
        process.communicate(b"\n")
    assert process.returncode == 0


def test_the_peak_is_the_most_memory_there_was() -> None:
    execution = papermill_engine.Execution()
    code = "x = bytearray(200 << 20); del x; print('on', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == b"on\n"
        with execution.supervise(process.pid, 600):
            pass
        process.communicate(b"\n")
    assert 200 <= execution.peak < 300


def test_of_a_process_that_is_gone_no_memory_is_known() -> None:
    execution = papermill_engine.Execution()
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        with execution.supervise(process.pid, 600):
            pass
    assert execution.peak == 0


def test_importing_it_compiles_no_grammar_and_starts_no_thread() -> None:
    code = (
        "import os, sys\nfrom xj_analysis.build import worker_preload\n"
        "print(sorted({'rfc3987_syntax', 'boto3', 'pyarrow'} & set(sys.modules)), len(os.listdir('/proc/self/task')))"
    )
    quiet = os.environ | dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1") | {"XJ_UNATTENDED": "1"}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=quiet)
    assert run.stdout.startswith("[] 1"), "workers and kernels are forked from it"

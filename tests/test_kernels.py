"""Warm kernels: a process of their own, as if started afresh, from a server without threads."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from test_run import notebook

from xj_analysis import kernels, run

pytestmark = pytest.mark.skipif(not kernels.SUPPORTED, reason="no fork here: the ordinary kernel is used")


def printed(folder: Path, code: str) -> str:
    made = run.execute(notebook(folder, code), {}, data=folder)
    return "".join(output["text"] for output in made["cells"][-1]["outputs"])


def test_a_kernel_is_warm_and_a_process_of_its_own(tmp_path: Path) -> None:
    code = "import os, sys, json\nprint(json.dumps([os.getpid(), os.getppid(), 'altair' in sys.modules, os.getcwd()]))"
    first, second = (json.loads(printed(tmp_path, code)) for _ in range(2))
    assert first[0] != second[0] and os.getpid() not in (first[0], first[1])
    assert first[1] == second[1], "both are forked from one server"
    assert first[2] and first[3] == str(tmp_path)


def test_nothing_is_shared_between_kernels(tmp_path: Path) -> None:
    code = "import pandas\nprint(hasattr(pandas, 'left_behind'), 'x' in dir())\npandas.left_behind = x = 1"
    assert [printed(tmp_path, code) for _ in range(2)] == ["False False\n"] * 2


def test_the_server_has_one_thread_when_it_forks(tmp_path: Path) -> None:
    code = "import os\nprint(len(os.listdir(f'/proc/{os.getppid()}/task')), os.path.exists(f'/proc/{os.getppid()}'))"
    assert printed(tmp_path, code) == "1 True\n"


def test_no_kernel_is_left_behind(tmp_path: Path) -> None:
    pid = int(printed(tmp_path, "import os; print(os.getpid())"))
    state = Path(f"/proc/{pid}/stat")
    assert not state.exists() or state.read_text(encoding="utf-8").split()[2] == "Z"

"""The fork server: one thread, forks early and on request, kills kernels whose client is gone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from jupyter_client.manager import KernelManager

from support.kernels import (
    CLIENT_SCRIPT,
    connected_client,
    gone,
    messages_of,
    printed,
    process_state,
    read_words,
    start_client,
    within_patience,
)
from xj_analysis.engine import kernels


def test_a_kernel_is_warm_and_a_process_of_its_own(tmp_path: Path) -> None:
    values = "[os.getpid(), os.getppid(), 'altair' in sys.modules, os.path.basename(os.getcwd())]"
    code = f"import os, sys, json\nprint(json.dumps({values}))"
    first, second = (json.loads(printed(tmp_path, code)) for _ in range(2))
    assert first[0] != second[0] and os.getpid() not in (first[0], first[1])
    assert first[1] == second[1], "both are forked from one fork server"
    assert first[2] and first[3] == tmp_path.name


FIRST, ALL = "['pandas']", "['pandas', 'papermill']"


STAGES = """
import sys
from xj_analysis.engine import kernels

def imported():
    return [name for name in ("pandas", "papermill") if name in sys.modules]

if __name__ == "__main__":
    import staged
    ask = kernels.fork_worker  # is imported now: early is before the fork server has imported what comes first
    with kernels.running_fork_server():
        workers = [ask(), ask(early=True), ask(early=True), ask()]
        print(*[worker.call(staged.imported) for worker in workers])
        late = ask(early=True)
        print(late.call(staged.imported))
"""


def test_who_needs_less_is_forked_before_all_is_imported(tmp_path: Path) -> None:
    (tmp_path / "staged.py").write_text(STAGES, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    env.pop(kernels.ADDRESS, None)
    run = subprocess.run(
        [sys.executable, "staged.py"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == [" ".join([ALL, FIRST, FIRST, ALL]), ALL] and run.stderr == ""


def test_nothing_is_shared_between_kernels(tmp_path: Path) -> None:
    code = "import pandas\nprint(hasattr(pandas, 'left_behind'), 'x' in dir())\npandas.left_behind = x = 1"
    assert [printed(tmp_path, code) for _ in range(2)] == ["False False\n"] * 2


def test_the_fork_server_has_one_thread_when_it_forks(tmp_path: Path) -> None:
    code = "import os\nprint(len(os.listdir(f'/proc/{os.getppid()}/task')), os.path.exists(f'/proc/{os.getppid()}'))"
    assert printed(tmp_path, code) == "1 True\n"


def test_a_kernel_holds_nobody_elses_connection(tmp_path: Path) -> None:
    code = "import os, pathlib\nprint(len(list(pathlib.Path(f'/proc/{os.getppid()}/fd').iterdir())))"
    at_rest = int(printed(tmp_path, code))
    assert [int(printed(tmp_path, code)) for _ in range(3)] == [at_rest] * 3, "the fork server lets go of every kernel"


def test_no_kernel_is_left_behind(tmp_path: Path) -> None:
    assert gone(int(printed(tmp_path, "import os; print(os.getpid())")))


def test_what_a_kernel_started_dies_with_it(manager: KernelManager) -> None:
    manager.start_kernel()
    client = connected_client(manager)
    code = "import subprocess; subprocess.Popen(['sleep', '600']).pid"
    sleeper = int(messages_of(client, code)["execute_result"]["data"]["text/plain"])
    client.execute("import os; os._exit(0)")
    client.stop_channels()
    assert within_patience(lambda: not manager.is_alive()) and gone(sleeper)


def test_a_kernel_dies_with_who_asked_and_the_fork_server_lives_on(tmp_path: Path) -> None:
    with start_client(tmp_path, alone=False) as process:
        kernel, server = map(int, read_words(process))
        process.kill()
    assert gone(kernel) and process_state(server) not in ("", "Z")
    assert int(printed(tmp_path, "import os; print(os.getppid())")) == server


def test_a_process_with_threads_does_not_fork_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "threaded.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=[99]).start()"
    )
    code = CLIENT_SCRIPT.replace('"json"', '"threaded"').replace(
        "    parent =", "    print(child, flush=True); os._exit(0)\n    parent ="
    )
    env = {name: value for name, value in os.environ.items() if name != kernels.ADDRESS}
    env["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{env.get('PYTHONPATH', '')}"
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.stdout == "None\n"
    assert "内核热启动停用：预先载入的库启动了1个线程，分叉不安全；改用普通内核。" in done.stderr

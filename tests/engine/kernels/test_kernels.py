"""Warm kernels: a process of their own, as if started afresh, from a zygote that lets nothing outlive who asked."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from IPython.core.getipython import get_ipython
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from nbclient import NotebookClient
from nbformat import NotebookNode, from_dict

from support.county_folder import REPO
from support.notebooks import notebook
from xj_analysis.base import environment, hashing
from xj_analysis.base.errors import NotebookError, UsageError
from xj_analysis.engine import execute, kernels, papermill_engine, threads
from xj_analysis.engine.kernels import connection
from xj_analysis.engine.limits import Limits

pytestmark = pytest.mark.skipif(not kernels.SUPPORTED, reason="no fork here: the ordinary kernel is used")

PATIENCE = 120  # seconds; only a failure takes so long


@pytest.fixture(scope="module", autouse=True)
def zygote() -> Iterator[None]:
    """One zygote for the tests of this module."""
    with kernels.started(ahead=1):
        yield


def printed(folder: Path, code: str) -> str:
    made = execute.execute_notebook(notebook(folder, code), {}, data=folder)
    return "".join(output["text"] for output in made["cells"][-1]["outputs"])


def read(folder: Path, code: str) -> Mapping[str, str]:
    """What the notebook depended on, as a build keeps it."""
    trial = papermill_engine.Execution()
    execute.execute_notebook(notebook(folder, code), {}, data=folder, trial=trial)
    return trial.reads


def state(pid: int) -> str:
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
    return within_patience(lambda: state(pid) in ("", "Z"))


@pytest.fixture
def managers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], KernelManager]]:
    """Makes managers of warm kernels, as JupyterLab's server would, without papermill."""
    made: list[KernelManager] = []

    def make() -> KernelManager:
        # The factory reads the name once a process, and another test may have come first.
        factory = KernelProvisionerFactory(default_provisioner_name=kernels.NAME)
        monkeypatch.setattr(KernelProvisionerFactory, "instance", lambda **_: factory)
        made.append(KernelManager(kernel_name="python3", transport="ipc", ip=str(tmp_path / f"k{len(made)}")))
        return made[-1]

    yield make
    for manager in made:
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


@pytest.fixture
def manager(managers: Callable[[], KernelManager]) -> KernelManager:
    """One manager of a warm kernel."""
    return managers()


def client_of(manager: KernelManager) -> Any:
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=PATIENCE)
    return client


def heard(client: Any, code: str, **options: Any) -> dict[str, Any]:
    """What a kernel published of a piece of code, by the kind of message, and its reply."""
    told: dict[str, Any] = {}
    reply = client.execute_interactive(
        code, timeout=PATIENCE, output_hook=lambda msg: told.update({msg["msg_type"]: msg["content"]}), **options
    )
    return told | {"reply": reply["content"]}


def test_a_kernel_is_warm_and_a_process_of_its_own(tmp_path: Path) -> None:
    told = "[os.getpid(), os.getppid(), 'altair' in sys.modules, os.path.basename(os.getcwd())]"
    code = f"import os, sys, json\nprint(json.dumps({told}))"
    first, second = (json.loads(printed(tmp_path, code)) for _ in range(2))
    assert first[0] != second[0] and os.getpid() not in (first[0], first[1])
    assert first[1] == second[1], "both are forked from one zygote"
    assert first[2] and first[3] == tmp_path.name


FIRST, ALL = "['pandas']", "['pandas', 'papermill']"
STAGES = """
import sys
from xj_analysis.engine import kernels

def imported():
    return [name for name in ("pandas", "papermill") if name in sys.modules]

if __name__ == "__main__":
    import staged
    ask = kernels.fork_worker  # is imported now: early is before the zygote has imported what comes first
    with kernels.started():
        helpers = [ask(), ask(early=True), ask(early=True), ask()]
        print(*[helper.call(staged.imported) for helper in helpers])
        late = ask(early=True)
        print(late.call(staged.imported))
"""


def test_who_needs_less_is_forked_before_all_is_imported(tmp_path: Path) -> None:
    (tmp_path / "staged.py").write_text(STAGES, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    env.pop(kernels.ADDRESS, None)
    run = subprocess.run(
        [sys.executable, "staged.py"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == [" ".join([ALL, FIRST, FIRST, ALL]), ALL] and run.stderr == ""


def test_nothing_is_shared_between_kernels(tmp_path: Path) -> None:
    code = "import pandas\nprint(hasattr(pandas, 'left_behind'), 'x' in dir())\npandas.left_behind = x = 1"
    assert [printed(tmp_path, code) for _ in range(2)] == ["False False\n"] * 2


def test_chance_is_not_the_same_in_every_kernel(tmp_path: Path) -> None:
    code = "import random, numpy\nprint(random.random(), numpy.random.random())"
    first, second = (printed(tmp_path, code).split() for _ in range(2))
    assert first[0] != second[0] and first[1] != second[1]


MADE = """
from uuid import UUID
from IPython import get_ipython
kernel = get_ipython().kernel
print(kernel.parent.prepared == {prepared!r}, kernel.shell_channel_thread is None, UUID(kernel.ident).int)
print(kernel._topic("x").decode(), get_ipython().displayhook.topic.decode())
"""


def test_kernels_are_made_before_the_fork_and_are_different(tmp_path: Path) -> None:
    first, second = (printed(tmp_path, MADE.format(prepared=kernels.QUIETLY)).split() for _ in range(2))
    assert first[:2] == second[:2] == ["True", "True"]
    assert first[2] != second[2], "who listens to both could not tell them apart"
    assert first[3].split(".")[1] == first[4].split(".")[1], "what is displayed is said by the same kernel"


def test_a_kernel_with_arguments_of_its_own_is_made_for_them(manager: KernelManager) -> None:
    manager.start_kernel(extra_arguments=["--IPythonKernel.help_links=[]", "--HistoryManager.enabled=False"])
    client = client_of(manager)
    told = heard(client, "k = get_ipython().kernel; k.help_links, k.parent.prepared, k.shell_channel_thread is None")
    assert told["execute_result"]["data"]["text/plain"] == "([], None, False)"
    client.stop_channels()


def test_a_helper_is_no_kernel() -> None:
    helper = kernels.fork_worker()
    assert helper is not None
    assert helper.call(get_ipython) is None
    helper.end()


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
        warm = isinstance(manager.provisioner.process, connection.Child)  # type: ignore[union-attr]
        client = client_of(manager)
        found.append((warm, heard(client, SELF)["execute_result"]["data"]["text/plain"]))
        client.stop_channels()
        manager.shutdown_kernel()
    assert [warm for warm, _ in found] == [True, False]
    assert found[0][1] == found[1][1]


def test_the_zygote_has_one_thread_when_it_forks(tmp_path: Path) -> None:
    code = "import os\nprint(len(os.listdir(f'/proc/{os.getppid()}/task')), os.path.exists(f'/proc/{os.getppid()}'))"
    assert printed(tmp_path, code) == "1 True\n"


def test_a_kernel_holds_nobody_elses_connection(tmp_path: Path) -> None:
    code = "import os, pathlib\nprint(len(list(pathlib.Path(f'/proc/{os.getppid()}/fd').iterdir())))"
    at_rest = int(printed(tmp_path, code))
    assert [int(printed(tmp_path, code)) for _ in range(3)] == [at_rest] * 3, "the zygote lets go of every kernel"


def test_no_kernel_is_left_behind(tmp_path: Path) -> None:
    assert gone(int(printed(tmp_path, "import os; print(os.getpid())")))


def test_kernels_asked_for_at_once_are_all_different(manager: KernelManager) -> None:
    def ask(_: int) -> tuple[int, bool]:
        return asyncio.run(one())

    async def one() -> tuple[int, bool]:
        child = await connection.kernel(["--version"], os.environ, "/")
        assert child is not None
        return child.pid, await child.ended(PATIENCE)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(16)))
    assert len({pid for pid, _ in answers}) == 16 and all(ended for _, ended in answers)


@pytest.mark.parametrize(("death", "code"), [("os._exit(7)", 7), ("os.kill(os.getpid(), 9)", -9)])
def test_the_exit_code_comes_back(manager: KernelManager, death: str, code: int) -> None:
    manager.start_kernel()
    client = client_of(manager)
    client.execute(f"import os; {death}")
    assert within_patience(lambda: not manager.is_alive())
    client.stop_channels()
    assert asyncio.run(polled(manager)) == code


async def polled(manager: KernelManager) -> int | None:
    assert manager.provisioner is not None
    return await manager.provisioner.poll()


def test_a_dead_kernel_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="内核中断"):
        execute.execute_notebook(
            notebook(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), {}, data=tmp_path
        )


def test_an_interrupt_stops_the_cell_and_not_the_kernel(manager: KernelManager) -> None:
    manager.start_kernel()
    client = client_of(manager)
    client.execute("print('on', flush=True)\nimport time; time.sleep(600)")
    while client.get_iopub_msg(timeout=PATIENCE)["msg_type"] != "stream":
        pass
    manager.interrupt_kernel()
    replies = iter(
        lambda: client.get_shell_msg(timeout=PATIENCE), None
    )  # on a busy machine it was asked who it is twice
    reply = next(reply for reply in replies if reply["msg_type"] == "execute_reply")
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    # what comes on the heels of an error may be dropped with what was queued behind it, as Jupyter has it
    answers = iter(lambda: heard(client, "1 + 1"), None)
    told = next(told for told in answers if told["reply"]["status"] != "aborted")
    assert told["execute_result"]["data"]["text/plain"] == "2"
    client.stop_channels()


def test_a_restart_keeps_the_connection_and_forgets_the_rest(manager: KernelManager) -> None:
    manager.start_kernel()
    client = client_of(manager)
    before = heard(client, "x = 1; import os; os.getpid()")["execute_result"]["data"]["text/plain"]
    connection = manager.get_connection_info()
    manager.restart_kernel()
    client.wait_for_ready(timeout=PATIENCE)
    assert manager.get_connection_info() == connection
    after = heard(client, "assert 'x' not in dir(); import os; os.getpid()")["execute_result"]["data"]["text/plain"]
    assert before != after and gone(int(before))
    client.stop_channels()


def test_what_a_notebook_leaves_for_its_end_is_done(manager: KernelManager, tmp_path: Path) -> None:
    manager.start_kernel()
    client = client_of(manager)
    heard(client, f"import atexit, pathlib; _ = atexit.register(pathlib.Path({str(tmp_path / 'done')!r}).touch)")
    client.stop_channels()
    manager.shutdown_kernel()
    assert (tmp_path / "done").exists()


def test_input_is_refused(manager: KernelManager) -> None:
    manager.start_kernel()
    client = client_of(manager)
    assert heard(client, "input()", allow_stdin=False)["reply"]["ename"] == "StdinNotImplementedError"
    assert heard(client, "import sys; sys.__stdin__.read()")["execute_result"]["data"]["text/plain"] == "''"
    client.stop_channels()


def test_a_display_is_updated_in_place(tmp_path: Path) -> None:
    code = "h = display('old', display_id=True)\nh.update('new')"
    made = execute.execute_notebook(notebook(tmp_path, code), {}, data=tmp_path)
    assert [output["data"]["text/plain"] for output in made["cells"][-1]["outputs"]] == ["'new'"]


def test_a_cell_that_should_raise_may(managers: Callable[[], KernelManager], tmp_path: Path) -> None:
    book: NotebookNode = from_dict(  # type: ignore[no-untyped-call]
        json.loads(notebook(tmp_path, "1 / 0", "print('on')").read_text(encoding="utf-8"))
    )
    book.cells[1].metadata.tags = ["raises-exception"]
    managers()  # makes warm kernels what nbclient gets
    made = NotebookClient(book, kernel_name="python3").execute()
    assert made.cells[1].outputs[0].ename == "ZeroDivisionError"
    assert made.cells[2].outputs[0].text == "on\n"


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
    client = client_of(manager)
    assert heard(client, greed)["reply"]["ename"] == "MemoryError"
    assert heard(client, "kept = None; import pandas; pandas.DataFrame({'a': [2]}).a.sum()")["reply"]["status"] == "ok"
    client.stop_channels()


def test_the_librarys_own_files_are_no_dependency_in_whichever_subpackage(tmp_path: Path) -> None:
    """They count as the program."""
    walk = (
        "for found in pkgutil.walk_packages(xj_analysis.__path__, 'xj_analysis.'): importlib.import_module(found.name)"
    )
    templates = "[path.read_bytes() for path in pathlib.Path(xj_analysis.__path__[0]).rglob('*') if path.is_file()]"
    found = read(tmp_path, f"import importlib, pathlib, pkgutil, xj_analysis\n{walk}\n_ = {templates}")
    assert [path for path in found if path.startswith(str(environment.PACKAGE))] == []


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


def test_a_limit_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="XJ_KERNEL_MEMORY：内存上限不是正整数，得到“0”"):
        execute.execute_notebook(notebook(tmp_path, "1"), {}, data=tmp_path, limits=Limits(memory=0))


def test_a_specification_for_debuggers_is_forked_as_well(manager: KernelManager) -> None:
    manager.kernel_spec.argv.insert(1, "-Xfrozen_modules=off")  # type: ignore[union-attr]
    manager.start_kernel()
    assert isinstance(manager.provisioner.process, connection.Child)  # type: ignore[union-attr]


def test_an_interpreter_that_must_start_otherwise_is_not_forked(manager: KernelManager) -> None:
    manager.start_kernel(env=os.environ | {"PYTHONHASHSEED": "7"})
    assert isinstance(manager.provisioner.process, subprocess.Popen)  # type: ignore[union-attr]
    client = client_of(manager)
    assert heard(client, "import sys; sys.flags.hash_randomization")["reply"]["status"] == "ok"
    client.stop_channels()


ASKS = """
import asyncio, os, sys
from xj_analysis.engine.kernels import connection, fork_server_client

async def main():
    from jupyter_client.connect import write_connection_file
    file, _ = write_connection_file(sys.argv[1] + "/kernel.json", transport="ipc", ip=sys.argv[1] + "/k")
    child = await connection.kernel(["-f", file, "--log-level=CRITICAL"], os.environ, sys.argv[1])
    parent = next(line for line in open(f"/proc/{child.pid}/status") if line.startswith("PPid")).split()[1]
    print(child.pid, parent, flush=True)
    if sys.argv[2:]:
        os.kill(int(parent), 9)
        print(await child.ended(20), child.returncode, flush=True)
    return child

fork_server_client.WARM = "json"  # a zygote that is not warm is started sooner
kept = asyncio.run(main())
if sys.argv[2:]:
    kept = asyncio.run(main())
sys.stdin.read()
"""  # no main guard: nothing here is run twice


def asking(folder: Path, *, alone: bool, kill: bool = False) -> subprocess.Popen[str]:
    """Start a process that asks for a kernel, says its number and the zygote's, and keeps it."""
    env = {name: value for name, value in os.environ.items() if not (alone and name == kernels.ADDRESS)}
    command = [sys.executable, "-c", ASKS, str(folder), *(["kill"] if kill else [])]
    return subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


def test_a_kernel_dies_with_who_asked_and_the_zygote_lives_on(tmp_path: Path) -> None:
    with asking(tmp_path, alone=False) as process:
        kernel, zygote = map(int, said(process))
        process.kill()
    assert gone(kernel) and state(zygote) not in ("", "Z")
    assert int(printed(tmp_path, "import os; print(os.getppid())")) == zygote


@pytest.mark.parametrize("kindly", [True, False])
def test_a_zygote_ends_with_who_started_it_and_takes_every_kernel_along(tmp_path: Path, kindly: bool) -> None:
    with asking(tmp_path, alone=True) as process:
        kernel, zygote = map(int, said(process))
        if kindly:
            process.communicate()
        else:
            process.kill()
    assert process.returncode == (0 if kindly else -signal.SIGKILL)
    assert gone(kernel) and gone(zygote)


def test_without_its_zygote_a_kernel_dies_and_the_next_finds_another(tmp_path: Path) -> None:
    with asking(tmp_path, alone=True, kill=True) as process:
        kernel, zygote = said(process)
        assert said(process) == ["True", "-9"]
        other, another = said(process)
        assert said(process) == ["True", "-9"]
        process.communicate()
    assert zygote != another and all(gone(int(pid)) for pid in (kernel, zygote, other, another))


def test_what_a_kernel_started_dies_with_it(manager: KernelManager) -> None:
    manager.start_kernel()
    client = client_of(manager)
    code = "import subprocess; subprocess.Popen(['sleep', '600']).pid"
    sleeper = int(heard(client, code)["execute_result"]["data"]["text/plain"])
    client.execute("import os; os._exit(0)")
    client.stop_channels()
    assert within_patience(lambda: not manager.is_alive()) and gone(sleeper)


def test_a_process_with_threads_does_not_fork_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "threaded.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=[99]).start()"
    )
    code = ASKS.replace('"json"', '"threaded"').replace(
        "    parent =", "    print(child, flush=True); os._exit(0)\n    parent ="
    )
    env = {name: value for name, value in os.environ.items() if name != kernels.ADDRESS}
    env["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{env.get('PYTHONPATH', '')}"
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.stdout == "None\n"
    assert "内核热启动停用：预先载入的库启动了1个线程，分叉不安全；改用普通内核。" in done.stderr


def test_what_a_notebook_read_is_known(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("x = 1", encoding="utf-8")
    (tmp_path / "read.csv").write_text("a\n1\n", encoding="utf-8")
    code = (
        "import os, pandas, pathlib, altair, json.tool, helper\n"
        "pandas.read_csv('read.csv'); pathlib.Path('read.csv').read_text()\n"
        "pathlib.Path('written.txt').write_text('x'); os.listdir('.')\n"
        "try: open('/nowhere/missing.csv')\nexcept OSError: pass"
    )
    found = read(tmp_path, code)
    names = {str(Path(path).relative_to(tmp_path)) if path.startswith(str(tmp_path)) else path for path in found}
    assert names == {"helper.py", "read.csv", ".", "/nowhere/missing.csv"}
    assert found["/nowhere/missing.csv"] == "" and found == hashing.current_hashes(found)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import subprocess; _ = subprocess.run(['true'])", "subprocess.Popen"),
        ("import os; _ = os.system('true')", "os.system"),
        ("import socket\ntry: socket.create_connection(('127.0.0.1', 9))\nexcept OSError: pass", "socket.connect"),
        ("import sqlite3; sqlite3.connect(':memory:').close()", "sqlite3.connect"),
        ("_ = open('/proc/uptime').read()", "/proc/uptime"),
        ("import duckdb", "import duckdb"),
        ("import importlib; importlib.import_module('duckdb')", "import duckdb"),
    ],
)
def test_a_step_outside_is_a_reason_not_to_reuse(tmp_path: Path, code: str, reason: str) -> None:
    found = read(tmp_path, code)
    assert reason in found.values() and found != hashing.current_hashes(found)


@pytest.mark.parametrize("attempt", ["import polars", "import polars.io", "from polars import DataFrame"])
def test_a_library_that_is_not_installed_is_a_dependency_on_its_absence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attempt: str
) -> None:
    """statsmodels and others try libraries they can do without."""
    found = read(tmp_path, f"try: {attempt}\nexcept ImportError: pass")
    assert found[f"{hashing.MODULE}polars"] == "" and found == hashing.current_hashes(found)
    installed = tmp_path / "site-packages" / "polars"
    installed.mkdir(parents=True)
    (installed / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(installed.parent)
    assert found != hashing.current_hashes(found)


def test_without_a_record_nothing_is_known(tmp_path: Path) -> None:
    assert kernels.recorded_reads(tmp_path / "none.jsonl") == (set(), (), (str(tmp_path / "none.jsonl"),))


def test_the_specification_offered_starts_a_warm_kernel(manager: KernelManager) -> None:
    found = KernelSpecManager(kernel_dirs=[str(REPO / "share" / "jupyter" / "kernels")])
    manager.kernel_spec_manager = found
    manager.kernel_name = "xj"
    manager.start_kernel()
    assert isinstance(manager.provisioner.process, connection.Child)  # type: ignore[union-attr]
    client = client_of(manager)
    assert heard(client, "1 + 1")["execute_result"]["data"]["text/plain"] == "2"
    client.stop_channels()


@pytest.mark.thorough
def test_an_editable_installation_offers_the_specification(tmp_path: Path) -> None:
    code = "import sys; from hatchling.build import build_editable; print(build_editable(sys.argv[1]))"
    wheel = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=REPO, capture_output=True, text=True, check=True
    ).stdout.strip()
    venv.create(tmp_path / "v", with_pip=True)
    python = tmp_path / "v" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", tmp_path / wheel], check=True)
    folder = tmp_path / "v" / "share" / "jupyter" / "kernels"
    offered = KernelSpecManager(kernel_dirs=[str(folder)], ensure_native_kernel=False)
    assert list(offered.find_kernel_specs()) == ["xj"]


def test_what_is_written_stands_before_what_is_shown_after_it(tmp_path: Path) -> None:
    code = (
        "import sys, threading\nprint('a')\ndisplay('b')\nprint('c', file=sys.stderr)\ndisplay('d')\n"
        "thread = threading.Thread(target=print, args=['e'])\nthread.start()\nthread.join()\ndisplay('f')\nprint('g')"
    )
    made = execute.execute_notebook(notebook(tmp_path, code), {}, data=tmp_path)
    outputs = made["cells"][-1]["outputs"]
    told = [output.get("text") or output["data"]["text/plain"] for output in outputs]
    assert told == ["a\n", "'b'", "c\n", "'d'", "e\n", "'f'", "g\n"]

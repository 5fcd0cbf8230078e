"""The provisioner and the client: Jupyter starts, interrupts, restarts and names dead kernels as usual."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode, from_dict

from support.county_folder import REPO
from support.kernels import PATIENCE, connected_client, gone, messages_of
from support.notebooks import notebook
from xj_analysis.base.errors import NotebookError, UsageError
from xj_analysis.engine import execute
from xj_analysis.engine.kernels import connection
from xj_analysis.engine.limits import Limits


def test_a_dead_kernel_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="内核中断"):
        execute.execute_notebook(
            notebook(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), {}, data=tmp_path
        )


def test_an_interrupt_stops_the_cell_and_not_the_kernel(manager: KernelManager) -> None:
    manager.start_kernel()
    client = connected_client(manager)
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
    answers = iter(lambda: messages_of(client, "1 + 1"), None)
    messages = next(messages for messages in answers if messages["reply"]["status"] != "aborted")
    assert messages["execute_result"]["data"]["text/plain"] == "2"
    client.stop_channels()


def test_a_restart_keeps_the_connection_and_forgets_the_rest(manager: KernelManager) -> None:
    manager.start_kernel()
    client = connected_client(manager)
    before = messages_of(client, "x = 1; import os; os.getpid()")["execute_result"]["data"]["text/plain"]
    connection = manager.get_connection_info()
    manager.restart_kernel()
    client.wait_for_ready(timeout=PATIENCE)
    assert manager.get_connection_info() == connection
    after = messages_of(client, "assert 'x' not in dir(); import os; os.getpid()")["execute_result"]["data"][
        "text/plain"
    ]
    assert before != after and gone(int(before))
    client.stop_channels()


def test_input_is_refused(manager: KernelManager) -> None:
    manager.start_kernel()
    client = connected_client(manager)
    assert messages_of(client, "input()", allow_stdin=False)["reply"]["ename"] == "StdinNotImplementedError"
    assert messages_of(client, "import sys; sys.__stdin__.read()")["execute_result"]["data"]["text/plain"] == "''"
    client.stop_channels()


def test_a_cell_that_should_raise_may(managers: Callable[[], KernelManager], tmp_path: Path) -> None:
    book: NotebookNode = from_dict(  # type: ignore[no-untyped-call]
        json.loads(notebook(tmp_path, "1 / 0", "print('on')").read_text(encoding="utf-8"))
    )
    book.cells[1].metadata.tags = ["raises-exception"]
    managers()  # makes warm kernels what nbclient gets
    made = NotebookClient(book, kernel_name="python3").execute()
    assert made.cells[1].outputs[0].ename == "ZeroDivisionError"
    assert made.cells[2].outputs[0].text == "on\n"


def test_a_limit_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="XJ_KERNEL_MEMORY：内存上限不是正整数，得到“0”"):
        execute.execute_notebook(notebook(tmp_path, "1"), {}, data=tmp_path, limits=Limits(memory=0))


def test_a_specification_for_debuggers_is_forked_as_well(manager: KernelManager) -> None:
    manager.kernel_spec.argv.insert(1, "-Xfrozen_modules=off")  # type: ignore[union-attr]
    manager.start_kernel()
    assert isinstance(manager.provisioner.process, connection.KernelProcess)  # type: ignore[union-attr]


def test_an_interpreter_that_must_start_otherwise_is_not_forked(manager: KernelManager) -> None:
    manager.start_kernel(env=os.environ | {"PYTHONHASHSEED": "7"})
    assert isinstance(manager.provisioner.process, subprocess.Popen)  # type: ignore[union-attr]
    client = connected_client(manager)
    assert messages_of(client, "import sys; sys.flags.hash_randomization")["reply"]["status"] == "ok"
    client.stop_channels()


def test_the_specification_offered_starts_a_warm_kernel(manager: KernelManager) -> None:
    found = KernelSpecManager(kernel_dirs=[str(REPO / "share" / "jupyter" / "kernels")])
    manager.kernel_spec_manager = found
    manager.kernel_name = "xj"
    manager.start_kernel()
    assert isinstance(manager.provisioner.process, connection.KernelProcess)  # type: ignore[union-attr]
    client = connected_client(manager)
    assert messages_of(client, "1 + 1")["execute_result"]["data"]["text/plain"] == "2"
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

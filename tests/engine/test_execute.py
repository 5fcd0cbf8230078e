"""Execution of a notebook: parameters checked, errors named by cell, deterministic and redacted results."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.notebooks import notebook
from xj_analysis.base import environment, hashing
from xj_analysis.base.errors import NotebookError, UsageError
from xj_analysis.base.notebook_cells import cell_number
from xj_analysis.build import staging
from xj_analysis.engine import execute, papermill_engine
from xj_analysis.engine.limits import Limits

pytestmark = pytest.mark.usefixtures("warm")


def test_a_mistyped_parameter_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"book.ipynb：笔记本没有这个参数，得到“campain”。是否想写“campaign”？"):
        execute.execute_notebook(notebook(tmp_path), {"campain": "b"}, data=tmp_path)


def test_a_documented_parameter_is_what_the_notebook_lacks(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match=r"book.ipynb：parameters 格里没有 known_at。请在这一格补上 known_at"):
        execute.execute_notebook(notebook(tmp_path), {"known_at": "2024-06-30"}, data=tmp_path)


def test_a_missing_notebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none.ipynb：笔记本不存在"):
        execute.execute_notebook(tmp_path / "none.ipynb", {}, data=tmp_path)


def test_a_raising_cell_is_named_with_its_last_line(tmp_path: Path) -> None:
    with pytest.raises(
        NotebookError, match=r"book.ipynb 第3格“.+”：运行出错，得到“ZeroDivisionError: division by zero”"
    ):
        execute.execute_notebook(notebook(tmp_path, "x = 1", "1 / 0"), {"campaign": "b"}, data=tmp_path)


MISTAKE = "from xj_analysis import say\nsay('共{x}个', x=5)"


def test_a_mistake_of_the_analyst_is_shown_without_a_traceback_of_ours(tmp_path: Path) -> None:
    """As JupyterLab and plain nbclient show it: the message alone, under the cell."""
    import nbclient
    import nbformat

    book = nbformat.read(notebook(tmp_path, MISTAKE), as_version=4)  # type: ignore[no-untyped-call]
    nbclient.NotebookClient(book, allow_errors=True).execute()
    (shown,) = book.cells[-1].outputs
    assert shown.ename == "DataError"
    assert len(shown.traceback) <= 3 and shown.traceback == [shown.evalue]
    assert "得到“5（int）”" in shown.evalue


def test_a_mistake_of_the_analyst_is_named_with_its_cell(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match=r"book.ipynb 第2格“.+”：运行出错，得到“句子模板：“x”不是可追溯的数"):
        execute.execute_notebook(notebook(tmp_path, MISTAKE), {}, data=tmp_path)


@pytest.mark.parametrize("given", [{}, {"campaign": "b"}])
def test_a_cell_is_named_by_the_number_jupyterlab_shows(tmp_path: Path, given: dict[str, str]) -> None:
    book = notebook(tmp_path, "", "x = 1", "# 求商\n1 / 0")
    content = json.loads(book.read_text(encoding="utf-8"))
    for place in (3, 1, 0):
        content["cells"].insert(place, {"cell_type": "markdown", "id": f"m{place}", "metadata": {}, "source": "文"})
    book.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(NotebookError, match=r"book.ipynb 第3格“# 求商”：运行出错"):
        execute.execute_notebook(book, given, data=tmp_path)
    executed = execute.execute_notebook(notebook(tmp_path, "x = 1", "print(x)"), {}, data=tmp_path)
    shown = [cell["execution_count"] for cell in executed["cells"]]
    assert shown == [cell_number(executed["cells"], n) for n in range(3)], (
        "as the kernel counts, without parameters given"
    )


@pytest.mark.parametrize("given", [{}, {"campaign": "b"}])
def test_a_dead_kernel_is_noticed_and_named(tmp_path: Path, given: dict[str, str]) -> None:
    book = notebook(tmp_path, "x = 1", "import os; os._exit(1)", "x = 2", "x = 3")
    with pytest.raises(execute.KernelLostError, match=r"book.ipynb 第3格“.+”：内核中断"):
        execute.execute_notebook(book, given, data=tmp_path)


@pytest.mark.parametrize("leave", ["import sys; sys.exit(0)", "raise SystemExit", "import sys; sys.exit(3)"])
def test_a_notebook_that_leaves_early_is_not_done(tmp_path: Path, leave: str) -> None:
    """papermill takes an exit without a code, or with 0, for success, and leaves out the rest."""
    with pytest.raises(NotebookError, match=r"book.ipynb 第3格“.+”：.*SystemExit"):
        execute.execute_notebook(notebook(tmp_path, "x = 1", leave, "x = 2"), {"campaign": "b"}, data=tmp_path)


def test_an_exit_in_the_last_cell_leaves_its_rest_out_all_the_same(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match=r"book.ipynb 第2格“.+”：笔记本提前退出"):
        execute.execute_notebook(notebook(tmp_path, "import sys; sys.exit()\nassert False"), {}, data=tmp_path)


def test_an_exit_that_is_expected_is_an_output_like_any_other(tmp_path: Path) -> None:
    book = notebook(tmp_path, "raise SystemExit", "print('on')")
    cells = json.loads(book.read_text(encoding="utf-8"))
    cells["cells"][1]["metadata"]["tags"] = ["raises-exception"]
    book.write_text(json.dumps(cells), encoding="utf-8")
    executed = execute.execute_notebook(book, {}, data=tmp_path)
    assert executed["cells"][-1]["outputs"][0]["text"] == "on\n"


def test_a_cell_that_hangs_is_stopped_and_named(tmp_path: Path) -> None:
    execution = papermill_engine.Execution()
    book = notebook(tmp_path, "x = 1", "import time; time.sleep(600)", "x = 2")
    with pytest.raises(NotebookError) as caught:
        execute.execute_notebook(book, {"campaign": "b"}, data=tmp_path, limits=Limits(cell=1), execution=execution)
    where = "book.ipynb 第3格“import time; time.sleep(…”"
    assert str(caught.value) == f"{where}：运行超时。每格限1秒；请简化这一格，或用 --cell-timeout 放宽。"
    assert not execution.timed_out and not isinstance(caught.value, execute.KernelLostError)


def test_so_is_a_notebook_that_takes_too_long_in_all(tmp_path: Path) -> None:
    execution = papermill_engine.Execution()
    book = notebook(tmp_path, "x = 1", *["import time; time.sleep(0.4)"] * 50)
    with pytest.raises(NotebookError) as caught:
        execute.execute_notebook(book, {}, data=tmp_path, limits=Limits(briefing=1), execution=execution)
    place = re.fullmatch(
        r"book.ipynb 第(\d+)格“.+”：整份运行超时。每份限1秒；请简化笔记本，或用 --timeout 放宽。", str(caught.value)
    )
    assert place and 3 <= int(place[1]) <= 6
    assert execution.timed_out and not isinstance(caught.value, execute.KernelLostError)


def test_what_was_reached_and_used_is_told_of_a_failed_run_too(tmp_path: Path) -> None:
    execution = papermill_engine.Execution()
    with pytest.raises(NotebookError):
        execute.execute_notebook(notebook(tmp_path, "print('so far')", "1 / 0"), {}, data=tmp_path, execution=execution)
    outputs = [output for cell in execution.notebook["cells"] for output in cell.get("outputs", ())]
    assert outputs[0]["text"] == "so far\n" and outputs[1]["ename"] == "ZeroDivisionError"
    assert execution.peak > 20, "no kernel is smaller"


def test_what_the_notebook_read_beside_its_data_is_told(tmp_path: Path) -> None:
    (tmp_path / "beside.csv").write_text("1", encoding="utf-8")
    execution = papermill_engine.Execution()
    execute.execute_notebook(
        notebook(tmp_path, "_ = open('beside.csv').read()"), {}, data=tmp_path, execution=execution
    )
    assert execution.reads == hashing.current_hashes([tmp_path / "beside.csv"])


@pytest.mark.parametrize("metadata", [{}, {"kernelspec": {}}, {"language_info": {"name": "python"}}])
def test_a_notebook_that_names_no_kernel_is_pythons(tmp_path: Path, metadata: dict[str, Any]) -> None:
    book = notebook(tmp_path, "print(campaign)")
    content = json.loads(book.read_text(encoding="utf-8")) | {"metadata": metadata}
    book.write_text(json.dumps(content), encoding="utf-8")
    assert execute.parameters_of(book) == ("campaign",)
    executed = execute.execute_notebook(book, {"campaign": "b"}, data=tmp_path)
    assert executed["cells"][-1]["outputs"][0]["text"] == "b\n"


def test_what_differs_from_run_to_run_is_gone(tmp_path: Path) -> None:
    book = notebook(tmp_path, "import os; print(campaign, os.environ['XJ_UNATTENDED'])")
    before = book.read_bytes()
    executed = execute.execute_notebook(book, {"campaign": "b"}, data=tmp_path)
    again = execute.execute_notebook(book, {"campaign": "b"}, data=tmp_path)
    assert executed == again
    assert executed["cells"][-1]["outputs"][0]["text"] == "b 1\n"
    assert str(tmp_path) not in json.dumps(executed)
    assert book.read_bytes() == before


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of temporary files, with a name too long for a socket."""
    folder = tmp_path / "临时" / ("long" * 30)
    folder.mkdir(parents=True)
    before = staging.set_variables(dict.fromkeys(environment.TEMPORARY, str(folder)))
    yield folder
    staging.set_variables(before)


def test_a_folder_of_any_name_may_hold_temporary_files_and_none_stays(temporary: Path, tmp_path: Path) -> None:
    cell = "import pathlib, tempfile\npath = pathlib.Path(tempfile.mkstemp()[1])\nprint(path)"
    (output,) = execute.execute_notebook(notebook(tmp_path, cell), {}, data=tmp_path)["cells"][-1]["outputs"]
    assert re.fullmatch(r"tmp/xj-\w+/tmp\w+\n", output["text"]), "where it lies on this machine is not told"
    assert list(temporary.iterdir()) == []


def test_a_temporary_file_of_its_own_is_nothing_a_notebook_depends_on(temporary: Path, tmp_path: Path) -> None:
    execution = papermill_engine.Execution()
    cell = (
        "import os, pathlib, tempfile\npath = pathlib.Path(tempfile.mkstemp()[1])\npath.write_text('x')\n"
        "_ = path.read_text(), os.listdir(path.parent)"
    )
    execute.execute_notebook(notebook(tmp_path, cell), {}, data=tmp_path, execution=execution)
    assert execution.reads == {}
    elsewhere = temporary / "another.txt"
    elsewhere.write_text("x", encoding="utf-8")
    execute.execute_notebook(
        notebook(tmp_path, f"_ = open({str(elsewhere)!r}).read()"), {}, data=tmp_path, execution=execution
    )
    assert execution.reads == hashing.current_hashes([elsewhere])


def test_where_a_cell_is_kept_while_it_runs_is_not_told(temporary: Path, tmp_path: Path) -> None:
    (output,) = execute.execute_notebook(
        notebook(tmp_path, "print(__import__('inspect').stack()[0].filename)"), {}, data=tmp_path
    )["cells"][-1]["outputs"]
    assert output["text"] == "cell\n"

"""One notebook executed with its parameters, checked before and cleaned after: papermill is used here alone."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from . import kernels
from .errors import NotebookError, UsageError, choices

UNATTENDED = "XJ_UNATTENDED"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def parameters_of(notebook: Path) -> tuple[str, ...]:
    """Return the names of a notebook's parameters.

    Raises
    ------
    UsageError
        The notebook does not exist.
    """
    import papermill

    if not notebook.is_file():
        raise UsageError(notebook.name, "笔记本不存在", do="请核对 --notebooks 与文件名。")
    return tuple(papermill.inspect_notebook(str(notebook)))


def execute(
    notebook: Path,
    parameters: Mapping[str, Any],
    *,
    data: Path,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Return a notebook executed with `parameters`, free of clocks, paths and random identifiers.

    Parameters
    ----------
    notebook
        Run in its own folder, as a person would.
    parameters
        Must all be parameters the notebook declares.
    data
        The folder the counties are in.
    progress
        Called with the number of cells done and in all.

    Raises
    ------
    UsageError
        A parameter the notebook does not have; the nearest is named.
    NotebookError
        A cell raised, or the kernel died: names notebook, cell, and the last line of the traceback.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    known = parameters_of(notebook)
    for name in parameters:
        if name not in known:
            raise UsageError(notebook.name, "笔记本没有这个参数", name, choices(name, known))
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "out.ipynb")
        wanted = {
            "XJ_DATA": str(data),
            UNATTENDED: "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "JUPYTER_DEFAULT_PROVISIONER_NAME": kernels.NAME,
            kernels.MEMORY: os.environ.get(kernels.MEMORY) or str(kernels.DEFAULT_MEMORY),
        }
        saved = {name: os.environ.get(name) for name in wanted}
        os.environ.update(wanted)
        try:
            executed = papermill.execute_notebook(
                str(notebook),
                target,
                dict(parameters),
                cwd=str(notebook.parent),
                progress_bar=False,
                log_output=False,
                extra_arguments=["--log-level=CRITICAL"],
                config=_connection(Path(folder)),
            )
        except PapermillExecutionError as error:
            line = _COLOUR.sub("", error.evalue).strip().splitlines()
            got = f"{error.ename}: {line[0]}" if line else error.ename
            place = error.cell_index + (1 if error.cell_index <= _parameters_cell(notebook) or not parameters else 0)
            raise NotebookError(f"{notebook.name} 第{place}格", "运行出错", got, _remedy(error.ename)) from None
        except (RuntimeError, OSError) as error:  # nbclient's DeadKernelError is a RuntimeError
            raise NotebookError(
                notebook.name, "内核中断", str(error).splitlines()[0], "可能是内存不足，请重试。"
            ) from None
        finally:
            for name, value in saved.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
    return cleaned(executed)


def _connection(folder: Path) -> Any:
    """Let kernel and runner meet at sockets in a folder of their own: kernels started side by side race for ports.

    Where there are no such sockets (Windows), ports it is.
    """
    from traitlets.config import Config

    meeting = {"client_class": kernels.CLIENT}
    if sys.platform != "win32":
        meeting |= {"transport": "ipc", "ip": str(folder / "kernel")}
    return Config({"KernelManager": meeting, "AsyncKernelManager": meeting})


def _parameters_cell(notebook: Path) -> int:
    """The place of the parameters cell, before which papermill puts nothing; -1 where there is none."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    tagged = [place for place, cell in enumerate(cells) if "parameters" in cell["metadata"].get("tags", ())]
    return tagged[0] if tagged else -1


def _remedy(kind: str) -> str:
    ours = kind.endswith("Error") and kind in ("UsageError", "DataError", "CheckError", "NotebookError")
    return "请按提示改正数据或参数。" if ours else "请在 JupyterLab 里打开这个笔记本，运行到这一格查看。"


def cleaned(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """Return an executed notebook without what differs from run to run.

    Dropped: papermill's metadata (clocks, paths), execution times, random cell identifiers, and the kernel's version.
    """
    cells = []
    for number, cell in enumerate(notebook["cells"], start=1):
        tags = cell["metadata"].get("tags", [])
        kept = {key: value for key, value in cell.items() if key not in ("metadata", "id")}
        cells.append({"id": f"cell-{number}", **kept, "metadata": {"tags": list(tags)} if tags else {}})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }

"""Execution of one notebook: parameters checked, errors named by cell, the result deterministic and redacted."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..base import environment, hashing, notebook_cells
from ..base.errors import NotebookError, UsageError, failure, is_own
from . import kernels, redaction
from .limits import Limits
from .threads import one_thread

if TYPE_CHECKING:
    from . import papermill_engine

_READS = "reads.jsonl"
_LONGEST_SOCKET = 100  # bytes; macOS allows 104 with what is added for each channel
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class KernelLostError(NotebookError):
    """The kernel died while the notebook ran: worth a retry."""


def parameters_of(notebook: Path) -> tuple[str, ...]:
    """Return the names of a notebook's parameters.

    Raises
    ------
    UsageError
        The file does not exist or is not a notebook.
    """
    from . import papermill_engine

    if not notebook.is_file():
        raise UsageError(notebook.name, "笔记本不存在", do="请核对 --notebooks 与文件名。")
    try:
        return papermill_engine.parameters(notebook)
    except ValueError as error:
        raise UsageError(notebook.name, "不是合格的笔记本", str(error).splitlines()[0]) from None


def execute_notebook(
    notebook: Path,
    parameters: Mapping[str, Any],
    *,
    data: Path,
    slice_file: Path | None = None,
    limits: Limits | None = None,
    execution: papermill_engine.Execution | None = None,
    on_output: Callable[[Mapping[str, Any]], object] = lambda output: None,
) -> dict[str, Any]:
    """Execute a notebook with `parameters`, and return it without clocks, paths and random identifiers.

    Parameters
    ----------
    notebook
        Executed in its own folder.
    parameters
        Values of parameters that the notebook declares.
    data
        The folder the counties are in.
    slice_file
        The slice of the data for its briefing, if it was written already.
    limits
        Time and memory limits.
    execution
        Filled in with the state of the execution, also when it fails.
    on_output
        Called with each output once its cell is done, before redaction.

    Raises
    ------
    UsageError
        A parameter is not declared; the nearest is named.
    NotebookError
        A documented parameter is not declared, or a cell raised, exited or timed out: the message names notebook, cell,
        and the last line of the traceback.
    KernelLostError
        The kernel died.
    """
    declared = parameters_of(notebook)
    for name in parameters:
        if name not in declared:
            kind = NotebookError if name in notebook_cells.NAMES else UsageError
            raise kind(notebook.name, *notebook_cells.undeclared(name, declared))
    from . import papermill_engine

    limits, execution = limits or Limits(), execution or papermill_engine.Execution()
    with (
        tempfile.TemporaryDirectory(prefix="xj-") as folder,
        _environment(data, slice_file, limits, Path(folder) / _READS),
        _transport(Path(folder)) as config,
    ):
        try:
            executed = papermill_engine.run_papermill(
                notebook,
                parameters,
                execution=execution,
                cell=limits.cell,
                whole=limits.briefing,
                on_output=on_output,
                extra_arguments=[*kernels.UNATTENDED_ARGUMENTS, *_tracking_arguments(Path(folder) / _READS)],
                config=config,
            )
        except papermill_engine.PapermillExecutionError as error:
            got = redaction.redactor({})(failure(error.ename, _COLOUR.sub("", error.evalue)))
            cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
            injected = bool(parameters) and error.cell_index > _parameters_cell(cells)
            where = f"{notebook.name} {notebook_cells.cell_name(cells, error.cell_index - injected)}"
            raise NotebookError(where, "运行出错", got, _remedy(error.ename)) from None
        except papermill_engine.CellTimeoutError:
            do = f"每格限{limits.cell}秒；请简化这一格，或用 --cell-timeout 放宽。"
            raise NotebookError(f"{notebook.name} {_running_cell(execution)}", "运行超时", do=do) from None
        except (RuntimeError, ConnectionError, TimeoutError) as error:  # nbclient's DeadKernelError is a RuntimeError
            where = f"{notebook.name} {_running_cell(execution)}"
            if execution.timed_out:
                do = f"每份限{limits.briefing}秒；请简化笔记本，或用 --timeout 放宽。"
                raise NotebookError(where, "整份运行超时", do=do) from None
            cause = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise KernelLostError(where, "内核中断", cause, "可能是内存不足，或这一格结束了内核。") from None
        execution.reads = _dependencies(Path(folder) / _READS)
    if cell := _exited_cell(executed):
        do = "后面的格子没有运行，不能算完成；请去掉 sys.exit。"
        raise NotebookError(f"{notebook.name} {cell}", "笔记本提前退出", "SystemExit", do)
    return make_deterministic(executed, notebook.parent, data)


def _dependencies(file: Path) -> dict[str, str]:
    """The recorded dependencies with their present hashes, and the reasons not to reuse the result."""
    paths, absent, reasons = kernels.recorded_reads(file)
    missing = dict.fromkeys((f"{hashing.MODULE}{name}" for name in absent), "")
    return hashing.current_hashes(paths) | missing | {f"{hashing.OUTSIDE}{reason}": reason for reason in reasons}


def _tracking_arguments(file: Path) -> list[str]:
    """The arguments by which a kernel that is not forked tracks dependencies; a forked one does so by itself."""
    if kernels.SUPPORTED:
        return []
    tracking = "from xj_analysis.engine.kernels.dependency_tracking import watch"
    return [f"--IPKernelApp.exec_lines={tracking}; watch({str(file)!r})"]


@contextmanager
def _environment(data: Path, slice_file: Path | None, limits: Limits, reads: Path) -> Iterator[None]:
    """Set the environment variables of kernel and library while the notebook runs."""
    variables = {
        environment.DATA: str(data),
        environment.SLICE: str(slice_file or ""),
        environment.UNATTENDED: "1",
        kernels.MEMORY: str(limits.memory),
        kernels.READS: str(reads),
        **dict.fromkeys(environment.TEMPORARY, str(reads.parent)),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "JUPYTER_DEFAULT_PROVISIONER_NAME": kernels.PROVISIONER,
        **one_thread(os.environ),
    }
    saved = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in saved.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextmanager
def _transport(folder: Path) -> Iterator[Any]:
    """Configure the transport of kernel messages: Unix sockets in `folder`, as parallel kernels race for ports.

    TCP ports are the fallback, where there are no such sockets (Windows) or the path is too long for one. On Linux any
    folder has a short path: that of its descriptor.
    """
    from traitlets.config import Config

    handle = os.open(folder, os.O_RDONLY) if sys.platform == "linux" else None
    address = f"/proc/{os.getpid()}/fd/{handle}/kernel" if handle is not None else str(folder / "kernel")
    options = {"client_class": kernels.CLIENT_CLASS}
    if sys.platform != "win32" and len(os.fsencode(address)) < _LONGEST_SOCKET:
        options |= {"transport": "ipc", "ip": address}
    try:
        yield Config({"KernelManager": options, "AsyncKernelManager": options})
    finally:
        if handle is not None:
            os.close(handle)


def _running_cell(execution: papermill_engine.Execution) -> str:
    """The name of the last cell with a start time; papermill marks cells completed that never started."""
    cells = _source_cells(execution.notebook)
    started = [n for n, cell in enumerate(cells) if cell["metadata"].get("papermill", {}).get("start_time")]
    return notebook_cells.cell_name(cells, max(started, default=0)) if cells else "第1格"


def _exited_cell(notebook: Mapping[str, Any]) -> str:
    """The name of the cell that raised SystemExit, which papermill takes for success; empty if none did."""
    cells = _source_cells(notebook)
    may_fail = notebook_cells.MAY_FAIL
    exited = (n for n, cell in enumerate(cells) if may_fail not in notebook_cells.cell_tags(cell) and _exited(cell))
    return next((notebook_cells.cell_name(cells, n) for n in exited), "")


def _exited(cell: Mapping[str, Any]) -> bool:
    return any(output.get("ename") == "SystemExit" for output in cell.get("outputs", ()))


def _source_cells(notebook: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The cells of the notebook's file, without the one papermill injects."""
    return [cell for cell in notebook.get("cells", ()) if notebook_cells.INJECTED not in notebook_cells.cell_tags(cell)]


def _parameters_cell(cells: Sequence[Mapping[str, Any]]) -> int:
    """The index of the parameters cell, after which papermill injects one; -1 where there is none."""
    return next((n for n, cell in enumerate(cells) if notebook_cells.PARAMETERS in notebook_cells.cell_tags(cell)), -1)


def _remedy(kind: str) -> str:
    return "请按提示改正数据或参数。" if is_own(kind) else "请在 JupyterLab 里打开这个笔记本，运行到这一格查看。"


def make_deterministic(notebook: Mapping[str, Any], folder: Path, data: Path) -> dict[str, Any]:
    """Return an executed notebook without content that differs from run to run, and redacted.

    Removed: papermill's metadata (clocks, paths), execution times, random cell identifiers, the kernel's version; and
    from outputs secrets of the environment and the paths of `folder` (the notebook's) and `data`.
    """
    redact = redaction.redactor({folder: "notebooks", data: "data"})
    cells = []
    for number, cell in enumerate(notebook["cells"], start=1):
        tags = cell["metadata"].get("tags", [])
        copied = {key: value for key, value in cell.items() if key not in ("metadata", "id")}
        if "outputs" in copied:
            copied["outputs"] = redact(list(copied["outputs"]))
        cells.append({"id": f"cell-{number}", **copied, "metadata": {"tags": list(tags)} if tags else {}})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }

"""One notebook executed with its parameters, checked before and cleaned after; what goes wrong gets a message."""

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
from ..base.errors import NotebookError, UsageError, choices
from . import kernels, redaction
from .limits import Limits
from .threads import one_thread

if TYPE_CHECKING:
    from . import papermill_engine

_READS = "reads.jsonl"
_LONGEST_SOCKET = 100  # bytes; macOS allows 104 with what is added for each channel
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class KernelLostError(NotebookError):
    """The kernel died under the notebook: a cause that can pass."""


def parameters_of(notebook: Path) -> tuple[str, ...]:
    """Return the names of a notebook's parameters.

    Raises
    ------
    UsageError
        The notebook does not exist, or is none.
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
    part: Path | None = None,
    limits: Limits | None = None,
    trial: papermill_engine.Execution | None = None,
    heard: Callable[[Mapping[str, Any]], object] = lambda output: None,
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
    part
        The file of the slice its briefing is made of, where that was read already.
    limits
        What it may use.
    trial
        Is told what is known of the execution, also of one that fails.
    heard
        Is told each output once its cell is done, as the notebook wrote it.

    Raises
    ------
    UsageError
        A parameter the notebook does not have; the nearest is named.
    NotebookError
        A cell raised, left early or took too long: names notebook, cell, and the last line of the traceback.
    KernelLostError
        The kernel died.
    """
    known = parameters_of(notebook)
    for name in parameters:
        if name not in known:
            raise UsageError(notebook.name, "笔记本没有这个参数", name, choices(name, known))
    from . import papermill_engine

    limits, trial = limits or Limits(), trial or papermill_engine.Execution()
    with (
        tempfile.TemporaryDirectory(prefix="xj-") as folder,
        _environment(data, part, limits, Path(folder) / _READS),
        _connection(Path(folder)) as config,
    ):
        try:
            executed = papermill_engine.run_papermill(
                notebook,
                parameters,
                trial=trial,
                cell=limits.cell,
                whole=limits.briefing,
                heard=heard,
                extra_arguments=[*kernels.QUIETLY, *_watching(Path(folder) / _READS)],
                config=config,
            )
        except papermill_engine.PapermillExecutionError as error:
            line = _COLOUR.sub("", error.evalue).strip().splitlines()
            got = redaction.redactor({})(f"{error.ename}: {line[0]}" if line else error.ename)
            own = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
            after = bool(parameters) and error.cell_index > _parameters_cell(own)
            where = f"{notebook.name} {notebook_cells.cell_name(own, error.cell_index - after)}"
            raise NotebookError(where, "运行出错", got, _remedy(error.ename)) from None
        except papermill_engine.CellTimeoutError:
            do = f"每格限{limits.cell}秒；请简化这一格，或用 --cell-timeout 放宽。"
            raise NotebookError(f"{notebook.name} {_reached(trial)}", "运行超时", do=do) from None
        except (RuntimeError, ConnectionError, TimeoutError) as error:  # nbclient's DeadKernelError is a RuntimeError
            where = f"{notebook.name} {_reached(trial)}"
            if trial.overdue:
                do = f"每份限{limits.briefing}秒；请简化笔记本，或用 --timeout 放宽。"
                raise NotebookError(where, "整份运行超时", do=do) from None
            said = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise KernelLostError(where, "内核中断", said, "可能是内存不足，或这一格结束了内核。") from None
        trial.reads = _reads(Path(folder) / _READS)
    if place := _left_at(executed):
        do = "后面的格子没有运行，不能算完成；请去掉 sys.exit。"
        raise NotebookError(f"{notebook.name} {place}", "笔记本提前退出", "SystemExit", do)
    return make_deterministic(executed, notebook.parent, data)


def _reads(file: Path) -> dict[str, str]:
    """What the notebook depended on besides its data: what is read again and compared, or else why it cannot be."""
    paths, absent, reasons = kernels.recorded_reads(file)
    missing = dict.fromkeys((f"{hashing.MODULE}{name}" for name in absent), "")
    return hashing.current_hashes(paths) | missing | {f"{hashing.OUTSIDE}{reason}": reason for reason in reasons}


def _watching(file: Path) -> list[str]:
    """What makes a kernel that was not forked from ours watch what it reads, as those do by themselves."""
    if kernels.SUPPORTED:
        return []
    tracking = "from xj_analysis.engine.kernels.dependency_tracking import watch"
    return [f"--IPKernelApp.exec_lines={tracking}; watch({str(file)!r})"]


@contextmanager
def _environment(data: Path, part: Path | None, limits: Limits, reads: Path) -> Iterator[None]:
    """What kernel and library read from the environment, for as long as the notebook runs."""
    wanted = {
        environment.DATA: str(data),
        environment.SLICE: str(part or ""),
        environment.UNATTENDED: "1",
        kernels.MEMORY: str(limits.memory),
        kernels.READS: str(reads),
        **dict.fromkeys(environment.TEMPORARY, str(reads.parent)),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "JUPYTER_DEFAULT_PROVISIONER_NAME": kernels.NAME,
        **one_thread(os.environ),
    }
    saved = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in saved.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextmanager
def _connection(folder: Path) -> Iterator[Any]:
    """Let kernel and runner meet at sockets in a folder of their own: kernels started side by side race for ports.

    Where there are no such sockets (Windows), or the folder has too long a name for one, ports it is. On Linux any
    folder has a short name: that of its descriptor.
    """
    from traitlets.config import Config

    handle = os.open(folder, os.O_RDONLY) if sys.platform == "linux" else None
    address = f"/proc/{os.getpid()}/fd/{handle}/kernel" if handle is not None else str(folder / "kernel")
    meeting = {"client_class": kernels.CLIENT}
    if sys.platform != "win32" and len(os.fsencode(address)) < _LONGEST_SOCKET:
        meeting |= {"transport": "ipc", "ip": address}
    try:
        yield Config({"KernelManager": meeting, "AsyncKernelManager": meeting})
    finally:
        if handle is not None:
            os.close(handle)


def _reached(trial: papermill_engine.Execution) -> str:
    """The name of the cell that was running; papermill calls those completed, too, that never began."""
    own = _own(trial.notebook)
    begun = [n for n, cell in enumerate(own) if cell["metadata"].get("papermill", {}).get("start_time")]
    return notebook_cells.cell_name(own, max(begun, default=0)) if own else "第1格"


def _left_at(notebook: Mapping[str, Any]) -> str:
    """The name of the cell that ended the notebook by SystemExit, which papermill takes for success; else nothing."""
    own = _own(notebook)
    left = (
        n for n, cell in enumerate(own) if "raises-exception" not in notebook_cells.cell_tags(cell) and _exited(cell)
    )
    return next((notebook_cells.cell_name(own, n) for n in left), "")


def _exited(cell: Mapping[str, Any]) -> bool:
    return any(output.get("ename") == "SystemExit" for output in cell.get("outputs", ()))


def _own(notebook: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The cells of the notebook's file: what was injected is not in it."""
    return [cell for cell in notebook.get("cells", ()) if notebook_cells.INJECTED not in notebook_cells.cell_tags(cell)]


def _parameters_cell(own: Sequence[Mapping[str, Any]]) -> int:
    """The index of the parameters cell, before which papermill puts nothing; -1 where there is none."""
    return next((n for n, cell in enumerate(own) if "parameters" in notebook_cells.cell_tags(cell)), -1)


def _remedy(kind: str) -> str:
    ours = kind.endswith("Error") and kind in ("UsageError", "DataError", "CheckError", "NotebookError")
    return "请按提示改正数据或参数。" if ours else "请在 JupyterLab 里打开这个笔记本，运行到这一格查看。"


def make_deterministic(notebook: Mapping[str, Any], folder: Path, data: Path) -> dict[str, Any]:
    """Return an executed notebook without what differs from run to run, or is nobody's business.

    Dropped: papermill's metadata (clocks, paths), execution times, random cell identifiers, and the kernel's version;
    of the outputs secrets of the environment, and where `folder` (the notebook's) and `data` lie on this machine.
    """
    erase = redaction.redactor({folder: "notebooks", data: "data"})
    kept_cells = []
    for number, cell in enumerate(notebook["cells"], start=1):
        tags = cell["metadata"].get("tags", [])
        kept = {key: value for key, value in cell.items() if key not in ("metadata", "id")}
        if "outputs" in kept:
            kept["outputs"] = erase(list(kept["outputs"]))
        kept_cells.append({"id": f"cell-{number}", **kept, "metadata": {"tags": list(tags)} if tags else {}})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "cells": kept_cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }

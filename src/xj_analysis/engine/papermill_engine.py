"""A papermill engine with a time limit and a memory measure, which keeps the notebook of a failed run.

Only this module imports papermill. The import takes a second, so functions that run a notebook import this module.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from ..base import lazy_imports, notebook_cells

with lazy_imports.without_optional_packages():
    import nbformat
    import papermill
    from nbclient.exceptions import CellTimeoutError
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NBClientEngine, papermill_engines
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors
    from papermill.utils import chdir

__all__ = ["CellTimeoutError", "Execution", "PapermillExecutionError", "parameters", "run_papermill"]

_NAME = "xj"
_PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}
_KILL = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL
_KIB = 1024
# The kernel is killed, not sent a shutdown request, and keeps no history: it is used once.
_CLIENT_OPTIONS = {"shutdown_kernel": "immediate", "ipython_hist_file": ""}


@dataclass
class Execution:
    """The state of one execution, complete or failed.

    Parameters
    ----------
    notebook
        The notebook as far as it was executed; empty before the kernel is requested.
    peak
        The kernel's peak memory in MB; 0 where it is not known.
    timed_out
        Whether the whole notebook ran into its time limit.
    reads
        Dependencies besides the data, as in :class:`xj_analysis.build.run_records.CachedBriefing`.
    """

    notebook: Mapping[str, Any] = field(default_factory=dict)
    peak: int = 0
    timed_out: bool = False
    reads: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def supervise(self, pid: int, seconds: float) -> Iterator[None]:
        """Kill the kernel `pid` after `seconds`, and measure its memory at the end."""
        timer = threading.Timer(seconds, self._time_out, [pid])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self.peak = _peak_memory(pid)

    def _time_out(self, pid: int) -> None:
        self.timed_out = True
        with suppress(OSError):
            os.kill(pid, _KILL)


def _peak_memory(pid: int) -> int:
    """The peak memory of a process in MB, on Linux; else 0."""
    with suppress(OSError, ValueError, IndexError):
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) // _KIB
    return 0


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    execution: Execution
    seconds: float

    def papermill_execute_cells(self) -> None:
        with self.execution.supervise(self.km.provisioner.pid, self.seconds):
            super().papermill_execute_cells()


class _Engine(NBClientEngine):  # type: ignore[misc]
    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, execution: Execution, seconds: float, log_output: bool, **options: Any
    ) -> Any:
        client = _Client(nb_man, kernel_name=kernel_name, log_output=log_output, **_CLIENT_OPTIONS, **options)
        client.execution, client.seconds = execution, seconds
        execution.notebook = nb_man.nb
        return client.execute()


papermill_engines.register(_NAME, _Engine)


def parameters(notebook: Path) -> tuple[str, ...]:
    """Return the names of a notebook's parameters, as papermill reads them."""
    return tuple(papermill.inspect_notebook(_source(notebook)))


def _source(notebook: Path) -> Any:
    """The notebook for papermill: its path, or, where it names no kernel, its content with python3 as the kernel."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    metadata = content.get("metadata", {}) if isinstance(content, dict) else {}
    if not isinstance(metadata, dict) or metadata.get("kernelspec", {}).get("name"):
        return str(notebook)
    content["metadata"] = metadata | {"kernelspec": _PYTHON}
    return nbformat.reads(json.dumps(content), as_version=4)  # type: ignore[no-untyped-call]


def _without_allowed_errors(executed: Any) -> Any:
    """The notebook without the outputs of cells that may raise: papermill, unlike nbclient, takes them for failures."""
    may_fail = notebook_cells.MAY_FAIL
    cells = [{**cell, "outputs": []} if may_fail in notebook_cells.cell_tags(cell) else cell for cell in executed.cells]
    return nbformat.from_dict({**executed, "cells": cells})  # type: ignore[no-untyped-call]


def run_papermill(
    notebook: Path,
    values: Mapping[str, Any],
    *,
    execution: Execution,
    cell: float,
    whole: float,
    on_output: Callable[[Mapping[str, Any]], object] = lambda output: None,
    **options: Any,
) -> Mapping[str, Any]:
    """Return a notebook executed by papermill in its own folder.

    Parameters
    ----------
    notebook, values
        The notebook and its parameters. The result is returned, not written.
    execution
        Filled in, also when the run fails.
    cell, whole
        Time limits in seconds, of a cell and of all.
    on_output
        Called with each output once its cell is done.
    options
        Passed to kernel manager and client.

    Raises
    ------
    PapermillExecutionError
        A cell raised.
    CellTimeoutError
        A cell ran into its time limit.
    RuntimeError
        The kernel died, or was killed at the time limit.
    """
    # papermill's own steps but for the last: writing the notebook, even to nowhere, takes as long as some cells
    prepared = papermill.execute_notebook(
        _source(notebook), None, dict(values), engine_name=_NAME, cwd=str(notebook.parent), prepare_only=True
    )
    with chdir(str(notebook.parent)):
        executed = papermill_engines.execute_notebook_with_engine(
            _NAME,
            prepared,
            papermill_engines.nb_kernel_name(_NAME, prepared),
            progress_bar=False,
            autosave_cell_every=0,
            execution=execution,
            timeout=cell,
            seconds=whole,
            on_cell_executed=lambda cell, **_: [on_output(output) for output in cell.get("outputs", ())],
            **options,
        )
    raise_for_execution_errors(_without_allowed_errors(executed), None)
    return cast("Mapping[str, Any]", executed)

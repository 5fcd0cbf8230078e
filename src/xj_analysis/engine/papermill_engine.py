"""A papermill engine that stops what takes too long, measures, and keeps what a failed run got to.

papermill is imported here alone; importing this module costs a second, so it is imported where a notebook runs.
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

from ..base import lazy_imports

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
# A kernel is not asked to go but ended, and keeps no history: nobody will come back to it.
_UNHEARD = {"shutdown_kernel": "immediate", "ipython_hist_file": ""}


@dataclass
class Execution:
    """What is known of one execution, whether it came to its end or not.

    Parameters
    ----------
    notebook
        As far as it was executed; empty before the kernel was asked for.
    peak
        The most memory the kernel had, in megabytes; 0 where it is not known.
    overdue
        Whether it was stopped because it took too long in all.
    reads
        What the notebook depended on besides its data, as :class:`xj_analysis.build.run_records.CachedBriefing` has it.
    """

    notebook: Mapping[str, Any] = field(default_factory=dict)
    peak: int = 0
    overdue: bool = False
    reads: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def watched(self, pid: int, seconds: float) -> Iterator[None]:
        """Kill the kernel `pid` if what is done takes longer than `seconds`, and read its memory at the end."""
        timer = threading.Timer(seconds, self._stop, [pid])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self.peak = _peak(pid)

    def _stop(self, pid: int) -> None:
        self.overdue = True
        with suppress(OSError):
            os.kill(pid, _KILL)


def _peak(pid: int) -> int:
    """The most memory a process had so far, in megabytes, as Linux tells it."""
    with suppress(OSError, ValueError, IndexError):
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) // _KIB
    return 0


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    trial: Execution
    seconds: float

    def papermill_execute_cells(self) -> None:
        with self.trial.watched(self.km.provisioner.pid, self.seconds):
            super().papermill_execute_cells()


class _Engine(NBClientEngine):  # type: ignore[misc]
    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, trial: Execution, seconds: float, log_output: bool, **options: Any
    ) -> Any:
        client = _Client(nb_man, kernel_name=kernel_name, log_output=log_output, **_UNHEARD, **options)
        client.trial, client.seconds = trial, seconds
        trial.notebook = nb_man.nb
        return client.execute()


papermill_engines.register(_NAME, _Engine)


def parameters(notebook: Path) -> tuple[str, ...]:
    """Return the names of a notebook's parameters, as papermill reads them."""
    return tuple(papermill.inspect_notebook(_source(notebook)))


def _source(notebook: Path) -> Any:
    """What papermill reads: the file, or for a notebook that names no kernel its content with Python's named."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    metadata = content.get("metadata", {}) if isinstance(content, dict) else {}
    if not isinstance(metadata, dict) or metadata.get("kernelspec", {}).get("name"):
        return str(notebook)
    content["metadata"] = metadata | {"kernelspec": _PYTHON}
    return nbformat.reads(json.dumps(content), as_version=4)  # type: ignore[no-untyped-call]


def run_papermill(
    notebook: Path,
    given: Mapping[str, Any],
    *,
    trial: Execution,
    cell: float,
    whole: float,
    heard: Callable[[Mapping[str, Any]], object] = lambda output: None,
    **options: Any,
) -> Mapping[str, Any]:
    """Return a notebook executed by papermill in its own folder.

    Parameters
    ----------
    notebook, given
        What is executed, and its parameters. It is written nowhere: who asked has it, and `trial` if it failed.
    trial
        Is told how it went.
    cell, whole
        Seconds that one cell, and all of them, may take.
    heard
        Is told each output once its cell is done.
    options
        For the kernel's manager and the client.

    Raises
    ------
    PapermillExecutionError
        A cell raised.
    CellTimeoutError
        A cell took too long.
    RuntimeError
        The kernel died, or was stopped because it was overdue.
    """
    # in papermill's own steps but for the last: to write it, if only to nowhere, takes as long as to run some cells
    prepared = papermill.execute_notebook(
        _source(notebook), None, dict(given), engine_name=_NAME, cwd=str(notebook.parent), prepare_only=True
    )
    with chdir(str(notebook.parent)):
        made = papermill_engines.execute_notebook_with_engine(
            _NAME,
            prepared,
            papermill_engines.nb_kernel_name(_NAME, prepared),
            progress_bar=False,
            autosave_cell_every=0,
            trial=trial,
            timeout=cell,
            seconds=whole,
            on_cell_executed=lambda cell, **_: [heard(output) for output in cell.get("outputs", ())],
            **options,
        )
    raise_for_execution_errors(made, None)
    return cast("Mapping[str, Any]", made)

"""Session of a notebook: refuses parameters nobody declared, and tells a person what her cells show in vain.

A kernel does not know the tags of cells, so a cell of papermill's is known by its form. In the kernels of a build only
what leaves no output is told: it reads the outputs itself.
"""

from __future__ import annotations

import ast
import html
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from ..base import completion, notebook_cells
from ..base.environment import UNATTENDED
from ..document import outputs
from ..document.blocks import MIMETYPE
from . import dropped_values

_COMMENT = "# Parameters"  # the first line of the cell that papermill injects


def begin() -> None:
    """Check the parameters of the notebook that is running, and watch its outputs; nothing outside of IPython.

    Raises
    ------
    UsageError
        papermill was given a parameter that the notebook does not declare; the nearest is named.
    """
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is None:
        return
    require_declared(shell.history_manager.input_hist_parsed)
    dropped_values.watch(shell)
    if UNATTENDED not in os.environ:
        completion.register()
        if hasattr(shell.display_pub, "register_hook"):
            _watch(shell)


def require_declared(sources: Sequence[str]) -> None:
    r"""Check the parameters of a cell that papermill injected, if there is one.

    It holds a comment and assignments of values, and follows the parameters cell, which assigns them too.

    Parameters
    ----------
    sources
        Sources of the cells run so far, in order.

    Raises
    ------
    UsageError
        One is not declared by an earlier cell; the nearest is named.

    Examples
    --------
    >>> require_declared(["campaign = 'clusters'", "# Parameters\\ncampaign = 'talent'", "Briefing(campaign)"])
    """
    run = [source for source in sources if source.strip()]
    for place, source in enumerate(run):
        if place and _is_injected(source) and notebook_cells.assigned_names(run[place - 1]):
            notebook_cells.require_declared(source, run[:place])


def _is_injected(source: str) -> bool:
    if source.strip().partition("\n")[0].strip() != _COMMENT:
        return False
    try:
        return all(isinstance(statement, ast.Assign) for statement in ast.parse(source).body)
    except SyntaxError:
        return False


class _Watch:
    """What the cell that is running displays, and the line below it about what is not printed."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._displayed: list[Mapping[str, Any]] = []
        shell.display_pub.register_hook(self._note_display)
        shell.events.register("post_run_cell", self._tell)

    def _note_display(self, message: dict[str, Any]) -> dict[str, Any]:
        """Note a display message, and let it pass."""
        if message["header"]["msg_type"] == "display_data":
            self._displayed.append(message["content"])
        return message

    def _tell(self, result: Any) -> None:
        """Tell of each kind of output once. IPython keeps the streams and the value of a cell."""
        kept = self._shell.history_manager.outputs.get(result.execution_count, ())
        all_outputs = [*self._displayed, *(_KEPT[each.output_type](each.bundle) for each in kept)]
        self._displayed.clear()
        unprinted = {each.kind: each for each in filter(None, map(outputs.unprinted_output, all_outputs))}
        for each in unprinted.values():
            style = f"font-size:0.9em;{'color:#d0443a' if each.kind.refused else 'opacity:0.75'}"
            shown = f'<div style="{style}">{html.escape(each.line)}</div>'
            self._shell.display_pub.publish({"text/plain": each.line, "text/html": shown, MIMETYPE: []})
        self._displayed.clear()


def _stream(name: str) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    return lambda bundle: {"output_type": "stream", "name": name, "text": bundle["stream"]}


_KEPT: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    "out_stream": _stream("stdout"),
    "err_stream": _stream("stderr"),
    "execute_result": lambda bundle: {"output_type": "execute_result", "data": bundle},
    "display_data": lambda bundle: {},  # noted as it is published: IPython keeps it only if set to
}


@cache
def _watch(shell: Any) -> _Watch:
    return _Watch(shell)

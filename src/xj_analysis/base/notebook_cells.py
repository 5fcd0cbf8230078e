"""Names of notebook cells in messages: the number that JupyterLab shows, and the first line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

INJECTED = "injected-parameters"
"""Tag of the cell of parameters that papermill injects; the notebook that people open lacks it."""

_MAX_SHOWN = 24


def cell_tags(cell: Mapping[str, Any]) -> list[str]:
    """Return the tags of a cell."""
    return list(cell.get("metadata", {}).get("tags", ()))


def cell_number(cells: Sequence[Mapping[str, Any]], index: int) -> int:
    """Return the number JupyterLab shows beside a code cell when all cells are run in order.

    Markdown cells, empty cells and the injected one have no number of their own.

    Parameters
    ----------
    cells
        All cells of the notebook, as in its file.
    index
        Of the cell, counted from 0.
    """
    return sum(
        cell["cell_type"] == "code" and bool(_source(cell).strip()) and INJECTED not in cell_tags(cell)
        for cell in cells[: index + 1]
    )


def cell_name(cells: Sequence[Mapping[str, Any]], index: int) -> str:
    """Return the name of a cell in messages.

    Examples
    --------
    >>> cells = [{"cell_type": "markdown", "source": "## 结论"}, {"cell_type": "code", "source": "briefing.findings()"}]
    >>> cell_name(cells, 0), cell_name(cells, 1)
    ('文字格“## 结论”', '第1格“briefing.findings()”')
    """
    line = next((line.strip() for line in _source(cells[index]).splitlines() if line.strip()), "")
    shown = line if len(line) <= _MAX_SHOWN else f"{line[:_MAX_SHOWN]}…"
    kind = f"第{cell_number(cells, index)}格" if cells[index]["cell_type"] == "code" else "文字格"
    return f"{kind}“{shown}”"


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])

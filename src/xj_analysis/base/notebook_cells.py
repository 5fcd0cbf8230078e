"""Cells of a notebook: names in messages, tags, those not run, words in their code, parameters nobody declared."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from .errors import UsageError, choices

PARAMETERS = "parameters"
"""Tag of the cell that declares the parameters (papermill's)."""

NAMES = ("county", "campaign", "period", "known_at", "edition", "previous")
"""The documented parameters: those that a build injects."""

INJECTED = "injected-parameters"
"""Tag of the cell of parameters that papermill injects; the notebook that people open lacks it."""

HIDDEN = "remove-cell"
"""Tag of a cell for the analyst that is not printed (the usual one of nbconvert)."""

OUTPUTS_HIDDEN = "remove-output"
"""Tag of a code cell whose outputs are not printed. Inputs never are, so ``remove-input`` changes nothing."""

MAY_FAIL = "raises-exception"
"""Tag of a cell that may raise (nbclient's)."""

_SKIPPED = "skip-execution"  # the tag of a cell that nbclient does not run

_MAX_SHOWN = 24
_QUOTED_WORD = re.compile(r"""["']([a-z][a-z0-9_]*)["']""")


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


def quoted_words(cells: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the lower-case words in quotes in the code cells, sorted: the slugs that a notebook may name.

    Examples
    --------
    >>> quoted_words([{"cell_type": "code", "source": 'b["visits", "town"] / b["income"]'}])
    ('income', 'town', 'visits')
    """
    code = (_source(cell) for cell in cells if cell["cell_type"] == "code")
    return tuple(sorted({word for source in code for word in _QUOTED_WORD.findall(source)}))


def not_run(cells: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the indices of the code cells that were not run, though a briefing may depend on them.

    Examples
    --------
    >>> not_run([{"cell_type": "code", "source": "x", "execution_count": n, "metadata": {}} for n in (1, None)])
    [1]
    """
    return [
        index
        for index, cell in enumerate(cells)
        if cell["cell_type"] == "code"
        and _source(cell).strip()
        and not {HIDDEN, _SKIPPED} & set(cell_tags(cell))
        and cell.get("execution_count") is None
        and not cell.get("outputs")
    ]


def require_declared(injected: str, declaring: Iterable[str]) -> None:
    r"""Check that papermill injects only parameters that the notebook declares: papermill only logs a warning.

    Parameters
    ----------
    injected
        Source of the injected cell: assignments.
    declaring
        Sources of the cells that may declare them.

    Raises
    ------
    UsageError
        One is not declared; the nearest is named.

    Examples
    --------
    >>> require_declared("# Parameters\ncampain = 'talent'", ["campaign: str = 'clusters'"])
    Traceback (most recent call last):
        ...
    xj_analysis.base.errors.UsageError: 参数：笔记本没有这个参数，得到“campain”。是否想写“campaign”？可选：campaign。
    """
    declared = [name for source in declaring for name in assigned_names(source)]
    for name in assigned_names(injected):
        if name not in declared:
            raise UsageError("参数", *undeclared(name, list(dict.fromkeys(declared))))


def undeclared(name: str, declared: Sequence[str]) -> tuple[str, str, str]:
    """Return what, got and do of the fault of a parameter that a notebook does not declare.

    A documented one is what the notebook lacks, so its parameters cell is to be mended; another one is mistyped.

    Examples
    --------
    >>> undeclared("known_at", ["county", "knownat"])
    ('parameters 格里没有 known_at', '', '请在这一格补上 known_at = ""；这一格写了：county、knownat。')
    >>> undeclared("campain", ["campaign"])
    ('笔记本没有这个参数', 'campain', '是否想写“campaign”？可选：campaign。')
    """
    if name not in NAMES:
        return "笔记本没有这个参数", name, choices(name, declared)
    if not declared:
        do = f"请写一格代码，给 {'、'.join(NAMES)} 赋值，在 JupyterLab 里给这一格加标签 parameters。"
        return "没有写着参数的 parameters 格", "", do
    return f"parameters 格里没有 {name}", "", f'请在这一格补上 {name} = ""；这一格写了：{"、".join(declared)}。'


def declared_parameters(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    r"""Return the names that the parameters cell assigns; none where no code cell has its tag.

    Examples
    --------
    >>> tagged = {"metadata": {"tags": ["parameters"]}}
    >>> declared_parameters([{"cell_type": "code", "source": 'county: str = ""\nperiod = ""', **tagged}])
    ['county', 'period']
    """
    tagged = (cell for cell in cells if cell["cell_type"] == "code" and PARAMETERS in cell_tags(cell))
    return list(dict.fromkeys(name for cell in islice(tagged, 1) for name in assigned_names(_source(cell))))


def assigned_names(source: str) -> list[str]:
    r"""Return the names that the statements of a cell assign; none where it is no Python.

    Examples
    --------
    >>> assigned_names("import os\nperiod: str = ''\ncounty = 'xiajiang'")
    ['period', 'county']
    """
    with suppress(SyntaxError, ValueError):
        nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
        return [node.id for node in nodes if isinstance(node.ctx, ast.Store)]
    return []


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])

"""Outputs of notebook cells (display data, stream, error): which are printed, only told of, or refused.

A display object of this library carries blocks and is printed. For each other kind :data:`KINDS` has a row; the build,
the exporters and the line under a cell in JupyterLab all read it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..base import notebook_cells
from ..base.errors import Fault, failure
from ..base.notebook_cells import HIDDEN, MAY_FAIL, OUTPUTS_HIDDEN
from .blocks import MIMETYPE, Omission
from .refusals import REFUSED, refused_faults

_LONGEST = 40
_ASIDE = "只给自己看的，请给这一格加 remove-cell 标签。"

Content = Mapping[str, str]
"""What an output shows, by mimetype; a stream under its name, an error under ``error``."""


@dataclass(frozen=True)
class OutputKind:
    """A kind of output without blocks.

    Parameters
    ----------
    name
        Names it in messages.
    includes
        Whether an output of this content is of this kind.
    refused
        Whether it stops a build; else it is told of.
    remedy
        What to do, a whole sentence.
    """

    name: str
    includes: Callable[[Content], bool]
    refused: bool
    remedy: str


def _has(*prefixes: str) -> Callable[[Content], bool]:
    return lambda content: any(mimetype.startswith(prefixes) for mimetype in content)


def _plain(test: Callable[[str], bool]) -> Callable[[Content], bool]:
    return lambda content: test(content.get("text/plain", ""))


def _is_string(shown: str) -> bool:
    return isinstance(_literal(shown), str)


def _is_bare_number(shown: str) -> bool:
    return _holds_number(_literal(shown)) or _NUMBER_OBJECT.search(shown) is not None


def _literal(shown: str) -> Any:
    """The value of a literal; None of another text."""
    try:
        return ast.literal_eval(shown.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _holds_number(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(map(_holds_number, [*value, *value.values()]))
    if isinstance(value, list | tuple | set):
        return any(map(_holds_number, value))
    return isinstance(value, int | float | complex) and not isinstance(value, bool)


# numpy's scalars and arrays, decimals and fractions; the last line of a pandas Series of numbers
_NUMBER_OBJECT = re.compile(
    r"\b(np\.)?(u?int|float|complex)\d+\(|\b(Decimal|Fraction)\(|\barray\(.*\d|dtype: (u?int|float|complex)\d+$",
    re.IGNORECASE | re.DOTALL,
)
_NOT_ASSIGNED = "只是顺带显示的，请在行末加分号。"

ERROR = OutputKind(
    "出错信息", _has("error"), refused=True, remedy=f"请改好这一格；允许出错的请加 {MAY_FAIL} 标签。"
)  # fmt: skip
KINDS = (
    OutputKind("print 的文字", _has("stdout"), refused=False, remedy="要印请用 say(…)。"),
    OutputKind("运行提示", _has("stderr"), refused=False, remedy="请看一眼是否要改。"),
    ERROR,
    OutputKind("互动控件", _has("application/vnd.jupyter"), refused=True, remedy=_ASIDE),
    OutputKind(
        "没有出处的 Altair 图", _has("application/vnd.vega"), refused=True, remedy=f"请用 charts 作图；{_ASIDE}"
    ),
    OutputKind(
        "没有出处的 DataFrame 表", lambda content: 'class="dataframe"' in content.get("text/html", ""), refused=True,
        remedy=f"请用 table(…) 制表；{_ASIDE}",
    ),
    OutputKind("图片", _has("image/"), refused=True, remedy=f"请用 charts 作图；{_ASIDE}"),
    OutputKind("HTML", _has("text/html", "application/javascript"), refused=True, remedy=f"请用 table(…)；{_ASIDE}"),
    OutputKind("排版的文字", _has("text/markdown", "text/latex"), refused=True, remedy="请写成文字格，或用 say(…)。"),
    OutputKind("字符串", _plain(_is_string), refused=False, remedy=f"要印请用 say(…)；{_NOT_ASSIGNED}"),
    OutputKind(
        "没有出处的数", _plain(_is_bare_number), refused=True,
        remedy=f"请用 briefing.figure(…) 取数，放进 say(…) 或 table(…)；{_ASIDE}",
    ),
    OutputKind("这个对象", lambda content: True, refused=False, remedy=_NOT_ASSIGNED),
)  # fmt: skip
"""In order of precedence: an output is of the first kind that includes it."""


@dataclass(frozen=True)
class UnprintedOutput:
    """An output that is not printed: its kind, and the beginning of what it shows."""

    kind: OutputKind
    got: str

    @property
    def line(self) -> str:
        """The line under the cell in JupyterLab."""
        verb = "不能印进简报" if self.kind.refused else "不会印进简报"
        return f"{self.kind.name}{verb}{f'，得到“{self.got}”' if self.got else ''}。{self.kind.remedy}"


def unprinted_output(output: Mapping[str, Any]) -> UnprintedOutput | None:
    """Return why an output is not printed; None for one with blocks, or without anything to see.

    Parameters
    ----------
    output
        nbformat 4 JSON.

    Examples
    --------
    >>> unprinted_output({"output_type": "execute_result", "data": {"text/plain": "37"}}).kind.name
    '没有出处的数'
    >>> unprinted_output({"output_type": "stream", "name": "stdout", "text": "甲"}).line
    'print 的文字不会印进简报，得到“甲”。要印请用 say(…)。'
    """
    content = _content(output)
    if MIMETYPE in content or REFUSED in content or not any(text.strip() for text in content.values()):
        return None
    kind = next(kind for kind in KINDS if kind.includes(content))
    shown = next((content[name] for name in ("text/plain", "stdout", "stderr", "error") if name in content), "")
    line = next((" ".join(line.split()) for line in shown.splitlines() if line.strip()), "")
    return UnprintedOutput(kind, line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…")


def _content(output: Mapping[str, Any]) -> Content:
    if output.get("output_type") == "error":
        return {"error": failure(output.get("ename", ""), output.get("evalue", ""))}
    if output.get("output_type") == "stream":
        return {output.get("name", "stdout"): _text(output.get("text", ""))}
    return {mimetype: _text(value) for mimetype, value in output.get("data", {}).items()}


def _text(value: object) -> str:
    """A text of nbformat, which may be a list of lines; other JSON as its repr."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def shown_outputs(cell: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the outputs of a cell; none of one that is hidden by a tag."""
    hidden = {HIDDEN, OUTPUTS_HIDDEN} & set(notebook_cells.cell_tags(cell))
    return () if hidden else tuple(cell.get("outputs", ()))


def unprinted_outputs(cell: Mapping[str, Any], name: str) -> tuple[list[Omission], list[Fault]]:
    """Return what an executed cell shows without blocks: what is only told of, and what is refused.

    Several outputs of a kind are one. An error is not refused in a cell that may fail.

    Parameters
    ----------
    cell
        Of nbformat 4.
    name
        The cell's name in messages.
    """
    unprinted = {each.kind: each for each in reversed([*filter(None, map(unprinted_output, shown_outputs(cell)))])}
    omissions, faults = [], []
    for output in shown_outputs(cell):
        faults += refused_faults(output.get("data", {}).get(REFUSED, ()), f"笔记本{name}")
    for kind, each in reversed(unprinted.items()):
        may_fail = kind is ERROR and MAY_FAIL in notebook_cells.cell_tags(cell)
        if kind.refused and not may_fail:
            faults.append(Fault(f"笔记本{name}", f"{kind.name}不能印进简报", each.got, kind.remedy))
        else:
            reason = f"这一格有 {MAY_FAIL} 标签，允许出错。" if may_fail else kind.remedy
            omissions.append(Omission(cell=name, what=f"{kind.name}“{each.got}”", reason=reason))
    return omissions, faults

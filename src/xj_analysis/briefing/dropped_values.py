"""Content that a cell makes and drops: an expression that is not its last line, or stands in a loop, shows nothing.

IPython displays the value of the last expression of a cell alone. Statements that only make a value are therefore
wrapped before a cell runs; if the value is content of a briefing, an omission below the cell tells of it, which the
person, the build and the exporters read like any other. Functions and classes are left alone: they may run elsewhere.
"""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

from ..document.blocks import Omission
from ..document.section import Section
from . import display

_NOTE = "__xj_note_dropped__"  # among the builtins, as %reset clears the names of the notebook
_QUIET = re.compile(r"\s*;\s*(#.*)?")
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_LONGEST = 40
_REASON = "它不是这一格的最后一行，不会显示。要印请写 display(…)，或一起放进最后一行的列表；不印请在行末加分号。"


class DroppedValues(ast.NodeTransformer):
    """Wraps the statements of a cell that drop a value, and notes which of the values are content.

    Parameters
    ----------
    interactivity
        Returns IPython's setting of which expressions of a cell it shows.
    """

    def __init__(self, interactivity: Callable[[], str] = lambda: "last_expr") -> None:
        self._interactivity = interactivity
        self._statements: list[ast.Expr] = []
        self._dropped: Counter[int] = Counter()

    def visit(self, node: ast.AST) -> Any:
        """Leave definitions as they are."""
        return node if isinstance(node, _DEFINITIONS) else super().visit(node)

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """Wrap the statements of a cell but the one that IPython shows."""
        if (shown := self._interactivity()) != "all":
            for statement in node.body[: -1 if shown != "none" and _is_expression(node.body) else None]:
                self.visit(statement)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.Expr:
        """Wrap a statement; a text is documentation, and what is popped was taken out of something else."""
        call = node.value.func if isinstance(node.value, ast.Call) else None
        if not isinstance(node.value, ast.Constant) and getattr(call, "attr", "") != "pop":
            number = ast.Constant(len(self._statements))
            self._statements.append(ast.copy_location(ast.Expr(node.value), node))
            wrapped = ast.Call(ast.Name(_NOTE, ast.Load()), [node.value, number], [])
            node.value = ast.fix_missing_locations(ast.copy_location(wrapped, node.value))
        return node

    def note(self, value: object, number: int) -> None:
        """Note the value of a statement that ran."""
        if display.is_content(value):
            self._dropped[number] += 1

    def omissions(self, source: str) -> Section:
        """Return the omissions of a cell that ran, one for each statement, and forget it.

        Parameters
        ----------
        source
            As IPython runs it. A statement that ends in a semicolon is silent, as elsewhere in IPython.
        """
        told = [
            Omission(what=_named(self._statements[number], count), reason=_REASON)
            for number, count in self._dropped.items()
            if not _is_quiet(self._statements[number], source)
        ]
        self._statements.clear()
        self._dropped.clear()
        return Section(told)


def _is_expression(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], ast.Expr)


def _named(statement: ast.Expr, count: int) -> str:
    code = " ".join(ast.unparse(statement).split())
    beginning = code if len(code) <= _LONGEST else f"{code[:_LONGEST]}…"
    return f"“{beginning}”{f'（{count}个）' if count > 1 else ''}"


def _is_quiet(statement: ast.Expr, source: str) -> bool:
    lines = source.splitlines()[(statement.end_lineno or 0) - 1 :]
    after = lines[0].encode()[statement.end_col_offset :].decode(errors="ignore") if lines else ""
    return _QUIET.fullmatch(after) is not None


@cache
def watch(shell: Any) -> None:
    """Tell below each cell of a shell what it makes and drops, from the line after the running one."""
    dropped = DroppedValues(lambda: str(shell.ast_node_interactivity))
    setattr(builtins, _NOTE, dropped.note)
    shell.ast_transformers.append(dropped)
    for statement in _statements_to_run():
        dropped.visit(statement)

    def tell(result: Any) -> None:
        source = getattr(result.info, "transformed_cell", None) or result.info.raw_cell or ""
        if told := dropped.omissions(source):
            shell.display_pub.publish(told._repr_mimebundle_())

    shell.events.register("post_run_cell", tell)


def _statements_to_run() -> list[ast.stmt]:
    """The statements of the running cell that it shows not and has not compiled yet: IPython does so one by one."""
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        if frame.f_code.co_name == "run_ast_nodes":
            return [node for node, mode in frame.f_locals.get("to_run", ()) if mode == "exec"]
    return []

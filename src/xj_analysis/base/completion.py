"""Completion in IPython: a module of this library offers the names it defines, not those it imports.

IPython's own completion reads the source of a module, so neither ``__all__`` nor ``__dir__`` narrows it, and after
``from … import`` it adds every module of the package's folder.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import Any

_NAME = "xj_analysis"
_IMPORTED = re.compile(r"^\s*from\s+(xj_analysis(?:\.\w+)*)\s+import\s+(?:\(?\s*(?:\w+(?:\s+as\s+\w+)?\s*,\s*)*)(\w*)$")
_IMPORTING = re.compile(r"\s*(from|import)\b")
_STATEMENT = re.compile(r"[;\n]")
_ATTRIBUTE = re.compile(r"(?<![\w.)\]'\"])([A-Za-z_]\w*(?:\.\w+)*)\.(\w*)$")


def public_names(module: ModuleType) -> Sequence[str]:
    """Return the names that a module offers: its ``__all__``, else those that its source defines.

    Examples
    --------
    >>> public_names(sys.modules[__name__])
    ['public_names', 'offered', 'register']
    """
    return list(getattr(module, "__all__", ())) or _defined_names(module)


@cache
def _defined_names(module: ModuleType) -> list[str]:
    names: list[str] = []
    for statement in ast.parse(inspect.getsource(module)).body:
        match statement:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.append(name)
            case ast.Assign(targets=targets):
                names += [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.append(name)
    return [name for name in names if not name.startswith("_")]


def offered(line: str, namespace: dict[str, Any]) -> tuple[str, Sequence[str]] | None:
    """Return the beginning of a name at the end of a line, and what completes it; None where no module is meant.

    Parameters
    ----------
    line
        Up to the cursor.
    namespace
        The variables of the notebook.

    Examples
    --------
    >>> offered("from xj_analysis.base.completion import pub", {})
    ('pub', ['public_names'])
    >>> offered("x.pub", {"x": 1}) is None
    True
    """
    if match := _IMPORTED.search(line):
        module = _imported(match[1])
    elif (match := _ATTRIBUTE.search(line)) and not _IMPORTING.match(_STATEMENT.split(line)[-1]):
        module = _module_in(namespace, match[1])
    else:
        return None
    if module is None:
        return None
    return match[2], [name for name in public_names(module) if name.startswith(match[2])]


def _imported(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _module_in(namespace: dict[str, Any], dotted: str) -> ModuleType | None:
    """The module of this library that a dotted name means; None of anything else: no attribute of it is evaluated."""
    first, *rest = dotted.split(".")
    found = namespace.get(first, sys.modules.get(_NAME) if first == _NAME else None)
    for name in rest:
        if not _is_own(found):
            return None
        found = getattr(found, name, None)
    return found if isinstance(found, ModuleType) and _is_own(found) else None


def _is_own(value: object) -> bool:
    return isinstance(value, ModuleType) and value.__name__.partition(".")[0] == "xj_analysis"


def register() -> None:
    """Complete the names of this library in the running IPython, once; nothing outside of it."""
    running = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)
    completer = getattr(running(), "Completer", None)
    if completer is None or any(getattr(each, "matcher_identifier", "") == _NAME for each in completer.custom_matchers):
        return
    from IPython.core.completer import CompletionContext, SimpleCompletion, context_matcher

    @context_matcher(identifier=_NAME)  # type: ignore[untyped-decorator]
    def matcher(context: CompletionContext) -> dict[str, Any]:
        if (found := offered(context.line_with_cursor[: context.cursor_position], completer.namespace)) is None:
            return {"completions": [], "suppress": False}
        fragment, names = found
        return {
            "completions": [SimpleCompletion(text=name) for name in names],
            "matched_fragment": fragment,
            "ordered": True,
            "suppress": True,
        }

    completer.custom_matchers.append(matcher)

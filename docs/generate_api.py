"""Writes docs/api.md: every public name of the package, with its signature and its docstring. `make api` runs it."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import xj_analysis

PAGE = Path(__file__).with_name("api.md")
_INTRODUCTION = """\
# The public names

Generated from the docstrings by `make api`: edit those, not this page. `import xj_analysis`, or
`from xj_analysis import Briefing, charts, metrics`; in a notebook, `help(metrics.share)` shows the same.
"""
_ROLE = re.compile(r":\w+:`~?([\w.]+)`")
_HEADING = re.compile(r"^(?P<title>[A-Z][A-Za-z ]+)\n-+\n", re.MULTILINE)


def page() -> str:
    """Return the page."""
    parts = [_INTRODUCTION, _contents()]
    for name in xj_analysis.__all__:
        parts += _described(name, getattr(xj_analysis, name))
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _contents() -> str:
    return " · ".join(f"[`{name}`](#{name.lower()})" for name in xj_analysis.__all__)


def _described(name: str, value: Any, level: int = 2) -> Iterator[str]:
    """The heading of a name, what it says of itself, and the same of its members."""
    yield f"{'#' * level} {name}"
    if signature := _signature(name, value):
        yield f"`{signature}`"
    yield from _blocks(inspect.getdoc(value) or "")
    for member, inner in _members(value):
        yield from _described(f"{name}.{member}", inner, level + 1)


def _members(value: Any) -> list[tuple[str, Any]]:
    """The public members of a class or a module, in the order of the alphabet, those of other packages left out."""
    if isinstance(value, ModuleType):
        return [(name, getattr(value, name)) for name in sorted(value.__all__)]
    if not inspect.isclass(value):
        return []
    ours = [base for base in value.__mro__ if base.__module__.startswith(f"{xj_analysis.__name__}.")]
    found = {name: member for base in reversed(ours) for name, member in vars(base).items()}
    kinds = (property, cached_property, classmethod, staticmethod)
    return [
        (name, member)
        for name, member in sorted(found.items())
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, kinds)) and member.__doc__
    ]


def _signature(name: str, value: Any) -> str:
    """How it is called, without types; empty for what is not called, and for a record, whose fields are described."""
    function = getattr(value, "__func__", value)
    if isinstance(value, ModuleType | property | cached_property) or hasattr(value, "model_fields"):
        return ""
    signature = inspect.signature(function)
    parameters = [
        each.replace(annotation=inspect.Parameter.empty)
        for each in signature.parameters.values()
        if each.name not in ("self", "cls")
    ]
    called = signature.replace(parameters=parameters, return_annotation=inspect.Signature.empty)
    return f"{name}{called}"


def _blocks(doc: str) -> Iterator[str]:
    """The paragraphs, lists and examples of a docstring in Markdown."""
    text, *sections = _HEADING.split(_inline(doc))
    yield text
    for title, body in zip(sections[::2], sections[1::2], strict=True):
        yield f"**{title}**"
        yield f"```pycon\n{body.strip()}\n```" if title == "Examples" else _list(body)


def _inline(text: str) -> str:
    return _ROLE.sub(lambda match: f"`{match[1].rpartition('.')[2]}`", text).replace("``", "`")


def _list(body: str) -> str:
    """Names with what is said of each as a list; a text as it is."""
    items = re.findall(r"^(\S.*)\n((?:(?: +.*)?\n)*)", body.rstrip() + "\n", re.MULTILINE)
    if not any(said.strip() for _, said in items):
        return textwrap.dedent(body).strip()
    return "\n".join(
        f"- `{names}`: {' '.join(said.split())}" if said.strip() else f"- {names}" for names, said in items
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

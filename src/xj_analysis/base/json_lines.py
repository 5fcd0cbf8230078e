"""JSON serialisation with one record a line: grep for a number prints its whole record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def dumps_lines(data: Mapping[str, Any]) -> str:
    """Return an object as JSON, keys in order, each item of a list or object of objects on a line of its own.

    Examples
    --------
    >>> print(dumps_lines({"version": 1, "figures": [{"id": "f1", "text": "3个"}, {"id": "f2"}]}), end="")
    {
    "version": 1,
    "figures": [
    {"id": "f1", "text": "3个"},
    {"id": "f2"}
    ]
    }
    """
    return _lines("{", [f"{_plain(name)}: {_value(value)}" for name, value in data.items()], "}") + "\n"


def _value(value: Any) -> str:
    if isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
        return _lines("[", [_plain(item) for item in value], "]")
    if isinstance(value, Mapping) and any(isinstance(item, Mapping) for item in value.values()):
        return _lines("{", [f"{_plain(name)}: {_plain(item)}" for name, item in value.items()], "}")
    return _plain(value)


def _lines(opens: str, items: list[str], closes: str) -> str:
    return "\n".join([opens, ",\n".join(items), closes])


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)  # without indent the C encoder writes, ten times as fast

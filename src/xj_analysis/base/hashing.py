"""SHA-256 of values, files and folders: cache keys of contents, never of time stamps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def digest(*parts: Any) -> str:
    """Return the SHA-256 of anything JSON can hold.

    Examples
    --------
    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}), digest("1") == digest(1)
    (True, False)
    """
    content = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def file_hashes(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Return the SHA-256 of each file, by its path from `root`."""
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(paths)}


def folder_hashes(path: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in a folder and below it."""
    return file_hashes((found for found in path.rglob("*") if found.is_file()), path)


OUTSIDE = "outside:"
"""Stands before what no file says: a result that came of it is never what it would be now."""


MODULE = "module:"
"""Stands before a module that was looked for and is not installed."""


def current_hashes(paths: Iterable[Path | str]) -> dict[str, str]:
    """Return the SHA-256 each file has now, by its path: of a folder, that of the names in it; else empty.

    A name after :data:`MODULE` is a module, empty while it is not installed.
    """
    return {name: _module(name) if name.startswith(MODULE) else _now(Path(name)) for name in map(str, paths)}


def _module(name: str) -> str:
    return "" if find_spec(name.removeprefix(MODULE)) is None else "installed"


def _now(path: Path) -> str:
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return digest(sorted(each.name for each in path.iterdir() if _counts(each.name))) if path.is_dir() else ""


def _counts(name: str) -> bool:
    """Whether a name in a folder matters: Python looks for modules beside a notebook, not for other notebooks."""
    return not name.endswith((".ipynb", ".ipynb_checkpoints"))

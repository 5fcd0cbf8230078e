"""SHA-256 of values, files and folders: cache keys made of contents, never of time stamps."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .environment import STAGING


def digest(*parts: Any) -> str:
    """Return the SHA-256 of values that JSON can hold.

    Examples
    --------
    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}), digest("1") == digest(1)
    (True, False)
    """
    content = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def file_hashes(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Return the SHA-256 of each file, by its path from `root`."""
    return {path.relative_to(root).as_posix(): file_hash(path) for path in sorted(paths)}


def folder_hashes(path: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in a folder and its subfolders, without drafts (``.xj``)."""
    return file_hashes(files_below(path), path)


def files_below(path: Path) -> Iterator[Path]:
    """Yield every file in a folder and its subfolders, without drafts (``.xj``)."""
    for folder, below, names in os.walk(path):
        below[:] = [name for name in below if name != STAGING]
        yield from filter(Path.is_file, (Path(folder, name) for name in names))


OUTSIDE = "outside:"
"""Prefix of a dependency that is no file (network, clock): a result with one is never taken from the cache."""
MODULE = "module:"
"""Prefix of a dependency on the absence of a module: an import that failed."""
_NOTEBOOKS = (".ipynb", ".ipynb_checkpoints")


def current_hashes(paths: Iterable[Path | str]) -> dict[str, str]:
    """Return the present state of each dependency of a cached result, to compare with the recorded one.

    Of a file its SHA-256, of a folder that of the names in it, of a missing path the empty string. Of a name with the
    prefix :data:`MODULE` the empty string while the module is not installed.
    """
    return {name: _module(name) if name.startswith(MODULE) else _path(Path(name)) for name in map(str, paths)}


def _module(name: str) -> str:
    return "" if find_spec(name.removeprefix(MODULE)) is None else "installed"


def _path(path: Path) -> str:
    if path.is_file():
        return file_hash(path)
    if path.is_dir():  # Python looks for modules beside a notebook; other notebooks there are no dependency
        return digest(sorted(each.name for each in path.iterdir() if not each.name.endswith(_NOTEBOOKS)))
    return ""

"""The program's part of a cache key: hashes of this library, Python, installed packages and fonts."""

from __future__ import annotations

import hashlib
import re
import sys
from functools import cache
from pathlib import Path

from ..base import environment, hashing
from ..press import fonts


@cache
def program_hash() -> str:
    """Return one hash of all :func:`program_parts`."""
    return hashing.digest(program_parts())


@cache
def program_parts() -> dict[str, dict[str, str]]:
    """Return hashes of all that turns data into pages: this library, Python, installed packages, fonts.

    A package's hash is that of its RECORD, which lists its files' hashes: a package changed in place under the same
    version counts as another.
    """
    library = {
        name: sha for name, sha in hashing.folder_hashes(environment.PACKAGE).items() if "__pycache__" not in name
    }
    installed = {path.parent.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in _records()}
    return {"library": library, "python": {"version": sys.version}, "packages": installed, "fonts": fonts.font_hashes()}


def versions() -> dict[str, str]:
    """Return the version of each installed package, by its name in lower case with hyphens.

    It is read from the name of the package's dist-info folder: importlib.metadata, which reads the files in it, takes a
    fifth of a build that has nothing to do.

    Examples
    --------
    >>> versions()["typst"].split(".")[0].isdigit()
    True
    """
    by_name: dict[str, str] = {}
    for path in _records():
        name, _, version = path.parent.name.removesuffix(".dist-info").rpartition("-")
        by_name.setdefault(re.sub(r"[-_.]+", "-", name).lower(), version)
    return by_name


@cache
def _records() -> list[Path]:
    return [path for site in sys.path for path in Path(site or ".").glob("*.dist-info/RECORD")]

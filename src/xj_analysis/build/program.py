"""The program that makes briefings, as one hash: this library, Python, every installed package, the fonts."""

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
    """Return one hash of all that turns data into pages: of all :func:`program_parts`."""
    return hashing.digest(program_parts())


@cache
def program_parts() -> dict[str, dict[str, str]]:
    """Return hashes of all that turns data into pages: this library, Python, every package installed, the fonts.

    A package is known by its record of its own files' hashes, so that one changed in place under the same version
    number counts as another.
    """
    ours = {name: sha for name, sha in hashing.folder_hashes(environment.PACKAGE).items() if "__pycache__" not in name}
    installed = {path.parent.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in _records()}
    return {"library": ours, "python": {"version": sys.version}, "packages": installed, "fonts": fonts.font_hashes()}


def versions() -> dict[str, str]:
    """Return the version of each package installed, by its name in lower case with hyphens.

    They are in the names of the folders that hold their records; to have importlib.metadata read what is in them takes
    a fifth of a build that has nothing to do.

    Examples
    --------
    >>> versions()["typst"].split(".")[0].isdigit()
    True
    """
    known: dict[str, str] = {}
    for path in _records():
        name, _, version = path.parent.name.removesuffix(".dist-info").rpartition("-")
        known.setdefault(re.sub(r"[-_.]+", "-", name).lower(), version)
    return known


@cache
def _records() -> list[Path]:
    return [path for site in sys.path for path in Path(site or ".").glob("*.dist-info/RECORD")]

"""Importing large packages without the parts of theirs that cost seconds and are of no use here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import cast

UNUSED = ("rfc3987_syntax", "boto3")
"""The grammar of IRIs, which jsonschema compiles if it is there (1.7 s), and the client of S3 (papermill, 0.5 s)."""


@contextmanager
def lean() -> Iterator[None]:
    """Import what follows as if :data:`UNUSED` were not installed: packages that can use them can do without.

    Examples
    --------
    >>> with lean():
    ...     import nbformat
    """
    hidden = [name for name in UNUSED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden, cast("ModuleType", None)))
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]

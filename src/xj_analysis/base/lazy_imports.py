"""Importing large packages without the parts of theirs that cost seconds and are of no use here."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import cast

UNUSED = ("rfc3987_syntax", "rfc3986_validator", "isoduration", "webcolors", "boto3")
"""Formats that jsonschema would check (the grammar of IRIs alone is compiled for 1.7 s), and papermill's client of S3
(0.5 s)."""

DEBUGGER = ("debugpy",)
"""What nobody uses in an unattended run: a tenth of what a kernel imports."""


@contextmanager
def without_optional_packages(besides: Sequence[str] = ()) -> Iterator[None]:
    """Import what follows as if :data:`UNUSED` were not installed: packages that can use them can do without.

    Parameters
    ----------
    besides
        Others that are not wanted.

    Examples
    --------
    >>> with without_optional_packages():
    ...     import nbformat
    """
    hidden = [name for name in (*UNUSED, *besides) if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden, cast("ModuleType", None)))
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]

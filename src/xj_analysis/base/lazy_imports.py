"""Faster imports: hide optional dependencies of large packages that cost seconds and are not used here."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import cast

UNUSED = ("rfc3987_syntax", "rfc3986_validator", "isoduration", "webcolors", "boto3")
"""Format checkers of jsonschema (the grammar of IRIs alone takes 1.7 s to compile), and the S3 client of
papermill (0.5 s)."""

DEBUGGER = ("debugpy",)
"""The debugger of ipykernel, unused in a build: a tenth of a kernel's imports."""


@contextmanager
def without_optional_packages(besides: Sequence[str] = ()) -> Iterator[None]:
    """Import as if :data:`UNUSED` were not installed, inside a ``with`` block.

    Parameters
    ----------
    besides
        Further modules to hide.

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

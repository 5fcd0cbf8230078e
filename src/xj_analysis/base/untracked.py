"""Suspension of dependency tracking, for reads that the cache key covers already (a briefing's slice)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_depth = 0


@contextmanager
def untracked() -> Iterator[None]:
    """Suspend dependency tracking inside a ``with`` block.

    Examples
    --------
    >>> with untracked():
    ...     active()
    True
    >>> active()
    False
    """
    global _depth  # noqa: PLW0603 - the audit hook of a process sees one state
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1


def active() -> bool:
    """Return whether tracking is suspended."""
    return _depth > 0

"""Reading that a build accounts for in another way: a briefing's data is known by the hash of its slice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_depth = 0


@contextmanager
def untracked() -> Iterator[None]:
    """Let what is read meanwhile not count as something else that a notebook depends on.

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
    """Return whether what is read now is accounted for."""
    return _depth > 0

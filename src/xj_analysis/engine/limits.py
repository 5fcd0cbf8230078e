"""Limits of a notebook: seconds a cell and in all, and the memory of its kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..base.errors import UsageError

DEFAULT_MEMORY = 2048
"""MB a build allows a kernel where nothing else is said."""


@dataclass(frozen=True)
class Limits:
    """Seconds a cell, seconds in all, and megabytes of memory of its kernel."""

    cell: int = 600
    briefing: int = 1800
    memory: int = DEFAULT_MEMORY


MEMORY = "XJ_KERNEL_MEMORY"
"""MB a kernel may use, in the environment it is launched with; without it there is no limit."""
_MB = 1 << 20
_SPARE = 64 * _MB


def memory_limit(env: Mapping[str, str]) -> int | None:
    """Return the limit in bytes that a kernel's environment asks for.

    Raises
    ------
    UsageError
        What it asks for is not a whole number of MB.

    Examples
    --------
    >>> memory_limit({"XJ_KERNEL_MEMORY": "512"})
    536870912
    >>> memory_limit({})
    """
    said = env.get(MEMORY, "")
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and int(said)):
        raise UsageError(MEMORY, "内存上限不是正整数", said, f"请填 MB 数，例如 {DEFAULT_MEMORY}。")
    return int(said) * _MB


def limit_memory(size: int | None) -> None:
    """Let this process allocate at most `size` bytes of its own: beyond, Python raises MemoryError.

    What counts is data (RLIMIT_DATA), not address space: libraries map far more than they use. A little is kept back,
    for :func:`release_reserve` to give out.
    """
    if size is None:
        return
    import resource

    _, ceiling = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = size if ceiling == resource.RLIM_INFINITY else min(size, ceiling)
    most = allowed + _SPARE if ceiling == resource.RLIM_INFINITY else min(allowed + _SPARE, ceiling)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, most))


def release_reserve() -> None:
    """Give out what was kept back: whoever is full to the last byte cannot even say so."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))

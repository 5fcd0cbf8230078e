"""Limits of a notebook: seconds a cell, seconds in all, memory of its kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..base.errors import UsageError

DEFAULT_MEMORY = 2048
"""The default memory limit of a kernel in a build, in MB."""


@dataclass(frozen=True)
class Limits:
    """Limits of one notebook.

    Parameters
    ----------
    cell, briefing
        Seconds a cell, and the whole notebook, may run.
    memory
        MB its kernel may allocate.
    """

    cell: int = 600
    briefing: int = 1800
    memory: int = DEFAULT_MEMORY


MEMORY = "XJ_KERNEL_MEMORY"
"""The environment variable, at a kernel's launch, with its memory limit in MB; unset means no limit."""
_MB = 1 << 20
_RESERVE = 64 * _MB


def memory_limit(env: Mapping[str, str]) -> int | None:
    """Return the memory limit of a kernel's environment, in bytes.

    Raises
    ------
    UsageError
        The limit is not a positive whole number of MB.

    Examples
    --------
    >>> memory_limit({"XJ_KERNEL_MEMORY": "512"})
    536870912
    >>> memory_limit({})
    """
    limit = env.get(MEMORY, "")
    if not limit:
        return None
    if not (limit.isascii() and limit.isdigit() and int(limit)):
        raise UsageError(MEMORY, "内存上限不是正整数", limit, f"请填 MB 数，例如 {DEFAULT_MEMORY}。")
    return int(limit) * _MB


def limit_memory(size: int | None) -> None:
    """Limit the data of this process to `size` bytes; beyond, Python raises MemoryError.

    The limit is RLIMIT_DATA, not address space: libraries map far more than they use. A reserve stays above it for
    :func:`release_reserve`.
    """
    if size is None:
        return
    import resource

    _, ceiling = resource.getrlimit(resource.RLIMIT_DATA)
    soft = size if ceiling == resource.RLIM_INFINITY else min(size, ceiling)
    hard = soft + _RESERVE if ceiling == resource.RLIM_INFINITY else min(soft + _RESERVE, ceiling)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def release_reserve() -> None:
    """Raise the limit by the reserve: to show a MemoryError takes memory."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))

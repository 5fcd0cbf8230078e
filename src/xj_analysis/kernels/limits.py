"""How much memory a kernel may use, and with how many threads one that was forked computes."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ..errors import UsageError

MEMORY = "XJ_KERNEL_MEMORY"
"""MB a kernel may use, in the environment it is launched with; without it there is no limit."""
DEFAULT_MEMORY = 2048
"""MB a build allows a kernel where nothing else is said."""

_MB = 1 << 20
_SPARE = 64 * _MB


def wanted(env: Mapping[str, str]) -> int | None:
    """Return the limit in bytes that a kernel's environment asks for.

    Raises
    ------
    UsageError
        What it asks for is not a whole number of MB.

    Examples
    --------
    >>> wanted({"XJ_KERNEL_MEMORY": "512"})
    536870912
    >>> wanted({})
    """
    said = env.get(MEMORY, "")
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and int(said)):
        raise UsageError(MEMORY, "内存上限不是正整数", said, f"请填 MB 数，例如 {DEFAULT_MEMORY}。")
    return int(said) * _MB


def impose(size: int | None) -> None:
    """Let this process allocate at most `size` bytes of its own: beyond, Python raises MemoryError.

    What counts is data (RLIMIT_DATA), not address space: libraries map far more than they use. A little is kept back,
    for :func:`relieve` to give out.
    """
    if size is None:
        return
    import resource

    _, ceiling = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = size if ceiling == resource.RLIM_INFINITY else min(size, ceiling)
    most = allowed + _SPARE if ceiling == resource.RLIM_INFINITY else min(allowed + _SPARE, ceiling)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, most))


def relieve() -> None:
    """Give out what was kept back: whoever is full to the last byte cannot even say so."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


_SET_THREADS = tuple(
    f"{prefix}openblas_set_num_threads{suffix}" for prefix in ("scipy_", "") for suffix in ("64_", "")
)  # as numpy's own build of OpenBLAS names it, and the system's


def compute_with(env: Mapping[str, str]) -> None:
    """Give the OpenBLAS that numpy loaded before the fork, with one thread, those that an environment asks for.

    What is loaded after the fork reads the environment by itself.
    """
    said = env.get("OPENBLAS_NUM_THREADS") or env.get("OMP_NUM_THREADS") or ""
    if not (said.isascii() and said.isdigit() and int(said) > 1):
        return
    mapped = Path("/proc/self/maps").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    for file in {line.split(maxsplit=5)[5] for line in mapped if "openblas" in line}:
        library = ctypes.CDLL(file)
        for name in _SET_THREADS:
            with suppress(AttributeError):
                library[name](int(said))

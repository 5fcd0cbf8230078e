"""Threads of linear algebra (BLAS) in the processes of a build: one each, unless the environment sets more."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_OMP = "OMP_NUM_THREADS"
_FOLLOW_OMP = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS")
THREADS = (_OMP, *_FOLLOW_OMP, "VECLIB_MAXIMUM_THREADS")
"""The environment variables from which libraries for linear algebra take their number of threads."""
_SET_THREADS = tuple(
    f"{prefix}openblas_set_num_threads{suffix}" for prefix in ("scipy_", "") for suffix in ("64_", "")
)  # in numpy's own build of OpenBLAS, and in the system's


def one_thread(env: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that give a process one thread, but for those its environment sets already.

    A build runs a process for each core; further threads would wait for one another. ``OMP_NUM_THREADS``, where set,
    decides for the libraries whose own variable is not.

    Examples
    --------
    >>> one_thread({"OPENBLAS_NUM_THREADS": "4"})["OMP_NUM_THREADS"]
    '1'
    >>> one_thread({"OMP_NUM_THREADS": "4"})
    {'VECLIB_MAXIMUM_THREADS': '1'}
    """
    followed = _FOLLOW_OMP if env.get(_OMP) else ()
    return {name: "1" for name in THREADS if not env.get(name) and name not in followed}


def raise_threads(env: Mapping[str, str]) -> None:
    """Raise the threads of the OpenBLAS that numpy loaded before the fork to the number in an environment.

    Libraries loaded after the fork read the environment by themselves.
    """
    count = env.get("OPENBLAS_NUM_THREADS") or env.get("OMP_NUM_THREADS") or ""
    if not (count.isascii() and count.isdigit() and int(count) > 1):
        return
    mapped = Path("/proc/self/maps").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    for file in {line.split(maxsplit=5)[5] for line in mapped if "openblas" in line}:
        library = ctypes.CDLL(file)
        for name in _SET_THREADS:
            with suppress(AttributeError):
                library[name](int(count))

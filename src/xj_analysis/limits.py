"""What a notebook may use before it is stopped, and how many threads the processes of a build compute with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_OMP = "OMP_NUM_THREADS"
_FOLLOW_OMP = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS")
THREADS = (_OMP, *_FOLLOW_OMP, "VECLIB_MAXIMUM_THREADS")
"""The environment variables from which libraries for linear algebra take their number of threads."""


@dataclass(frozen=True)
class Limits:
    """Seconds a cell, seconds in all, and megabytes of memory of its kernel."""

    cell: int = 600
    briefing: int = 1800
    memory: int = 2048


def threads(env: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that give a process one thread, but for what its environment sets already.

    A build runs a process for each core; threads of linear algebra besides would wait for one another. Libraries take
    what they have no variable of their own for from ``OMP_NUM_THREADS``: where that is set, it decides.

    Examples
    --------
    >>> threads({"OPENBLAS_NUM_THREADS": "4"})["OMP_NUM_THREADS"]
    '1'
    >>> threads({"OMP_NUM_THREADS": "4"})
    {'VECLIB_MAXIMUM_THREADS': '1'}
    """
    followed = _FOLLOW_OMP if env.get(_OMP) else ()
    return {name: "1" for name in THREADS if not env.get(name) and name not in followed}

"""Warm kernels: real ipykernels forked from a process that has the heavy imports behind it.

`zygote` is that process, `child` what becomes of a fork of it (a kernel, or a helper that runs notebooks),
`application` what of a kernel is made before the fork and what after it, `keeper` who keeps a zygote, `link` how a fork
is asked for, `provisioner` how Jupyter does the asking, `limits` and `footprint` what a kernel may use and did use.
Where fork is missing the ordinary kernel is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..limits import DEFAULT_MEMORY, MEMORY
from .dependency_tracking import READS, recorded_reads
from .fork_server_client import ADDRESS, COLD, PLANNING, QUIETLY, READY, SUPPORTED, WARM, started

if TYPE_CHECKING:
    from .connection import fork_worker
    from .provisioner import WarmProvisioner

NAME = "xj-warm"
"""The provisioner's name, as ``JUPYTER_DEFAULT_PROVISIONER_NAME`` and kernel specifications give it."""
CLIENT = "xj_analysis.engine.kernels.provisioner.ReadyClient"
"""For the ``client_class`` of a kernel manager."""

__all__ = [
    "ADDRESS",
    "CLIENT",
    "COLD",
    "DEFAULT_MEMORY",
    "MEMORY",
    "NAME",
    "PLANNING",
    "QUIETLY",
    "READS",
    "READY",
    "SUPPORTED",
    "WARM",
    "WarmProvisioner",
    "fork_worker",
    "recorded_reads",
    "started",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for: a build with nothing to do needs none of it."""
    if name == "fork_worker":
        from .connection import fork_worker

        return fork_worker
    if name == "WarmProvisioner":
        from .provisioner import WarmProvisioner

        return WarmProvisioner
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

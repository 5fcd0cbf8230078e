"""Warm kernels: ipykernels forked from a fork server, a process that has imported the heavy modules.

`fork_server` is that process, `fork_server_client` starts or finds one, `connection` requests a fork, `forked_process`
becomes a kernel or a worker, `application` prepares a kernel before the fork, `provisioner` is Jupyter's interface, and
`dependency_tracking` records what a notebook reads. Without fork the ordinary kernel is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..limits import DEFAULT_MEMORY, MEMORY
from .dependency_tracking import READS, recorded_reads
from .fork_server_client import (
    ADDRESS,
    KERNEL_PRELOAD,
    NO_FORK_NOTICE,
    PLANNER_PRELOAD,
    SUPPORTED,
    UNATTENDED_ARGUMENTS,
    WORKER_PRELOAD,
    running_fork_server,
)

if TYPE_CHECKING:
    from .connection import fork_worker
    from .provisioner import WarmProvisioner

PROVISIONER = "xj-warm"
"""The provisioner's name, as ``JUPYTER_DEFAULT_PROVISIONER_NAME`` and kernel specifications give it."""
CLIENT_CLASS = "xj_analysis.engine.kernels.provisioner.ReadyClient"
"""The ``client_class`` of a kernel manager."""

__all__ = [
    "ADDRESS",
    "CLIENT_CLASS",
    "DEFAULT_MEMORY",
    "KERNEL_PRELOAD",
    "MEMORY",
    "NO_FORK_NOTICE",
    "PLANNER_PRELOAD",
    "PROVISIONER",
    "READS",
    "SUPPORTED",
    "UNATTENDED_ARGUMENTS",
    "WORKER_PRELOAD",
    "WarmProvisioner",
    "fork_worker",
    "recorded_reads",
    "running_fork_server",
]


def __getattr__(name: str) -> Any:
    """Import a name on first use: a build with nothing to do needs neither."""
    if name == "fork_worker":
        from .connection import fork_worker

        return fork_worker
    if name == "WarmProvisioner":
        from .provisioner import WarmProvisioner

        return WarmProvisioner
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""What processes owe one another: a child that ends with its parent, whatever ends the parent."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PARENT = "XJ_PARENT"
"""In the environment of a process that is to end with the one of this number."""

_PR_SET_PDEATHSIG = 1
_ORPHANED = 1  # what the system gives a process for a parent when its own is gone


def end_with_parent(parent: int | None = None) -> None:
    """Have the system kill this process as soon as its parent is gone (Linux only).

    Parameters
    ----------
    parent
        Its number, where it may be that of the first process of all, as in a container.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    gone = os.getppid() == _ORPHANED if parent is None else os.getppid() != parent
    if gone:  # before it could be watched
        os.kill(os.getpid(), signal.SIGKILL)

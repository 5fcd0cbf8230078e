"""A lock on a folder that several processes write: the later one waits, and says for whom."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


class FolderLock:
    """Lock of a staging folder, free again when its process ends in whatever way.

    Parameters
    ----------
    staging
        The staging folder; the file ``lock`` lies in it.
    target
        The folder that is written, as the notice names it.
    command
        Command of the other process, named where its number is unknown.
    on_notice
        Called with a message while this process waits for another.
    """

    def __init__(self, staging: Path, target: Path, command: str, on_notice: Callable[[str], None]) -> None:
        from filelock import FileLock

        self._staging, self._target, self._command, self._on_notice = staging, target, command, on_notice
        self._lock = FileLock(staging / "lock", mode=0o666)  # less the umask: a folder may be a group's
        self._holder = staging / "lock.holder"

    def acquire(self) -> None:
        """Make the staging folder and lock it.

        Raises
        ------
        OSError
            It cannot be written.
        """
        from filelock import Timeout

        self._staging.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            holder = self._holder.read_text(encoding="utf-8") if self._holder.is_file() else f"另一个 {self._command}"
            self._on_notice(f"{holder}正在写 {self._target}，等它做完……")
            self._lock.acquire()
        try:
            self._holder.write_text(f"进程 {os.getpid()} ", encoding="utf-8")
        except OSError:
            self.release()
            raise

    def release(self) -> None:
        """Leave the folder to others."""
        self._holder.unlink(missing_ok=True)
        self._lock.release()

"""The staging folder ``.xj``: a lock, briefings before the atomic swap into the reports, and temporary files.

Temporary files of libraries and notebooks lie there too: the next build clears the ones of a killed build.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ..base import environment
from ..base.errors import OutputError
from .run_records import RunRecords

_OLD = ".old"
_CURRENT_FOLDER, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2


class StagingFolder:
    """The staging folder during a build: locked against other builds, cleared of a killed one's files.

    Parameters
    ----------
    out
        The folder of all reports.
    on_notice
        Called with a message while this build waits for another.
    """

    def __init__(self, out: Path, on_notice: Callable[[str], None]) -> None:
        from filelock import FileLock

        self.out = out
        self.path = staging_path(out)
        self._on_notice = on_notice
        self._lock = FileLock(self.path / "lock")
        self.records: RunRecords

    def __enter__(self) -> StagingFolder:
        from filelock import Timeout

        with writable():
            self.path.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                holder = self._holder.read_text(encoding="utf-8") if self._holder.is_file() else "另一个 xj build"
                self._on_notice(f"{holder}正在写 {self.out}，等它做完……")
                self._lock.acquire()
            self._holder.write_text(f"进程 {os.getpid()} ", encoding="utf-8")
            self._clear()
            self._temporary.mkdir()
        self._saved_variables = set_variables(dict.fromkeys(environment.TEMPORARY, str(self._temporary)))
        try:
            self.records = RunRecords(self.path)
        except BaseException:
            set_variables(self._saved_variables)
            self._lock.release()
            raise
        return self

    @property
    def _temporary(self) -> Path:
        return self.path / "tmp"

    def _clear(self) -> None:
        restore(self.path / "staging", self.out)
        shutil.rmtree(self._temporary, ignore_errors=True)

    @property
    def _holder(self) -> Path:
        return Path(f"{self._lock.lock_file}.holder")

    def __exit__(self, *_: object) -> None:
        self.records.close()
        set_variables(self._saved_variables)
        self._clear()
        self._holder.unlink(missing_ok=True)
        self._lock.release()


def set_variables(variables: Mapping[str, str | None]) -> dict[str, str | None]:
    """Set the environment variables of the temporary folder, None unsets; return their previous values."""
    previous = {name: os.environ.get(name) for name in variables}
    for name, value in variables.items():
        os.environ.pop(name, None) if value is None else os.environ.update({name: value})
    tempfile.tempdir = None  # tempfile reads the variables once
    return previous


def staging_path(out: Path) -> Path:
    """Return the staging folder of a folder of reports: in ``.xj`` beside it, or inside it on another disk.

    A rename into the reports works on one disk only.
    """
    out = out.resolve()
    parent = next(folder for folder in out.parents if folder.is_dir())
    other_disk = out.is_dir() and out.stat().st_dev != parent.stat().st_dev
    return (out if other_disk else out.parent) / ".xj" / out.name


def swap_in(new: Path, target: Path) -> None:
    """Replace a folder by another, atomically where the system can exchange them; a killed swap is restored."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        new.rename(target)
        return
    if not _exchange(new, target):
        old = new.with_name(f"{new.name}{_OLD}")
        target.rename(old)
        new.rename(target)
        new = old
    shutil.rmtree(new, ignore_errors=True)


def restore(staging: Path, out: Path) -> None:
    """Clear the staging of a killed build, and move back a folder whose swap it did not finish."""
    for old in staging.glob(f"*/*/*/*{_OLD}"):
        target = out / old.relative_to(staging).with_name(old.name.removesuffix(_OLD))
        if not target.exists():
            old.rename(target)
    shutil.rmtree(staging, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, and return whether that worked (Linux, most file systems)."""
    if sys.platform != "linux":
        return False
    first, second = os.fsencode(one), os.fsencode(other)
    return bool(ctypes.CDLL(None).renameat2(_CURRENT_FOLDER, first, _CURRENT_FOLDER, second, _EXCHANGE) == 0)


@contextmanager
def writable() -> Iterator[None]:
    """Turn errors of the file system (disk full, no permission) into a message.

    Raises
    ------
    OutputError
        Instead of an OSError.
    """
    try:
        yield
    except OSError as error:
        where = str(error.filename or "reports")
        raise OutputError(where, "写不下", error.strerror or str(error), "请检查磁盘空间与权限。") from None

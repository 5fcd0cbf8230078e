"""The folder ``.xj``, where briefings are made before they are put in place: one build at a time, nothing half done.

All temporary files of a build lie there, those of libraries and notebooks too: whatever a killed one leaves behind, the
next one clears.
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
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2


class StagingFolder:
    """The folder ``.xj`` for the time of a build: locked against others, cleared of what a killed one left.

    Parameters
    ----------
    out
        The folder of all reports.
    noticed
        Is told whom this build has to wait for.
    """

    def __init__(self, out: Path, noticed: Callable[[str], None]) -> None:
        from filelock import FileLock

        self.out = out
        self.place = staging_path(out)
        self._noticed = noticed
        self._lock = FileLock(self.place / "lock")
        self.ledger: RunRecords

    def __enter__(self) -> StagingFolder:
        from filelock import Timeout

        with writable():
            self.place.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                holder = self._holder.read_text(encoding="utf-8") if self._holder.is_file() else "另一个 xj build"
                self._noticed(f"{holder}正在写 {self.out}，等它做完……")
                self._lock.acquire()
            self._holder.write_text(f"进程 {os.getpid()} ", encoding="utf-8")
            self._clear()
            self._temporary.mkdir()
        self._others = _turn_to(dict.fromkeys(environment.TEMPORARY, str(self._temporary)))
        try:
            self.ledger = RunRecords(self.place)
        except BaseException:
            _turn_to(self._others)
            self._lock.release()
            raise
        return self

    @property
    def _temporary(self) -> Path:
        return self.place / "tmp"

    def _clear(self) -> None:
        restore(self.place / "staging", self.out)
        shutil.rmtree(self._temporary, ignore_errors=True)

    @property
    def _holder(self) -> Path:
        return Path(f"{self._lock.lock_file}.holder")

    def __exit__(self, *_: object) -> None:
        self.ledger.close()
        _turn_to(self._others)
        self._clear()
        self._holder.unlink(missing_ok=True)
        self._lock.release()


def _turn_to(wanted: Mapping[str, str | None]) -> dict[str, str | None]:
    """Let this process and all it starts put temporary files where variables say, and return what they said before."""
    before = {name: os.environ.get(name) for name in wanted}
    for name, value in wanted.items():
        os.environ.pop(name, None) if value is None else os.environ.update({name: value})
    tempfile.tempdir = None  # it is looked up once
    return before


def staging_path(out: Path) -> Path:
    """Return the workshop of a folder of reports: in ``.xj`` beside it, or in it where that is another disk's.

    What is made there is moved into place, which is possible on one disk only.
    """
    out = out.resolve()
    beside = next(folder for folder in out.parents if folder.is_dir())
    apart = out.is_dir() and out.stat().st_dev != beside.stat().st_dev
    return (out if apart else out.parent) / ".xj" / out.name


def swap_in(new: Path, target: Path) -> None:
    """Put a whole folder in place of another, so that at every moment one of the two stands there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        new.rename(target)
        return
    if not _exchanged(new, target):
        old = new.with_name(f"{new.name}{_OLD}")
        target.rename(old)
        new.rename(target)
        new = old
    shutil.rmtree(new, ignore_errors=True)


def restore(staging: Path, out: Path) -> None:
    """Clear what a build that was killed has left, and put back a folder it had just taken away."""
    for old in staging.glob(f"*/*/*/*{_OLD}"):
        target = out / old.relative_to(staging).with_name(old.name.removesuffix(_OLD))
        if not target.exists():
            old.rename(target)
    shutil.rmtree(staging, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders could change places in one step (Linux, on most file systems)."""
    if sys.platform != "linux":
        return False
    first, second = os.fsencode(one), os.fsencode(other)
    return bool(ctypes.CDLL(None).renameat2(_HERE, first, _HERE, second, _EXCHANGE) == 0)


@contextmanager
def writable() -> Iterator[None]:
    """Turn a disk that is full, or a folder that may not be written, into a message.

    Raises
    ------
    OutputError
        In place of any OSError.
    """
    try:
        yield
    except OSError as error:
        where = str(error.filename or "reports")
        raise OutputError(where, "写不下", error.strerror or str(error), "请检查磁盘空间与权限。") from None

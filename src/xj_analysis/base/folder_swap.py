"""Folders replaced whole: staged in ``.xj``, exchanged in one step, put back after a kill, read undisturbed."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from .environment import STAGING
from .errors import DataError, writable
from .folder_lock import FolderLock

ASIDE = ".old"
"""Suffix of a replaced folder, where the system cannot exchange two in one step."""

_CURRENT_FOLDER, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2

Result = TypeVar("Result")


def staging_path(target: Path) -> Path:
    """Return the staging folder of a folder: in ``.xj`` beside it, or inside it on another disk.

    A rename into the folder works on one disk only.
    """
    target = target.resolve()
    parent = next(folder for folder in target.parents if folder.is_dir())
    other_disk = target.is_dir() and target.stat().st_dev != parent.stat().st_dev
    return (target if other_disk else target.parent) / STAGING / target.name


def swap_in(new: Path, target: Path) -> None:
    """Replace a folder by another, atomically where the system can exchange them; a killed swap is restored."""
    swap(new, target)
    shutil.rmtree(new, ignore_errors=True)


def swap(new: Path, target: Path) -> None:
    """Put a folder in the place of another, which takes the place of the new one; as :func:`swap_in`.

    Raises
    ------
    OSError
        It cannot be done; `target` is no folder.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        new.rename(target)
        return
    next(target.iterdir(), None)  # raises for a file: none is replaced by a folder
    if not _exchange(new, target):
        old = new.with_name(f"{new.name}{ASIDE}")
        target.rename(old)
        new.rename(target)
        old.rename(new)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, and return whether that worked (Linux, most file systems)."""
    if sys.platform != "linux":
        return False
    first, second = os.fsencode(one), os.fsencode(other)
    return bool(ctypes.CDLL(None).renameat2(_CURRENT_FOLDER, first, _CURRENT_FOLDER, second, _EXCHANGE) == 0)


def draft_of(target: Path) -> Path:
    """Return the path of the next state of a folder, in its staging folder."""
    return staging_path(target) / "draft" / target.name


def put_back(target: Path) -> None:
    """Put a folder back that a killed swap of its draft left aside; for the holder of its lock."""
    aside = _aside(target)
    if not target.exists() and aside.exists():
        aside.rename(target.resolve())


def repair(target: Path) -> None:
    """Put a folder back as :func:`put_back`, for readers: a swap that is still going on is waited for.

    Raises
    ------
    OutputError
        It cannot be put back: the disk cannot be written.
    """
    if target.exists() or not _aside(target).exists():
        return
    lock = FolderLock(staging_path(target), target, "xj intake", lambda _: None)
    with writable():
        lock.acquire()
        try:
            put_back(target)
        finally:
            lock.release()


def _aside(target: Path) -> Path:
    draft = draft_of(target)
    return draft.with_name(f"{draft.name}{ASIDE}")


def read_undisturbed(
    target: Path, read: Callable[[], Result], *, sound: Callable[[Result], bool] = lambda _: True
) -> Result:
    """Return the result of a reading of several files of a folder, repeated if it finds a fault in two states of it.

    Of two states that do not fit together a later file tells of what an earlier one does not know, which is a fault.

    Parameters
    ----------
    target
        A folder that may be replaced meanwhile.
    read
        Reads its files.
    sound
        Whether a result has no fault.

    Raises
    ------
    DataError
        That of `read`, of a folder that stayed the same.
    """
    while True:
        repair(target)
        before = _state(target)
        try:
            result = read()
        except DataError:
            if _state(target) == before:
                raise
            continue
        if _state(target) == before or (before and _state(target) and sound(result)):
            return result


def _state(folder: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        stat = folder.stat()
        return stat.st_ino, stat.st_mtime_ns
    return None


def mirror(folder: Path, copy: Path) -> None:
    """Make a folder a copy of another: equal files are left, others linked (or copied), more of them removed.

    Files of the copy must be replaced, never changed in place: they may be those of `folder`.
    """
    copy.mkdir(parents=True, exist_ok=True)
    there = {entry.name: entry for entry in os.scandir(copy)}
    wanted = {entry.name: entry for entry in os.scandir(folder)} if folder.exists() else {}
    wanted.pop(STAGING, None)
    kept = {name for name, entry in there.items() if name in wanted and _same(wanted[name], entry)}
    for name in there.keys() - kept:
        _remove(copy / name)
    for name, entry in wanted.items():
        if entry.is_dir(follow_symlinks=False):
            mirror(folder / name, copy / name)
        elif name not in kept:
            _link(folder / name, copy / name)
    if folder.exists():
        shutil.copymode(folder, copy)


def _same(one: os.DirEntry[str], other: os.DirEntry[str]) -> bool:
    """True for two folders, for two names of one file, and for a file and its copy of the same time and size."""
    if one.is_dir(follow_symlinks=False) or other.is_dir(follow_symlinks=False):
        return one.is_dir(follow_symlinks=False) and other.is_dir(follow_symlinks=False)
    if one.inode() == other.inode():
        return True
    first, second = one.stat(follow_symlinks=False), other.stat(follow_symlinks=False)
    return (first.st_mtime_ns, first.st_size) == (second.st_mtime_ns, second.st_size)


def discard(folder: Path) -> None:
    """Remove a folder that is no longer used, its read-only folders too."""
    for path, _, _ in os.walk(folder):
        with suppress(OSError):
            Path(path).chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


def _link(path: Path, name: Path) -> None:
    try:
        os.link(path, name, follow_symlinks=False)
    except OSError:  # a file system without links, or too many of them
        shutil.copy2(path, name, follow_symlinks=False)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()

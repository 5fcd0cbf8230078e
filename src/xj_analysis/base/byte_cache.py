"""A folder of bytes by key, kept from run to run: what is damaged, another user's or program's is not used."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .hashing import digest

__all__ = ["ByteCache"]
__dir__ = __all__.copy

_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_HASH = hashlib.sha256().digest_size


@dataclass(frozen=True)
class ByteCache:
    """A folder of bytes by key. It only saves time: where it cannot be read or written, nothing is found in it.

    Parameters
    ----------
    folder
        Made when something is saved; its files may be deleted at any time.
    program
        The hash of the program: what another one saved is not found.
    most
        Limit of its size, in bytes; what was used longest ago is dropped first.

    Examples
    --------
    >>> import tempfile
    >>> cache = ByteCache(Path(tempfile.mkdtemp()), "program")
    >>> cache.save(b"content", "key")
    >>> cache.load("key"), cache.load("other")
    (b'content', None)
    """

    folder: Path
    program: str
    most: int = 128 * 2**20

    def load(self, *key: str) -> bytes | None:
        """Return the bytes of a key; None where there are none that are whole and this user's own."""
        path = self._path(key)
        try:
            with os.fdopen(os.open(path, _READ), "rb") as file:
                if not _trusted(os.fstat(file.fileno())):
                    return None
                words = file.read()
            os.utime(path)
        except OSError:
            return None
        content = words[_HASH:]
        return content if words[:_HASH] == self._seal(path, content) else None

    def save(self, content: bytes, *key: str) -> None:
        """Keep bytes under a key, whole or not at all; what is too large for the folder is not kept."""
        path = self._path(key)
        if len(content) > self.most // 4:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            number, name = tempfile.mkstemp(dir=self.folder)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(self._seal(path, content) + content)
                Path(name).replace(path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
        self._bound()

    def _path(self, key: tuple[str, ...]) -> Path:
        return self.folder / digest(self.program, *key)

    def _seal(self, path: Path, content: bytes) -> bytes:
        """The hash of name and content: a file that was cut off, damaged or renamed does not have it."""
        return hashlib.sha256(path.name.encode() + content).digest()

    def _bound(self) -> None:
        """Drop what was used longest ago, and what killed processes left, down to the limit."""
        left = self.most
        for _, size, path in sorted(self._files(), reverse=True):
            left -= size
            if left < 0:
                with suppress(OSError):
                    path.unlink()

    def _files(self) -> Iterator[tuple[int, int, Path]]:
        with suppress(OSError):
            for entry in os.scandir(self.folder):
                with suppress(OSError):
                    state = entry.stat(follow_symlinks=False)
                    yield state.st_mtime_ns, state.st_size, Path(entry.path)


def _trusted(state: os.stat_result) -> bool:
    """Whether it is a file of this user that no other may write."""
    if not stat.S_ISREG(state.st_mode):
        return False
    return not hasattr(os, "geteuid") or (state.st_uid == os.geteuid() and not state.st_mode & _OTHERS_MAY_WRITE)

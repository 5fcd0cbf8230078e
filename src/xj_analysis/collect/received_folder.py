"""A folder that is written during an intake: locked against other intakes, replaced whole with each file taken in."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..base.errors import writable
from ..base.folder_lock import FolderLock
from ..base.folder_swap import discard, draft_of, mirror, put_back, staging_path, swap
from .receipts import LOG

RECEIVED = Path(LOG).parent.name


class ReceivedFolder:
    """The received files of a county with their rows, sources and log, or its ledgers, open to one intake at a time.

    Parameters
    ----------
    data
        The county's data folder.
    on_notice
        Called with a message while another intake is waited for.
    folder
        Its name in the data folder: of the reports, or of the ledgers.

    Raises
    ------
    OutputError
        The data folder cannot be written.
    """

    def __init__(self, data: Path, on_notice: Callable[[str], None], folder: str = RECEIVED) -> None:
        self._target = data / folder
        self._draft = draft_of(self._target)
        self._lock = FolderLock(staging_path(self._target), self._target, "xj intake", on_notice)

    def __enter__(self) -> ReceivedFolder:
        with writable():
            self._lock.acquire()
            try:
                put_back(self._target)
                if self._target.exists() and not os.access(self._target, os.W_OK):
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self._target))
            except OSError:
                self._lock.release()
                raise
        self._clear()
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()
        self._lock.release()

    def _clear(self) -> None:
        discard(self._draft.parent)

    @contextmanager
    def entry(self) -> Iterator[Path]:
        """Replace the folder by a changed copy: all changes are seen at once, at the end of the ``with`` block.

        After an error, or a kill at any moment, the folder is as before, or as after.

        Yields
        ------
        The folder that stands for the data folder: the folder in it may be changed, files only by replacing them.

        Raises
        ------
        OutputError
            It cannot be written: disk full, no permission.
        """
        with writable(str(self._target)):
            mirror(self._target, self._draft)
            yield self._draft.parent
            swap(self._draft, self._target.resolve())

"""The staging folder ``.xj``: a lock, briefings before the atomic swap into the reports, and temporary files.

Temporary files of libraries and notebooks lie there too: the next build clears the ones of a killed build.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from ..base import environment
from ..base.errors import writable
from ..base.folder_lock import FolderLock
from ..base.folder_swap import ASIDE, staging_path
from .run_records import RunRecords


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
        self.out = out
        self.path = staging_path(out)
        self._lock = FolderLock(self.path, out, "xj build", on_notice)
        self.records: RunRecords

    def __enter__(self) -> StagingFolder:
        with writable():
            self._lock.acquire()
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

    def __exit__(self, *_: object) -> None:
        self.records.close()
        set_variables(self._saved_variables)
        self._clear()
        self._lock.release()


def set_variables(variables: Mapping[str, str | None]) -> dict[str, str | None]:
    """Set the environment variables of the temporary folder, None unsets; return their previous values."""
    previous = {name: os.environ.get(name) for name in variables}
    for name, value in variables.items():
        os.environ.pop(name, None) if value is None else os.environ.update({name: value})
    tempfile.tempdir = None  # tempfile reads the variables once
    return previous


def restore(staging: Path, out: Path) -> None:
    """Clear the staging of a killed build, and move back a folder whose swap it did not finish."""
    for old in staging.glob(f"*/*/*/*{ASIDE}"):
        target = out / old.relative_to(staging).with_name(old.name.removesuffix(ASIDE))
        if not target.exists():
            old.rename(target)
    shutil.rmtree(staging, ignore_errors=True)

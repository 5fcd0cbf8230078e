"""Building again whenever data or notebooks change, by a crew that stays: what was edited is seen in a second."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..base import environment
from ..base.errors import UsageError, XjError
from ..county.request import BriefingRequest
from . import planning
from .issue import BuildReport
from .pipeline import EVERYTHING, BuildEvents, build_all
from .scheduler import Scheduler

_EVERY = 0.1  # seconds from one look to the next
_SETTLED = 0.05  # seconds without a change after which nobody is writing any more

Stamps = dict[str, tuple[int, int]]


def watch_builds(
    folders: Sequence[Path],
    request: BriefingRequest = EVERYTHING,
    *,
    jobs: int | None = None,
    notebooks: Path | None = None,
    force: bool = False,
    watch: BuildEvents | None = None,
    **options: Any,
) -> Iterator[list[BuildReport] | XjError]:
    """Yield what came of a build, and of one more each time a file of data or a notebook has changed; without end.

    When a file changed only tells when to build. What is made again is known by contents, as ever. Data at other
    addresses and in databases is looked at when a file changes.

    Parameters
    ----------
    folders, request, jobs, notebooks, watch, options
        As :func:`xj_analysis.build.pipeline.build_all` takes them.
    force
        Make everything anew the first time.

    Yields
    ------
    Reports, or what was wrong with the data or the request, which may be mended by the next change.

    Raises
    ------
    UsageError
        The program itself changed: it has to be started again.
    """
    watch = watch or BuildEvents()
    ours = stamps([environment.PACKAGE])
    with Scheduler(jobs or os.cpu_count() or 1, watch.noticed) as crew:
        while True:
            watched = [*folders, *{planning.notebooks_for(folder, notebooks) for folder in folders}]
            seen = stamps(watched)
            try:
                yield build_all(folders, request, notebooks=notebooks, force=force, watch=watch, crew=crew, **options)
            except XjError as error:
                yield error
            force = False
            _wait(watched, seen)
            if stamps([environment.PACKAGE]) != ours:
                raise UsageError("xj", "程序变了", do="请重新运行 xj build --watch。")


def stamps(folders: Sequence[Path]) -> Stamps:
    """Return when each file in folders and below them was written last, and its length.

    What programs keep beside a file while it is open in them is left out, and so is what Python compiles.
    """
    found = {}
    for path in (path for folder in folders for path in folder.rglob("*")):
        if path.name.startswith((".", "~$")) or path.suffix == ".pyc":
            continue
        with suppress(OSError):  # gone again
            if path.is_file():
                stat = path.stat()
                found[str(path)] = (stat.st_mtime_ns, stat.st_size)
    return found


def _wait(folders: Sequence[Path], seen: Stamps) -> None:
    """Wait until files are otherwise than they were, and no longer being written."""
    last, now = seen, stamps(folders)
    while now == seen or now != last:
        time.sleep(_EVERY if now == seen else _SETTLED)
        last, now = now, stamps(folders)

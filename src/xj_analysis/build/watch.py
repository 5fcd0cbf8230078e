"""``xj build --watch``: builds again when data or notebooks change, with a scheduler kept between builds."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..base import environment, hashing
from ..base.errors import UsageError, XjError
from ..county.request import BriefingRequest
from .county_notebooks import notebooks_for
from .issue import BuildReport
from .pipeline import EVERYTHING, BuildEvents, build_all
from .scheduler import Scheduler

_INTERVAL = 0.1  # seconds between looks at the files
_SETTLE = 0.05  # seconds without a change after which files count as written

Stamps = dict[str, tuple[int, int]]


def watch_builds(
    folders: Sequence[Path],
    request: BriefingRequest = EVERYTHING,
    *,
    jobs: int | None = None,
    notebooks: Path | None = None,
    force: bool = False,
    events: BuildEvents | None = None,
    **options: Any,
) -> Iterator[list[BuildReport] | XjError]:
    """Build, then build again each time a data file or a notebook changes, and yield each outcome; without end.

    Time stamps only trigger a build; contents decide which briefings are made again. Remote data and databases are
    read when a file changes.

    Parameters
    ----------
    folders, request, jobs, notebooks, events, options
        Passed to :func:`xj_analysis.build.pipeline.build_all`.
    force
        Make every briefing again in the first build.

    Yields
    ------
    The reports, or the error of the data or the request, which the next change may mend.

    Raises
    ------
    UsageError
        The program itself changed, and must be restarted.
    """
    events = events or BuildEvents()
    program_stamps = file_stamps([environment.PACKAGE])
    with Scheduler(jobs or os.cpu_count() or 1, events.on_notice) as scheduler:
        while True:
            watched = [*folders, *{place for folder in folders for place in notebooks_for(folder, notebooks).folders}]
            stamps = file_stamps(watched)
            try:
                yield build_all(
                    folders, request, notebooks=notebooks, force=force, events=events, scheduler=scheduler, **options
                )
            except XjError as error:
                yield error
            force = False
            _wait_for_change(watched, stamps)
            if file_stamps([environment.PACKAGE]) != program_stamps:
                raise UsageError("xj", "程序变了", do="请重新运行 xj build --watch。")


def file_stamps(folders: Sequence[Path]) -> Stamps:
    """Return modification time and size of each file in folders and below, without lock files and compiled Python."""
    stamps = {}
    for path in (path for folder in folders for path in hashing.files_below(folder)):
        if path.name.startswith((".", "~$")) or path.suffix == ".pyc":
            continue
        with suppress(OSError):  # deleted meanwhile
            stat = path.stat()
            stamps[str(path)] = (stat.st_mtime_ns, stat.st_size)
    return stamps


def _wait_for_change(folders: Sequence[Path], built: Stamps) -> None:
    """Wait until files differ from those `built`, and are no longer being written."""
    last, current = built, file_stamps(folders)
    while current == built or current != last:
        time.sleep(_INTERVAL if current == built else _SETTLE)
        last, current = current, file_stamps(folders)

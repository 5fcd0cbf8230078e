"""Progress of a build or an audit on standard error: a bar on a terminal, a line for each briefing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from .console import is_terminal

if TYPE_CHECKING:
    from ..build.job_results import BriefingResult


class BuildProgress:
    """A progress bar on a terminal; unwrapped lines elsewhere. rich is imported only for the bar."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None
        self._total = self._done = 0

    def __enter__(self) -> Self:
        return self

    def start(self, total: int, notebooks: Sequence[Path]) -> None:
        """Start the bar of a build, and show the folders of its notebooks."""
        self.notice(f"笔记本：{'、'.join(map(str, notebooks))}")
        self.begin(total, "做简报")

    def notice(self, message: str) -> None:
        """Show a message above the bar."""
        if self._bar is None:
            sys.stderr.write(f"{message}\n")
            sys.stderr.flush()
        else:
            self._bar.console.print(message, markup=False, highlight=False, soft_wrap=True)

    def begin(self, total: int, work: str) -> None:
        """Start a bar of `total` steps."""
        self._total = total
        if is_terminal(sys.stderr):
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True))
            self._bar.start()
            self._task = self._bar.add_task(work, total=total)

    def advance(self, result: BriefingResult) -> None:
        """Show that one briefing is done, failed, or refused."""
        self.step(f"{result.state} {result.slug} {result.title}")

    def notice_rebuilt(self, result: BriefingResult) -> None:
        """Show a briefing that was rebuilt; nothing of an unchanged one."""
        if not result.unchanged:
            self.notice(f"{result.state} {result.slug} {result.title}".rstrip())

    def step(self, message: str) -> None:
        """Show that one step is done."""
        self._done += 1
        if self._bar is not None:
            from rich.markup import escape

            self._bar.update(self._task, advance=1, description=escape(message))
        else:
            self.notice(f"[{self._done}/{self._total}] {message}")

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

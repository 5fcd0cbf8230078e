"""How work goes on: a bar for a person, plain lines for a log. rich is imported when there is something to show."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from rich.console import Console

    from ..making import Made


class Progress:
    """A bar on a terminal; a line a briefing in a log."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None
        self._total = self._done = 0

    @cached_property
    def console(self) -> Console:
        """Where it is shown."""
        from rich.console import Console

        return Console(stderr=True)

    def __enter__(self) -> Self:
        return self

    def start(self, total: int, notebooks: Path) -> None:
        """Say what is to come, and which notebooks are used."""
        self.console.print(f"笔记本：{notebooks}", highlight=False)
        self.begin(total, "做简报")

    def notice(self, said: str) -> None:
        """Say something on the way."""
        self.console.print(said, markup=False, highlight=False)

    def begin(self, total: int, work: str) -> None:
        """Say how much is to come."""
        self._total = total
        if self.console.is_terminal:
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Bar(*columns, console=self.console)
            self._bar.start()
            self._task = self._bar.add_task(work, total=total)

    def advance(self, made: Made) -> None:
        """Say that one briefing is done, or failed."""
        state = "失败" if made.error else "无变化" if made.unchanged else "完成"
        self.step(f"{state} {made.slug} {made.title}")

    def told(self, made: Made) -> None:
        """Say that a briefing was made anew, where most are as they were."""
        if not made.unchanged:
            self.notice(f"{'失败' if made.error else '完成'} {made.slug} {made.title}".rstrip())

    def step(self, said: str) -> None:
        """Say that one thing is done."""
        self._done += 1
        if self._bar is not None:
            from rich.markup import escape

            self._bar.update(self._task, advance=1, description=escape(said))
        else:
            self.console.print(f"[{self._done}/{self._total}] {said}", markup=False, highlight=False)

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

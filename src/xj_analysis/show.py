"""What the command shows: progress for a person, plain lines for a log, and tables at the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from .build import Made, Report
    from .doubts import Doubt
    from .errors import Fault


class Progress:
    """A bar on a terminal; a line a briefing in a log."""

    def __init__(self) -> None:
        self.console = Console(stderr=True)
        self._bar: Any = None
        self._task: Any = None
        self._total = self._done = 0

    def __enter__(self) -> Self:
        return self

    def start(self, slugs: Sequence[str], notebooks: Path) -> None:
        """Say what is to come, and which notebooks are used."""
        self._total = len(slugs)
        self.console.print(f"笔记本：{notebooks}", highlight=False)
        if self.console.is_terminal:
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Bar(*columns, console=self.console)
            self._bar.start()
            self._task = self._bar.add_task("做简报", total=self._total)

    def advance(self, made: Made) -> None:
        """Say that one briefing is done, or failed."""
        self._done += 1
        if self._bar is not None:
            self._bar.update(self._task, advance=1, description=made.title or made.slug)
        else:
            word = "失败" if made.error else "完成"
            self.console.print(
                f"[{self._done}/{self._total}] {word} {made.slug} {made.title}", markup=False, highlight=False
            )

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def closing(report: Report) -> None:
    """Print what was written where, and each failure."""
    console = Console()
    table = Table(title=f"写入 {report.folder}", title_justify="left")
    for name in ("简报", "状态"):
        table.add_column(name)
    for name in ("数字", "图"):
        table.add_column(name, justify="right")
    table.add_column("文件夹")
    for made in report.made:
        kept = "，保留上一份" if (report.folder / made.slug).is_dir() else ""
        state = f"失败{kept}" if made.error else "完成"
        table.add_row(made.title or made.slug, state, str(made.figures or ""), str(made.charts or ""), made.slug)
    console.print(table)
    for made in report.made:
        if made.unprinted:
            cells = "、".join(str(number) for number in made.unprinted)
            console.print(f"{made.slug}：笔记本第{cells}格的输出不是简报块，没有印出。", highlight=False)
        if made.error:
            console.print(made.error, style="bold", markup=False, highlight=False)


def findings(faults: Sequence[Fault], doubts: Sequence[Doubt]) -> None:
    """Print faults and doubts: a table for a person, a line each for a log."""
    console = Console()
    title = f"错误 {len(faults)} 条，矛盾与存疑 {len(doubts)} 条"
    rows = [("错误", fault.said, fault.where) for fault in faults]
    rows += [(doubt.label, doubt.said, doubt.where) for doubt in doubts]
    if not console.is_terminal:
        lines = [title, *("：".join(row[:2]) + (f"（{row[2]}）" if row[2] else "") for row in rows)]
        console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)
        return
    table = Table(title=title, title_justify="left", show_lines=True)
    table.add_column("类别", min_width=4)
    table.add_column("问题", overflow="fold")
    table.add_column("出处", overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)

"""What the command shows at the end: what was written, found, traced, compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .. import periods
from ..errors import XjError
from ..runs import STATES

if TYPE_CHECKING:
    from ..audit import Audit
    from ..diff import Difference
    from ..doubts import Doubt
    from ..errors import Fault
    from ..issues import Report
    from ..runs import Run
    from ..trace import Traced


def up_to_date(outcome: Sequence[Report] | XjError) -> None:
    """Print what is wrong, and that what could be made is up to date and looked after."""
    console = Console()
    if isinstance(outcome, XjError):
        wrong = [str(outcome)]
    else:
        wrong = [made.error for report in outcome for made in report.made if made.error]
    for each in wrong:
        console.print(each, style="bold", markup=False, highlight=False)
    state = "改好后会接着做" if wrong else "都是最新的，数据或笔记本一改就重做"
    console.print(f"{state}；按 Ctrl-C 结束。", highlight=False)


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
        state = f"失败{kept}" if made.error else "无变化" if made.unchanged else "完成"
        table.add_row(made.title or made.slug, state, str(made.figures or ""), str(made.charts or ""), made.slug)
    console.print(table)
    for made in report.made:
        if made.unprinted:
            cells = "、".join(str(number) for number in made.unprinted)
            console.print(f"{made.slug}：笔记本第{cells}格的输出不是简报块，没有印出。", highlight=False)
        if made.error:
            console.print(made.error, style="bold", markup=False, highlight=False)
        if made.kept:
            console.print(f"运行到出错处的笔记本：{made.kept}", markup=False, highlight=False)


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


def grid(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[str] = ()) -> None:
    """Print rows of text, none of it markup: a table for a person, a line each for a log."""
    console = Console()
    if not console.is_terminal:
        lines = [title, *("　".join(cell for cell in row if cell) for row in rows)]
        console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)
        return
    table = Table(title=escape(title), title_justify="left")
    for name in columns:
        table.add_column(name, overflow="fold", justify="right" if name in right else "left")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)


def say(words: str) -> None:
    """Print a sentence as it is, none of it markup."""
    Console().print(words, markup=False, highlight=False, soft_wrap=True)


def audited(audits: Sequence[Audit]) -> None:
    """Print how many numerals were read in each briefing, and each that traces to nothing."""
    console = Console()
    table = Table(title="印出的数字", title_justify="left")
    table.add_column("简报")
    table.add_column("读出", justify="right")
    table.add_column("不可追溯", justify="right")
    for each in audits:
        table.add_row(escape(each.folder.name), str(each.read), str(len(each.untraced)))
    total, lost = sum(each.read for each in audits), sum(len(each.untraced) for each in audits)
    table.add_row("合计", str(total), str(lost), style="bold")
    console.print(table)
    for each in audits:
        for found in each.untraced:
            words = f"{each.folder.name}/{found.file}：“{found.numeral}” {found.why}（{found.context}）"
            console.print(words, markup=False, highlight=False, soft_wrap=True)


def traced(found: Sequence[Traced]) -> None:
    """Print where each figure comes from."""
    console = Console()
    for each in found:
        lines = [f"{each.text}　{each.label}　{periods.parse(each.period).label}　（{each.folder.name} {each.place}）"]
        if each.formula:
            lines.append(f"  算式：{each.formula}")
        for origin in each.origins:
            lines += [
                f"  {origin.said}",
                f"    {origin.file} {origin.locator}",
                f"    {origin.title}，{origin.publisher}，{origin.published}，{origin.strength}",
                f"    {origin.address}",
                f"    SHA-256 {origin.sha256}",
            ]
        console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)


def differences(found: Sequence[Difference]) -> None:
    """Print what two issues do not print alike: a table for a person, a line each for a log."""
    from ..diff import CHANGES, REASONS

    console = Console()
    title = f"两期相比，不同的数字 {len(found)} 个"
    rows = [
        (d.campaign, d.label, periods.parse(d.period).label, d.was or "—", d.now or "—", CHANGES[d.change],
         REASONS[d.reason])
        for d in found
    ]  # fmt: skip
    if not console.is_terminal:
        lines = [
            f"{slug} {label}（{when}）：{was} → {now}（{how}，{why}）" for slug, label, when, was, now, how, why in rows
        ]
        console.print("\n".join([title, *lines]), markup=False, highlight=False, soft_wrap=True)
        return
    table = Table(title=title, title_justify="left")
    for name in ("简报", "指标", "期间", "上期", "本期", "变化", "缘由"):
        table.add_column(name, overflow="fold", justify="right" if name in ("上期", "本期") else "left")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)


def runs(found: Sequence[Run]) -> None:
    """Print each build, the last first: its briefings with state, seconds by phase and memory, and what went wrong."""
    console = Console()
    phases = {"run": "运行", "draw": "画图", "html": "网页", "pdf": "PDF"}
    for run in found:
        ended = f"完成于 {run.finished}" if run.finished else "没有做完（中断，或还在做）"
        issues = list(dict.fromkeys(row.issue for row in run.briefings))
        whose = f"　{issues[0]}" if len(issues) == 1 else ""
        table = Table(title=f"第{run.id}次　{run.started} 开始，{ended}{whose}", title_justify="left")
        for name in ("简报", "状态"):
            table.add_column(name)
        for name in (*(f"{label}/秒" for label in phases.values()), "内存/兆", "次数"):
            table.add_column(name, justify="right")
        for row in run.briefings:
            taken = [f"{row.seconds[phase]:.1f}" if phase in row.seconds else "" for phase in phases]
            more = [str(row.peak or ""), str(row.tries) if row.tries > 1 else ""]
            table.add_row(row.slug if whose else f"{row.issue} {row.slug}", STATES[row.state], *taken, *more)
        console.print(table)
        for row in run.briefings:
            if row.error:
                console.print(row.error, style="bold", markup=False, highlight=False)

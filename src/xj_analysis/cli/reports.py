"""Commands ``xj audit``, ``trace``, ``diff`` and ``remove`` for finished briefings, and their console output."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from click.exceptions import Exit

from ..base.errors import CheckError, UsageError
from . import console
from .chinese_click import argument, command, option
from .options import complete_folder, reports_folder

if TYPE_CHECKING:
    from ..review.audit import Audit
    from ..review.diff import Difference
    from ..review.trace import Traced


@command("audit")
@argument("reports", type=Path, nargs=-1, help="简报的文件夹，如 reports", shell_complete=complete_folder)
def audit(reports: tuple[Path, ...]) -> None:
    """核对印出的每一个数字：网页和 PDF 里的数都须是登记过的数，有一个不是就以 5 退出。"""
    from ..review import audit as auditing
    from .progress_bar import BuildProgress

    audits = []
    with BuildProgress() as progress:
        folders = auditing.briefing_folders(reports)
        progress.begin(len(folders), "核对")
        for folder in folders:
            audits.append(auditing.audit(folder))
            progress.step(auditing.briefing_name(folder))
    _print_audits(audits)
    raise Exit(CheckError.exit_code if any(each.untraced for each in audits) else 0)


def _print_audits(audits: Sequence[Audit]) -> None:
    """Print the number of numerals read in each briefing, and every untraced one."""
    from ..review.audit import briefing_name

    rows = [(briefing_name(each.folder), str(each.numerals_read), str(len(each.untraced))) for each in audits]
    total = ("合计", str(sum(each.numerals_read for each in audits)), str(sum(len(each.untraced) for each in audits)))
    counts = ("读出", "不可追溯")
    console.grid("印出的数字", ("简报", *counts), rows, right=counts, named=counts, total=total)
    for each in audits:
        for numeral in each.untraced:
            place = f"{briefing_name(each.folder)}/{numeral.file}"
            console.say(f"{place}：“{numeral.numeral}” {numeral.reason}（{numeral.context}）")


@command("trace")
@argument("report", type=Path, help="一份简报或一期简报的文件夹", shell_complete=complete_folder)
@argument("text", help="印出的数，如 261.6 或 约64元")
def trace(report: Path, text: str) -> None:
    """查一个印出的数字从哪里来：算式、来源、文件与位置、哈希。"""
    from ..review import audit as auditing
    from ..review import trace as tracing

    _print_traces(tracing.trace(auditing.briefing_folders([report]), text))


def _print_traces(traces: Sequence[Traced]) -> None:
    """Print the formula and origins of each figure."""
    from ..quantity import periods
    from ..review.audit import briefing_name

    for each in traces:
        printed_at = f"（{briefing_name(each.folder)} {each.place}）"
        console.say(f"{each.text}　{each.label}　{periods.parse(each.period).label}　{printed_at}")
        if each.formula:
            console.say(f"  算式：{each.formula}")
        for origin in each.origins:
            console.say(f"  {origin.text}")
            console.say(f"    {origin.file} {origin.locator}")
            console.say(f"    {origin.title}，{origin.publisher}，{origin.published}，{origin.strength}")
            console.say(f"    {origin.address}")
            console.say(f"    SHA-256 {origin.sha256}")


@command("diff")
@argument("old", type=Path, help="上一期的文件夹，或其中一份简报的", shell_complete=complete_folder)
@argument("new", type=Path, help="本期的文件夹，或其中一份简报的", shell_complete=complete_folder)
def diff(old: Path, new: Path) -> None:
    """比较两期：哪些数字变了，为什么。"""
    from ..review import diff as comparing

    _print_differences(comparing.compare_folders(old, new))


def _print_differences(differences: Sequence[Difference]) -> None:
    """Print the differences of two issues; of those that another period alone explains, their number."""
    from ..review.diff import CHANGES, REASONS

    listed = [difference for difference in differences if difference.change != "follows"]
    rows = [
        (d.campaign, d.label, _spans(d),
         d.was or "—", d.now or "—", d.turned or CHANGES[d.change], REASONS[d.reason])
        for d in listed
    ]  # fmt: skip
    columns, values = ("简报", "指标", "期间", "上期", "本期", "变化", "缘由"), ("上期", "本期")
    console.grid(f"两期相比，不同的数字 {len(listed)} 个", columns, rows, right=values, named=values)
    if others := len(differences) - len(listed):
        console.say(f"另有 {others} 个数字随期间而变（同比、位次、推算等），没有列出。")


def _spans(difference: Difference) -> str:
    """The period of a difference in words: of one that moved, both."""
    from ..quantity import periods

    codes = [difference.since, difference.period] if difference.since else [difference.period]
    return "→".join(periods.parse(code).label for code in codes)


@command("remove")
@argument("issue", type=Path, help="一期的文件夹，如 reports/xiajiang/2024/internal", shell_complete=complete_folder)
@reports_folder
@option("--yes", is_flag=True, help="不再询问")
def remove(issue: Path, out: Path, yes: bool) -> None:
    """删去一期：它的文件夹、目录里的一项和运行记录；数据不动。"""
    from ..build import removal
    from .progress_bar import BuildProgress

    name = removal.issue_of(issue, out)
    if not yes and not _confirmed(name):
        console.say("没有删。")
        return
    removal.remove_issue(issue, out, BuildProgress().notice)
    console.say(f"已删去 {name}。")


def _confirmed(name: str) -> bool:
    """Ask for confirmation on a terminal that an issue is to be removed.

    Raises
    ------
    UsageError
        There is no terminal to ask on.
    """
    if not (sys.stdin.isatty() and console.is_terminal(sys.stdout)):
        raise UsageError("xj remove", "这里不能询问", do=f"确要删去 {name}，请加 --yes。")
    import click

    return click.confirm(f"删去 {name}（不能恢复）？")

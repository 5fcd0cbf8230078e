"""``xj audit``, ``trace`` and ``diff``: what was printed in finished briefings, and what is printed of that."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from click.exceptions import Exit

from ..errors import CheckError
from . import console
from .chinese_click import argument, command
from .options import complete_folder

if TYPE_CHECKING:
    from ..audit import Audit
    from ..diff import Difference
    from ..trace import Traced


@command("audit")
@argument("reports", type=Path, nargs=-1, help="简报的文件夹，如 reports", shell_complete=complete_folder)
def audit(reports: tuple[Path, ...]) -> None:
    """核对印出的每一个数字：网页和 PDF 里的数都须是登记过的数，有一个不是就以 5 退出。"""
    from .. import audit as auditing
    from .progress import BuildProgress

    audits = []
    with BuildProgress() as progress:
        folders = auditing.briefings(reports)
        progress.begin(len(folders), "核对")
        for folder in folders:
            audits.append(auditing.audit(folder))
            progress.step(auditing.name_of(folder))
    _print_audits(audits)
    raise Exit(CheckError.exit_code if any(each.untraced for each in audits) else 0)


def _print_audits(audits: Sequence[Audit]) -> None:
    """Print how many numerals were read in each briefing, and each that traces to nothing."""
    from ..audit import name_of

    rows = [(name_of(each.folder), str(each.read), str(len(each.untraced))) for each in audits]
    total = ("合计", str(sum(each.read for each in audits)), str(sum(len(each.untraced) for each in audits)))
    counts = ("读出", "不可追溯")
    console.grid("印出的数字", ("简报", *counts), rows, right=counts, named=counts, total=total)
    for each in audits:
        for found in each.untraced:
            console.say(f"{name_of(each.folder)}/{found.file}：“{found.numeral}” {found.why}（{found.context}）")


@command("trace")
@argument("report", type=Path, help="一份简报或一期简报的文件夹", shell_complete=complete_folder)
@argument("text", help="印出的数，如 261.6 或 约64元")
def trace(report: Path, text: str) -> None:
    """查一个印出的数字从哪里来：算式、来源、文件与位置、哈希。"""
    from .. import audit as auditing
    from .. import trace as tracing

    _print_traces(tracing.trace(auditing.briefings([report]), text))


def _print_traces(traces: Sequence[Traced]) -> None:
    """Print where each figure comes from."""
    from .. import periods
    from ..audit import name_of

    for each in traces:
        console.say(
            f"{each.text}　{each.label}　{periods.parse(each.period).label}　（{name_of(each.folder)} {each.place}）"
        )
        if each.formula:
            console.say(f"  算式：{each.formula}")
        for origin in each.origins:
            console.say(f"  {origin.said}")
            console.say(f"    {origin.file} {origin.locator}")
            console.say(f"    {origin.title}，{origin.publisher}，{origin.published}，{origin.strength}")
            console.say(f"    {origin.address}")
            console.say(f"    SHA-256 {origin.sha256}")


@command("diff")
@argument("old", type=Path, help="上一期的文件夹，或其中一份简报的", shell_complete=complete_folder)
@argument("new", type=Path, help="本期的文件夹，或其中一份简报的", shell_complete=complete_folder)
def diff(old: Path, new: Path) -> None:
    """比较两期：哪些数字变了，为什么。"""
    from .. import diff as comparing

    _print_differences(comparing.folders(old, new))


def _print_differences(differences: Sequence[Difference]) -> None:
    """Print what two issues do not print alike."""
    from .. import periods
    from ..diff import CHANGES, REASONS

    rows = [
        (d.campaign, d.label, periods.parse(d.period).label, d.was or "—", d.now or "—", CHANGES[d.change],
         REASONS[d.reason])
        for d in differences
    ]  # fmt: skip
    columns, values = ("简报", "指标", "期间", "上期", "本期", "变化", "缘由"), ("上期", "本期")
    console.grid(f"两期相比，不同的数字 {len(differences)} 个", columns, rows, right=values, named=values)

"""Commands ``xj build`` and ``xj runs``: building briefings, listing past builds, and their console output."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from ..base.errors import InterruptError, UsageError, XjError
from . import console
from .chinese_click import command, option, with_option_name
from .options import complete_campaign, complete_folder, complete_formats, data_folders, reports_folder

if TYPE_CHECKING:
    from ..build.issue import BuildReport
    from ..build.run_records import BuildRecord


@command("build")
@data_folders
@option(
    "--campaign",
    metavar="代号",
    multiple=True,
    help="只做这个攻坚战，可重复；不写则全做",
    shell_complete=complete_campaign,
)
@option("--period", metavar="期间", default="", help="数据期间，如 2024；不写用 county.toml 里的")
@option("--known-at", metavar="日期", default="", help="只用这一天已公布的数据，如 2024-06-30")
@option("--previous", metavar="日期", default="", help="上一期截至哪一天；写了，“较上期”就与那一期比")
@option(
    "--edition", metavar="internal|public", type=click.Choice(["internal", "public"]), default="internal",
    help="内部版或公开版",
)  # fmt: skip
@option(
    "--format",
    metavar="格式",
    default="html,pdf",
    help="html、pdf，逗号分隔；一份简报的文件总是整份替换",
    shell_complete=complete_formats,
)
@option(
    "--out", metavar="文件夹", type=Path, default=Path("reports"), help="写到哪个文件夹", shell_complete=complete_folder
)
@option("--jobs", metavar="份数", type=click.IntRange(1), help="同时做几份；不写则等于核数")
@option("--notebooks", metavar="文件夹", type=Path, help="笔记本文件夹", shell_complete=complete_folder)
@option("--force", is_flag=True, help="没有变化的也重做")
@option("--resume", is_flag=True, help="接着做上一次没做完的，选项照上一次")
@option("--failed", is_flag=True, help="只重做上一次失败的，选项照上一次")
@option("--watch", is_flag=True, help="做完不退出：数据或笔记本一改就重做，按 Ctrl-C 结束")
@option("--cell-timeout", metavar="秒", type=click.IntRange(1), default=600, help="一格最多运行多久")
@option("--timeout", metavar="秒", type=click.IntRange(1), default=1800, help="一份笔记本最多运行多久")
@option("--memory", metavar="兆", type=click.IntRange(256), default=2048, help="一个内核最多用多少内存")
def build(
    data: tuple[Path, ...], campaign: tuple[str, ...], period: str, known_at: str, previous: str, edition: str,
    format: str, out: Path, jobs: int | None, notebooks: Path | None, force: bool, resume: bool, failed: bool,
    watch: bool, cell_timeout: int, timeout: int, memory: int,
) -> None:  # fmt: skip
    """做出简报：每个攻坚战一份网页、一份 PDF、一份运行过的笔记本、一份数字出处。"""
    from ..build.pipeline import BuildEvents, build_all, redo
    from ..county.request import BriefingRequest
    from ..engine.limits import Limits
    from .progress_bar import BuildProgress

    request = BriefingRequest.of(campaign, period=period, known_at=known_at, edition=edition, previous=previous)
    formats = [part.strip() for part in format.replace("，", ",").split(",") if part.strip()]
    if not formats:
        raise UsageError("--format", "没有写格式", do="可选：html、pdf，逗号分隔。")
    if resume or failed:
        if (again := redo(data, out, failed=failed)) is None:
            console.say(f"上一次{'没有失败的' if failed else '都做完了'}，没有要重做的。")
            return
        request, formats = again
    limits = Limits(cell=cell_timeout, briefing=timeout, memory=memory)
    options: dict[str, Any] = {
        "formats": formats, "out": out, "jobs": jobs, "notebooks": notebooks, "force": force, "limits": limits,
    }  # fmt: skip
    with BuildProgress() as progress, _interruptible():
        if watch:
            from ..build.watch import watch_builds

            events = BuildEvents(on_result=progress.notice_rebuilt, on_notice=progress.notice)
            for outcome in watch_builds(data, request, events=events, **options):
                _print_state(outcome)
        events = BuildEvents(on_start=progress.start, on_result=progress.advance, on_notice=progress.notice)
        reports = build_all(data, request, events=events, **options)
    for report in reports:
        _print_report(report)
    raise Exit(max(report.exit_code for report in reports))


@contextmanager
def _interruptible() -> Iterator[None]:
    """Turn Ctrl-C into the error of an interrupted build."""
    try:
        yield
    except KeyboardInterrupt:
        raise InterruptError("xj", "已中断", do="做完的简报已在原处，没做完的保留上一份。") from None


def _print_state(outcome: Sequence[BuildReport] | XjError) -> None:
    """Print the errors of a watched build, and that the rest is up to date and watched."""
    if isinstance(outcome, UsageError):
        errors = [str(with_option_name(outcome, click.get_current_context()))]
    elif isinstance(outcome, XjError):
        errors = [str(outcome)]
    else:
        errors = [result.error for report in outcome for result in report.results if result.error]
        for report in outcome:
            _print_omissions(report)
    for error in errors:
        console.say(error, strong=True)
    state = "改好后会接着做" if errors else "都是最新的，数据或笔记本一改就重做"
    console.say(f"{state}；按 Ctrl-C 结束。")


def _print_report(report: BuildReport) -> None:
    """Print the state of each briefing and the folder of the issue, then warnings and errors."""
    rows = []
    for result in report.results:
        kept = "，保留上一份" if result.error and (report.folder / result.slug).is_dir() else ""
        figures, charts = str(result.figures or ""), str(result.charts or "")
        rows.append((result.title or result.slug, f"{result.state}{kept}", figures, charts, result.slug))
    columns, counts = ("简报", "状态", "数字", "图", "文件夹"), ("数字", "图")
    console.grid(f"写入 {report.folder}", columns, rows, right=counts, named=counts)
    _print_omissions(report)
    for result in report.results:
        if result.error:
            console.say(result.error, strong=True)
        if result.failed_notebook:
            console.say(f"运行到出错处的笔记本：{result.failed_notebook}")


def _print_omissions(report: BuildReport) -> None:
    """Print what notebooks declare or show and their briefings do not print, with the cell and the reason."""
    rows = [(result.slug, each.cell, each.what, each.reason) for result in report.results for each in result.omissions]
    if rows:
        console.grid("没有印出的：", ("简报", "格", "内容", "缘由"), rows)


@command("runs")
@reports_folder
@option("--latest", metavar="次数", type=click.IntRange(1), default=10, help="列出最近几次")
@option("--json", is_flag=True, help="输出 JSON")
def runs(out: Path, latest: int, json: bool) -> None:
    """列出做过的每一次：各份的状态、缘由、用时、内存和错误。"""
    from ..base.folder_swap import staging_path
    from ..build import run_records

    with run_records.open_records(staging_path(out)) as records:
        builds = records.runs(latest)
    if json:
        console.dump([asdict(record) for record in builds])
    elif not builds:
        console.say("还没有运行记录。")
    else:
        for record in builds:
            _print_run(record)


_PHASES = {"run": "运行/秒", "draw": "画图/秒", "html": "网页/秒", "pdf": "PDF/秒"}
_MEASURED = (*_PHASES.values(), "内存/兆", "次数")


def _print_run(run: BuildRecord) -> None:
    """Print a build: state, seconds by phase and memory of each briefing, reasons of the rebuild, and errors."""
    from ..build.run_records import STATES

    ended = f"完成于 {_local(run.finished)}" if run.finished else "没有做完（中断，或还在做）"
    issues = list(dict.fromkeys(row.issue for row in run.briefings))
    shared_issue = f"　{issues[0]}" if len(issues) == 1 else ""
    names = [row.slug if shared_issue else f"{row.issue} {row.slug}" for row in run.briefings]
    rows = []
    for name, row in zip(names, run.briefings, strict=True):
        seconds = [f"{row.seconds[phase]:.1f}" if phase in row.seconds else "" for phase in _PHASES]
        counts = [str(row.peak or ""), str(row.tries) if row.tries > 1 else ""]
        rows.append((name, STATES[row.state], *seconds, *counts))
    title = f"第{run.id}次　{_local(run.started)} 开始，{ended}{shared_issue}"
    console.grid(title, ("简报", "状态", *_MEASURED), rows, right=_MEASURED, named=_MEASURED)
    reasons: dict[str, list[str]] = {}
    for name, row in zip(names, run.briefings, strict=True):
        if row.why:
            reasons.setdefault("；".join(row.why), []).append(name)
    for why, briefings in reasons.items():
        console.say(f"缘由　{why}：{'、'.join(briefings)}")
    for row in run.briefings:
        if row.error:
            console.say(row.error, strong=True)


def _local(moment: str) -> str:
    """Return a recorded time in the local time zone."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M:%S")

"""The command ``xj``: what a person types, what they see, and the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click
from click.exceptions import Exit

from ..errors import CheckError, DataError, InterruptError, UsageError, XjError
from .chinese_click import Program, argument, option

app = Program(
    "xj", help="攻坚战简报：数据进，简报出，每个数字都可追溯。", subcommand_metavar="命令 …",
    context_settings={"show_default": True},
)  # fmt: skip

_data = argument("data", type=Path, help="县的数据文件夹，如 data/xiajiang")


@app.command()
@argument("data", type=Path, nargs=-1, help="县的数据文件夹，如 data/xiajiang，可写几个")
@option("--campaign", metavar="代号", multiple=True, help="只做这个攻坚战，可重复；不写则全做")
@option("--period", metavar="期间", default="", help="数据期间，如 2024；不写用 county.toml 里的")
@option("--known-at", metavar="日期", default="", help="只用这一天已公布的数据，如 2024-06-30")
@option("--previous", metavar="日期", default="", help="上一期截至哪一天；写了就加一节“较上期”")
@option(
    "--edition", metavar="internal|public", type=click.Choice(["internal", "public"]), default="internal",
    help="内部版或公开版",
)  # fmt: skip
@option("--format", metavar="格式", default="html,pdf", help="html、pdf，逗号分隔；一份简报的文件总是整份替换")
@option("--out", metavar="文件夹", type=Path, default=Path("reports"), help="写到哪个文件夹")
@option("--jobs", metavar="份数", type=click.IntRange(1), help="同时做几份；不写则等于核数")
@option("--notebooks", metavar="文件夹", type=Path, help="笔记本文件夹")
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
    from ..build import Watch, build_all, redo
    from ..limits import Limits
    from .progress import Progress

    asked: dict[str, Any] = {
        "campaigns": list(campaign), "period": period, "known_at": known_at, "edition": edition,
        "previous": previous, "formats": [part for part in format.split(",") if part],
    }  # fmt: skip
    if resume or failed:
        asked = redo(data, out, failed=failed)
    asked |= {name: _day(f"--{name.replace('_', '-')}", asked[name]) for name in ("known_at", "previous")}
    asked |= {
        "out": out, "jobs": jobs, "notebooks": notebooks, "force": force,
        "limits": Limits(cell=cell_timeout, briefing=timeout, memory=memory),
    }  # fmt: skip
    with Progress() as progress, _interruptible():
        if watch:
            from ..watching import builds
            from . import reports as show

            for outcome in builds(data, **asked, watch=Watch(finished=progress.told, noticed=progress.notice)):
                show.up_to_date(outcome)
        reports = build_all(data, **asked, watch=Watch(progress.start, progress.advance, progress.notice))
    from . import reports as show  # what shows tables is imported when processes are at work that take longer to start

    for report in reports:
        show.closing(report)
    raise Exit(max(report.exit_code for report in reports))


@app.command()
@_data
@option("--strict", is_flag=True, help="有存疑或矛盾也以 5 退出")
def check(data: Path, strict: bool) -> None:
    """检查数据：一次列出全部错误、矛盾和存疑。"""
    from .. import checks
    from . import reports as show

    # a revision or a correction is told, but leaves nothing to settle
    faults, doubts = checks.run(data)
    show.findings(faults, doubts)
    raise Exit(DataError.exit_code if faults else 5 if strict and any(not d.changed for d in doubts) else 0)


@app.command()
@argument("reports", type=Path, nargs=-1, help="简报的文件夹，如 reports")
def audit(reports: tuple[Path, ...]) -> None:
    """核对印出的每一个数字：网页和 PDF 里的数都须是登记过的数，有一个不是就以 5 退出。"""
    from .. import audit as auditing
    from . import reports as show
    from .progress import Progress

    audits = []
    with Progress() as progress:
        folders = auditing.briefings(reports)
        progress.begin(len(folders), "核对")
        for folder in folders:
            audits.append(auditing.audit(folder))
            progress.step(folder.name)
    show.audited(audits)
    raise Exit(CheckError.exit_code if any(each.untraced for each in audits) else 0)


@app.command()
@argument("report", type=Path, help="一份简报或一期简报的文件夹")
@argument("text", help="印出的数，如 261.6 或 约64元")
def trace(report: Path, text: str) -> None:
    """查一个印出的数字从哪里来：算式、来源、文件与位置、哈希。"""
    from .. import audit as auditing
    from .. import trace as tracing
    from . import reports as show

    show.traced(tracing.trace(auditing.briefings([report]), text))


@app.command()
@argument("old", type=Path, help="上一期的文件夹，或其中一份简报的")
@argument("new", type=Path, help="本期的文件夹，或其中一份简报的")
def diff(old: Path, new: Path) -> None:
    """比较两期：哪些数字变了，为什么。"""
    from .. import diff as differ
    from . import reports as show

    show.differences(differ.folders(old, new))


@app.command()
@option("--out", metavar="文件夹", type=Path, default=Path("reports"), help="简报的文件夹")
@option("--latest", metavar="次数", type=click.IntRange(1), default=10, help="列出最近几次")
def runs(out: Path, latest: int) -> None:
    """列出做过的每一次：各份的状态、用时、内存和错误。"""
    from .. import runs as ledgers
    from .. import workshop
    from . import reports as show

    with ledgers.opened(workshop.beside(out)) as ledger:
        show.runs(ledger.runs(latest))


@app.command()
@_data
@option("--to", metavar="文件夹", type=Path, required=True, help="模板写到哪个文件夹")
@option("--period", metavar="期间", default="", help="累计期间，如 2025-01/2025-10；不写为下一个月")
@option("--unit", metavar="代号", multiple=True, help="只写这个单位的，可重复")
def template(data: Path, to: Path, period: str, unit: tuple[str, ...]) -> None:
    """发模板：每个填报单位一份工作簿，带上期数、下拉选项和保护。"""
    from ..collect import sending
    from . import data as showcollect

    showcollect.templates(sending.write(data, to, period=period, units=unit), to)


@app.command()
@_data
@argument("files", metavar="FILE...", type=Path, nargs=-1, help="填好的模板或部门自己的表")
@option("--period", metavar="期间", default="", help="要收的累计期间；不写按表上的")
@option("--on", metavar="日期", default="", help="收到的日子；不写为今天")
@option("--accept-valid", is_flag=True, help="有问题的表，也收下没有问题的数")
@option("--out", metavar="文件夹", type=Path, help="退回的表写到哪里；不写为 DATA/returned")
def intake(data: Path, files: tuple[Path, ...], period: str, on: str, accept_valid: bool, out: Path | None) -> None:
    """收表：没有问题的入库，有问题的标红退回，一次列出全部问题。"""
    from ..collect import intake as taking
    from . import data as showcollect

    received = _day("--on", on) or date.today()
    made = taking.take(data, files, on=received, period=period, accept_valid=accept_valid, returned=out)
    showcollect.received(made)
    raise Exit(DataError.exit_code if any(receipt.faults for receipt in made) else 0)


@app.command()
@_data
@option("--period", metavar="期间", default="", help="累计期间，如 2025-01/2025-09；不写为默认期间")
@option("--on", metavar="日期", default="", help="看哪一天的情况；不写为今天")
def status(data: Path, period: str, on: str) -> None:
    """看报送情况：谁报了，谁逾期，谁被退回。"""
    from ..collect import status as standing
    from . import data as showcollect

    county, code, found = standing.of(data, period=period, on=_day("--on", on) or date.today())
    showcollect.states(county.name, code, found)


_anchor = option("--anchor", metavar="日期", default="", help="成文日期，如 2024-06-30；今年、去年从它算起")
_json = option("--json", is_flag=True, help="输出 JSON")


@app.command()
@argument("files", metavar="FILE...", type=Path, nargs=-1, help=".txt、.docx、.pdf、.html")
@_json
@option("--to", metavar="DATA", type=Path, help="县的数据文件夹：先写待确认的表，再写入已确认的")
@_anchor
def read(files: tuple[Path, ...], json: bool, to: Path | None, anchor: str) -> None:
    """读出文稿里的每个数：位置、值、单位、约数、期间、指标、变化、位次、性质。"""
    from ..texts import readings, take
    from . import texts as show_texts

    day = _day("--anchor", anchor)
    if to is not None:
        if json:
            raise UsageError("--json", "不能与 --to 同用", do="写入数据时请去掉 --json。")
        for file in files:
            show_texts.taken(take(file, to, anchor=day))
        return
    found = readings(files, anchor=day)
    (show_texts.as_json if json else show_texts.readings)(found)


@app.command()
@argument("file", type=Path, help="文稿：.txt、.docx、.pdf、.html")
@option("--against", metavar="DATA", type=Path, help="县的数据文件夹，把稿中的数与它核对")
@_json
@option("--out", metavar="文件", type=Path, multiple=True, help="另存：.docx 带批注，.html 带标记；可重复")
@_anchor
def proof(file: Path, against: Path | None, json: bool, out: tuple[Path, ...], anchor: str) -> None:
    """校核文稿：自相矛盾、算错、用词不当、与数据不符之处，逐一指出；发现一处即以 5 退出。"""
    from ..texts import proofread
    from . import texts as show_texts

    proofed = proofread(file, against=against, anchor=_day("--anchor", anchor), out=out)
    (show_texts.proofed_json if json else show_texts.proofed)(proofed)
    raise Exit(CheckError.exit_code if proofed.alarms else 0)


@contextmanager
def _interruptible() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        raise InterruptError("xj", "已中断", do="做完的简报已在原处，没做完的保留上一份。") from None


def _day(option: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(option, "日期写法不对", text, "请写成 2024-06-30。") from None


def main() -> NoReturn:
    """Run the command; a known failure prints one message and no traceback."""
    try:
        app(prog_name="xj")
    except XjError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    sys.exit(0)

"""The command ``xj``: what a person types, what they see, and the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from .errors import CheckError, DataError, InterruptError, UsageError, XjError

app = typer.Typer(
    help="攻坚战简报：数据进，简报出，每个数字都可追溯。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Edition(StrEnum):
    """Who a briefing is for."""

    internal = "internal"
    public = "public"


Data = Annotated[Path, typer.Argument(metavar="DATA", help="县的数据文件夹，如 data/xiajiang", show_default=False)]


@app.command()
def build(
    data: Annotated[
        list[Path],
        typer.Argument(metavar="DATA", help="县的数据文件夹，如 data/xiajiang，可写几个", show_default=False),
    ],
    campaign: Annotated[
        list[str] | None, typer.Option(metavar="代号", help="只做这个攻坚战，可重复；不写则全做")
    ] = None,
    period: Annotated[str, typer.Option(metavar="期间", help="数据期间，如 2024；不写用 county.toml 里的")] = "",
    known_at: Annotated[str, typer.Option(metavar="日期", help="只用这一天已公布的数据，如 2024-06-30")] = "",
    previous: Annotated[str, typer.Option(metavar="日期", help="上一期截至哪一天；写了就加一节“较上期”")] = "",
    edition: Annotated[Edition, typer.Option(metavar="internal|public", help="内部版或公开版")] = Edition.internal,
    format: Annotated[
        str, typer.Option(metavar="格式", help="html、pdf，逗号分隔；一份简报的文件总是整份替换")
    ] = "html,pdf",
    out: Annotated[Path, typer.Option(metavar="文件夹", help="写到哪个文件夹")] = Path("reports"),
    jobs: Annotated[int | None, typer.Option(metavar="份数", min=1, help="同时做几份；不写则等于核数")] = None,
    notebooks: Annotated[Path | None, typer.Option(metavar="文件夹", help="笔记本文件夹")] = None,
    force: Annotated[bool, typer.Option("--force", help="没有变化的也重做")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="接着做上一次没做完的，选项照上一次")] = False,
    failed: Annotated[bool, typer.Option("--failed", help="只重做上一次失败的，选项照上一次")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="做完不退出：数据或笔记本一改就重做，按 Ctrl-C 结束")] = False,
    cell_timeout: Annotated[int, typer.Option(metavar="秒", min=1, help="一格最多运行多久")] = 600,
    timeout: Annotated[int, typer.Option(metavar="秒", min=1, help="一份笔记本最多运行多久")] = 1800,
    memory: Annotated[int, typer.Option(metavar="兆", min=256, help="一个内核最多用多少内存")] = 2048,
) -> None:
    """做出简报：每个攻坚战一份网页、一份 PDF、一份运行过的笔记本、一份数字出处。"""
    from . import show
    from .build import Watch, build_all, redo
    from .limits import Limits
    from .watching import builds

    asked: dict[str, Any] = {
        "campaigns": campaign or [], "period": period, "known_at": known_at, "edition": edition.value,
        "previous": previous, "formats": [part for part in format.split(",") if part],
    }  # fmt: skip
    if resume or failed:
        asked = redo(data, out, failed=failed)
    asked |= {name: _day(f"--{name.replace('_', '-')}", asked[name]) for name in ("known_at", "previous")}
    asked |= {
        "out": out, "jobs": jobs, "notebooks": notebooks, "force": force,
        "limits": Limits(cell=cell_timeout, briefing=timeout, memory=memory),
    }  # fmt: skip
    with show.Progress() as progress, _interruptible():
        if watch:
            for outcome in builds(data, **asked, watch=Watch(finished=progress.told, noticed=progress.notice)):
                show.up_to_date(outcome)
        reports = build_all(data, **asked, watch=Watch(progress.start, progress.advance, progress.notice))
    for report in reports:
        show.closing(report)
    raise typer.Exit(max(report.exit_code for report in reports))


@app.command()
def check(
    data: Data,
    strict: Annotated[bool, typer.Option("--strict", help="有存疑或矛盾也以 5 退出")] = False,
) -> None:
    """检查数据：一次列出全部错误、矛盾和存疑。"""
    from . import checks, show

    # a revision or a correction is told, but leaves nothing to settle
    faults, doubts = checks.run(data)
    show.findings(faults, doubts)
    raise typer.Exit(DataError.exit_code if faults else 5 if strict and any(not d.changed for d in doubts) else 0)


Reports = Annotated[list[Path], typer.Argument(metavar="REPORTS", help="简报的文件夹，如 reports", show_default=False)]


@app.command()
def audit(reports: Reports) -> None:
    """核对印出的每一个数字：网页和 PDF 里的数都须是登记过的数，有一个不是就以 5 退出。"""
    from . import audit as auditing
    from . import show

    audits = []
    with show.Progress() as progress:
        folders = auditing.briefings(reports)
        progress.begin(len(folders), "核对")
        for folder in folders:
            audits.append(auditing.audit(folder))
            progress.step(folder.name)
    show.audited(audits)
    raise typer.Exit(CheckError.exit_code if any(each.untraced for each in audits) else 0)


@app.command()
def trace(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="一份简报或一期简报的文件夹", show_default=False)],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="印出的数，如 261.6 或 约64元", show_default=False)],
) -> None:
    """查一个印出的数字从哪里来：算式、来源、文件与位置、哈希。"""
    from . import audit as auditing
    from . import show
    from . import trace as tracing

    show.traced(tracing.trace(auditing.briefings([report]), text))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="上一期的文件夹，或其中一份简报的", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="本期的文件夹，或其中一份简报的", show_default=False)],
) -> None:
    """比较两期：哪些数字变了，为什么。"""
    from . import diff as differ
    from . import show

    show.differences(differ.folders(old, new))


@app.command()
def runs(
    out: Annotated[Path, typer.Option(metavar="文件夹", help="简报的文件夹")] = Path("reports"),
    latest: Annotated[int, typer.Option(metavar="次数", min=1, help="列出最近几次")] = 10,
) -> None:
    """列出做过的每一次：各份的状态、用时、内存和错误。"""
    from . import runs as ledgers
    from . import show, workshop

    with ledgers.opened(workshop.beside(out)) as ledger:
        show.runs(ledger.runs(latest))


@app.command()
def template(
    data: Data,
    to: Annotated[Path, typer.Option(metavar="文件夹", help="模板写到哪个文件夹")],
    period: Annotated[str, typer.Option(metavar="期间", help="累计期间，如 2025-01/2025-10；不写为下一个月")] = "",
    unit: Annotated[list[str] | None, typer.Option(metavar="代号", help="只写这个单位的，可重复")] = None,
) -> None:
    """发模板：每个填报单位一份工作簿，带上期数、下拉选项和保护。"""
    from . import showcollect
    from .collect import sending

    showcollect.templates(sending.write(data, to, period=period, units=unit or ()), to)


@app.command()
def intake(
    data: Data,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="填好的模板或部门自己的表", show_default=False)],
    period: Annotated[str, typer.Option(metavar="期间", help="要收的累计期间；不写按表上的")] = "",
    on: Annotated[str, typer.Option(metavar="日期", help="收到的日子；不写为今天")] = "",
    accept_valid: Annotated[bool, typer.Option("--accept-valid", help="有问题的表，也收下没有问题的数")] = False,
    out: Annotated[Path | None, typer.Option(metavar="文件夹", help="退回的表写到哪里；不写为 DATA/returned")] = None,
) -> None:
    """收表：没有问题的入库，有问题的标红退回，一次列出全部问题。"""
    from . import showcollect
    from .collect import intake as taking

    received = _day("--on", on) or date.today()
    made = taking.take(data, files, on=received, period=period, accept_valid=accept_valid, returned=out)
    showcollect.received(made)
    raise typer.Exit(DataError.exit_code if any(receipt.faults for receipt in made) else 0)


@app.command()
def status(
    data: Data,
    period: Annotated[str, typer.Option(metavar="期间", help="累计期间，如 2025-01/2025-09；不写为默认期间")] = "",
    on: Annotated[str, typer.Option(metavar="日期", help="看哪一天的情况；不写为今天")] = "",
) -> None:
    """看报送情况：谁报了，谁逾期，谁被退回。"""
    from . import showcollect
    from .collect import status as standing

    county, code, found = standing.of(data, period=period, on=_day("--on", on) or date.today())
    showcollect.states(county.name, code, found)


Texts = Annotated[list[Path], typer.Argument(metavar="FILE", help=".txt、.docx、.pdf、.html", show_default=False)]
Dated = Annotated[str, typer.Option(metavar="日期", help="成文日期，如 2024-06-30；今年、去年从它算起")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


@app.command()
def read(
    files: Texts,
    json: AsJson = False,
    to: Annotated[
        Path | None, typer.Option(metavar="DATA", help="县的数据文件夹：先写待确认的表，再写入已确认的")
    ] = None,
    anchor: Dated = "",
) -> None:
    """读出文稿里的每个数：位置、值、单位、约数、期间、指标、变化、位次、性质。"""
    from . import show_texts
    from .texts import readings, take

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
def proof(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="文稿：.txt、.docx、.pdf、.html", show_default=False)],
    against: Annotated[Path | None, typer.Option(metavar="DATA", help="县的数据文件夹，把稿中的数与它核对")] = None,
    json: AsJson = False,
    out: Annotated[
        list[Path] | None, typer.Option(metavar="文件", help="另存：.docx 带批注，.html 带标记；可重复")
    ] = None,
    anchor: Dated = "",
) -> None:
    """校核文稿：自相矛盾、算错、用词不当、与数据不符之处，逐一指出；发现一处即以 5 退出。"""
    from . import show_texts
    from .texts import proofread

    proofed = proofread(file, against=against, anchor=_day("--anchor", anchor), out=out or ())
    (show_texts.proofed_json if json else show_texts.proofed)(proofed)
    raise typer.Exit(CheckError.exit_code if proofed.alarms else 0)


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
        app()
    except XjError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    sys.exit(0)

"""The command ``xj``: what a person types, what they see, and the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from .errors import DataError, InterruptError, UsageError, XjError

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
    data: Data,
    campaign: Annotated[
        list[str] | None, typer.Option(metavar="代号", help="只做这个攻坚战，可重复；不写则全做")
    ] = None,
    period: Annotated[str, typer.Option(metavar="期间", help="数据期间，如 2024；不写用 county.toml 里的")] = "",
    known_at: Annotated[str, typer.Option(metavar="日期", help="只用这一天已公布的数据，如 2024-06-30")] = "",
    edition: Annotated[Edition, typer.Option(metavar="internal|public", help="内部版或公开版")] = Edition.internal,
    format: Annotated[
        str, typer.Option(metavar="格式", help="html、pdf，逗号分隔；一份简报的文件总是整份替换")
    ] = "html,pdf",
    out: Annotated[Path, typer.Option(metavar="文件夹", help="写到哪个文件夹")] = Path("reports"),
    jobs: Annotated[int | None, typer.Option(metavar="份数", min=1, help="同时做几份；不写则等于核数")] = None,
    notebooks: Annotated[Path | None, typer.Option(metavar="文件夹", help="笔记本文件夹")] = None,
) -> None:
    """做出简报：每个攻坚战一份网页、一份 PDF、一份运行过的笔记本、一份数字出处。"""
    from . import show
    from .build import build as build_all

    with show.Progress() as progress, _interruptible():
        report = build_all(
            data, campaigns=campaign or (), period=period, known_at=_day(known_at), edition=edition.value,
            formats=[part for part in format.split(",") if part], out=out, jobs=jobs, notebooks=notebooks,
            started=progress.start, finished=progress.advance,
        )  # fmt: skip
    show.closing(report)
    raise typer.Exit(report.exit_code)


@app.command()
def check(
    data: Data,
    strict: Annotated[bool, typer.Option("--strict", help="有存疑或矛盾也以 5 退出")] = False,
) -> None:
    """检查数据：一次列出全部错误、矛盾和存疑。"""
    from . import checks, show

    faults, doubts = checks.run(data)
    show.findings(faults, doubts)
    raise typer.Exit(DataError.exit_code if faults else 5 if strict and doubts else 0)


@contextmanager
def _interruptible() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        raise InterruptError("xj", "已中断", do="做完的简报已在原处，没做完的保留上一份。") from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError("--known-at", "日期写法不对", text, "请写成 2024-06-30。") from None


def main() -> NoReturn:
    """Run the command; a known failure prints one message and no traceback."""
    try:
        app()
    except XjError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    sys.exit(0)

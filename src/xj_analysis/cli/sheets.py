"""Command ``xj sheet``: a sheet to print and hang up, or to send out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import console
from .chinese_click import argument, command, option
from .options import data_folder, reports_folder, require_data_folder

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete_sheet(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names of the sheets, with their titles as help."""
    from click.shell_completion import CompletionItem

    from ..briefing.sheets.sheet_kinds import SHEETS

    return [CompletionItem(name, help=kind.title) for name, kind in SHEETS.items() if name.startswith(incomplete)]


@command("sheet")
@data_folder
@argument("name", help="哪一种表，如 projects（重点项目挂图作战表）", shell_complete=complete_sheet)
@option("--period", metavar="期间", default="", help="数据期间，如 2025-01/2025-09；不写用 county.toml 里的")
@option("--known-at", metavar="日期", default="", help="只用这一天已公布的数据，如 2024-06-30")
@option(
    "--edition", metavar="internal|public", type=click.Choice(["internal", "public"]), default="internal",
    help="内部版或公开版",
)  # fmt: skip
@reports_folder
def sheet(data: Path, name: str, period: str, known_at: str, edition: str, out: Path) -> None:
    """印一张表（PDF，大屏为网页）：挂图等，放在这一期的 sheets/ 里，每个数字都可追溯。"""
    require_data_folder(data)
    from ..briefing.briefing import Briefing
    from ..briefing.sheets.sheet_kinds import sheet_kind
    from ..build.printable_sheets import make_sheet
    from ..county.request import BriefingRequest
    from .progress_bar import BuildProgress

    kind = sheet_kind(name)
    request = BriefingRequest.of(period=period, known_at=known_at, edition=kind.edition_of(edition))
    kind.require_edition(request.edition)

    def notebook() -> dict[str, object]:
        about = Briefing(
            "overview", county=data.resolve().name, period=period, known_at=known_at, edition=request.edition
        )
        return kind.notebook(about)

    paper = make_sheet(data, request, name, notebook, template=kind.template, out=out, on_notice=BuildProgress().notice)
    console.say(f"{kind.title}：{paper}")

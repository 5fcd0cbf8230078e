"""Shared arguments and options of commands, and shell completion of their values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..base.errors import UsageError, choices
from .chinese_click import Argument, argument, option

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

FORMATS = ("html", "pdf")


def complete_folder(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Leave the completion of a folder to the shell."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


def complete_file(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Leave the completion of a file to the shell."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def complete_campaign(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the campaigns of the counties named on the command line, with their names as help."""
    from click.shell_completion import CompletionItem

    named = [*(ctx.params.get("data") or ()), *map(Path, ctx.args)]  # click leaves them in args before a lone option
    names = dict(campaign for folder in named for campaign in _campaigns(folder))
    return [CompletionItem(slug, help=name) for slug, name in names.items() if slug.startswith(incomplete)]


def complete_formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer one format, or several with commas between."""
    return [each for each in (*FORMATS, ",".join(FORMATS)) if each.startswith(incomplete)]


def _campaigns(folder: Path) -> Iterator[tuple[str, str]]:
    """Slug and name of each campaign of a data folder; nothing where it cannot be read."""
    import tomllib

    tables: dict[str, Any] = {}
    with suppress(OSError, ValueError):
        tables = tomllib.loads((folder / "county.toml").read_text(encoding="utf-8-sig"))
    for campaign in [*tables.get("campaigns", ()), tables.get("overview", {})]:
        if "slug" in campaign:
            yield str(campaign["slug"]), str(campaign.get("name", ""))


def counties_here() -> list[str]:
    """Return the data folders in the current folder, in its folders, and in its ``data/``, as one would type them."""
    places = [path.parent for pattern in ("", "*/", "data/*/") for path in sorted(Path().glob(f"{pattern}county.toml"))]
    return [str(place) for place in places]


NO_DATA = "这里没有县的数据"
BEGIN = "新建一个：xj new 我的县 --name 某县 --code 360999"


class DataArgument(Argument):
    """The data folders of a command; where none is named, it lists those that are here, or says how to make one."""

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the folders.

        Raises
        ------
        UsageError
            None is named.
        """
        if self.value_is_missing(value) and not ctx.resilient_parsing:
            where, what = ctx.command_path, "没有写数据文件夹"
            if here := counties_here():
                raise UsageError(where, what, do=f"请写 {where} {here[0]}。{choices('', here)}")
            raise UsageError(where, f"{what}，{NO_DATA}", do=f"{BEGIN}。")
        return super().process_value(ctx, value)


def require_data_folder(folder: Path | None) -> None:
    """Check that a data folder exists, before anything is imported or written for it.

    Raises
    ------
    UsageError
        There is no such folder; the nearest that exists is named.
    """
    from ..build.planning import require_folder

    if folder is not None:
        require_folder(folder)


_DATA = "县的数据文件夹，如 data/xiajiang"
data_folder = argument("data", cls=DataArgument, type=Path, help=_DATA, shell_complete=complete_folder)
data_folders = argument(
    "data", cls=DataArgument, type=Path, nargs=-1, help=f"{_DATA}，可写几个", shell_complete=complete_folder
)
text_files = argument(
    "files", metavar="FILE...", type=Path, nargs=-1, help=".txt、.docx、.pdf、.html", shell_complete=complete_file
)
anchor = option("--anchor", metavar="日期", default="", help="成文日期，如 2024-06-30；今年、去年从它算起")
as_json = option("--json", is_flag=True, help="输出 JSON")
reports_folder = option(
    "--out", metavar="文件夹", type=Path, default=Path("reports"), help="简报的文件夹", shell_complete=complete_folder
)

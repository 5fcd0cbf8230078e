"""Entry point of the command ``xj``: subcommands, exit codes, and errors as one message without a traceback."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, NoReturn

from ..base.errors import DataError, XjError, reason
from . import beginning, build, console, data, options, reports, sheets, slips, texts
from .chinese_click import ChineseGroup, Option

if TYPE_CHECKING:
    import click


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        console.say(f"xj {version('xj-analysis')}")
        ctx.exit()


_version = Option(
    ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="显示版本"
)


class Program(ChineseGroup):
    """The program: its help page says how to begin where there is no county."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the last line of the help page."""
        if not options.counties_here():
            formatter.write(f"\n{options.NO_DATA}。{options.BEGIN}\n")


app = Program(
    "xj", help="攻坚战简报：数据进，简报出，每个数字都可追溯。", subcommand_metavar="命令 …", params=[_version],
    context_settings={"show_default": True, "help_option_names": ["-h", "--help"]},
)  # fmt: skip
for command in (
    beginning.new, build.build, sheets.sheet, data.check, reports.audit, reports.trace, reports.diff, build.runs,
    reports.remove, data.template, data.intake, data.status, slips.tasks, texts.read, texts.proof,
):  # fmt: skip
    app.add_command(command)


def main() -> NoReturn:
    """Run the command; a known failure prints one message and no traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # who reads a log sees each line as it is said, not at the end
        sys.stdout.reconfigure(line_buffering=True)
    try:
        app(prog_name="xj")
    except XjError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.filename is None:
            raise
        fault = DataError(str(error.filename), "读写不了", reason(error), "请检查文件与权限。")
        print(fault, file=sys.stderr)
        sys.exit(fault.exit_code)
    sys.exit(0)

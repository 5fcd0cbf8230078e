"""Click in Chinese: help pages, and usage errors that name the option, the value and the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Any

import click

from ..base.errors import InterruptError, UsageError, choices
from ..base.text import display_width

_HEADINGS = {"Positional arguments": "参数", "Options": "选项", "Commands": "命令"}


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken after any wide character or at a space."""
    lines = [""]
    for word in re.findall(r"[\x21-\x7e]+ ?|.", text):
        if lines[-1] and display_width((lines[-1] + word).rstrip()) > width:
            lines.append("")
        lines[-1] += word if lines[-1] or word.strip() else ""
    return [line.rstrip() for line in lines]


class _HelpFormatter(click.HelpFormatter):
    """Formatter of help pages with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and descriptions in two columns, aligned by display width."""
        rows = list(rows)
        column = min(max((display_width(term) for term, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, description in rows:
            first, *more = _wrapped(description, max(self.width - self.current_indent - column, 20))
            gap = column - display_width(term)
            head = f"{indent}{term}{' ' * gap}" if gap > 0 else f"{indent}{term}\n{indent}{' ' * column}"
            self.write(f"{head}{first}\n")
            for line in more:
                self.write(f"{indent}{' ' * column}{line}\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{_HEADINGS.get(heading, heading)}：\n")


class _Context(click.Context):
    formatter_class = _HelpFormatter


class Argument(click.Argument):
    """Argument with a Chinese help record."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Return the notation and the description of the parameter."""
        return self.make_metavar(ctx), _noted(self, [])


class Option(click.Option):
    """Option with a Chinese help record and Chinese errors of values."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the notation and the description of the parameter."""
        record, extra = super().get_help_record(ctx), self.get_help_extra(ctx)
        notes = [f"默认：{extra['default']}"] if self.default and "default" in extra else []
        if isinstance(self.type, click.IntRange):
            notes.append(f"不小于{self.type.min}")
        return record and (record[0], _noted(self, notes))

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """Return a value converted to the type of the option.

        Raises
        ------
        UsageError
            The value is not of that type.
        """
        try:
            return super().type_cast_value(ctx, value)
        except click.BadParameter as error:
            if ctx.resilient_parsing:
                raise
            match self.type:
                case click.IntRange(min=least):
                    do = f"请写不小于 {least} 的整数。"
                case click.Choice(choices=known):
                    do = choices(value, known)
                case _:
                    do = error.message
            raise UsageError(self.opts[0], "取值不对", str(value), do) from None


def _noted(param: click.Parameter, notes: list[str]) -> str:
    """The description of a parameter, with notes in brackets."""
    notes = [*notes, "必填"] if param.required else notes
    return f"{param.help}  [{'；'.join(notes)}]" if notes else f"{param.help}"


argument = partial(click.argument, cls=Argument, required=True)
option = partial(click.option, cls=Option)


class _Chinese(click.Command):
    """Base of the program and its commands: usage line, help option and usage errors in Chinese."""

    context_class = _Context

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[选项]", *super().collect_usage_pieces(ctx)[1:]]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        if help_option := super().get_help_option(ctx):
            help_option.help = "显示这一页"
        return help_option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise self._usage_error(error, ctx) from None

    def _usage_error(self, error: click.UsageError, ctx: click.Context) -> UsageError:
        where = ctx.command_path
        options = {name: each for each in self.get_params(ctx) if isinstance(each, click.Option) for name in each.opts}
        match error:
            case click.NoSuchOption(option_name=name):
                return UsageError(where, "没有这个选项", name, choices(name, options))
            case click.BadOptionUsage(option_name=name) if options[name].is_flag:
                return UsageError(name, "后面不写值", do=f"请只写 {name}。")
            case click.BadOptionUsage(option_name=name):
                return UsageError(name, "后面没有写值", do=f"请写成 {name} {options[name].make_metavar(ctx)}。")
            case click.MissingParameter(param=click.Parameter() as param):
                name = param.opts[0] if isinstance(param, click.Option) else param.make_metavar(ctx)
                return UsageError(where, f"缺少 {name}（{param.help}）", do=f"请补上；写法见 {where} --help。")
        return UsageError(where, error.format_message())


class Command(_Chinese):
    """One command of the program."""

    allow_extra_args = True  # checked in parse_args, which names them

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, and refuse superfluous ones.

        Raises
        ------
        UsageError
            The arguments are not those of the command.
        """
        if (extra := super().parse_args(ctx, args)) and not ctx.resilient_parsing:  # completion parses half a line
            usage = " ".join([ctx.command_path, *self.collect_usage_pieces(ctx)])
            raise UsageError(ctx.command_path, "参数多了", " ".join(extra), f"请写成 {usage}。")
        return extra

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error about a parameter of the library names the option.

        Raises
        ------
        UsageError
            A parameter has an invalid value.
        """
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise with_option_name(error, ctx) from None


def with_option_name(error: UsageError, ctx: click.Context) -> UsageError:
    """Return an error about a parameter of the library (``known_at``) as one about the option (``--known-at``)."""
    fault = error.fault
    options = {param.name: param.opts[0] for param in ctx.command.params if isinstance(param, click.Option)}
    return UsageError(options[fault.where], fault.what, fault.got, fault.do) if fault.where in options else error


command = partial(click.command, cls=Command)


class ChineseGroup(_Chinese, click.Group):
    """The program: its commands, in the order they are declared."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command named on the command line; Ctrl-C exits with the code of an interruption.

        Raises
        ------
        UsageError
            There is no such command.
        """
        try:
            return super().invoke(ctx)
        except click.NoSuchCommand as error:
            name = error.command_name
            raise UsageError(ctx.command_path, "没有这个命令", name, choices(name, self.commands)) from None
        except click.UsageError:
            raise UsageError(ctx.command_path, "没有写命令", do=choices("", self.commands)) from None
        except KeyboardInterrupt:
            raise click.exceptions.Exit(InterruptError.exit_code) from None

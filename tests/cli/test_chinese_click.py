"""Help pages and usage errors of the command line, in Chinese."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from support.command_line import page, xj
from xj_analysis.base.errors import UsageError
from xj_analysis.base.text import display_width
from xj_analysis.cli.app import app

MISTAKES = (
    ("chekc", "xj：没有这个命令，得到“chekc”。是否想写“check”？可选：new、build、sheet、check、audit、"),
    ("--", "xj：没有写命令。可选：new、build、sheet、check、"),
    ("--verbose", "xj：没有这个选项，得到“--verbose”。是否想写“--version”？"),
    ("build", "xj build：没有写数据文件夹。请写 xj build data/example。可选：data/example、data/xiajiang。"),
    ("trace reports", "xj trace：缺少 TEXT（印出的数，如 261.6 或 约64元）。"),
    ("trace reports 64 元", "xj trace：参数多了，得到“元”。请写成 xj trace [选项] REPORT TEXT。"),
    ("template data/example", "xj template：缺少 --to（模板写到哪个文件夹）。"),
    ("build data/xiajiang -f", "xj build：没有这个选项，得到“-f”。"),
    ("build data/xiajiang --out", "--out：后面没有写值。请写成 --out 文件夹。"),
    ("build data/xiajiang --force=yes", "--force：后面不写值。请只写 --force。"),
    ("build data/xiajiang --help=yes", "--help：后面不写值。"),
    ("build data/xiajiang --jobs 0", "--jobs：取值不对，得到“0”。请写不小于 1 的整数。"),
    ("build data/xiajiang --jobs two", "--jobs：取值不对，得到“two”。请写不小于 1 的整数。"),
    ("build data/xiajiang --memory 255", "--memory：取值不对，得到“255”。请写不小于 256 的整数。"),
    ("build data/xiajiang --edition publik", "--edition：取值不对，得到“publik”。是否想写“public”？可选：internal、"),
)


@pytest.mark.parametrize(("words", "said"), MISTAKES)
def test_a_mistake_in_what_was_typed_says_where_what_got_and_do(words: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        app.main(words.split(), "xj")
    assert str(caught.value).startswith(said)
    assert caught.value.exit_code == 2


def test_a_page_of_help_says_what_each_argument_and_option_takes() -> None:
    said = " ".join(page("build").split())
    for line in (
        "用法：xj build [选项] DATA...",
        "参数： DATA... 县的数据文件夹，如 data/xiajiang，可写几个 [必填]",
        "--campaign 代号 只做这个攻坚战，可重复；不写则全做 --period",
        "--edition internal|public 内部版或公开版 [默认：internal]",
        "--out 文件夹 写到哪个文件夹 [默认：reports]",
        "--jobs 份数 同时做几份；不写则等于核数 [不小于1]",
        "--memory 兆 一个内核最多用多少内存 [默认：2048；不小于256]",
    ):
        assert line in said, line
    assert "--to 文件夹 模板写到哪个文件夹 [必填]" in " ".join(page("template").split())


def test_pages_of_help_are_chinese() -> None:
    pages = [page(), *(page(name) for name in app.commands)]
    assert all("用法：" in said and "选项：" in said for said in pages)
    assert not re.findall(r"(?i)usage|option|command|argument|show|default|required", "".join(pages))


def test_what_is_not_a_command_line_is_one_message_in_chinese() -> None:
    run = xj("build", "data/xiajiang", "--forse")
    assert run.returncode == 2 and not run.stdout
    assert run.stderr.startswith("xj build：没有这个选项，得到“--forse”。是否想写“--force”？可选：--campaign、")
    assert run.stderr.count("\n") == 1


def test_without_a_command_the_page_of_help_is_shown() -> None:
    run = xj()
    assert run.returncode == 2
    assert run.stderr == xj("--help").stdout


def test_h_is_help() -> None:
    assert CliRunner().invoke(app, ["-h"], prog_name="xj").output == page()
    assert CliRunner().invoke(app, ["build", "-h"], prog_name="xj").output == page("build")


@pytest.mark.parametrize("command", [[], ["build"], ["intake"], ["read"]])
def test_help_has_its_columns_aligned_and_fits_the_terminal(
    command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = CliRunner().invoke(app, [*command, "--help"], prog_name="xj").output
    lines = shown[shown.index("选项：") :].split("\n\n")[0].splitlines()[1:]
    starts = {display_width(line[: re.search(r"(?<=\S)  +|^ {6,}", line).end()]) for line in lines}  # type: ignore[union-attr]
    assert len(starts) == 1
    assert max(map(display_width, shown.splitlines())) <= 80

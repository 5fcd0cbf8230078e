"""Entry point of the command: exit codes, one message without a traceback, and a start that imports little."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest
from click.testing import CliRunner

from support.command_line import xj
from xj_analysis.briefing import check
from xj_analysis.cli.app import app, main

HEAVY = {"pandas", "papermill", "altair", "pydantic", "nbconvert", "typst", "rich", "asyncio", "multiprocessing"}


def test_a_mistake_is_one_message_without_a_traceback() -> None:
    run = xj("build", "data/xiajiang", "--campaign", "cluster")
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1 and "是否想写“clusters”" in run.stderr


def test_ctrl_c_ends_any_command_with_the_code_of_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "check_folder", interrupted)
    assert CliRunner().invoke(app, ["check", "data/xiajiang"]).exit_code == 130


def test_a_file_that_cannot_be_read_is_one_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unreadable(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "data/xiajiang/county.toml")

    monkeypatch.setattr(check, "check_folder", unreadable)
    monkeypatch.setattr(sys, "argv", ["xj", "check", "data/xiajiang"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 3
    said = capsys.readouterr().err
    assert said == "data/xiajiang/county.toml：读写不了，得到“没有权限”。请检查文件与权限。\n"


def test_help_is_chinese_and_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['xj', '--help']\n"
        "from xj_analysis.cli.app import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        f"print('HEAVY', sorted({HEAVY} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in run.stdout
    assert "攻坚战简报" in run.stdout and "check" in run.stdout


def test_importing_the_package_does_nothing() -> None:
    code = "import sys, xj_analysis; print(sorted({'pandas', 'pydantic', 'click'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_the_version_is_that_of_the_package_however_it_is_called() -> None:
    module = subprocess.run(
        [sys.executable, "-m", "xj_analysis", "--version"], capture_output=True, text=True, check=True
    )
    assert module.stdout == xj("--version").stdout == f"xj {version('xj-analysis')}\n"

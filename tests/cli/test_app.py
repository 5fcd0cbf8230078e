"""The command: exit codes, one message and no traceback, and a start that imports little."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from support.built_county import SLUGS, XJ, BuiltCounty
from support.county_folder import REPO
from xj_analysis import Briefing
from xj_analysis.base.errors import UsageError
from xj_analysis.briefing import check
from xj_analysis.build.run_records import RunRecords
from xj_analysis.cli.app import app

HEAVY = {"pandas", "papermill", "altair", "pydantic", "nbconvert", "typst", "rich", "asyncio", "multiprocessing"}


def xj(*words: str, cwd: Path = REPO) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from xj_analysis.cli.app import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


def page(*words: str) -> str:
    return CliRunner().invoke(app, [*words, "--help"], prog_name="xj").output


def test_check_lists_every_known_contradiction_and_passes() -> None:
    run = xj("check", "data/xiajiang")
    assert run.returncode == 0
    assert run.stdout.startswith("错误 0 条，")
    shares = ("13.18%，由分项计算为12.4%", "43.74%", "43.08%")
    for said in ("新增市级企业技术中心数：2个、3个", "A26", "A27", "2735.10亿元、2735.07亿元", *shares):
        assert said in run.stdout, said


def test_check_strict_fails_on_doubts() -> None:
    assert xj("check", "data/xiajiang", "--strict").returncode == 5


def test_check_of_faulty_data_exits_three_with_every_fault(tmp_path: Path) -> None:
    run = xj("check", str(tmp_path))
    assert run.returncode == 3
    assert "county.toml" in run.stdout and "Traceback" not in run.stdout + run.stderr


def test_a_mistake_is_one_message_without_a_traceback() -> None:
    run = xj("build", "data/xiajiang", "--campaign", "cluster")
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1 and "是否想写“clusters”" in run.stderr


def test_what_is_not_a_command_line_is_one_message_in_chinese() -> None:
    run = xj("build", "data/xiajiang", "--forse")
    assert run.returncode == 2 and not run.stdout
    assert run.stderr.startswith("xj build：没有这个选项，得到“--forse”。是否想写“--force”？可选：--campaign、")
    assert run.stderr.count("\n") == 1


def test_without_a_command_the_page_of_help_is_shown() -> None:
    run = xj()
    assert run.returncode == 2
    assert run.stderr == xj("--help").stdout


MISTAKES = (
    ("chekc", "xj：没有这个命令，得到“chekc”。是否想写“check”？可选：build、check、audit、"),
    ("--", "xj：没有写命令。可选：build、check、"),
    ("--verbose", "xj：没有这个选项，得到“--verbose”。是否想写“--version”？"),
    ("build", "xj build：缺少 DATA...（县的数据文件夹，如 data/xiajiang，可写几个）。请补上；写法见 xj build --help。"),
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


def test_ctrl_c_ends_any_command_with_the_code_of_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "check_folder", interrupted)
    assert CliRunner().invoke(app, ["check", "data/xiajiang"]).exit_code == 130


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


def test_a_mistyped_date_is_one_message_in_chinese() -> None:
    run = xj("build", "data/xiajiang", "--known-at", "2024")
    assert run.returncode == 2
    assert run.stderr == "--known-at：日期写法不对，得到“2024”。请写成 2024-06-30。\n"


def test_ctrl_c_ends_the_build_at_once_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        XJ,
        "build",
        str(REPO / "data" / "xiajiang"),
    ]
    started = subprocess.Popen(
        [*command, "--out", str(tmp_path / "reports"), "--jobs", "2"], stderr=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert started.stderr is not None
    assert started.stderr.readline().startswith("笔记本：")
    time.sleep(2)
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=20)
    assert started.returncode == 130
    assert "已中断" in said and "Traceback" not in said
    done = [path.parent for path in tmp_path.rglob("figures.json")]
    files = {"briefing.html", "briefing.pdf", "briefing.ipynb", "figures.json"}
    assert len(done) < 11 and all({path.name for path in folder.iterdir()} == files for folder in done)
    left = {path for path in tmp_path.rglob("*") if path.is_file() and path.parent not in done}
    assert {path.relative_to(tmp_path).as_posix() for path in left} == {".xj/reports/lock", ".xj/reports/runs.sqlite"}


def test_the_records_of_builds_are_shown_with_their_reasons_in_local_time(
    built_county: BuiltCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        page = CliRunner().invoke(app, ["runs", "--out", str(built_county.out)])
        record = CliRunner().invoke(app, ["runs", "--out", str(built_county.out), "--json"])
    finally:
        monkeypatch.undo()
        time.tzset()
    (run,) = json.loads(record.output)
    assert {row["slug"]: row["why"] for row in run["briefings"]} == {slug: ["还没有做成过"] for slug in SLUGS}
    local = datetime.fromisoformat(run["started"]).astimezone(timezone(timedelta(hours=8)))
    assert f"第1次　{local:%Y-%m-%d %H:%M:%S} 开始" in page.output and "+0" not in page.output
    assert "缘由　还没有做成过：tourism、jobs、overview" in page.output


def test_where_nothing_was_built_that_is_said(tmp_path: Path) -> None:
    never = CliRunner().invoke(app, ["runs", "--out", str(tmp_path / "reports")])
    assert isinstance(never.exception, UsageError) and "还没有运行记录" in str(never.exception)
    RunRecords(tmp_path / ".xj" / "reports").close()  # as a build that was refused leaves it
    assert CliRunner().invoke(app, ["runs", "--out", str(tmp_path / "reports")]).output == "还没有运行记录。\n"
    empty = CliRunner().invoke(app, ["runs", "--out", str(tmp_path / "reports"), "--json"])
    assert json.loads(empty.output) == []


def test_the_version_is_that_of_the_package_however_it_is_called() -> None:
    module = subprocess.run(
        [sys.executable, "-m", "xj_analysis", "--version"], capture_output=True, text=True, check=True
    )
    assert module.stdout == xj("--version").stdout == f"xj {version('xj-analysis')}\n"


def test_h_is_help() -> None:
    assert CliRunner().invoke(app, ["-h"], prog_name="xj").output == page()
    assert CliRunner().invoke(app, ["build", "-h"], prog_name="xj").output == page("build")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("xj au", ["audit"]),
        ("xj build --fo", ["--format", "--force"]),
        ("xj build data/xiajiang --campaign cl", ["clusters"]),
        ("xj build data/xiajiang --campaign clusters --campaign over", ["overview"]),
        ("xj build --campaign cl", []),
        ("xj build data/nowhere --campaign cl", []),
        ("xj build data/xiajiang --edition p", ["public"]),
        ("xj build data/xiajiang --format h", ["html", "html,pdf"]),
        ("xj build data/xiajiang --jobs ", []),
        ("xj build data/xia", ["data/xia"]),
        ("xj diff reports/a rep", ["rep"]),
        ("xj trace reports 1 2 ", []),
    ],
)
def test_the_shell_is_offered_what_there_is_and_no_error(words: str, offered: list[str]) -> None:
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1), "_XJ_COMPLETE": "bash_complete"}
    run = CliRunner().invoke(app, [], prog_name="xj", env=asked, complete_var="_XJ_COMPLETE")
    assert [line.partition(",")[2] for line in run.output.split()] == offered and not run.stderr


def test_a_folder_is_completed_by_the_shell() -> None:
    for words, kind in (("xj build data/xia", "dir"), ("xj read ne", "file"), ("xj check data/e", "dir")):
        asked = {"COMP_WORDS": words, "COMP_CWORD": "2", "_XJ_COMPLETE": "bash_complete"}
        assert CliRunner().invoke(app, [], prog_name="xj", env=asked).output.startswith(f"{kind},")


def test_a_mistyped_data_folder_is_answered_with_the_nearest_by_every_command(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("无", encoding="utf-8")
    commands = (
        "build data/xiajang", "build data/xiajang --failed", "check data/xiajang", "status data/xiajang",
        f"template data/xiajang --to {tmp_path}", f"intake data/xiajang {tmp_path}/news.txt",
        f"read {tmp_path}/news.txt --to data/xiajang", f"proof {tmp_path}/news.txt --against data/xiajang",
    )  # fmt: skip
    before = sorted(REPO.iterdir())
    for words in commands:
        with pytest.raises(UsageError, match="data/xiajang：没有这个数据文件夹。是否想写“data/xiajiang”？可选："):
            app.main(words.split(), "xj")
    assert sorted(REPO.iterdir()) == before


def test_a_parameter_is_named_as_it_was_typed_and_in_a_notebook_as_it_is_there(built_county: BuiltCounty) -> None:
    with pytest.raises(UsageError, match=r"^--period：期间写法不认识，得到“2O24”"):
        app.main(["build", str(built_county.data.path), "--out", str(built_county.out), "--period", "2O24"], "xj")
    with pytest.raises(UsageError, match=r"^--known-at：那一天还没有任何数据"):
        app.main(
            ["build", str(built_county.data.path), "--out", str(built_county.out), "--known-at", "1999-01-01"], "xj"
        )
    with pytest.raises(UsageError, match=r"^period：期间写法不认识，得到“2O24”"):
        Briefing(county="xiajiang", period="2O24")


def test_where_nothing_failed_there_is_nothing_to_do_again(built_county: BuiltCounty) -> None:
    for option, said in (
        ("--failed", "上一次没有失败的，没有要重做的。"),
        ("--resume", "上一次都做完了，没有要重做的。"),
    ):
        run = CliRunner().invoke(app, ["build", str(built_county.data.path), "--out", str(built_county.out), option])
        assert (run.exit_code, run.output) == (0, f"{said}\n")

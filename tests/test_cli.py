"""The command: exit codes, one message and no traceback, and a start that imports little."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from desk import XJ

REPO = Path(__file__).parents[1]


def xj(*words: str, cwd: Path = REPO) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from xj_analysis.cli import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


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


def test_an_unknown_option_is_a_usage_error() -> None:
    assert xj("build", "data/xiajiang", "--nope").returncode == 2


def test_help_is_chinese_and_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['xj', '--help']\n"
        "from xj_analysis.cli import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'papermill', 'altair', 'pydantic', 'nbconvert', 'typst'} & set(sys.modules)\n"
        "print('HEAVY', sorted(heavy))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in run.stdout
    assert "攻坚战简报" in run.stdout and "check" in run.stdout


def test_importing_the_package_does_nothing() -> None:
    code = "import sys, xj_analysis; print(sorted({'pandas', 'pydantic', 'typer'} & set(sys.modules)))"
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

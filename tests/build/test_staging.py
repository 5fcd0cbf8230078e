"""The staging folder: lock, atomic swap, and clearing after a killed build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from support.built_county import within_patience
from xj_analysis.base import folder_swap
from xj_analysis.base.errors import OutputError
from xj_analysis.build import staging
from xj_analysis.build.staging import StagingFolder

HOLDS = """
import sys
from pathlib import Path
from xj_analysis.build.staging import StagingFolder
with StagingFolder(Path(sys.argv[1]), lambda said: print(said, flush=True)):
    print("有了", flush=True)
    sys.stdin.read()
"""


def holding(out: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def read_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def folder(path: Path, word: str) -> Path:
    path.mkdir(parents=True)
    (path / "briefing.html").write_text(word, encoding="utf-8")
    return path


def word(path: Path) -> str:
    return (path / "briefing.html").read_text(encoding="utf-8")


def test_a_folder_taken_away_by_a_killed_build_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the two renames of a file system that cannot exchange: nothing stands, the old one is aside."""
    monkeypatch.setattr(folder_swap, "_exchange", lambda one, other: False)
    staged, out = tmp_path / "staging", tmp_path / "reports"
    new = folder(staged / "shili/2024/internal/jobs", "新")
    target = folder(out / "shili/2024/internal/jobs", "旧")
    rename = Path.rename

    def killed(path: Path, to: Path) -> Path:
        if path == new:
            raise KeyboardInterrupt
        return rename(path, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            folder_swap.swap_in(new, target)
    assert not target.exists()
    staging.restore(staged, out)
    assert word(target) == "旧" and not staged.exists()


def test_what_has_been_replaced_since_does_not_come_back(tmp_path: Path) -> None:
    folder(tmp_path / "staging/shili/2024/internal/jobs.old", "旧")
    target = folder(tmp_path / "reports/shili/2024/internal/jobs", "新")
    staging.restore(tmp_path / "staging", tmp_path / "reports")
    assert word(target) == "新" and not (tmp_path / "staging").exists()


def test_a_second_build_waits_and_says_for_whom(tmp_path: Path) -> None:
    out = tmp_path / "reports"
    with holding(out) as first, holding(tmp_path / "others") as elsewhere:
        assert read_line(first) == read_line(elsewhere) == "有了"
        with holding(out) as second:
            assert read_line(second) == f"进程 {first.pid} 正在写 {out}，等它做完……"
            first.communicate()
            assert read_line(second) == "有了"
            second.communicate()
        elsewhere.communicate()
    assert sorted(path.name for path in (tmp_path / ".xj" / "reports").iterdir()) == ["lock", "runs.sqlite"]


def test_the_lock_of_a_killed_build_is_free(tmp_path: Path) -> None:
    out = tmp_path / "reports"
    with holding(out) as first:
        assert read_line(first) == "有了"
        (tmp_path / ".xj/reports/staging/shili").mkdir(parents=True)
        first.send_signal(signal.SIGKILL)
    notices: list[str] = []
    with StagingFolder(out, notices.append) as staging_folder:
        assert notices == [] and not (staging_folder.path / "staging").exists()


def test_a_build_that_cannot_begin_leaves_the_lock_to_others(tmp_path: Path) -> None:
    out, database = tmp_path / "reports", tmp_path / ".xj" / "reports" / "runs.sqlite"
    database.parent.mkdir(parents=True)
    database.write_bytes(b"no database at all, and long enough to be seen as none" * 20)
    with pytest.raises(OutputError, match="file is not a database"), StagingFolder(out, print):
        pass
    database.unlink()
    with StagingFolder(out, print) as staging_folder:
        assert staging_folder.records.runs() == []


def test_where_the_staging_folder_cannot_be_made_a_message_says_so(tmp_path: Path) -> None:
    (tmp_path / ".xj").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match="写不下"), StagingFolder(tmp_path / "reports", print):
        pass


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount")
def test_on_another_disk_the_staging_folder_is_there(tmp_path: Path) -> None:
    out = tmp_path / "reports"
    out.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", out], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        with StagingFolder(out, print) as staging_folder:
            assert staging_folder.path == out / ".xj" / "reports"
            folder_swap.swap_in(folder(staging_folder.path / "staging" / "jobs", "新"), out / "jobs")
        assert word(out / "jobs") == "新"
    finally:
        assert within_patience(lambda: not subprocess.run(["umount", out], check=False).returncode)


TEMPORARY = "import tempfile; print(tempfile.mkdtemp())"


def test_temporary_files_lie_in_it_while_it_is_open(tmp_path: Path) -> None:
    before = tempfile.gettempdir()
    with StagingFolder(tmp_path / "reports", print) as staging_folder:
        own = Path(tempfile.mkdtemp())
        run = subprocess.run([sys.executable, "-c", TEMPORARY], capture_output=True, text=True, check=True)
        another = Path(run.stdout.strip())
        assert own.is_dir() and another.is_dir()
        assert own.is_relative_to(staging_folder.path) and another.is_relative_to(staging_folder.path)
    assert not own.exists() and not another.exists() and tempfile.gettempdir() == before


def test_what_a_killed_one_left_of_them_is_cleared_by_the_next(tmp_path: Path) -> None:
    process = holding(tmp_path / "reports")
    assert read_line(process) == "有了"
    (left,) = tmp_path.glob(".xj/*/tmp")
    (left / "xj-abc").mkdir()
    process.kill()
    process.communicate()
    with StagingFolder(tmp_path / "reports", print):
        assert left.is_dir() and list(left.iterdir()) == []
    assert not left.exists()
